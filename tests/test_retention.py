"""What is not published does not outlive its purpose; the dry run says exactly what the real one does."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from ccsis.models import Letter
from submissions import moves, receiving, retention
from submissions.models import CoAuthor, Contributor, Draft, Erasure, Submission
from tests import make

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def private(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path


def contact(submission):
    return Contributor.objects.values_list("email", "email_folded", "mailbox", "phone", "full_name").get(
        submission=submission
    )


def is_erased(submission):
    return Submission.objects.get(pk=submission.pk).erased_at is not None


# What was never let in


@pytest.mark.parametrize(
    ("state", "period"),
    [("draft", timedelta(days=30)), ("unconfirmed", timedelta(hours=72)), ("quarantined", timedelta(days=30))],
)
def test_what_was_never_let_in_goes_after_its_time(state, period):
    submission = make.submission(state=state)
    last = submission.state_since + period
    assert (retention.apply(last - SECOND), is_erased(submission)) == (0, False)
    assert (retention.apply(last), is_erased(submission)) == (1, True)
    assert retention.apply(last) == 0
    row = Submission.objects.get()
    assert (row.state, Contributor.objects.count(), Erasure.objects.get().by) == ("expired", 0, "retention")
    assert not Letter.objects.exclude(recipient="").exists()


def test_saving_a_draft_again_gives_it_thirty_days_more():
    now = timezone.now()
    row = receiving.start(make.call(), nonce="n", now=now)
    receiving.keep_draft(row, {"title": ["A"]}, now=now)
    receiving.keep_draft(row, {"title": ["B"]}, now=now + timedelta(days=20))
    assert (retention.apply(now + timedelta(days=49)), Draft.objects.count()) == (0, 1)
    assert (retention.apply(now + timedelta(days=50)), Draft.objects.count()) == (1, 0)


def test_a_request_for_changes_that_is_never_answered_is_closed_with_a_letter():
    submission = make.submission(state="changes_requested")
    last = Submission.objects.get().due_at + timedelta(days=60)
    assert retention.apply(last - SECOND) == 0
    assert retention.apply(last) == 1
    assert (Submission.objects.get().state, is_erased(submission)) == ("expired", False)
    assert Letter.objects.latest("id").template == "submission_expired"


# Contact data


@pytest.mark.parametrize("state", ["declined", "withdrawn"])
def test_contact_data_of_ended_work_goes_after_the_time_of_its_call(state):
    submission = make.submission(state=state, call=make.call(retention_days=30), full_name="Zarema")
    CoAuthor.objects.create(submission=submission, full_name="Second", email="second@mail.example")
    kept = contact(submission)
    last_day = submission.state_since + timedelta(days=30)

    assert retention.apply(last_day - SECOND) == 0
    assert contact(submission) == kept

    assert retention.apply(last_day) == 1
    assert contact(submission) == ("", "", "", "", "Zarema")
    assert CoAuthor.objects.get().email == ""
    assert retention.apply(last_day) == 0


def test_letters_about_it_forget_whom_they_went_to_and_what_they_said():
    submission = make.submission(state="declined", call=make.call(retention_days=0))
    other = make.submission(state="declined", call=make.call("Other", retention_days=90))
    retention.apply()
    about = f"submission:{submission.pk}"
    assert set(Letter.objects.filter(about=about).values_list("recipient", "subject", "text")) == {("", "", "")}
    assert not Letter.objects.filter(about=f"submission:{other.pk}", recipient="").exists()


@pytest.mark.parametrize("state", ["submitted", "in_review", "on_hold", "accepted", "proof", "published"])
def test_work_that_is_under_review_or_public_keeps_its_contact_data(state):
    submission = make.submission(state=state, call=make.call(retention_days=0))
    kept = contact(submission)
    assert retention.apply(timezone.now() + timedelta(days=9999)) == 0
    assert contact(submission) == kept


def test_a_reopened_submission_whose_contributor_is_erased_writes_to_nobody():
    submission = make.submission(state="declined", call=make.call(retention_days=0))
    retention.apply()
    before = Letter.objects.count()
    submission = Submission.objects.get(pk=submission.pk)
    moves.transition(submission, "reopen", actor=make.user("moderator"), note="A second look.")
    assert submission.state == "in_review"
    assert Letter.objects.count() == before


def test_a_letter_with_somebodys_links_forgets_the_address_after_a_week():
    letter = Letter.objects.create(template="submission_links", recipient="nino@mail.example", status="sent")
    retention.apply(letter.created_at + timedelta(days=7))
    assert Letter.objects.get().recipient == "nino@mail.example"
    retention.apply(letter.created_at + timedelta(days=7, seconds=1))
    assert Letter.objects.get().recipient == ""


# The dry run


def test_the_dry_run_lists_what_the_real_one_does_and_changes_nothing(capsys):
    moderator = make.user("moderator")
    for state in make.WAYS:
        make.submission(state=state, call=make.call(f"Call for {state}", retention_days=0), by=moderator)
    later = timezone.now() + timedelta(days=9999)
    listed = [(each.what, each.submission.pk) for each in retention.due(later)]
    before = list(Submission.objects.values())
    assert [str(each) for each in retention.due(later)] == [str(each) for each in retention.due(later)]
    assert list(Submission.objects.values()) == before
    assert retention.apply(later) == len(listed)
    changed = [
        old["id"]
        for old, new in zip(before, Submission.objects.order_by("-created_at", "-id").values(), strict=True)
        if old != new
    ]
    erased_or_closed = {pk for what, pk in listed if what != "forget contact"}
    assert set(changed) == erased_or_closed
    assert {what for what, _pk in listed} == {"erase", "close", "forget contact"}


def test_the_command_prints_the_dry_run(capsys):
    submission = make.submission(state="declined", call=make.call(retention_days=0))
    call_command("tick", "--dry-run")
    assert capsys.readouterr().out.splitlines() == [
        f"forget contact: {submission.reference} (declined)",
        "1 in all. Nothing was changed.",
    ]
    assert contact(submission)[0]
