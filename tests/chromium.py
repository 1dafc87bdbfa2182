"""A real Chromium for tests marked `browser`: finds it, shuts it in, and writes down what it complains about."""

import os
import shutil
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.signals import request_finished, request_started

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# No other host is ever asked, whatever a page wishes.
ONLY_OURS = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
# The first is Chromium without windows, made for such work: a tab in it costs a third of the processor's time.
NAMES = (
    "chromium-headless-shell",
    "/usr/bin/chromium",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
# Playwright's sync interface runs an event loop in this thread, so Django would refuse to touch the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def find_chromium(own=None, names=NAMES):
    """The path of a Chromium: CHROMIUM, then the system's, then `own` (Playwright's); None where there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    for name in names:
        found = shutil.which(name)
        if found:
            return found
    return own if own and Path(own).exists() else None


def is_ci():
    return os.environ.get("CI", "").lower() in ("1", "true", "yes")


@pytest.fixture(scope="session")
def chromium():
    """The running browser, one for the whole run."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = find_chromium(playwright.chromium.executable_path)
        if path is None:
            message = "NO BROWSER FOUND: install chromium or set CHROMIUM; the browser tests did not run"
            pytest.fail(message, pytrace=False) if is_ci() else pytest.skip(message)
        flags = [*FLAGS, ONLY_OURS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        running = playwright.chromium.launch(executable_path=path, args=flags)
        yield running
        running.close()


class Complaints:
    """What went wrong in a page's life: `outside` requests, `csp` reports, other console `errors`, `crashes`."""

    def __init__(self):
        self.outside, self.csp, self.errors, self.crashes = [], [], [], []

    def hear(self, message):
        if message.type not in ("error", "warning"):
            return
        told = f"{message.text} ({message.location.get('url', '')}:{message.location.get('lineNumber', '')})"
        if "Content Security Policy" in message.text:
            self.csp.append(told)
        elif message.type == "error":
            self.errors.append(told)

    def forget(self):
        """Start afresh, after a step that is known to complain."""
        for heap in (self.csp, self.errors, self.crashes):
            heap.clear()

    def assert_none(self):
        assert self.csp + self.errors + self.crashes == []


class AtWork:
    """How many requests the server is answering now."""

    def __init__(self):
        self.count, self.changed = 0, threading.Condition()

    def begin(self, **_signal):
        self._add(1)

    def end(self, **_signal):
        self._add(-1)

    def _add(self, number):
        with self.changed:
            self.count += number
            self.changed.notify_all()

    def until_quiet(self):
        """Wait until no request is being answered, for a few seconds at most."""
        with self.changed:
            self.changed.wait_for(lambda: self.count <= 0, timeout=5)


@pytest.fixture
def at_work():
    counter = AtWork()
    request_started.connect(counter.begin, weak=False)
    request_finished.connect(counter.end, weak=False)
    yield counter
    request_started.disconnect(counter.begin)
    request_finished.disconnect(counter.end)


@pytest.fixture
def browser_context(chromium, live_server, at_work):
    """Makes a context (one person's cookies): `browser_context(viewport=…)`; each has `.complaints`."""
    host = urlsplit(live_server.url).netloc
    opened = []

    def open_context(**options):
        options = {"base_url": live_server.url, "viewport": {"width": 1280, "height": 900}} | options
        context = chromium.new_context(**options)
        context.complaints = Complaints()
        context.set_default_timeout(15_000)
        opened.append(context)

        def look(request):
            parts = urlsplit(request.url)
            if parts.scheme not in ("data", "blob", "about") and parts.netloc != host:
                context.complaints.outside.append(request.url)

        # Only heard, not held up: to stop each request here would cost more than to answer it, and empty the cache.
        context.on("request", look)
        context.on("console", context.complaints.hear)
        context.on("weberror", lambda error: context.complaints.crashes.append(str(error.error)))
        return context

    yield open_context
    outside = [address for context in opened for address in context.complaints.outside]
    for context in opened:
        context.close()
    at_work.until_quiet()  # a page that goes away says a last word, which must not meet an emptied database
    assert outside == [], "the page asked another host for something"


@pytest.fixture
def page(browser_context):
    """A page of its own context; `page.context.complaints` has what it complained about."""
    return browser_context().new_page()
