"""Pages that are kept in memory and answered before Django: the same bytes for everybody, and never an old one.

    application = Kept(application)

Only what a view offered by `caching.keep` is kept: whole answers (200) to a GET without a cookie that set no cookie
and do not say that they are private. Everything else goes through as if this were not here. The store of each process
has a bound; what was read least lately falls out.
"""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field

import brotli
from django.conf import settings
from django.utils.http import parse_http_date_safe

from ccsis import caching
from ccsis.middleware import PRIVATE

MOST_BYTES = 64 * 1024 * 1024  # of all pages of one process, in all their forms
LONGEST_PATH, LONGEST_QUERY = 500, 120  # characters
FORBIDDEN = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_RANGE")
NOT_KEPT = ("etag", "content-length", "vary", "x-request-id")
NOT_ON_304 = ("content-length", "content-type", "content-encoding")
SMALL = 500  # bytes that are not worth packing
FRAME = 2000  # bytes that a page takes beside its body


@dataclass
class Page:
    """One answer, with the forms of its body by Content-Encoding ("" is the plain one)."""

    headers: list
    etag: str
    names: frozenset
    made_at: float  # time.monotonic() before it was made
    until: float | None  # time.time() at which it says something else
    bodies: dict = field(default_factory=dict)

    @property
    def size(self):
        return FRAME + sum(len(body) for body in self.bodies.values())

    def is_fresh(self):
        """Whether it says what it would say if it were made now; caching.watch has looked."""
        if time.monotonic() - self.made_at > caching.LONGEST or (self.until and time.time() >= self.until):
            return False
        return caching.watch.is_fresh(self.names, self.made_at)


class Store:
    """Pages by key."""

    def __init__(self, most=MOST_BYTES):
        self.most, self.bytes = most, 0
        self.pages, self.lock = OrderedDict(), threading.Lock()

    def get(self, key):
        with self.lock:
            page = self.pages.get(key)
            if page:
                self.pages.move_to_end(key)
            return page

    def put(self, key, page):
        with self.lock:
            self._drop(key)
            self.pages[key] = page
            self._weigh(page.size)

    def body(self, key, page, encoding):
        """The body of a page in this form, packed when it is first asked for."""
        found = page.bodies.get(encoding)
        if found is None:
            found = PACKERS[encoding](page.bodies[""])
            with self.lock:
                page.bodies[encoding] = found
                if self.pages.get(key) is page:
                    self._weigh(len(found))
        return found

    def clear(self):
        with self.lock:
            self.pages.clear()
            self.bytes = 0

    def _weigh(self, more):
        self.bytes += more
        while self.bytes > self.most and self.pages:
            self._drop(next(iter(self.pages)))

    def _drop(self, key):
        page = self.pages.pop(key, None)
        if page:
            self.bytes -= page.size


PACKERS = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}


class Kept:
    """The WSGI application in front of Django's."""

    def __init__(self, application):
        self.application = application
        self.store = Store()

    def __call__(self, environ, start_response):
        key = key_of(environ) if caching.is_on() else None
        if key is None:
            return self.application(environ, start_response)
        can_judge = caching.watch.look()
        page = self.store.get(key)
        if page and can_judge and page.is_fresh():
            return self.answer(key, page, environ, start_response)
        return self.make(key, environ, start_response)

    def make(self, key, environ, start_response):
        """The application's answer; kept, if it may be."""
        environ[caching.KEEPER] = True
        began, told = time.monotonic(), []

        def started(status, headers, exc_info=None):
            told[:] = [status, headers]

        result = self.application(environ, started)
        status, headers = told
        names = environ.get(caching.KEPT)
        if not names or environ["REQUEST_METHOD"] != "GET" or not may_be_kept(status, headers):
            start_response(status, headers)
            return result
        try:
            body = b"".join(result)
        finally:
            result.close()
        page = page_of(headers, body, names, began, environ.get(caching.UNTIL))
        self.store.put(key, page)
        return self.answer(key, page, environ, start_response)

    def answer(self, key, page, environ, start_response):
        """A kept page in the form that the reader takes, or 304 to whoever has it."""
        if has_it(environ, page):
            headers = [each for each in page.headers if each[0].lower() not in NOT_ON_304]
            headers += for_the_proxy()
            start_response("304 Not Modified", headers)
            return []
        encoding = form_for(environ.get("HTTP_ACCEPT_ENCODING", ""), page)
        body = self.store.body(key, page, encoding)
        headers = [*page.headers, *for_the_proxy(), ("Content-Length", str(len(body)))]
        if encoding:
            headers.append(("Content-Encoding", encoding))
        start_response("200 OK", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def for_the_proxy():
    """Until when a proxy of ours may answer without asking: to the end of this second. nginx passes it to nobody."""
    return [("X-Accel-Expires", f"@{int(time.time())}")] if settings.TRUSTED_PROXIES else []


def key_of(environ):
    """What decides which page this is; None for what is never kept."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or any(environ.get(name) for name in FORBIDDEN):
        return None
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    if PRIVATE.match(path):
        return None
    if len(path) > LONGEST_PATH or len(query) > LONGEST_QUERY or (query and not query.startswith("before=")):
        return None
    # As Django sees them: its host, and whether the last proxy says that the reader came by TLS.
    scheme = environ.get("wsgi.url_scheme"), environ.get("HTTP_X_FORWARDED_PROTO")
    return (environ.get("HTTP_HOST"), environ.get("SERVER_PORT"), *scheme, path, query)


def may_be_kept(status, headers):
    """Whether an answer is whole, for everybody, and sets nothing. Takes what WSGI calls status and headers."""
    if not status.startswith("200 "):
        return False
    for name, value in headers:
        name, value = name.lower(), value.lower()
        if name == "set-cookie" or (name == "cache-control" and ("private" in value or "no-store" in value)):
            return False
        if name == "vary" and {word.strip() for word in value.split(",")} - {"accept-encoding"}:
            return False
        if name == "content-encoding":
            return False
    return True


def page_of(headers, body, names, began, until):
    """A Page from an answer of the application."""
    own = {name.lower(): value for name, value in headers}
    etag = own.get("etag") or f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    etag = etag if etag.startswith("W/") else f"W/{etag}"  # the same in every form of the body
    kept = [each for each in headers if each[0].lower() not in NOT_KEPT]
    if "cache-control" not in own:
        kept.append(("Cache-Control", "public, max-age=0, must-revalidate"))
    kept += [("ETag", etag), ("Vary", "Accept-Encoding")]
    return Page(kept, etag, frozenset(names), began, until, {"": body})


def has_it(environ, page):
    """Whether the reader has this form of the page already (RFC 9110, 13.1: tags are compared weakly, and a date
    counts where no tag is given)."""
    tags = [tag.strip() for tag in environ.get("HTTP_IF_NONE_MATCH", "").split(",") if tag.strip()]
    if tags:
        return "*" in tags or page.etag.removeprefix("W/") in [tag.removeprefix("W/") for tag in tags]
    changed = next((value for name, value in page.headers if name.lower() == "last-modified"), "")
    seen, changed = parse_http_date_safe(environ.get("HTTP_IF_MODIFIED_SINCE", "")), parse_http_date_safe(changed)
    return seen is not None and changed is not None and seen >= changed


def form_for(accepted, page):
    """The best Content-Encoding that the reader takes; "" for the plain body."""
    if len(page.bodies[""]) < SMALL or not accepted:
        return ""
    words = [word.strip().lower().replace(" ", "") for word in accepted.split(",")]
    taken = {word.partition(";")[0] for word in words if not word.endswith((";q=0", ";q=0.0"))}
    return next((encoding for encoding in PACKERS if encoding in taken), "")
