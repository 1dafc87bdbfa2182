"""Read the rows of an export, and look at all of it before anything is changed: check(folder) -> Manifest."""

from dataclasses import dataclass
from pathlib import Path

from django.db import models

from ccsis.exports import Refused, kinds, manifest
from ccsis.exports.files import path_of
from ccsis.exports.values import BadValue, dict_of, from_plain


@dataclass
class Row:
    """A row as it would be saved, with the numbers or names in its lists; and where it stands, for messages."""

    instance: models.Model
    lists: dict
    place: str
    plain: dict


def check(folder, tell=lambda done, of, what: None):
    """Look at every byte of the export in `folder`. Gives its Manifest; raises Refused with one sentence."""
    folder = Path(folder)
    found = manifest.read(folder)
    for line in [*found.rows.values(), *found.files.values()]:
        manifest.compare_bytes(folder, line)
    named, done = set(), 0
    for rows in going(found):
        for row in rows_in(folder, found, rows):
            named |= _files_of(rows, row, found)
            done += 1
            tell(done, found.row_count, f"looking at {rows.name}")
    if extra := sorted((found.files.keys() | set(found.missing_files)) - named):
        raise Refused(f"{extra[0]} is named by no row.")
    return found


def going(found):
    """The kinds of rows that this export has, in the order in which they are read."""
    return [rows for rows in kinds.all_rows(found.with_contact_data) if rows.name in found.rows]


def rows_in(folder, found, rows):
    """Every Row of one kind, checked by itself. Raises Refused, naming the line."""
    line = found.rows[rows.name]
    fields = _fields(rows, line, found.with_contact_data)
    before, number = None, 0
    with open(Path(folder) / rows.path, "rb") as file:
        for number, text in enumerate(file, start=1):
            place = f"{rows.path}, line {number}"
            row = _row(rows, fields, text, place)
            if before is not None and row.plain[rows.key] <= before:
                raise Refused(f"{place}: the rows are not in order, or one stands there twice.")
            before = row.plain[rows.key]
            yield row
    if number != line["rows"]:
        raise Refused(f"{rows.path} has {number} lines, and {manifest.NAME} says {line['rows']}.")
    if rows.is_numbered and line["last_number"] < (before or 0):
        raise Refused(f"{manifest.NAME} says that no row of {rows.name} has a number above {line['last_number']}.")


def _fields(rows, line, with_contact):
    """The fields of which a row consists, by name. Raises Refused where this version needs others."""
    known = {each.name: each for each in rows.written(with_contact)}
    for name in line["fields"]:
        if name not in known:
            raise Refused(f"{rows.path} has a field {name!r}, which this version does not know.")
    for name, field in known.items():
        if name not in line["fields"] and not _can_be_empty(field):
            raise Refused(f"{rows.path} has no field {name!r}, which this version needs.")
    return {name: known[name] for name in line["fields"]}


def _can_be_empty(field):
    return field.many_to_many or field.null or field.has_default() or (field.blank and field.empty_strings_allowed)


def _row(rows, fields, text, place):
    try:
        plain = dict_of(text)
    except ValueError:
        raise Refused(f"{place} is broken: it is not one object of JSON.") from None
    if plain.keys() != fields.keys():
        odd = sorted(plain.keys() ^ fields.keys())[0]
        raise Refused(f"{place}: the field {odd!r} is missing, or does not belong there.")
    values, lists = {}, {}
    for name, field in fields.items():
        try:
            if field.many_to_many:
                lists[name] = _list(field, plain[name])
            else:
                values[field.attname] = from_plain(field, plain[name])
        except BadValue as error:
            raise Refused(f"{place}: the field {name!r} {error}.") from None
    for name, why in rows.fields.items():
        if name not in fields:
            values[rows.own_fields[name].attname] = why.value()
    return Row(rows.model(**values), lists, place, plain)


def _list(field, plain):
    wanted = str if field.related_model._meta.label_lower in kinds.NAMED else int
    if not isinstance(plain, list) or any(type(item) is not wanted for item in plain):
        raise BadValue("is not a list as it should be")
    if plain != sorted(set(plain)):
        raise BadValue("is a list in disorder, or names something twice")
    return plain


def _files_of(rows, row, found):
    """The paths of the files that a row names. Raises Refused where one is neither there nor known to be missing."""
    paths = {name: path_of(store, row.plain[name]) for name, store in rows.stores.items() if row.plain.get(name)}
    for name, path in paths.items():
        if path not in found.files and path not in found.missing_files and name not in rows.made_again:
            raise Refused(f"{row.place} names the file {path!r}, which is not in this export.")
    return set(paths.values())
