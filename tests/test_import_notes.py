"""Footnotes of an old site become ours: each way of writing them that WordPress sites use, and the import again."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from articles import locking
from articles.imports.export import Export, Site
from articles.imports.footnotes import kept_by_the_editor
from articles.imports.markup import convert
from articles.imports.oldsite import OldSite
from articles.imports.uploads import Uploads
from articles.models import Article, Page, Publication
from ccsis.html import clean_html
from tests import checksum, make

pytestmark = pytest.mark.django_db

ONE = "4c3f1ab2-0d55-4c3e-9f0a-1b2c3d4e5f60"
TWO = "7d0e2f3a-1111-4c3e-9f0a-abcdefabcdef"


@pytest.fixture
def old_site():
    export = Export()
    export.site = Site(title="Old", address="https://old.example")
    return OldSite(export, Uploads(export))


def mark(key):
    return f'<sup class="note"><a href="#fn-{key}">{key}</a></sup>'


def read(content, old_site, kept=""):
    """The converted text; its marks written short, as {1}."""
    converted = convert(content, old_site, kept_notes=kept)
    html = converted.html
    for key, _words in converted.footnotes:
        html = html.replace(mark(key), f"{{{key}}}")
    return converted, html


# One case for each way of writing notes: what stands there, the text here, the notes here.
CASES = {
    "shortcodes of plugins": (
        "One[efn_note]Easy <b>note</b>.[/efn_note] two [ref]Simple.[/ref], three [mfn referencenumber=3]Modern[/mfn]"
        "[footnote]Better[/footnote] [fn]Short[/fn]. [modern_footnote]Long[/modern_footnote]\n\n[mfn_list]",
        "<p>One{1} two{2}, three{3}{4}{5}.{6}</p>",
        ["Easy <strong>note</strong>.", "Simple.", "Modern", "Better", "Short", "Long"],
    ),
    "a note in the middle of a sentence, and a box": (
        "Four [note]Old easy.[/note] five\n\n[note]A box.[/note]",
        '<p>Four{1} five</p>\n<aside class="aside"><p>A box.</p></aside>',
        ["Old easy."],
    ),
    "one shortcode inside another": ("a[ref]b [ref]c[/ref] d[/ref]", "<p>a{1}</p>", ["b (c) d"]),
    "a note with a name, cited twice": (
        'a[ref name="x"]Smith.[/ref] b[ref name="x"/]',
        "<p>a{1} b{1}</p>",
        ["Smith."],
    ),
    "tags of the editor's plugin": (
        "<p>a <mfn>one </mfn><em><mfn>two</mfn></em><mfn> three</mfn> b <ref name=s>S.</ref> c<ref name='s' /></p>",
        "<p>a{1} b{2} c{2}</p>",
        ["one <em>two</em> three", "S."],
    ),
    "tags written as entities": ("<p>a &lt;ref&gt;Wiki.&lt;/ref&gt; b</p>", "<p>a{1} b</p>", ["Wiki."]),
    "double brackets": (
        "A sentence ((and its footnote)). Of ((Smith (2004), p. 5)) it ((ref:1)), and ((<em>Ibid.</em>)).",
        "<p>A sentence{1}. Of{2} it{1}, and{3}.</p>",
        ["and its footnote", "Smith (2004), p. 5", "<em>Ibid.</em>"],
    ),
    "numbers in brackets": (
        'Alpha [1. First, see <a href="https://e.example">it [x]</a>.] beta.[2. Ibid.] [sic]',
        "<p>Alpha{1} beta.{2} [sic]</p>",
        ['First, see <a href="https://e.example" rel="noopener noreferrer">it [x]</a>.', "Ibid."],
    ),
    "marks of Markdown": (
        "A claim[^1] and[^b].\n\n[^1]: The words.\n[^b]: More <em>words</em>.",
        "<p>A claim{1} and{2}.</p>",
        ["The words.", "More <em>words</em>."],
    ),
    "Jetpack's Markdown": (
        '<p>Text<sup id="fnref-12-1"><a href="#fn-12-1" class="jetpack-footnote">1</a></sup>.</p>\n<div '
        'class="footnotes">\n<hr />\n<ol>\n<li id="fn-12-1">A note. <a href="#fnref-12-1" title="Return">&#8617;</a>'
        "</li>\n</ol>\n</div>",
        "<p>Text{1}.</p>",
        ["A note."],
    ),
    "notes in paragraphs of their own, of other makers of Markdown": (
        '<h2>Head<sup id="fnref:1"><a href="#fn:1" rel="footnote">1</a></sup></h2><p>t</p><div class="footnotes"><hr>'
        '<ol><li id="fn:1"><p>First.</p><p>Its rest. <a href="#fnref:1" rev="footnote">↩</a></p></li></ol></div>',
        "<h2>Head{1}</h2>\n<p>t</p>",
        ["First. Its rest."],
    ),
    "FD Footnotes, with whole addresses": (
        "<p>Text<sup class='footnote'><a href='https://old.example/2012/03/x/#fn-156-1' id='fnref-156-1'>1</a></sup>."
        "</p><div class='footnotes' id='footnotes-156'><div class='footnotedivider'></div><ol><li id='fn-156-1'>FD "
        "note <span class='footnotereverse'><a href='#fnref-156-1'>&#8617;</a></span></li></ol></div>",
        "<p>Text{1}.</p>",
        ["FD note"],
    ),
    "WP-Footnotes, as it shows them": (
        '<p>Text<sup><a href="#footnote_0_12" id="identifier_0_12" class="footnote-link">1</a></sup> x</p><ol '
        'class="footnotes"><li id="footnote_0_12" class="footnote">Words.<span class="w"> [<a href="#identifier_0_12" '
        'class="footnote-link footnote-back-link">&#8617;</a>]</span></li></ol>',
        "<p>Text{1} x</p>",
        ["Words."],
    ),
    "Easy Footnotes, as it shows them": (
        "<p>Text<span id='easy-footnote-1-12'></span><span class='easy-footnote'><a href='#easy-footnote-bottom-1-12' "
        "title='t'><sup>1</sup></a></span> go</p><div class='easy-footnote-title'><h4>Notes</h4></div><ol><li><span "
        "id='easy-footnote-bottom-1-12'></span>Words<a class='easy-footnote-to-top' href='#easy-footnote-1-12'></a>"
        "</li></ol>",
        "<p>Text{1} go</p>",
        ["Words"],
    ),
    "notes in a table": (
        '<p>Text <sup><a href="#footnote_plugin_reference_1_1">[1]</a></sup></p><table><tbody><tr><th scope="row" '
        'id="footnote_plugin_reference_1_1"><a href="#footnote_plugin_tooltip_1_1">↑1</a></th><td>Words</td></tr>'
        "</tbody></table>",
        "<p>Text{1}</p>",
        ["Words"],
    ),
    "a way back that somebody's browser made a picture": (
        '<p>a<sup data-fn="b100" class="fn"><a href="#b100" id="b100-link">1</a></sup></p><ol><li id="b100">'
        'A source <a href="#b100-link"><img alt="↩" class="wp-smiley" src="https://s.example/x.png" />︎</a>'
        "</li></ol>",
        "<p>a{1}</p>",
        ["A source"],
    ),
    "Markdown that nobody turned into HTML": (
        '<!-- wp:jetpack/markdown {"source":"x"} --><div><p>Claim[^1] and[^2].</p>\n<p>[^1]: First.<br>\n[^2]: Second.'
        "</p></div><!-- /wp:jetpack/markdown -->",
        "<p>Claim{1} and{2}.</p>",
        ["First.", "Second."],
    ),
    "an encyclopaedia": (
        '<p>Text<sup id="cite_ref-1"><a href="#cite_note-1">[1]</a></sup></p><h2>References</h2><ol><li '
        'id="cite_note-1">^ <a href="#cite_ref-1"><sup>a</sup></a> <a href="#cite_ref-1b"><sup>b</sup></a> '
        "A book.</li></ol>",
        "<p>Text{1}</p>",
        ["A book."],
    ),
    "Word, in blocks": (
        '<p>Text<a href="#_ftn1" name="_ftnref1"><sup>[1]</sup></a> and<a title="" href="#_ftn2" name="_ftnref2">'
        '<span class="MsoFootnoteReference">[2]</span></a>.</p><br clear="all" /><hr align="left" size="1" />'
        '<div id="ftn1"><p class="MsoFootnoteText"><a href="#_ftnref1" name="_ftn1"><sup>[1]</sup></a> First.</p>'
        '<p class="MsoFootnoteText">Its second paragraph.</p></div><div id="ftn2"><p class="MsoFootnoteText">'
        '<a href="#_ftnref2" name="_ftn2">[2]</a> See <i>ibid.</i>, 5.</p></div>',
        "<p>Text{1} and{2}.</p>",
        ["First. Its second paragraph.", "See <em>ibid.</em>, 5."],
    ),
    "Word, pasted into the classic editor": (
        'Text<a href="http://old.example/wp-admin/post.php?post=1#_edn1" name="_ednref1">[i]</a> goes on.\n\nAnd'
        '<a href="#_edn2" name="_ednref2">[ii]</a>.\n\n<strong>Notes:</strong>\n\n<a href="#_ednref1" name="_edn1">[i]'
        '</a> One.\n<a href="#_ednref2" name="_edn2">[ii]</a> Two.',
        "<p>Text{1} goes on.</p>\n<p>And{2}.</p>",
        ["One.", "Two."],
    ),
    "LibreOffice": (
        '<p>Text<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></p><div '
        'id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1'
        "</a>\tWords</p></div>",
        "<p>Text{1}</p>",
        ["Words"],
    ),
    "Google Docs": (
        '<p>Text<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup></p><hr><p>'
        '<a href="#ftnt_ref1" id="ftnt1">[1]</a> Words</p>',
        "<p>Text{1}</p>",
        ["Words"],
    ),
    "by hand, with a star": (
        '<p>Text<a href="#n">*</a></p><p><a name="n"></a>* Words</p>',
        "<p>Text{1}</p>",
        ["Words"],
    ),
    "by hand, in brackets and with a full stop": (
        '<p>Text [<a href="#note1">1</a>]; more<sup>[<a href="#note2">2</a>, <a href="#note1">1</a>]</sup></p>'
        '<p id="note1">1. One</p><p id="note2">[2] Two</p>',
        "<p>Text{1}; more{2}{1}</p>",
        ["One", "Two"],
    ),
    "a mark inside a link": (
        '<p><a href="https://e.example/">Text<sup><a href="#fn1">1</a></sup></a></p><ol><li id="fn1">One</li></ol>',
        '<p><a href="https://e.example/">Text</a>{1}</p>',
        ["One"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_notes_leave_the_text_and_their_marks_are_ours(case, old_site):
    content, text, notes = CASES[case]
    converted, html = read(content, old_site)
    assert html == text
    assert converted.footnotes == [(str(number), words) for number, words in enumerate(notes, start=1)]
    assert clean_html(converted.html).replace(' rel="noopener noreferrer"', "") == converted.html


BLOCK_TEXT = (
    f'<!-- wp:paragraph -->\n<p>Text<sup data-fn="{TWO}" class="fn"><a href="#{TWO}" id="{TWO}-link">1</a></sup> and '
    f'<sup data-fn="{ONE}" class="fn"><a id="{ONE}-link" href="#{ONE}">2</a></sup>, again<sup data-fn="{TWO}" '
    f'class="fn"><a href="#{TWO}">1</a></sup>.</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:heading -->\n<h2>Footnotes</h2>\n'
    "<!-- /wp:heading -->\n\n<!-- wp:footnotes /-->\n\n<!-- wp:paragraph --><p>After.</p><!-- /wp:paragraph -->"
)


def kept(*pairs):
    return json.dumps([{"id": name, "content": words} for name, words in pairs])


def test_notes_of_the_block_editor_come_from_beside_the_text(old_site):
    notes = kept((ONE, 'First <em>note</em>, <a href="/gone/">there</a>.'), (TWO, "Second."))
    converted, html = read(BLOCK_TEXT, old_site, notes)
    assert html == "<p>Text{1} and{2}, again{1}.</p>\n<p>After.</p>"
    assert converted.footnotes == [
        ("1", "Second."),
        ("2", 'First <em>note</em>, <a href="https://old.example/gone/" rel="noopener noreferrer">there</a>.'),
    ]
    assert converted.notes == ["link to https://old.example/gone/, which was not imported"]


def test_a_list_that_shows_the_kept_notes_is_not_there_twice(old_site):
    shown = f'<ol class="wp-block-footnotes"><li id="{ONE}">One. <a href="#{ONE}-link" aria-label="x">↩︎</a></li></ol>'
    content = f'<p>a<a data-fn="{ONE}" class="fn" href="#{ONE}" id="{ONE}-link">*</a></p>{shown}'
    for notes in ("", kept((ONE, "One."))):
        converted, html = read(content, old_site, notes)
        assert (html, converted.footnotes) == ("<p>a{1}</p>", [("1", "One.")])


def test_a_kept_note_that_is_cited_nowhere_stays_at_the_end(old_site):
    converted, html = read("<p>a</p>", old_site, kept((ONE, "Nobody <b>cites</b> me."), (TWO, " ")))
    assert (html, converted.footnotes) == ("<p>a</p>\n<ul><li>Nobody <strong>cites</strong> me.</li></ul>", [])
    assert converted.notes == ["notes that are cited nowhere stand at the end of the text: 1"]


def test_a_mark_without_its_note_keeps_its_number(old_site):
    content = (
        f'<p>a<sup data-fn="{ONE}"><a href="#{ONE}">7</a></sup> b<a href="#_ftn3" name="x">[3]</a> [ref] [/ref]</p>'
    )
    converted, html = read(content, old_site)
    assert html == "<p>a<sup>7</sup> b[3] [ref] [/ref]</p>"
    assert converted.notes == [
        "shortcode [ref] could not be understood and stays in the text",
        "the note of the mark 7 is not in the export; the mark leads nowhere",
        "the note of the mark [3] is not in the export; the mark leads nowhere",
    ]


def test_items_that_are_cited_nowhere_stay_in_their_list(old_site):
    content = (
        '<p>a<sup id="fnref1"><a href="#fn1">1</a></sup></p><h3>Notes</h3><ol><li id="fn1">One <a href="#fnref1">↩</a>'
        '</li><li id="fn9">Nine <a href="#fnref9">↩</a></li></ol>'
    )
    converted, html = read(content, old_site)
    assert html == '<p>a{1}</p>\n<h3>Notes</h3>\n<ol><li id="fn9">Nine</li></ol>'
    assert converted.footnotes == [("1", "One")]
    assert converted.notes == ["notes that are cited nowhere stay in the text, in their list"]


def test_json_that_was_damaged_on_the_way_is_still_read():
    whole = [{"id": ONE, "content": '<a href="x">One</a>'}, {"id": TWO, "content": "Two."}]
    expected = {ONE: '<a href="x">One</a>', TWO: "Two."}
    assert kept_by_the_editor(json.dumps(whole)) == expected
    lost_slashes = (
        f'[{{"content":"u003ca href="x"u003eOneu003c/au003e","id":"{ONE}"}},{{"content":"Two.","id":"{TWO}"}}]'
    )
    assert kept_by_the_editor(lost_slashes) == expected
    assert kept_by_the_editor('[{"content":"He said "so"!","id":"b1"}]') == {"b1": 'He said "so"!'}
    assert [kept_by_the_editor(text) for text in ("", "[", '"x"', "[1]", "{}", "null")] == [{}] * 6


@pytest.mark.parametrize(
    "content",
    [
        "f((x)) and ((a+b)*c), ((c)), ((n = 1)), a((b",
        "a ((see A) and (see B)) b (c (d))",
        "<code>((not here))</code> <pre>[ref]nor here[/ref]</pre> \\(a ((b ccc))\\)",
        "In Berlin [1. Aufl.] and [3. ed., in Paris, as he says]",
        "an array[0] of [^1] and [2] [sic] [ref]",
        '<a title="((no note))" href="https://e.example/">x</a>',
        '<p>Contents: <a href="#one">1</a> <a href="#two">2</a></p><h2 id="one">One</h2><p id="two">Two</p>',
        '<ul><li><a href="#p1">1</a></li></ul><ol><li id="p1">A list that is no note</li></ol>',
    ],
)
def test_what_only_looks_like_a_note_stays_in_the_text(content, old_site):
    assert convert(content, old_site).footnotes == []


def test_two_notes_of_one_name_are_both_kept(old_site):
    converted = convert('a[ref name="x"]One[/ref] b[ref name="x"]Two[/ref] c[ref name="x"]Two[/ref]', old_site)
    assert converted.footnotes == [("1", "One"), ("2", "Two")]


def test_marks_that_nobody_made_here_are_no_marks(old_site):
    content = (
        f'a<sup data-note="7">7</sup> <sup data-note="{"9" * 5000}">9</sup> <sup data-note="x">x</sup>[ref]One[/ref]'
    )
    converted, html = read(content, old_site)
    assert clean_html(html) == "<p>a<sup>7</sup> <sup>9</sup> <sup>x</sup>{1}</p>"
    assert converted.footnotes == [("1", "One")]


def test_notes_that_were_guessed_from_brackets_are_reported(old_site):
    assert convert("a ((some words)) b [1. more of them here]", old_site).notes == [
        "words in ((double brackets)) became notes",
        "words in [1. numbered brackets] became notes",
    ]


@pytest.mark.parametrize(
    "content",
    [
        "((a " * 20_000,
        "[ref]" * 10_000,
        "[1. a " * 10_000,
        "<ref>" * 20_000,
        "<mfn>a</mfn>" * 5_000,
        "".join(f"[ref]{''.join(f'<sup data-note={n}>1</sup>' for n in range(40))}[/ref]" for _ in range(40)),
        '<a href="#fn1" id="fn1">1</a>\n' * 5_000,
        "".join(f'<a href="#fn{n}" id="r{n}">1</a><p id="fn{n}">a</p>' for n in range(1500)),
    ],
)
def test_strange_notes_are_read_in_time(content, old_site):
    convert(content, old_site)


# Brought over


NOTES = kept((ONE, "First."), (TWO, "Second."))


def export(tmp_path, *, kind="post", content=BLOCK_TEXT, notes=NOTES, more=""):
    file = tmp_path / "export.xml"
    file.write_text(
        '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
        "<title>The Review</title><wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://old.example</wp:base_blog_url>"
        "<item><title>Of notes</title><wp:post_id>5</wp:post_id><wp:post_name>of-notes</wp:post_name><wp:status>publish"
        f"</wp:status><wp:post_type>{kind}</wp:post_type><wp:post_date_gmt>2021-03-02 10:00:00</wp:post_date_gmt>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded><wp:postmeta><wp:meta_key>footnotes</wp:meta_key>"
        f"<wp:meta_value><![CDATA[{notes}]]></wp:meta_value></wp:postmeta></item>{more}</channel></rss>"
    )
    return file


def imported(file):
    out = StringIO()
    call_command("import_wordpress", str(file), stdout=out)
    return out.getvalue()


def notes_of(article):
    return list(article.notes.values_list("key", "text", "position"))


def test_a_piece_arrives_with_its_notes(tmp_path, client):
    imported(export(tmp_path))
    assert notes_of(Article.objects.get()) == [("1", "Second.", 1), ("2", "First.", 2)]
    publication = Publication.objects.get()
    assert publication.notes == [{"key": "1", "text": "Second."}, {"key": "2", "text": "First."}]
    page = client.get("/analyses/of-notes/").content.decode()
    assert page.count('role="doc-noteref"') == 3
    assert '<li id="fn-2">First. <a href="#fnref-2"' in page


def test_notes_are_left_alone_until_they_change_there(tmp_path):
    imported(export(tmp_path))
    before = checksum.of_all_tables()
    assert "0 updated, 1 unchanged" in imported(export(tmp_path))
    assert checksum.of_all_tables() == before
    report = imported(export(tmp_path, notes=kept((ONE, "First, and more."), (TWO, "Second."))))
    assert "1 updated, 0 unchanged" in report
    assert notes_of(Article.objects.get()) == [("1", "Second.", 1), ("2", "First, and more.", 2)]
    assert Publication.objects.get().version == 2
    imported(export(tmp_path, content="<p>No notes any more.</p>", notes=""))
    assert notes_of(Article.objects.get()) == []


def test_notes_that_staff_changed_here_are_never_overwritten(tmp_path):
    imported(export(tmp_path))
    article = Article.objects.get()
    locking.take_text(article, now=make.NOW)
    article.save()
    article.notes.filter(key="1").update(text="Changed here.")
    report = imported(export(tmp_path, notes=kept((ONE, "Other."), (TWO, "Words."))))
    assert "it changed there and here since the last import" in report
    assert notes_of(article) == [("1", "Changed here.", 1), ("2", "First.", 2)]


def test_a_page_has_its_notes_as_a_list(tmp_path, client):
    imported(export(tmp_path, kind="page"))
    body = Page.objects.get(slug="of-notes").body
    assert body.split("\n") == [
        '<p>Text<sup id="fnref-1"><a href="#fn-1">1</a></sup> and<sup id="fnref-2"><a href="#fn-2">2</a></sup>, again'
        '<sup><a href="#fn-1">1</a></sup>.</p>',
        "<p>After.</p>",
        '<ol><li id="fn-1">Second. <a href="#fnref-1">↑</a></li>'
        '<li id="fn-2">First. <a href="#fnref-2">↑</a></li></ol>',
    ]
    assert '<li id="fn-2">First.' in client.get("/of-notes/").content.decode()


def test_a_change_in_a_reusable_block_is_brought_over(tmp_path):
    def block(words):
        return (
            "<item><title>Box</title><wp:post_id>9</wp:post_id><wp:post_type>wp_block</wp:post_type><wp:status>publish"
            f"</wp:status><content:encoded><![CDATA[<p>{words}</p>]]></content:encoded></item>"
        )

    content = '<p>Text.</p><!-- wp:block {"ref":9} /-->'
    imported(export(tmp_path, content=content, notes="", more=block("In a box.")))
    assert Article.objects.get().body == "<p>Text.</p>\n<p>In a box.</p>"
    assert "0 updated, 1 unchanged" in imported(export(tmp_path, content=content, notes="", more=block("In a box.")))
    assert "1 updated, 0 unchanged" in imported(export(tmp_path, content=content, notes="", more=block("In the box.")))
    assert Article.objects.get().body == "<p>Text.</p>\n<p>In the box.</p>"
