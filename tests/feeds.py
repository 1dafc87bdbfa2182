"""Reads feeds back with a parser that is not ours, each form into the same plain record."""

import json
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from xml.etree import ElementTree

import feedparser
import jsonschema

FORMS = {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"}
EVERYTHING = {"atom": "/feeds/atom.xml", "rss": "/feeds/rss.xml", "json": "/feeds/feed.json"}
TEXT, ADDRESS = {"type": "string", "minLength": 1}, {"type": "string", "pattern": "^https?://[^ ]+$"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}
LANGUAGE = {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]+)*$"}
EXTENSION = {"^_[A-Za-z]": {"type": "object"}}
AUTHORS = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "minProperties": 1,
        "properties": {"name": TEXT, "url": ADDRESS, "avatar": ADDRESS},
        "patternProperties": EXTENSION,
        "additionalProperties": False,
    },
}
# The rules of jsonfeed.org/version/1.1; what it deprecates is left out.
RULES = {
    "type": "object",
    "required": ["version", "title", "items", "feed_url", "home_page_url"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        **{"title": TEXT, "description": TEXT, "user_comment": TEXT, "language": LANGUAGE, "authors": AUTHORS},
        **{name: ADDRESS for name in ("home_page_url", "feed_url", "next_url", "icon", "favicon")},
        "expired": {"type": "boolean"},
        "hubs": {
            "type": "array",
            "items": {"type": "object", "required": ["type", "url"], "properties": {"type": TEXT, "url": ADDRESS}},
        },
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id"],
                "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
                "properties": {
                    **{name: TEXT for name in ("id", "title", "content_html", "content_text", "summary")},
                    **{name: ADDRESS for name in ("url", "external_url", "image", "banner_image")},
                    **{"date_published": MOMENT, "date_modified": MOMENT, "language": LANGUAGE, "authors": AUTHORS},
                    "tags": {"type": "array", "items": TEXT},
                },
                "patternProperties": EXTENSION,
                "additionalProperties": False,
            },
        },
    },
    "patternProperties": EXTENSION,
    "additionalProperties": False,
}
NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
RFC_822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}")
ONCE = ["title", "link", "guid", "pubDate", "description", "{http://purl.org/rss/1.0/modules/content/}encoded"]


def fetched(client, address, form, **headers):
    """The answer at the address of a feed, which has to be whole and of the right type."""
    response = client.get(address, headers=headers)
    assert response.status_code == 200, address
    assert response["Content-Type"] == f"{FORMS[form]}; charset=utf-8"
    return response


def read(client, address, form):
    """The feed at an address as {"id", "title", "self", "page", "updated", "hub", "items": [record]}."""
    content = fetched(client, address, form).content
    return READ[form](content)


def _of_json(content):
    data = json.loads(content)
    jsonschema.validate(data, RULES)
    ids = [item["id"] for item in data["items"]]
    assert len(ids) == len(set(ids))
    hubs = [hub["url"] for hub in data.get("hubs", [])]
    head = {"title": data["title"], "self": data["feed_url"], "page": data["home_page_url"], "hub": hubs}
    return {**head, "items": [_json_item(item) for item in data["items"]]}


def _json_item(item):
    roles = {"translator": "others", "editor": "others"}
    others = [each["name"] for each in item["_ccsis"].get("credits", []) if each["role"] in roles]
    return {
        "id": item["id"],
        "address": item["url"],
        "title": item["title"],
        "html": item["content_html"],
        "summary": item.get("summary", ""),
        "published": datetime.fromisoformat(item["date_published"]),
        "updated": datetime.fromisoformat(item["date_modified"]),
        "writers": [each["name"] for each in item.get("authors", [])],
        "others": others,
        "categories": item.get("tags", []),
        "picture": item.get("image", ""),
        "language": item["language"],
    }


def _of_xml(content):
    # No sanitizing: what we send is what is compared.
    found = feedparser.parse(content, sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.get("bozo_exception")
    links = {link["rel"]: link["href"] for link in found.feed.links}
    hubs = [link["href"] for link in found.feed.links if link["rel"] == "hub"]
    return {
        "title": found.feed.title,
        "self": links["self"],
        "page": links["alternate"],
        "hub": hubs,
        "items": [_xml_item(entry, found.version) for entry in found.entries],
    }


def _xml_item(entry, version):
    pictures = [link["href"] for link in entry.links if link["rel"] == "enclosure"]
    assert [each["url"] for each in entry.get("media_content", [])] == pictures
    content, summary = entry.content[0], entry.get("summary", "")
    return {
        "id": entry.id,
        "address": entry.link,
        "title": entry.title,
        "html": content.value,
        "summary": unescape(summary) if version.startswith("rss") else summary,  # HTML in RSS, words in Atom
        "published": _moment(entry.published_parsed),
        "updated": _moment(entry.updated_parsed),
        "writers": [each["name"] for each in entry.get("authors", []) if each.get("name")],
        "others": [each["name"] for each in entry.get("contributors", []) if each.get("name")],
        "categories": [each.get("label") or each["term"] for each in entry.get("tags", [])],
        "picture": pictures[0] if pictures else "",
        "language": entry.get("language") or content.language,
    }


def _moment(parsed):
    return datetime(*parsed[:6], tzinfo=UTC)


def _of_rss(content):
    """What the profile of the RSS Advisory Board asks of a feed, as far as code can see it."""
    root = ElementTree.fromstring(content)  # noqa: S314 (ours)
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    (channel,) = root
    for name in ("title", "link", "description", "language", "lastBuildDate"):
        assert len(channel.findall(name)) == 1 and channel.find(name).text, name
    dates = [each.text for each in [channel.find("lastBuildDate"), *channel.findall("item/pubDate")]]
    assert [each for each in dates if not RFC_822.fullmatch(each) or parsedate_to_datetime(each).tzinfo is None] == []
    for item in channel.findall("item"):
        tags = [child.tag for child in item]
        assert [tags.count(name) for name in ONCE] == [1] * len(ONCE)
        assert tags.index("description") < tags.index(ONCE[-1])  # some readers take the first that they find
        assert item.find("guid").get("isPermaLink") == "false"
        assert [set(each.attrib) for each in item.findall("enclosure")] in ([], [{"url", "type", "length"}])
        assert item.find("author") is None  # would have to be an e-mail address
    return _of_xml(content)


def root(client, address):
    """The id that the feed itself has, as Atom says it."""
    return feedparser.parse(client.get(address).content).feed.id


READ = {"atom": _of_xml, "rss": _of_rss, "json": _of_json}
