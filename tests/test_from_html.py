"""Pasted and dropped texts become CommonMark: no word is lost, notes stay notes, what is dropped is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsis.commonmark import to_html
from ccsis.from_html import to_commonmark
from ccsis.html import plain_text
from tests import rounds

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {margin:0}</style></head>
<body lang=EN-GB><!--StartFragment--><h1>Days 1 to 5<o:p></o:p></h1>
<p class=MsoNormal style='margin:0cm'>On the <b>first <i>morning</i></b> nobody<a style='mso-footnote-id:ftn1'
href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span
style='mso-special-character:footnote'><![if !supportFootnotes]>[1]<![endif]></span></span></a> calls it a crisis,
says <a href="https://example.org/a_(b)">the road department</a>.</p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>The queue</p>
<p class=MsoListParagraphCxSpMiddle style='text-indent:-18pt;mso-list:l0 level2 lfo1'><span
style='mso-list:Ignore'>o<span>&nbsp; </span></span>of lorries</p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18pt;mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>·<span>&nbsp; </span></span>The ferry</p>
<div style='mso-element:footnote-list'><br clear=all><hr align=left size=1 width="33%">
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1"
name="_ftn1" title=""><span class=MsoFootnoteReference>[1]</span></a> The department keeps <i>the record</i>.</p>
</div></div><!--EndFragment--></body></html>"""

WORD_AS_COMMONMARK = """## Days 1 to 5

On the **first *morning*** nobody[^1] calls it a crisis, says [the road department](https://example.org/a_%28b%29).

- The queue
    - of lorries
- The ferry

[^1]: The department keeps *the record*.
"""

MAMMOTH = (
    '<h2>After</h2><p>One<sup><a href="#footnote-1" id="footnote-ref-1">[1]</a></sup> and two'
    '<sup><a href="#footnote-2" id="footnote-ref-2">[2]</a></sup>.</p><ol><li id="footnote-1"><p> First. '
    '<a href="#footnote-ref-1">↑</a></p></li><li id="footnote-2"><p> Ibid. '
    '<a href="#footnote-ref-2">↑</a></p></li></ol>'
)
LIBRE = (
    '<p>Water falls.<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></p>'
    '<div id="sdfootnote1"><p class="sdfootnote">'
    '<a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1'
    "</a>Measured at Baku.</p></div>"
)
GOOGLE = (
    '<b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span style="font-weight:400">Plain, </span>'
    '<span style="font-weight:700">bold</span><span style="font-style:italic"> and leaning</span></p></b>'
)


def test_a_text_pasted_from_word_is_a_clean_text():
    assert to_commonmark(WORD) == (WORD_AS_COMMONMARK, {})


def test_what_is_pasted_reads_back_as_it_was():
    html, notes = to_html(to_commonmark(WORD)[0])
    assert '<h2>Days 1 to 5</h2>\n<p>On the <strong>first <em>morning</em></strong> nobody<sup class="note">' in html
    assert notes == [{"key": "1", "text": "The department keeps <em>the record</em>."}]


@pytest.mark.parametrize(
    ("html", "source"),
    [
        (MAMMOTH, "## After\n\nOne[^1] and two[^2].\n\n[^1]: First.\n\n[^2]: Ibid.\n"),
        (LIBRE, "Water falls.[^1]\n\n[^1]: Measured at Baku.\n"),
        (GOOGLE, "Plain, **bold** *and leaning*\n"),
        ("<p>a<br>b</p>", "a\\\nb\n"),
        ("<h2>#</h2><h3>C #</h3>", "## \\#\n\n### C \\#\n"),
        ("<ol start=3><li>c</li><li><p>d</p><p>e</p></li></ol>", "3. c\n4. d\n\n   e\n"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b\n"),
        ("<pre>x = `1`\n  y</pre>", "```\nx = `1`\n  y\n```\n"),
        ("<p>the <code>a`b</code></p>", "the ``a`b``\n"),
        ("<table><tr><th>Year</th><th>m|</th></tr><tr><td>2020</td><td>-28</td></tr></table>",
         "| Year | m\\| |\n| --- | --- |\n| 2020 | -28 |\n"),  # fmt: skip
        ("<p><a href='javascript:alert(1)'>press</a> <a href='#top'>up</a></p>", "press up\n"),
        ("<script>alert(1)</script><p>a</p>", "a\n"),
        ("", ""),
        ("<p>&nbsp;</p>", ""),
    ],
)  # fmt: skip
def test_each_kind_of_markup_has_its_sign(html, source):
    assert to_commonmark(html) == (source, {})


@pytest.mark.parametrize(
    "words",
    [
        "1. not a list",
        "12) not a list",
        "# not a heading",
        "- not a list",
        "+ nor this",
        "> not a quote",
        "--- and ===",
        "a * b * c and _this_ and snake_case_words",
        "[not a link](https://example.org) and [^1]",
        "<b>no tag</b> &amp; no sign &copy;",
        "C:\\folder\\*",
        "`code` and ~~gone~~ and | pipe",
        "5 * 3 = 15",
        "2026. was a dry year",
        "Цены * на *зерно*",
        "هوا *گرم* است",
    ],
)
def test_words_that_look_like_signs_stay_words(words):
    from html import escape

    source, dropped = to_commonmark(f"<p>{escape(words)}</p>")
    assert plain_text(to_html(source)[0]).strip() == words
    assert dropped == {}


def test_what_cannot_be_kept_is_counted():
    html = '<p>a<img src="x.png" alt="A map"> b</p><p><img src="data:image/png;base64,AAAA"></p>'
    assert to_commonmark(html) == ("a b\n", {"pictures": 2})


def test_a_note_that_nobody_cites_stays_as_words():
    source, _dropped = to_commonmark('<p>Text.</p><ol><li id="footnote-1"><p>Lost <a href="#gone">↑</a></p></li></ol>')
    assert "Lost" in source


PIECES = st.sampled_from("water сель ქარი ջուր su آب 28 m. * _a_ # [x] <y> & `z` \\ 1. - + > | ~~".split())
INLINE = st.recursive(
    PIECES.map(lambda word: word.replace("&", "&amp;").replace("<", "&lt;")),
    lambda inner: st.tuples(
        st.sampled_from("b i em strong span u".split()), st.lists(inner, min_size=1, max_size=4)
    ).map(lambda made: f"<{made[0]}>{' '.join(made[1])}</{made[0]}>"),
    max_leaves=8,
)
LINES = st.lists(INLINE, min_size=1, max_size=6).map(" ".join)
BLOCK = st.one_of(
    LINES.map(lambda line: f"<p>{line}</p>"),
    LINES.map(lambda line: f"<h2>{line}</h2>"),
    st.lists(LINES, min_size=1, max_size=4).map(lambda rows: f"<ul>{''.join(f'<li>{row}</li>' for row in rows)}</ul>"),
    st.lists(LINES, min_size=1, max_size=3).map(
        lambda rows: f"<ol>{''.join(f'<li><p>{r}</p></li>' for r in rows)}</ol>"
    ),
    LINES.map(lambda line: f"<blockquote><p>{line}</p></blockquote>"),
    LINES.map(lambda line: f"<div>{line}<br>{line}</div>"),
)


@rounds.random(37)
@given(st.lists(BLOCK, min_size=1, max_size=6).map("".join))
def test_no_word_is_lost_and_none_changes_its_place(html):
    source, _dropped = to_commonmark(html)
    assert plain_text(to_html(source)[0]).split() == plain_text(html).split()


def test_a_long_paste_is_read_in_a_moment():
    """50,000 nested spans, 20,000 paragraphs: the time grows with the length, and no stack is deep enough to break."""
    html = "<p>" + "<span style='color:red'>" * 50_000 + "end" + "</span>" * 50_000 + "</p>" + "<p>word</p>" * 20_000
    source, _dropped = to_commonmark(html)
    assert source.startswith("end\n\nword\n")
    assert source.count("word") == 20_000
