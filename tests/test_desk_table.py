"""The table of moves of a piece: every state, action and role is tried once, from the declaration."""

from datetime import timedelta
from itertools import product

import pytest

from articles import locking, publishing
from articles.models import Article, ArticleEvent, Correction, EventNote, Notice, Publication, Revision
from articles.table import BY_ACTION, MOVES
from ccsis.roles import ROLES
from tests import make

State = Article.State
LATER = make.NOW + timedelta(days=1)
GIVEN = {
    "send_back": {"note": "Say where the figure comes from."},
    "schedule": {"at": LATER},
    "miss": {"reasons": ["On hold."]},
    "correct": {"type": "correction", "text": "The pass is closed, not open."},
    "retract": {"reason": "The figure could not be confirmed."},
}
UNMANNED = {"miss", "expire"}  # moves of the worker, which take no `by`


@pytest.fixture
def piece(db):
    """A piece that any author of this test may open: it was published, and has changes that no reader sees."""
    piece = make.article()
    publishing.publish(piece, now=make.NOW)
    locking.take_text(piece, now=make.NOW)
    return piece


def put(piece, state):
    """Bring the row into a state without a move; only tests may."""
    at = LATER if state == State.SCHEDULED else None
    Article.objects.filter(pk=piece.pk).update(state=state, publish_at=at)
    piece.state, piece.publish_at = state, at
    return piece


def make_move(piece, action, by):
    who = {} if action in UNMANNED else {"by": by}
    return getattr(publishing, action)(piece, now=make.NOW, **who, **GIVEN.get(action, {}))


def everything(piece):
    """All that a move could change."""
    rows = [Publication, Revision, ArticleEvent, EventNote, Correction, Notice]
    return Article.objects.filter(pk=piece.pk).values().get(), [model.objects.count() for model in rows]


def test_every_move_has_a_function_of_its_name():
    assert [move.action for move in MOVES if not callable(getattr(publishing, move.action, None))] == []


@pytest.mark.parametrize("action, state", list(product(BY_ACTION, State)))
def test_a_move_is_made_from_the_states_of_the_table_and_from_no_other(piece, action, state):
    put(piece, state)
    before, events = everything(piece), ArticleEvent.objects.count()
    if state not in BY_ACTION[action].sources:
        with pytest.raises(locking.CannotMove):
            make_move(piece, action, by=None)
        assert everything(piece) == before
        return
    make_move(piece, action, by=None)
    row = Article.objects.get(pk=piece.pk)
    event = ArticleEvent.objects.order_by("pk").last()
    assert row.state == BY_ACTION[action].to == event.to_state
    assert (event.action, event.from_state, ArticleEvent.objects.count()) == (action, state, events + 1)
    assert row.row_version == before[0]["row_version"] + 1


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_make_the_moves_of_its_permissions_and_no_other(piece, role):
    person = make.user(role)
    Article.objects.filter(pk=piece.pk).update(created_by=person)
    for move in MOVES:
        if move.action in UNMANNED:
            continue
        may = f"articles.{move.permission}" in ROLES[role] and "articles.change_article" in ROLES[role]
        fresh = put(Article.objects.get(pk=piece.pk), move.sources[-1])
        offered = move in publishing.open_moves(fresh, person)
        before = everything(fresh)
        if may:
            assert offered
            publishing._may(fresh, move.action, person)
        else:
            with pytest.raises(locking.NotAllowed):
                make_move(fresh, move.action, by=person)
            assert not offered
        assert everything(fresh) == before


def test_an_author_makes_no_move_with_a_piece_of_somebody_else(piece):
    author = make.user("author")
    assert publishing.open_moves(piece, author) == []
    with pytest.raises(locking.NotAllowed):
        publishing.hand_in(piece, by=author)


def test_what_was_handed_in_and_approved_is_kept_as_a_milestone(piece):
    author, editor = make.user("author"), make.user("editor")
    Article.objects.filter(pk=piece.pk).update(created_by=author)
    publishing.hand_in(piece, by=author, note="Second version.", now=make.NOW)
    publishing.approve(piece, by=editor, now=make.NOW)
    kept = [(row.kind, row.by_name, row.note) for row in piece.revisions.order_by("n")][1:]
    assert kept == [("hand_in", str(author), "Second version."), ("approve", str(editor), "")]


def test_a_piece_goes_back_to_its_author_only_with_a_note(piece):
    put(piece, State.REVIEW)
    with pytest.raises(locking.CannotMove, match="Write a note"):
        publishing.send_back(piece, note="  ")
    publishing.send_back(piece, note="Which road?")
    assert EventNote.objects.get().text == "Which road?"


@pytest.mark.django_db
def test_what_readers_already_see_is_neither_handed_in_nor_scheduled():
    article = make.publication().article
    with pytest.raises(locking.CannotMove, match="nothing to hand in"):
        publishing.hand_in(article, now=make.NOW)
    with pytest.raises(locking.CannotMove, match="nothing to schedule"):
        publishing.schedule(article, at=LATER, now=make.NOW)


def test_moves_alone_leave_nothing_pending(piece):
    publishing.publish(piece, now=make.NOW)
    publishing.approve(piece, now=make.NOW)
    assert publishing.standing(piece) == "published"


def test_authors_write_until_their_piece_is_passed_on(piece):
    author, editor = make.user("author"), make.user("editor")
    Article.objects.filter(pk=piece.pk).update(created_by=author)
    may = {
        state: (publishing.may_write(put(piece, state), author), publishing.may_write(piece, editor)) for state in State
    }
    assert [state for state, (theirs, _any) in may.items() if theirs] == ["planned", "draft", "review"]
    assert all(any_editor for _theirs, any_editor in may.values())


def test_a_planned_piece_becomes_a_draft_with_its_first_words(db):
    author = make.user("author")
    planned = publishing.plan(title="The second bridge", by=author, now=make.NOW)
    publishing.write(planned, by=author, now=make.NOW)
    assert planned.state == State.PLANNED
    planned.body = make.BODY
    publishing.write(planned, by=author, now=make.NOW)
    assert [event.action for event in planned.events.all()] == ["plan", "begin"]
    assert Article.objects.get(pk=planned.pk).state == State.DRAFT


def test_a_correction_stands_beside_the_version_that_it_made(piece):
    publication = publishing.correct(piece, type="correction", text=" The pass is closed. ", now=LATER)
    row = Correction.objects.get()
    assert (row.type, row.text, row.version, row.at) == ("correction", "The pass is closed.", 2, LATER)
    assert (publication.version, publication.updated_at) == (2, LATER)


@pytest.mark.parametrize("given", [{"type": "retraction", "text": "Wrong."}, {"type": "correction", "text": " "}])
def test_a_correction_says_what_it_is_and_what_changed(piece, given):
    before = everything(piece)
    with pytest.raises(locking.CannotMove):
        publishing.correct(piece, now=LATER, **given)
    assert everything(piece) == before
