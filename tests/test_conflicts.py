"""Two people save the same piece: both texts are shown, what each changed is put together, nothing is dropped."""

import pytest
from django.urls import reverse

from articles.models import Article, Revision
from tests import make
from tests.desk import data_of, edit, opened

pytestmark = pytest.mark.django_db


def change(piece):
    return reverse("admin:articles_article_change", args=[piece.pk])


@pytest.fixture
def davit(client):
    user = make.user("editor", name="Davit")
    client.force_login(user)
    return user


def overtaken(client, piece, theirs, mine):
    """Open the form of a piece, let `theirs` be saved meanwhile, send `mine`. Gives the answer."""
    before = opened(client, change(piece))
    edit(client, change(piece), **theirs)
    return client.post(change(piece), data_of(before, **mine))


def answer(client, piece, page, **choices):
    """Press Save on the page of a conflict, with these choices: what a browser sends of it."""
    found = page.context["conflict"]
    return client.post(change(piece), data_of(page) | {"merge": str(found.row_version)} | choices)


def parts(found):
    return [each.name for each in found.both], [each.name for each in found.taken]


def bodies(piece):
    rows = piece.revisions.order_by("n")
    return [(row.kind, row.snapshot["fields"]["body"]) for row in rows]


def test_what_only_the_other_changed_is_taken_over_and_the_next_save_keeps_both(client, davit):
    piece = make.article("The pass", body="<p>Old.</p>", standfirst="Old.", tags=["gas"], notes=[("a", "Source.")])

    page = overtaken(
        client,
        piece,
        {"title": "Theirs", "tags": "gas, rail", "notes__0__text": "Their note."},
        {"standfirst": "Mine."},
    )
    before = Article.objects.get()
    saved = answer(client, piece, page)

    assert parts(page.context["conflict"]) == ([], ["title", "notes", "tags"])
    assert (before.title, before.standfirst) == ("Theirs", "Old.")
    piece.refresh_from_db()
    assert saved.url == change(piece)
    assert (piece.title, piece.standfirst) == ("Theirs", "Mine.")
    assert sorted(tag.name for tag in piece.tags.all()) == ["gas", "rail"]
    assert [note.text for note in piece.notes.all()] == ["Their note."]


def test_both_texts_stand_side_by_side_with_what_differs(client, davit):
    piece = make.article(body="<p>The pass is open.</p>")

    page = overtaken(client, piece, {"body": "<p>The pass is shut.</p>"}, {"body": "<p>The pass is icy.</p>"})

    assert parts(page.context["conflict"]) == (["body"], [])
    shown = page.content.decode()
    assert "The pass is <del>shut</del>." in shown
    assert "The pass is <ins>icy</ins>." in shown
    assert 'class="desk-theirs-text" lang="en" dir="ltr" tabindex="0"><p>The pass is shut.</p>' in shown
    assert page.context["adminform"].form["body"].value() == "<p>The pass is icy.</p>"


def test_saving_again_without_a_choice_saves_nothing_and_keeps_everything(client, davit):
    piece = make.article(body="<p>Old.</p>")
    page = overtaken(client, piece, {"body": "<p>Theirs.</p>"}, {"body": "<p>Mine.</p>"})

    again = answer(client, piece, page)

    piece.refresh_from_db()
    assert piece.body == "<p>Theirs.</p>"
    assert parts(again.context["conflict"]) == (["body"], [])
    assert again.context["adminform"].form["body"].value() == "<p>Mine.</p>"


def test_mine_can_be_chosen_and_theirs_stays_in_the_history(client, davit):
    piece = make.article(body="<p>Old.</p>", standfirst="Old.")
    theirs, mine = {"body": "<p>Theirs.</p>", "standfirst": "Theirs."}, {"body": "<p>Mine.</p>", "standfirst": "Mine."}
    page = overtaken(client, piece, theirs, mine)

    answer(client, piece, page, **{"take-body": "mine", "take-standfirst": "mine"})

    piece.refresh_from_db()
    assert (piece.body, piece.standfirst) == ("<p>Mine.</p>", "Mine.")
    assert bodies(piece) == [("save", "<p>Theirs.</p>"), ("save", "<p>Mine.</p>")]


def test_theirs_can_be_chosen_and_mine_is_kept_in_the_history(client, davit):
    piece = make.article(body="<p>Old.</p>", standfirst="Old.")
    theirs, mine = {"body": "<p>Theirs.</p>", "standfirst": "Theirs."}, {"body": "<p>Mine.</p>", "standfirst": "Mine."}
    page = overtaken(client, piece, theirs, mine)

    answer(client, piece, page, **{"take-body": "theirs", "take-standfirst": "mine"})

    piece.refresh_from_db()
    assert (piece.body, piece.standfirst) == ("<p>Theirs.</p>", "Mine.")
    assert bodies(piece) == [("save", "<p>Theirs.</p>"), ("ours", "<p>Mine.</p>"), ("save", "<p>Theirs.</p>")]
    assert piece.revisions.get(kind="ours").by == davit


def test_a_text_put_together_in_the_editor_is_saved_as_mine(client, davit):
    piece = make.article(body="<p>Old.</p>")
    page = overtaken(client, piece, {"body": "<p>Theirs.</p>"}, {"body": "<p>Mine.</p>"})

    answer(client, piece, page, **{"take-body": "mine", "body": "<p>Mine.</p><p>Theirs.</p>"})

    piece.refresh_from_db()
    assert piece.body == "<p>Mine.</p><p>Theirs.</p>"


def test_a_note_that_one_deleted_and_the_other_rewrote(client, davit):
    def begun():
        piece = make.article(notes=[("a", "Source."), ("b", "Other.")])
        theirs = {"notes__0__DELETE": "on"}
        return piece, overtaken(client, piece, theirs, {"notes__0__text": "Rewritten.", "notes__1__text": "Too."})

    one, page = begun()
    answer(client, one, page, **{"take-notes": "mine"})
    two, page = begun()
    answer(client, two, page, **{"take-notes": "theirs"})

    assert sorted(one.notes.values_list("key", "text")) == [("a", "Rewritten."), ("b", "Too.")]
    assert sorted(two.notes.values_list("key", "text")) == [("b", "Other.")]
    [kept] = two.revisions.filter(kind="ours")
    assert [note["text"] for note in kept.snapshot["notes"]] == ["Rewritten.", "Too."]


def test_rows_that_both_added(client, davit):
    def begun():
        piece = make.article(authors=[make.person("Nino")])
        first, second = make.person("Leyla"), make.person("Ani")
        row = {"bylines__TOTAL_FORMS": "2", "bylines__1__role": "author", "bylines__1__position": "2"}
        theirs, mine = row | {"bylines__1__person": str(first.pk)}, row | {"bylines__1__person": str(second.pk)}
        return piece, overtaken(client, piece, theirs, mine)

    def names(piece):
        return [byline.printed_name for byline in piece.bylines.all()]

    one, page = begun()
    answer(client, one, page, **{"take-bylines": "mine"})
    two, page = begun()
    answer(client, two, page, **{"take-bylines": "theirs"})
    three, page = begun()
    ticked = [name for name, value in data_of(page).items() if name.endswith("-DELETE") and value == "on"]
    client.post(change(three), {name: value for name, value in data_of(page).items() if name not in ticked}
                | {"merge": "2", "take-bylines": "mine"})  # fmt: skip

    assert names(one) == ["Nino", "Ani"]
    assert names(two) == ["Nino", "Leyla"]
    assert len(ticked) == 1  # what the other added stands in my form, ticked for deletion: I may untick it
    assert sorted(names(three)) == ["Ani", "Leyla", "Nino"]


def test_who_saves_between_the_two_texts_and_the_choice_is_not_overwritten_either(client, davit):
    piece = make.article("Old", body="<p>Old.</p>")
    page = overtaken(client, piece, {"body": "<p>Theirs.</p>"}, {"body": "<p>Mine.</p>"})
    edit(client, change(piece), body="<p>Third.</p>", title="Third")

    again = answer(client, piece, page, **{"take-body": "mine"})

    piece.refresh_from_db()
    assert piece.body == "<p>Third.</p>"
    assert parts(again.context["conflict"]) == (["body"], ["title"])
    assert again.context["conflict"].row_version == 3


def test_a_choice_is_not_carried_out_while_something_else_is_wrong(client, davit):
    piece = make.article("The pass", body="<p>Old.</p>")
    page = overtaken(client, piece, {"body": "<p>Theirs.</p>"}, {"body": "<p>Mine.</p>", "title": ""})

    wrong = answer(client, piece, page, **{"take-body": "theirs"})
    answer(client, piece, wrong, **{"take-body": "theirs", "title": "A title"})

    assert wrong.context["adminform"].form["body"].value() == "<p>Mine.</p>"
    assert wrong.context["conflict"].chosen == {"body": "theirs"}
    piece.refresh_from_db()
    assert (piece.title, piece.body) == ("A title", "<p>Theirs.</p>")
    assert ("ours", "<p>Mine.</p>") in bodies(piece)


def test_mine_over_all_of_it_is_the_last_choice(client, davit):
    piece = make.article("Old", body="<p>Old.</p>")
    page = overtaken(
        client, piece, {"body": "<p>Theirs.</p>", "title": "Theirs"}, {"body": "<p>Mine.</p>", "title": "Mine"}
    )

    answer(client, piece, page, overwrite="2")

    piece.refresh_from_db()
    assert (piece.title, piece.body) == ("Mine", "<p>Mine.</p>")
    assert bodies(piece) == [("save", "<p>Theirs.</p>"), ("save", "<p>Mine.</p>")]


def test_a_text_that_no_revision_holds_is_kept_before_mine_goes_over_it(client, davit):
    piece = make.article(body="<p>Old.</p>")
    opened = client.get(change(piece))
    Article.objects.filter(pk=piece.pk).update(body="<p>Replaced.</p>", row_version=2, text_version=2)

    client.post(change(piece), data_of(opened, body="<p>Mine.</p>", overwrite="2"))

    assert bodies(piece) == [("ours", "<p>Replaced.</p>"), ("save", "<p>Mine.</p>")]


def test_a_move_meanwhile_is_no_conflict(client, davit):
    piece = make.article(body="<p>Old.</p>")
    opened = client.get(change(piece))
    Article.objects.filter(pk=piece.pk).update(state=Article.State.REVIEW, row_version=2)

    client.post(change(piece), data_of(opened, body="<p>Mine.</p>"))

    piece.refresh_from_db()
    assert piece.body == "<p>Mine.</p>"


def test_a_form_without_marks_of_what_it_was_opened_with_asks_about_every_part(client, davit):
    piece = make.article("Old", body="<p>Old.</p>")

    page = overtaken(client, piece, {"title": "Theirs"}, {"body": "<p>Mine.</p>", "opened": "[broken"})

    assert parts(page.context["conflict"]) == (["title", "body"], [])
    assert Revision.objects.filter(article=piece).count() == 1
