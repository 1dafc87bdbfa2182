"""What a piece is and where it stands here, by its categories and tags there; and the rows that it joins."""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from articles.imports import mapping
from articles.models import Kind, Region, Series, Tag, Topic
from ccsis.html import plain_text
from ccsis.scripts import fold, slugify
from ccsis.slugs import free_slug

MOST_TAGS = 5000  # that are held
MODELS = {mapping.TOPIC: Topic, mapping.REGION: Region, mapping.SERIES: Series}
CALL = re.compile(
    r"\b(?:submit|send (?:us|in)|call for)\b[^.!?]{0,80}\b(?:simulation|contribution|paper|essay|analys[ei]s)", re.I
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A topic, region or series that a piece joins: its name, the old address, what is said of it there."""

    what: str
    name: str
    slug: str = ""
    introduction: str = ""


@dataclass
class Sorted:
    kind: str = Kind.ANALYSIS
    series: Wanted | None = None
    topics: list = field(default_factory=list)  # of Wanted; those that name a region of ours become regions
    regions: list = field(default_factory=list)
    tags: list = field(default_factory=list)  # names
    lists: dict = field(default_factory=dict)  # (domain, slug) there -> Wanted, the name of a tag, or None
    own: list = field(default_factory=list)  # [domain, slug, what, name] of the terms that the piece carries itself
    notes: list = field(default_factory=list)


def kind_of(terms, guide):
    """The type that the first telling category names; without one a piece is an analysis."""
    targets = map(guide.target, guide.carried(terms))
    return next((target.name for target in targets if target.what == mapping.TYPE), Kind.ANALYSIS)


def sort(terms, content, guide):
    """The terms of a piece, sorted by what the Guide says of each.

    The name of a series says nothing about the type of its pieces: they are analyses, and a text that invites
    contributions is the announcement of the series.
    """
    targets = [(term, guide.target(term)) for term in terms]
    found = Sorted(kind="", own=[[term.domain, term.slug, target.what, target.name] for term, target in targets])
    for term in guide.carried(terms):
        _sort_one(term, guide.target(term), found, guide.store)
    if not found.kind and found.series and CALL.search(plain_text(content)):
        found.kind = Kind.ANNOUNCEMENT
    found.kind = found.kind or Kind.ANALYSIS
    found.tags = list({fold(name): name for name in reversed(found.tags) if fold(name)}.values())[::-1]
    return found


def _sort_one(term, target, found, store):
    place = (term.domain, term.slug)
    found.lists[place] = None
    if target.what == mapping.TYPE:
        found.kind = found.kind or target.name
    elif target.what == mapping.TAG and target.name:
        found.tags.append(target.name)
        found.lists[place] = target.name
    elif target.what in MODELS and target.name:
        wanted = found.lists[place] = _wanted(term, target, store)
        if target.what != mapping.SERIES:
            (found.topics if target.what == mapping.TOPIC else found.regions).append(wanted)
        elif found.series is None:
            found.series = wanted
        elif found.series != wanted:
            found.notes.append(f"it stands in several series there, and here in “{found.series.name}” alone")


def _wanted(term, target, store):
    known = store.term(term.domain, term.slug)
    introduction = known.description if known else ""
    return Wanted(target.what, target.name, "" if target.is_told else term.slug, "" if target.is_told else introduction)


class Rows:
    """The topics, regions, series and tags of ours that pieces join. What is missing is made, and counted by name."""

    def __init__(self):
        self.made = {Topic: {}, Region: {}, Series: {}, Tag: {}}  # folded name -> name
        self.known = {}
        self.tags = {}  # folded name -> Tag; of those that are here

    def foresee(self, found):
        """Count what a piece needs and nobody has made yet."""
        for wanted in [*found.topics, *found.regions, found.series]:
            if wanted and self._row(wanted) is None:
                self.made[MODELS[wanted.what]].setdefault(fold(wanted.name), wanted.name)
        for name in found.tags:
            if self._tag(name) is None:
                self.made[Tag].setdefault(fold(name), name)

    def joined(self, found):
        """(topics, regions, tags) that the piece joins, made where they are missing.

        A category that names no region is a topic. A tag stays a tag, and where it has the name of a region or topic
        of ours, the piece stands there too.
        """
        rows = [self.take(wanted) for wanted in [*found.topics, *found.regions]]
        rows += [row for name in found.tags for model in (Region, Topic) if (row := self._named(model, name))]
        tags = [self._tag(name) or self._make_tag(name) for name in found.tags]
        topics = [row for row in dict.fromkeys(rows) if isinstance(row, Topic)]
        regions = [row for row in dict.fromkeys(rows) if isinstance(row, Region)]
        return topics, regions, list(dict.fromkeys(tag.synonym_of or tag for tag in tags))

    def series(self, found):
        """The Series row that a piece joins, or None."""
        return self.take(found.series) if found.series else None

    def take(self, wanted):
        """The row of this name or of this old address, made where it is missing."""
        return self._row(wanted) or self._make(wanted)

    def page_of(self, wanted):
        """The address of the page here that took the place of a list there, or an empty string."""
        row = self._tag(wanted) if isinstance(wanted, str) else self._row(wanted)
        return row.get_absolute_url() if row else ""

    def forget(self):
        """Ask anew: what was made just now was taken back, or somebody else changes these rows at the same time."""
        self.known.clear()
        self.tags.clear()

    def _row(self, wanted):
        models = (Region, Topic) if wanted.what == mapping.TOPIC else (MODELS[wanted.what],)
        return next((row for model in models if (row := self._find(model, wanted))), None)

    def _find(self, model, wanted):
        """By name, or by address: an editor may have renamed it."""
        row = self._named(model, wanted.name)
        return row or self._all(model)["slugs"].get(slugify(unquote(wanted.slug)) if wanted.slug else "")

    def _named(self, model, name):
        return self._all(model)["names"].get(fold(name))

    def _all(self, model):
        """The few rows of a list that editors keep, by folded name and by address."""
        if model not in self.known:
            self.known[model] = {"names": {}, "slugs": {}}
            for row in model.objects.order_by("-pk"):
                self._know(row)
        return self.known[model]

    def _know(self, row):
        self.known[type(row)]["names"][fold(row.name)] = row
        self.known[type(row)]["slugs"][row.slug] = row

    def _tag(self, name):
        if len(self.tags) > MOST_TAGS:
            self.tags.clear()
        if (folded := fold(name)) not in self.tags and (row := Tag.objects.named(name)):
            self.tags[folded] = row
        return self.tags.get(folded)

    def _make_tag(self, name):
        row = self.tags[fold(name)] = Tag.objects.create(name=name)
        return row

    def _make(self, wanted):
        model = MODELS[wanted.what]
        slug = free_slug(model, wanted.name, wanted=unquote(wanted.slug), fallback=model._meta.model_name)
        row = model.objects.create(name=wanted.name, slug=slug, introduction=wanted.introduction)
        self._know(row)
        return row
