"""A place in a list: the value of its order and the id of the last row that was shown, as a word in an address.

No rows are counted past it, so the thousandth page costs what the first one does. A cursor belongs to its order.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta

from django.db.models import BigIntegerField, BooleanField, CharField, DateTimeField, F, Func, Q, Value
from django.http import Http404

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LARGEST = 2**63 - 1
LONGEST = 1000  # letters of a cursor: a title of a hundred letters may have four bytes each


def write(sort, value, pk):
    """The cursor of a row. Takes the name of the order, the row's value in it, and its id."""
    kept = str((value - EPOCH) // MICROSECOND) if isinstance(value, datetime) else value
    return urlsafe_b64encode(f"{sort}.{pk}.{kept}".encode()).decode().rstrip("=")


def read(word, sort):
    """(value, id) of a cursor. Raises Http404 for every word that `write` does not write for this order."""
    try:
        raw = urlsafe_b64decode(word[:LONGEST] + "=" * (-len(word[:LONGEST]) % 4)).decode()
        own, pk, kept = raw.split(".", 2)
        value, pk = kept if sort.removeprefix("-") == "title" else EPOCH + int(kept) * MICROSECOND, int(pk)
    except (ValueError, OverflowError):
        raise Http404("no such page of the queue") from None
    if own != sort or not 0 < pk <= LARGEST or "\0" in kept or write(sort, value, pk) != word:
        raise Http404("no such page of the queue")
    return value, pk


def beyond(column, place, *, is_reversed):
    """What comes after a place: `(column, id) > (value, id)`, as a condition. PostgreSQL begins to read its index at
    that row, also among the thousands with the same value: all that is closed is due at NEVER."""
    value, pk = place
    kind = DateTimeField() if isinstance(value, datetime) else CharField()
    here = _Row(F(column), F("pk"))
    there = _Row(Value(value, output_field=kind), Value(pk, output_field=BigIntegerField()))
    return Q(_Side(here, there, arg_joiner=" < " if is_reversed else " > "))


class _Row(Func):
    template = "(%(expressions)s)"
    output_field = CharField()  # of no meaning: it is only compared


class _Side(Func):
    template = "%(expressions)s"
    output_field = BooleanField()
