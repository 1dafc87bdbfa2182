"""Pictures from the old site's own host, where that is allowed; from nowhere else, and never into a private network."""

import io
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PIL import Image as Pillow

from articles.imports import fetching
from articles.imports.export import open_export
from articles.imports.fetching import CannotFetch, Fetcher
from articles.imports.items import Site
from articles.imports.wordpress import Import
from articles.models import Article, Image
from ccsis.guarded import is_public
from tests.oldsite import export, imported, item, picture

pytestmark = pytest.mark.django_db


def jpeg(colour="teal"):
    out = io.BytesIO()
    Pillow.new("RGB", (60, 40), colour).save(out, "JPEG")
    return out.getvalue()


class OldServer(ThreadingHTTPServer):
    """Answers with what `pages` holds: {path: (status, headers, body)}; `asked` keeps what it was asked for."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages, self.asked = {}, []
        self.address = f"http://127.0.0.1:{self.server_port}"

    def picture(self, path, body=None, status=200, **headers):
        self.pages[path] = (status, headers, jpeg() if body is None else body)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((self.path, self.headers.get("Cookie"), self.headers.get("Accept-Encoding")))
        status, headers, body = self.server.pages.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in {"Set-Cookie": "a=b", "Content_Length": len(body), **headers}.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@contextmanager
def serving():
    with OldServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def old():
    with serving() as server:
        yield server


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(fetching, "PAUSE", 0)


BRIDGE = "/wp-content/uploads/2019/04/bridge.jpg"
TEXT = 'Look: <img class="wp-image-2" src="{}/wp-content/uploads/2019/04/bridge-300x200.jpg">'


def one_picture(folder, old, address=None):
    text = item(1, "One", content=TEXT.format(old.address))
    return export(folder, text, picture(2, "2019/04/bridge.jpg", address=address or old.address), address=old.address)


def paths(old):
    return [path for path, *_rest in old.asked]


def test_nothing_is_asked_for_without_leave(tmp_path, old):
    old.picture(BRIDGE)
    report = imported(one_picture(tmp_path, old))
    assert old.asked == []
    assert "    its pictures are missing, as no --uploads were given" in report


def test_a_picture_is_fetched_once_and_kept(tmp_path, old):
    old.picture(BRIDGE)
    file = one_picture(tmp_path, old)
    assert "Pictures imported: 1." in imported(file, fetch=True)
    assert (
        Article.objects.get().body
        == f'<p>Look:</p>\n<figure><img src="/images/{Image.objects.get().pk}" alt=""></figure>'
    )
    assert old.asked == [(BRIDGE, None, "identity")]
    assert "0 imported, 0 updated, 1 unchanged" in imported(file, fetch=True)
    assert len(old.asked) == 1


def test_a_dry_run_fetches_too_and_says_the_same(tmp_path, old):
    old.picture(BRIDGE)
    file = one_picture(tmp_path, old)
    would = imported(file, fetch=True, dry_run=True).splitlines()[1:]
    assert not Image.objects.exists()
    assert imported(file, fetch=True).splitlines() == would


def test_what_lies_in_the_folder_is_not_asked_for(tmp_path, old):
    old.picture(BRIDGE)
    folder = tmp_path / "uploads" / "2019" / "04"
    folder.mkdir(parents=True)
    (folder / "bridge.jpg").write_bytes(jpeg("red"))
    imported(one_picture(tmp_path, old), uploads=str(tmp_path / "uploads"), fetch=True)
    assert old.asked == [] and Image.objects.count() == 1


def test_a_picture_on_another_host_is_looked_for_on_the_own_one_alone(tmp_path, old):
    with serving() as other:
        other.picture(BRIDGE)
        file = one_picture(tmp_path, old, address=other.address.replace("127.0.0.1", "localhost"))
        report = imported(file, fetch=True)
        assert other.asked == []
    assert paths(old) == [BRIDGE]
    assert "    picture 2019/04/bridge.jpg is not in the uploads folder, and the old site answers 404" in report


def test_a_redirect_is_followed_on_the_own_host_and_no_further(tmp_path, old):
    with serving() as other:
        other.picture("/x.jpg")
        elsewhere = other.address.replace("127.0.0.1", "localhost") + "/x.jpg"
        old.picture(BRIDGE, b"", 302, Location="/moved.jpg")
        old.picture("/moved.jpg", b"", 301, Location=elsewhere)
        report = imported(one_picture(tmp_path, old), fetch=True)
        assert "and the old site leads elsewhere, so it was not fetched" in report
        assert other.asked == []
    old.picture("/moved.jpg")
    assert "Pictures imported: 1." in imported(one_picture(tmp_path, old), fetch=True)


FAILING = {
    "gone": ({"status": 404}, "the old site answers 404"),
    "forbidden": ({"status": 403}, "the old site answers 403"),
    "circle": ({"status": 302, "Location": BRIDGE}, "the old site leads in circles"),
    "file": ({"status": 302, "Location": "file:///etc/passwd"}, "the old site leads elsewhere, so it was not fetched"),
    "port": (
        {"status": 302, "Location": "http://127.0.0.1:22/"},
        "the old site leads elsewhere, so it was not fetched",
    ),
    "user": ({"status": 302, "Location": "//a@127.0.0.1/"}, "the old site leads elsewhere, so it was not fetched"),
    "large": ({"body": b"x" * (fetching.MOST_BYTES + 1)}, "it has more than 10 MB"),
    "cut": ({"Content_Length": 100_000}, "it was cut off on the way"),
    "broken": ({"status": 503}, "the old site answers 503"),
}


@pytest.mark.parametrize("name", FAILING)
def test_what_does_not_come_is_reported_with_the_reason(name, tmp_path, old):
    answer, reason = FAILING[name]
    old.picture(BRIDGE, **answer)
    report = imported(one_picture(tmp_path, old), fetch=True)
    assert f"    picture 2019/04/bridge.jpg is not in the uploads folder, and {reason}" in report
    assert not Image.objects.exists()


def test_what_is_no_picture_is_left_out(tmp_path, old):
    old.picture(BRIDGE, b"<?php system('id');")
    assert "picture 2019/04/bridge.jpg: This file is damaged" in imported(one_picture(tmp_path, old), fetch=True)


def test_a_site_that_breaks_down_is_tried_twice_and_left_in_peace_soon(tmp_path, old):
    for number in range(2, 12):
        old.picture(f"/wp-content/uploads/2019/04/{number}.jpg", status=500)
    text = "".join(f'<img class="wp-image-{number}">' for number in range(2, 12))
    pictures = [picture(number, f"2019/04/{number}.jpg", address=old.address) for number in range(2, 12)]
    report = imported(export(tmp_path, item(1, "One", content=text), *pictures, address=old.address), fetch=True)
    assert len(old.asked) == fetching.DEAD_AFTER * fetching.TRIES
    assert report.count("and the old site answers 500") == 5 and report.count("and the old site does not answer") == 5


def test_a_site_that_never_finishes_is_hung_up_on(monkeypatch):
    monkeypatch.setattr(fetching, "LONGEST", 0.3)
    monkeypatch.setattr(fetching, "TRIES", 1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(CannotFetch, match="the old site does not answer"):
            Fetcher(Site(address=address)).fetch(f"{address}/x.jpg", "x.jpg")


def test_where_private_networks_are_closed_the_address_connected_to_counts(tmp_path, old, monkeypatch):
    old.picture(BRIDGE)
    with open_export(one_picture(tmp_path, old)) as found:
        report = Import(found, fetch=True, private_addresses=False).run()
    assert "the old site's name leads into a private network" in str(report)
    assert old.asked == []
    asked = []

    def resolved(host, port, **kind):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.7" if len(asked) > 1 else "93.184.216.34", port))]

    def connected(place, timeout):
        raise OSError(f"asked {place[0]}")

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    monkeypatch.setattr(socket, "create_connection", connected)
    fetcher = Fetcher(Site(address="http://old.example"), private_addresses=False)
    with pytest.raises(CannotFetch, match="leads into a private network"):  # the second time, when it changed its mind
        fetcher.fetch("http://old.example/a.jpg", "a.jpg")
    assert asked == ["old.example", "old.example"]


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",  # noqa: S104 - it must be refused
            "224.0.0.1",
        ),
        *("::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::", "ff02::1"),
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    ],
)
def test_addresses_that_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"])
def test_addresses_that_are_public(address):
    assert is_public(address)


def test_only_the_own_host_and_its_usual_ports_are_own():
    fetcher = Fetcher(Site(address="https://www.old.example:8443/blog"))
    own = ["http://old.example/a b.jpg?x=1", "https://WWW.old.example:8443/ä.jpg", "https://www.old.example:443/x"]
    assert [fetcher._own(address) for address in own] == [
        "http://old.example/a%20b.jpg?x=1",
        "https://WWW.old.example:8443/%C3%A4.jpg",
        "https://www.old.example:443/x",
    ]
    others = [
        "ftp://old.example/",
        "//old.example/",
        "http://old.example:22/",
        "http://evil.example/",
        "http://[::",
        "",
    ]
    others += ["http://old.example.evil.example/", "http://me@old.example/", "http://old.example:x/", "javascript:1"]
    assert [fetcher._own(address) for address in others] == [""] * len(others)
