"""From the desk's row to the readers': the publication that a piece would be, and how it is written.

Previews show what `draft` gives; articles.publishing and the imports write it.
"""

from dataclasses import dataclass, field

from django.utils import timezone

from articles import body, filing, history, stale
from articles.models import Byline, Credit, Person, Publication, Role
from articles.parts import Parts, join
from articles.searching import index
from ccsis.scripts import count_words


@dataclass
class Draft:
    """A publication as it would be: the unsaved row, and what hangs on it. Previews show it, `publish` saves it."""

    publication: Publication
    credits: list = field(default_factory=list)
    topics: list = field(default_factory=list)
    regions: list = field(default_factory=list)
    tags: list = field(default_factory=list)


def draft(article, parts=None, page=None):
    """The publication that this piece would be, unsaved. Changes nothing.

    `parts`: what hangs on it, if it is read; `page`: the page of its text, if it is made.
    """
    parts = parts or Parts.of(article)
    notes = parts.texts_of_notes()
    page = page or body.render(article.body, notes, article.language)
    credits = _credits(article, parts.bylines)
    publication = Publication(
        **{name: getattr(article, name) for name in history.PIECE_FIELDS},
        article=article,
        group_id=article.group_id,
        is_original=article.original_id is None,
        slug=article.slug,
        number=article.number or "",
        row_version=article.row_version,
        published_at=article.first_published_at or timezone.now(),
        page=page.html,
        page_policy=page.policy,
        headings=page.headings,
        notes=notes,
        sources=parts.plain_sources(),
        text=page.text,
        words=page.words + count_words(article.knowing_text),
        picks=parts.picks,
        documents=[document.plain() for document in parts.documents],
    )
    return Draft(
        publication,
        credits=credits,
        topics=parts.topics,
        regions=parts.regions,
        tags=parts.tags,
    )


def _credits(article, bylines):
    if not bylines:
        default = Person.objects.filter(is_default_byline=True).first()
        bylines = [Byline(article=article, person=default, role=Role.AUTHOR)] if default else []
    return [
        Credit(
            person=byline.person,
            position=place,
            role=byline.role,
            name=byline.printed_name,
            native_name=byline.printed_native_name,
            title=byline.printed_title,
        )
        for place, byline in enumerate(bylines, start=1)
    ]


def save(made, old, *, version, updated_at):
    """Write the readers' row, over the old one if there is one, with everything that hangs on it."""
    publication = made.publication
    publication.version = version
    publication.updated_at = updated_at
    if not old:
        add([made])
        return publication
    before = stale.state_of(old)
    publication.pk = old.pk
    publication._state.adding = False
    publication.save()
    publication.topics.set(made.topics)
    publication.regions.set(made.regions)
    publication.tags.set(made.tags)
    publication.credits.all().delete()
    Credit.objects.bulk_create(_signed(made))
    filing.refile(made, old)
    index.take([publication.pk])
    stale.touch(before, stale.state_of(publication))
    return publication


def add(drafts, *, find_later=False):
    """Write the readers' rows of pieces that have none, with everything that hangs on them.

    `find_later`: the worker takes them into the index of search.
    """
    Publication.objects.bulk_create(made.publication for made in drafts)
    for name in ("topics", "regions", "tags"):
        join(getattr(Publication, name).through, ((made.publication, getattr(made, name)) for made in drafts))
    Credit.objects.bulk_create(credit for made in drafts for credit in _signed(made))
    filing.file(drafts)
    if not find_later:
        index.take([made.publication.pk for made in drafts])
    stale.touch_new([made.publication for made in drafts])


def take_away(publication):
    """Delete the readers' row, with everything that hangs on it."""
    before = stale.state_of(publication)
    filing.unfile(publication)
    publication.delete()
    stale.touch(before, None)


def _signed(made):
    for credit in made.credits:
        credit.publication = made.publication
    return made.credits


def freeze_titles(bylines):
    """Titles stay what they are today, whatever becomes of the person later. Gives the bylines that got one."""
    frozen = [byline for byline in bylines if not byline.title and byline.printed_title]
    for byline in frozen:
        byline.title = byline.printed_title
    return frozen
