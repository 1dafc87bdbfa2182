"""A feed as RSS 2.0, as the profile of the RSS Advisory Board asks for.

RSS has one author, by e-mail address; so the names stand in Dublin Core, each in an element of its own.
"""

from datetime import UTC
from email.utils import format_datetime
from html import escape
from xml.etree.ElementTree import Element

from articles.site.feeds import atom
from articles.site.feeds.xml import add, add_picture, document, mark

NAMESPACES = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:dcterms": "http://purl.org/dc/terms/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}
TYPE = "application/rss+xml"
RULES = "https://www.rssboard.org/rss-specification"


def write(feed):
    """Takes a Feed, gives bytes."""
    root = Element("rss", {"version": "2.0", **NAMESPACES})
    channel = mark(root, "channel")
    add(channel, "title", feed.title)
    add(channel, "link", feed.page)
    add(channel, "description", escape(feed.description or feed.title, quote=False))
    add(channel, "language", feed.language)
    if feed.rights:
        add(channel, "copyright", feed.rights)
    add(channel, "lastBuildDate", stamp(feed.updated))
    add(channel, "docs", RULES)
    mark(channel, "atom:link", rel="self", type=TYPE, href=feed.address)
    if feed.hub:
        mark(channel, "atom:link", rel="hub", href=feed.hub)
    for item in feed.items:
        _item(channel, item)
    return document(root)


def _item(channel, item):
    element = mark(channel, "item")
    add(element, "title", item.title)
    add(element, "link", item.address)
    add(element, "guid", item.id, isPermaLink="false")
    add(element, "pubDate", stamp(item.published))
    add(element, "dcterms:modified", atom.stamp(item.updated))
    for name in item.names:
        add(element, "dc:creator" if name.is_writer else "dc:contributor", name.name)
    for each in item.categories:
        add(element, "category", each.name, domain=each.scheme)
    if item.picture:
        # The length is required, and 0 where it is not known.
        length = {"length": str(item.picture.bytes)}
        mark(element, "enclosure", url=item.picture.address, type=item.picture.type, **length)
        add_picture(element, item.picture)
    add(element, "dc:language", item.language)
    # Readers take it for HTML. It stands before the full text, since some take the first that they find.
    add(element, "description", escape(item.summary or item.title, quote=False))
    add(element, "content:encoded", item.html)


def stamp(moment):
    """A moment as RFC 822 writes it, with a year of four digits and its zone."""
    return format_datetime(moment.astimezone(UTC))
