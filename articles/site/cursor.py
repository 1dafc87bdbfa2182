"""Readers' lists page by cursor: see articles.cursor."""

from dataclasses import dataclass

from django.http import Http404

from articles.cursor import BadCursor, cut

PAGE = 20


@dataclass
class Listed:
    """One page of a list: its rows, the cursor of the next one ("" on the last), and whether it is the first."""

    rows: list
    older: str
    is_first: bool


def page_of(queryset, request, size=PAGE, by="published_at"):
    """The page of `queryset` that the request's `?before=` asks for, newest first. A bad cursor is a 404.

    `by`: the time that `newest_first` of this queryset goes by.
    """
    before = request.GET.get("before")
    try:
        rows, older = cut(queryset, before, size, by)
    except BadCursor:
        raise Http404("no such page of this list") from None
    return Listed(rows, older, is_first=before is None)
