"""Connections to other machines that lead to public ones alone, where that is asked, and end in time.

The address that is really connected to is looked at, so a name that changes its mind between two questions leads
nowhere.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import time

PORTS = {"http": 80, "https": 443}
REDIRECTS = {301, 302, 303, 307, 308}
SILENCE = 20.0  # seconds without an answer
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class PrivateNetwork(Exception):
    """The name leads to a machine that is not on the public internet."""


class Connection(http.client.HTTPConnection):
    """To an address that was looked at before it is connected to. Takes the parts of the address, whether machines
    of private networks may be asked too, and the moment (of time.monotonic) at which it is given up."""

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
                raise PrivateNetwork
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
