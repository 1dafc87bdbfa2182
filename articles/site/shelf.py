"""What the page of a topic, region, series, tag or person shows, in five queries however much stands there.

Its pieces come from one index (articles.models.Filed), with more of them than the page has room for: those say who has
written most on it lately.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import F, Prefetch, prefetch_related_objects
from django.http import Http404

from articles import bylines, cursor, filing
from articles.models import Credit, Filed, Person, Publication, Tag
from articles.site.cursor import PAGE, Listed

LATELY = 60  # the newest pieces, whose authors are the experts
EXPERTS = 6
MOST_IMPORTANT = 6
KEYS = {Tag: "synonym_of", Person: "photo"}  # what the rows name


@dataclass
class Shelf:
    """A page of what stands under a row: `important` and `experts` on the first one only."""

    page: Listed
    important: list = field(default_factory=list)
    experts: list = field(default_factory=list)


def found(model, slug, with_important=False):
    """The row of this slug with its `total`; `chosen`, the articles that editors find most important, and
    `important_ids`, the publications of those that are public. One query. None where there is no such row.
    """
    rows = filing.with_totals(model.objects.filter(slug=slug))
    if model in KEYS:
        rows = rows.select_related(KEYS[model])
    if with_important:
        rows = rows.annotate(chosen_id=F("important__article"), important_id=F("important__article__publication"))
        rows = rows.order_by("important__position", "important__id")
    rows = list(rows)
    if not rows:
        return None
    row = rows[0]
    row.chosen = [each.chosen_id for each in rows if each.chosen_id] if with_important else []
    public = [each.important_id for each in rows if each.important_id] if with_important else []
    row.important_ids = public[:MOST_IMPORTANT]
    return row


def shelf_of(row, request, *, with_experts=True):
    """What the page of this row shows: a Shelf. A bad cursor is a 404."""
    before = request.GET.get("before")
    is_first = before is None
    places = _places(row, before, LATELY if is_first and with_experts else PAGE + 1)
    shown = [pk for pk, _at in places[:PAGE]]
    important = row.important_ids if is_first else []
    rows = Publication.objects.for_cards().prefetch_related(None).in_bulk({*shown, *important})
    others = [Publication(pk=pk) for pk, _at in places[PAGE:] if pk not in rows]
    pieces = list(rows.values())
    credits = Prefetch("credits", Credit.objects.select_related("person", "person__photo"))
    prefetch_related_objects([*pieces, *others], credits)
    prefetch_related_objects(pieces, "regions")
    experts = _experts([*pieces, *others]) if is_first and with_experts else []
    _prefetch_pictures(row, pieces, experts)
    older = cursor.write(places[PAGE - 1][1], places[PAGE - 1][0]) if len(places) > PAGE else ""
    page = Listed([rows[pk] for pk in shown if pk in rows], older, is_first)
    return Shelf(page, [rows[pk] for pk in important if pk in rows], experts)


def _places(row, before, size):
    """[(publication's id, when it came out)], newest first, after the cursor."""
    filed = Filed.objects.filter(shelf=row._meta.model_name, number=row.pk)
    if before is not None:
        try:
            filed = filed.filter(cursor.older_than(*cursor.read(before), "published_at", "publication"))
        except cursor.BadCursor:
            raise Http404("no such page of this list") from None
    filed = filed.order_by("-published_at", "-publication")
    return list(filed.values_list("publication", "published_at")[:size])


def _experts(pieces):
    """The people who wrote most of these pieces, those with as many in the order of their names."""
    people, counts = {}, Counter()
    for piece in pieces:
        for credit in bylines.writers(piece.credits.all()):
            if credit.person and not credit.person.is_body:
                people[credit.person_id] = credit.person
                counts[credit.person_id] += 1
    order = sorted(counts, key=lambda pk: (-counts[pk], people[pk].name))
    return [people[pk] for pk in order[:EXPERTS]]


def _prefetch_pictures(row, pieces, experts):
    """The copies of all pictures on the page at once."""
    pictures = [piece.lead_image for piece in pieces] + [person.photo for person in experts]
    pictures += [getattr(row, "photo", None)]
    prefetch_related_objects([picture for picture in pictures if picture], "renditions")
