"""Word in, structure out: documents built here become drafts as an editor would have typed them."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from articles import body
from articles.models import Article, ArticleEvent, Image, Note, Publication, Revision
from articles.word import bringing
from tests import documents, make
from tests.word import (
    cell,
    document,
    drawing,
    field,
    item,
    link,
    note,
    p,
    picture,
    png,
    t,
    table,
    text_box,
)

REAL = Path(__file__).parents[2] / "shared" / "corpus" / "brief.docx"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "arriving"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    return tmp_path


@pytest.fixture
def look(tmp_path):
    def looked(*blocks, name="piece.docx", content=None, **more):
        path = tmp_path / name
        path.write_bytes(document(*blocks, **more) if content is None else content)
        return bringing.look(path, name)

    return looked


def dropped(found):
    return [(row["what"], row["detail"], row["place"]) for row in found.report["left_out"]]


LONG = "The pass was closed for nine days, and the queue below it was long."


# Structure


def test_headings_begin_at_our_second_level_and_leave_no_gap(look):
    found = look(
        p("The single road", style="Title"), p(LONG), p("Snow", style="2"), p(LONG), p("Salt", style="3"), p(LONG)
    )
    assert found.title == "The single road"
    assert found.html == f"<p>{LONG}</p>\n<h2>Snow</h2>\n<p>{LONG}</p>\n<h3>Salt</h3>\n<p>{LONG}</p>"


def test_a_style_built_on_a_heading_and_a_level_of_the_outline_are_headings(look):
    own = '<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="2"/></w:style>'
    found = look(
        p("T", style="Title"), p("One", style="Mine"), p(LONG), p("Two", more='<w:outlineLvl w:val="1"/>'), styles=own
    )
    assert found.html == f"<h2>One</h2>\n<p>{LONG}</p>\n<h2>Two</h2>"


def test_the_one_first_heading_is_the_title_where_no_style_says_so(look):
    found = look(p("The single road", style="1"), p(LONG), p("Snow", style="2"), p(LONG))
    assert (found.title, found.html) == ("The single road", f"<p>{LONG}</p>\n<h2>Snow</h2>\n<p>{LONG}</p>")


def test_bold_lines_are_headings_where_none_is_marked_and_the_report_says_so(look):
    found = look(p("The road", style="Title"), p(LONG), p(t("Snow", "<w:b/>")), p(LONG))
    assert found.html == f"<p>{LONG}</p>\n<h2>Snow</h2>\n<p>{LONG}</p>"
    assert found.report["guesses"] == ["1 bold line is a heading now, as no heading was marked."]


def test_emphasis_hugs_its_words(look):
    runs = [t("All "), t("of ", "<w:b/>"), t("it", "<w:i/>"), t(" m", ""), t("2", '<w:vertAlign w:val="superscript"/>')]
    found = look(p(LONG), p(*runs), p(t("گل", "<w:rtl/><w:b/><w:iCs/>"), t(" x")))
    assert found.html.split("\n")[1] == "<p>All <strong>of</strong> <em>it</em> m<sup>2</sup></p>"
    assert "<p><em>گل</em> x</p>" in found.html  # of complex scripts other switches count


def test_lists_nest_by_their_own_signs_and_begin_anew_where_word_does(look):
    found = look(
        p(LONG),
        *(item("snow", 0, 2), item("salt", 0, 2), item("coarse", 1, 4), item("fine", 1, 4), item("sand", 0, 2)),
        p(LONG),
        *(item("goes on", 0, 2), item("begins anew", 0, 3)),
    )
    assert found.html.split("\n")[1:] == [
        "<ol><li>snow</li><li>salt<ul><li>coarse</li><li>fine</li></ul></li><li>sand</li></ol>",
        f"<p>{LONG}</p>",
        '<ol start="4"><li>goes on</li></ol>',
        "<ol><li>begins anew</li></ol>",
    ]


def test_words_own_styles_for_lists_inside_lists_nest(look):
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="L{n}"><w:name w:val="List Bullet{more}"/><w:pPr><w:numPr>'
        f'<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for n, more in [(1, ""), (2, " 2")]
    )
    found = look(p(LONG), p("snow", style="L1"), p("wet", style="L2"), p("salt", style="L1"), styles=styles)
    assert found.html.split("\n")[1] == "<ul><li>snow<ul><li>wet</li></ul></li><li>salt</li></ul>"


def test_tables_keep_heads_merged_cells_numbers_and_captions(look):
    right = '<w:jc w:val="right"/>'
    rows = [
        (cell(p(t("Month", "<w:b/>"))), cell(p(t("Lorries", "<w:b/>"), more=right))),
        (cell(p("January"), more='<w:vMerge w:val="restart"/>'), cell(p("310", more=right))),
        (cell(p(""), more="<w:vMerge/>"), cell(p("12", more=right))),
        (cell(p("Nobody counted"), more='<w:gridSpan w:val="2"/>'),),
    ]
    found = look(p(LONG), p("Table 1. Lorries a month", style="Caption"), table(*rows), p(LONG))
    assert found.html.split("\n")[1] == (
        "<table><caption>Table 1. Lorries a month</caption>"
        '<thead><tr><th scope="col">Month</th><th scope="col" class="n">Lorries</th></tr></thead>'
        '<tbody><tr><td rowspan="2">January</td><td class="n">310</td></tr><tr><td class="n">12</td></tr>'
        '<tr><td colspan="2">Nobody counted</td></tr></tbody></table>'
    )


def test_quotes_and_frames_stay_what_they_are(look):
    found = look(p(LONG), p("A pause", style="Quote"), p("is no peace.", style="Quote"), table([cell(p("In a box."))]))
    assert found.html.split("\n")[1:] == [
        "<blockquote><p>A pause</p><p>is no peace.</p></blockquote>",
        '<aside class="aside"><p>In a box.</p></aside>',
    ]


def test_links_come_and_those_that_lead_nowhere_leave_their_words(look):
    found = look(
        p(LONG),
        p("See ", link("rA", "the site"), " and ", link("rB", "my disk"), " or ", link("rC", "a trick"), "."),
        p(field('HYPERLINK "https://example.org/b"', t("old link"))),
        links=[
            ("rA", "hyperlink", "https://example.org/a?b=1&c=2", True),
            ("rB", "hyperlink", "file:///C:/secret.docx", True),
            ("rC", "hyperlink", "javascript:alert(1)", True),
        ],
    )
    assert found.html.split("\n")[1:] == [
        '<p>See <a href="https://example.org/a?b=1&amp;c=2">the site</a> and my disk or a trick.</p>',
        '<p><a href="https://example.org/b">old link</a></p>',
    ]
    assert [row[:2] for row in dropped(found)] == [
        ("Link that leads nowhere", "file:///C:/secret.docx"),
        ("Link that leads nowhere", "javascript:alert(1)"),
    ]


def test_rare_things_of_word_come_as_they_look(look):
    border = '<w:pBdr><w:bottom w:val="single"/></w:pBdr>'
    found = look(
        p("The road", style="Title"),
        p("T", more='<w:framePr w:dropCap="drop"/>'),  # the large first letter is a paragraph of its own
        p("he pass was closed."),
        p("", more=border),
        f"<w:sdt><w:sdtContent>{p('In a control.')}</w:sdtContent></w:sdt>",
        p("Set in.", more='<w:ind w:left="720" w:right="720"/>'),
    )
    assert found.html.split("\n") == [
        "<p>The pass was closed.</p>",
        "<hr>",
        "<p>In a control.</p>",
        "<blockquote><p>Set in.</p></blockquote>",
    ]


def test_strict_open_xml_is_the_same_document(look):
    strict = {b"schemas.openxmlformats.org/wordprocessingml/2006": b"purl.oclc.org/ooxml/wordprocessingml"}
    strict[b"schemas.openxmlformats.org/officeDocument/2006"] = b"purl.oclc.org/ooxml/officeDocument"
    out = io.BytesIO()
    whole = document(p("The road", style="Title"), p(LONG, note(1)), notes=[p("Source.")])
    with zipfile.ZipFile(io.BytesIO(whole)) as package, zipfile.ZipFile(out, "w") as made:
        for name in package.namelist():
            content = package.read(name)
            for plain, other in strict.items():
                content = content.replace(plain, other)
            made.writestr(name, content)
    found = look(content=out.getvalue())
    assert (found.title, found.notes) == ("The road", [("1", "Source.")])
    assert found.html == f'<p>{LONG}<sup class="note"><a href="#fn-1">1</a></sup></p>'


# Notes


def test_footnotes_and_endnotes_become_notes_in_the_order_of_their_marks(look):
    found = look(
        p("One", note(2), " two", note(1, "endnote"), " three", note(1), " and again", note(2), "."),
        p(LONG),
        notes=[p(t("\tThe "), t("first", "<w:i/>"), " source."), p("Ibid.") + p("And more.")],
        endnotes=[p(link("rX", "A link without a target"))],
    )
    assert found.html.split("\n")[0] == (
        '<p>One<sup class="note"><a href="#fn-1">1</a></sup> two<sup class="note"><a href="#fn-2">2</a></sup> three'
        '<sup class="note"><a href="#fn-3">3</a></sup> and again<sup class="note"><a href="#fn-1">1</a></sup>.</p>'
    )
    assert found.notes == [
        ("1", "Ibid.<br>And more."),
        ("2", "A link without a target"),
        ("3", "The <em>first</em> source."),
    ]


def test_a_note_that_is_missing_in_the_file_does_not_stop_the_rest(look):
    found = look(p(LONG, note(7)))
    assert (found.html, found.notes) == (f"<p>{LONG}</p>", [])


def test_the_note_of_a_title_is_kept_at_the_first_paragraph(look):
    found = look(p("Title", note(1), style="Title"), p(LONG), p(LONG), notes=[p("Written in Tbilisi.")])
    assert found.html.split("\n")[0] == f'<p>{LONG}<sup class="note"><a href="#fn-1">1</a></sup></p>'
    assert found.notes == [("1", "Written in Tbilisi.")]


def test_a_field_that_repeats_the_number_of_a_note_is_its_mark(look):
    marked = f'<w:bookmarkStart w:id="5" w:name="_Ref1"/>{note(1)}<w:bookmarkEnd w:id="5"/>'
    found = look(p("One", marked, " two", field("NOTEREF _Ref1 \\h", t("1")), "."), p(LONG), notes=[p("Source.")])
    assert found.html.split("\n")[0].count('<a href="#fn-1">1</a>') == 2
    assert dropped(found) == []


def test_what_only_begins_like_names_stays_in_the_text(look):
    found = look(p("The road", style="Title"), p("By the river the pass was closed"), p(LONG))
    assert (found.bylines, found.html) == ([], f"<p>By the river the pass was closed</p>\n<p>{LONG}</p>")


# Pictures


def test_pictures_come_anew_with_alt_text_and_caption_and_a_credit_to_mend(look):
    cut = '<a:srcRect l="25000"/>'
    found = look(
        p(LONG),
        p("Before ", picture(alt="A pass in snow"), "after."),
        p("The pass", style="Caption"),
        p(picture(alt="image1.png", crop=cut)),
    )
    article = bringing.keep(found, by=make.user("author"))
    image = Image.objects.get()
    assert article.body.split("\n")[1:] == [
        "<p>Before after.</p>",
        f'<figure><img src="/images/{image.pk}" alt="A pass in snow"><figcaption>The pass</figcaption></figure>',
        f'<figure><img src="/images/{image.pk}" alt=""></figure>',
    ]
    assert (image.alt, image.caption, image.credit) == ("A pass in snow", "The pass", "unknown, from piece.docx")
    assert [row["remarks"] for row in found.report["to_mend"]] == [
        [],
        ["has no text for those who cannot see it", "was cut in Word and is whole here"],
    ]


def test_pictures_that_browsers_do_not_show_or_that_lie_elsewhere_are_named(look):
    found = look(
        p(LONG),
        p(picture("rEmf")),
        p(picture("rOut")),
        p("Its caption", style="Caption"),
        links=[("rEmf", "image", "media/a.emf", False), ("rOut", "image", "http://192.0.2.1/track.png", True)],
        parts={"word/media/a.emf": b"\x01\x00\x00\x00"},
    )
    assert found.html == f"<p>{LONG}</p>\n<p>Its caption</p>"
    assert [row[:2] for row in dropped(found)] == [
        ("Picture outside the file", "http://192.0.2.1/track.png"),
        ("Picture", "a.emf"),
    ]


# What does not come


def test_what_is_left_out_is_listed_with_its_place(look):
    found = look(
        p("The road", style="Title"),
        p(LONG),
        p("Snow", style="1"),
        p("Drivers wait.", text_box("Boxed words")),
        p("We compute ", "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>"),
        p("Growth: ", drawing("http://schemas.openxmlformats.org/drawingml/2006/chart")),
        p("Order: ", drawing("http://schemas.openxmlformats.org/drawingml/2006/diagram")),
        p(t("Red words", '<w:color w:val="FF0000"/>'), t(" and secret ones", "<w:vanish/>")),
        p("As on page ", field("PAGEREF x", t("7")), "."),
        header="Confidential draft",
    )
    assert found.html.split("\n")[1:] == [
        "<h2>Snow</h2>",
        "<p>Drivers wait.</p>",
        "<p>We compute</p>",
        "<p>Growth:</p>",
        "<p>Order:</p>",
        "<p>Red words</p>",
        "<p>As on page 7.</p>",
    ]
    assert dropped(found) == [
        ("Text box", "Boxed words", "under “Snow”, near “Drivers wait.”"),
        ("Equation", "a+b", "under “Snow”, near “We compute”"),
        ("Chart", "Growth", "under “Snow”, near “Growth:”"),
        ("SmartArt", "Growth", "under “Snow”, near “Order:”"),
        ("Coloured words", "", "under “Snow”, near “Red words and secret ones”"),
        ("Hidden text", "and secret ones", "under “Snow”, near “Red words and secret ones”"),
        ("Field", "PAGEREF", "under “Snow”, near “As on page 7.”"),
        ("Page header", "Confidential draft", ""),
    ]


def test_tracked_changes_are_accepted_and_comments_stay_behind(look):
    gone = "<w:rPr><w:del/></w:rPr>"
    found = look(
        p("The road", style="Title"),
        p("The ", f"<w:ins>{t('new ')}</w:ins>", "<w:del><w:r><w:delText>old </w:delText></w:r></w:del>", "road"),
        p("A line", more=gone),
        p(" that goes on", '<w:r><w:commentReference w:id="0"/></w:r>'),
        comments=2,
    )
    assert found.html == "<p>The new road</p>\n<p>A line that goes on</p>"
    assert found.report["changes"] == [
        "1 tracked insertion is part of the text now.",
        "2 tracked deletions are gone for good.",
        "2 comments stay in the document, and did not come.",
    ]


def test_a_table_of_contents_goes(look):
    contents = f'<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>{p("Snow 3")}</w:sdtContent></w:sdt>'  # noqa: E501
    found = look(p(LONG), contents, p(field("TOC", t("Salt 4"))), p("Snow", style="1"), p(LONG))
    assert found.html == f"<p>{LONG}</p>\n<h2>Snow</h2>\n<p>{LONG}</p>"
    assert [row[0] for row in dropped(found)] == ["Table of contents", "Table of contents"]


# Proposals


def test_title_standfirst_and_names_are_proposed(look):
    known = make.person("Nino Beridze", native_name="ნინო ბერიძე")
    found = look(
        p("The single road", style="Title"),
        p("Why a pass matters", style="Subtitle"),
        p("By ნინო ბერიძე and Aram Sargsyan"),
        p(t("One pass carries most of the trade, and it closes every winter.", "<w:i/>")),
        p(LONG),
        properties="<dc:creator>Windows User</dc:creator>",
    )
    assert (found.title, found.subtitle) == ("The single road", "Why a pass matters")
    assert found.standfirst == "One pass carries most of the trade, and it closes every winter."
    assert found.bylines == [(known.pk, "ნინო ბერიძე"), (None, "Aram Sargsyan")]
    assert found.html == f"<p>{LONG}</p>"


def test_properties_speak_where_the_text_is_silent(look):
    make.person("Same Name"), make.person("Same Name")
    said = "<dc:title>The single road</dc:title><dc:creator>Same Name; User</dc:creator>"
    found = look(p("THE SINGLE ROAD"), p(LONG), p(LONG), properties=said)
    assert (found.title, found.bylines) == ("The single road", [(None, "Same Name")])
    assert found.html == f"<p>{LONG}</p>\n<p>{LONG}</p>"
    assert found.report["first"] == LONG


def test_the_name_of_the_file_is_the_last_resort(look):
    found = look(p(LONG), p(LONG), name="winter_roads.docx", properties="<dc:title>Document1</dc:title>")
    assert (found.title, found.html) == ("winter roads", f"<p>{LONG}</p>\n<p>{LONG}</p>")


@pytest.mark.parametrize(
    ("tag", "words", "language"),
    [
        ("tr-TR", "Yol kışın kapanır ve kamyonlar bekler", "tr"),
        ("az-Latn-AZ", "Yol qışda bağlanır və maşınlar gözləyir", "az"),
        ("fa-IR", "جاده در زمستان بسته می‌شود", "fa"),
        ("en-US", "გზა ზამთარში იკეტება", "ka"),  # the keyboard's tag; letters do not err
        ("en-US", "Ճանապարհը փակվում է ձմռանը", "hy"),
        ("ru-RU", "Дорога зимой закрывается", "ru"),
    ],
)
def test_the_language_is_the_documents_own_unless_its_letters_say_otherwise(look, tag, words, language):
    found = look(p(words, style="Title"), p(words), language=tag)
    assert (found.language, found.title, found.html) == (language, words, f"<p>{words}</p>")


def test_paragraphs_that_run_the_other_way_say_so(look):
    rtl = "<w:bidi/>"
    found = look(p(LONG), p(LONG), p(t("جاده بسته است", "<w:rtl/>", "fa-IR"), more=rtl), p("Just set right.", more=rtl))
    assert found.html.split("\n")[2:] == ['<p lang="fa" dir="rtl">جاده بسته است</p>', "<p>Just set right.</p>"]


# It lands at the desk


def test_it_becomes_a_draft_with_an_event_and_a_revision_and_is_known_again(look):
    author = make.user("author")
    found = look(p("The road", style="Title"), p(LONG, note(1)), p(text_box("Box")), notes=[p("Source.")])
    article = bringing.keep(found, by=author)
    assert (article.state, article.created_by, article.title) == ("draft", author, "The road")
    assert list(Note.objects.values_list("article", "key", "text")) == [(article.pk, "1", "Source.")]
    assert list(ArticleEvent.objects.values_list("article", "action", "actor")) == [(article.pk, "import", author.pk)]
    assert [row.note for row in Revision.objects.all()] == ["Imported from piece.docx. Left out: 1 text box."]
    assert not Publication.objects.exists()
    assert bringing.here_already(found.sha256) == [article]
    again = bringing.keep(found)
    assert bringing.here_already(found.sha256) == [again, article]
    page = body.render(article.body, [{"key": "1", "text": "Source."}])
    assert '<li id="fn-1">Source.' in page.html


def test_the_first_paragraph_becomes_the_standfirst_when_somebody_says_so(look):
    article = bringing.keep(look(p("The road", style="Title"), p(LONG), p("More of it.")))
    assert bringing.make_standfirst(article, by=None)
    article.refresh_from_db()
    assert (article.standfirst, article.body) == (LONG, "<p>More of it.</p>")
    assert not bringing.make_standfirst(article, by=None)


# Hostile and broken files


def with_part(name, content):
    return document(p(LONG), parts={name: content})


HOSTILE = {
    "no zip at all": (b"plain words", "piece.docx", "broken"),
    "cut off": (document(p(LONG))[:-300], "piece.docx", "broken"),
    "a spreadsheet": (documents.docx({"[Content_Types].xml": documents.types("x/y")}), "piece.docx", "not_docx"),
    "an old document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "piece.docx", "encrypted"),
    "an old document by its name": (b"", "piece.doc", "old"),
    "another kind by its name": (b"", "piece.pdf", "not_docx"),
    "a locked archive": (documents.locked(), "piece.docx", "encrypted"),
    "a zip bomb": (documents.bomb(), "piece.docx", "too_much"),
    "a directory that lies": (documents.lying(), "piece.docx", "broken"),
    "an entity from outside": (
        with_part("word/document.xml", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'),
        "piece.docx",
        "entities",
    ),
    "macros": (with_part("word/vbaProject.bin", b"x"), "piece.docx", "macros"),
    "nothing to read": (document(p("")), "piece.docx", "empty"),
}


@pytest.mark.parametrize(("content", "name", "code"), HOSTILE.values(), ids=HOSTILE)
def test_what_cannot_be_brought_is_told_in_a_sentence(look, content, name, code):
    with pytest.raises(bringing.NotBrought) as error:
        look(content=content, name=name)
    assert error.value.code == code
    assert str(error.value) == str(bringing.SENTENCES[code] % {"name": name})


def test_a_file_of_one_byte_too_many_is_refused(look, monkeypatch):
    content = document(p(LONG))
    monkeypatch.setattr(bringing, "MOST_BYTES", len(content) - 1)
    with pytest.raises(bringing.NotBrought) as error:
        look(content=content)
    assert error.value.code == "too_big"


def test_a_table_without_end_is_too_much(look):
    row = f"<w:tr>{cell(p('x'))}</w:tr>"
    with pytest.raises(bringing.NotBrought) as error:
        look(p(LONG), f"<w:tbl>{row * 60_000}</w:tbl>", compression=zipfile.ZIP_STORED)
    assert error.value.code == "too_much"


def test_templates_and_embedded_files_are_neither_followed_nor_kept(look):
    found = look(
        p(LONG),
        links=[("rT", "attachedTemplate", "http://192.0.2.1/t.dotm", True)],
        parts={"word/embeddings/sheet.xlsx": b"PK", "word/media/image1.png": png()},
    )
    assert (found.html, found.pictures) == (f"<p>{LONG}</p>", [])


def test_elements_nested_without_end_do_not_break_the_site(look):
    deep = "<w:smartTag>" * 3000 + "</w:smartTag>" * 3000
    with pytest.raises(bringing.NotBrought) as error:
        look(p(LONG, deep))
    assert error.value.code == "broken"


# The command


def run(*arguments):
    out, told = io.StringIO(), io.StringIO()
    try:
        call_command("import_word", *arguments, stdout=out, stderr=told)
        ending = ""
    except CommandError as error:
        ending = str(error)
    return out.getvalue().splitlines(), told.getvalue().splitlines(), ending


def test_the_command_prints_a_line_for_each_file_and_one_bad_file_stops_nobody(tmp_path):
    good, bad = tmp_path / "good.docx", tmp_path / "bad.docx"
    good.write_bytes(document(p("The road", style="Title"), p(LONG, note(1)), notes=[p("Source.")], header="Draft"))
    bad.write_bytes(b"no")
    lines, told, ending = run(str(bad), str(good))
    piece = Article.objects.get()
    assert lines == [
        f"{good}: “The road” · 14 words · 1 note · 0 pictures · left out: 1 page header → piece {piece.pk}"
    ]
    assert told == [f"{bad}: {bringing.SENTENCES['broken'] % {'name': 'bad.docx'}}"]
    assert ending == "1 of 2 files did not come."
    lines, told, ending = run(str(good))
    assert (lines, told, ending) == (
        [f"{good}: here already as piece {piece.pk}, “The road”. --again makes another draft."],
        [],
        "",
    )
    run(str(good), "--again")
    assert Article.objects.count() == 2


def test_a_dry_run_changes_nothing(tmp_path):
    path = tmp_path / "good.docx"
    path.write_bytes(document(p("The road", style="Title"), p(LONG), p(picture())))
    lines, _told, ending = run(str(path), "--dry-run")
    assert (lines, ending) == ([f"{path}: “The road” · 14 words · 0 notes · 1 picture"], "")
    assert (Article.objects.count(), Image.objects.count()) == (0, 0)


# The desk

WORD = "/admin/articles/article/word/"


def upload(content, name="piece.docx"):
    return {"document": SimpleUploadedFile(name, content)}


def test_an_author_brings_a_document_and_reads_what_came(client, settings):
    author = make.user("author")
    client.force_login(author)
    empty = client.get(reverse("admin:articles_article_changelist")).content.decode()
    assert empty.count(f'href="{WORD}"') == 2  # above the list, and where it is empty
    assert client.get(WORD).status_code == 200

    content = document(p("The road", style="Title"), p(LONG), p("More.", text_box("Boxed")), p(picture()))
    answer = client.post(WORD, upload(content), follow=True)
    piece = Article.objects.get()
    report = reverse("admin:articles_article_word_report", args=[piece.pk])
    assert answer.redirect_chain == [(report, 302)]
    shown = answer.content.decode()
    assert reverse("admin:articles_article_change", args=[piece.pk]) in shown
    assert "Boxed" in shown and "unknown, from piece.docx" in shown
    assert piece.created_by == author
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == []

    client.post(reverse("admin:articles_article_word_standfirst", args=[piece.pk]))
    piece.refresh_from_db()
    assert piece.standfirst == LONG
    assert client.get(reverse("admin:articles_article_change", args=[piece.pk])).status_code == 200


def test_the_same_file_is_here_already_and_may_become_another_draft(client, settings):
    client.force_login(make.user("author"))
    content = document(p("The road", style="Title"), p(LONG))
    client.post(WORD, upload(content))
    piece = Article.objects.get()
    asked = client.post(WORD, upload(content, "copy.docx"))
    assert Article.objects.count() == 1
    assert reverse("admin:articles_article_change", args=[piece.pk]) in asked.content.decode()
    token = asked.context["token"]
    client.post(WORD, {"again": "another"})
    assert Article.objects.count() == 1
    client.post(WORD, {"again": token})
    assert Article.objects.count() == 2
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == []

    client.force_login(make.user("author"))  # sees that a colleague was first, and not what became of it
    asked = client.post(WORD, upload(content)).content.decode()
    assert "A colleague has made a piece of it." in asked
    assert "The road" not in asked


def test_a_bad_file_is_told_at_its_field_and_others_may_not_bring_any(client):
    client.force_login(make.user("author"))
    answer = client.post(WORD, upload(b"no"))
    assert answer.context["form"].errors == {"document": [bringing.SENTENCES["broken"] % {"name": "piece.docx"}]}
    assert client.post(WORD).context["form"].errors == {"document": ["Choose a Word document first."]}
    assert not Article.objects.exists()
    client.force_login(make.user("moderator"))
    assert [client.get(WORD).status_code, client.post(WORD, upload(document(p(LONG)))).status_code] == [403, 403]


def test_a_report_is_for_who_brought_it_and_goes_with_the_session(client):
    client.force_login(make.user("author"))
    client.post(WORD, upload(document(p("The road", style="Title"), p(LONG))))
    piece = Article.objects.get()
    report = reverse("admin:articles_article_word_report", args=[piece.pk])
    client.force_login(make.user("editor"))
    assert client.get(report).url == reverse("admin:articles_article_change", args=[piece.pk])
    client.force_login(make.user("author"))
    assert client.get(report).status_code == 404


# A real one


@pytest.mark.skipif(not REAL.is_file(), reason="the real document is not on this machine")
def test_a_real_document_comes_as_an_editor_would_have_typed_it():
    found = bringing.look(REAL, REAL.name)
    lines = found.html.split("\n")
    assert found.title == "Can Timely Diplomacy Avert a Second Armenia-Azerbaijan Conflict?"
    assert [line[:4] for line in lines] == (
        ["<p>A", "<p>B", "<h2>", "<p>T", "<fig", "<tab", "<blo", "<ol>", "<h2>", "<p>T", "<p>R", "<p>F", "<p>T"]
        + ["<h2>", "<p>A", "<p>N", "<h2>", "<p>I", "<p>M"]
    )
    assert lines[4] == '<figure><img src="/p0" alt=""><figcaption>Sketch map of Syunik</figcaption></figure>'
    assert "<caption>Losses reported in the first days</caption><thead>" in lines[5]
    assert lines[6] == "<blockquote><p>Let us not mistake a pause for a peace.</p></blockquote>"
    assert lines[7] == (
        "<ol><li>shelling near Jermuk</li><li>shelling near Goris<ul><li>civilian houses</li><li>the road to Sotk</li>"
        "</ul></li></ol>"
    )
    assert [key for key, _text in found.notes] == ["1", "2", "3"]
    assert found.notes[1][1] == "Ibid.; compare <em>Statement of the Azerbaijani side</em>, which gives no figure."
    assert (found.language, dropped(found)) == ("en", [("Page footer", "", "")])
