"""From the content of WordPress posts to our small HTML, trap by trap; and the reading of large exports."""

import tracemalloc

import pytest

from articles.imports.blocks import sections
from articles.imports.export import Entry, Export, Site, open_export
from articles.imports.items import Post
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


LAYOUT = "shortcodes of the layout are gone, what they held stays:"
SHORTCODES = {
    # players, with what there is to report
    "[audio https://e.example/a.mp3]": (
        '<figure class="embed"><a href="https://e.example/a.mp3">e.example/a.mp3</a></figure>',
        [],
    ),
    '[video width="640" mp4="/wp-content/uploads/v.mp4"][/video]': (
        '<p>[video width="640" mp4="/wp-content/uploads/v.mp4"][/video]</p>',
        ["shortcode [video] could not be understood and stays in the text"],
    ),
    '[video mp4="https://old.example/wp-content/uploads/v.mp4"][/video]': (
        '<figure class="embed"><a href="https://old.example/wp-content/uploads/v.mp4">'
        "old.example/wp-content/uploads/v.mp4</a></figure>",
        ["link to https://old.example/wp-content/uploads/v.mp4, which was not imported"],
    ),
    "[youtube=http://www.youtube.com/watch?v=abc&amp;w=640]": (
        '<figure class="embed"><a href="http://www.youtube.com/watch?v=abc&amp;w=640">'
        "youtube.com/watch?v=abc&amp;w=640</a></figure>",
        [],
    ),
    '[youtube id="dQw4w9WgXcQ"]': (
        '<figure class="embed"><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ">'
        "youtube.com/watch?v=dQw4w9WgXcQ</a></figure>",
        [],
    ),
    "[vimeo 123456] [vimeo link]": (
        '<figure class="embed"><a href="https://vimeo.com/123456">vimeo.com/123456</a></figure>\n<p>[vimeo link]</p>',
        [],
    ),
    "[soundcloud url=&#8221;https://soundcloud.com/a/b&#8221; params=“x”]": (
        '<figure class="embed"><a href="https://soundcloud.com/a/b">soundcloud.com/a/b</a></figure>',
        [],
    ),
    # words
    '[quote author="Somebody"]Said <b>so</b>.[/quote]\n[pullquote]Pulled[/pullquote]': (
        "<blockquote><p>Said <strong>so</strong>.</p><p><cite>Somebody</cite></p></blockquote>\n"
        '<blockquote class="pull"><p>Pulled</p></blockquote>',
        [],
    ),
    'See [button link="https://e.example/"]this[/button].': ('<p>See <a href="https://e.example/">this</a>.</p>', []),
    'a [caption id="x" caption="By &lt;b&gt;"]<img src="https://else.example/a.jpg" alt="A map">[/caption] b': (
        '<p>a</p>\n<p><a href="https://else.example/a.jpg">A map</a></p>\n<p>By &lt;b&gt;</p>\n<p>b</p>',
        ["picture https://else.example/a.jpg is on another site; a link stands in its place"],
    ),
    # code, in which nothing is a shortcode
    "[code lang='php']\nif (a < b) { [gallery] }\n\n  ((x yyy))\n[/code]": (
        "<pre><code>if (a &lt; b) { [gallery] }\n\n  ((x yyy))</code></pre>",
        [],
    ),
    "Write [php]<?php echo 1; ?>[/php], <code>[gallery]</code> or <pre>[caption]</pre>": (
        "<p>Write <code>&lt;?php echo 1; ?&gt;</code>, <code>[gallery]</code> or</p>\n<pre>[caption]</pre>",
        [],
    ),
    "<code>one {\n  two\n}</code>": ("<pre><code>one {\n  two\n}</code></pre>", []),
    "[latex]e^{i\\pi}[/latex] and $latex x[1]^2$ and <math><mi>x</mi><mo>=</mo><mn>2</mn></math>": (
        "<p><code>e^{i\\pi}</code> and $latex x[1]^2$ and <code>x = 2</code></p>",
        [],
    ),
    # page builders
    '[vc_row el_class="x"][vc_column][vc_custom_heading text="A heading"][vc_column_text]Words\n\nmore[/vc_column_text]'
    '[vc_btn title="Read" link="url:https%3A%2F%2Fe.example%2F|title:x|"][/vc_column][/vc_row]': (
        '<h3>A heading</h3>\n<p>Words</p>\n<p>more</p>\n<p><a href="https://e.example/">Read</a></p>',
        [f"{LAYOUT} [vc_row], [vc_column], [vc_column_text], [vc_btn]"],
    ),
    '[et_pb_section admin_label="section"][et_pb_row][et_pb_text admin_label="Text"]<p>Words</p>[/et_pb_text]'
    '[et_pb_blurb title="A blurb"]more[/et_pb_blurb][/et_pb_row][/et_pb_section]': (
        "<p>Words</p>\n<h3>A blurb</h3>\n<p>more</p>",
        [f"{LAYOUT} [et_pb_section], [et_pb_row], [et_pb_text], [et_pb_blurb]"],
    ),
    "[fusion_text]Words[/fusion_text][fusion_code]PGI+aGk8L2I+[/fusion_code]"
    "[fusion_youtube id='https://youtu.be/x' /]": (
        '<p>Words</p>\n<p><strong>hi</strong></p>\n<figure class="embed">'
        '<a href="https://youtu.be/x">youtu.be/x</a></figure>',
        [f"{LAYOUT} [fusion_text], [fusion_code]"],
    ),
    '[one_half]left[/one_half][one_half_last]right[/one_half_last][spacer height="9"]\n[dropcap]W[/dropcap]ord': (
        "<p>left</p>\n<p>right</p>\n<p>Word</p>",
        [f"{LAYOUT} [one_half], [one_half_last], [spacer], [dropcap]"],
    ),
    '[tabs][tab title="First"]One[/tab][tab title="Second"]Two[/tab][/tabs]': (
        "<h3>First</h3>\n<p>One</p>\n<h3>Second</h3>\n<p>Two</p>",
        [f"{LAYOUT} [tabs], [tab]"],
    ),
    '[et_pb_map address="Tbilisi"][/et_pb_map][vc_pie value="50"][vc_empty_space height="9"]a': (
        "<p>a</p>",
        [
            f"{LAYOUT} [vc_empty_space]",
            "left out, as they say nothing without their page builder: [et_pb_map], [vc_pie]",
        ],
    ),
    # what is none, or not known
    "the [center] of [power], [N]ow, [more], [row] upon [line], [note: mine], [sic]": (
        "<p>the [center] of [power], [N]ow, [more], [row] upon [line], [note: mine], [sic]</p>",
        [],
    ),
    "one\n\n[more]\n\ntwo [nextpage]": ("<p>one</p>\n<p>two [nextpage]</p>", []),
    '[toc]\n\n[contact-form-7 id="1" title="Contact"]': (
        '<p>[toc]</p>\n<p>[contact-form-7 id="1" title="Contact"]</p>',
        [
            "shortcode [toc] is not known here and stays in the text",
            "shortcode [contact-form-7] is not known here and stays in the text",
        ],
    ),
    '[[gallery ids="1"]] [[caption]a[/caption]] [[x]': ('<p>[gallery ids="1"] [caption]a[/caption] [[x]</p>', []),
    "[caption]never closed, [quote]nor this [gallery ids=5]": (
        "<p>[caption]never closed, [quote]nor this</p>",
        ["picture 5 is not in the export"],
    ),
    "[quote]one [button link='https://e.example/']two[/quote] three": (
        "<blockquote><p>one [button link='https://e.example/']two</p></blockquote>\n<p>three</p>",
        ["shortcode [button] could not be understood and stays in the text"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("content", SHORTCODES, ids=range(len(SHORTCODES)))
def test_known_shortcodes_become_html_and_others_are_listed(content, old_site):
    converted = convert(content, old_site)
    assert (converted.html, converted.notes) == SHORTCODES[content]


def attachment(old_site, number, file="2020/01/a.jpg", **more):
    address = f"https://old.example/wp-content/uploads/{file}"
    entry = Entry(
        number, "attachment", "inherit", "Title", "", "", "", None, parent="7", file=file, address=address, **more
    )
    old_site.export.store.add(entry)


@pytest.mark.parametrize(
    ("content", "numbers"),
    [
        ("[gallery]", "3 4"),
        ('[gallery order="DESC"]', "4 3"),
        ('[gallery exclude="3"]', "4"),
        ('[gallery columns="2" ids="4, 3" orderby="rand"]', "4 3"),
        ('[gallery include="3"]', "3"),
        ('[gallery id="8"]', ""),
        ('[vc_gallery images="4,3" img_size="full"]', "4 3"),
    ],
)
def test_a_gallery_shows_the_pictures_it_names_in_their_order(content, numbers, old_site, monkeypatch):
    attachment(old_site, "3", "2020/01/a.jpg", caption="The <em>first</em>")
    attachment(old_site, "4", "2020/01/b.jpg")
    attachment(old_site, "5", "2020/01/report.pdf")
    monkeypatch.setattr(old_site.uploads, "_look", lambda found, address: None)
    captions = {"3": "<figcaption>The first</figcaption>", "4": ""}
    assert convert(content, old_site, "7").html == "\n".join(
        f'<figure><img src="upload:wordpress:old.example:{number}" alt="">{captions[number]}</figure>'
        for number in numbers.split()
    )


def test_a_playlist_becomes_links_to_its_files(old_site):
    attachment(old_site, "5", "2020/01/talk.mp3")
    converted = convert('[playlist ids="5"]', old_site)
    address = "https://old.example/wp-content/uploads/2020/01/talk.mp3"
    assert converted.html == f'<figure class="embed"><a href="{address}">Title</a></figure>'
    assert converted.notes == [f"link to {address}, which was not imported"]


# The block editor


BLOCKS = {
    "a list of lists": (
        "<!-- wp:list --><ul><!-- wp:list-item --><li>a<!-- wp:list {\"ordered\":true} --><ol>"
        "<!-- wp:list-item --><li>b</li>"
        "<!-- /wp:list-item --></ol><!-- /wp:list --></li><!-- /wp:list-item --></ul><!-- /wp:list -->",
        "<ul><li>a<ol><li>b</li></ol></li></ul>",
    ),
    "a table with head, foot and caption": (
        '<!-- wp:table --><figure class="wp-block-table"><table><thead><tr><th>H</th></tr></thead><tbody>'
        '<tr><td>1</td></tr>'
        "</tbody><tfoot><tr><td>F</td></tr></tfoot></table><figcaption>C</figcaption></figure><!-- /wp:table -->",
        "<figure><table><thead><tr><th>H</th></tr></thead><tbody><tr><td>1</td></tr></tbody><tfoot><tr><td>F</td></tr>"
        "</tfoot></table><figcaption>C</figcaption></figure>",
    ),
    "verse and code, every blank as it stands": (
        '<!-- wp:verse --><pre class="wp-block-verse">One <em>two</em><br>  three <span style="x">4</span><br></pre>'
        "<!-- /wp:verse --><!-- wp:code --><pre class='wp-block-code'><code>a &lt; b [gallery]\n\n</code>"
        "</pre><!-- /wp:code -->",
        "<pre>One <em>two</em>\n  three 4</pre>\n<pre><code>a &lt; b [gallery]</code></pre>",
    ),
    "what opens and closes": (
        "<!-- wp:details --><details><summary>Open</summary><!-- wp:paragraph --><p>Hidden</p>"
        "<!-- /wp:paragraph --></details>"
        '<!-- /wp:details --><!-- wp:accordion-heading --><h3><button><span>Title</span>'
        '<span aria-hidden="true">+</span>'
        "</button></h3><!-- /wp:accordion-heading -->",
        "<p><strong>Open</strong></p>\n<p>Hidden</p>\n<h3>Title</h3>",
    ),
    "a file with its button": (
        '<!-- wp:file --><div class="wp-block-file">'
        '<object class="wp-block-file__embed" data="https://e.example/a.pdf">'
        '</object><a id="x" href="https://e.example/a.pdf">A report</a><a href="https://e.example/a.pdf" '
        'class="wp-block-file__button" download>Download</a></div><!-- /wp:file -->',
        '<p><a id="x" href="https://e.example/a.pdf">A report</a></p>',
    ),
    "embeds of every kind": (
        '<!-- wp:embed {"url":"https://e.example/rich"} --><figure class="wp-block-embed is-type-rich"><div class="'
        'wp-block-embed__wrapper">\nhttps://e.example/rich\n</div><figcaption>A <em>rich</em> thing'
        '</figcaption></figure>'
        '<!-- /wp:embed --><!-- wp:core-embed/youtube {"url":"https://youtu.be/v"} /--><!-- wp:embed --><figure class="'
        'wp-block-embed"><div><iframe data-src="https://p.example/1" src="about:blank"></iframe></div>'
        '</figure><!-- /wp:embed -->',
        '<figure class="embed"><a href="https://e.example/rich">A <em>rich</em> thing</a></figure>\n'
        '<figure class="embed"><a href="https://youtu.be/v">youtu.be/v</a></figure>\n'
        '<figure class="embed"><a href="https://p.example/1">p.example/1</a></figure>',
    ),
    "players with sources": (
        '<figure class="wp-block-video"><video controls><source src="https://e.example/a.webm">'
        '<source src="b.mp4">no</video>'
        "<figcaption>A film</figcaption></figure><object><param name='movie' value='https://e.example/c'></object>",
        '<figure class="embed"><a href="https://e.example/a.webm">A film</a></figure>\n'
        '<figure class="embed"><a href="https://e.example/c">e.example/c</a></figure>',
    ),
    "a formula": (
        '<!-- wp:math --><div><math display="block"><semantics><mi>x</mi><annotation encoding="application/x-tex">x=1'
        "</annotation></semantics></math></div><!-- /wp:math -->",
        "<p><code>x=1</code></p>",
    ),
    "classic text inside another block": (
        "<!-- wp:group --><div><!-- wp:freeform -->one\ntwo\n\nthree<ul>\n<li>x</li>\n</ul><!-- /wp:freeform --><!-- "
        "wp:paragraph --><p>p\nq</p><!-- /wp:paragraph --></div><!-- /wp:group -->",
        "<p>one<br>two</p>\n<p>three</p>\n<ul><li>x</li></ul>\n<p>p q</p>",
    ),
    "blocks that hold an address and nothing else": (
        '<!-- wp:social-links --><ul><!-- wp:social-link {"url":"https://m.example/@a","service":"mastodon"} /--></ul>'
        "<!-- /wp:social-links -->",
        '<ul><li><a href="https://m.example/@a">mastodon</a></li></ul>',
    ),
    "broken markup": (
        "<!-- wp:paragraph --><p><strong>a <em>b</strong> c</em></p><!-- /wp:paragraph -->"
        "<!-- wp:column --><div><p>d</div></p>"
        "<!-- /wp:columns -->",
        "<p><strong>a <em>b</em></strong> <em>c</em></p>\n<p>d</p>",
    ),
    "dashes in comments, and comments in comments": (
        'a <!-- b -- c --> d<!-- wp:paragraph {"x":"\\u002d\\u002d"} --><p>e</p><!-- /wp:paragraph -->'
        '<!-- /wp:stray -->f',
        "<p>a d</p>\n<p>e</p>\n<p>f</p>",
    ),
    "an aside": ("<aside><p>a</p></aside><aside> </aside>", '<aside class="aside"><p>a</p></aside>'),
    "an empty list of definitions": ("<dl><dt></dt></dl>a", "<p>a</p>"),
}  # fmt: skip


@pytest.mark.parametrize("case", BLOCKS)
def test_blocks_of_the_editor_become_what_they_say(case, old_site):
    content, html = BLOCKS[case]
    converted = convert(content, old_site)
    assert converted.html == html
    assert converted.notes == []


def test_a_cover_brings_its_picture_once(old_site, monkeypatch):
    attachment(old_site, "3")
    monkeypatch.setattr(old_site.uploads, "_look", lambda found, address: None)
    figure = '<figure><img src="upload:wordpress:old.example:3" alt=""></figure>\n<p>Over it</p>'
    words = "<!-- wp:paragraph --><p>Over it</p><!-- /wp:paragraph -->"
    settings = '{"url":"https://old.example/wp-content/uploads/2020/01/a.jpg","id":3'
    inside = '<img class="wp-block-cover__image-background wp-image-3" src="/wp-content/uploads/2020/01/a.jpg">'
    style = '<div role="img" style="background-image:url(/wp-content/uploads/2020/01/a.jpg)"></div>'
    for picture in (inside, style):
        block = f"<!-- wp:cover {settings}}} --><div>{picture}{words}</div><!-- /wp:cover -->"
        assert convert(block, old_site).html == figure
    film = f'<!-- wp:cover {settings},"backgroundType":"video"}} --><div>{words}</div><!-- /wp:cover -->'
    assert convert(film, old_site).html == "<p>Over it</p>"


def test_blocks_that_are_filled_when_somebody_looks_are_listed(old_site):
    content = (
        '<!-- wp:latest-posts {"a":1} /--><!-- wp:acf/x {"data":{"t":"w"}} /--><!-- wp:spacer /--><!-- wp:rss /-->'
    )
    assert convert(content, old_site).notes == [
        "blocks that WordPress fills by itself, so nothing of them is here: latest-posts, acf/x, rss"
    ]


def reusable(old_site, number, content):
    entry = Entry(number, "wp_block", "publish", "Box", "", "", "", None)
    old_site.export.store.add(entry, Post(number, "wp_block", "publish", "Box", "", content, "", []))


def test_a_reusable_block_stands_where_it_is_used(old_site):
    reusable(old_site, "51", '<!-- wp:paragraph --><p>a</p><!-- /wp:paragraph --><!-- wp:core/block {"ref":52} /-->')
    reusable(old_site, "52", '<!-- wp:freeform -->b\nc<!-- /wp:freeform --><!-- wp:block {"ref":51} /-->')
    first, lost, second = ('{"ref":51}', '{"ref":9}', '{"ref":52,"content":{"x":1}}')
    content = f"one <!-- wp:block {first} /--> two <!-- wp:block {lost} /--><!-- wp:block {second} /-->"
    converted = convert(content, old_site)
    assert converted.html == "<p>one</p>\n<p>a</p>\n<p>b<br>c</p>\n<p>two</p>\n<p>b<br>c</p>\n<p>a</p>"
    assert converted.notes == [
        "the reusable block 51 stands inside itself or far too often; it is shown no more than that",
        "the reusable block 9 is not in the export, so its text is missing",
        "the reusable block 52 had other words in some places here; those of the block itself are shown",
        "the reusable block 52 stands inside itself or far too often; it is shown no more than that",
    ]
    assert [number for number, _text in converted.reused] == ["51", "52", "52", "51"]


def test_reusable_blocks_do_not_multiply_without_end(old_site):
    for number in range(10, 19):
        reusable(old_site, str(number), f'<!-- wp:block {{"ref":{number + 1}}} /-->' * 10)
    reusable(old_site, "19", "<p>x</p>")
    assert len(convert('<!-- wp:block {"ref":10} /-->', old_site).reused) == 50


def test_a_comment_that_never_ends_hides_nothing(old_site):
    converted = convert('<p>a</p><!-- wp:paragraph {"x":1} <p>b</p>\n<p>c</p>', old_site)
    assert converted.html == "<p>a</p>\n<p>b</p>\n<p>c</p>"
    assert converted.notes == ["a comment never ends; what follows its beginning is in the text"]


def test_what_is_left_out_for_good_is_said(old_site):
    content = "<script>x</script><svg><text>y</text></svg><form><label>Name</label><input></form>"
    converted = convert(content, old_site)
    assert converted.html == "<p>Name</p>"
    assert converted.notes == [
        "a script was left out",
        "a drawing (SVG) was left out",
        "a form was left out; its words stay in the text",
    ]


def test_a_section_of_data_that_was_split_is_whole_again(tmp_path, old_site):
    file = tmp_path / "export.xml"
    file.write_text(
        "<rss><channel><wp:wxr_version>1.2</wp:wxr_version><item><wp:post_id>1</wp:post_id><content:encoded>"
        "<![CDATA[<p>x[y[0]]]]><![CDATA[> 1</p>]]>\n</content:encoded></item></channel></rss>"
    )
    with open_export(file) as export:
        post = export.post(next(iter(export.entries("post"))))
    assert convert(post.content, old_site).html == "<p>x[y[0]]&gt; 1</p>"


@pytest.mark.parametrize(
    "content",
    [
        "<!--" * 20_000,
        "<p>" * 20_000,
        "<em>" * 20_000,
        "[caption]" * 5_000,
        "a\n\n" * 20_000,
        "<pre>" * 20_000,
        "<pre " * 20_000,
        "[code]" * 20_000,
        "$$" * 20_000,
        "[[a" * 20_000,
        "[vc_row]" * 20_000,
        "[quote]" * 10_000 + "[/quote]" * 10_000,
        "<iframe " * 20_000,
        "<video>" * 20_000,
        "<summary>" * 20_000,
        "<!-- wp:group -->" * 10_000,
    ],
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
