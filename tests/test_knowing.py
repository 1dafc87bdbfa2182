"""What is new and what should be done, recommendations, how a piece knows, and who may republish it."""

import html
import re
from datetime import date

import pytest

from articles import checklist, history, publishing, restoring
from articles.models import Article, Publication
from ccsis.models import SiteSettings
from tests import make

pytestmark = pytest.mark.django_db
KNOWING = {
    "whats_new": "The road is shut.",
    "why_it_matters": "There is no other.",
    "what_to_do": "Tell the drivers.",
    "recommendations": "To Georgia:\nPublish one notice.\nAnswer the telephone.\n\n"
    "To lenders:\nPay for it.\nTo Georgia:\nAgain.",
    "known": "On which days.\nAt which hour.",
    "assessed": "The cost.",
    "confidence": "moderate-high",
    "not_known": "What stays at home.",
    "source_kinds": ["statistics", "interviews"],
    "source_remark": "Fourteen carriers.",
    "fieldwork": "Lars, September 2026",
    "as_of": date(2026, 11, 15),
}
YOUTUBE = "https://youtu.be/dQw4w9WgXcQ"


def words(text):
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())


def page_of(client, **fields):
    return client.get(make.publication(**fields).get_absolute_url())


def test_the_page_says_in_short_to_whom_and_how_it_knows(client):
    shown = words(page_of(client, key_points="Not shown.", **KNOWING).text)
    for text in (
        "What is new? The road is shut. Why does it matter? There is no other. What should be done? Tell the drivers.",
        "Recommendations To Georgia Publish one notice. Answer the telephone. Again. To lenders Pay for it.",
        "How we know We know On which days. At which hour. "
        "We assess, with moderate to high confidence The cost. We do not know What stays at home. "
        "Sources Interviews, official statistics Fourteen carriers. Fieldwork Lars, September 2026 "
        "Current as of 15 November 2026",
    ):
        assert text in shown
    assert "Not shown." not in shown


def test_a_piece_without_any_of_it_shows_no_empty_box(client):
    text = page_of(client).text
    assert [word for word in ("How we know", "Recommendations", "What is new?", "Key points") if word in text] == []


def test_what_is_known_is_found_by_search(client):
    make.publication(**KNOWING)
    for word in ("drivers", "telephone", "fourteen", "September"):
        assert "The single road" in words(client.get("/search/", {"q": word}).text), word


def test_all_of_it_is_kept_compared_and_restored():
    editor = make.user("editor")
    piece = make.article(**KNOWING)
    kept = history.keep(piece, by=editor, now=make.NOW)
    assert kept.snapshot["fields"]["as_of"] == "2026-11-15"
    empty = {name: Article._meta.get_field(name).get_default() for name in KNOWING}
    Article.objects.filter(pk=piece.pk).update(**empty)
    assert restoring.restore(Article.objects.get(pk=piece.pk), kept, by=editor) == []
    back = Article.objects.get(pk=piece.pk)
    assert {name: getattr(back, name) for name in KNOWING} == KNOWING


def test_a_revision_from_before_these_fields_leaves_them_empty():
    editor = make.user("editor")
    piece = make.article("Old title")
    kept = history.keep(piece, by=editor, now=make.NOW)
    for name in KNOWING:
        del kept.snapshot["fields"][name]
    Article.objects.filter(pk=piece.pk).update(**KNOWING)
    restoring.restore(Article.objects.get(pk=piece.pk), kept, by=editor)
    back = Article.objects.get(pk=piece.pk)
    assert (back.whats_new, back.source_kinds, back.as_of) == ("", [], None)


def test_the_desk_takes_it_as_it_is_written(client):
    editor = make.user("editor")
    client.force_login(editor)
    sent = {"title": "Typed", "kind": "analysis", "language": "en", "body": make.BODY, **KNOWING, "as_of": "2026-11-15"}
    page = client.get("/admin/articles/article/add/")
    for formset in page.context["inline_admin_formsets"]:
        form = formset.formset.management_form
        sent |= {form[name].html_name: "0" for name in form.fields}
    answer = client.post("/admin/articles/article/add/", sent)
    piece = Article.objects.get()
    assert answer.status_code == 302
    assert {name: getattr(piece, name) for name in KNOWING} == KNOWING


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"whats_new": "x", "why_it_matters": "y", "what_to_do": "z"}, []),
        ({"whats_new": "x", "why_it_matters": "y"}, [("key_points", "what_to_do")]),
        ({"key_points": "1\n2\n3", "assessed": "The cost."}, [("confidence", "confidence")]),
        ({"key_points": "1\n2\n3", "recommendations": "Publish it."}, [("recommendations", "recommendations")]),
    ],
)
def test_the_checklist_asks_what_is_missing(fields, found):
    failures = checklist.failures(make.article(**fields))
    asked = ("key_points", "recommendations", "confidence")
    assert [(each.item, each.place.field) for each in failures if each.item in asked] == found


# Embeds


def test_an_embed_is_a_link_until_a_reader_loads_it(client):
    response = page_of(client, body=f'<figure class="embed"><a href="{YOUTUBE}">The gorge</a></figure>')
    player = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"
    assert (
        f'<a href="{YOUTUBE}" rel="noopener noreferrer" data-player="{player}" data-load="Load it here">'
        in response.text
    )
    assert "Kept by youtu.be, which learns of it when you open or load it." in response.text
    assert "frame-src https://www.youtube-nocookie.com " in response["Content-Security-Policy"] + " "
    assert "<iframe" not in response.text


def test_a_page_without_players_lets_no_frame_in(client):
    response = page_of(client, body='<figure class="embed"><a href="https://blog.example/1">A blog</a></figure>')
    assert "data-player" not in response.text
    assert "embed.js" not in response.text
    assert "frame-src" not in response["Content-Security-Policy"]


# Republishing


def copied(response):
    found = re.search(r'<textarea id="republish-html"[^>]*>(.*?)</textarea>', response.text, re.DOTALL)
    return html.unescape(found[1]) if found else None


def test_a_piece_may_be_copied_as_clean_html_with_its_credit(client):
    body = (
        '<h2>One</h2><p>Snow.<sup class="note"><a href="#fn-a">1</a></sup> <a href="/about/">We</a> said class="x".</p>'
        f'<figure><img src="{make.image().body_address}" alt="x"><figcaption>Gone</figcaption></figure>'
        "<table><tr><td>1</td></tr></table>"
    )
    fields = {"notes": [("a", "Counted.")], "authors": [make.person("Nino <B>")], "recommendations": "To all:\nRead."}
    text = copied(page_of(client, body=body, **fields))
    assert text.startswith("<h1>The single road</h1>\n")
    assert '<h2 id="sec-one">One </h2><p>Snow.<a id="fnref-a" href="#fn-a">1</a>' in text
    assert '<a href="http://testserver/about/">We</a> said class="x".' in text
    assert '<h2 id="notes">Notes</h2><ol><li id="fn-a">Counted. </li></ol>' in text
    assert "<p><strong>To all</strong></p><ol><li>Read.</li></ol>" in text
    assert text.endswith(
        "<p><em>By Nino &lt;B&gt;. First published by Caucasus Center for Strategic and International Studies on "
        '19 November 2026: <a href="http://testserver/analyses/the-single-road/">The single road</a>. Licence: '
        '<a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>.</em></p>'
    )
    assert [
        mark for mark in ("<img", "figure", "Gone", "<div", "<section", "role=", "↑", "#</a>") if mark in text
    ] == []


@pytest.mark.parametrize(
    ("fields", "licence"),
    [
        ({}, "CC BY 4.0"),
        ({"republication": "by-nc-nd"}, "CC BY-NC-ND 4.0"),
        ({"republication": "nobody"}, None),
        ({"originally_in": "The Gyumri Review"}, None),
        ({"originally_in": "The Gyumri Review", "republication": "by"}, "CC BY 4.0"),
    ],
)
def test_only_what_may_be_republished_is_offered(client, fields, licence):
    text = copied(page_of(client, **fields))
    assert (licence is None) == (text is None)
    assert licence is None or f">{licence}</a>.</em></p>" in text


def test_a_site_without_a_licence_offers_nothing(client):
    SiteSettings(licence_name="").save()
    assert copied(page_of(client)) is None


def test_a_simulation_keeps_the_licence_of_its_call():
    row = make.submission(state="accepted", call=make.call("Call", licence="CC BY-SA 4.0"))
    publishing.publish(Article.objects.get(pk=row.article_id))
    assert Publication.objects.get().republication == "by-sa"
