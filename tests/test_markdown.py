"""A piece as Markdown: all its words, in a form that others read back."""

import json
import re

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from articles import publishing
from articles.models import Byline, Note, Publication, Role, Source
from ccsis.html import plain_text
from tests import make

pytestmark = pytest.mark.django_db
HERE = "/analyses/the-single-road/text.md"
MARK = '<sup class="note"><a href="#fn-{0}">1</a></sup>'
BODY = (
    f"<h2>How it was *counted*</h2><p>Sixty <strong>days</strong> of <em>snow</em>.{MARK.format('a')} "
    f'See <a href="/topics/">all topics</a> and '
    f'<a href="https://road.example/x_y">the record</a>.{MARK.format("b")}</p>'
    '<blockquote class="pull"><p>Nobody calls it a crisis.</p></blockquote><ul><li>One</li><li>Two</li></ul>'
    '<table><caption>Days</caption><thead><tr><th scope="col">Year</th><th scope="col">Days</th></tr></thead>'
    "<tbody><tr><td>2025</td><td>60</td></tr><tr><td>2026</td><td>68</td></tr></tbody></table>"
    '<figure><img src="/images/{image}" alt="A road"><figcaption>In snow</figcaption></figure>'
    f"<p>Again.{MARK.format('a')} 5 &lt; 6 &amp; 7_8_9.</p>"
)
WORDS = {
    "ka": "<p>გზა <strong>ჩაკეტილია</strong> სამოცი დღე.</p>",
    "hy": "<p>Ճանապարհը <em>փակ է</em> վաթսուն օր։</p>",
    "fa": "<p>راه <strong>شصت روز</strong> بسته است؛ «چرا؟»</p>",
    "ru": "<p>Дорога закрыта <em>шестьдесят</em> дней.</p>",
}


def read(source):
    """The front matter, and the rest as HTML made by a reader that is not ours."""
    head, _mark, text = source.removeprefix("---\n").partition("\n---\n")
    facts = {line.split(": ", 1)[0]: json.loads(line.split(": ", 1)[1]) for line in head.splitlines()}
    return facts, MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin).render(text)


def words(html):
    return re.findall(r"\w+", re.sub(r"\s+", " ", plain_text(html)))


@pytest.fixture
def piece():
    image = make.image(alt="A road in the snow", credit="N. Photographer", licence="CC BY 4.0")
    article = make.article(
        authors=[make.person("Tamar Lezhvari")],
        subtitle="What a closed pass costs",
        standfirst="Four trucks in five.",
        key_points="Closures come together.\nCarriers pay.",
        body=BODY.replace("{image}", str(image.pk)),
        lead_image=image,
        funding="The general budget.",
    )
    Byline.objects.create(article=article, name="Shirin Motamedi", role=Role.TRANSLATOR, position=2)
    source = Source.objects.create(article=article, key="s", author="Road Department", title="The record", position=1)
    Note.objects.create(article=article, key="a", text="Counted <em>by us</em>.", position=1)
    Note.objects.create(article=article, key="b", text="", source=source, locator="p. 4", position=2)
    publishing.publish(article, at=make.NOW, now=make.NOW)
    publishing.correct(article, type="correction", text="It is 68 days, not 60.", now=make.NOW)
    return article


def test_the_head_says_whose_it_is_and_where_it_stands(client, piece):
    response = client.get(HERE)
    facts, _html = read(response.text)
    assert facts == {
        "title": "The single road",
        "subtitle": "What a closed pass costs",
        "authors": ["Tamar Lezhvari"],
        "translators": ["Shirin Motamedi"],
        "publisher": "Caucasus Center for Strategic and International Studies",
        "number": "CCSIS-AN-2026-001",
        "version": 2,
        "published": "2026-11-19",
        "updated": "2026-11-19",
        "language": "en",
        "address": "http://testserver/analyses/the-single-road/",
        "this_version": "http://testserver/analyses/the-single-road/v/2/",
        "licence": "CC BY 4.0",
        "licence_address": "https://creativecommons.org/licenses/by/4.0/",
    }
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Link"] == '<http://testserver/analyses/the-single-road/>; rel="canonical"'


def test_form_is_kept_and_read_back_by_another_reader(client, piece):
    source = client.get(HERE).text
    _facts, html = read(source)
    assert "<h1>The single road</h1>" in html
    assert "<h2>How it was *counted*</h2>" in html
    assert "<strong>days</strong> of <em>snow</em>" in html
    assert '<a href="http://testserver/topics/">all topics</a>' in html
    assert '<a href="https://road.example/x_y">the record</a>' in html
    assert "<blockquote>\n<p>Nobody calls it a crisis.</p>" in html
    assert "<li>One</li>\n<li>Two</li>" in html
    assert "<td>2026</td>\n<td>68</td>" in html
    assert re.search(r'<img src="http://testserver/media/images/[^"]*" alt="A road"', html)
    assert "N. Photographer, CC BY 4.0" in html
    assert source.count("[^1]") == 3
    assert "[^2]: Road Department, “The record”, p. 4." in source
    assert "> **Correction, 19 November 2026**" in source
    assert "5 &lt; 6 &amp; 7_8_9." in html


def test_no_word_of_the_text_is_lost(client, piece):
    _facts, html = read(client.get(HERE).text)
    said = " ".join(words(html))
    assert " ".join(words("<p>How it was counted</p><p>Sixty days of snow</p>")) in said
    missing = set(words(Publication.objects.get().text)) - set(words(html))
    assert missing == set()


def test_every_script_comes_through(client):
    for code, text in WORDS.items():
        row = make.publication(f"Piece {code}", language=code, body=text)
        _facts, html = read(client.get(f"{row.get_absolute_url()}text.md").text)
        assert words(html) == words(f"<h1>Piece {code}</h1>{text}")


def test_who_tries_to_break_the_head_only_writes_words(client):
    row = make.publication('A "title": \n---\n# x')
    facts, html = read(client.get(f"{row.get_absolute_url()}text.md").text)
    assert facts["title"] == row.title
    assert html.count("<h1>") == 1


def test_a_retracted_piece_has_no_text(client):
    notice = make.retracted(body="<p>Secret</p>")
    response = client.get(f"{notice.get_absolute_url()}text.md")
    assert response.status_code == 410
    assert "Secret" not in response.text


def test_it_costs_few_queries(client, piece, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        client.get(HERE)


def test_the_page_names_its_text_for_machines_and_people(client, piece):
    text = client.get("/analyses/the-single-road/").text
    here = "http://testserver/analyses/the-single-road/text.md"
    assert f'<link rel="alternate" type="text/markdown" href="{here}">' in text
    assert '<a href="/analyses/the-single-road/text.md"' in text
