"""Fetches pictures from the old site's own host, when the person who imports allows it, and from nowhere else.

No cookies, no proxies, no other host by a redirect; no private network where `private_addresses` is off.
"""

import http.client
import threading
import time
from urllib.parse import quote, urljoin, urlsplit

from articles import pictures
from articles.imports.addresses import split
from ccsis.guarded import PORTS, REDIRECTS, Connection, PrivateNetwork

MOST_BYTES = pictures.MOST_BYTES
MOST_REDIRECTS = 4
TRIES = 2
PAUSE = 1.0  # seconds before the second try
LONGEST = 60.0  # seconds for one picture in all
DEAD_AFTER = 5  # pictures in a row that nobody answers for: the site is down, and the others are not asked for
CHUNK = 1 << 16
HEADERS = {"User-Agent": "CCSIS import", "Accept": "image/*", "Accept-Encoding": "identity"}


class CannotFetch(Exception):
    """A picture that does not come. The message ends a sentence for the person who imports."""


class _Unanswered(CannotFetch):
    """Nobody answered, or not in time: worth a second try."""


class Fetcher:
    """Takes the export's Site. `private_addresses`: may its host lie in a private network?"""

    def __init__(self, site, *, private_addresses=True):
        self.site = site
        self.private_addresses = private_addresses
        self.unanswered = 0

    def fetch(self, address, path):
        """The bytes of a picture. Takes its address there, if it is known, and its path below the uploads folder.

        Raises CannotFetch where it is elsewhere, too large, or does not come.
        """
        if self.unanswered >= DEAD_AFTER:
            raise CannotFetch("the old site does not answer")
        address = self._own(address) or self._own(f"{self.site.address}/wp-content/uploads/{quote(path)}")
        if not address:
            raise CannotFetch("it is not on the old site, so it was not fetched")
        try:
            found = self._tried(address)
        except _Unanswered:
            self.unanswered += 1
            raise
        self.unanswered = 0
        return found

    def _tried(self, address):
        until = time.monotonic() + LONGEST
        for tries_left in reversed(range(TRIES)):
            try:
                return self._followed(address, until)
            except _Unanswered:
                if not tries_left:
                    raise
                time.sleep(PAUSE)

    def _followed(self, address, until):
        for _step in range(MOST_REDIRECTS + 1):
            found, target = self._asked(address, until)
            if target is None:
                return found
            address = self._own(urljoin(address, target))
            if not address:
                raise CannotFetch("the old site leads elsewhere, so it was not fetched")
        raise CannotFetch("the old site leads in circles")

    def _own(self, address):
        """The address made fit for a request, if it is one of the old site's; else an empty string."""
        parts = split(address.strip())
        try:
            is_own = parts and parts.scheme in PORTS and parts.hostname and self._port_fits(parts)
        except ValueError:  # a port that is no number
            return ""
        if not is_own or parts.hostname.removeprefix("www.") != self.site.host or parts.username is not None:
            return ""
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
        return f"{parts.scheme}://{parts.netloc}{path}{query}"

    def _port_fits(self, parts):
        return parts.port in (None, *PORTS.values(), urlsplit(self.site.address).port)

    def _asked(self, address, until):
        """One request: (bytes, None), or (None, where it leads)."""
        parts = urlsplit(address)
        connection = Connection(parts, self.private_addresses, until)
        too_late = threading.Timer(max(0.0, until - time.monotonic()), connection.hang_up)
        too_late.start()
        try:
            connection.request("GET", address.partition(parts.netloc)[2], headers=HEADERS)
            response = connection.getresponse()
            if response.status in REDIRECTS and (target := response.getheader("Location")):
                return None, target
            if response.status != 200:
                kind = _Unanswered if response.status >= 500 else CannotFetch
                raise kind(f"the old site answers {response.status}")
            return _read(response), None
        except PrivateNetwork:
            raise CannotFetch("the old site's name leads into a private network") from None
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            raise _Unanswered(f"the old site does not answer ({_reason(error)})") from error
        finally:
            too_late.cancel()
            connection.close()


def _read(response):
    found, promised = bytearray(), response.length or 0
    while chunk := response.read1(CHUNK):
        found += chunk
        if len(found) > MOST_BYTES:
            raise CannotFetch("it has more than 10 MB")
    if len(found) < promised:
        raise _Unanswered("it was cut off on the way")
    return bytes(found)


def _reason(error):
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
