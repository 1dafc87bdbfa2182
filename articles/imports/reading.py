"""One text being read: what it may ask about the old site, what it uses, and what there is to report of it."""

import re
from urllib.parse import urljoin

from articles.imports.addresses import split
from articles.imports.shelf import Shelf
from articles.imports.typed_notes import TypedNotes
from ccsis.tree import Node

IMAGE_CLASS = re.compile(r"(?:wp-image-|attachment_)(\d+)")
PICTURE_FILE = re.compile(r"\.(?:jpe?g|jpe|png|gif|webp|avif|heic|bmp|tiff?|svg|ico)$", re.IGNORECASE)


class Reading:
    """One text being read: what it may ask about the old site, and what there is to report of it."""

    def __init__(self, old_site, post_id):
        self.old_site = old_site
        self.post_id = post_id
        self.pictures = []
        self.notes = []
        self.shelf = Shelf()
        self.typed_notes = TypedNotes()
        self.reused_blocks = []  # (id, text) of each block that was taken from elsewhere
        self.layout, self.left_out, self.empty = {}, {}, {}  # names of shortcodes and of blocks, each once

    def note(self, text):
        if text not in self.notes:
            self.notes.append(text)

    def lay_out(self, name):
        """A shortcode of this name was dropped round what it held."""
        self.layout[name] = True

    def leave_out(self, name):
        """A shortcode of this name says nothing without the page builder that it belongs to."""
        self.left_out[name] = True

    def leave_empty(self, name):
        """A block of this name has nothing in the export: WordPress fills it whenever somebody looks."""
        self.empty[name] = True

    def remarks(self):
        """All that there is to report, each thing once."""
        said = {
            "shortcodes of the layout are gone, what they held stays": [f"[{name}]" for name in self.layout],
            "left out, as they say nothing without their page builder": [f"[{name}]" for name in self.left_out],
            "blocks that WordPress fills by itself, so nothing of them is here": self.empty,
        }
        return [*self.notes, *(f"{words}: {', '.join(names)}" for words, names in said.items() if names)]

    def is_own(self, address):
        """Is this an address of the old site?"""
        parts = split(address)
        return parts is not None and self.old_site.is_own(parts)

    def reused(self, ref):
        """The text of the reusable block with this id, or None."""
        text = self.old_site.export.block(ref)
        if text is not None:
            self.reused_blocks.append((ref, text))
        return text

    # Attachments

    def attached(self, post_id=""):
        """The ids of the pictures that belong to this post, or to another, as a gallery without ids shows them."""
        entries = self.old_site.export.store.children("attachment", post_id or self.post_id)
        return [entry.id for entry in entries if PICTURE_FILE.search(entry.file or entry.address)]

    def picture(self, attachment_id):
        """The picture of this attachment, or None where the export has none."""
        found = self.old_site.uploads.by_id(attachment_id)
        if found is None:
            self.note(f"picture {attachment_id} is not in the export")
        return found

    def file(self, attachment_id):
        """The address and the title of an attachment that is no picture, or None."""
        entry = self.old_site.export.store.entry("attachment", attachment_id)
        return (entry.address, entry.title) if entry and entry.address else None

    def note_file(self, address):
        """A link leads to this address: say so where it is a file of the old site."""
        if not address.startswith("#") and (self.is_own(address) or self.old_site.uploads.is_upload(address)):
            self.note(f"link to {address}, which was not imported")

    def rewrite(self, node):
        """The link or picture to put in the place of this one; a string, or None where nothing of it stays."""
        return self._picture(node) if node.name == "img" else self._link(node)

    # Links

    def _link(self, node):
        href = node.attributes.get("href", "").strip()
        parts = split(href)
        if parts is None or not href:
            return None
        holds_picture = any(inner.name == "img" for inner in node)
        if holds_picture and self._shows_the_picture_alone(href):
            return None
        if href.startswith("#") or not self.old_site.is_own(parts):
            self.note_file(href)
            return node
        address = self.old_site.new_address(href)
        if address is None:
            address = urljoin(f"{self.old_site.site.address}/", href)
            self.note(f"link to {address}, which was not imported")
        return Node("a", {**node.attributes, "href": address}, node.children)

    def _shows_the_picture_alone(self, href):
        """A picture that links to its own file or to the page round it."""
        return self.old_site.uploads.is_upload(href) or self.old_site.is_picture_page(href)

    # Pictures

    def _picture(self, node):
        attributes = node.attributes
        if {"wp-smiley", "emoji"} & set(node.classes()):
            return attributes.get("alt") or None
        source = attributes.get("src", "").strip()
        found = self._attachment(attributes) or self.old_site.uploads.by_address(source)
        if found is None:
            return self._foreign(source, attributes.get("alt", ""))
        if found.problem:
            self.note(found.problem)
            return None
        self.use(found)
        return Node("img", {"src": f"upload:{found.key}", "alt": attributes.get("alt") or found.alt})

    def use(self, found):
        if found not in self.pictures:
            self.pictures.append(found)

    def _attachment(self, attributes):
        match = IMAGE_CLASS.search(attributes.get("class", ""))
        wanted = match[1] if match else attributes.get("data-id", "")
        return self.old_site.uploads.by_id(wanted) if wanted else None

    def _foreign(self, source, alt):
        """Nothing is fetched from elsewhere: a link says where the picture is."""
        parts = split(source)
        if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
            self.note("a picture without an address that could be followed was left out")
            return None
        if self.old_site.is_own(parts):
            self.note(f"picture {source} is not in the uploads folder")
            return None
        self.note(f"picture {source} is on another site; a link stands in its place")
        return Node("a", {"href": source}, [alt.strip() or f"{parts.hostname}{parts.path}"])
