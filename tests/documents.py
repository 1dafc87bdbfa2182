"""Honest and hostile .docx and .pdf files, made here."""

import io
import zipfile
from email.mime.text import MIMEText

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def types(main=MAIN, more=""):
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="jpg" ContentType="image/jpeg"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/>{more}</Types>'
    )


def relations(*rows):
    """Rows of (kind, target, is_external)."""
    items = "".join(
        f'<Relationship Id="r{n}" Type="{RELATIONS}/{kind}" Target="{target}"{" TargetMode=" + chr(34) + "External" + chr(34) if out else ""}/>'  # noqa: E501
        for n, (kind, target, out) in enumerate(rows)
    )
    return (
        f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{items}</Relationships>"
    )


def document(text="A gauge nobody reads.", author="Canary Author"):
    return (
        f'{HEAD}<w:document {W}><w:body><w:p><w:ins w:id="1" w:author="{author}" w:date="2026-01-01T00:00:00Z">'
        f"<w:r><w:t>{text}</w:t></w:r></w:ins></w:p></w:body></w:document>"
    )


def docx(parts=None, *, without=(), compression=zipfile.ZIP_DEFLATED):
    """The bytes of a .docx with these parts in the place of, or beside, those of an honest one."""
    honest = {
        "[Content_Types].xml": types(),
        "_rels/.rels": relations(("officeDocument", "word/document.xml", False)),
        "word/document.xml": document(),
        "word/_rels/document.xml.rels": relations(("hyperlink", "https://example.org/", True)),
        "docProps/core.xml": f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/'
        'metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Canary Creator</dc:creator>'
        "</cp:coreProperties>",
        "word/media/image1.jpg": photograph(),
    }
    kept = {name: content for name, content in (honest | (parts or {})).items() if name not in without}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as package:
        for name, content in kept.items():
            entry = zipfile.ZipInfo(name, date_time=(2026, 11, 1, 12, 0, 0))  # the same bytes each time
            entry.compress_type = compression
            package.writestr(entry, content)
    return out.getvalue()


def photograph():
    """A JPEG that says who took it and where."""
    picture = Image.new("RGB", (40, 30), "teal")
    exif = picture.getexif()
    exif[0x013B] = "Canary Photographer"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def pdf(change=None):
    """The bytes of a one-page .pdf; `change` gets the PdfWriter before it is written."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": "Canary Author", "/Creator": "Canary Writer"})
    if change:
        change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_action(kind, **more):
    """A change for pdf(): something done when the file is opened."""

    def change(writer):
        action = DictionaryObject({NameObject("/S"): NameObject(kind)})
        for name, value in more.items():
            action[NameObject(f"/{name}")] = TextStringObject(value)
        writer._root_object[NameObject("/OpenAction")] = writer._add_object(action)

    return change


def hidden_in_a_page(kind):
    """A change for pdf(): an action on an annotation that no outline leads to."""

    def change(writer):
        note = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Link"),
                NameObject("/Rect"): ArrayObject([]),
                NameObject("/A"): DictionaryObject({NameObject("/S"): NameObject(kind)}),
            }
        )
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])

    return change


def with_named_script(writer):
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    )
    names = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("x"), writer._add_object(script)])})
    writer._root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): names})


def with_file_inside(writer):
    stream = DecodedStreamObject()
    stream.set_data(b"MZ")
    stream[NameObject("/Type")] = NameObject("/EmbeddedFile")
    writer._add_object(stream)


def with_old_form(writer):
    writer._root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/XFA"): TextStringObject("<xdp/>")})


def bomb(size=60 << 20):
    """A small .docx that unpacks to a lot."""
    return docx({"word/document.xml": b"<a>" + b" " * size + b"</a>"})


def lying():
    """A .docx whose directory says that a part is small, though it unpacks to three megabytes."""
    content = bytearray(docx({"word/styles.xml": b"<a>" + b" " * (3 << 20) + b"</a>"}))
    true, said = (3 << 20) + 7, 100
    for _n in range(2):
        at = content.find(true.to_bytes(4, "little"))
        if at >= 0:
            content[at : at + 4] = said.to_bytes(4, "little")
    return bytes(content)


def locked():
    content = bytearray(docx())
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content[at + 8] |= 1
        at += 4
    return bytes(content)


def locked_pdf():
    return pdf(lambda writer: writer.encrypt("secret"))


def upload(content, name="scenario.docx"):
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def mail():
    return MIMEText("Good day").as_bytes()
