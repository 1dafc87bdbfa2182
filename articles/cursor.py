"""A cursor: an opaque word that says after which row the next page of a list begins.

A page is stable while new rows arrive above it, and its query costs the same however deep it lies.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta

from django.db.models import Q

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LARGEST = 2**63 - 1


class BadCursor(Exception):
    """Not a word that we gave."""


def cut(queryset, before, size, by="published_at"):
    """(rows, cursor of the next page): at most `size` rows of `queryset`, newest first, after the cursor `before`.

    `before` is None for the first page; the cursor given is "" on the last. `by`: the time that `newest_first` of this
    queryset goes by. Raises BadCursor.
    """
    queryset = queryset.newest_first()
    by, key = queryset.keys() if by == "published_at" else (by, "pk")
    if before is not None:
        queryset = queryset.filter(older_than(*read(before), by, key))
    rows = list(queryset[: size + 1])
    older = write(getattr(rows[size - 1], by), rows[size - 1].pk) if len(rows) > size else ""
    return rows[:size], older


def older_than(at, pk, by="published_at", key="pk"):
    return Q(**{f"{by}__lte": at}) & (Q(**{f"{by}__lt": at}) | Q(**{f"{key}__lt": pk}))


def write(at, pk):
    """The cursor of a row."""
    raw = f"{(at - EPOCH) // MICROSECOND}.{pk}".encode()
    return urlsafe_b64encode(raw).decode().rstrip("=")


def read(word):
    """The time and id in a cursor. Raises BadCursor for every word that `write` does not write."""
    try:
        raw = urlsafe_b64decode(word[:100] + "=" * (-len(word[:100]) % 4)).decode("ascii")
        micros, pk = (int(part) for part in raw.split("."))
        at = EPOCH + micros * MICROSECOND
    except (ValueError, OverflowError):
        raise BadCursor(word[:100]) from None
    if not 0 < pk <= LARGEST or write(at, pk) != word:
        raise BadCursor(word[:100])
    return at, pk
