"""What WordPress's categories and tags become here: a type, a series, topics, regions, tags."""

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote

from articles.models import Kind, Region, Series, Tag, Topic
from ccsis.html import plain_text
from ccsis.scripts import clean_name, fold, slugify
from ccsis.slugs import free_slug

KINDS = {
    slug: kind
    for kind, slugs in {
        Kind.ANALYSIS: "analysis analyses",
        Kind.COMMENTARY: "commentary commentaries comment opinion opinions op-ed",
        Kind.BRIEF: "brief briefs policy-brief policy-briefs",
        Kind.REPORT: "report reports",
        Kind.QA: "qa q-a interview interviews",
        Kind.STATEMENT: "statement statements",
        Kind.SIMULATION: "simulation simulations",
        Kind.ANNOUNCEMENT: "announcement announcements",
    }.items()
    for slug in slugs.split()
}
NOTHING = {"uncategorized", "uncategorised"}
SERIES = re.compile(r"(?:^|-)series(?:-|$)")
CALL = re.compile(
    r"\b(?:submit|send (?:us|in)|call for)\b[^.!?]{0,80}\b(?:simulation|contribution|paper|essay|analys[ei]s)", re.I
)


@dataclass
class Sorted:
    kind: str = Kind.ANALYSIS
    series: object = None  # a Term
    topics: list = field(default_factory=list)  # of Terms; those that name a region of ours become regions
    tags: list = field(default_factory=list)  # names


def kind_of(categories):
    """The type that the first telling category names; without one a piece is an analysis."""
    return next((KINDS[slug] for slug in categories if slug in KINDS), Kind.ANALYSIS)


def sort(terms, content):
    """The terms of a post, sorted.

    The name of a series says nothing about the type of its pieces: they are analyses, and a text that invites
    contributions is the announcement of the series.
    """
    found = Sorted()
    kind = None
    for term in terms:
        if term.domain != "category":
            found.tags.append(name_of(term))
        elif term.slug in KINDS:
            kind = kind or KINDS[term.slug]
        elif SERIES.search(term.slug) and found.series is None:
            found.series = term
        elif term.slug not in NOTHING:
            found.topics.append(term)
    if kind is None and found.series and CALL.search(plain_text(content)):
        kind = Kind.ANNOUNCEMENT
    found.kind = kind or Kind.ANALYSIS
    found.tags = list({fold(name): name for name in reversed(found.tags) if fold(name)}.values())[::-1]
    return found


def name_of(term):
    """The name as people read it: WordPress stores & as &amp;."""
    return clean_name(unescape(term.name))[:100]


def series_of(found):
    """The Series row that a piece joins, made where it is missing; or None."""
    return _row(Series, found.series) if found.series else None


def put(article, found):
    """Give the piece its topics, regions and tags.

    A category that names no region is a topic, made where it is missing. A tag stays a tag, and where it has the name
    of a region or topic of ours, the piece stands there too.
    """
    regions = {row.pk: row for name in found.tags if (row := _named(Region, name))}
    topics = {row.pk: row for name in found.tags if (row := _named(Topic, name))}
    for term in found.topics:
        if region := _known(Region, term):
            regions[region.pk] = region
        else:
            topic = _row(Topic, term)
            topics[topic.pk] = topic
    article.regions.set(regions.values())
    article.topics.set(topics.values())
    article.tags.set([Tag.objects.named(name) or Tag.objects.create(name=name) for name in found.tags])


def _row(model, term):
    name = name_of(term)
    slug = free_slug(model, name, wanted=unquote(term.slug))
    return _known(model, term) or model.objects.create(name=name, slug=slug)


def _known(model, term):
    """The row of this name in any case, or of this address: an editor may have renamed it."""
    row = _named(model, name_of(term))
    return row or (model.objects.filter(slug=slugify(unquote(term.slug))).first() if term.slug else None)


def _named(model, name):
    return model.objects.filter(name__iexact=name).first()
