"""Reads a WordPress export (WXR of any version) into plain dataclasses, one item at a time.

    with open_export(path) as export:
        for entry in export.entries:          # a light list of everything in the file
            post = export.post(entry)         # one whole post or page

The whole file is read before anything is given out, so a broken one is refused before anything is written. Memory
is bounded: the texts wait in a temporary file, and only the list of entries is held.
"""

import json
import re
import tempfile
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from urllib.parse import urlsplit
from xml.parsers import expat

from django.utils import timezone

CHUNK = 1 << 16
# WordPress writes control characters that XML forbids. No encoding that holds ASCII as it is needs these bytes.
FORBIDDEN = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0D})
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# The prefixes that WordPress uses, by what their namespace ends with, whatever the version and the scheme.
PREFIXES = [
    (re.compile(r"wordpress\.org/export/[\d.]+/excerpt/?$"), "excerpt"),
    (re.compile(r"wordpress\.org/export/[\d.]+/?$"), "wp"),
    (re.compile(r"purl\.org/rss/1\.0/modules/content/?$"), "content"),
    (re.compile(r"purl\.org/dc/elements/1\.1/?$"), "dc"),
]
KEPT_META = {
    "_thumbnail_id",
    "_wp_old_slug",
    "_wp_attached_file",
    "_wp_attachment_image_alt",
    "_wp_attachment_metadata",
}
NEVER = "0000-00-00 00:00:00"
PHOTO_CREDIT = re.compile(r's:6:"credit";s:\d+:"([^"]{1,200})"')


class UnreadableExport(Exception):
    """The file cannot be imported. The message is one line for the person who asked."""


@dataclass(slots=True)
class Site:
    """The site that the export comes from."""

    title: str = ""
    address: str = ""
    language: str = ""
    version: str = ""

    @property
    def key(self):
        """The site's name in our keys; the same whether it was read by http or https."""
        parts = urlsplit(self.address)
        return (parts.netloc.lower() + parts.path).rstrip("/")

    @property
    def host(self):
        return (urlsplit(self.address).hostname or "").removeprefix("www.")


@dataclass(slots=True)
class Term:
    """A category or a tag as it stands on a post: its domain (category, post_tag, author), address and name."""

    domain: str
    slug: str
    name: str


@dataclass(slots=True)
class Entry:
    """One item in the list: enough to order the items, to know them again and to find what they point to."""

    id: str
    type: str
    status: str
    title: str
    link: str
    guid: str
    slug: str
    date: datetime | None
    parent: str = ""
    has_password: bool = False
    categories: tuple = ()
    offset: int = -1
    # of attachments
    file: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(slots=True)
class Post:
    """A whole post or page."""

    id: str
    type: str
    status: str
    title: str
    link: str
    content: str
    excerpt: str
    creators: list
    terms: list = field(default_factory=list)
    thumbnail: str = ""
    old_slugs: list = field(default_factory=list)


class Export:
    def __init__(self, texts):
        self.site = Site()
        self.authors = {}  # login -> name
        self.entries = []
        self.others = Counter()  # type -> how many items that are neither posts, pages nor attachments
        self.comments = 0
        self._texts = texts

    def post(self, entry):
        """The whole post or page of an entry."""
        self._texts.seek(entry.offset)
        kept = json.loads(self._texts.readline())
        kept["terms"] = [Term(**term) for term in kept["terms"]]
        return Post(**kept)

    def keep(self, entry, post):
        self._texts.seek(0, 2)
        entry.offset = self._texts.tell()
        self._texts.write(json.dumps(asdict(post)).encode() + b"\n")
        self.entries.append(entry)


@contextmanager
def open_export(path, progress=None):
    """The export in this file.

    `progress` is called with the bytes read so far. Raises UnreadableExport with one line where the file is missing,
    broken, cut off, declares entities, or is something else than a WordPress export.
    """
    with tempfile.TemporaryFile() as texts:
        export = Export(texts)
        try:
            with open(path, "rb") as file:
                _Reader(export).read(file, progress)
        except OSError as error:
            raise UnreadableExport(f"{path}: {error.strerror or error}.") from error
        except UnreadableExport as error:
            raise UnreadableExport(f"{path}: {error}") from error
        yield export


class _Reader:
    """Follows the XML and hands each finished item to the export. Entities are refused, not resolved."""

    def __init__(self, export):
        self.export = export
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.EntityDeclHandler = self.doctype
        self.names = {}  # prefix in the file -> prefix that we know
        self.began = False
        self.path = []
        self.text = []
        self.item = self.author = None

    def read(self, file, progress):
        read = 0
        drop = FORBIDDEN
        try:
            while chunk := file.read(CHUNK):
                if not read and chunk.startswith(UTF16_MARKS):
                    drop = b""
                read += len(chunk)
                self.parser.Parse(chunk.translate(None, drop), False)
                if progress:
                    progress(read)
            if not read:
                raise UnreadableExport("the file is empty.")
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise UnreadableExport(self.explain(error)) from error
        except (LookupError, ValueError) as error:  # what expat lets through from a strange encoding declaration
            raise UnreadableExport(f"its encoding cannot be read ({error}).") from error
        if not self.export.site.version:
            raise UnreadableExport("an RSS feed, but not a WordPress export: it says no wxr_version.")

    def explain(self, error):
        if not self.began:
            return "not XML, so not a WordPress export."
        reason = expat.ErrorString(error.code)
        if reason in ("no element found", "unclosed token", "unclosed CDATA section"):
            return f"cut off: the file ends in line {error.lineno}, in the middle."
        return f"broken XML in line {error.lineno}: {reason}."

    def doctype(self, *declaration):
        raise UnreadableExport("it declares a document type or entities, which no WordPress export does.")

    def start(self, tag, attributes):
        if not self.path:
            self.root(tag, attributes)
        name = self.name(tag)
        if name == "item":
            self.item = {"fields": {}, "terms": [], "meta": {}, "comments": 0}
        elif name == "wp:author" and self.path[-1] == "channel":
            self.author = {}
        elif name == "category" and self.item:
            self.term = (attributes.get("domain", ""), attributes.get("nicename", ""))
        self.path.append(name)
        self.text = []

    def root(self, tag, attributes):
        self.began = True
        if tag != "rss":
            raise UnreadableExport(f"XML of another kind: it begins with <{tag[:40]}>, a WordPress export with <rss>.")
        for key, uri in attributes.items():
            if key.startswith("xmlns:"):
                known = next((prefix for pattern, prefix in PREFIXES if pattern.search(uri)), None)
                self.names[key[6:]] = known or key[6:]

    def name(self, tag):
        prefix, colon, local = tag.partition(":")
        return f"{self.names.get(prefix, prefix)}:{local}" if colon else tag

    def characters(self, text):
        self.text.append(text)

    def end(self, tag):
        name = self.path.pop()
        parent = self.path[-1] if self.path else ""
        text, self.text = "".join(self.text), []
        if parent == "channel":
            self.end_of_channel_part(name, text)
        elif parent == "wp:author" and self.author is not None:
            self.author[name] = text.strip()
        elif self.item:
            self.end_of_item_part(name, parent, text)

    def end_of_channel_part(self, name, text):
        site, text = self.export.site, text.strip()
        if name == "item":
            self.finish_item()
        elif name == "wp:author":
            self.finish_author()
        elif name == "title":
            site.title = unescape(text)
        elif name == "language":
            site.language = text
        elif name == "wp:wxr_version":
            site.version = text
        elif name == "wp:base_blog_url" or (name in ("link", "wp:base_site_url") and not site.address):
            site.address = text or site.address

    def end_of_item_part(self, name, parent, text):
        item = self.item
        if parent == "item" and name == "category":
            item["terms"].append(Term(*self.term, text.strip()))
        elif parent == "item" and name == "wp:comment":
            item["comments"] += 1
        elif parent == "item":
            item["fields"].setdefault(name, text)
        elif parent == "wp:postmeta" and name == "wp:meta_key":
            self.meta_key = text.strip()
        elif parent == "wp:postmeta" and name == "wp:meta_value" and self.meta_key in KEPT_META:
            item["meta"].setdefault(self.meta_key, []).append(text.strip())

    def finish_author(self):
        author, self.author = self.author, None
        login = author.get("wp:author_login", "")
        names = f"{author.get('wp:author_first_name', '')} {author.get('wp:author_last_name', '')}".strip()
        self.export.authors[login] = unescape(author.get("wp:author_display_name") or names or login)

    def finish_item(self):
        item, self.item = self.item, None
        self.export.comments += item["comments"]
        kind = item["fields"].get("wp:post_type", "post").strip()
        if kind == "attachment":
            self.export.entries.append(_attachment(item))
        elif kind in ("post", "page"):
            self.export.keep(_entry(item), _post(item))
        else:
            self.export.others[kind] += 1


def _entry(item):
    def get(name):
        return item["fields"].get(name, "").strip()

    return Entry(
        id=get("wp:post_id"),
        type=get("wp:post_type") or "post",
        status=get("wp:status") or "publish",
        title=get("title"),
        link=get("link"),
        guid=get("guid"),
        slug=get("wp:post_name"),
        date=_date(get("wp:post_date_gmt"), get("wp:post_date"), get("pubDate")),
        parent=get("wp:post_parent"),
        has_password=bool(get("wp:post_password")),
        categories=tuple(term.slug for term in item["terms"] if term.domain == "category"),
    )


def _attachment(item):
    entry, meta = _entry(item), item["meta"]
    entry.file = _first(meta, "_wp_attached_file") or item["fields"].get("wp:attachment_url", "").strip()
    entry.alt = _first(meta, "_wp_attachment_image_alt")
    entry.caption = item["fields"].get("excerpt:encoded", "").strip()
    credit = PHOTO_CREDIT.search(_first(meta, "_wp_attachment_metadata"))
    entry.credit = credit[1].strip() if credit else ""
    return entry


def _post(item):
    def get(name):
        return item["fields"].get(name, "")

    return Post(
        id=get("wp:post_id").strip(),
        type=get("wp:post_type").strip() or "post",
        status=get("wp:status").strip() or "publish",
        title=get("title").strip(),
        link=get("link").strip(),
        content=get("content:encoded"),
        excerpt=get("excerpt:encoded"),
        creators=_creators(item),
        terms=[term for term in item["terms"] if term.domain in ("category", "post_tag", "tag") and term.name],
        thumbnail=_first(item["meta"], "_thumbnail_id"),
        old_slugs=item["meta"].get("_wp_old_slug", []),
    )


def _creators(item):
    """Logins with names where the export tells them: several authors stand as terms (Co-Authors Plus)."""
    several = [[term.slug.removeprefix("cap-"), term.name] for term in item["terms"] if term.domain == "author"]
    one = item["fields"].get("dc:creator", "").strip()
    return several or ([[one, ""]] if one else [])


def _first(meta, key):
    return meta.get(key, [""])[0]


def _date(gmt, local, published):
    """The moment of publication: by Greenwich, else by this site's clock, else as the feed says it; or None."""
    for text, zone in ((gmt, UTC), (local, timezone.get_default_timezone())):
        if text and text != NEVER:
            try:
                return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone).astimezone(UTC)
            except (ValueError, OverflowError):
                continue
    try:
        found = parsedate_to_datetime(published)
    except (ValueError, TypeError, IndexError):
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
