"""A ZIP of wp-content/uploads, unpacked into a private folder: its pictures alone, and nothing if it holds a trap.

Everything is looked at before the first byte is written: how many entries, how large they say they are (zipfile reads
no more of an entry than it declares), how much smaller they are packed, and where their names lead.
"""

import io
import re
import shutil
import stat
import struct
import zipfile
import zlib
from contextlib import suppress
from pathlib import PurePosixPath

MOST_ENTRIES = 200_000
MOST_BYTES = 8 << 30
MOST_DIRECTORY = 32 << 20  # the list of entries, which zipfile holds in memory
HIGHEST_RATIO = 100  # pictures hardly get smaller at all
RATIO_FROM = 50 << 20
CHUNK = 1 << 20
PICTURES = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"}
# However the folder was packed: from the root of the site, by itself, or only what lies in it.
BELOW_UPLOADS = re.compile(r"^(?:.*?/)?uploads/(.+)$|^(?:.*?/)?(\d{4}/\d{2}/.+)$", re.DOTALL)
UTF8_NAME = 0x800
LOCKED = 0x1
# All that zipfile raises on a file that is broken, or packed in a way that it does not know.
BROKEN = (
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


class BadArchive(Exception):
    """The archive is not unpacked. The message is one line for the person who asked."""


class _Bounded(io.BufferedReader):
    """A file that never gives more at once than a list of entries may need."""

    def read(self, size=-1):
        if size is not None and size > MOST_DIRECTORY:
            raise BadArchive("its list of files is too long.")
        return super().read(MOST_DIRECTORY if size is None or size < 0 else size)


def unpack(path, folder, progress=None):
    """Unpack the pictures of a ZIP into a folder that does not exist yet.

    `progress` is called with the bytes written so far and how many there are. Gives how many pictures; raises
    BadArchive with one line where the file is broken or not to be trusted, and then nothing stays behind.
    """
    try:
        with _Bounded(io.FileIO(path)) as file, zipfile.ZipFile(file) as archive:
            wanted = _wanted(archive.infolist(), shutil.disk_usage(folder.parent).free)
            folder.mkdir(mode=0o700)
            _write(archive, wanted, folder, progress)
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, BROKEN):
            reason = getattr(error, "strerror", None) or error
            raise BadArchive(f"it is broken, cut off or no ZIP file ({reason}).") from error
        raise
    return len(wanted)


def _wanted(entries, free):
    """The pictures among the entries, as (entry, path below the folder)."""
    if len(entries) > MOST_ENTRIES:
        raise BadArchive(f"it holds more than {MOST_ENTRIES:,} files.")
    for entry in entries:
        _refuse_trap(entry)
    wanted = [(entry, place) for entry in entries if (place := _place(entry))]
    size = sum(entry.file_size for entry, _place in wanted)
    packed = sum(entry.compress_size for entry, _place in wanted)
    if size > MOST_BYTES:
        raise BadArchive(f"its pictures are larger than {MOST_BYTES >> 30} GB together.")
    if size > RATIO_FROM and size > HIGHEST_RATIO * packed:
        raise BadArchive("it would grow more than a hundredfold, as no pictures do.")
    if size > free:
        raise BadArchive("there is not enough room on the disk for its pictures.")
    if not wanted:
        raise BadArchive("it holds no picture.")
    return wanted


def _refuse_trap(entry):
    name = _name(entry)
    if name.startswith("/") or ".." in name.split("/") or re.match(r"[A-Za-z]:", name):
        raise BadArchive(f"a name in it leads out of the folder: {name[:80]!r}.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise BadArchive(f"it holds a link instead of a file: {name[:80]!r}.")
    if entry.flag_bits & LOCKED:
        raise BadArchive("it is locked with a password.")


def _name(entry):
    """The entry's name with slashes. Many packers write UTF-8 without saying so, which zipfile reads as DOS letters."""
    name = entry.filename
    if not entry.flag_bits & UTF8_NAME:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode()
    return name.replace("\\", "/")


def _place(entry):
    """Where a picture lies below the uploads folder; None for what is no picture."""
    name = _name(entry)
    path = PurePosixPath(name)
    if entry.is_dir() or path.suffix.lower() not in PICTURES or path.name.startswith(".") or "__MACOSX" in path.parts:
        return None
    match = BELOW_UPLOADS.match(name)
    return PurePosixPath((match[1] or match[2]) if match else name)


def _write(archive, wanted, folder, progress):
    size = sum(entry.file_size for entry, _place in wanted)
    written = 0
    for entry, place in wanted:
        target = folder.joinpath(*place.parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(entry) as packed, open(target, "wb") as file:
            while chunk := packed.read(CHUNK):
                file.write(chunk)
                written += len(chunk)
                if progress:
                    progress(written, size)
