"""Who has it, who may not judge it, what two people have to do, and what can be undone without a trace outside."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from ccsis import letters as outbox
from ccsis.models import Letter, User
from submissions import colleagues, conversation, judges, moves, receiving, refusals
from submissions.models import CoAuthor, Credit, Event, Recusal, Submission
from submissions.standing import standing
from tests import make

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def leyla():
    return make.user("moderator", name="Leyla")


@pytest.fixture
def davit():
    return make.user("moderator", name="Davit")


def fresh(submission):
    return Submission.objects.select_related("call", "claimed_by").get(pk=submission.pk)


def actions(submission):
    return [event.action for event in submission.events.order_by("version")]


# Claims


def test_who_begins_to_read_has_it_for_forty_eight_hours_and_others_may_only_read(leyla, davit):
    submission = make.submission()
    now = timezone.now()
    moves.transition(submission, "begin", actor=leyla, now=now)
    row = fresh(submission)
    assert (row.holder, row.claimed_until) == (leyla, now + 48 * HOUR)
    with pytest.raises(refusals.Claimed, match="Leyla has it until .* Take it over first, with a note why."):
        moves.transition(fresh(submission), "accept", actor=davit)
    assert {move.action for move in judges.open_moves(row, davit)} == {"take_over", "stand_aside"}
    moves.transition(fresh(submission), "accept", actor=leyla)
    assert fresh(submission).claimed_by is None


def test_a_claim_runs_out_by_itself(leyla, davit):
    submission = make.submission()
    moves.transition(submission, "begin", actor=leyla, now=timezone.now() - 49 * HOUR)
    assert fresh(submission).holder is None
    moves.transition(fresh(submission), "accept", actor=davit)


def test_whoever_works_on_it_keeps_it(leyla, davit):
    submission = make.submission()
    moves.transition(submission, "begin", actor=leyla, now=timezone.now() - 47 * HOUR)
    before = fresh(submission).claimed_until
    assert not colleagues.renew(fresh(submission), davit)
    colleagues.comment(fresh(submission), leyla, "Reading on.")
    assert fresh(submission).claimed_until > before + 40 * HOUR


def test_a_claim_is_taken_over_with_a_note_and_let_go_without(leyla, davit):
    submission = make.submission()
    moves.transition(submission, "begin", actor=leyla)
    with pytest.raises(moves.Incomplete):
        moves.transition(fresh(submission), "take_over", actor=davit)
    moves.transition(fresh(submission), "take_over", actor=davit, note="Leyla is away.")
    assert fresh(submission).holder == davit
    moves.transition(fresh(submission), "let_go", actor=davit)
    assert (fresh(submission).holder, fresh(submission).state) == (None, "in_review")
    assert actions(submission)[-3:] == ["begin", "take_over", "let_go"]


def test_it_is_handed_over_to_a_colleague_who_may_decide_and_who_is_told(leyla, davit):
    submission = make.submission()
    for nobody in (None, make.user("reader"), make.user("moderator", is_active=False)):
        with pytest.raises(moves.Incomplete):
            moves.transition(fresh(submission), "hand_over", actor=leyla, to=nobody)
    moves.transition(fresh(submission), "hand_over", actor=leyla, to=davit)
    assert fresh(submission).holder == davit
    letter = Letter.objects.get(template="desk_handed_over")
    assert (letter.recipient, letter.params["by"]) == (davit.email, "Leyla")


def test_a_contributors_move_leaves_the_claim(leyla):
    submission = make.submission()
    moves.transition(submission, "begin", actor=leyla)
    receiving.revise(fresh(submission), make.filled(title="Newer"))
    assert fresh(submission).holder == leyla


# Who may not judge


@pytest.mark.parametrize("email", ["nino@mail.example", "Nino+ccsis@mail.example", "n.ino@mail.example"])
def test_who_wrote_it_does_not_decide_on_it_under_any_spelling_of_the_address(email):
    writer = make.user("moderator", email="nino@mail.example")
    submission = make.submission(email=email)
    assert judges.open_moves(fresh(submission), writer) == []
    for action in ("accept", "decline", "begin", "hold"):
        with pytest.raises(moves.NotAllowed, match="You wrote this"):
            moves.transition(fresh(submission), action, actor=writer, message="x", note="x")


def test_who_wrote_along_does_not_decide_either(leyla):
    submission = make.submission()
    CoAuthor.objects.create(submission=submission, full_name="L.", email=leyla.email)
    with pytest.raises(moves.NotAllowed):
        moves.transition(fresh(submission), "accept", actor=leyla)


def test_who_declares_a_conflict_of_interest_is_out_and_what_was_claimed_is_free(leyla, davit):
    submission = make.submission()
    moves.transition(submission, "begin", actor=leyla)
    moves.transition(fresh(submission), "stand_aside", actor=leyla)
    assert (fresh(submission).holder, [row.user for row in Recusal.objects.all()]) == (None, [leyla])
    for action in ("accept", "stand_aside"):
        with pytest.raises(moves.NotAllowed, match="conflict of interest"):
            moves.transition(fresh(submission), action, actor=leyla)
    moves.transition(fresh(submission), "accept", actor=davit)


def test_standing_aside_leaves_a_colleagues_claim_and_a_decision_that_can_be_undone(leyla, davit):
    claimed, decided = make.submission(), make.submission()
    moves.transition(claimed, "begin", actor=davit)
    until = fresh(claimed).claimed_until
    moves.transition(decided, "decline", actor=davit, message="No.")
    for submission in (claimed, decided):
        moves.transition(fresh(submission), "stand_aside", actor=leyla)
        moves.transition(fresh(submission), "come_back", actor=leyla, note="I mistook the name.")
    assert (fresh(claimed).holder, fresh(claimed).claimed_until) == (davit, until)
    assert Letter.objects.get(template="submission_declined").status == "held"
    moves.transition(fresh(decided), "undo", actor=davit)
    assert fresh(decided).state == "submitted"
    assert Letter.objects.get(template="submission_declined").status == "cancelled"
    assert fresh(decided).events.get(action="undo").details["undoes"] == fresh(decided).version - 3


def test_a_conflict_of_interest_is_taken_back_by_who_declared_it_with_a_note_and_both_stay_on_record(leyla, davit):
    submission = make.submission()
    moves.transition(submission, "stand_aside", actor=leyla)
    assert [move.action for move in judges.open_moves(fresh(submission), leyla)] == ["come_back"]
    with pytest.raises(moves.Incomplete):
        moves.transition(fresh(submission), "come_back", actor=leyla)
    moves.transition(fresh(submission), "come_back", actor=leyla, note="Another man of the same name.")
    assert not Recusal.objects.exists()
    assert [(event.action, event.actor_name) for event in submission.events.order_by("version")][-2:] == [
        *(("stand_aside", "Leyla"), ("come_back", "Leyla")),
    ]
    assert submission.events.get(action="come_back").reason.note == "Another man of the same name."
    moves.transition(fresh(submission), "accept", actor=leyla)


def test_nobody_takes_back_the_conflict_of_interest_of_somebody_else(leyla, davit):
    submission = make.submission(email=make.user("moderator", username="writer").email)
    moves.transition(submission, "stand_aside", actor=leyla)
    before = fresh(submission).version
    with pytest.raises(moves.CannotMove, match="Each takes back the own one alone"):
        moves.transition(fresh(submission), "come_back", actor=davit, note="She is fine.")
    assert "come_back" not in {move.action for move in judges.open_moves(fresh(submission), davit)}
    writer = User.objects.get(username="writer")
    Recusal.objects.create(submission=submission, user=writer)
    with pytest.raises(moves.NotAllowed, match="You wrote this"):
        moves.transition(fresh(submission), "come_back", actor=writer, note="I did not.")
    assert judges.open_moves(fresh(submission), writer) == []
    assert (fresh(submission).version, Recusal.objects.count()) == (before, 2)


@pytest.mark.parametrize("action", ["decline", "request_changes"])
def test_it_is_not_taken_back_while_an_own_decision_can_still_be_undone(action, leyla, davit):
    submission = make.submission()
    given = {"message": "No.", "due_at": timezone.now() + timedelta(days=9)}
    moves.transition(submission, action, actor=leyla, **given)
    moves.transition(fresh(submission), "stand_aside", actor=leyla)
    with pytest.raises(moves.CannotMove, match="A decision of yours can still be undone"):
        moves.transition(fresh(submission), "come_back", actor=leyla, note="After all not.")
    assert judges.open_moves(fresh(submission), leyla) == []
    make.settled(fresh(submission))
    moves.transition(fresh(submission), "come_back", actor=leyla, note="After all not.")


def test_a_first_key_of_who_stands_aside_opens_nothing(leyla, davit):
    submission = make.submission(call=make.call(is_sensitive=True))
    moves.transition(submission, "first_key", actor=leyla)
    moves.transition(fresh(submission), "stand_aside", actor=leyla)
    with pytest.raises(moves.CannotMove, match="two people accept"):
        moves.transition(fresh(submission), "accept", actor=davit)


# Two keys


def test_a_sensitive_call_needs_two_different_people_for_the_same_text(leyla, davit):
    submission = make.submission(call=make.call(is_sensitive=True))
    with pytest.raises(moves.CannotMove, match="two people accept"):
        moves.transition(fresh(submission), "accept", actor=leyla)
    moves.transition(fresh(submission), "first_key", actor=leyla)
    with pytest.raises(moves.NotAllowed, match="A second person has to"):
        moves.transition(fresh(submission), "accept", actor=leyla)
    receiving.revise(fresh(submission), make.filled(title="Another text"))
    with pytest.raises(moves.CannotMove, match="two people accept"):
        moves.transition(fresh(submission), "accept", actor=davit)
    moves.transition(fresh(submission), "first_key", actor=leyla)
    moves.transition(fresh(submission), "accept", actor=davit)
    assert fresh(submission).state == "accepted"
    assert Article.objects.count() == 1


def test_another_call_needs_one():
    submission = make.submission()
    with pytest.raises(moves.CannotMove):
        moves.transition(submission, "first_key", actor=make.user("moderator"))


def test_a_first_key_does_not_outlive_another_decision(leyla, davit):
    submission = make.submission(call=make.call(is_sensitive=True))
    moves.transition(fresh(submission), "first_key", actor=leyla)
    moves.transition(fresh(submission), "hold", actor=davit, note="Wait.")
    with pytest.raises(moves.CannotMove, match="two people accept"):
        moves.transition(fresh(submission), "accept", actor=davit)


# Undoing


GIVEN = {
    "accept": {},
    "decline": {"message": "Not for us."},
    "decline_silently": {"note": "Spam."},
    "request_changes": {"message": "Which number?", "due_at": timezone.now() + timedelta(days=9)},
}


@pytest.mark.parametrize("action", GIVEN)
def test_a_decision_is_undone_within_ten_minutes_and_nobody_outside_hears_of_it(action, leyla, davit):
    submission = make.submission(state="in_review", by=leyla)
    outbox.send_due()
    before = (fresh(submission).public_label, conversation.thread(fresh(submission), for_contributor=True))
    moves.transition(fresh(submission), action, actor=leyla, **GIVEN[action])
    assert outbox.send_due() == 0
    row = fresh(submission)
    assert (row.public_label, conversation.thread(row, for_contributor=True)) == before
    assert [step.label for step in standing(row).way if step.at][-1] == "Being read"

    moves.transition(fresh(submission), "undo", actor=davit)

    row = fresh(submission)
    assert (row.state, row.decided_by, row.decided_at, row.due_at, row.article_id) == ("in_review", *[None] * 4)
    assert row.holder == davit
    assert (Article.objects.count(), Credit.objects.count()) == (0, 0)
    assert not Letter.objects.filter(status__in=("held", "queued")).exists()
    assert (row.public_label, conversation.thread(row, for_contributor=True)) == before
    assert actions(submission)[-2:] == [action, "undo"]


def test_after_ten_minutes_the_letter_goes_and_a_decision_is_reopened_and_not_undone(leyla):
    submission = make.submission(state="in_review", by=leyla)
    outbox.send_due()
    moves.transition(submission, "decline", actor=leyla, message="No.", now=timezone.now() - timedelta(minutes=11))
    Letter.objects.filter(status="held").update(send_at=timezone.now() - timedelta(minutes=1))
    assert outbox.send_due() == 1
    assert "undo" not in [move.action for move in judges.open_moves(fresh(submission), leyla)]
    with pytest.raises(moves.CannotMove):
        moves.transition(fresh(submission), "undo", actor=leyla)
    moves.transition(fresh(submission), "reopen", actor=leyla, note="We read it wrong.")
    assert fresh(submission).state == "in_review"


def test_a_letter_that_has_left_cannot_be_undone_even_within_ten_minutes(leyla):
    submission = make.submission(state="in_review", by=leyla)
    moves.transition(submission, "decline", actor=leyla, message="No.")
    outbox.release(f"submission:{submission.pk}")
    outbox.send_due()
    with pytest.raises(moves.CannotMove, match="has left already"):
        moves.transition(fresh(submission), "undo", actor=leyla)
    assert fresh(submission).state == "declined"


def test_a_draft_that_an_editor_has_begun_to_work_on_is_not_thrown_away(leyla):
    submission = make.submission(state="in_review", by=leyla)
    moves.transition(submission, "accept", actor=leyla)
    Article.objects.update(row_version=2)
    with pytest.raises(moves.CannotMove, match="An editor has begun"):
        moves.transition(fresh(submission), "undo", actor=leyla)
    assert (fresh(submission).state, Article.objects.count()) == ("accepted", 1)
    assert Letter.objects.filter(status="held").count() == 1


def test_the_next_move_lets_the_letter_of_the_decision_go_before_its_own(leyla):
    submission = make.submission(state="in_review", by=leyla)
    outbox.send_due()
    moves.transition(submission, "accept", actor=leyla)
    moves.transition(fresh(submission), "ask_approval", actor=leyla)
    assert not Letter.objects.filter(status="held").exists()
    told = Letter.objects.filter(status="queued").order_by("send_at", "id").values_list("template", flat=True)
    assert list(told) == ["submission_accepted", "submission_proof"]


def test_the_same_decision_can_be_told_again_after_it_was_undone(leyla):
    submission = make.submission(state="in_review", by=leyla)
    for _n in range(2):
        moves.transition(fresh(submission), "decline", actor=leyla, message="No.")
        if _n == 0:
            moves.transition(fresh(submission), "undo", actor=leyla)
    held = Letter.objects.filter(status="held", template="submission_declined")
    assert [letter.key for letter in held] == [f"submission-{Event.objects.latest('id').pk}"]


# Comments


def test_a_comment_names_colleagues_who_may_read_it_and_they_are_told(leyla, davit):
    outsider = make.user("author", username="nana")
    submission = make.submission()
    made = colleagues.comment(
        submission, leyla, f"@{davit.username} and @nana, see x@{davit.username}.example. @nobody"
    )
    assert [user.username for user in made.mentions.all()] == [davit.username]
    letter = Letter.objects.get(template="desk_mentioned")
    assert (letter.recipient, letter.params["by"]) == (davit.email, "Leyla")
    assert "see x@" not in str(letter.params)
    assert outsider.email not in Letter.objects.values_list("recipient", flat=True)


def test_the_contributor_never_reads_a_comment(leyla):
    submission = make.submission()
    colleagues.comment(submission, leyla, "A canary among ourselves.")
    assert "canary" not in str(conversation.thread(submission))


def test_what_the_contributor_changes_meanwhile_does_not_let_the_letter_of_an_undone_request_go(leyla):
    submission = make.submission(state="in_review", by=leyla)
    outbox.send_due()
    moves.transition(submission, "request_changes", actor=leyla, **GIVEN["request_changes"])
    receiving.revise(fresh(submission), make.filled(title="Newer"))
    assert [event.action for event in fresh(submission).told_events()][-2:] == ["let_go", "revise"]
    moves.transition(fresh(submission), "undo", actor=leyla)
    assert outbox.send_due() == 0
    assert (fresh(submission).state, fresh(submission).title) == ("in_review", "Newer")
    assert conversation.thread(fresh(submission), for_contributor=True) == []
