"""A .docx: a zip whose directory is believed in nothing, no macros, nothing from outside; a copy without metadata."""

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
# What is a document of its own inside the document, or brings in another kind of text.
EMBEDDED = re.compile(
    r"(^|/)(embeddings/|oleObject|package/)|\.(zip|docx|docm|xlsx|pptx|exe|js|vbs|bat|html?|mht|rtf)$", re.IGNORECASE
)
BAD_RELATIONS = re.compile(r"/(attachedTemplate|oleObject|package|aFChunk|frame|subDocument|control|vbaProject)$")
PICTURE = re.compile(r"^word/media/[^/]+\.(jpe?g|png|gif|bmp|tiff?|webp)$", re.IGNORECASE)

EMPTY_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
EMPTY_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
EMPTY_CUSTOM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
)
EMPTY_PEOPLE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"/>'
)
BLANK = {
    "docProps/core.xml": EMPTY_CORE,
    "docProps/app.xml": EMPTY_APP,
    "docProps/custom.xml": EMPTY_CUSTOM,
    "word/people.xml": EMPTY_PEOPLE,
}
# Who wrote a comment or a change, and when.
AUTHORS = re.compile(
    rb"""(\s(?:w|w15|w16du|o):(?:author|initials|userId|providerId|lastModifiedBy)=)(?:"[^"]*"|'[^']*')"""
)
DATES = re.compile(rb'\s(?:w|w16du):(?:date|dateUtc)=(?:"[^"]*"|\'[^\']*\')')
THUMBNAIL = re.compile(r"^docProps/thumbnail\.[^/]+$", re.IGNORECASE)


def inspect(path, copy):
    """Look through the file at `path` and write its copy without metadata to `copy`. Gives {"parts": how many}."""
    with open(path, "rb") as file:
        if file.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise NotTaken("encrypted")  # Word's encryption, or a .doc that was renamed
    try:
        with zipfile.ZipFile(path) as package:
            parts = _read(package)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise NotTaken("broken") from error
    _look_through(parts)
    _write(parts, copy)
    return {"parts": len(parts)}


def _read(package):
    """All parts by name, read within the bounds; what the directory says is checked before and while reading."""
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


def _look_through(parts):
    types = _lower(parts).get(TYPES.lower())
    if types is None or MAIN.encode() not in types:
        raise NotTaken("macros" if types and MACROS.search(types.decode("utf-8", "replace")) else "not_docx")
    if MACROS.search(types.decode("utf-8", "replace")) or any(map(MACRO_PARTS.search, parts)):
        raise NotTaken("macros")
    if any(map(EMBEDDED.search, parts)):
        raise NotTaken("embedded")
    for name, content in parts.items():
        if name.lower().endswith((".xml", ".rels", ".vml")):
            _read_xml(name, content)


def _lower(parts):
    return {name.lower(): content for name, content in parts.items()}


def _read_xml(name, content):
    """Well-formed, without a document type or entities; and no relation that reaches outside."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse_entities
    if name.lower().endswith(".rels"):
        parser.StartElementHandler = _look_at_relation
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise NotTaken("broken") from error


def _refuse_entities(*declaration):
    raise NotTaken("entities")


def _look_at_relation(tag, attributes):
    kind = attributes.get("Type", "")
    if BAD_RELATIONS.search(kind):
        raise NotTaken("macros" if kind.endswith("vbaProject") else "external")
    is_outside = attributes.get("TargetMode", "").lower() == "external"
    if is_outside and not kind.endswith("/hyperlink"):
        raise NotTaken("external")


# The copy


def _write(parts, copy):
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            # One fixed date, so that the copy does not tell when the original was saved.
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, _without_metadata(name, content))


def _without_metadata(name, content):
    if name in BLANK:
        return BLANK[name]
    if THUMBNAIL.match(name):
        return b""
    if PICTURE.match(name):
        return _picture_without_metadata(content)
    if name.lower().endswith(".xml"):
        return DATES.sub(b"", AUTHORS.sub(rb'\1""', content))
    return content


def _picture_without_metadata(content):
    """The picture written anew: camera, place and names stay behind. One that cannot be read is left blank."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = 40_000_000
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP")) as picture:
            if picture.width * picture.height > Image.MAX_IMAGE_PIXELS:
                raise NotTaken("too_much")
            kind = picture.format
            turned = ImageOps.exif_transpose(picture)
            clean = Image.new(turned.mode, turned.size)
            clean.paste(turned)
            if turned.mode == "P" and turned.getpalette():
                clean.putpalette(turned.getpalette())
            out = io.BytesIO()
            clean.save(out, format=kind)
            return out.getvalue()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return b""
