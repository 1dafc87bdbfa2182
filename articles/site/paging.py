"""Pages of what articles.searching.engine finds: it gives [(place, number)] of publications, in the order of a list.

The place is the time of a piece where the newest stand first, and its score where the best do; a cursor holds either.
"""

from datetime import timedelta

from django.http import Http404

from articles import cursor
from articles.models import Publication
from articles.searching.engine import engine
from articles.searching.index import EPOCH, micros
from articles.site.cursor import PAGE, Listed


def newest_page(expression, request, cards=None):
    """The page of what fits, newest first, that the request's `?before=` asks for. A bad cursor is a 404.

    `cards`: a queryset that gives the rows with more than a card shows.
    """
    return _page(engine.newest(expression, after(request), PAGE + 1), request, cards)


def best_page(expression, request, cards=None):
    """The same, best first. What was retracted since the last page leaves no gap: the place after it counts."""
    rows, begins = engine.best(expression), after(request)
    if begins is not None:
        numbers = [pk for _score, pk in rows]
        is_there = begins[1] in numbers
        start = numbers.index(begins[1]) + 1 if is_there else sum(score >= begins[0] for score, _pk in rows)
        rows = rows[start:]
    return _page(rows[: PAGE + 1], request, cards)


def after(request):
    """(place, number) that the cursor of this request names, or None."""
    before = request.GET.get("before")
    if before is None:
        return None
    try:
        at, pk = cursor.read(before)
    except cursor.BadCursor:
        raise Http404("no such page of this list") from None
    return micros(at), pk


def _page(rows, request, cards):
    shown = rows[:PAGE]
    older = cursor.write(EPOCH + timedelta(microseconds=shown[-1][0]), shown[-1][1]) if len(rows) > PAGE else ""
    cards = Publication.objects.for_cards() if cards is None else cards
    known = cards.in_bulk([pk for _place, pk in shown])
    rows = [known[pk] for _place, pk in shown if pk in known]
    return Listed(rows, older, is_first=request.GET.get("before") is None)
