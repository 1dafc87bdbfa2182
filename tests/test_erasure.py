"""Erasing a person: nothing of theirs is left anywhere, what was public stays, and a backup does not bring it back."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core import mail
from django.utils import timezone

from articles import publishing
from articles.models import Article, Publication
from ccsis import letters as outbox
from ccsis.models import Letter
from submissions import erasure, links, moves, receiving, retention
from submissions.models import (
    CoAuthor,
    Contributor,
    Credit,
    Draft,
    Erasure,
    Event,
    Flag,
    Link,
    Message,
    Point,
    Revision,
    Submission,
)
from tests import make

pytestmark = pytest.mark.django_db

CANARY = "zqcanary"
WHO = {
    "full_name": f"{CANARY} Name",
    "native_name": f"{CANARY} ნინო",
    "position": f"{CANARY} keeper",
    "affiliation": f"{CANARY} institute",
    "email": f"{CANARY}@mail.example",
    "phone": "+995 555 777 888",
    "interests": f"{CANARY} shares",
}


@pytest.fixture(autouse=True)
def private(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path


def whole_database():
    """Every value of every row of our apps, as text."""
    ours = ("ccsis", "articles", "submissions")
    models = [model for name in ours for model in apps.get_app_config(name).get_models()]
    return json.dumps([list(model.objects.values()) for model in models], default=str, ensure_ascii=False)


def full(state):
    """A submission with something in every table that holds words or names."""
    submission = make.submission(f"{CANARY} title", text=f"{CANARY} text", state=state, **WHO)
    CoAuthor.objects.create(submission=submission, full_name=f"{CANARY} second", email=f"{CANARY}2@mail.example")
    Draft.objects.create(submission=submission, typed={"title": [CANARY]}, email=f"{CANARY}@mail.example")
    Flag.objects.create(submission=submission, code="links", evidence={"name": CANARY})
    Message.objects.create(submission=submission, by_contributor=True, text=CANARY)
    links.mint(submission, "manage")
    event = submission.events.first()
    if event:
        Point.objects.create(event=event, n=9, text=CANARY, answer=CANARY)
    return submission


@pytest.mark.parametrize("state", [each for each in make.WAYS if each not in ("published", "retracted")])
def test_nothing_of_the_person_is_left_in_any_table(state):
    submission = full(state)
    assert CANARY in whole_database()
    assert erasure.erase(submission, by="contributor")
    outbox.send_due()
    outbox.forget(f"erased:{submission.reference}")
    assert CANARY not in whole_database()
    assert "777 888" not in whole_database()
    row = Submission.objects.get()
    assert (row.reference, row.call_id) == (submission.reference, submission.call_id)
    assert (row.revision, row.nonce) == (None, None)
    assert row.erased_at is not None
    assert not Article.objects.exists()


def test_the_tombstone_keeps_what_happened_and_when():
    submission = make.submission(state="changes_requested")
    erasure.erase(submission, by="contributor")
    assert [event.action for event in Event.objects.order_by("version")] == [
        *("send", "confirm", "request_changes", "withdraw"),
    ]
    assert [(row.reference, row.by) for row in Erasure.objects.all()] == [(submission.reference, "contributor")]
    assert Submission.objects.seen_by_staff().count() == 0


def test_what_is_public_stays_with_the_credit_that_was_chosen():
    submission = make.submission("The salt road", state="published", full_name="Real Name", credit_choice="pseudonym",
                                 pseudonym="A. Driver")  # fmt: skip
    erasure.erase(submission, by="contributor")
    publication = Publication.objects.get()
    assert [(credit.name, credit.title) for credit in publication.credits.all()] == [("A. Driver", "")]
    assert "nobody calls it a crisis" in publication.text
    assert [credit.name for credit in Credit.objects.all()] == ["A. Driver"]
    assert "Real Name" not in whole_database()
    assert Submission.objects.get().state == "published"
    publishing.retract(Article.objects.get(), reason="Wrong.")
    assert moves.follow_publications() == 1
    assert Submission.objects.get().state == "retracted"


def test_what_became_public_while_it_was_being_erased_stays_public():
    submission = make.submission(state="accepted")
    publishing.publish(Article.objects.get())
    assert erasure.erase(submission, by="contributor")
    assert Publication.objects.count() == 1
    assert not Contributor.objects.exists()


def test_links_to_it_end_and_the_last_letter_is_forgotten_when_it_has_left():
    submission = make.submission()
    outbox.send_due()
    mail.outbox.clear()
    token = links.mint(submission, "manage")
    erasure.erase(submission, by="contributor")
    assert links.find(token) is None
    assert not Link.objects.exists()
    outbox.send_due()
    [message] = mail.outbox
    assert (message.to, message.subject) == (["ruslan.didigov@mail.example"], f"Erased: {submission.reference}")
    retention.apply()
    assert set(Letter.objects.values_list("recipient", "subject", "text")) == {("", "", "")}


def test_who_never_confirmed_the_address_is_not_written_to():
    submission = make.submission(state="unconfirmed")
    erasure.erase(submission, by="contributor")
    assert not Letter.objects.filter(template="submission_erased").exists()


def test_erasing_twice_is_erasing_once():
    submission = make.submission()
    assert erasure.erase(submission, by="contributor")
    assert not erasure.erase(Submission.objects.get(), by="staff")
    assert Erasure.objects.count() == 1


# The list that outlives a restored backup


def test_a_restored_backup_loses_again_what_was_erased_after_it_was_made(django_capture_on_commit_callbacks):
    submission = make.submission("The salt road", **WHO)
    before = {model: list(model.objects.all()) for model in (Revision, Contributor)}
    with django_capture_on_commit_callbacks(execute=True):
        erasure.erase(submission, by="contributor")
    outbox.forget(f"erased:{submission.reference}")
    # The backup comes back: the rows as they were, and no word of the erasure.
    Erasure.objects.all().delete()
    for rows in before.values():
        type(rows[0]).objects.bulk_create(rows)
    Submission.objects.update(erased_at=None, revision=before[Revision][0], state="submitted")
    assert CANARY in whole_database()

    assert erasure.keep_lists_alike() == 1

    assert CANARY not in whole_database()
    assert (erasure.keep_lists_alike(), Erasure.objects.count()) == (0, 1)


def test_what_a_crash_left_out_of_the_list_is_written_down_later():
    submission = make.submission()
    erasure.erase(submission, by="contributor")  # the callback of the commit never ran
    assert erasure.written_down() == set()
    erasure.keep_lists_alike()
    assert erasure.written_down() == {submission.reference}


def test_a_line_that_was_cut_off_spoils_no_other():
    erasure.write_down(["SIM-AAAA-2222"])
    path = erasure.list_of_erasures()
    path.write_text(path.read_text() + '{"refer\nnull\n')
    erasure.write_down(["SIM-BBBB-3333"])
    assert erasure.written_down() == {"SIM-AAAA-2222", "SIM-BBBB-3333"}
    assert oct(Path(path).stat().st_mode & 0o777) == "0o600"


def test_an_erased_submission_is_no_longer_changed_by_its_sender():
    submission = make.submission()
    erasure.erase(submission, by="contributor")
    with pytest.raises(moves.CannotMove):
        receiving.revise(Submission.objects.get(), make.filled(), now=timezone.now() + timedelta(days=1))
