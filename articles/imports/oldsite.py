"""What a text of the old site points to: other pieces, pictures, files; and what becomes of it here."""

import unicodedata
from urllib.parse import parse_qs, unquote

from articles.imports.addresses import split
from articles.imports.reading import Reading

LONGEST = 500  # what a Redirect holds
BY_ID = ("p", "page_id", "post", "attachment_id")
ITS_OWN_PAGE = "picture"  # stands for an address here: the page that WordPress makes round a picture is not needed


class OldSite:
    """The site of an export: its addresses with those of here, and its uploads."""

    def __init__(self, export, uploads):
        self.export = export
        self.uploads = uploads

    @property
    def site(self):
        return self.export.site

    def reading(self, post_id):
        """What one text is read with; it collects the pictures used and what there is to report."""
        return Reading(self, post_id)

    def learn(self, entry, address):
        """The piece of this entry will stand at `address`."""
        self.export.store.learn(f"?p={entry.id}", address)
        for old in (entry.link, entry.guid):
            if path := self.old_path(old):
                self.export.store.learn(path.rstrip("/"), address)

    def learn_picture(self, entry):
        """The page round an attachment leads to the piece that the picture belongs to, if that is here."""
        address = self.export.store.new_address(f"?p={entry.parent}") or ITS_OWN_PAGE
        self.export.store.learn(f"?p={entry.id}", address)
        if path := self.old_path(entry.link).rstrip("/"):
            self.export.store.learn(path, address)
            self.export.store.learn_picture_page(path)

    def old_path(self, address):
        """The path of an address of the old site, decoded; "" where it is another site, its home or a query."""
        parts = split(address)
        if parts is None or parts.query or not self.is_own(parts):
            return ""
        path = unicodedata.normalize("NFC", unquote(parts.path))
        fits = path.startswith("/") and not path.startswith("//") and path.isprintable() and len(path) <= LONGEST
        return path if fits and path.rstrip("/") != self.site.path else ""

    def new_address(self, address):
        """Where the page of an old address stands here; None where it does not."""
        found = self._known(address)
        return None if found == ITS_OWN_PAGE else found

    def _known(self, address):
        parts = split(address)
        if parts is None or not self.is_own(parts):
            return None
        query = parse_qs(parts.query)
        for name in BY_ID:
            if name in query and (found := self.export.store.new_address(f"?p={query[name][0]}")):
                return found
        path = unicodedata.normalize("NFC", unquote(parts.path)).rstrip("/")
        if path in ("", self.site.path):
            return None if parts.query else "/"
        return self.export.store.new_address(path)

    def is_picture_page(self, address):
        """Is this the page that WordPress makes round each picture?"""
        path = self.old_path(address).rstrip("/")
        return bool(path) and self.export.store.is_picture_page(path)

    def is_own(self, parts):
        host = (parts.hostname or "").removeprefix("www.")
        return parts.scheme in ("", "http", "https") and (not parts.netloc or host == self.site.host)
