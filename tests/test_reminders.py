"""Reminders: once each, at their time, and never of what has moved on or of an address that nobody confirmed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ccsis.models import Letter
from submissions import moves, receiving
from submissions.models import Draft, Submission
from submissions.reminders import put_due
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def reminders():
    return [
        (letter.params["kind"], letter.recipient)
        for letter in Letter.objects.filter(template="submission_reminder").order_by("id")
    ]


def draft(call=None, *, saved, email="nino@mail.example"):
    row = receiving.start(call or make.call(), nonce=f"n{saved.timestamp()}", now=saved)
    receiving.keep_draft(row, {"title": ["A"]}, email=email, now=saved)
    return row


def test_a_draft_is_reminded_of_once_three_days_before_it_goes():
    now = timezone.now()
    draft(saved=now)
    assert (put_due(now + 26 * DAY), reminders()) == (0, [])
    assert (put_due(now + 28 * DAY), put_due(now + 29 * DAY)) == (1, 0)
    assert reminders() == [("draft", "nino@mail.example")]


def test_a_draft_is_reminded_of_before_its_call_closes():
    now = timezone.now()
    draft(make.call(closes_at=now + 10 * DAY), saved=now)
    assert (put_due(now + 6 * DAY), put_due(now + 8 * DAY)) == (0, 1)
    assert "draft" in Letter.objects.get(template="submission_reminder").params["kind"]


def test_who_gave_no_address_and_who_has_sent_is_not_reminded_of_a_draft():
    now = timezone.now()
    draft(saved=now, email="")
    sent = draft(saved=now - timedelta(seconds=1))
    receiving.send(sent, make.filled())
    assert not Draft.objects.filter(submission=sent).exists()
    assert put_due(now + 28 * DAY) == 0


def test_changes_are_reminded_of_once_while_they_are_awaited():
    submission = make.submission(state="changes_requested")
    due = Submission.objects.get().due_at
    assert [put_due(due - 4 * DAY), put_due(due - 2 * DAY), put_due(due - DAY), put_due(due + DAY)] == [0, 1, 0, 0]
    assert reminders() == [("changes", "ruslan.didigov@mail.example")]
    moves.transition(submission, "drop_request", actor=make.user("moderator"), note="Good as it is.")
    assert put_due(due - DAY) == 0


def test_the_final_text_is_reminded_of_after_three_days_and_after_seven():
    since = make.submission(state="proof").state_since
    assert [put_due(since + days * DAY) for days in (2, 3, 4, 7, 8, 30)] == [0, 1, 0, 1, 0, 0]
    assert reminders() == [("proof", "ruslan.didigov@mail.example")] * 2


def test_an_address_that_was_not_confirmed_is_never_reminded():
    make.submission(state="unconfirmed")
    assert [put_due(timezone.now() + days * DAY) for days in range(5)] == [0] * 5
