"""What search engines read: the sitemap, robots.txt."""

from xml.etree import ElementTree

import pytest

from articles.models import Page
from tests import make

pytestmark = pytest.mark.django_db
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def parsed(response):
    return ElementTree.fromstring(response.content)  # noqa: S314 (we wrote it)


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
