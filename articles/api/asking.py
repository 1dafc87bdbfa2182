"""What a machine may ask for: parameters that describe themselves, and read what came or say in a sentence why not."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils import timezone

SLUG = "^[-a-zA-Z0-9_]{1,80}$"
CURSOR = "^[-A-Za-z0-9_]{1,100}$"
YEAR = "^[12][0-9]{3}$"
MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2}))?$"
MOST = 100  # rows of a page
USUAL = 20


class Refused(Exception):
    """No answer, but a reason: a status, a kind and a sentence, and what stands beside them."""

    def __init__(self, status, title, detail, headers=None, **more):
        super().__init__(detail)
        self.status, self.title, self.detail, self.headers, self.more = status, title, detail, headers, more


def bad(name, detail):
    return Refused(400, "Bad parameter", detail, parameter=name)


def missing(detail, **more):
    return Refused(404, "Not found", detail, **more)


@dataclass(frozen=True)
class Parameter:
    """One parameter of a query: what it means, the schema of what may stand there, and how that is read.

    `read` takes the text and gives a value; it raises ValueError with the end of a sentence.
    """

    name: str
    told: str
    schema: dict
    read: Callable = str
    default: object = None


@dataclass
class Asked:
    """A request that was understood: what stands in its address, and its parameters by name, None where not given."""

    request: object
    places: dict = field(default_factory=dict)
    values: dict = field(default_factory=dict)

    def __getitem__(self, name):
        return self.values[name]


def read(request, parameters, places):
    """The Asked of a request. Raises Refused, naming the parameter, for what is unknown, given twice or unreadable."""
    known = {parameter.name: parameter for parameter in parameters}
    values = {name: parameter.default for name, parameter in known.items()}
    for name, given in request.GET.lists():
        if name not in known:
            raise bad(name, _unknown(name, known))
        if len(given) > 1:
            raise bad(name, f"{name} stands there {len(given)} times. Give it once.")
        try:
            values[name] = known[name].read(given[0])
        except ValueError as reason:
            raise bad(name, f"{name}: {reason}") from None
    return Asked(request, places, values)


def _unknown(name, known):
    shown = name[:50]
    if not known:
        return f"There is no parameter {shown} here, nor any other."
    return f"There is no parameter {shown} here. These are known: {', '.join(known)}."


# The kinds of them


def one_of(name, told, values):
    def read(text):
        if text not in values:
            raise ValueError(f"write one of {', '.join(values)}.")
        return text

    return Parameter(name, told, {"type": "string", "enum": list(values)}, read)


def _matching(pattern, words):
    def read(text):
        if not re.fullmatch(pattern, text):
            raise ValueError(words)
        return text

    return read


def slug(name, told):
    read = _matching(SLUG, "write the last part of its address: Latin letters, digits, - and _.")
    return Parameter(name, told, {"type": "string", "pattern": SLUG}, read)


def year(name, told):
    read = _matching(YEAR, "write four digits, like 2026.")
    return Parameter(name, told, {"type": "string", "pattern": YEAR}, lambda text: int(read(text)))


def moment(name, told):
    words = "write a day like 2026-01-31, or a moment with its zone like 2026-01-31T12:00:00Z."

    def read(text):
        text = text.replace(" ", "+") if "T" in text else text  # a + in an address says: blank
        if not re.fullmatch(MOMENT, text):
            raise ValueError(words)
        try:
            return _moment(text)
        except (ValueError, OverflowError):
            raise ValueError(words) from None

    schema = {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}
    return Parameter(name, told, schema, read)


def _moment(text):
    if len(text) > len("2026-01-31"):
        found = datetime.fromisoformat(text)
    else:
        found = timezone.make_aware(datetime.combine(date.fromisoformat(text), time()))
    found.astimezone(timezone.get_fixed_timezone(0))  # raises where no database could hold it
    return found


def _size(text):
    if not re.fullmatch("[0-9]{1,9}", text) or not 1 <= int(text) <= MOST:
        raise ValueError(f"write a number from 1 to {MOST}.")
    return int(text)


LIMIT = Parameter(
    "limit",
    "How many on a page.",
    {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    _size,
    USUAL,
)
BEFORE = Parameter(
    "before",
    "The cursor of the next page, as the page before gave it: never made by hand. A wrong one is a 404.",
    {"type": "string", "pattern": CURSOR},
)
PAGED = (BEFORE, LIMIT)
