"""A .docx as a package: its parts by name, read within bounds, with nothing in them that could act.

The directory of the zip is believed in nothing; no part has a document type or entities; no macros. What an app allows
besides is up to it: it looks at every relation itself. Runs in a process with limits, see ccsis.limited.
"""

import io
import re
import zipfile
from xml.parsers import expat

from ccsis.boxed import NotTaken

MOST_PARTS = 1000
MOST_UNPACKED = 50 << 20  # bytes, of all parts together
MOST_OF_ONE = 30 << 20
MOST_RATIO = 200  # unpacked to packed, of a part of more than a megabyte
CHUNK = 1 << 16

TYPES = "[Content_Types].xml"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACROS = re.compile(r"macroEnabled|vbaProject|vbaData|activeX|ms-office\.activeX", re.IGNORECASE)
MACRO_PARTS = re.compile(r"(^|/)(vbaProject\.bin|vbaData\.xml|activeX/)", re.IGNORECASE)
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_parts(path):
    """The parts of the file at `path` by name; what the directory says is checked before and while reading.

    Raises NotTaken with encrypted, broken or too_much.
    """
    with open(path, "rb") as file:
        if file.read(8) == OLD_WORD:
            raise NotTaken("encrypted")  # Word's encryption, or a .doc that was renamed
    try:
        with zipfile.ZipFile(path) as package:
            return _read(package)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise NotTaken("broken") from error


def look_through(parts, on_relation=None):
    """Refuse what is no .docx, carries macros, or whose XML could act.

    `on_relation` gets the kind of each relation and whether it leads outside, and raises NotTaken where it is not
    wanted.
    """
    types = {name.lower(): content for name, content in parts.items()}.get(TYPES.lower())
    has_macros = bool(types) and bool(MACROS.search(types.decode("utf-8", "replace")))
    if types is None or MAIN.encode() not in types:
        raise NotTaken("macros" if has_macros else "not_docx")
    if has_macros or any(map(MACRO_PARTS.search, parts)):
        raise NotTaken("macros")
    for name, content in parts.items():
        if name.lower().endswith((".xml", ".rels", ".vml")):
            _look_at_xml(name, content, on_relation)


def _read(package):
    entries = package.infolist()
    if len(entries) > MOST_PARTS:
        raise NotTaken("too_much")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise NotTaken("encrypted")
    names = [entry.filename for entry in entries]
    if len({name.lower() for name in names}) != len(names) or any(map(_is_odd, names)):
        raise NotTaken("broken")
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise NotTaken("too_much")
    for entry in entries:
        if entry.file_size > MOST_OF_ONE or entry.file_size > max(1 << 20, MOST_RATIO * entry.compress_size):
            raise NotTaken("too_much")
    parts, left = {}, MOST_UNPACKED
    for entry in entries:
        if not entry.is_dir():
            parts[entry.filename] = _unpacked(package, entry, min(left, MOST_OF_ONE))
            left -= len(parts[entry.filename])
    return parts


def _is_odd(name):
    return name.startswith(("/", "\\")) or "\\" in name or ".." in name.split("/") or ":" in name or "\0" in name


def _unpacked(package, entry, limit):
    """One part, read in pieces: a directory that lies about its size is found out here."""
    kept = io.BytesIO()
    with package.open(entry) as packed:
        while piece := packed.read(CHUNK):
            kept.write(piece)
            if kept.tell() > limit or kept.tell() > entry.file_size:
                raise NotTaken("too_much")
    return kept.getvalue()


def _look_at_xml(name, content, on_relation):
    """Well-formed, without a document type or entities; its relations are shown to whoever asks."""

    def look_at_relation(_tag, attributes):
        on_relation(attributes.get("Type", ""), attributes.get("TargetMode", "").lower() == "external")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse_entities
    if on_relation and name.lower().endswith(".rels"):
        parser.StartElementHandler = look_at_relation
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise NotTaken("broken") from error


def _refuse_entities(*declaration):
    raise NotTaken("entities")
