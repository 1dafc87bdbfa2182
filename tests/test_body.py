"""From the stored HTML to the page: notes, anchors, tables, pictures."""

import pytest

from articles import body
from articles.models import Image, Publication
from ccsis.html import POLICY
from tests import make

MARK = '<sup class="note"><a href="#fn-{0}">{0}</a></sup>'


def page(html, notes=()):
    return body.render(html, [{"key": key, "text": text} for key, text in notes])


def test_notes_are_numbered_by_their_first_mark_and_lead_back_to_every_mark():
    made = page(
        f"<p>One{MARK.format('b')} two{MARK.format('a')} three{MARK.format('b')}.</p>",
        [("a", "Second."), ("b", "<em>First.</em>"), ("unused", "Nobody names me.")],
    )
    assert made.html == (
        '<p>One<a class="ref" id="fnref-b" href="#fn-b" role="doc-noteref" aria-label="Note 1">1</a>'
        ' two<a class="ref" id="fnref-a" href="#fn-a" role="doc-noteref" aria-label="Note 2">2</a>'
        ' three<a class="ref" id="fnref-b-2" href="#fn-b" role="doc-noteref" aria-label="Note 1">1</a>.</p>'
        '<section class="notes" aria-labelledby="notes"><h2 id="notes">Notes</h2><ol>'
        '<li id="fn-b"><em>First.</em>'
        ' <a href="#fnref-b" role="doc-backlink" aria-label="Back to note 1 in the text">↑</a>'
        ' <a href="#fnref-b-2" role="doc-backlink" aria-label="Back to note 1 in the text">↑</a></li>'
        '<li id="fn-a">Second.'
        ' <a href="#fnref-a" role="doc-backlink" aria-label="Back to note 2 in the text">↑</a></li>'
        "</ol></section>"
    )


def test_a_mark_of_an_unknown_note_is_left_out_without_its_number():
    made = page(f"<p>Text{MARK.format('gone')} goes on.</p>")
    assert made.html == "<p>Text goes on.</p>"


def test_headings_get_stable_anchors_that_differ():
    made = page("<h2>Who pays</h2><p>a</p><h3>Who pays</h3><h2>Кто платит</h2><h2> </h2>")
    assert made.headings == [
        {"id": "sec-who-pays", "text": "Who pays", "level": 2},
        {"id": "sec-who-pays-2", "text": "Who pays", "level": 3},
        {"id": "sec-kto-platit", "text": "Кто платит", "level": 2},
    ]
    assert '<h2 id="sec-who-pays">Who pays <a class="anchor" href="#sec-who-pays"' in made.html
    assert made.html.count("<h2") == 2


def test_tables_scroll_in_a_region_that_has_a_name():
    made = page("<table><tbody><tr><td>1</td></tr></tbody></table>" * 2)
    assert '<div class="scroll" tabindex="0" role="region" aria-label="Table 1"><table class="data">' in made.html
    assert 'aria-label="Table 2"' in made.html
    assert made.html.count("</table></div>") == 2


@pytest.mark.django_db
def test_pictures_of_the_library_are_named_by_number_until_the_page_is_shown_and_others_vanish():
    image = Image.objects.create(credit="Nino", alt="A map", sha256="0" * 64)
    Image.objects.filter(pk=image.pk).update(file="images/x.jpg", width=1200, height=800)
    made = page(f'<figure><img src="/images/{image.pk}" alt=""></figure><p><img src="/images/999" alt="x">y</p>')
    caption = '<figcaption><span class="credit">Nino</span></figcaption></figure><p>y</p>'
    assert made.html == f'<figure><img src="/images/{image.pk}" alt="A map">{caption}'
    assert body.finished(made.html, made.policy) == (
        '<figure><img src="/media/images/x.jpg" alt="A map" width="1200" height="800" loading="lazy" decoding="async">'
        f"{caption}"
    )


@pytest.mark.django_db
def test_who_made_the_pictures_stands_at_the_end_of_their_caption():
    one = Image.objects.create(credit="Nino <b>", licence="CC BY 4.0", sha256="1" * 64)
    two = Image.objects.create(credit="Archive", sha256="2" * 64)
    Image.objects.update(file="images/x.jpg")
    pictures = "".join(f'<img src="/images/{pk}" alt="x">' for pk in (one.pk, two.pk, one.pk))
    made = page(
        f"<figure>{pictures}<figcaption>The pass</figcaption></figure>"
        "<figure><figcaption>No picture</figcaption></figure>"
    )
    assert (
        '<figcaption>The pass · <span class="credit">Nino &lt;b&gt;, CC BY 4.0, Archive</span></figcaption>'
        in made.html
    )
    assert made.html.endswith("<figure><figcaption>No picture</figcaption></figure>")


def test_what_would_act_never_reaches_the_page():
    made = page(
        '<p onclick="x()">Text<script>alert(1)</script><img src="x" onerror="x()"></p><h2 id="x">&lt;b&gt;</h2>',
        [("a", "<script>x</script><p>y</p>")],
    )
    assert "onclick" not in made.html and "script" not in made.html and "onerror" not in made.html
    assert "&lt;b&gt;" in made.html
    assert made.headings == [{"id": "sec-b", "text": "<b>", "level": 2}]


def test_words_are_counted_and_plain_text_has_no_markup():
    made = page("<h2>One two</h2><p>Three &amp; <em>four</em>.</p>")
    assert (made.text, made.words) == ("One two\nThree & four.", 4)


def test_a_page_made_under_an_older_allow_list_is_made_again_before_it_is_trusted():
    publication = Publication(
        body="<p>Clean</p><script>x</script>", page="<script>stale</script>", page_policy=POLICY - 1, notes=[]
    )
    assert body.page_html(publication) == "<p>Clean</p>"
    publication.page_policy = POLICY
    publication.page = "<p>As made</p>"
    assert body.page_html(publication) == "<p>As made</p>"


@pytest.mark.django_db
def test_a_body_costs_one_query_for_all_its_pictures(django_assert_num_queries):
    images = [Image.objects.create(credit="Nino", sha256=str(n) * 64) for n in range(3)]
    html = "".join(f'<figure><img src="/images/{image.pk}" alt="x"></figure>' for image in images)
    Image.objects.update(file="images/x.jpg")
    with django_assert_num_queries(1):
        assert page(html).html.count("<img") == 3


@pytest.mark.django_db
def test_the_finished_page_is_kept_with_the_publication():
    publication = make.publication(body="<h2>One</h2><p>Two</p>")
    publication.refresh_from_db()
    assert publication.page.startswith('<h2 id="sec-one">')
    assert publication.page_policy == POLICY
    assert publication.headings[0]["text"] == "One"
    assert publication.words == 2
