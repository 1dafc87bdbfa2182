"""A .docx: a zip whose directory is believed in nothing, no macros, nothing from outside; a copy without metadata."""

import io
import re
import zipfile

from ccsis.boxed import NotTaken
from ccsis.docx import look_through, read_parts

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
    parts = read_parts(path)
    look_through(parts, _look_at_relation)
    if any(map(EMBEDDED.search, parts)):
        raise NotTaken("embedded")
    _write(parts, copy)
    return {"parts": len(parts)}


def _look_at_relation(kind, is_outside):
    if BAD_RELATIONS.search(kind):
        raise NotTaken("macros" if kind.endswith("vbaProject") else "external")
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
