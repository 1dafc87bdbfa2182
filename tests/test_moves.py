"""The table of moves: every pair of state and action by everybody, what a move needs, and what follows it."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from articles import publishing
from articles.models import Article, Byline, Hold, Note, Publication
from ccsis.models import Letter
from ccsis.records import AppendOnly
from submissions import judges, moves, receiving, table
from submissions.models import Consent, Credit, Event, Reason, Revision, State, Submission
from tests import make

pytestmark = pytest.mark.django_db

ROLES = ("author", "editor", "publisher", "moderator", "reader", "privacy", "admin")
# Written out once more by hand: which role may make which move of the staff's.
STAFF_MOVES = {
    "moderator": {
        *("claim", "let_go", "take_over", "hand_over", "stand_aside", "come_back", "first_key", "undo"),
        *("quarantine", "release", "ask_to_confirm", "begin", "hold", "resume", "request_changes", "drop_request"),
        *("accept", "decline", "decline_silently", "withdraw", "ask_approval", "drop_proof", "reopen"),
    },
}
CONTRIBUTORS_MOVES = {"send", "confirm", "revise", "resubmit", "withdraw", "approve", "object"}
WORKERS_MOVES = {"quarantine", "publish", "retract", "restore", "expire"}
# Nobody takes over what is their own, or takes back what they have not declared: tests/test_claims.py tries these.
NOT_NOW = ("take_over", "come_back")
# Where nobody is written to, though the move has a letter: whoever has the address never asked for one.
SILENT = {
    "draft": {"withdraw", "expire"},
    "unconfirmed": {"withdraw", "expire"},
    "quarantined": {"expire"},
}
GIVEN = {"message": "What they read.", "note": "What we read.", "due_at": timezone.now() + timedelta(days=14)}


def may(actor, action):
    if actor == "contributor":
        return action in CONTRIBUTORS_MOVES
    if actor == "worker":
        return action in WORKERS_MOVES
    return action in STAFF_MOVES.get(actor, ())


def everything(submission):
    """What a move could change, as one value that can be compared."""
    return (
        Submission.objects.values().get(pk=submission.pk),
        *(model.objects.count() for model in (Event, Reason, Credit)),
        Letter.objects.filter(template__startswith="submission_").count(),
        *(model.objects.count() for model in (Article, Hold, Revision, Consent)),
    )


@pytest.mark.parametrize("state", State.values)
def test_every_action_by_everybody_is_legal_exactly_where_the_table_says_so(state):
    actors = {"contributor": "contributor", "worker": "worker"} | {role: make.user(role) for role in ROLES}
    submission = make.submission(state=state, by=actors["moderator"])
    before = everything(submission)
    for move in table.MOVES:
        legal = {name for name in actors if move.fits(submission) and may(name, move.action)}
        if move.action in NOT_NOW:
            legal = set()
        for name in actors.keys() - legal:
            with pytest.raises(moves.CannotMove):
                moves.transition(submission, move.action, actor=actors[name], to=actors["moderator"], **GIVEN)
        assert everything(submission) == before, f"{move.action} of {state}, by somebody who may not"
        for name in legal:
            assert_moves(submission, move, actors[name], before)


def assert_moves(submission, move, actor, before):
    """Make the move, look at what it wrote, and take it back."""
    with transaction.atomic():
        to = make.user("moderator") if move.action == "hand_over" else None
        moved = moves.transition(Submission.objects.get(pk=submission.pk), move.action, actor=actor, to=to, **GIVEN)
        assert moved.state == where(submission, move)
        assert_recorded(submission, move, actor, before)
        transaction.set_rollback(True)


def where(submission, move):
    """The state to which this move brings the submission."""
    return submission.held_from if move.to == moves.BACK else move.to or submission.state


def assert_recorded(submission, move, actor, before):
    row = Submission.objects.get(pk=submission.pk)
    to = where(submission, move)
    assert (row.state, row.version) == (to, submission.version + 1)
    event = Event.objects.latest("id")
    assert (event.submission_id, event.action, event.from_state, event.to_state, event.version) == (
        *(row.pk, move.action, submission.state, to, row.version),
    )
    is_staff = actor not in ("contributor", "worker")
    assert (event.actor_kind, event.actor, event.actor_name) == (
        ("staff", actor, actor.name) if is_staff else (actor, None, "")
    )
    assert {name: value for name, value in event.details.items() if name not in ("to", "undoes")} == {
        "revision": submission.revision_id
    }
    letters = Letter.objects.filter(key=f"submission-{event.pk}")
    is_silent = not move.letter or move.action in SILENT.get(submission.state, ())
    assert [letter.template for letter in letters] == ([] if is_silent else [f"submission_{move.letter}"])
    assert everything(submission)[4] - before[4] == len(letters)
    assert Event.objects.count() - before[1] == 1


def test_an_action_that_is_not_in_the_table_is_refused():
    with pytest.raises(moves.CannotMove, match="no such move"):
        moves.transition(make.submission(), "bribe", actor=make.user("moderator"))


def test_every_state_can_be_reached_and_every_action_is_in_one_row():
    reached = {move.to for move in table.MOVES} - {moves.SAME, moves.BACK} | {State.DRAFT}
    assert reached == set(State)
    assert len(moves.BY_ACTION) == len(table.MOVES)


def test_the_buttons_are_the_moves_that_are_legal():
    moderator, reader = make.user("moderator"), make.user("reader")
    for state in State.values:
        submission = make.submission(state=state, by=moderator)
        offered = [move.action for move in judges.open_moves(submission, moderator)]
        legal = [move.action for move in table.MOVES if move.fits(submission) and may("moderator", move.action)]
        assert offered == [action for action in legal if action not in NOT_NOW]
        assert judges.open_moves(submission, reader) == []


@pytest.mark.parametrize("move", [move for move in table.MOVES if move.needs], ids=lambda move: move.action)
def test_a_move_without_what_it_needs_says_so_and_changes_nothing(move):
    submission = make.submission(state=next(state for state in move.sources if state != "quarantined"))
    if move.only_if == "claimed":
        moves.transition(submission, "begin", actor=make.user("moderator"))
    actor = make.user("moderator") if "staff" in move.who else move.who[0]
    if move.action == "come_back":
        moves.transition(submission, "stand_aside", actor=actor)
    before = everything(submission)
    for need in move.needs:
        name = "due_at" if need == "due" else need
        given = GIVEN | {name: None if need in ("due", "to") else "  "}
        with pytest.raises(moves.Incomplete) as error:
            moves.transition(Submission.objects.get(pk=submission.pk), move.action, actor=actor, **given)
        assert error.value.missing == name
    assert everything(submission) == before


def test_a_contributor_may_withdraw_without_a_reason():
    submission = make.submission()
    moves.transition(submission, "withdraw", actor="contributor")
    assert Submission.objects.get().state == State.WITHDRAWN


# Who was first


def test_a_second_moderator_cannot_decide_twice_and_learns_who_was_first():
    first, second = make.user("moderator", name="L. Moderator"), make.user("moderator")
    submission = make.submission()
    theirs = Submission.objects.get()
    moves.transition(submission, "accept", actor=first)
    after = everything(submission)
    at = timezone.localtime(Event.objects.get(action="accept").at)
    with pytest.raises(moves.Conflict) as error:
        moves.transition(theirs, "decline", actor=second, message="Not for us.")
    assert str(error.value) == (
        f"Somebody was first: L. Moderator, “Accept”, at {at:%H:%M} on {at:%Y-%m-%d}. Nothing of yours was done."
    )
    assert everything(submission) == after


def test_the_same_decision_from_a_page_that_is_out_of_date_is_a_conflict_too():
    moderator = make.user("moderator")
    submission = make.submission()
    old_page = Submission.objects.get()
    moves.transition(submission, "begin", actor=moderator)
    with pytest.raises(moves.Conflict, match="Begin reading"):
        moves.transition(old_page, "accept", actor=moderator)


def test_nobody_decides_on_a_text_that_was_not_the_one_read():
    moderator = make.user("moderator")
    submission = make.submission()
    read = submission.revision_id
    newer = receiving.add_revision(submission, make.filled(title="Another text", source="All is different."))
    Submission.objects.update(revision=newer)
    with pytest.raises(moves.Conflict, match="changed the text while you were reading"):
        moves.transition(Submission.objects.get(), "accept", actor=moderator, revision_id=read)
    # The row that the page was made of still knows the older text.
    with pytest.raises(moves.Conflict, match="changed the text while you were reading"):
        moves.transition(submission, "accept", actor=moderator, revision_id=read)
    assert (Submission.objects.get().state, Article.objects.count()) == (State.SUBMITTED, 0)


# What follows


def test_accepting_freezes_the_credit_and_makes_one_draft():
    series, topic, region = make.series(), make.topic(), make.region()
    call = make.call(series=series)
    call.topics.add(topic)
    call.regions.add(region)
    submission = make.submission(call=call, affiliation="Port of Poti", language="ka")
    moves.transition(submission, "accept", actor=make.user("moderator"), revision_id=submission.revision_id)

    submission.contributor.title = "minister"
    submission.contributor.save()
    assert [(c.name, c.native_name, c.title) for c in submission.credits.all()] == [
        ("Ruslan Didigov", "Руслан Дидигов", "logistics planner, Port of Poti")
    ]
    article = Article.objects.get()
    assert Submission.objects.get().article_id == article.pk
    assert (article.kind, article.title, article.language, article.series) == (
        *("simulation", "The queue below the mountain", "ka", series),
    )
    assert article.body == submission.revision.html
    assert [(note.key, note.text) for note in Note.objects.all()] == [("1", "The road department keeps the record.")]
    assert [(b.person, b.role, b.name, b.title) for b in Byline.objects.all()] == [
        (None, "contributor", "Ruslan Didigov", "logistics planner, Port of Poti")
    ]
    assert (list(article.topics.all()), list(article.regions.all())) == ([topic], [region])
    assert (article.call_title, article.call_address) == (call.title, call.get_absolute_url())
    assert not Publication.objects.exists()


def test_accepting_again_after_reopening_keeps_the_draft_that_somebody_worked_on():
    moderator = make.user("moderator")
    submission = make.submission(state="accepted", by=moderator)
    Article.objects.update(row_version=2)
    article = Article.objects.get()
    moves.transition(submission, "reopen", actor=moderator, note="Too early.")
    with pytest.raises(publishing.CannotMove, match="no longer accepted"):
        publishing.publish(article)
    moves.transition(submission, "accept", actor=moderator)
    assert [row.pk for row in Article.objects.all()] == [article.pk]
    assert publishing.publish(article).title == submission.title


def test_accepting_again_makes_an_untouched_draft_anew_of_the_text_as_it_is_now():
    moderator = make.user("moderator")
    submission = make.submission(state="accepted", by=moderator)
    moves.transition(submission, "reopen", actor=moderator, note="The end is missing.")
    receiving.revise(submission, make.filled(title="With its end", source="Now it is whole."))
    moves.transition(submission, "accept", actor=moderator)
    assert [(row.title, row.body.strip()) for row in Article.objects.all()] == [
        ("With its end", "<p>Now it is whole.</p>")
    ]
    assert submission.article_id == Article.objects.get().pk


def test_what_was_withdrawn_after_acceptance_cannot_be_published():
    submission = make.submission(state="accepted")
    moves.transition(submission, "withdraw", actor="contributor")
    with pytest.raises(publishing.CannotMove, match="no longer accepted"):
        publishing.publish(Article.objects.get())


@pytest.mark.parametrize(("state", "action"), [("accepted", "reopen"), ("accepted", "withdraw")])
def test_what_readers_already_see_is_not_taken_back_behind_their_backs(state, action):
    submission = make.submission(state=state)
    publishing.publish(Article.objects.get())
    before = everything(submission)
    with pytest.raises(moves.CannotMove, match="public"):
        moves.transition(submission, action, actor=make.user("moderator"), note="A second thought.")
    assert everything(submission) == before


def test_a_decision_says_who_decided_and_when():
    moderator = make.user("moderator")
    now = timezone.now() - timedelta(hours=1)
    submission = make.submission()
    moves.transition(submission, "decline", actor=moderator, message="Not for us.", note="Copied.", now=now)
    row = Submission.objects.get()
    assert (row.decided_by, row.decided_at, row.state_since) == (moderator, now, now)
    reason = Event.objects.get(action="decline").reason
    assert (reason.message, reason.note) == ("Not for us.", "Copied.")


def test_a_due_date_ends_with_the_state_it_was_set_for():
    moderator = make.user("moderator")
    submission = make.submission(state="changes_requested", by=moderator)
    assert Submission.objects.get().due_at is not None
    moves.transition(submission, "drop_request", actor=moderator, note="It is good as it is.")
    assert Submission.objects.get().due_at is None


def test_events_are_never_changed_or_deleted():
    event = make.submission().events.get(action="confirm")
    event.action = "accept"
    for change in (event.save, event.delete, Event.objects.all().delete, lambda: Event.objects.update(action="accept")):
        with pytest.raises(AppendOnly):
            change()
    assert [event.action for event in Event.objects.all()] == ["send", "confirm"]


def test_the_event_names_who_did_it_after_the_account_is_gone():
    moderator = make.user("moderator", name="L. Moderator")
    make.submission(state="in_review", by=moderator)
    moderator.delete()
    event = Event.objects.get(action="begin")
    assert (event.actor, event.actor_name) == (None, "L. Moderator")


# Taking in


def test_what_is_taken_in_is_whole():
    call = make.call()
    submission = receiving.take(call, make.filled(title="A gauge", language="fa"), nonce="n1")
    row = Submission.objects.get()
    assert (row.pk, row.state, row.language, row.call) == (submission.pk, State.UNCONFIRMED, "fa", call)
    assert (row.revision.n, row.revision.title, row.revision.source, row.revision.words) == (
        *(1, "A gauge", make.TEXT, 27),
    )
    assert row.revision.html.startswith('<p>On the first morning nobody calls it a crisis.<sup class="note">')
    assert row.contributor.email_folded == "ruslan.didigov@mail.example"
    assert [(c.wording, c.text) for c in row.consents.all()] == [("publish-1", "Yes.")]
    assert [event.action for event in row.events.all()] == ["send"]
    assert [letter.template for letter in Letter.objects.all()] == ["submission_confirm"]


def test_the_same_form_twice_is_one_submission():
    call = make.call()
    first = receiving.take(call, make.filled(), nonce="n1")
    again = receiving.take(call, make.filled(title="Another title"), nonce="n1")
    assert again.pk == first.pk
    assert (Submission.objects.count(), Revision.objects.count(), Event.objects.count(), Letter.objects.count()) == (
        *(1, 1, 1, 1),
    )
    receiving.take(call, make.filled(), nonce="n2")
    assert Submission.objects.count() == 2


# What the worker notices


def test_the_worker_follows_what_the_editors_do_each_time_once():
    submission = make.submission(state="accepted")
    article = Article.objects.get()
    assert moves.follow_publications() == 0
    publishing.publish(article)
    assert (moves.follow_publications(), moves.follow_publications()) == (1, 0)
    assert Submission.objects.get().state == State.PUBLISHED
    publishing.retract(article, reason="A figure in it was wrong.")
    assert (moves.follow_publications(), moves.follow_publications()) == (1, 0)
    assert Submission.objects.get().state == State.RETRACTED
    publishing.publish(article)
    assert (moves.follow_publications(), moves.follow_publications()) == (1, 0)
    row = Submission.objects.get()
    assert row.state == State.PUBLISHED
    assert moves.publication_address(row) == f"http://testserver/simulations/{article.slug}/"
    assert [event.action for event in submission.events.all()] == [
        *("send", "confirm", "accept", "publish", "retract", "restore"),
    ]


def test_the_worker_leaves_other_pieces_alone():
    make.publication()
    make.submission(state="accepted")
    assert moves.follow_publications() == 0
