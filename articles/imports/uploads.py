"""The old site's pictures: found in its uploads folder, or fetched from it, and read as a new upload would be."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.crypto import salted_hmac

from articles import pictures
from articles.imports.addresses import IN_UPLOADS, SIZE, source_key, split, upload_path
from articles.imports.fetching import CannotFetch
from articles.models import Image, Imported
from ccsis.html import plain_text

__all__ = ["Found", "Uploads", "save", "source_key", "upload_path"]

MOST_FOUND = 1000  # held at a time
BELOW = ("wp-content/uploads", "uploads")  # where the folder lies when somebody names one above it


@dataclass
class Found:
    """A picture that a piece uses. `made` is the picture read anew; it waits until the picture is saved."""

    key: str
    name: str = ""
    path: str = ""  # below the uploads folder
    attachment: str = ""  # its number there
    alt: str = ""
    caption: str = ""
    credit: str = ""
    sha256: str = ""
    image_id: int | None = None
    made: pictures.Picture | None = None
    problem: str = ""


class Uploads:
    """Takes the export, the folder or None, and who fetches what does not lie there (fetching.Fetcher), or None."""

    def __init__(self, export, folder=None, fetcher=None):
        self.site = export.site
        self.store = export.store
        self.folder = _folder(folder) if folder else None
        self.fetcher = fetcher
        self.found = {}  # key -> Found
        self.before_look = lambda: None  # called before each picture is looked for, which may take a while
        self.asked = set()  # numbers of the attachments that were asked for

    def by_id(self, attachment_id):
        """The picture of this attachment, or None where the export has no such attachment."""
        entry = self.store.entry("attachment", attachment_id)
        return self._of_entry(entry) if entry else None

    def by_address(self, address):
        """The picture at an address of the old site, in whatever size; None where it is not one of its uploads."""
        path = upload_path(address)
        if not path:
            return None
        entry = self._entry_at(path)
        if entry:
            return self._of_entry(entry)
        return self._find(f"uploads/{path}", path, None) if self._is_ours(address) else None

    def is_upload(self, address):
        """Is this a file of the old site?"""
        path = upload_path(address)
        return bool(path) and (self._entry_at(path) is not None or self._is_ours(address))

    def attached(self, post_id):
        """The numbers of the attachments that belong to this post."""
        return [entry.id for entry in self.store.children("attachment", post_id)]

    def let_go(self, *, is_dry=False):
        """A piece is done: what was read for it and not saved is not held, and read again where it is needed again."""
        if is_dry:  # nobody will save it
            for found in self.found.values():
                found.made = None
        else:
            self.found = {key: found for key, found in self.found.items() if found.made is None}
        if len(self.found) > MOST_FOUND:
            self.found.clear()

    def _entry_at(self, path):
        return self.store.attachment_at(path) or self.store.attachment_at(SIZE.sub("", path))

    def _of_entry(self, entry):
        self.asked.add(entry.id)
        return self._find(entry.id, upload_path(entry.file), entry)

    def _is_ours(self, address):
        parts = split(address)
        host = (parts.hostname or "").removeprefix("www.")
        return (not host or host == self.site.host) and bool(IN_UPLOADS.search(parts.path))

    def _find(self, name, path, entry):
        key = source_key(self.site, name)
        if key not in self.found:
            found = self.found[key] = Found(key, name=path.rpartition("/")[2], path=path)
            found.credit = (entry and entry.credit) or self.site.title or "unknown"
            if entry:
                found.attachment = entry.id
                found.alt, found.caption = " ".join(entry.alt.split()), plain_text(entry.caption)
            self._look(found, entry.address if entry else "")
        return self.found[key]

    # Where it is, and what it is

    def _look(self, found, address):
        """Read the file where it is new or has changed; what is here already is known again without it."""
        self.before_look()
        row = Imported.objects.filter(source_key=found.key).first()
        file = self._file(found.path)
        if row and (file is None or _sha256_of(file) in ("", row.sha256)):
            found.sha256, found.image_id = row.sha256, row.image_id
            found.problem = "" if row.image_id else f"picture {found.path} was deleted here and stays away"
        elif file:
            self._read_file(found, file)
        elif self.fetcher:
            self._fetch(found, address)
        else:
            missing = f"picture {found.path or found.key} is not in the uploads folder"
            found.problem = missing if self.folder else "its pictures are missing, as no --uploads were given"

    def _read_file(self, found, file):
        try:
            with file.open("rb") as opened:
                self._read(found, File(opened, name=file.name))
        except OSError as error:
            found.problem = f"picture {found.path} cannot be read ({error.strerror or error})"

    def _fetch(self, found, address):
        try:
            raw = self.fetcher.fetch(address, found.path)
        except CannotFetch as error:
            found.problem = f"picture {found.path or address} is not in the uploads folder, and {error}"
        else:
            self._read(found, ContentFile(raw, name=found.name))

    def _read(self, found, file):
        try:
            found.made = pictures.read(file)
            found.sha256 = found.made.sha256
        except ValidationError as error:
            found.problem = f"picture {found.path}: {' '.join(error.messages)}"

    def _file(self, path):
        """The file below the folder, the one of full size first; None for what is missing or lies outside."""
        if not self.folder or not path:
            return None
        for candidate in (path, SIZE.sub("", path)):
            try:
                file = (self.folder / candidate).resolve()
                if file.is_relative_to(self.folder) and file.is_file():
                    return file
            except (OSError, RuntimeError, ValueError):  # a name that no file can have, links in a circle
                continue
        return None


def _folder(folder):
    """The uploads folder that somebody means, also where they name the one above it."""
    folder = Path(folder).resolve()
    return next((folder / name for name in BELOW if (folder / name).is_dir()), folder)


def _sha256_of(file):
    """The hash of a file that can be read and is short enough to be a picture, else an empty string."""
    try:
        return "" if file.stat().st_size > pictures.MOST_BYTES else hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


@transaction.atomic
def save(found):
    """Make the Image row of a found picture, when it is first needed.

    Its file gets a name that nobody guesses and that is the same at every try: what an interrupted import left behind
    without a row is written over.
    """
    if found.image_id is not None:
        return
    made = found.made
    secret = salted_hmac("articles.imports.uploads", f"{found.key}:{made.sha256}").hexdigest()[:16]
    made.file.name = f"{secret}.{made.file.name.rpartition('.')[2]}"
    left = Image._meta.get_field("file").generate_filename(None, made.file.name)
    if not Image.objects.filter(file=left).exists():
        default_storage.delete(left)
    image = Image.objects.create(
        file=made.file,
        alt=found.alt[:300],
        credit=found.credit[:200],
        caption=found.caption,
        width=made.width,
        height=made.height,
        sha256=made.sha256,
        original_name=made.original_name,
    )
    Imported.objects.update_or_create(source_key=found.key, defaults={"image": image, "sha256": made.sha256})
    found.image_id, found.made = image.pk, None
