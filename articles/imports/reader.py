"""Follows the XML of an export and lays each finished item down in the store. Entities are refused, not resolved."""

import codecs
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from itertools import chain
from xml.parsers import expat

from django.utils import timezone

from articles.imports.items import Author, Entry, Heading, Post, Site, Term

CHUNK = 1 << 16
# WordPress writes control characters that XML forbids.
FORBIDDEN = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0D})
BLANKS = b" \t\r\n"
MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}
DECLARED = re.compile(rb"""^<\?xml\s[^>]{0,100}?encoding\s*=\s*["']([^"'<>]{1,40})["']""")
NO_CHARSETS = {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"}
# What no WordPress writes, and what must not take the memory of the machine.
DEEPEST = 100
LONGEST_TEXT = 10_000_000  # characters of one field of an item
LONGEST_TAG = 10_000_000  # bytes of one tag or comment of the XML
MOST_TERMS = 500  # of one item
MOST_OLD_SLUGS = 100
# The prefixes that WordPress uses, by what their namespace ends with, whatever the version and the scheme.
PREFIXES = [
    (re.compile(r"wordpress\.org/export/[\d.]+/excerpt/?$"), "excerpt"),
    (re.compile(r"wordpress\.org/export/[\d.]+/?$"), "wp"),
    (re.compile(r"purl\.org/rss/1\.0/modules/content/?$"), "content"),
    (re.compile(r"purl\.org/dc/elements/1\.1/?$"), "dc"),
]
FIELDS = {
    *("title", "link", "guid", "pubDate", "dc:creator", "content:encoded", "excerpt:encoded", "wp:post_id"),
    *("wp:post_type", "wp:status", "wp:post_name", "wp:post_date", "wp:post_date_gmt", "wp:post_parent"),
    *("wp:post_password", "wp:is_sticky", "wp:attachment_url"),
}
KEPT_META = {
    *("_thumbnail_id", "_wp_old_slug", "_wp_attached_file", "_wp_attachment_image_alt", "_wp_attachment_metadata"),
    *("footnotes", "cap-display_name", "cap-first_name", "cap-last_name", "cap-user_login", "cap-description"),
    *("cap-linked_account", "cap-website"),
}
TEXTS = {"post", "page", "revision", "wp_block"}  # types that are kept whole
TERM_DOMAINS = {"category": "category", "post_tag": "post_tag", "tag": "post_tag"}
NEVER = "0000-00-00 00:00:00"
DAY = re.compile(r"[1-9]\d{3}-\d\d-\d\d\b", re.ASCII)
EARLIEST = 1000  # years before it are typing errors
PHOTO_CREDIT = re.compile(r's:6:"credit";s:\d+:"([^"]{1,200})"')


class UnreadableExport(Exception):
    """The file cannot be imported. The message is one line for the person who asked."""


class Reader:
    """Reads one file into an Export. `site` is what this file says of its site."""

    def __init__(self, export):
        self.export = export
        self.site = Site()
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.EntityDeclHandler = self.doctype
        self.names = {}  # prefix in the file -> prefix that we know
        self.began = False
        self.path = []
        self.text, self.length = [], 0
        self.item = self.part = None

    def read(self, file, progress=None):
        """Read the whole file. `progress` is called after each part. Raises UnreadableExport."""
        fed, chunk = 0, b""
        try:
            for raw in _utf8(file):
                chunk = raw.translate(None, FORBIDDEN)
                self.parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - self.parser.CurrentByteIndex > LONGEST_TAG:
                    raise UnreadableExport(f"a tag in line {self.parser.CurrentLineNumber} has no end.")
                if progress:
                    progress()
            if not fed:
                raise UnreadableExport("the file is empty.")
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            wrong = chunk[self.parser.ErrorByteIndex - fed :][:1] if self.parser.ErrorByteIndex >= fed else b""
            raise UnreadableExport(self.explain(error, is_letter=wrong >= b"\x80")) from error
        except UnicodeDecodeError as error:
            raise UnreadableExport(f"it says that it is written in {error.encoding}, but it is not.") from error
        if not self.site.version:
            raise UnreadableExport("an RSS feed, but not a WordPress export: it says no wxr_version.")

    def explain(self, error, *, is_letter):
        if not self.began:
            return "not XML, so not a WordPress export."
        reason = expat.ErrorString(error.code)
        if reason in ("no element found", "unclosed token", "unclosed CDATA section", "partial character"):
            return f"cut off: the file ends in line {error.lineno}, in the middle."
        if is_letter and reason == "not well-formed (invalid token)":
            wanted = "Save it as UTF-8, or name its encoding in its first line."
            return f"its letters in line {error.lineno} are not UTF-8. {wanted}"
        return f"broken XML in line {error.lineno}: {reason}."

    def doctype(self, *declaration):
        raise UnreadableExport("it declares a document type or entities, which no WordPress export does.")

    # The elements

    def start(self, tag, attributes):
        if not self.path:
            self.root(tag, attributes)
        if len(self.path) > DEEPEST:
            raise UnreadableExport(f"its tags are nested too deep in line {self.parser.CurrentLineNumber}.")
        name = self.name(tag)
        if name == "item" and self.path[-1:] == ["channel"]:
            self.item = {"fields": {}, "terms": {}, "meta": {}, "comments": 0, "language": "", "problem": ""}
        elif name in ("wp:author", "wp:category", "wp:tag", "wp:term") and self.path[-1:] == ["channel"]:
            self.part = {}
        elif name == "category" and self.item:
            self.mark = (attributes.get("domain", ""), attributes.get("nicename", ""))
        self.path.append(name)
        self.text, self.length = [], 0

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
        self.length += len(text)
        if self.length <= LONGEST_TEXT:
            self.text.append(text)
        elif self.item:
            self.item["problem"] = f"it has a text of more than {LONGEST_TEXT // 1_000_000} million characters"

    def end(self, tag):
        name = self.path.pop()
        parent = self.path[-1] if self.path else ""
        text, self.text = "".join(self.text), []
        if parent == "channel":
            self.end_of_channel_part(name, text.strip())
        elif self.part is not None and len(self.path) == 3:
            self.part[name.removeprefix("wp:")] = text.strip()
        elif self.item:
            self.end_of_item_part(name, parent, text)

    def end_of_channel_part(self, name, text):
        site = self.site
        if name == "item":
            self.finish_item()
        elif self.part is not None:
            part, self.part = self.part, None
            self.finish_part(name, part)
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
            self.end_of_term(item, text.strip())
        elif parent == "item" and name == "wp:comment":
            item["comments"] += 1
        elif parent == "item" and name in FIELDS:
            item["fields"].setdefault(name, text)
        elif parent == "wp:postmeta" and name == "wp:meta_key":
            self.meta_key = text.strip()
        elif parent == "wp:postmeta" and name == "wp:meta_value" and self.meta_key in KEPT_META:
            values = item["meta"].setdefault(self.meta_key, [])
            if len(values) < MOST_OLD_SLUGS:
                values.append(text.strip())

    def end_of_term(self, item, name):
        domain, slug = self.mark
        term = Term(TERM_DOMAINS.get(domain, domain), slug, name)
        if name and term.domain in ("category", "post_tag", "author"):
            item["terms"][term] = None
        elif term.domain == "language":  # Polylang
            item["language"] = slug
        if len(item["terms"]) > MOST_TERMS:
            item["terms"].clear()
            item["problem"] = f"it carries more than {MOST_TERMS} categories and tags"

    # What is finished

    def finish_part(self, name, part):
        if name == "wp:author":
            self.export.store.add_author(_author(part))
        elif heading := _heading(name, part):
            self.export.store.add_term(heading)

    def finish_item(self):
        item, self.item = self.item, None
        export = self.export
        export.comments += item["comments"]
        kind = item["fields"].get("wp:post_type", "post").strip() or "post"
        if kind == "attachment":
            export.store.add(_attachment(item))
        elif kind in TEXTS:
            export.store.add(_entry(item), _post(item))
        elif kind == "guest-author":
            export.store.add_author(_guest(item), is_guest=True)
        else:
            export.others[kind[:40]] += 1
        if kind in ("post", "page"):
            export.store.use_terms(item["terms"])


def _utf8(file):
    """The chunks of a file as UTF-8, without a mark and blanks at its beginning."""
    head = file.read(CHUNK)
    while head and not head.strip(BLANKS):
        head = file.read(CHUNK)
    encoding, head = _encoding(head.lstrip(BLANKS))
    chunks = chain([head.lstrip(BLANKS)] if head else [], iter(lambda: file.read(CHUNK), b""))
    if encoding == "utf-8":
        yield from chunks
        return
    decoder = codecs.getincrementaldecoder(encoding)()
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8", "surrogatepass")
    yield decoder.decode(b"", final=True).encode("utf-8", "surrogatepass")


def _encoding(head):
    """(encoding, head without a mark) of a file that begins so: by its mark, else as it says itself."""
    for mark, encoding in MARKS.items():
        if head.startswith(mark):
            return encoding, head[len(mark) :] if mark.strip(b"<\0") else head
    declared = DECLARED.match(head)
    name = declared[1].decode("ascii", "replace") if declared else "utf-8"
    try:
        found = codecs.lookup(name)
        if found.name in NO_CHARSETS or not found._is_text_encoding or not found.incrementaldecoder:
            raise LookupError
    except (LookupError, ValueError):
        raise UnreadableExport(f"it says that it is written in {name}, which cannot be read.") from None
    return found.name, head


def _author(part):
    login = part.get("author_login", "")
    names = f"{part.get('author_first_name', '')} {part.get('author_last_name', '')}".strip()
    return Author(
        login=login,
        name=unescape(part.get("author_display_name") or names or login),
        number=part.get("author_id", ""),
        slug=nicename(login),
    )


def nicename(login):
    """The login as WordPress writes it in the address of an author."""
    return re.sub(r"[^a-z0-9_]+", "-", login.lower()).strip("-")


def _guest(item):
    """A guest author of Co-Authors Plus, who stands in an export as an item of its own."""
    meta = {key.removeprefix("cap-"): values[0] for key, values in item["meta"].items() if values}
    names = f"{meta.get('first_name', '')} {meta.get('last_name', '')}".strip()
    title = item["fields"].get("title", "").strip()
    slug = item["fields"].get("wp:post_name", "").strip().removeprefix("cap-")
    return Author(
        login=meta.get("user_login", "") or slug,
        name=unescape(meta.get("display_name") or title or names or slug),
        slug=slug or nicename(meta.get("user_login", "")),
        biography=meta.get("description", ""),
        website=meta.get("website", ""),
        linked=meta.get("linked_account", ""),
    )


def _heading(name, part):
    """A term of the head of an export, or None where it is of no taxonomy that is taken."""
    get = part.get
    if name == "wp:category":
        slug, domain, label = get("category_nicename", ""), "category", get("cat_name", "")
        parent, description = get("category_parent", ""), get("category_description", "")
    elif name == "wp:tag":
        slug, domain, label = get("tag_slug", ""), "post_tag", get("tag_name", "")
        parent, description = "", get("tag_description", "")
    else:
        slug, domain, label = get("term_slug", ""), get("term_taxonomy", ""), get("term_name", "")
        parent, description = get("term_parent", ""), get("term_description", "")
    domain = TERM_DOMAINS.get(domain)
    if not domain or not slug:
        return None
    return Heading(domain, slug, label, parent, description[:10_000], get("term_id", ""))


def _entry(item):
    def get(name):
        return item["fields"].get(name, "").strip()

    return Entry(
        id=get("wp:post_id"),
        type=get("wp:post_type") or "post",
        status=get("wp:status") or "publish",
        title=get("title")[:1000],
        link=get("link")[:2000],
        guid=get("guid")[:2000],
        slug=get("wp:post_name")[:1000],
        date=_date(get("wp:post_date_gmt"), get("wp:post_date"), get("pubDate")),
        day=_day(get("wp:post_date")),
        parent=get("wp:post_parent"),
        has_password=bool(get("wp:post_password")),
        is_sticky=get("wp:is_sticky") == "1",
        problem=item["problem"],
        categories=tuple(term.slug for term in item["terms"] if term.domain == "category"),
    )


def _attachment(item):
    entry, meta = _entry(item), item["meta"]
    entry.address = item["fields"].get("wp:attachment_url", "").strip()[:2000]
    entry.file = _first(meta, "_wp_attached_file")[:2000] or entry.address
    entry.alt = _first(meta, "_wp_attachment_image_alt")[:1000]
    entry.caption = item["fields"].get("excerpt:encoded", "").strip()[:10_000]
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
        terms=[term for term in item["terms"] if term.domain != "author"],
        thumbnail=_first(item["meta"], "_thumbnail_id"),
        old_slugs=item["meta"].get("_wp_old_slug", []),
        footnotes=_first(item["meta"], "footnotes"),
        language=item["language"],
    )


def _creators(item):
    """Logins with names where the export tells them: several authors stand as terms (Co-Authors Plus)."""
    several = [[term.slug.removeprefix("cap-"), term.name] for term in item["terms"] if term.domain == "author"]
    one = item["fields"].get("dc:creator", "").strip()
    return several or ([[one, ""]] if one else [])


def _first(meta, key):
    return meta.get(key, [""])[0]


def _day(local):
    return local[:10] if DAY.match(local) and local != NEVER else ""


def _date(gmt, local, published):
    """The moment of publication: by Greenwich, else by this site's clock, else as the feed says it; or None."""
    for text, zone in ((gmt, UTC), (local, timezone.get_default_timezone())):
        if text and text != NEVER:
            try:
                found = datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone).astimezone(UTC)
            except (ValueError, OverflowError):
                continue
            if found.year >= EARLIEST:
                return found
    try:
        found = parsedate_to_datetime(published)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
