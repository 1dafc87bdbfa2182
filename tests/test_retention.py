"""Contact data does not outlive its purpose."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ccsis.models import Letter
from submissions import moves
from submissions.models import Contributor, Submission
from submissions.retention import erase_contact_data
from tests import make

pytestmark = pytest.mark.django_db


def contact(submission):
    return Contributor.objects.values_list("email", "email_folded", "phone", "full_name").get(submission=submission)


@pytest.mark.parametrize("state", ["declined", "withdrawn", "expired"])
def test_contact_data_of_ended_work_goes_after_the_time_of_its_call(state):
    submission = make.submission(state=state, call=make.call(retention_days=30), full_name="Zarema")
    kept = contact(submission)
    last_day = submission.state_since + timedelta(days=30)

    assert erase_contact_data(last_day - timedelta(seconds=1)) == 0
    assert contact(submission) == kept

    assert erase_contact_data(last_day) == 1
    assert contact(submission) == ("", "", "", "Zarema")
    assert erase_contact_data(last_day) == 0


def test_letters_about_it_forget_whom_they_went_to_and_what_they_said():
    submission = make.submission(state="declined", call=make.call(retention_days=0))
    other = make.submission(state="declined", call=make.call("Other", retention_days=90))
    erase_contact_data()
    about = f"submission:{submission.pk}"
    assert set(Letter.objects.filter(about=about).values_list("recipient", "subject", "text")) == {("", "", "")}
    assert not Letter.objects.filter(about=f"submission:{other.pk}", recipient="").exists()


@pytest.mark.parametrize("state", ["submitted", "in_review", "on_hold", "changes_requested", "accepted", "published"])
def test_work_that_is_under_review_or_public_keeps_its_contact_data(state):
    submission = make.submission(state=state, call=make.call(retention_days=0))
    kept = contact(submission)
    assert erase_contact_data(timezone.now() + timedelta(days=9999)) == 0
    assert contact(submission) == kept


def test_a_reopened_submission_whose_contributor_is_erased_writes_to_nobody():
    submission = make.submission(state="declined", call=make.call(retention_days=0))
    erase_contact_data()
    before = Letter.objects.count()
    submission = Submission.objects.get(pk=submission.pk)
    moves.transition(submission, "reopen", actor=make.user("moderator"), note="A second look.")
    assert submission.state == "in_review"
    assert Letter.objects.count() == before
