"""The weekly look at the addresses in public texts, their notes and sources: which of them lead nowhere?

Addresses of our own site are asked of our own rows; those of others only where settings.CHECK_EXTERNAL_LINKS says so,
by HEAD and where that says no by GET, one at a time for each host, and never into a private network. What comes of it
stands in CheckedLink; nothing is changed in a text.

Any number of workers may call it: a publication is taken by a conditional UPDATE, and comes up again after an hour
where whoever took it was stopped.
"""

import http.client
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as L

from articles import outline, own_links
from articles.models import CheckedLink, Publication
from ccsis.guarded import PORTS, REDIRECTS, Connection, PrivateNetwork

A_WEEK = timedelta(days=7)
AN_HOUR = timedelta(hours=1)
AT_ONCE = 100  # publications in one round
LONGEST = 20.0  # seconds for one address in all
PAUSE = 2  # seconds between two questions to one host, of all workers together
MOST_REDIRECTS = 5
# They keep programs out and say nothing about readers: asking for a log-in, too many questions, refused to programs.
NOT_FOR_US = {401, 403, 405, 407, 429, 451, 999}
HEADERS = {"User-Agent": "CCSIS link check", "Accept": "*/*", "Accept-Encoding": "identity"}

PRIVATE, CIRCLES, SILENT = "private_network", "circles", "no_answer"
CODES = own_links.CODES | {
    PRIVATE: L("its name leads into a private network"),
    CIRCLES: L("it leads in circles"),
    SILENT: L("nobody answers"),
}

Place = CheckedLink.Place


def said(code):
    """What is wrong, in words, from the code of a CheckedLink."""
    return CODES.get(code) or L("the other site answers %s") % code


@dataclass
class Link:
    address: str
    place: str
    words: str

    @property
    def own_path(self):
        return own_links.path_of(self.address)


def links_of(publication):
    """Every address that readers of a publication find, each once, with the words round it."""
    found = _in_html(publication.body, Place.TEXT)
    for source in publication.sources:  # before the notes, which show their addresses too
        words = ", ".join(part for part in (source["author"], source["title"]) if part)
        found += [Link(source[name], Place.SOURCE, words) for name in ("address", "archived") if source.get(name)]
    for note in publication.notes:
        found += _in_html(note["text"], Place.NOTE)
    kept = {}
    for link in found:
        if link.own_path or link.address.startswith(("http://", "https://")):
            kept.setdefault(link.address, link)
    return list(kept.values())


def _in_html(html, place):
    return [
        Link(spot.address, place, spot.block.text or spot.words)
        for spot in outline.read(html).links
        if not spot.address.startswith("#")
    ]


def check_due(is_ending=lambda: False):
    """Look at the links of what was not looked at for a week. A slow due-function; gives how many publications."""
    done = 0
    for pk in list(_due(timezone.now()).values_list("pk", flat=True)[:AT_ONCE]):
        if is_ending():
            break
        done += _check(pk, is_ending)
    return done


def _due(now):
    late = Q(links_checked_at=None) | Q(links_checked_at__lt=now - A_WEEK)
    return Publication.objects.filter(late).order_by("links_checked_at", "pk")


def _check(pk, is_ending):
    """Whether this call looked at it."""
    now = timezone.now()
    # Whoever takes it has an hour; what is not done by then is due again.
    if not _due(now).filter(pk=pk).order_by().update(links_checked_at=now - A_WEEK + AN_HOUR):
        return False
    publication = Publication.objects.filter(pk=pk).only("article_id", "body", "notes", "sources", "version").first()
    if publication is None:
        return False
    links = links_of(publication)
    codes = _answers(links, is_ending)
    if codes is None:
        return False
    keep(publication, links, codes, now=timezone.now())
    return True


@transaction.atomic
def keep(publication, links, codes, *, now):
    """Write what came of the look, in the place of what was known. Nothing where readers see a newer version."""
    same = Publication.objects.filter(pk=publication.pk, version=publication.version)
    if not same.update(links_checked_at=now):
        return
    known = CheckedLink.objects.filter(article_id=publication.article_id)
    since = dict(known.filter(broken_since__isnull=False).values_list("address", "broken_since"))
    known.delete()
    CheckedLink.objects.bulk_create(
        CheckedLink(
            article_id=publication.article_id,
            address=link.address,
            is_internal=link.own_path is not None,
            place=link.place,
            words=_short(link.words),
            status=codes[link.address],
            checked_at=now,
            broken_since=since.get(link.address, now) if codes[link.address] else None,
        )
        for link in links
        if link.address in codes
    )


def _short(words):
    return words if len(words) <= 200 else words[:199].rsplit(" ", 1)[0] + "…"


def _answers(links, is_ending):
    """{address: code, empty where it works} of those that are asked; None where the worker shall end."""
    paths = {link.address: link.own_path for link in links}
    dead = own_links.broken([path for path in paths.values() if path])
    found = {address: dead.get(path, "") for address, path in paths.items() if path}
    if settings.CHECK_EXTERNAL_LINKS:
        for address in (address for address, path in paths.items() if not path):
            if not _wait_for_turn(address, is_ending):
                return None
            found[address] = ask(address)
    return found


# Other sites


def _wait_for_turn(address, is_ending):
    """Wait until this host was left alone long enough. Gives whether to go on."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return True
    while not cache.add(f"links-{quote(host)[:200]}", 1, PAUSE):
        if is_ending():
            return False
        time.sleep(0.2)
    return not is_ending()


def ask(address, *, private_addresses=False):
    """What an address of another site answers: a code, empty where it works."""
    until = time.monotonic() + LONGEST
    try:
        answer = _followed("HEAD", address, until, private_addresses)
        if answer >= 400 and answer not in NOT_FOR_US:
            answer = _followed("GET", address, until, private_addresses)
    except PrivateNetwork:
        return PRIVATE
    except _Circles:
        return CIRCLES
    except (OSError, http.client.HTTPException, UnicodeError, ValueError):
        return SILENT
    return "" if answer < 400 or answer in NOT_FOR_US else str(answer)


class _Circles(Exception):
    pass


def _followed(method, address, until, private_addresses):
    for _step in range(MOST_REDIRECTS + 1):
        status, target = _asked(method, address, until, private_addresses)
        if target is None:
            return status
        address = urljoin(address, target)
    raise _Circles


def _asked(method, address, until, private_addresses):
    """One request: (status, None), or (status, where it leads). Nothing of the body is read."""
    parts = urlsplit(address)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("no address of a web page")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?[]')}" if parts.query else ""
    connection = Connection(parts, private_addresses, until)
    too_late = threading.Timer(max(0.0, until - time.monotonic()), connection.hang_up)
    too_late.start()
    try:
        connection.request(method, path + query, headers=HEADERS)
        response = connection.getresponse()
        target = response.getheader("Location") if response.status in REDIRECTS else None
        return response.status, target
    finally:
        too_late.cancel()
        connection.close()
