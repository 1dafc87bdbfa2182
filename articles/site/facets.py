"""Facets: what a list may be narrowed by, how many pieces each value would leave, and an address for every state.

`Chosen` is what an address says. Values of one facet widen each other (this topic or that one); facets narrow each
other. A value is counted as the list would be with it, under what is chosen in the other facets, so no link leads to
nothing. `panel` counts with one look at the facets of everything that fits, and asks once for the names of each facet.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import Subquery
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as L

from articles.models import Kind, Notice, Person, Region, Searched, Series, Tag, Topic
from articles.searching import tokens
from articles.searching.engine import engine
from ccsis.scripts import LANGUAGE_NAMES, direction

MOST_COUNTED = 20_000  # of what a question finds, the newest
EVERYTHING = 10**9  # a list without a question is counted whole, and remembered
MOST_TOLD = 1000  # more is "1,000+"
SHOWN, MOST_SHOWN = 7, 40  # values of a facet: at once, and at most
MOST_CHOSEN = 10  # values of one facet in an address
REMEMBERED = 300  # seconds
NOTHING = "·none"  # the token of a value that there is not
OLDEST = 1950  # year that a range begins with
YEAR = re.compile(r"[12][0-9]{3}")
ROWS = {"topic": Topic, "region": Region, "series": Series, "author": Person, "tag": Tag}
LABELS = {
    "type": L("Type"),
    "region": L("Region"),
    "topic": L("Topic"),
    "series": L("Series"),
    "author": L("Author"),
    "tag": L("Tag"),
    "language": L("Language"),
    "year": L("Year"),
}
CODES = {
    "type": dict(Kind.choices),
    "language": LANGUAGE_NAMES,
}
OPEN = ("type", "region", "topic")  # on a wide screen


@dataclass(frozen=True)
class Choice:
    """A value that an address chooses: how it stands there, the token of it, and what readers see."""

    value: str
    token: str
    label: str


@dataclass(frozen=True)
class Chosen:
    """What an address says: `values` {facet: [Choice]}, the years from and to, and what else it asks for (`others`:
    pairs that every address of the list keeps)."""

    values: dict = field(default_factory=dict)
    first: str = ""
    last: str = ""
    others: tuple = ()

    @classmethod
    def read(cls, params, others=()):
        """Takes the parameters of a request. One query for each facet with rows of which a value is chosen."""
        values = {name: _choices(name, params.getlist(name)) for name in LABELS if name != "year"}
        first, last = (
            found if YEAR.fullmatch(found := params.get(name, "").strip()) else "" for name in ("from", "to")
        )
        return cls({name: rows for name, rows in values.items() if rows}, first, last, tuple(others))

    def __bool__(self):
        return bool(self.values or self.first or self.last)

    @cached_property
    def wanted(self):
        """{facet: the tokens of which a piece must have one}."""
        found = {name: frozenset(choice.token for choice in rows) for name, rows in self.values.items()}
        if self.first or self.last:
            years = range(max(OLDEST, int(self.first or 0)), min(timezone.now().year + 1, int(self.last or 9999)) + 1)
            found["year"] = frozenset(tokens.token("year", year) for year in years) or frozenset([NOTHING])
        return found

    def groups(self):
        """The same as the engine takes it."""
        return [sorted(wanted) for _name, wanted in sorted(self.wanted.items())]

    @property
    def expression(self):
        """A question for the engine that asks for all of it, and for no words."""
        return engine.expression([], facets=self.groups())

    # Addresses

    def pairs(self):
        pairs = [(name, choice.value) for name in LABELS for choice in self.values.get(name, ())]
        years = [(name, year) for name, year in (("from", self.first), ("to", self.last)) if year]
        return [*self.others, *pairs, *years]

    def address(self, *, with_=(), without=()):
        """The query of this state with some pairs more or less."""
        dropped = set(without)
        pairs = [pair for pair in self.pairs() if pair not in dropped]
        return "?" + urlencode([*pairs, *(pair for pair in with_ if pair not in pairs)])

    def for_year(self, year):
        pairs = [(name, value) for name, value in self.pairs() if name not in ("from", "to")]
        return "?" + urlencode([*pairs, ("from", year), ("to", year)])

    @property
    def keeping(self):
        """What stands before the cursor of another page of the same state."""
        return "".join(f"{urlencode([pair])}&" for pair in self.pairs())

    @property
    def but_years(self):
        """The pairs that the form for years keeps."""
        return [pair for pair in self.pairs() if pair[0] not in ("from", "to")]

    @property
    def cleared(self):
        return "?" + urlencode(self.others)

    def chips(self):
        """[(facet, label, address without it)] of all that is chosen."""
        found = [
            (LABELS[name], choice.label, self.address(without=[(name, choice.value)]))
            for name in LABELS
            for choice in self.values.get(name, ())
        ]
        if self.first or self.last:
            label = self.first if self.first == self.last else f"{self.first}–{self.last}"
            found.append((LABELS["year"], label, self.address(without=[("from", self.first), ("to", self.last)])))
        return found


def _choices(name, values):
    values = [value for value in dict.fromkeys(values) if value][:MOST_CHOSEN]
    if not values:
        return []
    if name in CODES:
        known = {value: (tokens.token(name, value), label) for value, label in CODES[name].items()}
    else:
        rows = ROWS[name].objects.filter(slug__in=[value for value in values if len(value) <= 80 and "\0" not in value])
        known = {row.slug: (tokens.token(name, row.pk), str(row)) for row in rows}
    return [Choice(value, *known.get(value, (NOTHING, value[:80]))) for value in values]


# Counting


@dataclass(frozen=True)
class Value:
    label: str
    count: str
    address: str
    is_chosen: bool
    language: str = ""  # of the label, where it is the name of a language in itself
    direction: str = ""


@dataclass(frozen=True)
class Group:
    """One facet: its values, those that are shown at once and the rest."""

    name: str
    label: str
    values: list
    is_open: bool

    @property
    def first(self):
        return [value for place, value in enumerate(self.values) if place < SHOWN or value.is_chosen]

    @property
    def rest(self):
        return [value for place, value in enumerate(self.values) if place >= SHOWN and not value.is_chosen]


@dataclass(frozen=True)
class Panel:
    """The facets of a list, and how many pieces it has (`total`; `is_cut` where more fit than were counted)."""

    groups: list
    total: int
    is_cut: bool
    chosen: Chosen

    @property
    def count(self):
        return told(self.total, self.is_cut)


def panel(chosen, expression=""):
    """The Panel of what fits `expression`, a question for the engine; of everything where it is empty."""
    total, facets, is_cut = _counted(expression, chosen) if expression else _remembered(chosen)
    groups = [_group(name, facets.get(name, []), chosen) for name in LABELS]
    return Panel([group for group in groups if group.values], total, is_cut, chosen)


def told(count, is_cut=False):
    """A count as readers see it."""
    if count > MOST_TOLD:
        return number_format(MOST_TOLD, force_grouping=True) + "+"
    return number_format(count, force_grouping=True) + ("+" if is_cut else "")


def _remembered(chosen):
    """The same for the whole archive, which is counted once after each change of it."""
    stamp = _stamp()
    key = "facets:" + sha256(repr((stamp, get_language(), chosen.groups())).encode()).hexdigest()
    found = cache.get(key)
    if found is None:
        found = (*_told_of(_everything(stamp), chosen), False)
        cache.set(key, found, REMEMBERED)
    return found


@lru_cache(maxsize=1)
def _everything(stamp):
    """The facets of all publications as they are at this stamp; some twenty megabytes for a hundred thousand."""
    return engine.hits("", EVERYTHING)


def _stamp():
    """When the index changed last, and when something was taken away: one query."""
    gone = Notice.objects.order_by("-retracted_at").values("retracted_at")[:1]
    rows = Searched.objects.order_by("-taken_at").annotate(gone=Subquery(gone)).values_list("taken_at", "gone")
    return rows.first()


def _counted(expression, chosen):
    """(how many fit, {facet: its values as _named gives them}, whether there are more than were counted)."""
    rows = engine.hits(expression, MOST_COUNTED + 1)
    return (*_told_of(rows[:MOST_COUNTED], chosen), len(rows) > MOST_COUNTED)


def _told_of(rows, chosen):
    if chosen.wanted:
        total, counts = _under(rows, chosen.wanted)
    else:
        total, counts = len(rows), _by_facet(Counter(" ".join(rows).split()))
    return total, {name: _named(name, found, chosen) for name, found in counts.items()}


def _under(rows, wanted):
    """A piece counts for everything where it fits all that is chosen, and for one facet where only that refuses it."""
    total, fitting, but_for = 0, [], {name: [] for name in wanted}
    for row in rows:
        own = row.split()
        missed = [name for name, tokens_ in wanted.items() if tokens_.isdisjoint(own)]
        if not missed:
            total += 1
            fitting += own
        elif len(missed) == 1:
            but_for[missed[0]] += own
    counts = _by_facet(Counter(fitting))
    for name, found in but_for.items():
        others = _by_facet(Counter(found)).get(name, {})
        counts[name] = dict(Counter(counts.get(name, {})) + Counter(others))
    return total, counts


def _by_facet(counter):
    found = {}
    for token, count in counter.items():
        name = tokens.NAMES.get(token[1])
        if name and token != tokens.ALL:
            found.setdefault(name, {})[token] = count
    return found


# Shown


def _named(name, counts, chosen):
    """[(how a value stands in an address, what readers see, how many)]: those that most have, and what is chosen.

    One query for a facet with rows.
    """
    if name == "year":
        return [(token[2:], token[2:], counts[token]) for token in sorted(counts, reverse=True)[:MOST_SHOWN]]
    often = sorted(counts, key=lambda token: (-counts[token], token))[:MOST_SHOWN]
    often += [token for token in chosen.wanted.get(name, ()) if token in counts and token not in often]
    known = _known(name, often)
    return [(*known[token], counts[token]) for token in often if token in known]


def _known(name, often):
    """{token: (how it stands in an address, label)}."""
    if name in CODES:
        return {tokens.token(name, value): (value, str(label)) for value, label in CODES[name].items()}
    rows = ROWS[name].objects.filter(pk__in=[int(token[2:]) for token in often])
    return {tokens.token(name, row.pk): (row.slug, str(row)) for row in rows}


def _group(name, rows, chosen):
    """The Group of a facet; what is chosen stands first, but years stand in their order."""
    if name == "year":
        values = [_year(year, count, chosen) for year, _label, count in rows]
        return Group(name, LABELS[name], values, bool(chosen.first or chosen.last))
    taken = {choice.value for choice in chosen.values.get(name, ())}
    values = [_value(name, value, label, count, value in taken, chosen) for value, label, count in rows]
    values.sort(key=lambda value: not value.is_chosen)
    return Group(name, LABELS[name], values, bool(taken) or name in OPEN)


def _value(name, value, label, count, is_chosen, chosen):
    pair = (name, value)
    address = chosen.address(without=[pair]) if is_chosen else chosen.address(with_=[pair])
    tongue = {"language": value, "direction": direction(value)} if name == "language" else {}
    return Value(label, told(count), address, is_chosen, **tongue)


def _year(year, count, chosen):
    """A year leads to itself alone; a range is asked for by the form beside the years."""
    is_chosen = chosen.first == chosen.last == year
    address = chosen.address(without=[("from", year), ("to", year)]) if is_chosen else chosen.for_year(year)
    return Value(year, told(count), address, is_chosen)
