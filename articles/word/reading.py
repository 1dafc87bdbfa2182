"""Reads a .docx. Runs in a process with limits, see ccsis.limited; knows nothing of Django and follows nothing."""

import io
import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from ccsis.boxed import NotTaken
from ccsis.docx import look_through, read_parts

MOST_HTML = 3 << 20  # characters
MOST_WRITTEN = 20 << 20  # bytes of one part of the document written anew: many times what a book has
ANSWER = "answer.json"
TYPES = (
    b'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Default Extension="xml" ContentType="application/xml"/></Types>'
)
ROOT = (
    b'<?xml version="1.0" encoding="UTF-8"?>'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    b'Target="word/document.xml"/></Relationships>'
)
DC = "{http://purl.org/dc/elements/1.1/}"


def read(path, folder):
    """Read the document at `path`; write what it holds as ANSWER into `folder`, and its pictures beside it.

    Raises NotTaken with encrypted, broken, not_docx, macros, entities or too_much.
    """
    parts = read_parts(path)
    look_through(parts)
    try:
        answer, contents = _read(parts)
    except (ElementTree.ParseError, KeyError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise NotTaken("broken") from error
    for name, content in contents.items():
        (Path(folder) / name).write_bytes(content)
    (Path(folder) / ANSWER).write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8", errors="replace")
    return len(contents)


def _read(parts):
    from articles.word.prepare import Prepared
    from articles.word.relations import relations_of

    main = next((target for kind, target, _out in relations_of(parts, "").values() if kind == "officeDocument"), "")
    if main not in parts:
        raise NotTaken("broken")
    made = Prepared(parts, main)
    if any(len(content) > MOST_WRITTEN for content in made.files.values()):
        raise NotTaken("too_much")
    html = _html(made.files)
    if len(html) > MOST_HTML:
        raise NotTaken("too_much")
    return {
        "html": html,
        "facts": made.facts,
        "dropped": made.log.dropped,
        "more": made.log.more,
        "counts": dict(made.log.counts),
        "letters": {tag or "": count for tag, count in made.log.letters.items()},
        "pictures": made.pictures,
        "properties": _properties(parts),
    }, made.contents


def _html(files):
    import mammoth

    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as zipped:
        for name, content in {"[Content_Types].xml": TYPES, "_rels/.rels": ROOT, **files}.items():
            zipped.writestr(name, content)
    package.seek(0)
    made = mammoth.convert_to_html(
        package,
        include_default_style_map=False,
        include_embedded_style_map=False,
        external_file_access=False,
        convert_image=mammoth.images.img_element(lambda image: {"src": f"/{image.alt_text}"}),
    )
    return made.value


def _properties(parts):
    """What the document says of itself: title, creator, description, language."""
    name = next((name for name in parts if name.lower() == "docprops/core.xml"), None)
    found = {}
    for row in ElementTree.fromstring(parts[name]) if name else ():  # noqa: S314 - looked through before
        if row.tag.startswith(DC) and row.text and row.text.strip():
            found[row.tag.removeprefix(DC)] = " ".join(row.text.split())[:500]
    return found
