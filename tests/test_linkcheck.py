"""The weekly look at links: our own by our rows, others only where that is switched on, by several workers at once."""

import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from articles import linkcheck, own_links, publishing
from articles.models import CheckedLink, Note, Page, Person, Publication, Source
from ccsis.models import Redirect
from tests import make

pytestmark = pytest.mark.django_db


def linking(*addresses, **fields):
    links = " ".join(f'<a href="{address}">the place</a>' for address in addresses)
    return make.publication(fields.pop("title", "Links"), body=f"<p>See {links} for more.</p>", **fields)


def broken():
    rows = CheckedLink.objects.filter(broken_since__isnull=False).order_by("address")
    return list(rows.values_list("address", "status"))


# Our own site


def test_every_kind_of_address_of_ours_is_asked_of_our_own_rows():
    seen, waiting, gone = make.publication("Seen"), make.article("Waiting"), make.retracted("Gone")
    image, topic, named = make.image(), make.topic("Energy"), make.person("Tamar Lezhvari")
    make.publication("Hers", authors=[named], series=make.series("Winter roads"))
    Page.objects.create(title="About us", slug="about")
    Page.objects.create(title="Hidden", slug="hidden", is_public=False)
    Person.objects.create(name="Nobody Yet", slug="nobody-yet")
    Redirect.objects.leave("/2019/07/old/", seen.get_absolute_url())
    fine = [
        *("/", "/analyses/", "/archive/2026/11/", "/search/?q=gas", "/submit/", "/static/x.css", "/feeds/atom.xml"),
        *(seen.get_absolute_url(), topic.get_absolute_url(), named.get_absolute_url(), "/series/winter-roads/"),
        *(image.body_address, image.file.url, "/about/", "/about", "/topics/energy/feed.atom", "/2019/07/old/"),
    ]
    wrong = {
        "/analyses/no-such/": "missing",
        "/topics/no-such/": "missing",
        "/images/987654": "missing",
        "/media/images/no-such.png": "missing",
        "/no-such/": "missing",
        "/a/b/c/": "missing",
        f"/analyses/{waiting.slug}/": "not_public",
        "/hidden/": "not_public",
        "/people/nobody-yet/": "not_public",
        gone.get_absolute_url(): "gone",
        "/admin/articles/": "private",
        "/preview/abc/": "private",
    }
    assert own_links.broken([*fine, *wrong]) == wrong


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/topics/gas/?x=1", "/topics/gas/?x=1"),
        ("http://localhost:8000/topics/", "/topics/"),
        ("https://testserver", "/"),
        ("https://elsewhere.example/topics/", None),
        ("//elsewhere.example/", None),
        ("mailto:desk@testserver", None),
        ("#sec-one", None),
        ("https://[broken/", None),
    ],
)
def test_what_belongs_to_our_own_site(settings, address, path):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "http://localhost:8000", ["testserver"]
    assert own_links.path_of(address) == path


def test_own_links_cost_a_fixed_number_of_queries(django_assert_max_num_queries):
    paths = [make.publication(f"P {n}").get_absolute_url() for n in range(12)]
    with django_assert_max_num_queries(3):
        assert own_links.broken(paths) == {}


# The weekly look


def test_text_notes_and_sources_are_looked_at_and_the_words_around_are_kept(settings):
    settings.SITE_URL = "https://ccsis.example"
    piece = make.article(
        body='<p>See <a href="/no-1/">the first</a> of them.<sup class="note"><a href="#fn-1">1</a></sup></p>'
    )
    source = Source.objects.create(
        article=piece, key="s", title="The pass", author="Lezhvari", address=f"{settings.SITE_URL}/no-3/"
    )
    Note.objects.create(article=piece, key="1", text='In <a href="/no-2/">a note</a>.', source=source)
    publishing.publish(piece)

    assert linkcheck.check_due() == 1

    rows = CheckedLink.objects.order_by("address").values_list("address", "place", "words", "is_internal", "status")
    note = "Lezhvari, “The pass”, ccsis.example/no-3. In a note."
    assert list(rows) == [
        ("/no-1/", "text", "See the first of them.", True, "missing"),
        ("/no-2/", "note", note, True, "missing"),
        ("https://ccsis.example/no-3/", "source", "Lezhvari, The pass", True, "missing"),
    ]


def test_it_is_done_once_a_week_and_again_for_every_new_version():
    piece = linking("/no-such/").article
    assert linkcheck.check_due() == 1
    assert linkcheck.check_due() == 0
    since = CheckedLink.objects.get().broken_since

    piece.refresh_from_db()
    publishing.publish(piece)
    assert linkcheck.check_due() == 1
    Publication.objects.update(links_checked_at=timezone.now() - timedelta(days=7, minutes=1))
    assert linkcheck.check_due() == 1
    assert CheckedLink.objects.get().broken_since == since


def test_what_was_mended_is_broken_no_more():
    linking("/about/")
    linkcheck.check_due()
    assert broken() == [("/about/", "missing")]

    Page.objects.create(title="About us", slug="about")
    Publication.objects.update(links_checked_at=None)
    linkcheck.check_due()
    assert broken() == []
    assert CheckedLink.objects.get().status == ""


def test_a_look_that_broke_off_is_begun_again_after_an_hour(monkeypatch):
    linking("/no-such/")
    monkeypatch.setattr(linkcheck, "_answers", lambda links, is_ending: None)
    assert linkcheck.check_due() == 0
    assert linkcheck.check_due() == 0
    monkeypatch.undo()
    assert linkcheck.check_due() == 0  # somebody may still be at it

    Publication.objects.update(links_checked_at=timezone.now() - timedelta(days=7, minutes=1))
    assert linkcheck.check_due() == 1


def test_what_comes_of_an_older_version_is_not_written():
    publication = linking("/no-such/")
    stale = Publication.objects.get()
    publishing.publish(publication.article)
    linkcheck.keep(stale, linkcheck.links_of(stale), {"/no-such/": "missing"}, now=timezone.now())
    assert not CheckedLink.objects.exists()


def test_several_workers_look_at_each_publication_once(together):
    for n in range(6):
        linking("/no-such/", title=f"No. {n}")
    assert sum(together(*[linkcheck.check_due] * 3)) == 6
    assert CheckedLink.objects.count() == 6


# Other sites


class Handler(BaseHTTPRequestHandler):
    def do_HEAD(self):
        self.server.asked.append(f"{self.command} {self.path}")
        status = self.server.answers.get(f"{self.command} {self.path}", 404)
        self.send_response(status if isinstance(status, int) else 302)
        if isinstance(status, str):
            self.send_header("Location", status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, *args):
        pass


@contextmanager
def serving():
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.answers, server.asked = {}, []
        server.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_what_other_sites_answer():
    with serving() as other:
        other.answers = {
            "HEAD /fine": 200,
            "HEAD /no-head": 501,
            "GET /no-head": 200,
            "HEAD /moved": f"{other.address}/fine",
            "HEAD /round": "/round",
            "HEAD /forbidden": 403,
            "HEAD /busy": 429,
            "HEAD /down": 503,
            "GET /down": 503,
            "HEAD /odd": "ftp://127.0.0.1/",
        }
        paths = "fine no-head moved round forbidden busy down gone odd".split()
        said = [linkcheck.ask(f"{other.address}/{path}", private_addresses=True) for path in paths]
        closed = other.address
    assert said == ["", "", "", "circles", "", "", "503", "404", "no_answer"]
    assert other.asked[:3] == ["HEAD /fine", "HEAD /no-head", "GET /no-head"]
    assert linkcheck.ask(closed, private_addresses=True) == "no_answer"


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/", "http://localhost/", "http://[::1]/", "http://10.0.0.1/"])
def test_nobody_is_asked_in_a_private_network(address):
    assert linkcheck.ask(address) == "private_network"


def test_other_sites_are_asked_only_where_that_is_switched_on(settings, monkeypatch):
    asked = []

    def ask(address):
        asked.append(address)
        return "404" if "gone" in address else ""

    monkeypatch.setattr(linkcheck, "ask", ask)
    linking("https://one.example/gone", "https://two.example/", "/no-such/")
    linkcheck.check_due()
    assert (asked, broken()) == ([], [("/no-such/", "missing")])

    settings.CHECK_EXTERNAL_LINKS = True
    Publication.objects.update(links_checked_at=None)
    linkcheck.check_due()
    assert asked == ["https://one.example/gone", "https://two.example/"]
    assert broken() == [("/no-such/", "missing"), ("https://one.example/gone", "404")]


def test_one_host_is_left_alone_between_two_questions():
    assert linkcheck._wait_for_turn("https://one.example/a", lambda: False)
    assert linkcheck._wait_for_turn("https://two.example/a", lambda: False)
    assert not linkcheck._wait_for_turn("https://one.example/b", lambda: True)


# The list


def test_the_list_shows_each_broken_link_with_its_piece_and_words(client):
    author = make.user("author")
    linking("/no-such/", title="Mine", created_by=author)
    linking("/nor-this/", "/", title="Somebody else’s")
    linkcheck.check_due()
    client.force_login(author)
    page = client.get("/admin/articles/checkedlink/").text
    assert "there is no such page" in page
    assert "See the place for more." in page
    assert "/no-such/" in page
    assert "/nor-this/" not in page
    client.force_login(make.user("editor"))
    assert [str(row) for row in client.get("/admin/articles/checkedlink/").context["cl"].result_list] == [
        "/nor-this/",
        "/no-such/",
    ]


def test_what_is_listed_can_be_looked_at_again_at_once(client):
    linking("/about/")
    linkcheck.check_due()
    Page.objects.create(title="About us", slug="about")
    client.force_login(make.user("editor"))

    answer = client.post("/admin/articles/checkedlink/again/", follow=True)

    assert "looks at them again within a minute" in answer.text
    assert linkcheck.check_due() == 1
    assert broken() == []
    assert client.get("/admin/articles/checkedlink/again/").status_code == 405
