"""One row as plain JSON and back: the same in every database, and the same again after a journey."""

import json
import re
from datetime import UTC, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import connection, models

HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")
NOT_KEPT_BY_POSTGRESQL = re.compile("[\0\ud800-\udfff]")
UNREADABLE = (ValidationError, ValueError, TypeError, ArithmeticError)


class BadValue(Exception):
    """A value that cannot stand in its field. The text ends a sentence that begins with “the field x”."""


# Lines


def line_of(row):
    """A dict as one line. Half a character, which has no bytes, is written as its number."""
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, allow_nan=False)
    return HALF_A_CHARACTER.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode() + b"\n"


def dict_of(line):
    """The dict in a line. Raises ValueError where there is none."""
    try:
        row = json.loads(line, parse_constant=_no_number)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(row, dict):
        raise ValueError("not an object")
    return row


def _no_number(word):
    raise ValueError(f"{word} is no number of JSON")


# Values


def to_plain(field, value):
    """A value of a model's field as JSON has it."""
    if isinstance(field, models.FileField):
        value = getattr(value, "name", value)
    if isinstance(field, models.JSONField):
        return _steady(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return str(value)


def _steady(value):
    """Numbers as PostgreSQL gives them back: a great one has lost its exponent, and zero its sign."""
    if isinstance(value, dict):
        return {key: _steady(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_steady(inner) for inner in value]
    if isinstance(value, float) and "e+" in repr(value):
        return int(Decimal(repr(value)))
    return value + 0.0 if isinstance(value, float) else value


def from_plain(field, plain):
    """What stands in a model's field for this JSON value. Raises BadValue."""
    if plain is None:
        if not field.null:
            raise BadValue("is empty and must not be")
        return None
    column = field.target_field if field.is_relation else field
    value = _parsed(column, plain)
    _refuse_what_does_not_fit(column, value)
    return value


def _parsed(column, plain):
    """The value, if writing it gives the same again."""
    bad = BadValue("holds something that cannot stand there")
    if isinstance(column, models.JSONField):
        if column.default in (list, dict) and not isinstance(plain, column.default):
            raise bad
        return plain
    if isinstance(column, (models.CharField, models.TextField, models.FileField)) and not isinstance(plain, str):
        raise bad
    try:
        value = column.to_python(plain)
    except UNREADABLE:
        raise bad from None
    if json.dumps(to_plain(column, value)) != json.dumps(plain):
        raise bad
    return value


def _refuse_what_does_not_fit(column, value):
    """What the database would stumble over. SQLite keeps a text of any length, so it takes one back too."""
    if isinstance(column, models.IntegerField):
        low, high = connection.ops.integer_field_range(column.get_internal_type())
        if not low <= value <= high:
            raise BadValue("holds a number that is too great or too small")
    if connection.vendor == "sqlite":
        return
    if any(NOT_KEPT_BY_POSTGRESQL.search(text) for text in _texts(value)):
        raise BadValue("holds a NUL or half a character, which this database cannot keep")
    if column.max_length and isinstance(value, str) and len(value) > column.max_length:
        raise BadValue(f"holds {len(value)} characters, and {column.max_length} is the most")


def _texts(value):
    """Every text in a value, keys of dicts included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
