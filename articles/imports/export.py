"""Opens a WordPress export (WXR of any version, also in several files) and gives it out as plain dataclasses.

    with open_export(path) as export:
        for entry in export.entries("post", "page"):   # a light list, in the order of the dates
            post = export.post(entry)                   # one whole post or page

Every file is read to its end before anything is given out, so a broken one is refused before anything is written.
"""

import gzip
import sqlite3
import zlib
from collections import Counter
from contextlib import closing, contextmanager
from pathlib import Path

from articles.imports.fields import nicename
from articles.imports.items import Author, Entry, Heading, Post, Site, Term, UnreadableExport
from articles.imports.reader import Reader
from articles.imports.store import Store

__all__ = ["Author", "Entry", "Export", "Heading", "Post", "Site", "Term", "UnreadableExport", "open_export"]

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
MOST_UNPACKED = 8 << 30  # bytes of one compressed file


class Export:
    """What one or more files hold of one site."""

    def __init__(self):
        self.site = Site()
        self.others = Counter()  # type -> how many items that nothing is made of
        self.comments = 0
        self.store = Store()

    def close(self):
        self.store.close()

    def entries(self, *types):
        """The entries of these types in the order of their dates; the light list of everything in the files."""
        return self.store.entries(*types)

    def post(self, entry):
        """The whole post, page, revision or block of an entry."""
        return self.store.post(entry)

    def block(self, number):
        """The content of a reusable block, or None where the export does not hold it."""
        entry = self.store.entry("wp_block", str(number))
        return self.post(entry).content if entry and not entry.problem else None

    def revisions(self, number):
        """The entries of what a post was before, in the order of their dates, without what was saved by itself."""
        found = [entry for entry in self.store.children("revision", number) if "-autosave-" not in entry.slug]
        return sorted((entry for entry in found if entry.date and not entry.problem), key=lambda entry: entry.date)

    def author(self, login, name=""):
        """Who stands behind a login, or behind the term of a co-author (its slug and its name); or None.

        Guest authors know their own names best, and a user for whom one of them stands goes by that name.
        """
        find = self.store.author
        guest = find("slug", login, is_guest=True) or find("login", login, is_guest=True)
        guest = guest or find("login", name, is_guest=True) or find("linked", login, is_guest=True)
        user = find("login", login, is_guest=False) or find("login", name, is_guest=False)
        return guest or user or find("slug", nicename(login), is_guest=False)


@contextmanager
def open_export(paths, progress=None):
    """The export in this file, or in these files of one site.

    `progress` is called with the bytes read so far. Raises UnreadableExport with one line where a file is missing,
    broken, cut off, declares entities, or is something else than a WordPress export.
    """
    paths = [paths] if isinstance(paths, str | Path) else list(paths)
    with closing(Export()) as export:
        before = 0
        for path in paths:
            try:
                before += _read(path, export, before, progress)
            except OSError as error:
                raise UnreadableExport(f"{path}: {error.strerror or error}.") from error
            except UnreadableExport as error:
                raise UnreadableExport(f"{path}: {error}") from error
            except sqlite3.Error as error:
                raise UnreadableExport(f"{path}: no room to lay it down in the temporary folder ({error}).") from error
        export.store.finish()
        yield export


def _read(path, export, before, progress):
    """Read one file into the export. Gives its size."""
    with open(path, "rb") as raw:
        reader = Reader(export)
        try:
            reader.read(_unpacked(raw), progress and (lambda: progress(before + raw.tell())))
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise UnreadableExport("a compressed file that is broken or cut off.") from error
        _join(export, reader.site)
        return raw.tell()


def _unpacked(raw):
    start = raw.read(4)
    raw.seek(0)
    if start == ZIP:
        raise UnreadableExport("a ZIP archive. Unpack it and give the XML file in it.")
    return _Bounded(raw) if start.startswith(GZIP) else raw


class _Bounded(gzip.GzipFile):
    """A compressed file that unpacks to no more than an export can have."""

    def __init__(self, raw):
        super().__init__(fileobj=raw)

    def read(self, size=-1):
        if self.tell() > MOST_UNPACKED:
            raise UnreadableExport(f"a compressed file of more than {MOST_UNPACKED >> 30} GB.")
        return super().read(size)


def _join(export, site):
    """All files of an import are of one site; the first tells its name and language."""
    if not export.site.version:
        export.site = site
    elif export.site.key != site.key:
        raise UnreadableExport(f"it comes from {site.address}, the file before from {export.site.address}.")
