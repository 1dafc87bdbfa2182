"""Follows the XML of an export and lays each finished item down in the store. Entities are refused, not resolved."""

import re
from html import unescape
from xml.parsers import expat

from articles.imports import fields
from articles.imports.encodings import utf8
from articles.imports.items import Site, Term, UnreadableExport

# WordPress writes control characters that XML forbids.
FORBIDDEN = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0D})
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
            for raw in utf8(file):
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
        term = Term(fields.TERM_DOMAINS.get(domain, domain), slug, name)
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
            self.export.store.add_author(fields.author_of(part))
        elif heading := fields.heading_of(name, part):
            self.export.store.add_term(heading)

    def finish_item(self):
        item, self.item = self.item, None
        export = self.export
        export.comments += item["comments"]
        kind = item["fields"].get("wp:post_type", "post").strip() or "post"
        if kind == "attachment":
            export.store.add(fields.attachment_of(item))
        elif kind in TEXTS:
            export.store.add(fields.entry_of(item), fields.post_of(item))
        elif kind == "guest-author":
            export.store.add_author(fields.guest_of(item), is_guest=True)
        else:
            export.others[kind[:40]] += 1
        if kind in ("post", "page"):
            export.store.use_terms(item["terms"])
