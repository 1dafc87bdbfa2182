"""Pages are kept before Django: the same bytes for everybody, never a private one, never one that something changed."""

import gzip
from datetime import timedelta

import brotli
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import DatabaseError, close_old_connections
from django.test import RequestFactory
from django.utils import timezone

from articles import publishing, stale
from ccsis import caching, kept
from ccsis.models import Change
from submissions.models import Call
from tests import make

pytestmark = pytest.mark.django_db


class Counted:
    """Django's application, counting how often it is asked."""

    def __init__(self):
        self.application, self.asked = WSGIHandler(), 0

    def __call__(self, environ, start_response):
        self.asked += 1
        return self.application(environ, start_response)


class Site:
    """The site as a web server asks it."""

    def __init__(self):
        self.django = Counted()
        self.front = kept.Kept(self.django)

    def get(self, path, method="GET", **environ):
        for signal in (request_started, request_finished):  # a test's connection stays open, as with Django's client
            signal.disconnect(close_old_connections)
        try:
            return self.answer(path, method, environ)
        finally:
            for signal in (request_started, request_finished):
                signal.connect(close_old_connections)

    def answer(self, path, method, environ):
        told = []
        asked = RequestFactory().generic(method, path, **environ).environ
        result = self.front(asked, lambda status, headers, exc_info=None: told.extend([status, dict(headers)]))
        body = b"".join(result)
        if hasattr(result, "close"):
            result.close()
        return told[0], told[1], body

    def asks(self, path, **environ):
        """How often Django was asked for this page, and what it says."""
        before = self.django.asked
        body = self.get(path, **environ)[2]
        return self.django.asked - before, body.decode()


@pytest.fixture
def site(settings, monkeypatch):
    settings.KEEP_PAGES = True
    monkeypatch.setattr(caching, "watch", caching.Watch())
    monkeypatch.setattr(caching, "remembered", {})
    monkeypatch.setattr(caching, "LOOK_EVERY", 0)  # each look finds what was there before it
    return Site()


def test_a_page_is_made_once_and_the_same_for_everybody_in_each_form(site):
    make.publication(authors=[make.person()])
    first = site.get("/analyses/the-single-road/")
    again = site.get("/analyses/the-single-road/")
    assert first == again and first[0] == "200 OK" and site.django.asked == 1
    for encoding, unpacked in (("gzip", gzip.decompress), ("br", brotli.decompress)):
        status, headers, body = site.get("/analyses/the-single-road/", HTTP_ACCEPT_ENCODING=f"deflate, {encoding}")
        assert headers["Content-Encoding"] == encoding and headers["Content-Length"] == str(len(body))
        assert unpacked(body) == first[2] and headers["ETag"] == first[1]["ETag"]
    assert site.get("/analyses/the-single-road/", HTTP_ACCEPT_ENCODING="gzip;q=0, br;q=0")[2] == first[2]
    status, headers, body = site.get("/analyses/the-single-road/", HTTP_IF_NONE_MATCH=f'"x", {first[1]["ETag"]}')
    assert (status, body) == ("304 Not Modified", b"") and "Content-Length" not in headers
    status, headers, body = site.get("/analyses/the-single-road/", method="HEAD")
    assert (status, body, headers["Content-Length"]) == ("200 OK", b"", str(len(first[2])))
    assert site.django.asked == 1
    assert "Content-Security-Policy" in first[1] and "Set-Cookie" not in first[1]


def test_a_feed_is_kept_and_who_has_it_by_its_date_or_its_tag_gets_no_second_copy(site):
    piece = make.publication(at=make.NOW).article
    told = site.get("/feeds/rss.xml")[1]
    for seen in ({"HTTP_IF_MODIFIED_SINCE": told["Last-Modified"]}, {"HTTP_IF_NONE_MATCH": told["ETag"]}):
        assert site.get("/feeds/rss.xml", **seen)[0] == "304 Not Modified"
    old = {"HTTP_IF_MODIFIED_SINCE": "Wed, 18 Nov 2026 12:00:00 GMT"}
    assert site.get("/feeds/rss.xml", **old)[0] == "200 OK"
    both = {"HTTP_IF_MODIFIED_SINCE": told["Last-Modified"], "HTTP_IF_NONE_MATCH": '"another"'}
    assert site.get("/feeds/rss.xml", **both)[0] == "200 OK"
    assert site.django.asked == 1
    publishing.correct(piece, type="update", text="More of it.", now=make.NOW + timedelta(days=1))
    assert site.get("/feeds/rss.xml", HTTP_IF_MODIFIED_SINCE=told["Last-Modified"])[0] == "200 OK"
    assert "More of it." in site.get("/feeds/rss.xml")[2].decode()


def test_a_change_is_seen_at_once_and_throws_nothing_else_out(site):
    roads, seas = make.topic("Roads"), make.topic("Seas")
    piece = make.publication("One road", topics=[roads]).article
    make.publication("One sea", topics=[seas])
    paths = ["/analyses/one-road/", "/analyses/one-sea/", "/"]
    assert [site.asks(path)[0] for path in paths] == [1, 1, 1]
    assert [site.asks(path)[0] for path in paths] == [0, 0, 0]
    piece.refresh_from_db()
    piece.body = "<p>Another text</p>"
    piece.save()
    publishing.publish(piece, minor=True)
    asked = [site.asks(path) for path in paths]
    assert [times for times, _text in asked] == [1, 0, 0]
    assert "Another text" in asked[0][1]
    make.publication("Another road", topics=[roads])
    assert [site.asks(path)[0] for path in paths] == [1, 0, 1]
    piece.refresh_from_db()
    publishing.retract(piece, reason="It was wrong.")
    status, _headers, body = site.get("/analyses/one-road/")
    assert status.startswith("410") and b"It was wrong." in body


def test_nothing_for_one_person_is_kept(site, client):
    make.publication()
    call = make.call()
    private = ["/accounts/login/", f"/submit/{call.slug}/", "/ru/submissions/", "/admin/", "/preview/x/"]
    private += ["/nothing/", "/search/?q=x"]
    for path in private:
        site.get(path)
        assert site.asks(path)[0] == 1, path
    assert site.asks("/", HTTP_COOKIE="sessionid=x")[0] == 1
    assert site.asks("/", HTTP_AUTHORIZATION="Bearer x")[0] == 1
    assert site.asks("/?utm_source=x")[0] == 1
    assert site.asks("/", method="POST")[0] == 1
    assert site.asks("/")[0] == 1 and site.asks("/")[0] == 0
    assert site.asks("/", HTTP_HOST="evil.example")[0] == 1
    assert site.asks("/", HTTP_X_FORWARDED_PROTO="https")[0] == 1


def test_an_answer_that_sets_a_cookie_or_is_private_is_never_kept(site):
    whole = [("Content-Type", "text/html")]
    assert kept.may_be_kept("200 OK", whole)
    for status, header in [
        ("200 OK", ("Set-Cookie", "a=b")),
        ("200 OK", ("Cache-Control", "Private")),
        ("200 OK", ("Cache-Control", "max-age=0, No-Store")),
        ("200 OK", ("Vary", "Accept-Encoding, Cookie")),
        ("200 OK", ("Vary", "*")),
        ("404 Not Found", ("X", "y")),
    ]:
        assert not kept.may_be_kept(status, [*whole, header]), header


def test_what_depends_on_the_clock_is_made_anew_when_its_time_has_come(site, monkeypatch):
    now = timezone.now()
    Call.objects.update(is_public=False)
    make.call("Winter", closes_at=now + timedelta(hours=1), opens_at=now - timedelta(hours=1))
    assert "Winter" in site.asks("/")[1] and site.asks("/")[0] == 0
    page = next(iter(site.front.store.pages.values()))
    assert page.until == pytest.approx((now + timedelta(hours=1)).timestamp(), abs=1)
    monkeypatch.setattr(kept.time, "time", lambda: page.until)
    assert site.asks("/")[0] == 1


def test_while_the_database_is_away_kept_pages_are_shown_for_a_minute(site, monkeypatch):
    make.publication()
    site.get("/")
    now = [0.0]

    def gone(**_lookup):
        raise DatabaseError

    monkeypatch.setattr(Change.objects, "filter", gone)
    monkeypatch.setattr(caching.connection, "close", lambda: None)
    assert site.asks("/")[0] == 0
    watch = caching.watch
    watch.failing_since -= caching.WITHOUT_DATABASE
    assert not watch.look()
    assert now


def test_the_store_has_a_bound_and_forgets_what_was_read_least_lately():
    store = kept.Store(most=3 * kept.FRAME + 40)

    def page(body):
        return kept.Page([], "", frozenset(), 0, None, {"": body})

    for name in "abc":
        store.put(name, page(b"0123456789"))
    store.get("a")
    store.put("d", page(b"0123456789"))
    assert list(store.pages) == ["c", "a", "d"]
    assert store.bytes == sum(each.size for each in store.pages.values())
    store.body("a", store.get("a"), "gzip")
    assert store.bytes == sum(each.size for each in store.pages.values()) <= store.most
    assert stale.HOME == ("site", "list")
