"""Public numbers, such as CCSIS-AN-2026-014: given once and for ever, at the first publication."""

from collections import Counter

from django.db.models import F
from django.utils import timezone

from articles.models import NumberCounter
from articles.models.article import NUMBER_CODES


def next_numbers(wanted):
    """Numbers from counters whose rows are locked by their own UPDATE. Call it inside a transaction.

    Takes (kind, time of publication) of each piece and gives the numbers in that order.
    """
    counters = [(NUMBER_CODES[kind], timezone.localtime(at).year) for kind, at in wanted]
    free = {counter: _reserve(*counter, count) for counter, count in sorted(Counter(counters).items())}
    return [f"CCSIS-{code}-{year}-{next(free[code, year]):03d}" for code, year in counters]


def _reserve(code, year, count):
    counter = NumberCounter.objects.filter(code=code, year=year)
    if not counter.update(last=F("last") + count):
        NumberCounter.objects.get_or_create(code=code, year=year)
        counter.update(last=F("last") + count)
    last = counter.get().last
    return iter(range(last - count + 1, last + 1))
