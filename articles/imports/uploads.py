"""The old site's pictures: found in its uploads folder, read as a new upload would be, never fetched."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction

from articles import pictures
from articles.models import Image, Imported
from ccsis.html import plain_text

IN_UPLOADS = re.compile(r"(?:^|/)(?:wp-content/uploads|wp-content/blogs\.dir/\d+/files)/(.+)$")
BY_MONTH = re.compile(r"(?:^|/)(\d{4}/\d{2}/[^/]+)$")
SIZE = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w+$)|-scaled(?=\.\w+$)")
KEY_LENGTH = 250


@dataclass
class Found:
    """A picture that a piece uses. `made` is the picture read anew; it waits until the picture is saved."""

    key: str
    name: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""
    sha256: str = ""
    image_id: int | None = None
    made: pictures.Picture | None = None
    problem: str = ""


class Uploads:
    """Takes the export, the folder or None, and the rows of Imported by key."""

    def __init__(self, export, folder, known):
        self.site = export.site
        self.folder = Path(folder).resolve() if folder else None
        self.known = known
        self.entries = {}  # attachment id -> entry
        self.paths = {}  # path below the uploads folder -> attachment id
        self.children = {}  # post id -> ids of the attachments that belong to it
        self.found = {}  # key -> Found
        for entry in export.entries:
            if entry.type == "attachment":
                self._learn(entry)

    def _learn(self, entry):
        self.entries[entry.id] = entry
        self.children.setdefault(entry.parent, []).append(entry.id)
        path = upload_path(entry.file)
        if path:
            self.paths.setdefault(path, entry.id)

    def by_id(self, attachment_id):
        """The picture of this attachment, or None where the export has no such attachment."""
        entry = self.entries.get(attachment_id)
        return self._find(attachment_id, upload_path(entry.file), entry) if entry else None

    def by_address(self, address):
        """The picture at an address of the old site, in whatever size; None where it is not one of its uploads."""
        path = upload_path(address)
        if not path:
            return None
        for candidate in (path, SIZE.sub("", path)):
            if candidate in self.paths:
                return self.by_id(self.paths[candidate])
        return self._find(f"uploads/{path}", path, None) if self._is_ours(address) else None

    def is_upload(self, address):
        """Is this a file of the old site?"""
        path = upload_path(address)
        return bool(path) and (path in self.paths or SIZE.sub("", path) in self.paths or self._is_ours(address))

    def _is_ours(self, address):
        host = (urlsplit(address).hostname or "").removeprefix("www.")
        return (not host or host == self.site.host) and bool(IN_UPLOADS.search(urlsplit(address).path))

    def _find(self, name, path, entry):
        key = source_key(self.site, name)
        if key not in self.found:
            found = self.found[key] = Found(key, name=path.rpartition("/")[2])
            found.credit = (entry and entry.credit) or self.site.title or "unknown"
            if entry:
                found.alt, found.caption = " ".join(entry.alt.split()), plain_text(entry.caption)
            self._look(found, path)
        return self.found[key]

    def _look(self, found, path):
        row = self.known.get(found.key)
        file = self._file(path)
        raw_sha256 = hashlib.sha256(file.read_bytes()).hexdigest() if file else ""
        if row and (not file or row.sha256 == raw_sha256):
            found.sha256, found.image_id = row.sha256, row.image_id
            found.problem = "" if row.image_id else f"picture {path} was deleted here and stays away"
        elif file is None:
            missing = f"picture {path or found.key} is not in the uploads folder"
            found.problem = missing if self.folder else "its pictures are missing, as no --uploads were given"
        else:
            self._read(found, file, path)

    def _read(self, found, file, path):
        try:
            with file.open("rb") as opened:
                found.made = pictures.read(File(opened, name=file.name))
            found.sha256 = found.made.sha256
        except ValidationError as error:
            found.problem = f"picture {path}: {' '.join(error.messages)}"

    def _file(self, path):
        """The file below the folder, the one of full size first; None for what is missing or lies outside."""
        if not self.folder or not path:
            return None
        for candidate in (path, SIZE.sub("", path)):
            try:
                file = (self.folder / candidate).resolve()
                if file.is_relative_to(self.folder) and file.is_file():
                    return file
            except (OSError, ValueError):  # a name that no file can have
                continue
        return None


@transaction.atomic
def save(found):
    """Make the Image row of a found picture, when it is first needed."""
    if found.image_id is None:
        made = found.made
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


def upload_path(address):
    """The path below the uploads folder that an address or a path of an attachment means; "" where it means none."""
    path = unquote(urlsplit(address).path)
    match = IN_UPLOADS.search(path) or BY_MONTH.search(path)
    if match:
        return match[1]
    return "" if "://" in address or address.startswith("/") else path


def source_key(site, name):
    """The key by which what came is known again: the site and the name of the thing there, within the column."""
    key = f"wordpress:{site.key}:{name}"
    if len(key) <= KEY_LENGTH:
        return key
    return f"{key[: KEY_LENGTH - 65]}:{hashlib.sha256(key.encode()).hexdigest()}"
