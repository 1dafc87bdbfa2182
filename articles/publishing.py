"""The moves of a piece: publish and retract. The only bridge from the desk's row to the readers'.

Every move reads in the same order: may it move? move it (a conditional UPDATE on id, state and row_version is
the lock); record the event; do what follows. All of that in one transaction. Who may press the button is asked
where the button is; what is legal is asked here.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import body, history, relief_files
from articles.models import (
    Article,
    ArticleEvent,
    Byline,
    Correction,
    Credit,
    Notice,
    NumberCounter,
    Person,
    Publication,
    Revision,
    Role,
)
from articles.models.article import NUMBER_CODES
from articles.parts import Parts, join
from ccsis.html import is_empty
from ccsis.models import Redirect
from ccsis.scripts import fold


class CannotMove(Exception):
    """A move that is not legal now. `reasons` are sentences for the person who asked."""

    def __init__(self, *reasons):
        self.reasons = [str(reason) for reason in reasons]
        super().__init__(" ".join(self.reasons))


class Conflict(CannotMove):
    """Somebody was first."""


@dataclass
class Draft:
    """A publication as it would be: the unsaved row, and what hangs on it. Previews show it, `publish` saves it."""

    publication: Publication
    credits: list = field(default_factory=list)
    topics: list = field(default_factory=list)
    regions: list = field(default_factory=list)
    tags: list = field(default_factory=list)


# What may be asked


def obstacles(article):
    """Why this piece cannot be published now: a list of sentences, empty where nothing stands in the way."""
    return gaps(article) + [_("On hold: %s") % hold.reason for hold in article.holds.all()]


def gaps(article):
    """Why the text itself cannot be published: a list of sentences."""
    found = []
    if not article.title.strip():
        found.append(_("The piece has no title."))
    if is_empty(article.body):
        found.append(_("The piece has no text."))
    return found


def standing(article):
    """Where a piece stands for readers: `draft`, `published`, `pending` (published, with unpublished changes) or
    `retracted`."""
    publication = Publication.objects.filter(article=article).only("row_version").first()
    if publication:
        return "published" if publication.row_version == article.row_version else "pending"
    return "retracted" if Notice.objects.filter(article=article).exists() else "draft"


# The moves


def take_row(article, *, now):
    """Move the row on if nobody else has since it was read; the lock of every change at the desk.

    Raises Conflict, with who did what and when, where somebody was first. Call it inside a transaction.
    """
    taken = Article.objects.filter(pk=article.pk, state=article.state, row_version=article.row_version)
    if not taken.update(row_version=F("row_version") + 1, changed_at=now):
        raise Conflict(who_was_first(article))
    article.row_version += 1
    article.changed_at = now


def who_was_first(article):
    """A sentence for whoever comes second: who changed the piece, in what way and when."""
    event = article.events.order_by("-at", "-id").first()
    if event is None:
        return _("Somebody else saved this piece since you opened it.")
    words = {
        "publish": _("published"),
        "retract": _("retracted"),
        "replace": _("replaced something in"),
        "import": _("imported"),
    }
    when = timezone.localtime(event.at)
    return _("Somebody was first: %(who)s %(done)s this piece at %(time)s on %(day)s.") % {
        "who": event.actor_name or _("the worker"),
        "done": words.get(event.action, _("saved")),
        "time": when.strftime("%H:%M"),
        "day": when.strftime("%Y-%m-%d"),
    }


@transaction.atomic
def publish(article, *, by=None, at=None, note="", minor=False, now=None):
    """Make the piece public as it stands, or bring its publication up to date.

    Takes the Article as the caller read it, who does it (None for the worker), `at`: the time of first publication
    where it lies in the past (imports), a note for the history, and `minor`: do not move "updated". Gives the
    Publication. Raises CannotMove with the obstacles, Conflict where somebody changed the piece meanwhile.
    """
    now = now or timezone.now()
    in_the_way = obstacles(article)
    if in_the_way:
        raise CannotMove(*in_the_way)
    take_row(article, now=now)
    if article.holds.exists():  # placed since we asked, by somebody who had the row locked
        raise CannotMove(*obstacles(article))
    is_first = article.first_published_at is None
    if is_first:
        _give_number(article, at or now)
    keep_relief(article)
    parts = Parts.of(article)
    Byline.objects.bulk_update(freeze_titles(parts.bylines), ["title"])
    old = notice = None
    if not is_first:
        old = Publication.objects.filter(article=article).first()
        notice = Notice.objects.filter(article=article).first()
    version = Revision.objects.filter(article=article, version__isnull=False).count() + 1
    revision = history.keep(article, parts=parts, by=by, note=note, version=version, now=now)
    made = draft(article, parts)
    publication = _save(made, old, version=version, updated_at=_updated(old, is_first, minor, now))
    if notice:
        notice.delete()
    if known := old or notice:
        Redirect.objects.leave(known.get_absolute_url(), publication.get_absolute_url())
    record(article, "publish", by=by, now=now, revision=revision.pk, version=version)
    return publication


@transaction.atomic
def retract(article, *, by=None, reason, now=None):
    """Take a published piece back. Its address stays and says why.

    Takes the Article, who does it, and the reason that readers will see. Gives the Notice. Raises CannotMove where
    the piece is not public or no reason is given, Conflict where somebody was first.
    """
    now = now or timezone.now()
    publication = Publication.objects.filter(article=article).first()
    if publication is None:
        raise CannotMove(_("Only a published piece can be retracted."))
    if not reason.strip():
        raise CannotMove(_("Write the reason: readers will see it in place of the piece."))
    take_row(article, now=now)
    Correction.objects.create(
        article=article,
        type=Correction.Type.RETRACTION,
        text=reason.strip(),
        version=publication.version,
        at=now,
        by=by,
    )
    notice = Notice.objects.create(
        article=article,
        kind=publication.kind,
        language=publication.language,
        slug=publication.slug,
        title=publication.title,
        number=publication.number,
        published_at=publication.published_at,
        retracted_at=now,
        reason=reason.strip(),
    )
    version = publication.version
    publication.delete()
    record(article, "retract", by=by, now=now, version=version)
    return notice


def record(article, action, *, by, now, **details):
    """Add an event. Details are codes and ids only."""
    row = event(article, action, by=by, now=now, **details)
    row.save()
    return row


def event(article, action, *, by=None, now, **details):
    """An event, unsaved."""
    return ArticleEvent(
        article=article,
        actor=by,
        actor_name=str(by) if by else "",
        action=action,
        from_state=article.state,
        to_state=article.state,
        at=now,
        details=details,
    )


# From the desk's row to the readers'


def draft(article, parts=None):
    """The publication that this piece would be, unsaved. Changes nothing. `parts`: what hangs on it, if it is read."""
    parts = parts or Parts.of(article)
    notes = parts.texts_of_notes()
    page = body.render(article.body, notes, article.language)
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
        text=page.text,
        search_title=fold(f"{article.title} {article.subtitle}"),
        search_text=_search_text(article, credits, page),
        words=page.words,
        picks=parts.picks,
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


def _search_text(article, credits, page):
    """Everything that a reader may look for, folded: titles, standfirst, key points, names, text."""
    names = [name for credit in credits for name in (credit.name, credit.native_name)]
    parts = [article.title, article.subtitle, article.standfirst, article.key_points, *names, page.text]
    return fold(" ".join(parts))


def _save(made, old, *, version, updated_at):
    """Write the readers' row, over the old one if there is one, with everything that hangs on it."""
    publication = made.publication
    publication.version = version
    publication.updated_at = updated_at
    if not old:
        add([made])
        return publication
    publication.pk = old.pk
    publication._state.adding = False
    publication.save()
    publication.topics.set(made.topics)
    publication.regions.set(made.regions)
    publication.tags.set(made.tags)
    publication.credits.all().delete()
    Credit.objects.bulk_create(_signed(made))
    return publication


def add(drafts):
    """Write the readers' rows of pieces that have none, with everything that hangs on them."""
    Publication.objects.bulk_create(made.publication for made in drafts)
    for name in ("topics", "regions", "tags"):
        join(getattr(Publication, name).through, ((made.publication, getattr(made, name)) for made in drafts))
    Credit.objects.bulk_create(credit for made in drafts for credit in _signed(made))


def _signed(made):
    for credit in made.credits:
        credit.publication = made.publication
    return made.credits


def _updated(old, is_first, minor, now):
    if is_first:
        return None
    if minor:
        return old.updated_at if old else None
    return now


def _give_number(article, at):
    article.first_published_at, [article.number] = at, next_numbers([(article.kind, at)])
    Article.objects.filter(pk=article.pk).update(first_published_at=at, number=article.number)


def next_numbers(wanted):
    """Public numbers, given once and for ever, from counters whose rows are locked by their own UPDATE.

    Takes (kind, time of publication) of each piece and gives the numbers in that order.
    """
    counters = [(NUMBER_CODES[kind], timezone.localtime(at).year) for kind, at in wanted]
    free = {counter: _reserve(*counter, count) for counter, count in sorted(Counter(counters).items())}
    return [f"CCSIS-{code}-{year}-{next(free[code, year]):03d}" for code, year in counters]


def _reserve(code, year, count):
    counter = NumberCounter.objects.filter(code=code, year=year)
    if not counter.update(last=F("last") + count):
        NumberCounter.objects.get_or_create(code=code, year=year)
        counter.update(last=F("last") + count)
    last = counter.get().last
    return iter(range(last - count + 1, last + 1))


def freeze_titles(bylines):
    """Titles stay what they are today, whatever becomes of the person later. Gives the bylines that got one."""
    frozen = [byline for byline in bylines if not byline.title and byline.printed_title]
    for byline in frozen:
        byline.title = byline.printed_title
    return frozen


def keep_relief(article):
    """Give a piece its relief once, from its first title; a later title changes nothing. It is drawn later."""
    if not article.relief:
        [article.relief] = relief_files.names_for([article])
        Article.objects.filter(pk=article.pk).update(relief=article.relief)
