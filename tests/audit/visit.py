"""One visit to a page, as somebody who comes for the first time, with everything that is looked at on the way."""

import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Error, sync_playwright

from tests.audit import looks
from tests.audit.pages import come_to
from tests.audit.weight import Weight
from tests.chromium import FLAGS, Complaints, find_chromium


@dataclass
class Seen:
    findings: list = field(default_factory=list)
    html: str = ""  # as it came from the server
    weight: Weight | None = None


@contextmanager
def browser():
    """A running Chromium. Raises SystemExit where there is none."""
    with sync_playwright() as playwright:
        path = find_chromium(playwright.chromium.executable_path)
        if path is None:
            raise SystemExit("NO BROWSER FOUND: install chromium or set CHROMIUM; nothing was looked at")
        flags = FLAGS + (["--no-sandbox"] if os.geteuid() == 0 else [])
        running = playwright.chromium.launch(executable_path=path, args=flags)
        yield running
        running.close()


def look_at(running, address, page):
    """Visit a Page of the site at this address. Gives a Seen."""
    options = {"reduced_motion": "reduce", "viewport": {"width": 1280, "height": 900}}  # a change of colour takes time
    context = running.new_context(base_url=address, **options)
    context.set_default_timeout(20_000)
    complaints = _complaints_of(context, address)
    context.route("**/print.pdf", _stay)
    try:
        seen = _look_at(context.new_page(), page)
    except Error as error:
        seen = Seen([f"could not be looked at: {error.message.splitlines()[0]}"])
    told = [each for each in complaints.errors if f"status of {page.status}" not in each]
    seen.findings += [f"asks another host: {each}" for each in complaints.outside]
    seen.findings += [f"the console says: {each}" for each in [*complaints.csp, *complaints.crashes, *told]]
    context.close()
    return seen


def _look_at(tab, page):
    weight = Weight(tab)
    answer = come_to(tab, page)
    tab.wait_for_load_state("networkidle")
    weight.stop()
    found = [] if answer.status == page.status else [f"answers {answer.status}, not {page.status}"]
    found += [] if page.press else weight.too_much(is_piece=page.is_piece)
    found += looks.closed_to_some(tab) + looks.wide(tab) + looks.wide_in_large_letters(tab)
    return Seen(found + looks.shut_to_keyboards(tab), answer.text(), weight)


def _stay(route):
    """Let a page that loads itself again after a while stay as it is."""
    answer = route.fetch()
    route.fulfill(response=answer, headers={n: v for n, v in answer.headers.items() if n != "refresh"})


def _complaints_of(context, address):
    complaints, host = Complaints(), urlsplit(address).netloc

    def hear_request(request):
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob", "about") and parts.netloc != host:
            complaints.outside.append(request.url)

    context.on("request", hear_request)
    context.on("console", complaints.hear)
    context.on("weberror", lambda error: complaints.crashes.append(str(error.error)))
    return complaints
