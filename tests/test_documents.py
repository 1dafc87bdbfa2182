"""A Word file fills the text: what it says stays, what cannot stay is named, and a hostile one costs a sentence."""

from pathlib import Path

import pytest

from ccsis import documents, limited
from ccsis.commonmark import to_html
from tests import documents as made

BODY = f"""{made.HEAD}<w:document {made.W} xmlns:r="{made.RELATIONS}"
xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><w:body>
<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Days 1 to 5</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">Nobody calls it a </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>crisis</w:t></w:r>
<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>, ვინც იცის.</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Quote"/></w:pPr><w:r><w:t>Wait for spring.</w:t></w:r></w:p>
<w:p><w:hyperlink r:id="r0"><w:r><w:t>The record</w:t></w:r></w:hyperlink></w:p>
<m:oMathPara><m:oMath/></m:oMathPara></w:body></w:document>"""
STYLES = f"""{made.HEAD}<w:styles {made.W}>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Zitat"/></w:style></w:styles>"""
NOTES = f"""{made.HEAD}<w:footnotes {made.W}><w:footnote w:id="2"><w:p><w:r><w:t>Kept by the road department.</w:t>
</w:r></w:p></w:footnote></w:footnotes>"""


def scenario(tmp_path, **parts):
    """An honest document with a heading, a note, a quote, a link and a formula."""
    rows = [
        ("hyperlink", "https://example.org/", True),
        ("footnotes", "footnotes.xml", False),
        ("styles", "styles.xml", False),
    ]
    content = {
        "word/document.xml": BODY,
        "word/styles.xml": STYLES,
        "word/footnotes.xml": NOTES,
        "word/_rels/document.xml.rels": made.relations(*rows),
    }
    path = tmp_path / "scenario.docx"
    path.write_bytes(made.docx(content | parts))
    return path


def test_a_document_becomes_commonmark_with_its_notes(tmp_path):
    source, dropped = documents.to_commonmark(scenario(tmp_path))
    assert source == (
        "## Days 1 to 5\n\nNobody calls it a **crisis**[^1], ვინც იცის.\n\n> Wait for spring.\n\n"
        "[The record](https://example.org/)\n\n[^1]: Kept by the road department.\n"
    )
    assert dropped == {"formulas": 1}


@pytest.mark.parametrize(
    "content",
    [b"", b"not a zip", made.bomb(200 << 20), made.docx()[:-300], made.docx({"word/document.xml": "<a><b></a>"})],
    ids=["empty", "words", "a bomb", "cut off", "broken"],
)
def test_what_cannot_be_read_costs_a_sentence(content, tmp_path):
    path = tmp_path / "x.docx"
    path.write_bytes(content)
    with pytest.raises(limited.Refused) as error:
        documents.to_commonmark(path)
    assert str(error.value) in (str(limited.TOO_MUCH), str(limited.UNREADABLE))


def test_entities_are_not_resolved(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("canary")
    evil = f'<!DOCTYPE w [<!ENTITY x SYSTEM "file://{secret}">]>' + BODY.removeprefix(made.HEAD).replace(
        "Days 1 to 5", "&x;"
    )
    try:
        source, _dropped = documents.to_commonmark(scenario(tmp_path, **{"word/document.xml": evil}))
    except limited.Refused:
        return
    assert "canary" not in source


def test_the_brief_of_the_corpus_keeps_headings_notes_table_and_lists():
    brief = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "brief.docx"
    if not brief.exists():
        return  # the corpus is not part of the repository
    source, dropped = documents.to_commonmark(brief)
    html, notes = to_html(source)
    assert [html.count(f"<{name}>") for name in ("h2", "table", "blockquote", "ol")] == [5, 1, 1, 2]
    assert len(notes) == 3
    assert dropped == {"pictures": 1}
