"""Files of an export: the stores that they come from, safe names, and folders that only their owner may read."""

import hashlib
import os
import re

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import FileSystemStorage, default_storage

NOT_IN_A_NAME = re.compile("[\x00-\x1f\x7f\\\\\ud800-\udfff]")
NOT_THERE = (FileNotFoundError, NotADirectoryError, IsADirectoryError, SuspiciousOperation)
PIECE = 1024 * 1024


def store(name):
    """The storage of this name: `media`, what readers may fetch, or a folder below PRIVATE_ROOT."""
    if name == "media":
        return default_storage
    private = {"base_url": None, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
    return FileSystemStorage(location=settings.PRIVATE_ROOT / name, **private)


def path_of(store_name, name):
    """Where a file of a store stands in an export."""
    return f"files/{store_name}/{name}"


def is_safe(name):
    """Does this name lead to a place below the folder that it is put in, and nowhere else?"""
    if NOT_IN_A_NAME.search(name):
        return False
    parts = name.split("/")
    return all(part not in ("", ".", "..") and len(part.encode()) <= 255 for part in parts) and len(name) <= 1000


def make_private_folders(top, bottom):
    """Make the folders from `top` down to `bottom`; Path.mkdir would close the lowest one only."""
    if bottom == top or bottom.is_dir():
        return
    make_private_folders(top, bottom.parent)
    bottom.mkdir(mode=0o700)


class HashedFile:
    """A new file that only its owner may read; counts and hashes what is written into it. A context manager."""

    def __init__(self, folder, path):
        self.path, self.bytes, self.sha256 = path, 0, hashlib.sha256()
        place = folder / path
        make_private_folders(folder, place.parent)
        self.file = open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")  # noqa: SIM115

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.file.close()

    def write(self, piece):
        self.file.write(piece)
        self.sha256.update(piece)
        self.bytes += len(piece)

    def facts(self):
        return {"path": self.path, "bytes": self.bytes, "sha256": self.sha256.hexdigest()}


class Copies:
    """Copies files of the stores into an export, each once. `missing` are those that should be there and are not."""

    def __init__(self, folder):
        self.folder, self.done, self.missing = folder, {}, set()

    def take(self, store_name, name, *, should_be_there):
        path = path_of(store_name, name)
        if path in self.done or path in self.missing:
            return
        try:
            if not is_safe(name):
                raise SuspiciousOperation(name)
            with store(store_name).open(name) as file:
                self.done[path] = self._copy(file, path)
        except NOT_THERE:
            if should_be_there:
                self.missing.add(path)

    def _copy(self, file, path):
        with HashedFile(self.folder, path) as copy:
            for piece in file.chunks(PIECE):
                copy.write(piece)
            return copy.facts()
