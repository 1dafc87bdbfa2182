"""A feed as Atom (RFC 4287)."""

from datetime import UTC
from xml.etree.ElementTree import Element

from articles.site.feeds.xml import add, add_picture, document, mark

NAMESPACES = {"xmlns": "http://www.w3.org/2005/Atom", "xmlns:media": "http://search.yahoo.com/mrss/"}
TYPE = "application/atom+xml"


def write(feed):
    """Takes a Feed, gives bytes."""
    root = Element("feed", {**NAMESPACES, "xml:lang": feed.language})
    add(root, "id", feed.id)
    add(root, "title", feed.title)
    if feed.description:
        add(root, "subtitle", feed.description)
    add(root, "updated", stamp(feed.updated))
    mark(root, "link", rel="self", type=TYPE, href=feed.address)
    mark(root, "link", rel="alternate", type="text/html", href=feed.page)
    if feed.hub:
        mark(root, "link", rel="hub", href=feed.hub)
    add(mark(root, "author"), "name", feed.publisher)
    add(root, "icon", feed.icon)
    if feed.rights:
        add(root, "rights", feed.rights)
    for item in feed.items:
        _entry(root, item)
    return document(root)


def _entry(root, item):
    entry = mark(root, "entry", **{"xml:lang": item.language})
    add(entry, "id", item.id)
    add(entry, "title", item.title)
    mark(entry, "link", rel="alternate", type="text/html", hreflang=item.language, href=item.address)
    add(entry, "published", stamp(item.published))
    add(entry, "updated", stamp(item.updated))
    for name in item.names:
        _person(mark(entry, "author" if name.is_writer else "contributor"), name)
    for each in item.categories:
        mark(entry, "category", term=each.slug, scheme=each.scheme, label=each.name)
    if item.picture:
        picture = item.picture
        mark(entry, "link", rel="enclosure", type=picture.type, length=picture.bytes, href=picture.address)
        add_picture(entry, picture)
    if item.summary:
        add(entry, "summary", item.summary)
    add(entry, "content", item.html, type="html")


def _person(element, name):
    add(element, "name", name.name)
    if name.address:
        add(element, "uri", name.address)


def stamp(moment):
    """A moment as RFC 3339 writes it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
