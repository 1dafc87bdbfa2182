"""From the content of WordPress posts to our small HTML, trap by trap; and the reading of large exports."""

import tracemalloc

import pytest

from articles.imports.blocks import sections
from articles.imports.export import Entry, Export, Site, open_export
from articles.imports.markup import convert
from articles.imports.oldsite import OldSite
from articles.imports.uploads import Uploads
from ccsis.html import clean_html


@pytest.fixture
def old_site(db):
    export = Export()
    export.site = Site(title="Old", address="https://old.example")
    site = OldSite(export, Uploads(export))
    site.learn(
        Entry("7", "post", "publish", "Known", "https://old.example/2020/known/", "", "known", None), "/analyses/known/"
    )
    return site


CASES = {
    # bare line breaks, as the classic editor means them
    "one\ntwo\n\nthree": "<p>one<br>two</p>\n<p>three</p>",
    "one\r\n\r\ntwo": "<p>one</p>\n<p>two</p>",
    "one\n \t\ntwo\n\n\n\n\nthree": "<p>one</p>\n<p>two</p>\n<p>three</p>",
    "a <em>b\n\nc</em> d": "<p>a <em>b</em></p>\n<p><em>c</em> d</p>",
    "<div><div>a\nb\n\nc</div></div>": "<p>a<br>b</p>\n<p>c</p>",
    "before\n<h2>Head</h2>\nafter": "<p>before</p>\n<h2>Head</h2>\n<p>after</p>",
    "<blockquote>a\n\nb</blockquote>": "<blockquote><p>a</p><p>b</p></blockquote>",
    "<ul>\n<li>a</li>\n<li>b\n\nc</li>\n</ul>": "<ul><li>a</li><li><p>b</p><p>c</p></li></ul>",
    "<table><tbody>\n<tr>\n<td>a\nb</td>\n<td></td></tr></tbody></table>": (
        "<table><tbody><tr><td>a<br>b</td><td></td></tr></tbody></table>"
    ),
    "<pre>a\n\n  b</pre>": "<pre>a\n\n  b</pre>",
    "1 < 2 & 3": "<p>1 &lt; 2 &amp; 3</p>",
    "a <!--more--> b<!--nextpage-->c": "<p>a</p>\n<p>b</p>\n<p>c</p>",
    # what editors leave behind
    "<p></p><p>&nbsp;</p><p><br></p><p><strong> </strong></p>x": "<p>x</p>",
    "<p>a<br><br/>b<br></p>": "<p>a</p>\n<p>b</p>",
    "<p> a  b&nbsp; c &nbsp;</p>": "<p>a b c</p>",
    "<p>5&nbsp;km, «&nbsp;da&nbsp;», so&nbsp;it&nbsp;goes</p>": "<p>5\xa0km, «\xa0da\xa0», so it goes</p>",
    "<p><em>Right, </em>and <b>left</b><i></i></p>": "<p><em>Right,</em> and <strong>left</strong></p>",
    '<p><span style="color:red">a</span> <font size="2">b</font></p>': "<p>a b</p>",
    "<h1><strong>Big</strong><br>words </h1><h2> </h2>": "<h2>Big words</h2>",
    "<strong><p>a</p><p>b</p></strong>": "<p><strong>a</strong></p>\n<p><strong>b</strong></p>",
    "<ul><li><p>a</p></li><li> </li><ul><li>b</li></ul></ul>": "<ul><li>a<ul><li>b</li></ul></li></ul>",
    "<hr><p>a</p><hr><hr><p>b</p><hr>": "<p>a</p>\n<hr>\n<p>b</p>",
    '<p dir="rtl" class="x">سلام</p>': '<p dir="rtl">سلام</p>',
    # blocks
    "<!-- wp:paragraph -->\n<p>a\nb</p>\n<!-- /wp:paragraph -->\n\nc\nd": "<p>a b</p>\n<p>c<br>d</p>",
    '<!-- wp:columns --><div><!-- wp:column {"a":"-"} --><div><!-- wp:paragraph --><p>a</p><!-- /wp:paragraph --></div>'
    "<!-- /wp:column --></div><!-- /wp:columns -->": "<p>a</p>",
    "<!-- wp:latest-posts /-->\n<!-- wp:freeform -->\na\n\nb\n<!-- /wp:freeform -->": "<p>a</p>\n<p>b</p>",
    "<!-- wp:paragraph --><p>never closed</p>": "<p>never closed</p>",
    "<figure><table><tbody>\n<tr><td>1</td></tr></tbody></table>\n<figcaption>c</figcaption></figure>": (
        "<figure><table><tbody><tr><td>1</td></tr></tbody></table><figcaption>c</figcaption></figure>"
    ),
    '<figure class="wp-block-pullquote"><blockquote><p>a</p><cite>b</cite></blockquote></figure>': (
        '<blockquote class="pull"><p>a</p><p><cite>b</cite></p></blockquote>'
    ),
    # links and players
    '<a href="https://old.example/2020/known">a</a> <a href="/?p=7">b</a>': (
        '<p><a href="/analyses/known/">a</a> <a href="/analyses/known/">b</a></p>'
    ),
    '<a href="http://www.old.example/">home</a> <a name="x">b</a> <a href="">c</a> <a href="http://[">d</a>': (
        '<p><a href="/">home</a> b c d</p>'
    ),
    'x\n\n<iframe src="//www.youtube.com/embed/x"></iframe>': (
        '<p>x</p>\n<figure class="embed"><a href="https://www.youtube.com/embed/x">youtube.com/embed/x</a></figure>'
    ),
    "https://youtu.be/abc\n\nhttps://example.org/abc": (
        '<figure class="embed"><a href="https://youtu.be/abc">youtu.be/abc</a></figure>\n<p>https://example.org/abc</p>'
    ),
    '<img class="wp-smiley" alt=":)" src="x.gif"> <img src="https://else.example/a.jpg" alt="A map">': (
        '<p>:) <a href="https://else.example/a.jpg">A map</a></p>'
    ),
    # shortcodes
    "[embed]https://example.org/v[/embed]": '<figure class="embed"><a href="https://example.org/v">example.org/v</a></figure>',
    "[[gallery]] and [sic]": "<p>[gallery] and [sic]</p>",
}


@pytest.mark.parametrize("content", CASES, ids=range(len(CASES)))
def test_content_becomes_what_an_editor_would_have_typed(content, old_site):
    html = convert(content, old_site).html
    assert html == CASES[content]
    # What comes out passes our own cleaning as it is, but for what that adds to links and writes as an entity.
    assert clean_html(html).replace(' rel="noopener noreferrer"', "").replace("&nbsp;", "\xa0") == html


@pytest.mark.parametrize(
    ("content", "html", "notice"),
    [
        ("a\n\n<em>Exclusive – republishing needs credit.</em>", "<p>a</p>", "Exclusive – republishing needs credit."),
        ("a\nExclusive report.\nAny reprint needs credit.", "<p>a</p>", "Exclusive report. Any reprint needs credit."),
        (
            "a<hr /><small>© X. Republication with credit only.</small>",
            "<p>a</p>",
            "© X. Republication with credit only.",
        ),
        ("<em>Exclusive – republishing needs credit.</em>\n\na", None, ""),
        ("a\n\nThe state forbade republishing, and took the credit.", None, ""),
        ("a\n\nThis report was " + "very " * 60 + "long; republishing it needs credit.", None, ""),
    ],
)
def test_only_a_closing_notice_leaves_the_text(content, html, notice, old_site):
    converted = convert(content, old_site)
    assert converted.notice == notice
    assert converted.html == html or html is None


def test_what_is_not_understood_is_noted_once(old_site):
    content = '[form id="1"] [form id="2"] <a href="/gone/">a</a> <img src="/wp-content/uploads/2020/01/x.jpg">'
    assert convert(content, old_site).notes == [
        "shortcode [form] is not known here and stays in the text",
        "link to https://old.example/gone/, which was not imported",
        "its pictures are missing, as no --uploads were given",
    ]


@pytest.mark.parametrize(
    "content", ["<!--" * 20_000, "<p>" * 20_000, "<em>" * 20_000, "[caption]" * 5_000, "a\n\n" * 20_000]
)
def test_strange_content_is_read_in_time(content, old_site):
    convert(content, old_site)


def test_comments_of_blocks_part_block_text_from_classic_text(old_site):
    content = "a<!-- wp:x --><p>b</p><!-- wp:y --><p>c</p><!-- /wp:y --><!-- /wp:x -->d<!-- plain -->e"
    assert list(sections(content, old_site.reading(""))) == [("a", True), ("<p>b</p><p>c</p>", False), ("de", True)]


def test_a_large_export_is_read_with_little_memory(tmp_path):
    file = tmp_path / "large.xml"
    item = "<item><wp:post_id>{}</wp:post_id><content:encoded><![CDATA[{}]]></content:encoded></item>\n"
    with file.open("w") as out:
        out.write("<rss><channel><wp:wxr_version>1.2</wp:wxr_version>")
        out.writelines(item.format(number, "word " * 4000) for number in range(600))
        out.write("</channel></rss>")
    assert file.stat().st_size > 12_000_000
    tracemalloc.start()
    with open_export(file) as export:
        entries = list(export.entries("post"))
        assert len(entries) == 600
        assert export.post(entries[599]).id == "599"
        peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000
