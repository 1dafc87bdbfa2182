"""What search engines and other programs ask for by name: sitemaps, robots.txt, llms.txt, the description of search."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing
from articles.models import Page, Publication, Tag
from articles.site import sitemaps
from ccsis.models import SiteSettings
from tests import make

pytestmark = pytest.mark.django_db
SITE = "http://testserver"
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
    "o": "http://a9.com/-/spec/opensearch/1.1/",
}
LISTS = ["", "analyses/", "simulations/", "topics/", "regions/", "tags/", "series/", "people/", "archive/"]
LISTS += ["corrections/"]
CODES = ["en", "ru", "fa"]


def parsed(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return ElementTree.fromstring(response.content)  # noqa: S314 (we wrote it)


def parts(client):
    """{the name of a part: when it changed, or None}, as the index says."""
    return {
        each.find("s:loc", NAMES).text.removeprefix(f"{SITE}/sitemap-").removesuffix(".xml"): each.findtext(
            "s:lastmod", None, NAMES
        )
        for each in parsed(client, "/sitemap.xml").findall("s:sitemap", NAMES)
    }


def entries(client, name):
    """[(path, when it changed, {language: path of the same})] of a part."""
    found = []
    for url in parsed(client, f"/sitemap-{name}.xml").findall("s:url", NAMES):
        links = {link.get("hreflang"): link.get("href").removeprefix(SITE) for link in url.findall("x:link", NAMES)}
        found.append((url.find("s:loc", NAMES).text.removeprefix(SITE), url.findtext("s:lastmod", None, NAMES), links))
    return found


def in_each_language(path):
    """The entries of a list, as they have to be."""
    paths = {code: f"/{path}" if code == "en" else f"/{code}/{path}" for code in CODES}
    return [(each, None, {**paths, "x-default": paths["en"]}) for each in paths.values()]


def test_the_sitemap_names_what_is_public_each_once_in_each_language(client):
    original = make.publication("The single road", topics=[make.topic()], authors=[make.person()], tags=["Lars"])
    make.publication("Дорога", language="ru", original=original.article, follows_version=1)
    simulation = make.publication("What if", kind="simulation", series=make.series(), regions=[make.region()])
    publishing.correct(simulation.article, type="update", text="More.", now=make.NOW + timedelta(days=1))
    make.retracted("Taken back", tags=["Gone"])
    make.topic("Empty")
    Tag.objects.create(name="Larsi", synonym_of=make.tag("Lars"))
    about = Page.objects.create(title="About", body="<p>x</p>")
    Page.objects.create(title="Hidden", is_public=False)
    changed = {f"pieces-{number}": at for number, at in sitemaps.SECTIONS["pieces"].parts()}
    assert parts(client) == {"lists-1": None, "pieces-1": "2026-11-20T12:00:00+00:00", "tags-1": None, "people-1": None}
    assert changed == {"pieces-1": make.NOW + timedelta(days=1)}
    lists = [entry for path in LISTS for entry in in_each_language(path)]
    for path in ("topics/roads/", "regions/georgia/", "series/winter-roads/"):
        lists += in_each_language(path)
    pages = [
        (path, about.updated_at.isoformat(timespec="seconds"), links) for path, _at, links in in_each_language("about/")
    ]
    assert entries(client, "lists-1") == lists + pages
    assert entries(client, "tags-1") == in_each_language("tags/lars/")
    assert entries(client, "people-1") == in_each_language("people/tamar-lezhvari/")
    alike = {"en": "/analyses/the-single-road/", "ru": "/analyses/doroga/"}
    day = "2026-11-19T12:00:00+00:00"
    assert entries(client, "pieces-1") == [
        ("/analyses/the-single-road/", day, alike),
        ("/analyses/doroga/", day, alike),
        ("/simulations/what-if/", "2026-11-20T12:00:00+00:00", {}),
    ]
    for name in parts(client):
        for path, _changed, _links in entries(client, name):
            assert client.get(path).status_code == 200, path


def test_a_part_holds_a_range_of_ids_and_does_not_change_when_more_come(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST", 3)  # three pieces, or one tag in three languages
    rows = [make.publication(f"Piece {n}", tags=[f"Tag {n}"]) for n in range(4)]

    def part(row):
        return f"pieces-{(row.pk - 1) // 3 + 1}"

    tags = {f"tags-{tag.pk}" for tag in Tag.objects.all()}
    assert set(parts(client)) == {"lists-1", *map(part, rows), *tags}
    before = client.get(f"/sitemap-{part(rows[0])}.xml").content
    new = make.publication("New")
    assert (client.get(f"/sitemap-{part(rows[0])}.xml").content, part(new) == part(rows[0])) == (before, False)
    late = make.publication("Поздно", language="ru", original=rows[0].article, follows_version=1)
    for row in (rows[0], late):
        links = {path: links for path, _changed, links in entries(client, part(row))}
        both = {"en": rows[0].get_absolute_url(), "ru": late.get_absolute_url()}
        assert links[row.get_absolute_url()] == both
    for gone in ("pieces-9999", "tags-9999", "lists-2"):
        assert client.get(f"/sitemap-{gone}.xml").status_code == 404


def test_a_sitemap_costs_the_same_queries_however_many_pieces_there_are(client):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            for path in ("sitemap", "sitemap-pieces-1", "sitemap-lists-1", "sitemap-tags-1", "news-sitemap"):
                assert client.get(f"/{path}.xml").status_code == 200, path
        return len(queries)

    def publish(number):
        original = make.publication(f"Piece {number}", tags=[f"Tag {number}"], at=timezone.now())
        make.publication(f"Часть {number}", language="ru", original=original.article, at=timezone.now())

    publish(1)
    one = count()
    for number in range(2, 7):
        publish(number)
    assert count() == one


def test_the_news_are_those_of_two_days(client):
    now = timezone.now()
    make.publication("Too old", at=now - timedelta(days=2, minutes=1))
    row = make.publication("Снег & лёд", language="ru", at=now - timedelta(days=1, hours=23))
    (url,) = parsed(client, "/news-sitemap.xml").findall("s:url", NAMES)
    told = {each.tag.split("}")[1]: each.text for each in url.iter() if each.text}
    assert told == {
        "loc": row.full_address,
        "name": SiteSettings.load().name,
        "language": "ru",
        "publication_date": row.published_at.isoformat(timespec="seconds"),
        "title": "Снег & лёд",
    }
    Publication.objects.all().delete()
    assert len(parsed(client, "/news-sitemap.xml")) == 0


def test_robots_are_told_where_the_sitemaps_are_and_what_is_not_for_them(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.text.splitlines()
    assert lines[0] == "User-agent: *"
    assert lines[-2:] == [f"Sitemap: {SITE}/sitemap.xml", f"Sitemap: {SITE}/news-sitemap.xml"]
    closed = {line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow")}
    assert {"/admin/", "/submissions/", "/api/", "/search/", "/ru/search/", "/fa/accounts/"} <= closed
    assert [path for path in ("/", "/analyses/", "/feeds/", "/ru/") if path in closed] == []


def test_programs_are_told_who_we_are_and_how_to_read_us(client):
    make.topic("Empty")
    row = make.publication("Snow [and] *ice*", standfirst="Two lines\nof it.", topics=[make.topic()])
    make.retracted("Taken back")
    response = client.get("/llms.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.text.splitlines()
    assert lines[0] == "# Caucasus Center for Strategic and International Studies"
    assert (
        f"- [Snow \\[and\\] \\*ice\\*]({row.full_address}text.md): 2026-11-19, Analysis, en. Two lines of it." in lines
    )
    assert f"- [Roads]({SITE}/topics/roads/)" in lines
    assert [words for words in ("Taken back", "Empty", "## Regions") if words in response.text] == []
    assert lines[-1].startswith("[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)")


def test_a_browser_can_search_here_from_its_address_line(client):
    assert '<link rel="search" type="application/opensearchdescription+xml" title="CCSIS" href="/opensearch.xml">' in (
        client.get("/").text
    )
    root = parsed(client, "/opensearch.xml")
    assert client.get("/opensearch.xml")["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    assert root.find("o:ShortName", NAMES).text == "CCSIS"
    templates = {each.get("type"): each.get("template") for each in root.findall("o:Url", NAMES)}
    assert templates["text/html"] == f"{SITE}/search/?q={{searchTerms}}"
