"""Read an export into an empty site: load(folder, manifest) -> Report. All of it, or nothing."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.db import DatabaseError, connection, transaction
from django.utils.module_loading import import_string

from ccsis.exports import Refused, few, kinds
from ccsis.exports.files import store
from ccsis.exports.numbers import set_last_number
from ccsis.exports.reading import going, rows_in
from ccsis.exports.values import line_of
from ccsis.exports.writing import rows_of
from ccsis.fields import HtmlField

OURS = ("ccsis", "articles", "submissions")
UNSAVEABLE = (DatabaseError, ValueError, OverflowError)


@dataclass
class Report:
    """How many rows came in, and in a few words what was changed on the way, with how often."""

    rows: int = 0
    files: int = 0
    changes: Counter = field(default_factory=Counter)


def load(folder, found, tell=lambda done, of, what: None):
    """Read a checked export in. Takes its folder and Manifest, and a function that is told how far it is.

    Gives a Report. Raises Refused where the site has content or the database does not take a row; then nothing is
    changed, and no file is left behind.
    """
    report, put = Report(), []
    try:
        with transaction.atomic():
            refuse_a_site_with_content()
            _clear()
            for rows in going(found):
                for row in rows_in(folder, found, rows):
                    _save(rows, row, report)
                    report.rows += 1
                    tell(report.rows, found.row_count, rows.name)
            _look_at_references()
            _set_numbers(found)
            for path in found.files:
                _put_file(Path(folder), path, put)
                report.files += 1
                tell(found.row_count, found.row_count, f"files: {report.files} of {len(found.files)}")
            for path in settings.AFTER_IMPORT:
                import_string(path)()
    except BaseException:
        for name, kept in put:
            store(name).delete(kept)
        raise
    return report


# What is in the way


def refuse_a_site_with_content():
    """Raises Refused, with what there is, unless the site is empty or as setup left it."""
    in_the_way = _rows_in_the_way() or _changed_since_setup()
    if in_the_way:
        raise Refused(f"This site has content of its own: {few(in_the_way)}. An export needs an empty one.")


def _rows_in_the_way():
    from_setup = {rows.name for rows in kinds.all_rows() if rows.made_by_setup}
    models = [each.model for each in kinds.everything() if each.name not in from_setup]
    ours = [(model, model._base_manager.count()) for model in models if model._meta.app_label in OURS]
    return [f"{model._meta.verbose_name_plural} ({count})" for model, count in ours if count]


def _changed_since_setup():
    """The kinds of rows that setup makes, where they are not what it would make now."""
    made = [rows for rows in kinds.all_rows() if rows.made_by_setup]
    there = {rows.label: _contents(rows) for rows in made}
    if not any(there.values()):
        return []
    with transaction.atomic():
        _clear()
        for path in settings.SETUP_STEPS:
            import_string(path)()
        fresh = {rows.label: _contents(rows) for rows in made}
        transaction.set_rollback(True)
    changed = [rows for rows in made if there[rows.label] - fresh[rows.label]]
    return [f"{rows.model._meta.verbose_name_plural}, not as setup made them" for rows in changed]


def _contents(rows):
    """What rows say, apart from their numbers and times."""
    columns = {each.name: each for each in rows.written(with_contact=True)}
    passing = [name for name, each in columns.items() if "Date" in each.get_internal_type() or name == "id"]
    return {
        line_of({name: value for name, value in row.items() if name not in passing})
        for row in rows_of(rows, with_contact=True)
    }


def _clear():
    """Take away what setup made."""
    for rows in reversed(kinds.all_rows()):
        if rows.made_by_setup:
            rows.model._base_manager.all().delete()


# Rows


def _save(rows, row, report):
    """Save one row as it is: no date moves and nothing is worked out anew; but HTML is cleaned, as everywhere."""
    for each in rows.model._meta.concrete_fields:
        if isinstance(each, HtmlField):
            _clean(row.instance, each, report)
    if rows.check_in and (change := rows.check_in(row.instance)):
        report.changes[change] += 1
    try:
        row.instance.save_base(raw=True, force_insert=True)
        for name, targets in row.lists.items():
            _save_list(rows.own_fields[name], row, targets, report)
    except UNSAVEABLE as error:
        raise Refused(f"{row.place}: the database does not take this row ({_said(error)}).") from None


def _clean(instance, each, report):
    text = getattr(instance, each.attname)
    cleaned = each.clean_text(text)
    if cleaned != text:
        setattr(instance, each.attname, cleaned)
        report.changes["texts were cleaned of HTML that this site does not take"] += 1


def _save_list(each, row, targets, report):
    if each.related_model._meta.label_lower in kinds.NAMED:
        targets = _numbers(each.related_model, row, targets, report)
    through = each.remote_field.through
    here, there = f"{each.m2m_field_name()}_id", f"{each.m2m_reverse_field_name()}_id"
    through._base_manager.bulk_create(through(**{here: row.instance.pk, there: target}) for target in targets)


def _numbers(model, row, names, report):
    """The numbers of rows that are known by names. A right that this version does not know is left out, and told."""
    known = {name: pk for pk, name in kinds.names_of(model).items()}
    for name in names:
        if name not in known and model._meta.label_lower != "auth.permission":
            raise Refused(f"{row.place} names {model._meta.verbose_name} {name!r}, which is not in this export.")
        if name not in known:
            report.changes[f"times the right {name} was left out, which this version does not know"] += 1
    return [known[name] for name in names if name in known]


def _look_at_references():
    try:
        connection.check_constraints()
    except DatabaseError as error:
        raise Refused(f"A row points to one that is not in this export ({_said(error)}).") from None


def _said(error):
    return " ".join(str(error).split()).rstrip(".")


def _set_numbers(found):
    for rows in going(found):
        if rows.is_numbered:
            set_last_number(rows.model, found.rows[rows.name]["last_number"])


# Files


def _put_file(folder, path, put):
    """Put one file of the export into its store under its own name."""
    _files, store_name, name = path.split("/", 2)
    shelf = store(store_name)
    with open(folder / path, "rb") as file:
        if shelf.exists(name):
            with shelf.open(name) as there:
                if _same(there, file):
                    return
            raise Refused(f"Another file stands where {path} belongs. Empty the folder of the files first.")
        kept = shelf.save(name, File(file))
        put.append((store_name, kept))
    if kept != name:
        raise Refused(f"The store does not take the name of {path}.")


def _same(one, other):
    while True:
        first, second = one.read(65536), other.read(65536)
        if first != second:
            return False
        if not first:
            return True
