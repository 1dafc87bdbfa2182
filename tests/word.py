"""Word documents, built here: `document(p("Words"), …)` gives the bytes of a .docx."""

import io
import zipfile
from html import escape

from PIL import Image

from tests import documents

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:v="urn:schemas-microsoft-com:vml"'
)
STYLES = {
    "Title": "Title",
    "Subtitle": "Subtitle",
    "1": "heading 1",  # as a Word in another language numbers its ids
    "2": "heading 2",
    "3": "heading 3",
    "Quote": "Quote",
    "Caption": "caption",
    "Author": "Author",
}


def t(words, look="", lang=""):
    """A run; `look` is its properties: "<w:b/>"."""
    lang = f'<w:lang w:val="{lang}" w:bidi="{lang}"/>' if lang else ""
    return f'<w:r><w:rPr>{look}{lang}</w:rPr><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def p(*runs, style="", more=""):
    """A paragraph of runs, or of plain words. `more` are further properties."""
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    inside = "".join(run if run.startswith("<") else t(run) for run in runs)
    return f"<w:p><w:pPr>{style}{more}</w:pPr>{inside}</w:p>"


def item(words, level=0, number=1):
    """An item of list `number`: 1 has bullets, 2 and 3 numbers."""
    return p(words, more=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def cell(*paragraphs, more=""):
    return f"<w:tc><w:tcPr>{more}</w:tcPr>{''.join(paragraphs)}</w:tc>"


def table(*rows, head=False, more=""):
    """Rows of cells or of plain words."""
    made = ""
    for place, row in enumerate(rows):
        mark = "<w:tblHeader/>" if head and place == 0 else ""
        cells = "".join(each if each.startswith("<") else cell(p(each)) for each in row)
        made += f"<w:tr><w:trPr>{mark}</w:trPr>{cells}</w:tr>"
    return f"<w:tbl><w:tblPr>{more}</w:tblPr>{made}</w:tbl>"


def note(number, kind="footnote"):
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def link(address_id, words):
    return f'<w:hyperlink r:id="{address_id}">{t(words)}</w:hyperlink>'


def field(code, result):
    marks = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        f"{marks.format('begin')}<w:r><w:instrText>{escape(code)}</w:instrText></w:r>{marks.format('separate')}"
        f"{result}{marks.format('end')}"
    )


def picture(relation="rPic", alt="", crop=""):
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Picture 1" descr="{alt}"/><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill>'
        f'<a:blip r:embed="{relation}"/>{crop}</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )


def drawing(kind):
    """A chart, a diagram or the like."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="2" name="x" descr="Growth"/><a:graphic><a:graphicData uri="{kind}"/>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


def text_box(words):
    inside = f"<w:txbxContent>{p(words)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData '
        f'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:txbx>{inside}</wps:txbx>'
        f"</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>"
        f"<v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def document(
    *blocks,
    notes=(),
    endnotes=(),
    links=(),
    comments=0,
    header="",
    styles="",
    properties="",
    language="en-GB",
    parts=None,
    compression=zipfile.ZIP_DEFLATED,
):
    """The bytes of a .docx.

    `notes` and `endnotes` are paragraphs, numbered from 1; `links` (id, kind, target, is it outside); `properties` XML
    of Dublin Core; `parts` stand in the place of, or beside, those made here.
    """
    rows = [
        ("rStyles", "styles", "styles.xml", False),
        ("rNumbers", "numbering", "numbering.xml", False),
        ("rNotes", "footnotes", "footnotes.xml", False),
        ("rEnds", "endnotes", "endnotes.xml", False),
        ("rComments", "comments", "comments.xml", False),
        ("rPic", "image", "media/image1.png", False),
        ("rHeader", "header", "header1.xml", False),
        *links,
    ]
    made = {
        "[Content_Types].xml": documents.types(),
        "_rels/.rels": documents.relations(("officeDocument", "word/document.xml", False)),
        "word/document.xml": _part("document", f"<w:body>{''.join(blocks)}<w:sectPr/></w:body>"),
        "word/_rels/document.xml.rels": _relations(rows),
        "word/styles.xml": _part("styles", _styles(language) + styles),
        "word/numbering.xml": _part("numbering", _numbering()),
        "word/footnotes.xml": _notes("footnote", notes),
        "word/endnotes.xml": _notes("endnote", endnotes),
        "word/comments.xml": _part("comments", '<w:comment w:id="0"/>' * comments),
        "word/header1.xml": _part("hdr", p(header)),
        "word/media/image1.png": png(),
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="urn:c" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"{properties}</cp:coreProperties>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as package:
        for name, content in (made | (parts or {})).items():
            if content is not None:
                entry = zipfile.ZipInfo(name, date_time=(2026, 11, 1, 12, 0, 0))  # the same bytes each time
                entry.compress_type = compression
                package.writestr(entry, content)
    return out.getvalue()


def png(colour="teal", size=(40, 30)):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def _part(name, inside):
    return f"{documents.HEAD}<w:{name} {NAMES}>{inside}</w:{name}>"


def _relations(rows):
    items = "".join(
        f'<Relationship Id="{row}" Type="{documents.RELATIONS}/{kind}" Target="{escape(target)}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if outside else ''}/>"
        for row, kind, target, outside in rows
    )
    return (
        f'{documents.HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}'
        "</Relationships>"
    )


def _styles(language):
    lang = (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="{language}" w:bidi="{language}"/></w:rPr></w:rPrDefault>'
    )
    rows = "".join(
        f'<w:style w:type="paragraph" w:styleId="{row}"><w:name w:val="{name}"/></w:style>'
        for row, name in STYLES.items()
    )
    return f"{lang}</w:docDefaults>{rows}"


def _numbering():
    def levels(kind):
        return "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/></w:lvl>' for level in range(3)
        )

    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    bullets = '<w:lvlOverride w:ilvl="1"><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:lvlOverride>'
    return (
        f'<w:abstractNum w:abstractNumId="1">{levels("bullet")}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2">{levels("decimal")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
        f'<w:num w:numId="3"><w:abstractNumId w:val="2"/>{override}</w:num>'
        f'<w:num w:numId="4"><w:abstractNumId w:val="2"/>{bullets}</w:num>'
    )


def _notes(kind, paragraphs):
    marks = f'<w:{kind} w:id="-1" w:type="separator"><w:p/></w:{kind}>'
    rows = "".join(f'<w:{kind} w:id="{n}">{inside}</w:{kind}>' for n, inside in enumerate(paragraphs, start=1))
    return _part(f"{kind}s", marks + rows)
