"""Fetches pictures from the old site's own host, when the person who imports allows it, and from nowhere else.

No cookies, no proxies, no other host by a redirect. Where `private_addresses` is off, the address that is really
connected to must be a public one, so a name that changes its mind between two questions leads nowhere.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from urllib.parse import quote, urljoin, urlsplit

from articles import pictures
from articles.imports.addresses import split

MOST_BYTES = pictures.MOST_BYTES
MOST_REDIRECTS = 4
TRIES = 2
PAUSE = 1.0  # seconds before the second try
SILENCE = 20.0  # seconds without an answer
LONGEST = 60.0  # seconds for one picture in all
DEAD_AFTER = 5  # pictures in a row that nobody answers for: the site is down, and the others are not asked for
CHUNK = 1 << 16
PORTS = {"http": 80, "https": 443}
REDIRECTS = {301, 302, 303, 307, 308}
HEADERS = {"User-Agent": "CCSIS import", "Accept": "image/*", "Accept-Encoding": "identity"}
NAT64 = ipaddress.ip_network("64:ff9b::/96")


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
        connection = _Connection(parts, self.private_addresses, until)
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


class _Connection(http.client.HTTPConnection):
    """To an address that was looked at before it is connected to."""

    def __init__(self, parts, private_addresses, until):
        timeout = max(1.0, min(SILENCE, until - time.monotonic()))
        super().__init__(parts.hostname, parts.port or PORTS[parts.scheme], timeout=timeout)
        self.is_safe = parts.scheme == "https"
        self.private_addresses = private_addresses

    def connect(self):
        self.sock = self._connected()
        if self.is_safe:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def hang_up(self):
        """Whoever waits for an answer waits no longer. Called from another thread."""
        with contextlib.suppress(OSError):
            if self.sock:
                self.sock.shutdown(socket.SHUT_RDWR)

    def _connected(self):
        problem = None
        for *_kind, place in socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM):
            if not self.private_addresses and not is_public(place[0]):
                raise CannotFetch("the old site's name leads into a private network")
            try:
                return socket.create_connection(place[:2], timeout=self.timeout)
            except OSError as error:
                problem = error
        raise problem or OSError("its name is not known")


def is_public(address):
    """Is this the address of a machine on the public internet? An address that wraps another one is as that one is."""
    found = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if found.version == 6 and found in NAT64:
        inner = ipaddress.ip_address(int(found) & 0xFFFFFFFF)
    if inner:
        return is_public(str(inner))
    return found.is_global and not found.is_multicast and not getattr(found, "teredo", None)
