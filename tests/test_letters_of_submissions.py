"""The letters to contributors: one for each event, in the right words, with nothing that a stranger typed on top."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.template import Engine
from django.utils import timezone
from django.utils.html import escape

from articles import publishing
from articles.models import Article
from ccsis import letters as outbox
from ccsis.models import Letter, SiteSettings
from submissions import letters, links, moves
from submissions.models import Contributor, Submission
from submissions.table import MOVES
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
    for letter in Letter.objects.filter(status="held"):
        outbox.release(letter.about)
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
        ("send", "draft", {}, "Please confirm your address: {}", "Open it and press the button, within 72 hours."),
        ("send", "draft", {}, "Please confirm your address: {}", "If you sent nothing to us, do nothing"),
        ("confirm", "unconfirmed", {}, "Your simulation has arrived: {}", "we answer within 21 days, with reasons"),
        ("confirm", "unconfirmed", {}, "Your simulation has arrived: {}", "If you sent nothing to us, somebody mist"),
        ("resubmit", "changes_requested", {}, "Your changes have arrived: {}", "it is our turn again"),
        (
            "request_changes",
            "in_review",
            POINTS,
            "We ask you for changes: {}",
            "1. Which number?\n2. And <then>, 50 %?",
        ),
        (
            "request_changes",
            "in_review",
            POINTS,
            "We ask you for changes: {}",
            "It is your turn, until 4 December 2031.",
        ),
        ("accept", "in_review", {}, "Accepted for publication: {}", "your simulation “A canary title” ("),
        ("decline", "in_review", {"message": "Known."}, "Not selected: {}", "will not publish it. Known."),
        ("withdraw", "submitted", {"note": "By telephone."}, "Withdrawn: {}", "is withdrawn"),
        ("ask_approval", "accepted", {"message": "Here: …"}, "Read the final text and tell us: {}", "agree. Here: …"),
        ("ask_approval", "accepted", {}, "Read the final text and tell us: {}", "approve it or say what should read"),
        ("expire", "changes_requested", {}, "Closed without an answer: {}", "had no answer, so we closed it"),
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
    if action != "send":
        assert "simulations@centre.example" in message.body
    assert "http://testserver/submissions/" in message.body
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
    confirm, receipt = sent()
    whole = f"{confirm.subject} {confirm.body} {receipt.subject} {receipt.body}".lower()
    whole = re.sub(r"/submissions/[\w-]+/", "", whole)
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
    for number, move in enumerate(MOVES):
        if move.letter:
            state = {"expire": "changes_requested", "withdraw": "submitted"}.get(move.action, move.sources[0])
            submission = make.submission(state=state, email=f"reader{number}@mail.example")
            if move.action == "ask_to_confirm":
                Submission.objects.filter(pk=submission.pk).update(confirmed_at=None)
                submission.refresh_from_db()
            sent()
            make.move_on(submission, move.action, actor=make.user("moderator") if "staff" in move.who else move.who[0])
            subjects += [message.subject.replace(submission.reference, "") for message in sent()]
    named = {subject for subject in subjects}
    assert len(named) == len({move.letter for move in MOVES if move.letter}) + 2  # changed text, public again


def test_every_letter_of_the_table_has_its_function():
    assert [move.letter for move in MOVES if move.letter and not hasattr(letters, move.letter)] == []


def test_the_same_event_is_told_once():
    submission = make.submission()
    event = submission.events.get(action="confirm")
    for _n in range(3):
        letters.received(submission, event)
    [letter] = Letter.objects.filter(template="submission_received")
    assert (letter.key, letter.about) == (f"submission-{event.pk}", f"submission:{submission.pk}")


def test_a_move_without_anybody_left_to_write_to_still_happens():
    submission = make.submission(state="accepted")
    Contributor.objects.all().delete()
    publishing.publish(Article.objects.get())
    assert moves.follow_publications() == 1
    assert Submission.objects.get(pk=submission.pk).state == "published"


def test_a_language_that_we_do_not_speak_is_answered_in_ours(settings):
    first = make.submission(language="hy")
    assert set(Letter.objects.filter(about=f"submission:{first.pk}").values_list("language")) == {("en",)}
    settings.LANGUAGES = [("en", "English"), ("hy", "Հայերեն")]
    second = make.submission(language="hy")
    assert set(Letter.objects.filter(about=f"submission:{second.pk}").values_list("language")) == {("hy",)}


def test_a_letter_leads_to_pages_in_its_language_and_is_signed_in_it(client):
    SiteSettings.objects.update_or_create(pk=1, defaults={"wordings": {"ru": {"name": "Центр"}}})
    submission = make.submission(language="ru")
    letter = sent()[0]
    assert letter.subject == f"Пожалуйста, подтвердите адрес: {submission.reference}"
    assert letter.body.rstrip().endswith("-- \nЦентр")
    (address,) = re.findall(r"http\S+", letter.body)
    path = address.removeprefix(settings.SITE_URL)
    assert path.startswith("/ru/submissions/")
    assert '<html lang="ru"' in client.get(path).text


def test_a_name_with_line_breaks_and_commas_makes_no_second_recipient():
    make.submission(full_name="Eve, eve@evil.example\r\nBcc: eve@evil.example", position="x\r\nBcc: eve@evil.example")
    messages = sent()
    assert [message.recipients() for message in messages] == [["ruslan.didigov@mail.example"]] * 2
    assert "evil" not in "".join(message.message().as_string() for message in messages)


def test_without_a_contact_address_the_letter_asks_for_a_reply():
    SiteSettings.objects.all().delete()
    make.submission()
    receipt = sent()[-1]
    assert "To write to us, reply to this letter and keep SIM-" in " ".join(receipt.body.split())


# Secret links


def test_the_links_in_a_letter_work_and_the_outbox_keeps_none_of_them():
    submission = make.submission(state="unconfirmed")
    [message] = sent()
    [token] = re.findall(r"http://testserver/submissions/([\w-]{43})/", message.body)
    link = links.find(token)
    assert (link.submission_id, link.purpose) == (submission.pk, "confirm")
    letter = Letter.objects.get()
    assert token not in f"{letter.text}{letter.params}{letter.links}{letter.subject}"
    assert "[link]" in letter.text


def test_who_asks_for_links_gets_one_for_each_submission_of_the_address():
    first, second = make.submission("One"), make.submission("Two", state="declined")
    make.submission("Not theirs", email="other@mail.example")
    sent()
    letters.my_links(" Ruslan.Didigov@mail.example ")
    [message] = sent()
    tokens = re.findall(r"http://testserver/submissions/([\w-]{43})/", message.body)
    assert [links.find(token, "manage").submission for token in tokens] == [second, first]
    assert message.to == ["ruslan.didigov@mail.example"]


def test_an_unknown_address_is_written_to_by_nobody_and_forgotten():
    letters.my_links("nobody@mail.example")
    assert sent() == []
    letter = Letter.objects.get()
    assert letter.status == "cancelled"
    assert "nobody" not in f"{letter.recipient}{letter.params}{letter.links}{letter.error}"


# Nobody's mailbox is filled


def test_a_mailbox_gets_five_letters_a_day_that_it_did_not_ask_for_however_it_is_spelled():
    for number in range(9):
        make.submission(state="unconfirmed", email=f"a.na+{number}@mail.example")
    make.submission(state="unconfirmed", email="other@mail.example")
    told = [letter.recipient for letter in Letter.objects.order_by("id")]
    assert told == [f"a.na+{number}@mail.example" for number in range(5)] + ["other@mail.example"]


def test_the_letter_of_confirmation_goes_again_after_a_quarter_of_an_hour():
    submission = make.submission(state="unconfirmed")
    assert letters.confirm_again(submission) is None
    Letter.objects.update(created_at=timezone.now() - timedelta(minutes=16))
    assert letters.confirm_again(submission).template == "submission_confirm"


def test_what_looks_like_spam_writes_to_nobody():
    submission = make.submission(state="draft")
    Submission.objects.update(spam_score=100)
    moves.transition(Submission.objects.get(), "send", actor="contributor")
    submission.refresh_from_db()
    assert (submission.state, submission.public_label) == ("quarantined", "Check your e-mail")
    assert not Letter.objects.exists()
    moves.transition(submission, "ask_to_confirm", actor=make.user("moderator"))
    assert [letter.template for letter in Letter.objects.all()] == ["submission_confirm"]


# What letters look like


def test_every_letter_of_the_house_can_be_looked_at_with_made_up_values(client):
    folder = Path(settings.BASE_DIR, "templates/letters")
    assert {sample.template for sample in outbox.samples()} == {
        path.name.removesuffix(".subject.txt") for path in folder.glob("*.subject.txt")
    }
    client.force_login(make.user("author"))
    page = client.get("/admin/ccsis/letter/samples/")
    for sample in outbox.samples():
        assert sample.subject
        assert escape(sample.subject) in page.content.decode()
    assert not Letter.objects.exists()


def test_no_sample_leaves_a_gap_where_a_value_should_stand(monkeypatch):
    monkeypatch.setattr(Engine.get_default(), "string_if_invalid", "‼%s‼")
    optional = {"‼message‼", "‼is_changed‼", "‼is_again‼"}
    for sample in outbox.samples():
        gaps = set(re.findall("‼[^‼]*‼", f"{sample.subject} {sample.text}"))
        assert gaps <= optional, f"{sample.label}: {gaps}"
