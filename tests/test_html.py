"""Hostile texts lose what could act, honest texts lose nothing, and cleaning is done once and for all."""

import unicodedata
from html import unescape
from time import process_time

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString
from hypothesis import assume, given
from hypothesis import strategies as st

from ccsis import html as html_module
from ccsis.html import POLICY, clean_html, inline_html, is_empty, plain_text, trusted_html, trusted_page
from ccsis.templatetags import trusted as trusted_tag
from tests import rounds
from tests.hostile import HOSTILE, SCHEMES, Reader, what_could_act


def test_there_are_many_hostile_texts():
    assert len(set(HOSTILE)) >= 200


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_could_act_survives(text):
    around = f"<p>before</p>{text}"
    for cleaned in (clean_html(text), clean_html(around), inline_html(text), trusted_html(f"<td>{text}</td>")):
        assert what_could_act(cleaned) == []
        assert clean_html(cleaned) == cleaned
    assert clean_html(around).startswith("<p>before</p>")


@pytest.mark.parametrize("one", HOSTILE[::7])
def test_hostile_texts_do_not_help_each_other(one):
    for other in HOSTILE[::5]:
        assert what_could_act(clean_html(one + other)) == []


def test_a_link_to_nowhere_keeps_its_words():
    assert {clean_html(link) for link in SCHEMES} == {"<a>x</a>"}


@pytest.mark.parametrize(
    "text",
    [
        "<script>bad()</script>",
        "<style>p{}</style>",
        "<svg><text>t</text></svg>",
        "<iframe>f</iframe>",
        "<template><p>t</p></template>",
        "<title>t</title>",
        "<noscript>n</noscript>",
    ],
)
def test_what_stands_inside_code_is_no_text(text):
    assert clean_html(f"<p>a</p>{text}<p>b</p>") == "<p>a</p><p>b</p>"
    assert plain_text(f"<p>a</p>{text}<p>b</p>") == "a\nb"


HONEST = {
    "en": """<h2 id="sec-road">The road</h2>
<p>“Nobody &amp; nothing,” she said<sup class="note"><a href="#fn-1">1</a></sup>; 5 &lt; 6.
See <a href="https://example.org/?a=1&amp;copy=2" rel="noopener noreferrer">the list</a>,
<a href="/topics/water/">water</a>, <a href="mailto:desk@example.org">write</a>,
<a href="tel:+995322000000">ring</a>.</p>
<figure class="wide"><img src="/images/12" alt="A &quot;map&quot;" width="640" height="480">
<figcaption>The pass. <small>Photo: A. B.</small></figcaption></figure>""",
    "ru": """<p lang="ru">Ёлка, <em>подъезд</em> и <strong>съезд</strong> — «мост»&nbsp;№&nbsp;1.</p>
<ul>
<li>раз</li>
<li>два
<ol start="3" type="a" reversed="">
<li value="4">три</li>
</ol>
</li>
</ul>""",
    "ka": """<table>
<caption>ცხრილი</caption>
<colgroup><col span="2"></colgroup>
<thead>
<tr><th scope="col">წელი</th><th scope="col" class="n">რიცხვი</th></tr>
</thead>
<tbody>
<tr><th scope="row">2026</th><td class="n" colspan="1">12</td></tr>
</tbody>
<tfoot>
<tr><td rowspan="1">სულ</td><td>12</td></tr>
</tfoot>
</table>""",
    "hy": """<blockquote cite="https://example.org/a"><p>Ինչո՞ւ և ինչպե՞ս։</p></blockquote>
<blockquote class="pull"><p>Երևան</p></blockquote>
<aside class="aside"><p>Ծանոթություն</p></aside>""",
    "az": """<dl>
<dt>Bakı</dt>
<dd>İçərişəhər, ıssız</dd>
</dl>
<hr>
<p>Şəki<br>Gəncə H<sub>2</sub>O x<sup>2</sup> <s>köhnə</s> <u>yeni</u> <mark>qeyd</mark>
<code>a</code> <abbr title="Azərbaycan">AZ</abbr></p>
<pre>bir
  iki</pre>""",
    "fa": """<p dir="rtl" lang="fa">می‌خواهم <bdi>CCSIS</bdi> <bdo dir="ltr">abc</bdo> <q cite="/analyses/x/">نقل</q>
<cite>کتاب</cite> <time datetime="2026-11-23">امروز</time> <span lang="en" dir="ltr">pass</span>
<del>نه</del> <ins>بله</ins><sup class="note"><a href="#fn-2" id="fnref-2">۲</a></sup></p>
<figure class="embed"><a href="https://video.example/1" rel="noopener noreferrer">فیلم</a></figure>""",
    "he": """<h3 lang="he" dir="rtl">שָׁלוֹם</h3>
<h4>עולם</h4>
<p><b>א</b><i>ב</i> ב\u200fא</p>""",
}


@pytest.mark.parametrize("language", HONEST)
def test_honest_texts_come_through_word_for_word(language):
    assert clean_html(HONEST[language]) == HONEST[language]
    assert what_could_act(HONEST[language]) == []


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("<h1>Title</h1>", "<h2>Title</h2>"),
        ("<h5>x</h5><h6>y</h6>", "<h4>x</h4><h4>y</h4>"),
        ("<p>one<p>two", "<p>one</p><p>two</p>"),
        ("<p>a<ul><li>b<li>c</ul>d", "<p>a</p><ul><li>b</li><li>c</li></ul>d"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("<b>bold <i>both</b> slanted</i>", "<b>bold <i>both</i></b><i> slanted</i>"),
        ("<p><b>open</p><p>closed</p>", "<p><b>open</b></p><p>closed</p>"),
        ("<table><tr><td>1<td>2<tr><td>3</table>",
         "<table><tbody><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></tbody></table>"),
        ("<p>a</p></p></div></b>", "<p>a</p>\n"),
        ("<div>words <b>in</b> a box</div>", "\n<p>words <b>in</b> a box</p>\n"),
        ("<section><p>a</p></section>", "\n<p>a</p>\n"),
        ("<p>a <o:p>b</o:p> <st1:place>c</st1:place></p>", "<p>a b c</p>"),
        ('<p class="MsoNormal" style="color:red">x</p>', "<p>x</p>"),
        ('<span style="x">a</span><font color=red>b</font>', "<span>a</span><span>b</span>"),
        ("<strike>x</strike><tt>y</tt>", "<s>x</s><code>y</code>"),
        ("<p>a<strong></strong>b</p>", "<p>ab</p>"),
        ("<P CLASS=x ID=sec-a>x</P>", '<p id="sec-a">x</p>'),
        ("5 < 6 & 7 > 3", "5 &lt; 6 &amp; 7 &gt; 3"),
        ("a <b", "a &lt;b"),
        ("<pre>\n\nx</pre>", "<pre>x</pre>"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("e\u0301&#769;", "é\u0301"),
        ("&copy=2 &copy; &nbsp;", "©=2 © &nbsp;"),
        ('<a href="/x?a=1&copy=2&amp;lang=en">x</a>', '<a href="/x?a=1&amp;copy=2&amp;lang=en">x</a>'),
        ('<a href=" https://x.example/a b ">x</a>',
         '<a href="https://x.example/a%20b" rel="noopener noreferrer">x</a>'),
        ('<a href="HTTPS://x.example/ნ">x</a>', '<a href="HTTPS://x.example/ნ" rel="noopener noreferrer">x</a>'),
        ('<a href="#fn-1" rel="nofollow">1</a>', '<a href="#fn-1">1</a>'),
        ('<p>a <img src="x.jpg" alt="gone"> b</p>', "<p>a  b</p>"),
        ('<iframe src="https://video.example/1"></iframe>', ""),
        ('<table><tr><td align="right" style="text-align:right">1</table>',
         "<table><tbody><tr><td>1</td></tr></tbody></table>"),
    ],
)  # fmt: skip
def test_odd_texts_become_our_small_html(given_text, expected):
    assert clean_html(given_text) == expected


PIECES = st.sampled_from(
    """
    <p> </p> <b> </b> <i> </i> <a> </a> <table> <tr> <td> </td> </table> <caption> <ul> <li> </ul> <div> </div> <h1>
    <h3> </h2> <pre> </pre> <blockquote> </blockquote> <svg> </svg> <math> <style> </style> <script> <br> <!-- -->
    <![CDATA[ ]]> <select> <option> <form> </form> <p/> </br> <dd> <dt> <figure> <code> &amp; &lt; &#0; <thead> <col>
    <colgroup> <th> <sup> <h4> </h4>
    <button> <nobr> <aside> <q> <template> <textarea> <title> <b/lang=ka> <img/src=x> слово
    <a/href=/x> <a/href=https://x.example> <img/src=/images/1> <p/class=note/onclick=x> <sup/class=note> می‌خواهم e\u0301
    < > & ' " = / \u0338 \uffff \x00
    """.split(" ")
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join))


@rounds.random(150)
@given(TEXTS)
def test_cleaning_twice_changes_nothing_and_lets_nothing_through(text):
    cleaned = clean_html(text)
    assert clean_html(cleaned) == cleaned
    assert what_could_act(cleaned) == []


@rounds.random(50)
@given(TEXTS)
def test_one_line_stays_one_line_of_words(text):
    line = inline_html(text)
    assert inline_html(line) == line
    assert "\n" not in line
    assert what_could_act(line) == []
    assert not set(Reader(line).tags) & {"p", "li", "table", "td", "img", "h2", "figure", "blockquote", "pre"}


@rounds.random(50)
@given(TEXTS)
def test_cleaning_keeps_every_letter(text):
    """Not always in its place: words between the cells of a table stand before the table, as browsers show them."""
    cleaned = clean_html(text)
    assume('class="note"' not in cleaned)  # what stands in a mark is the number of a note, and none of the words
    assert letters(plain_text(cleaned)) == letters(plain_text(text))


def letters(text):
    return sorted("".join(unicodedata.normalize("NFD", text).split()))


@rounds.random(25)
@given(st.text(alphabet=st.characters(exclude_characters="\uffff"), max_size=60))
def test_what_was_escaped_is_read_as_it_was_written(text):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    assert plain_text(clean_html(escaped)) == plain_text(escaped)


LIMIT = 4  # seconds; half of it on a machine with nothing else to do
HEAVY = {
    "less than": "<" * 1_000_000,
    "ampersands": "&" * 1_000_000,
    "words and ampersands": "a & b " * 100_000,
    "open brackets": "<a " * 50_000,
    "open quotes": '<a b="' * 50_000,
    "comments": "<!--" * 250_000,
    "scripts that do not end": "<script>" + "</script " * 100_000,
    "attributes": "<p " + "a=1 " * 50_000 + ">",
    "boxes": "<div>" * 50_000,
    "quotes": "<blockquote>" * 30_000,
    "marks": "a" + "\u0301\u0316" * 200_000,
    "marks as entities": "&#769;&#790;" * 60_000,
    "links": "<a>" * 50_000,
    "lists": "<ul><li>" * 15_000,
    "tables": "<table><tr><td>" * 7_000,
    "crossed": ("<b>" * 20 + "<i>" * 20 + "</b>" * 20 + "</i>" * 20) * 700,
    "formatting carried into every paragraph": "<p>" + "".join(f"<b lang=a{n}>" for n in range(900)) + "<p>x" * 10_000,
}


@pytest.mark.parametrize("name", HEAVY)
def test_heavy_texts_take_no_time_to_speak_of(name):
    start = process_time()
    cleaned = clean_html(HEAVY[name])
    plain_text(HEAVY[name])
    assert process_time() - start < LIMIT
    assert len(cleaned) <= 6 * len(HEAVY[name])


def test_twice_the_text_takes_about_twice_the_time():
    def seconds(text):
        return min(_seconds(text) for _ in range(3))

    def _seconds(text):
        start = process_time()
        clean_html(text)
        return process_time() - start

    once = "<p>word <em>word</em> <a href='https://x.example/?a=1&b=2'>word</a> &amp; <b><i>x</b></i></p>\n" * 600
    assert len(once) > html_module.LONGEST_REMEMBERED
    assert seconds(once * 4) < 10 * seconds(once)


def test_fifty_thousand_open_elements_keep_their_words():
    deep = "<b><div>" * 50_000 + "deep" + "</div></b>" * 50_000
    assert plain_text(clean_html(deep + "<p>after</p>")) == "deep\nafter"


def test_a_text_that_never_settles_loses_its_markup_only(monkeypatch):
    monkeypatch.setattr(html_module, "_finish", lambda html: html + "<b>more</b>")
    assert clean_html("<p>never &lt; settles</p>") == "never &lt; settles\nmoremoremoremore"


# Words, lines, emptiness


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>One<br>two</p><p>three &amp; four</p>", "One\ntwo\nthree & four"),
        ("<h2>Head</h2>text<ul><li>a</li><li>b</li></ul>", "Head\ntext\na\nb"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("in<b>si</b>de", "inside"),
        ("a<script>alert(1)</script>b<!-- c -->", "ab"),
        ("a\n\n  b&nbsp;c", "a b c"),
        ("&lt;b&gt; &eacute;", "<b> é"),
        ('<img src="/images/1" alt="not a word of the text">', ""),
        ("", ""),
    ],
)
def test_plain_text_has_the_words_line_by_line(html, words):
    assert plain_text(html) == words


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<p>One <em>note</em>.</p>\n<p>Two.</p>", "One <em>note</em>. Two."),
        ("<ul><li>a</li><li>b</li></ul>", "a b"),
        ("<h2 id='sec-x'>h</h2><img src='/images/1'>", "h"),
        ('See <a href="https://x.example">x</a>', 'See <a href="https://x.example" rel="noopener noreferrer">x</a>'),
        ("a\n b", "a b"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1 2"),
        ("plain", "plain"),
    ],
)
def test_a_note_is_one_line_without_blocks(text, line):
    assert inline_html(text) == line


@pytest.mark.parametrize(
    "html",
    [
        "",
        " ",
        "<p></p>",
        "<p>&nbsp;</p>",
        "<p><br></p>\n<p>\u200b</p>",
        "<p>\ufeff\u00ad</p>",
        "<script>x</script>",
        "<img src='elsewhere.png'>",
        "<ul><li></li></ul>",
    ],
)
def test_nothing_to_read_is_empty(html):
    assert is_empty(html)


@pytest.mark.parametrize("html", ["x", "<p>.</p>", '<img src="/images/1" alt="">', "<p>&nbsp;0</p>"])
def test_a_picture_or_one_letter_is_not_empty(html):
    assert not is_empty(html)


# Trust


def test_trusting_cleans():
    trusted = trusted_html("<p onclick=x>a</p><script>b</script>")
    assert trusted == "<p>a</p>"
    assert isinstance(trusted, SafeString)


def test_what_django_trusts_is_cleaned_all_the_same():
    assert trusted_html(SafeString("<script>b</script>a")) == "a"


def test_the_filter_is_only_another_name():
    assert trusted_tag.register.filters == {"trusted": trusted_html}


def test_a_template_prints_trusted_html_and_escapes_the_rest():
    template = Template("{% load trusted %}{{ x|trusted }} {{ x }}")
    assert template.render(Context({"x": "<b onclick=y>a</b>"})) == "<b>a</b> &lt;b onclick=y&gt;a&lt;/b&gt;"


def test_a_page_made_under_another_allow_list_is_not_trusted():
    assert isinstance(trusted_page("<p>a</p>", POLICY), SafeString)
    with pytest.raises(ValueError, match="allow-list"):
        trusted_page("<p>a</p>", POLICY - 1)


def test_cleaned_text_alone_is_not_yet_trusted():
    assert not isinstance(clean_html("<p>a</p>"), SafeString)
    assert not isinstance(inline_html(SafeString("a")), SafeString)
    assert unescape("&lt;") == plain_text("&lt;")


def test_the_mark_of_a_note_is_no_word_of_the_text():
    text = '<p>A crisis.<sup class="note"><a href="#fn-1">1</a></sup> CO<sub>2</sub> at 10<sup>3</sup> m.</p>'
    assert plain_text(text) == "A crisis. CO2 at 103 m."
