"""Sources as data: cited once or often, printed in notes, kept in the history, carried to the readers' row."""

from datetime import date

import pytest

from articles import citing, history, publishing
from articles.models import Note, Publication, Source
from tests import make
from tests.desk import edit

pytestmark = pytest.mark.django_db

BOOK = {
    "author": "Tamar Lezhvari",
    "title": "Roads & <passes>",
    "container": "Mountain Review",
    "date": "2024-05-03",
    "address": "https://example.org/roads/",
    "accessed_on": date(2026, 11, 1),
    "archived": "https://archive.example/1",
}
MARKED = '<p>The pass is narrow.<sup class="note"><a href="#fn-1">1</a></sup></p>'


@pytest.fixture
def editor(client):
    person = make.user("editor", name="Edita")
    client.force_login(person)
    return person


def change(piece):
    return f"/admin/articles/article/{piece.pk}/change/"


def piece_with_source(**fields):
    piece = make.article(body=MARKED)
    source = Source.objects.create(article=piece, key="lezhvari-2024", **(BOOK | fields))
    Note.objects.create(article=piece, key="1", source=source, locator="p. 12", text="See also <em>there</em>.")
    return piece


def test_a_note_prints_what_it_cites_the_place_in_it_and_its_own_words():
    note = piece_with_source().notes.get()
    assert citing.note_html(note) == (
        "Tamar Lezhvari, “<bdi>Roads &amp; &lt;passes&gt;</bdi>”, <em>Mountain Review</em>, 2024-05-03, p. 12, "
        '<a href="https://example.org/roads/" rel="noopener noreferrer">example.org/roads</a> '
        '(read on 2026-11-01, <a href="https://archive.example/1" rel="noopener noreferrer">archived copy</a>). '
        "See also <em>there</em>."
    )


@pytest.mark.parametrize(
    "fields, printed",
    [
        ({"title": "بازرسی راه"}, "“<bdi>بازرسی راه</bdi>”."),
        ({"title": "Ճանապարհ", "author": "Արամ"}, "Արամ, “<bdi>Ճանապարհ</bdi>”."),
        ({"title": "Road", "date": "1999"}, "“<bdi>Road</bdi>”, 1999."),
    ],
)
def test_a_source_prints_what_is_known_of_it_and_nothing_else(fields, printed):
    assert citing.source_html(citing.plain(Source(key="a", **fields))) == printed


def test_readers_get_the_notes_and_the_sources_as_they_were_when_it_was_published():
    piece = piece_with_source()
    publication = publishing.publish(piece, now=make.NOW)
    assert "p. 12" in publication.notes[0]["text"]
    assert [source["key"] for source in publication.sources] == ["lezhvari-2024"]
    Source.objects.update(title="Changed at the desk")
    assert Publication.objects.get().sources[0]["title"] == "Roads & <passes>"


def test_the_page_lists_what_was_cited(client):
    address = publishing.publish(piece_with_source(), now=make.NOW).get_absolute_url()
    page = client.get(address).content.decode()
    assert '<section class="sources" aria-labelledby="sources">' in page
    assert page.count("Roads &amp; &lt;passes&gt;") == 2  # in the note, and in the list


def test_a_piece_without_sources_shows_no_list_of_them(client):
    assert 'id="sources"' not in client.get(make.publication().get_absolute_url()).content.decode()


def test_a_source_and_the_note_that_cites_it_are_written_in_one_go(client, editor):
    piece = make.article(body=MARKED)
    new = {
        "sources__TOTAL_FORMS": "1",
        "sources__0__author": "Tamar Lezhvari",
        "sources__0__title": "Roads",
        "sources__0__date": "May 2024",
        "sources__0__position": "1",
        "notes__TOTAL_FORMS": "1",
        "notes__0__key": "1",
        "notes__0__cites": "lezhvari-2024",
        "notes__0__locator": "p. 3",
        "notes__0__position": "1",
    }
    refused = edit(client, change(piece), **new)
    assert "No source of this piece has the key “lezhvari-2024”." in refused.content.decode()
    assert edit(client, change(piece), **new | {"sources__0__key": "lezhvari-2024"}).status_code == 302
    note = Note.objects.get()
    assert (note.source.title, note.locator, note.text) == ("Roads", "p. 3", "")
    assert piece.revisions.get().snapshot["sources"][0]["key"] == "lezhvari-2024"


def test_a_source_without_a_key_gets_one_from_author_and_year(client, editor):
    piece = make.article()
    new = {
        "sources__TOTAL_FORMS": "2",
        "sources__0__author": "Թամար Լեժվարի",
        "sources__0__title": "Roads",
        "sources__0__date": "2024",
        "sources__0__position": "1",
        "sources__1__title": "Passes",
        "sources__1__position": "2",
    }
    assert edit(client, change(piece), **new).status_code == 302
    assert list(piece.sources.values_list("key", flat=True)) == ["lezhvari-2024", "passes"]


def test_one_source_is_cited_by_many_notes_and_is_not_deleted_from_under_them(client, editor):
    piece = piece_with_source()
    again = {
        "notes__TOTAL_FORMS": "2",
        "notes__1__key": "2",
        "notes__1__cites": "lezhvari-2024",
        "notes__1__position": "2",
    }
    assert edit(client, change(piece), **again).status_code == 302
    assert [note.source.key for note in piece.notes.all()] == ["lezhvari-2024", "lezhvari-2024"]
    refused = edit(client, change(piece), sources__0__DELETE="on")
    assert "No source of this piece has the key" in refused.content.decode()
    assert piece.sources.count() == 1


def test_a_note_says_something_or_cites_something(client, editor):
    piece = make.article()
    empty = {"notes__TOTAL_FORMS": "1", "notes__0__key": "1", "notes__0__position": "1"}
    assert "Write the text of the note, or name the source" in edit(client, change(piece), **empty).content.decode()


def test_the_history_keeps_which_source_a_note_cites():
    kept = history.snapshot(piece_with_source())
    assert kept["notes"] == [
        {"key": "1", "text": "See also <em>there</em>.", "source": "lezhvari-2024", "locator": "p. 12"}
    ]
    assert kept["sources"][0] == {"key": "lezhvari-2024", **BOOK, "accessed_on": "2026-11-01"}


def test_a_piece_without_sources_has_the_hash_that_it_had_before_there_were_any():
    assert "sources" not in history.snapshot(make.article(notes=[("1", "A word.")]))
