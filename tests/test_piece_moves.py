"""The steps of a piece on its page: what is offered to whom, what is typed is saved first and survives, corrections."""

import ast

import pytest
from django.contrib import admin
from django.urls import reverse

from articles import locking, publishing
from articles.models import Article, Assignment, Correction, EventNote, Publication
from ccsis.models import Letter
from tests import make
from tests.desk import data_of, edit, errors_of, messages_of
from tests.test_architecture import MODULES, TREES, within

pytestmark = pytest.mark.django_db
State = Article.State


@pytest.fixture
def author():
    return make.user("author", username="nana", name="Nana")


@pytest.fixture
def editor():
    return make.user("editor", username="levan", name="Levan")


@pytest.fixture
def publisher():
    return make.user("publisher", username="anahit", name="Anahit")


@pytest.fixture
def piece(author):
    return make.article(created_by=author)


def at(piece, page="change"):
    return reverse(f"admin:articles_article_{page}", args=[piece.pk])


def put(piece, state):
    Article.objects.filter(pk=piece.pk).update(state=state)


def offered(client, piece):
    return [step.action for step in client.get(at(piece)).context["steps"]]


def test_each_state_offers_its_open_steps_with_the_one_that_leads_on_first(client, piece, author, editor, publisher):
    found = {}
    for user in (author, editor, publisher):
        client.force_login(user)
        for state in (State.PLANNED, State.DRAFT, State.REVIEW, State.COPYEDIT, State.READY):
            put(piece, state)
            found[user.username, str(state)] = offered(client, piece)
    assert found == {
        ("nana", "planned"): ["begin"],
        ("nana", "draft"): ["hand_in"],
        ("nana", "review"): ["take_back"],
        ("nana", "copyedit"): [],
        ("nana", "ready"): [],
        ("levan", "planned"): ["begin"],
        ("levan", "draft"): ["hand_in", "approve"],
        ("levan", "review"): ["pass_on", "take_back", "approve", "send_back"],
        ("levan", "copyedit"): ["approve", "send_back"],
        ("levan", "ready"): ["send_back"],
        ("anahit", "planned"): ["begin"],
        ("anahit", "draft"): ["hand_in", "approve", "publish"],
        ("anahit", "review"): ["pass_on", "take_back", "approve", "send_back", "publish"],
        ("anahit", "copyedit"): ["approve", "send_back", "publish"],
        ("anahit", "ready"): ["publish", "send_back"],
    }


def test_a_small_fix_stands_behind_the_publication_of_changes(client, publisher):
    client.force_login(publisher)
    found = offered(client, make.publication().article)
    assert found == ["publish", "small_fix", "hand_in", "approve"]


def test_what_is_typed_is_saved_before_the_step_is_taken(client, piece, author):
    client.force_login(author)
    edit(client, at(piece), body="<p>The last sentence.</p>", _move="hand_in", step__note="Done, I think.")
    piece.refresh_from_db()
    assert (piece.state, piece.body) == ("review", "<p>The last sentence.</p>")
    assert [event.action for event in piece.events.all()] == ["save", "hand_in"]
    assert EventNote.objects.get().text == "Done, I think."
    assert [revision.kind for revision in piece.revisions.order_by("n")] == ["save", "hand_in"]


def test_a_piece_goes_back_with_a_note_and_a_letter(client, piece, author, editor):
    publishing.hand_in(piece, by=author)
    client.force_login(editor)
    without = edit(client, at(piece), body="<p>A repaired comma.</p>", _move="send_back", step__note=" ")
    assert (without.status_code, messages_of(without)[-1]) == (
        409,
        "Write a note: the author wants to know what to do.",
    )
    piece.refresh_from_db()
    assert (piece.state, piece.body) == ("review", "<p>A repaired comma.</p>")

    edit(client, at(piece), _move="send_back", step__note="Which road?")
    piece.refresh_from_db()
    assert piece.state == "draft"
    assert list(Letter.objects.values_list("template", "recipient")) == [("piece_sent_back", "nana@example.org")]
    client.force_login(author)
    page = client.get(at(piece))
    assert page.context["last_word"]["text"] == "Which road?"
    assert "in review → draft" in page.text


def test_a_step_that_was_not_taken_gives_back_what_was_written_with_it(client, publisher):
    piece = make.publication(body="<p>Old.</p>").article
    piece.holds.create(name="desk-1", reason="Wait.", placed_by_name="Levan")
    client.force_login(publisher)
    typed = {"step__type": "clarification", "step__text": "The pass was open.", "step__note": "For Levan."}
    refused = edit(client, at(piece), body="<p>New.</p>", _move="correct", **typed)
    assert (refused.status_code, messages_of(refused)[-1]) == (409, "On hold: Wait.")
    form = refused.context["step_form"]
    assert [form[name].value() for name in ("type", "text", "note")] == list(typed.values())
    assert Article.objects.get().body == "<p>New.</p>"
    assert Publication.objects.get().body == "<p>Old.</p>"
    assert f'action="{at(piece)}"' in refused.text


def test_a_correction_is_looked_at_and_then_published_with_the_change(client, publisher):
    piece = make.publication(body="<p>It is open.</p>").article
    client.force_login(publisher)
    typed = {"step__type": "correction", "step__text": "We wrote that the pass was open. It was shut."}
    looked = edit(client, at(piece), body="<p>It is shut.</p>", _move="look_at_correction", **typed)
    assert looked.status_code == 200
    assert looked.context["step_form"].preview["text"] == typed["step__text"]
    assert (Publication.objects.get().version, Correction.objects.count()) == (1, 0)

    edit(client, at(piece), _move="correct", **typed)
    row, publication = Correction.objects.get(), Publication.objects.get()
    assert (row.type, row.text, row.version, row.by) == ("correction", typed["step__text"], 2, publisher)
    assert (publication.body, publication.version, publication.updated_at) == ("<p>It is shut.</p>", 2, row.at)


def test_a_correction_without_a_change_or_without_words_is_refused(client, publisher):
    piece = make.publication().article
    client.force_login(publisher)
    same = edit(client, at(piece), _move="correct", step__type="correction", step__text="Nothing.")
    silent = edit(client, at(piece), body="<p>New.</p>", _move="correct", step__type="correction")
    assert messages_of(same)[-1] == "Readers already see this text. Change it first, then say what you corrected."
    assert messages_of(silent)[-1] == "Write what changed: readers will see it with the piece."
    assert not Correction.objects.exists()


def test_what_is_pending_is_named_field_by_field(client, editor):
    body = "<p>One.</p><p>Two.</p><p>Three.</p>"
    piece = make.publication(body=body, standfirst="Old", notes=[("a", "Source.")], tags=["gas"]).article
    client.force_login(editor)
    assert client.get(at(piece)).context["pending"] is None
    changed = body.replace("One", "Another").replace("Three", "Thirty")
    edit(client, at(piece), body=changed, standfirst="New", tags="gas, oil")
    pending = client.get(at(piece)).context["pending"]
    assert (pending.paragraphs, pending.fields) == (2, ("standfirst", "tags"))
    edit(client, at(piece), body=body, standfirst="Old", tags="gas")
    assert client.get(at(piece)).context["pending"].is_nothing


def test_an_author_reads_what_was_passed_on_and_loses_nothing_that_was_typed(client, piece, author, editor):
    client.force_login(author)
    publishing.hand_in(piece, by=author)
    opened = client.get(at(piece))
    publishing.pass_on(piece, by=editor)

    sent = client.post(at(piece), data_of(opened, body="<p>Typed for long.</p>", _move="take_back"))

    assert sent.status_code == 200
    assert errors_of(sent)[0] == "It was passed on since you opened it: those who approve pieces may change it now."
    assert sent.context["adminform"].form["body"].value() == "<p>Typed for long.</p>"
    piece.refresh_from_db()
    assert (piece.state, piece.body) == ("copyedit", make.BODY)
    reading = client.get(at(piece)).text
    assert "It was passed on: those who approve pieces may change it now." in reading
    assert "One mountain pass carries most of the trade" in reading
    assert 'name="_save"' not in reading


def test_who_may_move_a_piece_and_not_write_on_it_has_steps_of_their_own(client, piece, author, publisher):
    """Such a role can be made of the permissions; the page then sends its steps to an address without the form."""
    client.force_login(publisher)
    put(piece, State.READY)
    assert client.post(at(piece, "move"), {"_move": "publish"}).url == at(piece) + "#steps"
    assert Publication.objects.get().article == piece
    client.force_login(author)
    assert client.post(at(piece, "move"), {"_move": "approve"}).status_code == 403
    assert client.get(at(piece, "move")).status_code == 405


@pytest.mark.parametrize("step", ["miss", "expire", "schedule", "retract", "no-such-step"])
def test_steps_that_the_page_does_not_offer_are_refused_before_anything_is_saved(client, piece, publisher, step):
    client.force_login(publisher)
    before = Article.objects.values().get()
    assert edit(client, at(piece), title="Changed", _move=step).status_code == 403
    assert Article.objects.values().get() == before


def test_the_page_says_whose_turn_it_is(client, piece, author, editor):
    client.force_login(editor)
    said = {}
    for state in (State.DRAFT, State.REVIEW, State.COPYEDIT, State.READY):
        put(piece, state)
        said[str(state)] = client.get(at(piece)).context["turn"]
    assert said == {
        "draft": "It is the turn of Nana, who began it.",
        "review": "It is the turn of the editors: somebody shall read it.",
        "copyedit": "It is the turn of the copy-editor.",
        "ready": "It is the turn of the publishers: it can go out.",
    }


def test_a_piece_whose_time_is_over_was_taken_down_and_not_retracted(client, editor):
    piece = make.publication().article
    publishing.expire(piece, now=make.NOW)
    client.force_login(editor)
    page = client.get(at(piece)).text
    assert "Taken down on 19 November 2026" in page
    assert "Retracted" not in page


def test_handing_in_tells_whom_it_is_assigned_to_and_nobody_else(piece, author, editor):
    publishing.hand_in(piece, by=author)
    assert not Letter.objects.exists()
    publishing.take_back(piece, by=author)
    Assignment.objects.create(article=piece, to=editor)
    publishing.hand_in(piece, by=author)
    assert list(Letter.objects.values_list("template", "recipient")) == [("piece_handed_in", "levan@example.org")]


def test_no_list_of_the_admin_sets_a_state(client, publisher):
    client.force_login(publisher)
    pieces = admin.site.get_model_admin(Article)
    request = client.get("/admin/articles/article/").wsgi_request
    assert set(pieces.get_actions(request)) == {"delete_selected"}
    assert pieces.list_editable == ()
    form = pieces.get_form(request, make.article())
    assert {"state", "publish_at", "number", "first_published_at"} & set(form.base_fields) == set()


def test_nothing_but_the_moves_writes_a_state():
    """Read from the code: only the moves, and what makes new pieces, name a state that is written."""
    writers = set()
    for name in MODULES:
        for node in ast.walk(TREES[name]):
            if not within(name, "articles") or not isinstance(node, ast.Call):
                continue
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called in {"update", "take_row", "Article", "create"} and "state" in {key.arg for key in node.keywords}:
                writers.add(name)
    assert writers == {"articles.publishing", "articles.importing"}  # the latter writes the state of an import


def test_who_came_second_with_a_step_is_told_so(client, piece, author, editor):
    stale = Article.objects.get(pk=piece.pk)
    publishing.hand_in(piece, by=author)
    with pytest.raises(locking.Conflict, match="Somebody was first: Nana handed in this piece"):
        publishing.approve(stale, by=editor)
