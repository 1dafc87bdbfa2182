"""The record of a piece: every version that was public, what changed with it, and the piece as it was then.

    versions(publication) -> [Version], newest first
    corrections(article_id) -> what readers were told, newest first
    edition_of(publication, version) -> the unsaved publication that readers had then, and its names

Only revisions with a public number are read. What staff wrote to each other about them, and who saved them, is not.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from articles import body, citing, history
from articles.models import Correction, Credit, Image, Notice, Person, Publication, Revision, Role


@dataclass(frozen=True)
class Version:
    """One public version: when it came, what it brought, when the next took its place."""

    number: int
    at: datetime
    sha256: str
    is_minor: bool
    is_current: bool
    superseded_at: datetime | None
    before: int | None  # the version before it, where that can be read
    is_taken_back: bool  # it was retracted, and does not come back when another version is published
    corrections: list = field(default_factory=list)

    @property
    def words(self):
        """What changed, where no correction says it."""
        if self.number == 1:
            return _("First published")
        return _("Small fixes") if self.is_minor else _("Revised")

    @property
    def can_be_read(self):
        return not self.is_taken_back


def corrections(article_id):
    """What readers were told about a piece, newest first. One query."""
    return list(Correction.objects.filter(article_id=article_id).newest_first().defer("by"))


def versions(publication, told=None):
    """The public versions of a publication, newest first. `told`: its corrections, where they are read. One query."""
    told = corrections(publication.article_id) if told is None else told
    rows = Revision.objects.filter(article_id=publication.article_id, version__isnull=False).order_by("version")
    rows = list(rows.values_list("version", "created_at", "sha256", "is_minor"))
    taken_back = max((each.version or 0 for each in told if each.type == Correction.Type.RETRACTION), default=0)
    found = []
    for place, (number, at, sha256, is_minor) in enumerate(rows):
        found.append(
            Version(
                number=number,
                at=publication.published_at if number == 1 else at,
                sha256=sha256,
                is_minor=is_minor,
                is_current=number == publication.version,
                superseded_at=rows[place + 1][1] if place + 1 < len(rows) else None,
                before=rows[place - 1][0] if place and rows[place - 1][0] > taken_back else None,
                is_taken_back=number <= taken_back,
                corrections=[each for each in told if each.version == number],
            )
        )
    return found[::-1]


def shown(publication):
    """What the page of a publication shows of its record. Two queries."""
    told = corrections(publication.article_id)
    return {"corrections": told, "versions": versions(publication, told)}


# What was told about many pieces, and when


def give_pieces(rows):
    """Give each correction its `piece`, a publication or the notice in its place, and the `address` of what changed.

    Three queries however many there are.
    """
    articles = {row.article_id for row in rows}
    fields = ("article_id", "slug", "kind", "language", "title", "number", "published_at")
    pieces = {row.article_id: row for row in Notice.objects.filter(article__in=articles).only(*fields)}
    pieces |= {row.article_id: row for row in Publication.objects.filter(article__in=articles).only(*fields)}
    retractions = Correction.objects.filter(article__in=articles, type=Correction.Type.RETRACTION)
    last = retractions.order_by().values("article_id").annotate(last=Max("version"))
    taken_back = dict(last.values_list("article_id", "last"))
    for row in rows:
        row.piece = pieces[row.article_id]
        row.address = ""
        before = (row.version or 1) - 1
        is_public = isinstance(row.piece, Publication) and row.type != Correction.Type.RETRACTION
        if is_public and before > (taken_back.get(row.article_id) or 0):
            row.address = f"{row.piece.get_absolute_url()}v/{row.version}/since/{before}/"


def last_change():
    """When a piece was last published, changed or taken back; None on an empty site. Two queries."""
    published = Revision.objects.filter(version__isnull=False).order_by("-pk").values_list("created_at", flat=True)
    taken = Notice.objects.order_by("-retracted_at").values_list("retracted_at", flat=True)
    return max((at for at in (published.first(), taken.first()) if at), default=None)


# A version as it was


def kept_of(publication, number):
    """What was kept of a public version; None where there is none of this number. One query."""
    row = Revision.objects.filter(article_id=publication.article_id, version=number).only("snapshot").first()
    return row.snapshot if row else None


def edition_of(publication, kept, version, updated_at=None):
    """A public version as readers had it. Takes the publication of today, what was kept, and the Version.

    Gives an unsaved Publication and its unsaved credits. The page is made anew from the kept text by today's
    allow-list; pictures that are gone are left out, and so is what leads nowhere now.
    """
    notes = notes_of(kept)
    fields = fields_of(kept)
    page = body.render(fields["body"], notes, fields["language"])
    was = Publication(
        **fields,
        article_id=publication.article_id,
        group_id=publication.group_id,
        is_original=publication.is_original,
        slug=publication.slug,
        number=publication.number,
        version=version.number,
        row_version=0,
        published_at=publication.published_at,
        updated_at=updated_at,
        page=page.html,
        page_policy=page.policy,
        headings=page.headings,
        text=page.text,
        words=page.words,
        notes=notes,
        sources=kept.get("sources", []),
    )
    was.lead_image = Image.objects.for_pages().filter(pk=was.lead_image_id).first() if was.lead_image_id else None
    was.series = None
    return was, credits_of(kept)


def fields_of(kept):
    """The fields of a piece from what was kept; one that came later has its default."""
    found = {}
    for name, value in kept["fields"].items():
        if name in history.PIECE_FIELDS:
            found[name] = Publication._meta.get_field(name).to_python(value)
    return found


def notes_of(kept):
    """The notes as readers saw them: what they cite, the place in it, their words."""
    sources = {source["key"]: source for source in kept.get("sources", [])}
    return [
        {
            "key": note["key"],
            "text": citing.kept_note_html(note["text"], sources.get(note.get("source")), note.get("locator", "")),
        }
        for note in kept["notes"]
    ]


def credits_of(kept):
    """The names as they stood there, linked where the person has a page today. One query, two where nobody is named."""
    bylines = kept["bylines"] or _default_byline()
    people = {row["person"] for row in bylines if row["person"]}
    known = {person.pk: person for person in Person.objects.filter(pk__in=people, credits__isnull=False).distinct()}
    return [
        Credit(
            person=known.get(row["person"]),
            position=place,
            role=row["role"],
            name=row["name"],
            native_name=row["native_name"],
            title=row["title"],
        )
        for place, row in enumerate(bylines, start=1)
    ]


def _default_byline():
    person = Person.objects.filter(is_default_byline=True).first()
    if person is None:
        return []
    names = {"name": person.name, "native_name": person.native_name, "title": ""}
    return [{"person": person.pk, "role": Role.AUTHOR, **names}]


def updated_by(versions, number):
    """When readers had last been told of a change at the time of this version; None before the first."""
    told = [each.at for each in versions if 1 < each.number <= number and not each.is_minor]
    return max(told, default=None)
