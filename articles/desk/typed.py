"""What stands in the form of a piece, saved or not.

A form is held as what a browser sends, a QueryDict. It can be shown again without being judged (Typed, Unjudged), read
as the plain thing that revisions keep (snapshot), and written as a browser would send a saved piece back (sent_by).
"""

from copy import copy

from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME, INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict

from articles import citing, history
from articles.models import Article, Byline, Source
from articles.parts import Parts
from ccsis.html import inline_html

# Fields of the form that are no part of the piece.
BESIDE = ("row_version", "overwrite", "copy_key", "opened")
NOT_KEPT = ("csrfmiddlewaretoken", "typed_by", "piece", "beat", "leave", "local", "overwrite", "merge")


class Typed(QueryDict):
    """What somebody typed earlier: it is shown in the form as it is, and judged when it is sent."""


class Unjudged:
    """For a form: shows what is Typed without errors, and saves none of it."""

    @property
    def errors(self):
        return ErrorDict() if isinstance(self.data, Typed) else super().errors

    def is_valid(self):
        return super().is_valid() and not isinstance(self.data, Typed)


class UnjudgedSet:
    """The same for a formset."""

    def full_clean(self):
        if not isinstance(self.data, Typed):
            return super().full_clean()
        self._errors, self._non_form_errors = [ErrorDict() for _form in self.forms], ErrorList()
        return None


def query(fields):
    """[[name, value], …] as Typed."""
    data = Typed(mutable=True)
    for name, value in fields:
        data.appendlist(name, value)
    return data


def fields_of(data):
    """What of a sent form is worth keeping, as [[name, value], …]: no token, no button, no choice of a moment."""
    return [
        [name, value]
        for name, values in data.lists()
        if name not in NOT_KEPT and not name.startswith(("_", "take-"))
        for value in values
    ]


def forms_of(desk, request, piece, data=None):
    """The form of a piece and its formsets, filled with `data` or, without, with what is saved. `desk` is the admin
    class; `piece` a fresh row, or None for a new one."""
    asked = copy(request)
    asked.method, asked.typed = "POST", None  # as whoever sends it: by now the page may be one to read
    form = desk.get_form(asked, piece, change=piece is not None)(data, instance=piece)
    formsets = [
        made(
            data,
            instance=piece or Article(),
            prefix=made.get_default_prefix(),
            queryset=inline.get_queryset(asked),
        )
        for made, inline in desk.get_formsets_with_inlines(asked, piece)
    ]
    return form, formsets


# As a revision would keep it


def snapshot(form, formsets):
    """What articles.history would keep if this were saved as it stands. What cannot be read is kept as it was typed."""
    piece = form.instance
    kept = history.snapshot(piece, None if piece.pk else Parts())
    typed = {name: _value(form[name]) for name in form.fields if name not in BESIDE}
    for attname in kept["fields"]:
        name = Article._meta.get_field(attname).name
        if name in typed:
            kept["fields"][attname] = history.plain(_plain(typed[name], is_key=attname != name))
    kept["slug"] = typed.get("slug") or kept["slug"]
    if "original" in typed:
        kept["original"] = _plain(typed["original"], is_key=True)
    for name in ("topics", "regions"):
        if name in typed:
            kept[name] = sorted([row.pk, row.name] for row in typed[name] or [] if hasattr(row, "pk"))
    if "tags" in typed:
        kept["tags"] = _tags(typed["tags"], kept["tags"])
    for formset in formsets:
        if formset.prefix in READERS:
            kept[formset.prefix] = [READERS[formset.prefix](*row) for row in _rows(formset)]
    return kept


def _value(bound):
    """What the field makes of it, or what was typed where it makes nothing of it."""
    raw = bound.value()
    try:
        return bound.field.clean(raw)
    except ValidationError:
        return raw


def _plain(value, *, is_key):
    if not is_key:
        return value
    value = getattr(value, "pk", value)
    return int(value) if str(value).isdecimal() else None


def _tags(names, known):
    """Names of tags as [pk, name]; one that the piece does not carry yet has no number."""
    numbers = {name: pk for pk, name in known}
    return sorted(([numbers.get(name), name] for name in names or []), key=lambda pair: pair[1])


def _rows(formset):
    """The rows that would be saved, in their order: (row of the database or a new one, {field: value})."""
    found = []
    for number, form in enumerate(formset.forms):
        if formset.can_delete and _value(form[DELETION_FIELD_NAME]):
            continue
        if not (form.instance.pk or form.has_changed()):
            continue
        values = {name: _value(form[name]) for name in form.fields if name != DELETION_FIELD_NAME}
        place = values.get("position")
        found.append((place if isinstance(place, int) else len(formset.forms), number, form.instance, values))
    return [(row, values) for _place, _number, row, values in sorted(found, key=lambda each: each[:2])]


def _byline(row, values):
    made = Byline(person=row.person if row.person_id else None)
    _take(made, values, ("person", "role", "name", "native_name", "title"))
    return history.plain_byline(made)


def _note(row, values):
    source = _key(values["cites"]) if "cites" in values else getattr(row.source, "key", "")
    cited = {"source": source, "locator": values.get("locator", row.locator)} if source else {}
    return {"key": _key(values.get("key")), "text": inline_html(values.get("text") or ""), **cited}


def _source(row, values):
    made = Source(**{name: getattr(row, name) for name in citing.FIELDS})
    _take(made, values, citing.FIELDS)
    made.key = _key(made.key)
    return citing.plain(made)


def _take(made, values, names):
    for name in names:
        value = values.get(name, getattr(made, name))
        if name in ("person", "accessed_on") and isinstance(value, str):
            value = None  # nothing that the field knows
        setattr(made, name, value)


def _key(text):
    return (text or "").strip().lower().replace("_", "-").strip("-")


def _pick(row, values):
    to = values.get("to")
    return _plain(to, is_key=True)


READERS = {"bylines": _byline, "notes": _note, "sources": _source, "picks": _pick}


# As a browser would send it


def sent_by(form, formsets):
    """A form and its formsets, unbound, as {name: [values]}."""
    data = {}
    for each in [form, *(part for formset in formsets for part in (formset.management_form, *formset.forms))]:
        for bound in each:
            if (values := _sent(bound)) is not None:
                data[bound.html_name] = values
    return data


def _sent(bound):
    value = bound.field.prepare_value(bound.value())
    if isinstance(value, bool):
        return ["on"] if value else None
    if isinstance(value, (list, tuple)):
        return [str(each) for each in value] or None
    return ["" if value is None else str(value)]


def put(data, names, sent):
    """Give parts of a sent form the values of another one. A part is a field or the prefix of a formset."""
    for name in names:
        for each in [key for key in data if _belongs(key, name)]:
            del data[each]
        for each, values in sent.items():
            if _belongs(each, name):
                data.setlist(each, values)


def _belongs(key, name):
    return key == name or key.startswith(f"{name}-")


def rebase(data, formset):
    """Let the sent rows of a formset be those of the piece: what was deleted meanwhile is a new row, and what came
    meanwhile is ticked for deletion. `formset` is the saved one, unbound."""
    prefix = formset.prefix
    rows = [_row(data, f"{prefix}-{number}-") for number in range(_count(data, prefix))]
    there = {str(form.instance.pk): form for form in formset.initial_forms}
    staying = [row for row in rows if row.get("id", [""])[0] in there]
    fresh = [row | {"id": [""]} for row in rows if row.get("id", [""])[0] not in there]
    named = {row["id"][0] for row in staying}
    for pk, form in there.items():
        if pk not in named:
            sent = sent_by(form, [])
            row = {key.removeprefix(f"{form.prefix}-"): values for key, values in sent.items()}
            staying.append(row | {DELETION_FIELD_NAME: ["on"]})
    for key in [key for key in data if _belongs(key, prefix) and key.split("-")[1].isdecimal()]:
        del data[key]
    for number, row in enumerate([*staying, *fresh]):
        for name, values in row.items():
            data.setlist(f"{prefix}-{number}-{name}", values)
    data[f"{prefix}-{INITIAL_FORM_COUNT}"] = str(len(staying))
    data[f"{prefix}-{TOTAL_FORM_COUNT}"] = str(len(staying) + len(fresh))


def _row(data, start):
    return {key.removeprefix(start): data.getlist(key) for key in data if key.startswith(start)}


def _count(data, prefix):
    text = data.get(f"{prefix}-{TOTAL_FORM_COUNT}", "0")
    return min(int(text), 1000) if text.isdecimal() else 0
