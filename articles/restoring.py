"""Bring back an older text of a piece, as a new revision. What stood there before stays in the history.

Everything that a revision holds comes back: fields, bylines, topics, regions, tags, notes with their sources, picks.
What no longer exists is left out, and named. The address of a piece that readers have seen, its number, its dates and
its PDF files are not touched.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import comparing, history, locking, publishing
from articles.models import (
    Article,
    Byline,
    Image,
    Note,
    Person,
    Region,
    RelatedPick,
    Revision,
    Series,
    Source,
    Tag,
    Topic,
)
from ccsis.slugs import free_slug

LEFT_ALONE = ("documents", "slug")


@transaction.atomic
def restore(article, revision, *, by, now=None):
    """Let the piece read as it does in this revision.

    Takes the Article as the caller read it, one of its Revisions, and who does it. Gives sentences on what could not
    be brought back. Raises NotAllowed, Conflict, or CannotMove where nothing would change.
    """
    now = now or timezone.now()
    before, kept = history.snapshot(article), revision.snapshot
    if not set(comparing.changed(before, kept)) - set(LEFT_ALONE):
        raise locking.CannotMove(_("This is what stands here now, so there is nothing to restore."))
    missing = _put_fields(article, kept)
    publishing.write(article, by=by, now=now)
    if not history.is_kept(article, before):
        note = _("As it stood before an older text was restored.")
        history.keep(article, kept=before, kind=Revision.Kind.OURS, by=by, note=note, now=now)
    article.save()
    missing += _put_rows(article, kept)
    publishing.keep_relief(article)
    locking.record(article, "restore", by=by, now=now, revision=revision.pk)
    day = date_format(timezone.localtime(revision.created_at), "DATETIME_FORMAT")
    note = _("No. %(n)s, %(day)s") % {"n": revision.n, "day": day}
    history.keep(article, by=by, kind=Revision.Kind.RESTORE, note=note, now=now)
    return missing


# The row itself


def _put_fields(article, kept):
    missing = []
    language, original = article.language, article.original_id
    for name in history.PIECE_FIELDS:
        if name != "relief" or not article.relief:
            field = Article._meta.get_field(name)  # one that is younger than the revision was empty then
            setattr(article, name, field.to_python(kept["fields"].get(name, field.get_default())))
    for name, model, words in (
        ("lead_image_id", Image, _("Its lead image is no longer in the library.")),
        ("series_id", Series, _("Its series no longer exists.")),
    ):
        if getattr(article, name) and not model.objects.filter(pk=getattr(article, name)).exists():
            setattr(article, name, None)
            missing.append(words)
    missing += _gone_pictures(article)
    missing += _put_original(article, kept, language, original)
    return missing + _put_slug(article, kept)


def _gone_pictures(article):
    numbers = {int(number) for number in comparing.PICTURE.findall(article.body)}
    gone = numbers - set(Image.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    return [_("Picture %s in the text is no longer in the library.") % number for number in sorted(gone)]


def _put_original(article, kept, language, original):
    """Language and original belong together: where the old pair is not possible now, both stay as they are."""
    wanted = kept.get("original")
    if wanted and not Article.objects.filter(pk=wanted).exists():
        article.original_id = None
        return [_("The piece that it was a translation of no longer exists.")]
    article.original_id = wanted
    try:
        article.clean()
    except ValidationError as error:
        article.language, article.original_id = language, original
        return [_("Language and original stay as they are: %s") % " ".join(error.messages)]
    return []


def _put_slug(article, kept):
    slug = kept.get("slug")
    if not slug or slug == article.slug or article.first_published_at:
        return []
    if free_slug(Article, slug, pk=article.pk, wanted=slug) != slug:
        return [_("The address “%s” belongs to another piece now, so it stays as it is.") % slug]
    article.slug = slug
    return []


# What hangs on it


def _put_rows(article, kept):
    missing = _put_bylines(article, kept["bylines"])
    _put_notes(article, kept.get("sources", []), kept["notes"])
    missing += _put_list(article.topics, Topic, kept["topics"], _("The topic “%s” no longer exists."))
    missing += _put_list(article.regions, Region, kept["regions"], _("The region “%s” no longer exists."))
    return missing + _put_tags(article, kept["tags"]) + _put_picks(article, kept["picks"])


def _put_list(there, model, wanted, words):
    found = model.objects.in_bulk([pk for pk, _name in wanted])
    there.set(found.values())
    return [words % name for pk, name in wanted if pk not in found]


def _put_tags(article, wanted):
    """By number, or by name where a tag was made anew; a synonym is the tag that it stands for."""
    rows, missing = [], []
    for pk, name in wanted:
        row = Tag.objects.filter(pk=pk).select_related("synonym_of").first() or Tag.objects.named(name)
        rows += [row.synonym_of or row] if row else []
        missing += [] if row else [_("The tag “%s” no longer exists.") % name]
    article.tags.set(rows)
    return missing


def _put_bylines(article, wanted):
    people = Person.objects.in_bulk([row["person"] for row in wanted if row["person"]])
    article.bylines.all().delete()
    Byline.objects.bulk_create(
        _byline(article, place, row, people.get(row["person"])) for place, row in enumerate(wanted, start=1)
    )
    words = _("%s is no longer among the people; the name stays.")
    return [words % row["name"] for row in wanted if row["person"] and row["person"] not in people]


def _byline(article, place, row, person):
    """A revision keeps what was printed; what the person gives by itself is not written down again."""
    name, native, title = row["name"], row["native_name"], row["title"]
    if person and person.name == name and (native or not person.native_name):
        name, native = "", "" if native == person.native_name else native
    if person and person.title == title and not article.first_published_at:
        title = ""
    return Byline(
        article=article, position=place, person=person, role=row["role"], name=name, native_name=native, title=title
    )


def _put_notes(article, sources, notes):
    article.notes.all().delete()
    article.sources.all().delete()
    made = {row["key"]: _source(article, place, row) for place, row in enumerate(sources, start=1)}
    Source.objects.bulk_create(made.values())
    Note.objects.bulk_create(
        Note(
            article=article,
            position=place,
            key=row["key"],
            text=row["text"],
            source=made.get(row.get("source")),
            locator=row.get("locator", ""),
        )
        for place, row in enumerate(notes, start=1)
    )


def _source(article, place, row):
    read = date.fromisoformat(row["accessed_on"]) if row["accessed_on"] else None
    return Source(article=article, position=place, **row | {"accessed_on": read})


def _put_picks(article, wanted):
    there = set(Article.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    article.picks.all().delete()
    staying = [pk for pk in wanted if pk in there]
    RelatedPick.objects.bulk_create(
        RelatedPick(article=article, to_id=pk, position=place) for place, pk in enumerate(staying, start=1)
    )
    gone = len(wanted) - len(staying)
    return [_("%d pieces to read next no longer exist.") % gone] if gone else []
