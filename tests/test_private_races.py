"""Two clicks on a private page at the same moment, and a contributor and a moderator at once, on a real PostgreSQL."""

import pytest
from django.test import Client

from ccsis.models import Letter
from submissions import coauthors, moves
from submissions.models import CoAuthor, Credit, Event, Link, Submission
from tests import make

pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db(transaction=True)]
ROUNDS = 10


def press(address, typed):
    """A browser with the page open, about to press the button; gives where it ends."""

    def pressed():
        response = Client().post(address, typed)
        return response.status_code, response.headers.get("Location", "").partition("?")[2]

    return pressed


def test_two_clicks_at_once_confirm_once(together):
    for _round in range(ROUNDS):
        submission = make.submission(state="unconfirmed")
        address = make.private(submission, "confirm") + "confirm/"
        assert together(press(address, {}), press(address, {})) == [(302, "done=confirmed")] * 2
        assert Event.objects.filter(submission=submission, action="confirm").count() == 1
        letters = Letter.objects.filter(about=f"submission:{submission.pk}", template="submission_received")
        assert letters.count() == 1


@pytest.mark.parametrize(
    ("state", "behind", "typed", "action"),
    [
        ("in_review", "withdraw/", {"reason": "No."}, "withdraw"),
        ("changes_requested", "answer/", {"answer-1": "From the notice."}, "resubmit"),
        ("proof", "object/", {"text": "The ferry."}, "object"),
    ],
)
def test_two_clicks_at_once_make_one_move(together, state, behind, typed, action):
    for _round in range(ROUNDS):
        submission = make.submission(state=state)
        address = make.private(submission) + behind
        ends = together(press(address, typed), press(address, typed))
        assert {status for status, _query in ends} == {302}
        assert Event.objects.filter(submission=submission, action=action).count() == 1


def test_two_clicks_at_once_write_one_message(together):
    for _round in range(ROUNDS):
        submission = make.submission()
        address = make.private(submission) + "message/"
        together(press(address, {"text": "Hello?"}), press(address, {"text": "Hello?"}))
        assert submission.messages.count() == 1


def test_of_two_new_addresses_asked_for_at_once_one_lives_or_both_lead_somewhere(together):
    submission = make.submission()
    address = make.private(submission) + "new-link/"
    ends = together(press(address, {"once": "n"}), press(address, {"once": "n"}))
    assert ends == [(302, "done=new-link")] * 2
    assert Link.objects.filter(submission=submission, purpose="manage", ended_at=None).count() >= 1


def test_a_withdrawal_and_an_acceptance_at_once_leave_one_of_the_two(together):
    moderator = make.user("moderator")
    for _round in range(ROUNDS):
        submission = make.submission(state="in_review", by=moderator)
        read = Submission.objects.get(pk=submission.pk)
        accept = lambda: moves.transition(read, "accept", actor=moderator)  # noqa: B023, E731 - pressed in this round
        together(press(make.private(submission) + "withdraw/", {"reason": ""}), accept)
        assert Submission.objects.get(pk=submission.pk).state == "withdrawn"


def test_a_name_is_frozen_as_it_was_agreed_or_not_at_all(together):
    moderator = make.user("moderator")
    named = {"full_name": "Changed", "native_name": "", "title": "", "affiliation": "", "pseudonym": ""}
    for _round in range(ROUNDS):
        submission = make.submission(state="in_review", by=moderator)
        row = CoAuthor.objects.select_related("submission").get(pk=make.coauthor(submission).pk)
        read = Submission.objects.get(pk=submission.pk)
        agree = lambda: coauthors.agree(row, named)  # noqa: B023, E731 - pressed in this round
        accept = lambda: moves.transition(read, "accept", actor=moderator)  # noqa: B023, E731
        was_in_time, _accepted = together(agree, accept)
        names = list(Credit.objects.filter(submission=submission).values_list("name", flat=True))
        assert names == ["Ruslan Didigov", "Changed"] if was_in_time else names == ["Ruslan Didigov"]
