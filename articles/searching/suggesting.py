"""What may be meant while somebody types: names of topics, regions, series, people and tags, then titles of pieces."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from articles.models import Person, Publication, Region, Series, Tag, Topic
from articles.searching import question, wider
from articles.searching.engine import engine
from ccsis.scripts import fold

MOST_NAMES, MOST_TITLES = 4, 6
MOST_KEPT = 1500  # names of each kind that are looked through, those with the most pieces
COMMON = 40  # that the page brings along for browsers without scripts
LEAST = 2  # letters that were typed
REMEMBERED = 300  # seconds
KINDS = (
    (Topic, _("topic"), "publications", "site:topic"),
    (Region, _("region"), "publications", "site:region"),
    (Series, _("series"), "publications", "site:series"),
    (Person, _("person"), "credits__publication", "site:person"),
    (Tag, _("tag"), "publications", "site:tag"),
)


@dataclass(frozen=True)
class Suggestion:
    text: str
    what: str
    address: str


def suggest(typed):
    """Suggestions for what was typed so far, the best first."""
    if len(fold(typed)) < LEAST:
        return []
    return [*_names(fold(typed)), *_titles(typed)]


def common():
    """Names that many pieces stand under, for a list that needs no scripts."""
    return [_said(row) for row in _all_names()[:COMMON]]


def _names(begun):
    """Names of which a word begins so; those that begin so themselves stand first."""
    found = []
    for row in _all_names():
        place = f" {row['folded']}".find(f" {begun}")
        if place >= 0:
            what, address = KINDS[row["kind"]][1], reverse(KINDS[row["kind"]][3], args=[row["slug"]])
            found.append((place > 0, len(found), Suggestion(_said(row), what, address)))
    return [row for _is_inside, _n, row in sorted(found, key=lambda each: each[:2])[:MOST_NAMES]]


def _all_names():
    """What has a name, that with the most pieces first; remembered for minutes."""
    rows = cache.get("search:names")
    if rows is None:
        found = []
        for kind, (model, _what, pieces, _address) in enumerate(KINDS):
            counted = model.objects.annotate(pieces=Count(pieces)).filter(pieces__gt=0).order_by("-pieces", "pk")
            found += [(row.pieces, _plain(row, kind)) for row in counted[:MOST_KEPT]]
        rows = [row for _pieces, row in sorted(found, key=lambda each: -each[0])]
        cache.set("search:names", rows, REMEMBERED)
    return rows


def _plain(row, kind):
    others = {language: said["name"] for language, said in getattr(row, "wordings", {}).items() if said.get("name")}
    names = [row.name, getattr(row, "native_name", ""), *others.values()]
    return {"name": row.name, "others": others, "folded": fold(" ".join(names)), "kind": kind, "slug": row.slug}


def _said(row):
    return row["others"].get(get_language(), row["name"])


def _titles(typed):
    asked = question.read(typed)
    wanted = wider.widen(asked)
    if not wanted.nodes:
        return []
    numbers = engine.at_the_head(engine.expression(wanted.nodes, wanted.unwanted), MOST_TITLES)
    rows = Publication.objects.filter(pk__in=numbers).only("title", "slug", "kind").newest_first()
    return [Suggestion(row.title, row.get_kind_display(), row.get_absolute_url()) for row in rows]
