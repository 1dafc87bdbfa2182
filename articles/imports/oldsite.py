"""What a text of the old site points to: other pieces, pictures, files; and what becomes of it here."""

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from articles.imports.tree import Node

IMAGE_CLASS = re.compile(r"(?:wp-image-|attachment_)(\d+)")
LONGEST = 500  # what a Redirect holds
BY_ID = ("p", "page_id", "post")


@dataclass
class OldSite:
    """The site of an export: its addresses with those of here, and its uploads."""

    site: object  # export.Site
    uploads: object  # uploads.Uploads
    by_path: dict = field(default_factory=dict)  # old path -> new address
    by_id: dict = field(default_factory=dict)  # post id -> new address
    picture_pages: set = field(default_factory=set)  # paths of the pages that WordPress makes round each picture

    def __post_init__(self):
        pages = (self.old_path(entry.link) for entry in self.uploads.entries.values())
        self.picture_pages = {path.rstrip("/") for path in pages if path}

    def reading(self, post_id):
        """What one text is read with; it collects the pictures used and what there is to report."""
        return Reading(self, post_id)

    def learn(self, entry, address):
        """The piece of this entry will stand at `address`."""
        self.by_id[entry.id] = address
        for old in (entry.link, entry.guid):
            if path := self.old_path(old):
                self.by_path.setdefault(path.rstrip("/"), address)

    def old_path(self, address):
        """The path of an address of the old site, decoded; "" where it is another site, its home or a query."""
        parts = _split(address)
        if parts is None or parts.query or not self.is_own(parts):
            return ""
        path = unquote(parts.path)
        fits = path.startswith("/") and not path.startswith("//") and path.isprintable() and len(path) <= LONGEST
        return path if fits and path.strip("/") else ""

    def new_address(self, address):
        """Where the page of an old address stands here; None where it does not."""
        parts = _split(address)
        if parts is None or not self.is_own(parts):
            return None
        query = parse_qs(parts.query)
        for name in BY_ID:
            if query.get(name, [""])[0] in self.by_id:
                return self.by_id[query[name][0]]
        path = unquote(parts.path).rstrip("/")
        if not path or path == urlsplit(self.site.address).path.rstrip("/"):
            return None if parts.query else "/"
        return self.by_path.get(path)

    def is_own(self, parts):
        host = (parts.hostname or "").removeprefix("www.")
        return parts.scheme in ("", "http", "https") and (not parts.netloc or host == self.site.host)


class Reading:
    def __init__(self, old_site, post_id):
        self.old_site = old_site
        self.post_id = post_id
        self.pictures = []
        self.notes = []

    def note(self, text):
        if text not in self.notes:
            self.notes.append(text)

    def attached(self):
        """The ids of the attachments that belong to this post, as a gallery without ids shows them."""
        return self.old_site.uploads.children.get(self.post_id, [])

    def rewrite(self, node):
        """The link or picture to put in the place of this one; a string, or None where nothing of it stays."""
        return self._picture(node) if node.name == "img" else self._link(node)

    # Links

    def _link(self, node):
        href = node.attributes.get("href", "").strip()
        parts = _split(href)
        if parts is None or not href:
            return None
        holds_picture = any(inner.name == "img" for inner in node)
        if holds_picture and self._shows_the_picture_alone(href):
            return None
        if href.startswith("#") or not self.old_site.is_own(parts):
            return node
        address = self.old_site.new_address(href)
        if address is None:
            address = urljoin(f"{self.old_site.site.address}/", href)
            self.note(f"link to {address}, which was not imported")
        return Node("a", {**node.attributes, "href": address}, node.children)

    def _shows_the_picture_alone(self, href):
        """A picture that links to its own file or to the page round it."""
        path = self.old_site.old_path(href).rstrip("/")
        return self.old_site.uploads.is_upload(href) or path in self.old_site.picture_pages

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
        parts = _split(source)
        if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
            self.note("a picture without an address that could be followed was left out")
            return None
        if self.old_site.is_own(parts):
            self.note(f"picture {source} is not in the uploads folder")
            return None
        self.note(f"picture {source} is on another site; a link stands in its place")
        return Node("a", {"href": source}, [alt.strip() or f"{parts.hostname}{parts.path}"])


def _split(address):
    try:
        parts = urlsplit(address)
        return parts if parts.hostname is not None or not parts.netloc else None
    except ValueError:  # a host in brackets that is none
        return None
