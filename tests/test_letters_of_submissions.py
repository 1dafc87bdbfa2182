"""The letters to contributors: one for each event, in the right words, with nothing that a stranger typed on top."""

from datetime import UTC, datetime

import pytest
from django.core import mail

from articles import publishing
from articles.models import Article
from ccsis import letters as outbox
from ccsis.models import Letter, SiteSettings
from submissions import letters, moves
from submissions.models import Contributor, Submission
from tests import make

pytestmark = pytest.mark.django_db

CANARY = {
    "full_name": "Canary Name",
    "native_name": "კანარი",
    "position": "canary keeper",
    "affiliation": "Canary Institute",
    "phone": "+995 555 777 888",
}


def sent():
    """Send what waits and give it, oldest first."""
    mail.outbox.clear()
    outbox.send_due()
    return mail.outbox


@pytest.fixture(autouse=True)
def contact():
    SiteSettings.objects.create(pk=1, contact_address="simulations@centre.example")


def letter_after(action, state, **given):
    """The one letter that this move sends."""
    submission = make.submission("A canary title", state=state, **CANARY)
    sent()
    actor = make.user("moderator") if "staff" in moves.BY_ACTION[action].who else moves.BY_ACTION[action].who[0]
    moves.transition(submission, action, actor=actor, **given)
    [message] = sent()
    return submission, message


POINTS = {"message": "1. Which number?\n2. And <then>, 50 %?", "due_at": datetime(2031, 12, 4, 9, 0, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("action", "state", "given", "subject", "sentence"),
    [
        ("receive", "draft", {}, "Your simulation has arrived: {}", "we answer within 21 days, with reasons"),
        ("receive", "draft", {}, "Your simulation has arrived: {}", "If you sent nothing to us, somebody mistyped"),
        ("resubmit", "changes_requested", {}, "Your changes have arrived: {}", "it is our turn again"),
        (
            "request_changes",
            "in_review",
            POINTS,
            "We ask you for changes: {}",
            "1. Which number?\n2. And <then>, 50 %?",
        ),
        ("request_changes", "in_review", POINTS, "We ask you for changes: {}", "It is your turn, until Dec. 4, 2031."),
        ("accept", "in_review", {}, "Accepted for publication: {}", "your simulation “A canary title” ("),
        ("decline", "in_review", {"message": "Known."}, "Not selected: {}", "will not publish it. Known."),
        ("withdraw", "submitted", {"note": "By telephone."}, "Withdrawn: {}", "is withdrawn"),
        ("ask_approval", "accepted", {"message": "Here: …"}, "Read the final text and tell us: {}", "agree. Here: …"),
        (
            "ask_approval",
            "accepted",
            {},
            "Read the final text and tell us: {}",
            "we send you the text as it will stand",
        ),
        ("reopen", "declined", {"note": "A mistake."}, "We are reading it again: {}", "taken back our last decision"),
    ],
)
def test_a_letter_says_what_happened_and_what_comes(action, state, given, subject, sentence):
    submission, message = letter_after(action, state, **given)
    assert message.subject == subject.format(submission.reference)
    assert message.to == ["ruslan.didigov@mail.example"]
    assert message.reply_to == ["simulations@centre.example"]
    for expected in (sentence, submission.reference):
        assert " ".join(expected.split()) in " ".join(message.body.split())
    assert "simulations@centre.example" in message.body
    assert given.get("note", "never") not in message.body


def test_publication_retraction_and_return_are_told_with_the_address():
    submission = make.submission("A canary title", state="accepted", **CANARY)
    article = Article.objects.get()
    sent()
    told = []
    for act in (
        lambda: publishing.publish(article),
        lambda: publishing.retract(article, reason="Wrong."),
        lambda: publishing.publish(article),
    ):
        act()
        moves.follow_publications()
        [message] = sent()
        told.append((message.subject, "http://testserver/simulations/a-canary-title/" in message.body))
    assert told == [
        (f"Your simulation is public: {submission.reference}", True),
        (f"Taken from our site: {submission.reference}", False),
        (f"Public again: {submission.reference}", True),
    ]


def test_the_receipt_echoes_nothing_that_was_typed():
    make.submission("Win $$$ http://spam.example", text="Buy http://spam.example now.", **CANARY)
    [message] = sent()
    whole = f"{message.subject} {message.body}".lower()
    for typed in ("canary", "კანარი", "777", "spam", "win", "$", "didigov"):
        assert typed not in whole


@pytest.mark.parametrize("state", make.WAYS)
def test_no_subject_and_no_row_of_the_outbox_names_the_person(state):
    make.submission("Stranger’s title", state=state, **CANARY)
    sent()
    for letter in Letter.objects.all():
        assert "Stranger" not in letter.subject
        assert "anary" not in f"{letter.subject}{letter.text}{letter.params}{letter.about}{letter.key}"


def test_subjects_are_distinct():
    subjects = []
    for move in moves.MOVES:
        if move.letter:
            submission = make.submission(state=move.sources[0])
            sent()
            make.move_on(submission, move.action, actor=make.user("moderator") if "staff" in move.who else move.who[0])
            subjects += [message.subject.replace(submission.reference, "") for message in sent()]
    named = {subject for subject in subjects}
    assert len(named) == len({move.letter for move in moves.MOVES if move.letter}) + 2  # changed text, public again


def test_every_letter_of_the_table_has_its_function():
    assert [move.letter for move in moves.MOVES if move.letter and not hasattr(letters, move.letter)] == []


def test_the_same_event_is_told_once():
    submission = make.submission()
    event = submission.events.get()
    for _n in range(3):
        letters.received(submission, event)
    [letter] = Letter.objects.all()
    assert (letter.key, letter.about) == (f"submission-{event.pk}", f"submission:{submission.pk}")


def test_a_move_without_anybody_left_to_write_to_still_happens():
    submission = make.submission(state="accepted")
    Contributor.objects.all().delete()
    publishing.publish(Article.objects.get())
    assert moves.follow_publications() == 1
    assert Submission.objects.get(pk=submission.pk).state == "published"


def test_a_language_that_we_do_not_speak_is_answered_in_ours(settings):
    make.submission(language="fa")
    assert Letter.objects.get().language == "en"
    settings.LANGUAGES = [("en", "English"), ("fa", "فارسی")]
    second = make.submission(language="fa")
    assert Letter.objects.get(about=f"submission:{second.pk}").language == "fa"


def test_a_name_with_line_breaks_and_commas_makes_no_second_recipient():
    make.submission(full_name="Eve, eve@evil.example\r\nBcc: eve@evil.example", position="x\r\nBcc: eve@evil.example")
    [message] = sent()
    assert message.recipients() == ["ruslan.didigov@mail.example"]
    assert "evil" not in message.message().as_string()


def test_without_a_contact_address_the_letter_asks_for_a_reply():
    SiteSettings.objects.all().delete()
    make.submission()
    [message] = sent()
    assert "To answer, reply to this letter and keep SIM-" in " ".join(message.body.split())
