"""Search: every word must be there, spelling and case do not matter, and nothing that is typed breaks it."""

import re
from datetime import timedelta

import pytest

from articles.models import Publication
from articles.site import search
from ccsis.scripts import fold
from tests import make

pytestmark = pytest.mark.django_db


def found(client, question):
    response = client.get("/search/", {"q": question})
    assert response.status_code == 200
    return re.findall(r'<h3[^>]*><a href="[^"]*">([^<]*)</a></h3>', response.text)


def test_every_word_of_the_question_must_be_there(client):
    make.publication("The single road", body="<p>An avalanche above the gallery.</p>")
    make.publication("Another road")
    assert found(client, "road") == ["Another road", "The single road"]
    assert found(client, "road avalanche") == ["The single road"]
    assert found(client, "avalanche tomato") == []


def test_titles_standfirsts_key_points_names_and_texts_are_searched(client):
    author = make.person("Nigar Həsənli", native_name="Нигяр Гасанлы")
    fields = {"subtitle": "Subtitled", "standfirst": "Standing first", "key_points": "Pointed", "authors": [author]}
    make.publication("Titled", body="<p>Texted</p>", **fields)
    for word in ("titled", "subtitled", "standing", "pointed", "texted", "hesenli", "ГАСАНЛЫ"):
        assert found(client, word) == ["Titled"], word


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Qurbanzadə", "qurbanzade"),
        ("İsmayıl", "ismayil"),
        ("Ёлка", "елка"),
        ("ТБИЛИСИ", "тбилиси"),
        ("ლარსი", "ლარსი"),
        ("Լարս", "լարս"),
        ("كتاب", "کتاب"),
        ("naïve", "NAIVE"),
    ],
)
def test_another_spelling_of_a_word_finds_it(client, written, asked):
    make.publication("Found", body=f"<p>{written}</p>")
    assert found(client, asked) == ["Found"]


def test_words_in_titles_weigh_more_than_newness(client):
    make.publication("The pass at Lars", at=make.NOW - timedelta(days=9))
    make.publication("Something else", body="<p>Lars</p>")
    assert found(client, "lars") == ["The pass at Lars", "Something else"]


def test_a_result_shows_the_words_where_they_stand(client):
    make.publication("Found", body=f"<p>{'before ' * 40} the <em>Gallery</em> & {'after ' * 40}</p>")
    text = client.get("/search/?q=gallery").text
    assert "before the <mark>Gallery</mark> &amp; after" in " ".join(text.split())
    assert text.count("before") == search.AROUND - 1


def test_a_snippet_is_found_without_folding_every_word_of_the_text(monkeypatch):
    folded = []
    monkeypatch.setattr(search, "fold", lambda text: folded.append(text) or fold(text))
    lines = ["Снег на перевале. " * 20] * 50
    publication = Publication(standfirst="Standing first", text="\n".join([*lines, "The gallery is shut."]))

    assert "".join(words for words, _is_asked in search.snippet(publication, ["gallery"])).endswith("gallery is shut. ")
    assert len(folded) < 3 * len(lines)
    assert search.snippet(publication, ["aysel"]) == [("Standing first", False)]


def test_a_question_stays_in_the_box_and_is_never_markup(client):
    text = client.get("/search/", {"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in text
    assert 'value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in text


ODD = {
    "quote": "'",
    "double quote": '"',
    "open phrase": '"road',
    "percent": "%",
    "underscore": "_",
    "backslash": "\\",
    "backslash at the end": "road\\",
    "like pattern": "r%d",
    "bracket": "[a-",
    "parenthesis": "road ) OR (1=1",
    "tsquery": "road & | ! <-> :*",
    "minus": "-road",
    "star": "*",
    "empty": "",
    "blanks": " \t\n ",
    "long": "a" * 10_000,
    "long with blanks": "a " * 5_000,
    "many words": " ".join(f"word{n}" for n in range(500)),
    "marks": "a" + "\u0301" * 5_000,
    "right to left": "\u202eroad",
    "emoji": "👩\u200d🚀",
    "non-character": "\ufffe",
    "surrogate pair": "\U00010000",
    "Persian": "جاده \u200c",
    "format": "{0} %s %(x)s",
    "template": "{{ site.name }}",
}


@pytest.mark.parametrize("question", ODD.values(), ids=ODD)
def test_no_question_breaks_the_search(client, question):
    make.publication()
    found(client, question)


def test_signs_that_databases_read_as_patterns_are_only_signs(client):
    make.publication("Plain", body="<p>read rid</p>")
    make.publication("Signs", body="<p>r_d</p>")
    assert found(client, "r_d") == ["Signs"]


def test_a_nul_in_a_question_is_refused_as_everywhere(client):
    assert client.get("/search/?q=%00").status_code == 400


def test_at_most_so_many_words_reach_the_database():
    assert len(search.words_of(" ".join(f"word{n}" for n in range(50)))) == search.MOST_WORDS


def test_search_pages_are_not_for_indexes(client):
    assert '<meta name="robots" content="noindex,follow">' in client.get("/search/?q=road").text
