"""How an answer leaves: JSON with its ETag, open to every site, without a cookie; or a problem in a sentence."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from articles.api.asking import Refused, missing, read
from articles.cursor import EPOCH, BadCursor, cut
from articles.cursor import read as read_cursor
from articles.cursor import write as write_cursor
from ccsis import problems

METHODS = "GET, HEAD, OPTIONS"
MINUTE = 60  # seconds that a cache may keep an answer: what is retracted is soon gone from there, too
ASKED_BY_BROWSERS = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


@dataclass
class Answer:
    """What is told: data for JSON, when it last changed where that is known, the address of the next page."""

    data: dict
    changed: datetime | None = None
    next: str = ""
    links: dict = field(default_factory=dict)  # more addresses for the Link header, by relation


def served(endpoint):
    """The view of a row of the table."""

    def view(request, **places):
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={**problems.OPEN, **ASKED_BY_BROWSERS})
        if request.method not in ("GET", "HEAD"):
            detail = f"This is read only: ask with {METHODS.replace(', OPTIONS', ' or OPTIONS')}."
            return problems.answer(405, "Read only", detail, {"Allow": METHODS})
        try:
            made = endpoint.view(read(request, endpoint.asks, places))
        except Refused as why:
            return problems.answer(why.status, why.title, why.detail, why.headers, **why.more)
        return _sent(request, made) if isinstance(made, Answer) else _opened(made)

    return view


def _sent(request, made):
    content = json.dumps(made.data, ensure_ascii=False).encode()
    response = _opened(HttpResponse(content, content_type="application/json"))
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    last = int(made.changed.timestamp()) if made.changed else None
    if last:
        response["Last-Modified"] = http_date(last)
    links = {**made.links, "next": made.next}
    if any(links.values()):
        response["Link"] = ", ".join(f'<{address}>; rel="{name}"' for name, address in links.items() if address)
    kept = get_conditional_response(request, response["ETag"], last, response)
    return _opened(kept)


def _opened(response):
    for name, value in problems.OPEN.items():
        response[name] = value
    response.headers.setdefault("Cache-Control", f"public, max-age={MINUTE}")
    return response


# Pages of a list


def page(asked, queryset, by="published_at"):
    """(rows, address of the next page or "") of a queryset that knows `newest_first`. Raises Refused."""
    try:
        rows, older = cut(queryset, asked["before"], asked["limit"], by)
    except BadCursor:
        raise _no_page() from None
    return rows, following(asked, older)


def page_by_id(asked, queryset):
    """The same for rows without a time: the newest id first."""
    if asked["before"] is not None:
        try:
            queryset = queryset.filter(pk__lt=read_cursor(asked["before"])[1])
        except BadCursor:
            raise _no_page() from None
    size = asked["limit"]
    rows = list(queryset.order_by("-pk")[: size + 1])
    return rows[:size], following(asked, write_cursor(EPOCH, rows[size - 1].pk) if len(rows) > size else "")


def _no_page():
    return missing("There is no such page. Begin again without before=.", parameter="before")


def following(asked, older):
    """The address of the page after this cursor, which asks for the rest as this one did; "" where it is the last."""
    if not older:
        return ""
    query = asked.request.GET.copy()
    query["before"] = older
    return f"{settings.SITE_URL}{asked.request.path}?{query.urlencode()}"
