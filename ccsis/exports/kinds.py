"""What goes along and what stays: the lists of settings.EXPORT_PARTS.

A list holds `Rows` and `LeftOut`, and every model of the site must stand in one of them (`gaps` says which does not,
and a test asks it). A new model is one line in the list of its app: `Rows("articles.Thing")`, or
`LeftOut("articles.Thing", "why")`. Where one field must not go along, say so in `fields`.
"""

from dataclasses import dataclass, field
from functools import cache, cached_property

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.utils.module_loading import import_string

# Rows that are known by a name, because their numbers differ from site to site; and what the name is made of.
NAMED = {"auth.group": ("name",), "auth.permission": ("content_type__app_label", "codename")}
TYPES = (
    models.BooleanField,
    models.CharField,
    models.DateField,
    models.DecimalField,
    models.FileField,
    models.FloatField,
    models.IntegerField,
    models.JSONField,
    models.TextField,
    models.TimeField,
    models.UUIDField,
)


@dataclass(frozen=True)
class Left:
    """A field that is never written, and why. `instead` stands there after an import; or it makes what stands there."""

    reason: str
    instead: object = None

    def value(self):
        return self.instead() if callable(self.instead) else self.instead


@dataclass(frozen=True)
class Contact:
    """A field that is written only with contact data. `instead` stands there after an import without."""

    instead: object = ""

    def value(self):
        return self.instead() if callable(self.instead) else self.instead


@dataclass(frozen=True, eq=False)
class Rows:
    """All rows of one model.

    `fields` names those that are not simply written (Left, Contact). `files` names text fields that hold the name of
    a file, with its store (see ccsis.exports.files); file fields are known anyway. `made_again`: those of them whose
    files come back by themselves where they are missing. `contact_only`: the rows go along only with contact data.
    `hide` is called with each row where contact data stays, and gives what stands in some fields instead.
    `made_by_setup`: what setup made may give way to an import. `check_in` is called with each row on its way in, may
    change it, and says in a few words what it did, or nothing.
    """

    label: str
    fields: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)
    made_again: tuple = ()
    contact_only: bool = False
    hide: object = None
    made_by_setup: bool = False
    check_in: object = None

    @property
    def name(self):
        return self.label.lower()

    @property
    def path(self):
        return f"rows/{self.name}.jsonl"

    @property
    def is_named(self):
        return self.name in NAMED

    @property
    def is_numbered(self):
        return isinstance(self.model._meta.pk, models.AutoField) and not self.is_named

    @cached_property
    def model(self):
        return apps.get_model(self.label)

    @property
    def key(self):
        """The field that tells these rows apart."""
        return NAMED[self.name][0] if self.is_named else self.model._meta.pk.name

    @cached_property
    def own_fields(self):
        """The model's columns, and its lists of other rows, by name."""
        meta = self.model._meta
        columns = [each for each in meta.concrete_fields if not each.generated]
        if self.is_named:
            columns.remove(meta.pk)
        return {each.name: each for each in sorted([*columns, *lists_of(self.model)], key=lambda each: each.name)}

    def written(self, with_contact):
        """The fields that stand in each row."""
        left = {name for name, why in self.fields.items() if isinstance(why, Left) or not with_contact}
        return [each for name, each in self.own_fields.items() if name not in left]

    @cached_property
    def stores(self):
        """The fields that name files: {field: store}."""
        found = {name: "media" for name, each in self.own_fields.items() if isinstance(each, models.FileField)}
        return found | self.files


@dataclass(frozen=True)
class LeftOut:
    """A model whose rows stay, and why."""

    label: str
    reason: str

    @property
    def name(self):
        return self.label.lower()

    @property
    def model(self):
        return apps.get_model(self.label)


@cache
def everything():
    """All lists as one, in their order."""
    return [each for path in settings.EXPORT_PARTS for each in import_string(path)]


def all_rows(with_contact=True):
    return [each for each in everything() if isinstance(each, Rows) and (with_contact or not each.contact_only)]


def stores():
    """The names of all stores that files come from."""
    return {store for rows in all_rows() for store in rows.stores.values()}


def left_out():
    return [each for each in everything() if isinstance(each, LeftOut)]


def lists_of(model):
    """Its many-to-many fields, without those that have rows of their own in between: these are a kind by themselves."""
    return [each for each in model._meta.many_to_many if each.remote_field.through._meta.auto_created]


def names_of(model):
    """{number: name} of the rows of a model that is known by names."""
    rows = model._base_manager.values_list("pk", *NAMED[model._meta.label_lower])
    return {pk: ".".join(parts) for pk, *parts in rows}


def gaps():
    """What the lists forget or get wrong, as sentences; empty where every model and field has its place."""
    names = [each.name for each in everything()]
    there = {each._meta.label_lower: each for each in apps.get_models() if not each._meta.proxy and each._meta.managed}
    found = [f"{name} stands in the lists twice." for name in sorted({name for name in names if names.count(name) > 1})]
    found += [f"{each.label} stands in the lists, and there is no such model." for each in _unknown(there)]
    found += [
        f"{model._meta.label} is neither exported nor left out: add it to a list of settings.EXPORT_PARTS."
        for name, model in there.items()
        if name not in names
    ]
    found += [f"{each.label} is left out without a reason." for each in left_out() if not each.reason.strip()]
    return found + [sentence for rows in all_rows() if rows.name in there for sentence in _gaps_of(rows)]


def _unknown(there):
    return [each for each in everything() if each.name not in there]


def _gaps_of(rows):
    named_in_vain = sorted({*rows.fields, *rows.files, *rows.made_again} - set(rows.own_fields))
    found = [f"{rows.label} has no field {name}." for name in named_in_vain]
    for each in rows.written(with_contact=True):
        whole = f"{rows.label}.{each.name}"
        if each.is_relation and not _goes_along(rows, each):
            found.append(f"{whole} points to {each.related_model._meta.label}, which does not go along with it.")
        if not each.is_relation and not isinstance(each, TYPES):
            found.append(f"{whole} is a {type(each).__name__}, for which ccsis.exports.values has no form.")
        if isinstance(each, models.FileField) and each.name not in rows.files and each.storage != default_storage:
            found.append(f"{whole} has a store of its own: name it in `files`.")
    for name, why in rows.fields.items():
        if isinstance(why, Left) and not why.reason.strip():
            found.append(f"{rows.label}.{name} is left out without a reason.")
    return found


def _goes_along(rows, each):
    """Are the rows that a field points to there whenever these rows are?"""
    target = each.related_model._meta.label_lower
    if target in NAMED:
        return each.many_to_many
    return target in {other.name for other in all_rows(with_contact=rows.contact_only)}
