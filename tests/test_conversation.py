"""What staff and contributors write to each other: both read all of it, and nothing of what we note among ourselves."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.core import mail

from ccsis import letters as outbox
from ccsis import roles
from ccsis.models import Letter
from submissions import conversation, erasure, moves, receiving
from submissions.form import private_answers
from submissions.models import Message, State, Submission
from tests import make

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)


def words_of(page):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def review(submission, behind="review/"):
    return f"/admin/submissions/submission/{submission.pk}/{behind}"


def letters_sent():
    mail.outbox.clear()
    outbox.send_due()
    return mail.outbox


# Saying something


def test_what_a_moderator_says_is_kept_and_a_letter_takes_it_along():
    submission, moderator = make.submission(), make.user("moderator", name="Levan Secret")
    letters_sent()
    message = conversation.say(submission, "  Which road\ndo you mean?  ", by=moderator, now=NOW)
    assert (message.text, message.author, message.author_name, message.by_contributor, message.at) == (
        *("Which road\ndo you mean?", moderator, "Levan Secret", False, NOW),
    )
    [letter] = letters_sent()
    assert letter.to == ["ruslan.didigov@mail.example"]
    assert "Which road\ndo you mean?" in letter.body and "/submissions/" in letter.body
    assert "Levan" not in letter.body + letter.subject and "Which road" not in letter.subject


def test_what_a_contributor_says_is_kept_and_sends_no_letter_back():
    submission = make.submission()
    letters_sent()
    message = conversation.say(submission, "The old one.", now=NOW)
    assert (message.by_contributor, message.author, message.author_name) == (True, None, "")
    assert letters_sent() == []


def test_the_same_words_right_after_are_the_same_message():
    submission, moderator = make.submission(), make.user("moderator")
    for by in (None, moderator):
        first = conversation.say(submission, "Yes.", by=by, now=NOW)
        assert conversation.say(submission, "Yes. ", by=by, now=NOW + timedelta(minutes=1)) == first
    assert conversation.say(submission, "Yes.", by=moderator, now=NOW + timedelta(minutes=3)) != first
    assert Message.objects.count() == 3
    assert Letter.objects.filter(template="submission_message").count() == 2


@pytest.mark.parametrize("state", ["draft", "unconfirmed"])
def test_nobody_of_ours_writes_to_an_address_that_is_not_confirmed(state):
    submission = make.submission(state=state)
    with pytest.raises(conversation.CannotSay, match="not confirmed"):
        conversation.say(submission, "Hello?", by=make.user("moderator"))
    assert not Message.objects.exists()


def test_nobody_is_written_to_who_was_erased():
    submission = make.submission()
    erasure.erase(submission, by="contributor")
    letters_sent()
    for by in (None, make.user("moderator")):
        with pytest.raises(conversation.CannotSay, match="erased"):
            conversation.say(submission, "Hello?", by=by)
    assert letters_sent() == [] and not Message.objects.exists()


# Reading it


def test_the_thread_has_messages_and_the_words_of_moves_in_their_order_and_no_notes():
    submission, moderator = make.submission(state="draft"), make.user("moderator")
    steps = [
        ("send", "contributor", {}),
        ("confirm", "contributor", {}),
        ("hold", moderator, {"note": "A note among ourselves."}),
        ("request_changes", moderator, {"message": "1. Why?\n2. Who?", "note": "Another note.", "due_at": NOW}),
        ("resubmit", "contributor", {"message": "It is all in the text now."}),
        ("decline", moderator, {"message": "We had one like it.", "note": "Weak."}),
    ]
    for day, (action, actor, given) in enumerate(steps):
        moves.transition(submission, action, actor=actor, now=NOW + timedelta(days=day), **given)
    conversation.say(submission, "Thank you.", now=NOW + timedelta(days=4, hours=1))
    said = conversation.thread(submission)
    assert [(each.by_contributor, each.text, each.action) for each in said] == [
        (False, "1. Why?\n2. Who?", "request_changes"),
        (True, "It is all in the text now.", "resubmit"),
        (True, "Thank you.", ""),
        (False, "We had one like it.", "decline"),
    ]
    assert [point.text for point in said[0].points] == ["Why?", "Who?"]


@pytest.mark.parametrize("state", State.values)
def test_a_note_among_ourselves_stands_on_no_page_of_a_contributor(client, state):
    submission = make.submission(state=state)
    for event in submission.events.all():
        submission.events.model.objects.filter(pk=event.pk)
        reason = getattr(event, "reason", None)
        if reason:
            type(reason).objects.filter(pk=reason.pk).update(note="CANARY note")
    address = make.private(submission)
    for behind in ("", "final/", "withdraw/", "texts/1/"):
        assert "CANARY" not in client.get(address + behind).content.decode(), behind
    download = client.get(f"{address}everything/")
    assert b"CANARY" not in b"".join(download.streaming_content)


# On the contributor's page


def test_a_contributor_writes_on_the_page_and_reads_the_answer_there(client):
    submission = make.submission()
    address = make.private(submission)
    assert client.post(f"{address}message/", {"text": "May I add a map?"})["Location"] == f"{address}?done=said"
    conversation.say(submission, "Please do.", by=make.user("moderator", name="Levan Secret"))
    words = words_of(client.get(address))
    assert re.search(r"You · [^·]* May I add a map\? An editor · [^·]* Please do\.", words)
    assert "Levan" not in words


@pytest.mark.parametrize(("typed", "status"), [("", 422), (" \n ", 422), ("x" * 10_001, 422), ("x" * 10_000, 302)])
def test_a_message_has_words_and_a_bound(client, typed, status):
    submission = make.submission()
    page = client.post(make.private(submission) + "message/", {"text": typed})
    assert page.status_code == status
    assert Message.objects.exists() == (status == 302)
    assert status == 302 or typed.strip() in page.content.decode()


@pytest.mark.parametrize("state", State.values)
def test_there_is_a_place_to_write_once_the_address_is_confirmed(client, state):
    submission = make.submission(state=state)
    address = make.private(submission)
    has_place = f'action="{address}message/"' in client.get(address).content.decode()
    has_place |= f'formaction="{address}message/"' in client.get(address).content.decode()
    assert has_place == submission.is_confirmed
    page = client.post(f"{address}message/", {"text": "My only copy."})
    assert page.status_code == (302 if has_place else 409)
    assert has_place or "My only copy." in words_of(page)


def test_one_page_does_not_fill_our_desk(client, monkeypatch):
    monkeypatch.setattr(private_answers, "MESSAGES_PER_SUBMISSION", (2, 3600))
    submission = make.submission()
    address = make.private(submission)
    statuses = [client.post(f"{address}message/", {"text": f"Number {n}"}).status_code for n in range(3)]
    assert statuses == [302, 302, 429]
    assert "Number 2" in words_of(client.post(f"{address}message/", {"text": "Number 2"}))
    assert Message.objects.count() == 2


# On the review page


def test_a_moderator_writes_from_the_review_page_and_colleagues_see_who(client):
    submission, moderator = make.submission(), make.user("moderator", name="Levan Moderator")
    client.force_login(moderator)
    response = client.post(review(submission, "write/"), {"text": "Which road do you mean?"})
    assert response["Location"] == review(submission) + "#conversation"
    assert [letter.recipient for letter in Letter.objects.filter(template="submission_message")] == [
        "ruslan.didigov@mail.example"
    ]
    conversation.say(submission, "The old one.")
    words = words_of(client.get(review(submission)))
    assert re.search(r"Levan Moderator .{0,40}Which road do you mean\? The contributor .{0,40}The old one\.", words)


def test_the_answers_to_points_stand_there_once_they_are_sent_and_not_before(client):
    submission = make.submission(state="changes_requested")
    receiving.keep_answers(submission, {1: "Half an answ"})
    client.force_login(make.user("moderator"))
    assert "Half an answ" not in words_of(client.get(review(submission)))
    receiving.resubmit(Submission.objects.get(pk=submission.pk), {1: "A whole answer."})
    assert "A whole answer." in words_of(client.get(review(submission)))


@pytest.mark.parametrize("role", [None, *roles.ROLES])
def test_only_who_decides_may_write_and_only_who_may_see_the_queue_may_read(client, role):
    submission = make.submission()
    submission.messages.create(by_contributor=True, text="CANARY message")
    client.force_login(make.user(role, is_staff=True) if role else make.user())
    page = client.post(review(submission, "write/"), {"text": "Hello."})
    may_write, may_read = role == "moderator", role in ("moderator", "reader", "privacy")
    assert (page.status_code, Message.objects.count()) == ((302, 2) if may_write else (page.status_code, 1))
    assert may_write or page.status_code in (302, 403)
    shown = client.get(review(submission)).content.decode()
    assert ("CANARY" in shown, "Write to the contributor" in shown) == (may_read, may_write)


@pytest.mark.parametrize(("typed", "status"), [("", 422), ("x" * 10_001, 422)])
def test_a_letter_without_words_or_with_too_many_is_shown_again(client, typed, status):
    submission = make.submission()
    client.force_login(make.user("moderator"))
    page = client.post(review(submission, "write/"), {"text": typed})
    assert page.status_code == status
    assert typed in page.content.decode()
    assert not Message.objects.exists()


def test_who_cannot_be_written_to_is_said_and_the_words_are_kept(client):
    submission = make.submission(state="unconfirmed")
    moves.transition(submission, "quarantine", actor="worker")
    client.force_login(make.user("moderator"))
    assert "Write to the contributor" not in client.get(review(submission)).content.decode()
    page = client.post(review(submission, "write/"), {"text": "My only copy."})
    assert page.status_code == 409
    assert "not confirmed" in words_of(page) and "My only copy." in page.content.decode()


def test_a_look_at_the_address_to_write_leads_to_the_review_page(client):
    submission = make.submission()
    client.force_login(make.user("moderator"))
    assert client.get(review(submission, "write/"))["Location"] == review(submission)


@pytest.mark.parametrize("state", ["draft", "unconfirmed"])
def test_what_is_nobodys_business_yet_is_not_written_to(client, state):
    client.force_login(make.user("moderator"))
    assert client.post(review(make.submission(state=state), "write/"), {"text": "Hello"}).status_code == 404


def test_a_message_of_a_stranger_is_words_at_the_desk(client):
    submission = make.submission()
    conversation.say(submission, "<script>alert(1)</script><img src=x onerror=alert(1)>")
    client.force_login(make.user("moderator"))
    html = client.get(review(submission)).content.decode()
    assert "<script>alert" not in html and "<img src=x" not in html
