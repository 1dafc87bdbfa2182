"""A .pdf: no script, nothing that starts a program or sends something away, no files in it; a copy without metadata."""

from ccsis.boxed import NotTaken

MOST_PAGES = 300
MOST_OBJECTS = 50_000
MOST_DEEP = 60
SCRIPT = {"/JavaScript", "/JS"}
# Actions that start programs, send forms, bring in data or play what is embedded.
ACTIONS = {
    *("/Launch", "/SubmitForm", "/ImportData", "/JavaScript", "/Rendition", "/RichMediaExecute", "/GoToE", "/GoToR"),
}
INSIDE = {"/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/RichMediaContent", "/3D"}
# What names people, programs and times.
PERSONAL = ("/Metadata", "/PieceInfo", "/LastModified", "/SpiderInfo")
OF_NOTES = ("/T", "/NM", "/M", "/CreationDate", "/RC")


def inspect(path, copy, most_pages=MOST_PAGES, most_objects=MOST_OBJECTS):
    """Look through the file at `path` and write its copy without metadata to `copy`. Gives {"pages": how many}.

    Runs in a process of its own, see ccsis.limited. Raises NotTaken with the code of a reason.
    """
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    with open(path, "rb") as file:
        if not file.read(1024).lstrip().startswith(b"%PDF-"):
            raise NotTaken("not_pdf")
    try:
        reader = PdfReader(path, strict=False)
        if reader.is_encrypted:
            raise NotTaken("encrypted")
        if len(reader.pages) > most_pages:
            raise NotTaken("too_much")
        pages = len(reader.pages)
        if not pages:
            raise NotTaken("broken")
        _look_through(reader, most_objects)
        _write(PdfWriter(clone_from=reader), copy)
    except (PyPdfError, RecursionError, KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise NotTaken("broken") from error
    return {"pages": pages}


def cover(path, picture, width, height):
    """Draw page one of the file at `path` to `picture`, a WebP of at most this size. Gives its width and height.

    Runs in a process of its own, too. Raises NotTaken where there is nothing to draw.
    """
    import pypdfium2

    try:
        page = pypdfium2.PdfDocument(path)[0]
        wide, high = page.get_size()
        drawn = page.render(scale=min(width / wide, height / high), may_draw_forms=False).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, ValueError, ZeroDivisionError, IndexError) as error:
        raise NotTaken("broken") from error
    drawn.save(picture, "WEBP", quality=80)
    return drawn.size


def _look_through(reader, most_objects):
    """Every object that the file holds, also those that no page leads to."""
    ids = [(number, generation) for generation, table in reader.xref.items() for number in table]
    ids += [(number, 0) for number in reader.xref_objStm]
    if len(ids) > most_objects:
        raise NotTaken("too_much")
    from pypdf.generic import IndirectObject

    for number, generation in ids:
        if number:
            _look_at(IndirectObject(number, generation, reader).get_object(), 0)


def _look_at(value, depth):
    """A value without what it points to: each object is looked at by itself."""
    from pypdf.generic import ArrayObject, DictionaryObject

    if depth > MOST_DEEP:
        raise NotTaken("too_much")
    if isinstance(value, DictionaryObject):
        _look_at_dictionary(value)
        for name in value:
            _look_at(value.raw_get(name), depth + 1)
    elif isinstance(value, ArrayObject):
        for each in value:
            _look_at(each, depth + 1)


def _look_at_dictionary(value):
    names = set(value)
    if names & SCRIPT or str(value.get("/S", "")) in SCRIPT:
        raise NotTaken("script")
    if str(value.get("/S", "")) in ACTIONS:
        raise NotTaken("launch")
    if names & INSIDE or str(value.get("/Type", "")) in INSIDE or str(value.get("/Subtype", "")) in INSIDE:
        raise NotTaken("embedded")
    if "/XFA" in names:
        raise NotTaken("form")


def _photograph_without_metadata(data):
    """A JPEG without the segments in which cameras write (APP1, APP13) and without comments; the picture as it is."""
    if not data.startswith(b"\xff\xd8"):
        return data
    kept, at = [b"\xff\xd8"], 2
    while data[at : at + 1] == b"\xff" and at + 4 <= len(data):
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xDA or 0xD0 <= marker <= 0xD9 or length < 2:
            break
        if marker not in (0xE1, 0xED, 0xFE):
            kept.append(data[at : at + 2 + length])
        at += 2 + length
    return b"".join(kept) + data[at:]


def _write(writer, copy):
    """The copy: nothing about who made it, with what and when."""
    from pypdf.generic import DictionaryObject

    writer.metadata = None
    for value in writer._objects:  # pypdf gives no other way to all of them
        if isinstance(value, DictionaryObject):
            for name in PERSONAL:
                value.pop(name, None)
            if str(value.get("/Type", "")) == "/Annot" or "/Subtype" in value and "/Rect" in value:
                for name in OF_NOTES:
                    value.pop(name, None)
            if str(value.get("/Filter", "")) in ("/DCTDecode", "['/DCTDecode']"):
                value._data = _photograph_without_metadata(value._data)
    writer._ID = None
    with open(copy, "wb") as file:
        writer.write(file)
