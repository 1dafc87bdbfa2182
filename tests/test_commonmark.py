"""What contributors write is shown as they meant it, with notes, and can do nothing."""

from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ccsis.commonmark import to_html
from ccsis.html import clean_html, inline_html, plain_text
from tests import rounds
from tests.hostile import HOSTILE, what_could_act


def mark(key):
    return f'<sup class="note"><a href="#fn-{key}">{key}</a></sup>'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("One *two* **three**\n\nfour", "<p>One <em>two</em> <strong>three</strong></p>\n<p>four</p>\n"),
        ("## A\n\n### B\n\n## C", "<h2>A</h2>\n<h3>B</h3>\n<h2>C</h2>\n"),
        ("# A\n\n## B\n\n### C\n\n###### D", "<h2>A</h2>\n<h3>B</h3>\n<h4>C</h4>\n<h4>D</h4>\n"),
        ("A\n===\n\nB\n---", "<h2>A</h2>\n<h3>B</h3>\n"),
        ("- a\n- b\n  - c", "<ul>\n<li>a</li>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("> a\n> b", "<blockquote>\n<p>a\nb</p>\n</blockquote>\n"),
        ("a  \nb\\\nc", "<p>a<br>\nb<br>\nc</p>\n"),
        ("~~a~~ `b<c`", "<p><s>a</s> <code>b&lt;c</code></p>\n"),
        ("```py\na < b\n```", "<pre><code>a &lt; b\n</code></pre>\n"),
        ("---", "<hr>\n"),
        ("a &amp; b & c < d", "<p>a &amp; b &amp; c &lt; d</p>\n"),
        ("[x](/topics/ 't')", '<p><a href="/topics/" title="t">x</a></p>\n'),
        (
            "[x](https://x.example/a?b=1&c=2) <https://y.example>",
            '<p><a href="https://x.example/a?b=1&amp;c=2" rel="noopener noreferrer">x</a>'
            ' <a href="https://y.example" rel="noopener noreferrer">https://y.example</a></p>\n',
        ),
        ("https://x.example is no link", "<p>https://x.example is no link</p>\n"),
        ('"plain" -- quotes...', '<p>"plain" -- quotes...</p>\n'),
        ("[x][r]\n\n[r]: mailto:a@x.example", '<p><a href="mailto:a@x.example">x</a></p>\n'),
        (
            "![the map](https://x.example/m.png)",
            '<p><a href="https://x.example/m.png" rel="noopener noreferrer">the map</a></p>\n',
        ),
        ("[![map](m.png)](/maps/)", '<p><a href="/maps/">map</a></p>\n'),
        ("![](/m.png)", '<p><a href="/m.png">/m.png</a></p>\n'),
        ("![a *b*](javascript:x)", "<p>![a <em>b</em>](javascript:x)</p>\n"),
        ("<b>bold</b> <!-- c -->", "<p>&lt;b&gt;bold&lt;/b&gt; &lt;!-- c --&gt;</p>\n"),
        (
            "| a | b |\n|---|--:|\n| c | 1 |",
            '<table>\n<thead>\n<tr>\n<th>a</th>\n<th class="n">b</th>\n</tr>\n</thead>\n'
            '<tbody>\n<tr>\n<td>c</td>\n<td class="n">1</td>\n</tr>\n</tbody>\n</table>\n',
        ),
        ("", ""),
        (" \n\n ", ""),
        ("a\r\n\r\nb\x00c", "<p>a</p>\n<p>bc</p>\n"),
    ],
)
def test_commonmark_becomes_our_small_html(source, html):
    assert to_html(source) == (html, [])


@pytest.mark.parametrize(
    ("source", "html", "notes"),
    [
        ("a[^x]\n\n[^x]: note", f"<p>a{mark(1)}</p>\n", ["note"]),
        ("a[^x] b[^y] c[^x]\n\n[^y]: Y\n[^x]: X", f"<p>a{mark(1)} b{mark(2)} c{mark(1)}</p>\n", ["X", "Y"]),
        ("a^[at *once*]", f"<p>a{mark(1)}</p>\n", ["at <em>once</em>"]),
        ("a^[one] b[^x]\n\n[^x]: two", f"<p>a{mark(1)} b{mark(2)}</p>\n", ["one", "two"]),
        ("a[^x]\n\n[^x]: one\n\n    two\n\n    - three", f"<p>a{mark(1)}</p>\n", ["one two three"]),
        ("a[^x]\n\n[^x]: see [^y]\n[^y]: Y", f"<p>a{mark(1)}</p>\n", [f"see {mark(2)}", "Y"]),
        ("a[^x]\n\n[^x]: self[^x]", f"<p>a{mark(1)}</p>\n", [f"self{mark(1)}"]),
        ("a\n\n[^x]: nobody cites it", "<p>a</p>\n", ["nobody cites it"]),
        ("a[^y]\n\n[^x]: X\n[^y]: Y", f"<p>a{mark(1)}</p>\n", ["Y", "X"]),
        ("a[^x]\n\n[^x]: [^y]: inner", f"<p>a{mark(1)}</p>\n", ["", "inner"]),
        ("a[^x]\n\n[^x]: one\n[^x]: two", f"<p>a{mark(1)}</p>\n", ["one two"]),
        ("a[^none]", "<p>a[^none]</p>\n", []),
        ("> a[^x]\n>\n> [^x]: quoted", f"<blockquote>\n<p>a{mark(1)}</p>\n</blockquote>\n", ["quoted"]),
        ("a[^ნოტა]\n\n[^ნოტა]: ქართული", f"<p>a{mark(1)}</p>\n", ["ქართული"]),
        ("# t[^x]\n\n[^x]: n", f"<h2>t{mark(1)}</h2>\n", ["n"]),
        ("a[^x]\n\n[^x]: [l](https://x.example) <i>", f"<p>a{mark(1)}</p>\n",
         ['<a href="https://x.example" rel="noopener noreferrer">l</a> &lt;i&gt;']),
    ],
)  # fmt: skip
def test_notes_have_one_key_each_in_the_order_of_their_marks(source, html, notes):
    assert to_html(source) == (html, [{"key": str(n), "text": text} for n, text in enumerate(notes, start=1)])


@pytest.mark.parametrize(
    "words",
    [
        "Ёлка и «съезд» — №\u00a01",
        "საქართველო",
        "Ինչո՞ւ և ինչպե՞ս։",
        "Azərbaycan, İçərişəhər",
        "می‌خواهم بروم",
        "שָׁלוֹם",
    ],
)
def test_words_of_every_script_come_through(words):
    html, notes = to_html(f"# {words}\n\n{words}[^1]\n\n| {words} |\n|---|\n| {words} |\n\n[^1]: {words}")
    line = " ".join(words.split())
    assert plain_text(html).split("\n") == [line] * 4
    assert notes == [{"key": "1", "text": inline_html(words)}]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_can_do_nothing(text):
    for source in (
        text,
        f"# {text}",
        f"a^[{text}]",
        f"a[^1]\n\n[^1]: {text}",
        f"[x]({text})",
        f"![{text}](/x)",
        f"| {text} |\n|-|",
    ):
        html, notes = to_html(source)
        assert what_could_act(html) == []
        assert [note for note in notes if what_could_act(note["text"])] == []


@pytest.mark.parametrize(
    "link",
    [
        "[x](javascript:alert(1))",
        "[x](java&#x73;cript:alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "[x](data:text/html,x)",
        "[x](data:image/png;base64,AAAA)",
        "[x](vbscript:x)",
        "[x](file:///etc/passwd)",
        "[x](//x.example)",
        "[x](\\\\x.example)",
        "[x](https://a@x.example)",
        "[x](#csrf)",
        "[x][r]\n\n[r]: javascript:alert(1)",
        "<javascript:alert(1)>",
        "![x](data:image/svg+xml,x)",
    ],
)
def test_a_link_to_where_none_may_lead_is_words(link):
    html, _ = to_html(link)
    assert "href" not in html
    assert "x" in plain_text(html) or "alert" in plain_text(html)


LINES = st.sampled_from(
    [
        "word",
        "# head",
        "- item",
        "  - inner",
        "1. one",
        "> quote",
        "> - [^1]",
        "| a | b |",
        "|---|--:|",
        "```",
        "---",
        "===",
        "[^1]: note",
        "[^2]: see [^1] and [^3]",
        "    more",
        "a[^1] b[^2]",
        "^[in [^1] line]",
        "![i](/x)",
        "[l](https://x.example)",
        "*a **b* c**",
        "~~x",
        "`c",
        "<b onclick=x>",
        "&lt;",
        "\\[",
        "",
        "",
        "\t",
        "می‌خواهم",
        "слово",
    ]
)


@rounds.random(75)
@given(st.one_of(st.lists(LINES, max_size=12).map("\n".join), st.text(max_size=60)))
@example("a[^1]\n\n[^1]: [^1]: x")
@example("[^]: x")
@example("\ud800")
def test_anything_is_read_and_comes_out_clean(source):
    html, notes = to_html(source)
    assert clean_html(html) == html
    assert what_could_act(html) == []
    assert [note["key"] for note in notes] == [str(n) for n in range(1, len(notes) + 1)]
    assert all(inline_html(note["text"]) == note["text"] for note in notes)


@rounds.random(50)
@given(st.lists(LINES, max_size=12).map("\n".join))
def test_no_letter_is_lost(source):
    html, notes = to_html(source.replace("`", "").replace("&lt;", ""))
    shown = plain_text(html) + "".join(plain_text(note["text"]) for note in notes)
    for word in ("word", "head", "item", "inner", "one", "quote", "note", "see", "more", "слово"):
        assert shown.count(word) >= source.count(word)


@pytest.mark.parametrize("depth", range(1, 9))
def test_quotes_and_lists_nest(depth):
    assert to_html("> " * depth + "a")[0].count("<blockquote>") == depth
    assert to_html("- " * depth + "a")[0].count("<ul>") == depth
    assert to_html("".join("  " * level + "- a\n" for level in range(depth)))[0].count("<ul>") == depth


def test_words_below_too_many_quotes_stay_words():
    assert "deep" in plain_text(to_html("> " * 500 + "deep")[0])
    assert "deep" in plain_text(to_html("- " * 500 + "deep")[0])
    assert plain_text(to_html("[" * 500 + "deep")[0]) == "[" * 500 + "deep"


def test_a_wide_table_and_a_long_paragraph_keep_their_words():
    assert to_html("|a" * 100 + "|\n" + "|-" * 100 + "|\n")[0].count("a") == 100
    lines = "\n".join(f"line{n}" for n in range(700))
    assert plain_text(to_html(lines)[0]).split() == lines.split()


@pytest.mark.parametrize("rule", ["- - - - - - - - - - - -", "* * * * * * * * * *", "-" * 90, "_ " * 30])
def test_a_long_rule_is_a_rule(rule):
    assert to_html(f"a\n\n{rule}\n\nb")[0] == "<p>a</p>\n<hr>\n<p>b</p>\n"


def test_a_very_long_source_is_shown_in_paragraphs():
    html, notes = to_html("*a* < b[^1]\n\n" * 10_000)
    assert html.startswith("<p>*a* &lt; b[^1]</p><p>")
    assert html.count("<p>") == 10_000
    assert notes == []


LONG = 15_000
HEAVY = {
    "brackets": "[" * LONG,
    "images": "![" * (LONG // 2),
    "inline notes": "^[" * (LONG // 2),
    "closed brackets": "[" * (LONG // 2) + "]" * (LONG // 2),
    "images in images": ("![" * 6 + "](x)" * 6) * (LONG // 40),
    "links": "[a](" * (LONG // 4),
    "stars": "*a " * (LONG // 3),
    "stars around": "*" * (LONG // 2) + "a" + "*" * (LONG // 2),
    "backticks": "".join("a" + "`" * n for n in range(400)),
    "lazy quotes": "> " * 50 + "a\n" + "a\n" * (LONG // 2),
    "lazy lists": "".join("  " * n + "- a\n" for n in range(18)) + "a\n" * (LONG // 2),
    "deep quotes": (">" * 1000 + "\n") * (LONG // 1000),
    "wide table": "|a" * 1000 + "\n" + "|-" * 1000 + "\n" + "|b\n" * (LONG // 4),
    "notes": "".join(f"a[^{n}] " for n in range(500)) + "\n\n" + "".join(f"[^{n}]: x\n" for n in range(500)),
    "one note": "[^a]" * (LONG // 4) + "\n\n[^a]: x",
    "definitions": "".join(f"[^{n}]: x\n" for n in range(LONG // 12)),
    "nested definitions": "[^a]: " * 50 + "x\n" + "b\n" * (LONG // 3),
    "references": "[a]: /x\n" * (LONG // 9),
    "entities": "&#x41;" * (LONG // 6),
    "ampersands": "&" * LONG,
    "marks": "a" + "\u0301\u0316" * (LONG // 2),
    "a million of <": "<" * 1_000_000,
    "a million of [": "[" * 1_000_000,
    "many words": "word word\n\n" * 10_000,
}


@pytest.mark.parametrize("name", HEAVY)
def test_heavy_sources_take_no_time_to_speak_of(name):
    start = process_time()
    to_html(HEAVY[name])
    assert process_time() - start < 4  # seconds; half of it on a machine with nothing else to do
