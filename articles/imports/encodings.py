"""The bytes of an export as UTF-8, whatever encoding they are in."""

import codecs
import re
from itertools import chain

from articles.imports.items import UnreadableExport

CHUNK = 1 << 16
BLANKS = b" \t\r\n"
MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}
DECLARED = re.compile(rb"""^<\?xml\s[^>]{0,100}?encoding\s*=\s*["']([^"'<>]{1,40})["']""")
NO_CHARSETS = {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"}


def utf8(file):
    """The chunks of a file as UTF-8, without a mark and blanks at its beginning."""
    head = file.read(CHUNK)
    while head and not head.strip(BLANKS):
        head = file.read(CHUNK)
    encoding, head = _encoding(head.lstrip(BLANKS))
    chunks = chain([head.lstrip(BLANKS)] if head else [], iter(lambda: file.read(CHUNK), b""))
    if encoding == "utf-8":
        yield from chunks
        return
    decoder = codecs.getincrementaldecoder(encoding)()
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8", "surrogatepass")
    yield decoder.decode(b"", final=True).encode("utf-8", "surrogatepass")


def _encoding(head):
    """(encoding, head without a mark) of a file that begins so: by its mark, else as it says itself."""
    for mark, encoding in MARKS.items():
        if head.startswith(mark):
            return encoding, head[len(mark) :] if mark.strip(b"<\0") else head
    declared = DECLARED.match(head)
    name = declared[1].decode("ascii", "replace") if declared else "utf-8"
    try:
        found = codecs.lookup(name)
        if found.name in NO_CHARSETS or not found._is_text_encoding or not found.incrementaldecoder:
            raise LookupError
    except (LookupError, ValueError):
        raise UnreadableExport(f"it says that it is written in {name}, which cannot be read.") from None
    return found.name, head
