"""The sheet: what the page of one publication shows, made alike for a published piece and for a preview of one.

    context(publication, credits, topics, regions, tags) -> dict for TEMPLATE

The publication may be unsaved; credits, topics, regions and tags are given as lists because an unsaved row has none.
"""

from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import body, bylines, documents, stale, translating
from articles.models import Disclaimer, Publication, Role
from ccsis import caching, languages
from ccsis.scripts import direction

TEMPLATE = "articles/publication.html"
HEADINGS_FOR_CONTENTS = 3
RELATED_SHOWN = 3
MOST_STEPS = 24  # beyond that the segments are too thin to count
# How much a shared thing says about two pieces belonging together.
WEIGHTS = {"topics": 3, "regions": 2, "tags": 2}


def context(publication, credits, topics, regions, tags, *, is_preview=False):
    """Everything that the template shows.

    Takes a Publication, saved or not, and the lists that hang on it. With `is_preview` the page says that it is one
    and is kept out of indexes. Gives a dict. A fixed number of queries.
    """
    text, notes = body.text_and_notes(publication)
    main_headings = [heading for heading in publication.headings if heading["level"] == 2]
    return {
        "publication": publication,
        "text": text,
        "notes": notes,
        "section": "simulations" if publication.is_simulation else "analyses",
        "canonical": publication.get_absolute_url(),
        "is_preview": is_preview,
        "noindex": is_preview,
        "foreign": publication.language != languages.of_frame(publication.language),
        "byline": byline(credits),
        "topics": topics,
        "regions": regions,
        "tags": tags,
        "people": people(credits),
        "contents": main_headings if len(main_headings) >= HEADINGS_FOR_CONTENTS else [],
        **in_languages(publication),
        "series": series_place(publication),
        "related": related(publication, topics, regions, tags),
        "documents": files(publication, is_preview=is_preview),
        "disclaimer": caching.remember("disclaimers", disclaimers, stale.SITE).get(publication.kind),
    }


def disclaimers():
    """The disclaimer of each type of piece."""
    return {row.kind: row for row in Disclaimer.objects.all()}


def byline(credits):
    """The credits in groups of one role, authors first, each group with the words that introduce it."""
    writers = bylines.writers(credits)
    groups = [
        (Role.AUTHOR, ngettext("By", "By", len(writers)), writers),
        (Role.TRANSLATOR, _("translated by"), bylines.translators(credits)),
        (Role.EDITOR, _("edited by"), bylines.editors(credits)),
    ]
    return [
        {"role": role, "words": words, "credits": names, "titled": any(credit.title for credit in names)}
        for role, words, names in groups
        if names
    ]


def files(publication, *, is_preview=False):
    """The PDF files of a publication, each with its address and cover. In a preview there is nothing to fetch yet."""
    covers = {} if is_preview else documents.covers(publication)
    return [
        {
            **kept,
            "direction": direction(kept["language"]),
            "address": reverse("site:document", args=[kept["id"]]) if kept["id"] in covers else "",
            "cover": covers.get(kept["id"]),
        }
        for kept in publication.documents
    ]


def people(credits):
    """Those of the credits whose biography readers can be shown, each once."""
    found = {credit.person_id: credit.person for credit in credits if credit.person and credit.person.biography}
    return list(found.values())


def in_languages(publication):
    """The same piece in other languages, as far as it is published, and whether they say the same today.

    `alternates` are those that search engines may take for each other: none where this one is behind its original.
    """
    rows = translations(publication)
    behind = translating.drift([publication, *rows])
    current = translating.current([publication, *rows], behind)
    return {
        "translations": rows,
        "alternates": [row for row in rows if row.article_id in current] if publication.article_id in current else [],
        "drift": behind.get(publication.article_id),
        "original": next((row for row in rows if row.is_original), None),
    }


def translations(publication):
    rows = Publication.objects.filter(group_id=publication.group_id).exclude(article_id=publication.article_id)
    fields = ("slug", "kind", "language", "title", "group_id", "article_id", "is_original", "follows_version")
    return list(rows.only(*fields).order_by("language"))


@dataclass
class SeriesPlace:
    """Where a piece stands in its series: part n of m, one step per part, and its neighbours."""

    series: object
    part: int
    total: int
    steps: list
    previous: Publication | None = None
    next: Publication | None = None


def series_place(publication):
    """The piece's place in its series: counted over all parts, with its neighbours in its own language; or None."""
    if publication.series is None:
        return None
    others = Publication.objects.filter(series_id=publication.series_id).exclude(article_id=publication.article_id)
    fields = ("title", "slug", "kind", "language", "group_id", "article_id", "series_part", "published_at")
    rows = [*others.only(*fields), publication]
    here = sorted((row for row in rows if row.language == publication.language), key=_in_order)
    place = here.index(publication)
    part = publication.series_part or place + 1
    total = max([len({row.group_id for row in rows}), *(row.series_part or 0 for row in rows)])
    return SeriesPlace(
        series=publication.series,
        part=part,
        total=total,
        steps=[n < part for n in range(total)] if total <= MOST_STEPS else [],
        previous=here[place - 1] if place else None,
        next=here[place + 1] if place + 1 < len(here) else None,
    )


def _in_order(row):
    return row.series_part or 0, row.published_at, row.article_id


def related(publication, topics, regions, tags):
    """What to read next: the editor's picks in their order, then the pieces that share most with this one."""
    picks = [When(article_id=pk, then=Value(place)) for place, pk in enumerate(publication.picks)]
    place = Case(*picks, default=Value(len(picks)), output_field=IntegerField()) if picks else Value(0)
    shared = Value(0)
    for name, rows in (("topics", topics), ("regions", regions), ("tags", tags)):
        shared = shared + _shared(name, rows) * Value(WEIGHTS[name])
    rows = Publication.objects.for_cards().annotate(place=place, shared=shared)
    wanted = Q(article_id__in=publication.picks) | Q(shared__gt=0, language=publication.language)
    rows = rows.filter(wanted).exclude(group_id=publication.group_id)
    return list(rows.order_by("place", "-shared", "-published_at", "-id")[:RELATED_SHOWN])


def _shared(name, rows):
    """How many of these topics, regions or tags another publication has too, as an expression."""
    if not rows:
        return Value(0)
    through = getattr(Publication, name).through
    field = f"{name[:-1]}_id"
    mine = through.objects.filter(publication_id=OuterRef("pk"), **{f"{field}__in": [row.pk for row in rows]})
    count = mine.order_by().values("publication_id").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(count, output_field=IntegerField()), Value(0))
