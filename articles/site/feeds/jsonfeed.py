"""A feed as JSON Feed 1.1 (jsonfeed.org).

What the format has no place for stands in `_ccsis`, as it asks for extensions: everybody under the piece with role
and title, and its number and version.
"""

import json

from articles.site.feeds.atom import stamp

TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def write(feed):
    """Takes a Feed, gives bytes."""
    data = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "description": feed.description,
        "icon": feed.icon,
        "authors": [{"name": feed.publisher, "url": feed.home}],
        "language": feed.language,
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
    }
    return json.dumps({**_given(data), "items": [_item(item) for item in feed.items]}, ensure_ascii=False).encode()


def _item(item):
    picture, credits = item.picture, [_credit(name) for name in item.names]
    data = {
        "id": item.id,
        "url": item.address,
        "title": item.title,
        "content_html": item.html,
        "summary": item.summary,
        "image": picture.address if picture else "",
        "date_published": stamp(item.published),
        "date_modified": stamp(item.updated),
        "authors": [_given({"name": name.name, "url": name.address}) for name in item.writers],
        "tags": [each.name for each in item.categories],
        "language": item.language,
        "_ccsis": _given({"number": item.number, "version": item.version, "credits": credits}),
    }
    return _given(data)


def _credit(name):
    given = {"name": name.name, "native_name": name.native_name, "role": name.role, "title": name.title}
    return _given({**given, "url": name.address})


def _given(data):
    return {name: value for name, value in data.items() if value not in ("", None, 0, [], {})}
