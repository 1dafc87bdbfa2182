"""What was written, as somebody reads and copies it: for pages that take no text any more, and to compare two."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from submissions.form import coauthors

A_LINE = 100  # characters; a longer text gets a box of its own


@dataclass(frozen=True)
class Row:
    """One answer. `name` is the field's."""

    name: str
    label: str
    text: str

    @property
    def is_long(self):
        return len(self.text) > A_LINE or "\n" in self.text.strip()


def rows(form):
    """Everything in the form that was answered, in its order."""
    return [row for row in _all(form) if row.text.strip()]


def differences(mine, theirs):
    """The rows of `theirs` that say something else than `mine`; of two forms with what was typed."""
    own = {row.name: _bare(row.text) for row in _all(mine)}
    return [row for row in _all(theirs) if own.get(row.name, "") != _bare(row.text)]


def _all(form):
    numbered = {coauthors.name_of(n, part): n for n in range(1, form.coauthor_count + 1) for part in coauthors.PARTS}
    for field in form:
        if field.name in ("shared", "files"):
            continue
        label = str(field.label or "")
        if field.name in numbered:
            label = _("Co-author %(number)d: %(label)s") % {"number": numbered[field.name], "label": label}
        yield Row(field.name, label, _text(field))


def _text(field):
    value = field.value()
    if isinstance(field.field, forms.BooleanField):
        return _("yes") if value else ""
    if isinstance(field.field, forms.ChoiceField):
        return str(dict(field.field.choices).get(value, "") if value else "")
    return str(value if value is not None else "")


def _bare(text):
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
