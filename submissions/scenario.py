"""The fields of a scenario: what a simulation claims, so that it can be compared and one day be checked.

All of them are optional. A scenario is a dict of those that were given, as revisions and articles keep it; dates are
ISO 8601 days, likelihoods whole percents, lists hold one item a line of the form.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Field:
    """One field. `kind` is line, text, list, percent or day."""

    name: str
    label: str
    kind: str
    help_text: str = ""


FIELDS = (
    Field(
        "question",
        _("The question it answers"),
        "line",
        _("For example: can trade with the north hold for sixty days without the pass?"),
    ),
    Field("trigger", _("What sets it off"), "text", _("The event with which your scenario begins.")),
    Field("actors", _("Who acts"), "list", _("One in a line, with what each of them wants if you like.")),
    Field("horizon", _("How far it looks"), "day", _("The day by which your scenario has played out.")),
    Field("low", _("At least, in %"), "percent"),
    Field("high", _("At most, in %"), "percent"),
    Field("assumptions", _("What it takes for granted"), "list", _("One in a line.")),
    Field(
        "indicators", _("What should we watch?"), "list", _("One signpost in a line. Each can be ticked off when seen.")
    ),
    Field("doubts", _("What would change your mind"), "text"),
    Field(
        "resolution",
        _("How we shall know"),
        "text",
        _("On what evidence somebody may say: it came so, or it did not."),
    ),
    Field("resolve_by", _("On which day we shall know"), "day"),
)
NAMES = tuple(field.name for field in FIELDS)
BY_NAME = {field.name: field for field in FIELDS}


def faults(scenario):
    """What is wrong with a scenario whose values have their types: {name of the field: sentence}."""
    found = {}
    low, high = scenario.get("low"), scenario.get("high")
    for name in ("low", "high"):
        if scenario.get(name) is not None and not 0 <= scenario[name] <= 100:
            found[name] = _("Write a number from 0 to 100.")
    if not found and low is not None and high is not None and low > high:
        found["high"] = _("This is less than “at least”. Write the smaller number there.")
    horizon, resolve_by = scenario.get("horizon"), scenario.get("resolve_by")
    if horizon and resolve_by and resolve_by < horizon:
        found["resolve_by"] = _("This is before the scenario has played out. Choose that day or a later one.")
    return found


def shown(scenario):
    """The fields that were given, in their order, as (Field, value)."""
    return [(field, scenario[field.name]) for field in FIELDS if scenario.get(field.name) not in (None, "", [])]


@dataclass(frozen=True)
class Row:
    """One line of a scenario as people read it: `lines` where it is a list, else `text`."""

    label: str
    text: str = ""
    lines: tuple = ()


def rows(scenario):
    """A scenario as it is read, in its order: low and high as one likelihood, days in words."""
    for field, value in shown(scenario):
        if field.kind == "list":
            yield Row(field.label, lines=tuple(value))
        elif field.kind == "day":
            yield Row(field.label, date_format(date.fromisoformat(value), "DATE_FORMAT"))
        elif field.kind != "percent":
            yield Row(field.label, value)
        elif field.name == "low" or "low" not in scenario:
            yield Row(_("How likely"), likelihood(scenario))


def likelihood(scenario):
    """A range in words; empty where neither end of it was given."""
    low, high = scenario.get("low"), scenario.get("high")
    if low is None and high is None:
        return ""
    if low is None:
        return gettext("at most %d %%") % high
    if high is None:
        return gettext("at least %d %%") % low
    if low == high:
        return gettext("%d %%") % low
    return gettext("%(low)d–%(high)d %%") % {"low": low, "high": high}
