"""What machines read: Atom feeds, the sitemap, robots.txt."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest

from articles import publishing
from articles.models import Byline, Page, Publication, Role
from tests import make

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
DAY = timedelta(days=1)


def parsed(response):
    return ElementTree.fromstring(response.content)  # noqa: S314 (we wrote it)


def feed(client, address="/feeds/atom.xml"):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return parsed(response)


def titles(root):
    return [title.text for title in root.findall("a:entry/a:title", ATOM)]


def test_an_entry_holds_the_whole_piece_with_all_its_authors_in_order(client):
    people = [make.person(name) for name in ("Zaza Last", "Aram First", "Mariam & Co <x>")]
    article = make.article(
        authors=people,
        standfirst="One pass.",
        body='<h2>One</h2><p>See <a href="/topics/">topics</a>.<sup class="note"><a href="#fn-a">1</a></sup></p>',
        notes=[("a", "A note.")],
        topics=[make.topic()],
        tags=["Lars"],
    )
    Byline.objects.create(article=article, name="Shirin Motamedi", role=Role.TRANSLATOR, position=9)
    publishing.publish(article, at=make.NOW)
    entry = feed(client).find("a:entry", ATOM)

    def said(name):
        return [found.text for found in entry.findall(f"a:{name}", ATOM)]

    assert said("author/a:name") == ["Zaza Last", "Aram First", "Mariam & Co <x>"]
    assert said("contributor/a:name") == ["Shirin Motamedi"]
    assert said("author/a:uri")[0] == "http://testserver/people/zaza-last/"
    assert said("id") == ["tag:testserver,2026:CCSIS-AN-2026-001"]
    assert said("published") == said("updated") == ["2026-11-19T12:00:00Z"]
    assert said("summary") == ["One pass."]
    assert [found.get("term") for found in entry.findall("a:category", ATOM)] == ["roads", "lars"]
    assert entry.find("a:link", ATOM).get("href") == "http://testserver/analyses/the-single-road/"
    content = said("content")[0]
    assert '<a href="http://testserver/topics/">' in content
    assert 'href="http://testserver/analyses/the-single-road/#fn-a"' in content
    assert "A note." in content
    assert 'class="anchor"' not in content


def test_the_id_of_an_entry_outlives_a_new_title_address_and_text(client):
    article = make.article()
    publishing.publish(article, at=make.NOW)
    before = feed(client).find("a:entry/a:id", ATOM).text
    article.title, article.slug, article.body = "Another title", "another-address", "<p>Other words.</p>"
    article.save()
    publishing.publish(article, now=make.NOW + 2 * DAY)
    entry = feed(client).find("a:entry", ATOM)
    assert entry.find("a:id", ATOM).text == before
    assert entry.find("a:published", ATOM).text == "2026-11-19T12:00:00Z"
    assert entry.find("a:updated", ATOM).text == "2026-11-21T12:00:00Z"


def test_each_list_has_its_feed(client):
    fields = {"topics": [make.topic()], "regions": [make.region()], "series": make.series(), "tags": ["Lars"]}
    make.publication("In all", authors=[make.person()], **fields)
    make.publication("What if", kind="simulation", at=make.NOW - DAY)
    lists = ("topics/roads", "regions/georgia", "series/winter-roads", "tags/lars", "people/tamar-lezhvari")
    for name in lists:
        assert titles(feed(client, f"/{name}/feed.atom")) == ["In all"], name
        assert 'type="application/atom+xml" title="' in client.get(f"/{name}/").text
        assert f'href="/{name}/feed.atom"' in client.get(f"/{name}/").text
    assert titles(feed(client, "/simulations/feed.atom")) == ["What if"]
    assert titles(feed(client, "/analyses/feed.atom")) == titles(feed(client)) == ["In all", "What if"]


def test_a_feed_names_itself_and_its_page(client):
    root = feed(client, "/analyses/feed.atom")
    links = {link.get("rel"): link.get("href") for link in root.findall("a:link", ATOM)}
    assert links == {"self": "http://testserver/analyses/feed.atom", "alternate": "http://testserver/analyses/"}
    assert root.find("a:id", ATOM).text == "http://testserver/analyses/feed.atom"
    assert root.find("a:author/a:name", ATOM).text == "Caucasus Center for Strategic and International Studies"


def test_an_empty_feed_is_still_a_feed(client):
    root = feed(client)
    assert titles(root) == []
    assert root.find("a:updated", ATOM).text == "2000-01-01T00:00:00Z"


def test_letters_that_xml_cannot_hold_do_not_break_a_feed(client):
    publication = make.publication("A title")
    Publication.objects.filter(pk=publication.pk).update(title="A\x0b title\x1f", standfirst="\ufffe")
    assert titles(feed(client)) == ["A title"]


def test_who_has_seen_a_feed_gets_no_second_copy(client):
    make.publication()
    first = client.get("/feeds/atom.xml")
    assert client.get("/feeds/atom.xml", headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get("/feeds/atom.xml", headers={"if-modified-since": first["Last-Modified"]}).status_code == 304


def test_a_retraction_is_news_for_who_has_seen_a_feed(client):
    make.publication("Stays", at=make.NOW - DAY)
    publication = make.publication("Goes")
    first = client.get("/feeds/atom.xml")
    publishing.retract(publication.article, reason="Wrong.")
    for seen in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        response = client.get("/feeds/atom.xml", headers=seen)
        assert titles(parsed(response)) == ["Stays"]


# The sitemap


def test_the_sitemap_names_what_is_public_each_once(client):
    original = make.publication("The single road", topics=[make.topic()], authors=[make.person()], tags=["Lars"])
    make.publication("Дорога", language="ru", original=original.article)
    make.publication("What if", kind="simulation")
    make.retracted("Taken back")
    make.topic("Empty")
    Page.objects.create(title="About", body="<p>x</p>")
    Page.objects.create(title="Hidden", is_public=False)
    root = parsed(client.get("/sitemap.xml"))
    addresses = [loc.text.removeprefix("http://testserver") for loc in root.findall("s:url/s:loc", SITEMAP)]
    lists = ["/", "/analyses/", "/simulations/", "/topics/", "/regions/", "/tags/", "/series/", "/people/", "/archive/"]
    lists += ["/corrections/"]
    pieces = ["/simulations/what-if/", "/analyses/doroga/", "/analyses/the-single-road/"]
    assert addresses == lists + pieces + ["/topics/roads/", "/tags/lars/", "/people/tamar-lezhvari/", "/about/"]
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_the_sitemap_puts_translations_beside_each_other(client):
    original = make.publication("The single road")
    make.publication("Дорога", language="ru", original=original.article)
    root = parsed(client.get("/sitemap.xml"))
    for url in root.findall("s:url", SITEMAP)[10:12]:
        links = {link.get("hreflang"): link.get("href") for link in url.findall("x:link", SITEMAP)}
        assert links == {
            "en": "http://testserver/analyses/the-single-road/",
            "ru": "http://testserver/analyses/doroga/",
        }


def test_robots_are_told_where_the_sitemap_is_and_what_is_private(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert "Sitemap: http://testserver/sitemap.xml" in response.text
    assert "Disallow: /admin/" in response.text
