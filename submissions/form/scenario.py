"""The part of the form about the scenario: a field for each of submissions.scenario, none of them required."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from submissions.form.fields import DayField, LinesField, NameField, PercentField, ShortTextField
from submissions.scenario import BY_NAME, FIELDS, NAMES, faults

MAKERS = {
    "line": lambda **more: NameField(max_length=300, widget=forms.TextInput(attrs={"class": "input"}), **more),
    "text": ShortTextField,
    "list": LinesField,
    "percent": PercentField,
    "day": DayField,
}
HOW_A_DAY_IS_WRITTEN = _("Day, month and year, like 31\u00a03\u00a02027.")


def fields():
    """The form's fields by name, in the order of the table."""
    return {field.name: _field(field) for field in FIELDS}


def _field(field):
    help_text = field.help_text
    if field.kind == "day":
        help_text = " ".join(filter(None, [str(help_text), str(HOW_A_DAY_IS_WRITTEN)]))
    return MAKERS[field.kind](label=field.label, help_text=help_text, required=False)


def scenario_of(cleaned_data):
    """The scenario that was filled in: what was left empty, or could not be read, is not there."""
    return {name: cleaned_data[name] for name in NAMES if cleaned_data.get(name) not in (None, "", [])}


def what_is_wrong(cleaned_data, today, before=None):
    """{name of the field: sentence}. A day that stood there `before` may have passed meanwhile."""
    found = faults(scenario_of(cleaned_data))
    day = cleaned_data.get("resolve_by")
    if day and day < today.isoformat() and day != (before or {}).get("resolve_by"):
        found.setdefault("resolve_by", _("This day has passed. Choose one that is still to come."))
    return found


def as_typed(scenario):
    """A stored scenario as somebody would type it, by the name of the field."""
    return {name: _typed(BY_NAME[name].kind, value) for name, value in scenario.items() if name in BY_NAME}


def _typed(kind, value):
    if kind == "list":
        return "\n".join(value)
    if kind == "day":
        day = date.fromisoformat(value)
        return f"{day.day} {day.month} {day.year}"
    return str(value)
