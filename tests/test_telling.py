"""Letters to staff: of an answer, an objection and a message of the contributor's, to whoever has it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from ccsis import letters as outbox
from ccsis.models import Letter
from submissions import conversation, erasure, moves, receiving
from submissions.models import Submission
from tests import make

pytestmark = pytest.mark.django_db
WORDS = "CANARY: the ferry belongs to my cousin."


@pytest.fixture
def leyla():
    return make.user("moderator", username="leyla", name="Leyla")


@pytest.fixture
def davit():
    return make.user("moderator", username="davit", name="Davit")


@pytest.fixture
def call(leyla, davit):
    """A call that two look after, and a third who has left."""
    call = make.call()
    call.moderators.set([leyla, davit, make.user("moderator", is_active=False)])
    return call


def fresh(submission):
    return Submission.objects.select_related("call", "claimed_by").get(pk=submission.pk)


def told():
    """(recipient, what of) of each letter that tells of an answer, in their order."""
    rows = Letter.objects.filter(template="desk_answered").order_by("id")
    return [(letter.recipient, letter.params["kind"]) for letter in rows]


def claim(submission, user):
    moves.transition(fresh(submission), "claim", actor=user)


def test_those_who_look_after_the_call_learn_of_an_answer_that_nobody_has_taken_on(call, leyla, davit):
    submission = make.submission(state="changes_requested", call=call, by=leyla)
    receiving.resubmit(fresh(submission), {1: "From the notice."}, message="It is all in the text.")
    assert told() == [("leyla@example.org", "resubmit"), ("davit@example.org", "resubmit")]


def test_who_has_it_learns_of_an_answer_and_nobody_else(call, leyla, davit):
    submission = make.submission(state="changes_requested", call=call, by=leyla)
    claim(submission, davit)
    receiving.resubmit(fresh(submission), {1: "From the notice."})
    assert told() == [("davit@example.org", "resubmit")]


def test_a_claim_that_ran_out_or_whose_holder_has_left_holds_no_letter_back(call, leyla, davit):
    over, gone = (make.submission(state="in_review", call=call, by=leyla) for _n in range(2))
    moves.transition(fresh(over), "claim", actor=davit, now=timezone.now() - timedelta(hours=49))
    claim(gone, davit)
    davit.is_active = False
    davit.save()
    for submission in (over, gone):
        conversation.say(fresh(submission), "The old one.")
    assert told() == [("leyla@example.org", "message")] * 2


def test_a_message_is_told_once_however_often_the_button_is_pressed(call, leyla):
    submission = make.submission(call=call)
    claimed = fresh(submission)
    moves.transition(claimed, "begin", actor=leyla)
    for _press in range(2):
        conversation.say(fresh(submission), "The old one.")
    assert told() == [("leyla@example.org", "message")]
    conversation.say(fresh(submission), "No, the new one.")
    assert told() == [("leyla@example.org", "message")] * 2


def test_an_objection_to_the_final_text_is_told_and_a_yes_is_not(call, leyla, davit):
    liked, disliked = (make.submission(state="proof", call=call, by=leyla) for _n in range(2))
    moves.transition(fresh(liked), "approve", actor=moves.CONTRIBUTOR)
    assert told() == []
    moves.transition(fresh(disliked), "object", actor=moves.CONTRIBUTOR, message=WORDS)
    assert told() == [("leyla@example.org", "object"), ("davit@example.org", "object")]


def test_what_moderators_write_is_told_to_no_moderator(call, leyla):
    submission = make.submission(call=call, by=leyla)
    conversation.say(submission, "Which road?", by=leyla)
    assert told() == []


def test_of_what_was_put_aside_as_doubtful_nobody_is_told(call):
    submission = make.submission(state="quarantined", call=call)
    conversation.say(fresh(submission), "Buy this.")
    assert told() == []


def test_the_letters_say_nothing_of_what_was_written_or_by_whom(call, leyla):
    submission = make.submission("CANARY title", state="changes_requested", call=call, by=leyla)
    proof = make.submission("CANARY title", state="proof", call=call, by=leyla)
    receiving.resubmit(fresh(submission), {1: WORDS}, message=WORDS)
    conversation.say(fresh(submission), WORDS)
    moves.transition(fresh(proof), "object", actor=moves.CONTRIBUTOR, message=WORDS)
    mail.outbox.clear()
    outbox.send_due()
    letters = [letter for letter in mail.outbox if letter.to == ["leyla@example.org"]]
    assert [letter.subject for letter in letters[-3:]] == [
        f"The changes have come: {submission.reference}",
        f"The contributor writes: {submission.reference}",
        f"The contributor objects to the final text: {proof.reference}",
    ]
    for letter in letters:
        for secret in ("CANARY", "cousin", "Ruslan", "mail.example", "555", "/submissions/SIM"):
            assert secret not in letter.subject + letter.body
    assert f"/admin/submissions/submission/{submission.pk}/review/#conversation" in letters[-2].body
    kept = str(list(Letter.objects.filter(template="desk_answered").values_list("params", "links")))
    assert "CANARY" not in kept and "mail.example" not in kept


def test_an_answer_that_is_refused_tells_nobody(call, leyla):
    submission = make.submission(state="changes_requested", call=call, by=leyla)
    stale = fresh(submission)
    moves.transition(fresh(submission), "drop_request", actor=leyla, note="Not needed.")
    with pytest.raises(moves.CannotMove):
        receiving.resubmit(stale, {1: "Yes."})
    assert told() == []


def test_letters_to_staff_are_forgotten_with_the_rest(call):
    submission = make.submission(call=call)
    conversation.say(fresh(submission), WORDS)
    erasure.erase(fresh(submission), by="contributor")
    assert set(Letter.objects.filter(template="desk_answered").values_list("recipient", flat=True)) == {""}
