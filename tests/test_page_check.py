"""Is a page that comes from outside one that articles.body could have written?"""

import pytest

from articles import body
from articles.page_check import is_ours
from tests import hostile, make

RICH = (
    '<h2>One road</h2><p>A word<sup class="note"><a href="#fn-a">1</a></sup> and '
    '<a href="https://example.org/?a=1&amp;b=2" title="a > b">a link</a>, <span lang="ka" dir="ltr">ქართული</span>.</p>'
    '<table><caption>C</caption><tbody><tr><th scope="row">a</th><td class="n" colspan="2">1</td></tr></tbody></table>'
    '<blockquote class="pull"><p>Said &lt;so&gt;</p></blockquote><aside class="aside"><p>By the way</p></aside>'
    '<figure class="wide"><img src="/images/{pk}" alt="A &quot;road&quot;"><figcaption>Words</figcaption></figure>'
    '<ol start="3" reversed><li value="7">x<br>y</li></ol><hr><h3>Two</h3>'
    '<p><time datetime="2026-01-01">then</time></p>'
)
NOTES = [{"key": "a", "text": 'See <a href="https://example.org/" title="<b>">there</a> &amp; <em>here</em>.'}]


@pytest.mark.django_db
def test_what_we_write_is_ours():
    page = body.render(RICH.format(pk=make.image().pk), NOTES, "en")
    assert 'class="scroll"' in page.html and 'class="credit"' in page.html and 'id="notes"' in page.html
    assert is_ours(page.html)


@pytest.mark.django_db
def test_whatever_was_rendered_is_ours():
    texts = [text for _name, texts in vars(hostile).items() if isinstance(texts, list) for text in texts]
    assert len(texts) > 100
    assert [text for text in texts if not is_ours(body.render(text, [{"key": "a", "text": text}]).html)] == []


def test_nothing_that_could_act_is_ours():
    texts = [text for _name, texts in vars(hostile).items() if isinstance(texts, list) for text in texts]
    taken = [text for text in texts if is_ours(text)]
    assert [(text, hostile.what_could_act(text)) for text in taken if hostile.what_could_act(text)] == []


@pytest.mark.parametrize(
    "page",
    [
        '<p>a</p><img src="https://elsewhere.example/pixel.png" alt="">',
        '<img src="/media/x.png" alt="">',
        '<img src="/images/1" alt="" srcset="/media/x.png 1w">',
        '<picture><source srcset="/media/x.webp"></picture>',
        '<img src="/images/1" onerror="alert(1)">',
        '<img src="/media/../admin/x" alt="" srcset="/x">',
        "<img src=/media/x.png>",
        '<a class="anchor" href="javascript:alert(1)">x</a>',
        '<a class="anchor" href="//elsewhere.example/">x</a>',
        '<p title="<img src=" media/x onclick="alert(1)">x</p>',
        '<p class="scroll">x</p>',
        '<div class="scroll" style="position:fixed">x</div>',
        '<section class="notes"><p>x</p>',
        "</div></main><p>x</p>",
        "<p>x</p></div>",
        "<<b>script>alert(1)<</b>/script>",
        "<p>a < b</p>",
        "<!-- x --><p>x</p>",
        '<form action="/admin/"></form>',
        '<p id="a" id="sec-a">x</p>',
        '<h2 id="masthead">x</h2>',
        "<p>x</p>\n<p",
    ],
)
def test_anything_else_is_not(page):
    assert not is_ours(page)
