"""Translations: which follow their original, what readers are told of those that do not, and what staff see."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from articles import publishing, translating
from articles.models import Publication
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
RU = "/analyses/doroga/"
HERE = "/analyses/the-single-road/"


@pytest.fixture
def original():
    article = make.article()
    publishing.publish(article, at=make.NOW, now=make.NOW)
    return article


def again(article, day, *, minor=False):
    """Another version of a piece."""
    article.standfirst = f"As of day {day}."
    article.save()
    publishing.publish(article, minor=minor, now=make.NOW + day * DAY)


def translated(original, title="Дорога", *, language="ru", follows=1):
    article = make.article(title, language=language, original=original, follows_version=follows)
    publishing.publish(article, at=make.NOW, now=make.NOW)
    return article


def alternates(client, address):
    links = r'<link rel="alternate" hreflang="(\w+)" href="http://testserver([^"]*)">'
    return dict(re.findall(links, client.get(address).text))


def also_in(client, address):
    [said] = re.findall(r"<dt>Also in</dt><dd>(.*?)</dd>", client.get(address).text) or [""]
    return re.findall(r'<a href="([^"]*)" lang="(\w+)"', said)


BOTH = {"en": HERE, "ru": RU}


def test_current_translations_lead_search_engines_to_each_other(client, original):
    translated(original)
    assert alternates(client, HERE) == BOTH
    assert alternates(client, RU) == BOTH
    assert "Этот перевод сделан" not in client.get(RU).text


def test_one_that_is_behind_says_so_and_is_no_alternate(client, original):
    translated(original)
    again(original, 1)
    again(original, 2)
    assert alternates(client, HERE) == alternates(client, RU) == {}
    text = client.get(RU).text
    assert "Этот перевод сделан с версии 1 из 3: с тех пор оригинал изменился." in text
    assert also_in(client, HERE) == [(RU, "ru")]
    assert "hreflang" not in client.get("/sitemap-pieces-1.xml").text


def test_small_fixes_of_the_original_leave_a_translation_current(client, original):
    translated(original)
    again(original, 1, minor=True)
    assert alternates(client, RU) == BOTH
    assert "Этот перевод сделан" not in client.get(RU).text


def test_the_others_stay_alternates_of_each_other(client, original):
    translated(original)
    again(original, 1)
    translated(original, "გზა", language="ka", follows=2)
    assert alternates(client, HERE) == {"en": HERE, "ka": "/analyses/gza/"}
    assert alternates(client, RU) == {}


def test_where_nobody_said_what_it_follows_nothing_is_claimed(client, original):
    translated(original, follows=None)
    assert alternates(client, RU) == BOTH
    again(original, 1)
    assert alternates(client, RU) == {}
    assert "Этот перевод сделан" not in client.get(RU).text


def test_drift_costs_one_query_however_many_there_are(original, django_assert_num_queries):
    translated(original)
    translated(original, "გზა", language="ka")
    again(original, 1)
    rows = list(Publication.objects.all())
    with django_assert_num_queries(1):
        behind = translating.drift(rows)
    assert [each.behind for each in behind.values()] == [1, 1]


def rows_of(response):
    table = response.text[response.text.index("<tbody") : response.text.index("</tbody>")]
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    cells = [re.findall(r"<t[dh].*?</t[dh]>", row, re.DOTALL) for row in rows]
    return [[" ".join(re.sub(r"<[^>]*>", " ", cell).split()) for cell in row] for row in cells]


def test_staff_see_each_piece_in_each_language(client, original):
    translated(original)
    again(original, 1)
    translated(original, "გზა", language="ka", follows=2)
    make.article("Yol", language="tr", original=original, follows_version=2)
    make.publication("Alone")
    client.force_login(make.user("editor"))
    response = client.get(reverse("admin:articles_article_translations"))
    heads = re.findall(r'<th scope="col">(?:<bdi>)?([^<]*)<', response.text)
    assert heads == ["Piece", "English", "Türkçe", "Русский", "ქართული"]
    assert rows_of(response) == [
        ["Alone", "original", "missing", "missing", "missing"],
        ["The single road", "original", "current, not public", "1 version behind", "current"],
    ]


def test_an_author_sees_own_pieces_only(client, original):
    author = make.user("author")
    make.article("My own piece", created_by=author)
    client.force_login(author)
    text = client.get(reverse("admin:articles_article_translations")).text
    assert "My own piece" in text
    assert "The single road" not in text


def test_the_list_of_pieces_leads_to_the_table(client):
    client.force_login(make.user("editor"))
    table = reverse("admin:articles_article_translations")
    assert table in client.get(reverse("admin:articles_article_changelist")).text
    client.logout()
    assert client.get(table).status_code == 302
