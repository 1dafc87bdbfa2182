"""The contributor's own page: where it stands, whose turn it is, and what can be done with it by each kind of link."""

import io
import re
import zipfile
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.utils import timezone

from articles.models import Article, Note
from ccsis import letters as outbox
from ccsis.models import Letter
from submissions import coauthors, links, moves, receiving
from submissions.form import private_answers
from submissions.models import CoAuthor, Contributor, Credit, Draft, Link, Point, State, Submission
from submissions.standing import standing
from submissions.table import MOVES
from tests import make

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
# Where on which page each of the contributor's moves is made.
MANAGE_SHOWS = {
    "send": "edit/",
    "revise": "edit/",
    "resubmit": "answer/",
    "withdraw": "withdraw/",
    "approve": "final/",
    "object": "final/",
}
PROOF_SHOWS = {"approve": "approve/", "object": "object/"}
ALWAYS = {"new-link/", "everything/", "erase/"}


def shown(page):
    """What a page sends, without its own address, which leads to it in the other languages."""
    return re.sub(r"/submissions/[^\"]+/", "/submissions/…/", page.content.decode())


def words_of(page):
    """The page without its tags, as somebody reads it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def ways_on(page, address):
    """What stands behind the token in every link and form of a page, without numbers and queries."""
    html = unescape(page.content.decode())
    found = re.findall(rf'(?:href|action|formaction)="{re.escape(address)}([^"?#]*)', html)
    return {re.sub(r"\d+/$", "", way) for way in found} - {""}


def contributors_moves(submission):
    return {move.action for move in MOVES if "contributor" in move.who and move.fits(submission)}


# What each link opens


@pytest.mark.parametrize("state", State.values)
def test_the_page_offers_exactly_the_moves_that_the_table_allows(client, state):
    submission = make.submission(state=state)
    address = make.private(submission)
    page = client.get(address)
    assert page.status_code == 200
    may = contributors_moves(submission)
    wanted = {MANAGE_SHOWS[action] for action in may if action in MANAGE_SHOWS}
    offered = ways_on(page, address) - ALWAYS - {"texts/", "changes/", "message/", "again/", "address/"}
    assert offered == wanted
    assert ways_on(page, address) >= ALWAYS


@pytest.mark.parametrize("state", State.values)
def test_a_link_to_the_final_text_offers_a_word_on_it_while_one_is_waited_for(client, state):
    submission = make.submission(state=state)
    address = make.private(submission, "proof")
    page = client.get(address)
    wanted = {PROOF_SHOWS[action] for action in contributors_moves(submission) if action in PROOF_SHOWS}
    assert ways_on(page, address) == wanted | ({"final/changes/"} if wanted else set())
    assert make.TEXT.split(".")[0] in words_of(page) or not wanted


@pytest.mark.parametrize("state", State.values)
def test_a_link_to_confirm_offers_that_while_it_waits_and_opens_nothing_else(client, state):
    submission = make.submission(state=state)
    address = make.private(submission, "confirm")
    page = client.get(address)
    if "confirm" in contributors_moves(submission):
        assert ways_on(page, address) == {"confirm/"}
    else:
        assert shown(page) == shown(client.get("/submissions/nothing/"))


@pytest.mark.parametrize("state", State.values)
def test_a_co_author_is_asked_until_the_names_are_set(client, state):
    submission = make.submission(state=state)
    address = make.private(submission, "coauthor", coauthor=make.coauthor(submission))
    page = client.get(address)
    is_open = submission.is_confirmed and state in coauthors.OPEN
    assert ways_on(page, address) == ({"agree/", "refuse/"} if is_open else set())
    assert is_open == (state in ("quarantined", "submitted", "in_review", "on_hold", "changes_requested"))


@pytest.mark.parametrize("state", State.values)
def test_what_is_not_offered_does_nothing_when_it_is_sent_all_the_same(client, state):
    submission = make.submission(state=state)
    address, may = make.private(submission), contributors_moves(submission)
    asked = {"withdraw": {}, "approve": {"text": "x"}, "object": {"text": "No."}, "resubmit": {"answer-1": "Yes."}}
    names = {"resubmit": "answer"}
    before = Submission.objects.values().get(pk=submission.pk)
    may |= {"withdraw"} if state == "withdrawn" else set()  # which is done, so that a second click is none
    for action in asked.keys() - may:
        page = client.post(f"{address}{names.get(action, action)}/", asked[action])
        assert page.status_code in (409, 422), action
        assert "That was not done" in words_of(page), action
    assert Submission.objects.values().get(pk=submission.pk) == before


# What it says


LABELS = {
    "draft": ("Draft, not sent", "Your turn"),
    "unconfirmed": ("Check your e-mail", "Your turn"),
    "quarantined": ("Received", "Our turn"),
    "submitted": ("Received", "Our turn"),
    "in_review": ("Being read", "Our turn"),
    "on_hold": ("Being considered further", "Nothing to do"),
    "changes_requested": ("We asked you for changes", "Your turn"),
    "accepted": ("Accepted, being edited", "Our turn"),
    "proof": ("Waiting for your approval of the final text", "Your turn"),
    "published": ("Published", "Nothing to do"),
    "declined": ("Not selected", "Nothing to do"),
    "withdrawn": ("Withdrawn", "Nothing to do"),
    "expired": ("Expired", "Nothing to do"),
    "retracted": ("Removed from the site", "Nothing to do"),
}
OURS_ALONE = ("unconfirmed", "quarantined", "in review", "on hold", "changes requested", "declined", "retracted")


@pytest.mark.parametrize("state", State.values)
def test_it_says_where_it_stands_in_plain_words_and_never_in_ours(client, state):
    submission = make.submission(state=state)
    words = words_of(client.get(make.private(submission)))
    label, turn = LABELS[state]
    assert f" {label} " in words
    assert turn in words
    assert [word for word in OURS_ALONE if re.search(rf"\b{word}\b", words, re.IGNORECASE)] == []
    assert [name for name in ("moderator", "Moderator") if name in words] == []


def test_the_current_step_is_told_to_everybody(client):
    page = client.get(make.private(make.submission(state="in_review")))
    assert re.findall(r'<li class="now" aria-current="step"><b>([^<]*)</b>', page.text) == ["Being read"]


def test_the_way_has_what_happened_with_its_day_where_it_stands_and_what_is_to_come():
    submission = make.submission(state="draft")
    moderator = make.user("moderator")
    for day, action in enumerate(["send", "confirm", "begin", "request_changes"]):
        actor = moderator if action in ("begin", "request_changes") else "contributor"
        given = {"message": "1. Why?", "due_at": NOW} if action == "request_changes" else {}
        moves.transition(submission, action, actor=actor, now=NOW + timedelta(days=day), **given)
    way = standing(submission).way
    assert [(str(step.label), step.at and (step.at - NOW).days, step.is_now) for step in way] == [
        ("Sent", 0, False),
        ("Address confirmed", 1, False),
        ("An editor began to read", 2, False),
        ("We asked you for changes", 3, True),
        ("A decision", None, False),
        ("You see the final text", None, False),
        ("Published", None, False),
    ]


def test_what_was_approved_is_not_shown_as_still_to_come():
    submission = make.submission(state="proof")
    moves.transition(submission, "approve", actor="contributor")
    assert [str(step.label) for step in standing(submission).way][-2:] == ["Accepted, being edited", "Published"]


def decided(days, number):
    for _n in range(number):
        row = make.submission(state="declined")
        Submission.objects.filter(pk=row.pk).update(confirmed_at=NOW - timedelta(days=days), decided_at=NOW)


def test_the_usual_time_is_told_once_there_are_five_decisions(client):
    address = make.private(make.submission())
    decided(9, 4)
    assert "Half of the last decisions" not in words_of(client.get(address))
    decided(9, 1)
    words = words_of(client.get(address))
    assert "Half of the last decisions came within 9 days." in words
    assert "A decision usually within 9 days" in words


def test_the_promised_day_is_told_and_counts_from_the_confirmation():
    submission = make.submission(state="unconfirmed", call=make.call(response_days=10))
    moves.transition(submission, "confirm", actor="contributor", now=NOW)
    stands = standing(submission, now=NOW + timedelta(days=10))
    assert (stands.promised, stands.is_late) == (NOW + timedelta(days=10), False)
    assert standing(submission, now=NOW + timedelta(days=10, seconds=1)).is_late


def test_when_we_are_late_we_say_so(client):
    submission = make.submission(state="unconfirmed", call=make.call(response_days=3))
    moves.transition(submission, "confirm", actor="contributor", now=timezone.now() - timedelta(days=9))
    words = words_of(client.get(make.private(submission)))
    assert "and we are late. We are sorry; your text is still with us" in words
    make.settled(moves.transition(submission, "accept", actor=make.user("moderator")))
    assert "late" not in words_of(client.get(make.private(submission)))


def test_after_changes_the_promise_begins_anew():
    submission = make.submission(state="changes_requested", call=make.call(response_days=7))
    assert standing(submission).promised is None
    moves.transition(submission, "resubmit", actor="contributor", now=NOW + timedelta(days=100))
    assert standing(submission).promised == NOW + timedelta(days=107)


# Quarantine looks like nothing


def alike(page):
    """The page without what differs between any two submissions."""
    html = re.sub(r"/submissions/[\w-]{43}/", "/submissions/token/", page.content.decode())
    html = re.sub(r"SIM-\w{4}-\w{4}", "SIM", html)
    html = re.sub(r'(name="(?:once|csrfmiddlewaretoken|stamp|seen)" value=")[^"]*', r"\1", html)
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.+]+", "", html)


def sent(call, *, is_spam, confirm):
    row = receiving.start(call, nonce=None)
    Submission.objects.filter(pk=row.pk).update(spam_score=100 if is_spam else 0)
    row.spam_score = 100 if is_spam else 0
    filled = make.filled(coauthors=[{"full_name": "Maia", "email": "maia@mail.example"}])
    filled.flags = [_flag()] if is_spam else []
    receiving.send(row, filled)
    row = Submission.objects.get(pk=row.pk)
    assert row.state == ("quarantined" if is_spam else "unconfirmed")
    if confirm:
        Submission.objects.filter(pk=row.pk).update(state="unconfirmed")
        row.refresh_from_db()
        moves.transition(row, "confirm", actor="contributor")
        assert row.state == ("quarantined" if is_spam else "submitted")
    outbox.send_due()
    return row


def _flag():
    from submissions.models import Flag

    return Flag(code="links_in_name", points=100)


@pytest.mark.parametrize("confirm", [False, True])
def test_whoever_is_in_quarantine_sees_what_everybody_sees(client, confirm):
    call = make.call()
    rows = [sent(call, is_spam=is_spam, confirm=confirm) for is_spam in (False, True)]
    for behind in ("", "?done=again", "withdraw/", "erase/", "texts/1/"):
        pages = [alike(client.get(make.private(row) + behind)) for row in rows]
        assert pages[0] == pages[1], behind
    for behind, typed in (("again/", {}), ("message/", {"text": "Hello?"}), ("address/", {"email": "n@mail.example"})):
        answers = [client.post(make.private(row) + behind, typed) for row in rows]
        assert alike(answers[0]) == alike(answers[1]), behind
        ends = [re.sub(r"/[\w-]{43}/", "/", answer.headers.get("Location", "")) for answer in answers]
        assert (answers[0].status_code, ends[0]) == (answers[1].status_code, ends[1]), behind


def test_nobody_gets_a_letter_because_of_what_is_in_quarantine():
    sent(make.call(), is_spam=True, confirm=True)
    assert not Letter.objects.filter(template="submission_coauthor").exists()


# Confirming


def test_confirming_counts_from_then_on_and_leads_to_a_page_of_its_own(client):
    submission = make.submission(state="unconfirmed")
    address = make.private(submission, "confirm")
    page = client.get(address)
    assert "Confirm your address" in words_of(page)
    assert submission.title not in page.text and "Didigov" not in page.text
    response = client.post(f"{address}confirm/")
    fresh, _question, query = response["Location"].partition("?")
    assert (fresh != address, query) == (True, "done=confirmed")
    submission.refresh_from_db()
    assert (submission.state, submission.is_confirmed) == ("submitted", True)
    assert links.find(fresh.split("/")[2], Link.Purpose.MANAGE).submission == submission
    assert "Thank you, it counts now." in words_of(client.get(response["Location"]))


def test_a_double_click_confirms_once_and_both_lead_to_the_page(client):
    submission = make.submission(state="unconfirmed")
    address = make.private(submission, "confirm")
    responses = [client.post(f"{address}confirm/") for _n in range(2)]
    assert [client.get(response["Location"]).status_code for response in responses] == [200, 200]
    assert submission.events.filter(action="confirm").count() == 1
    assert Letter.objects.filter(template="submission_received").count() == 1


def test_a_link_that_confirmed_opens_nothing_two_minutes_later(client):
    submission = make.submission(state="unconfirmed")
    address = make.private(submission, "confirm")
    client.post(f"{address}confirm/")
    Link.objects.filter(purpose="confirm").update(used_at=timezone.now() - timedelta(minutes=3))
    nothing = shown(client.get("/submissions/nothing/"))
    assert shown(client.get(address)) == shown(client.post(f"{address}confirm/")) == nothing


def test_who_sent_as_many_as_the_call_takes_is_told_and_nothing_is_used_up(client):
    call = make.call(per_person=1)
    make.submission(call=call)
    second = make.submission(state="unconfirmed", call=call)
    address = make.private(second, "confirm")
    page = client.post(f"{address}confirm/")
    assert page.status_code == 409
    assert "This call takes 1 from one person" in words_of(page)
    assert Submission.objects.get(pk=second.pk).state == "unconfirmed"
    assert client.get(address).status_code == 200


def test_the_letter_goes_again_after_a_quarter_of_an_hour_and_the_answer_is_always_the_same(client):
    submission = make.submission(state="unconfirmed")
    address = make.private(submission)
    ends = {client.post(f"{address}again/")["Location"] for _n in range(2)}
    assert Letter.objects.filter(template="submission_confirm").count() == 1
    Letter.objects.update(created_at=timezone.now() - timedelta(minutes=16))
    ends.add(client.post(f"{address}again/")["Location"])
    assert Letter.objects.filter(template="submission_confirm").count() == 2
    assert ends == {f"{address}?done=again"}


def test_a_mistyped_address_is_mended_and_the_old_link_to_confirm_ends(client):
    submission = make.submission(state="unconfirmed", email="mistyped@mail.example")
    old, address = make.private(submission, "confirm"), make.private(submission)
    assert client.post(f"{address}address/", {"email": "right@mail.example"})["Location"] == f"{address}?done=address"
    assert Contributor.objects.get().email == "right@mail.example"
    assert client.get(old).status_code == 404
    waiting = Letter.objects.waiting().filter(template="submission_confirm")
    assert [letter.recipient for letter in waiting] == ["right@mail.example"]
    assert "r•••••@mail.example" in words_of(client.get(address))


def test_a_confirmed_address_is_not_changed_by_the_page(client):
    submission = make.submission()
    page = client.post(make.private(submission) + "address/", {"email": "other@mail.example"})
    assert (page.status_code, "is confirmed already" in words_of(page)) == (409, True)
    assert Contributor.objects.get().email == "ruslan.didigov@mail.example"


def test_an_address_that_is_none_is_said_beside_its_field(client):
    submission = make.submission(state="unconfirmed")
    page = client.post(make.private(submission) + "address/", {"email": "nobody"})
    assert page.status_code == 422
    assert 'value="nobody"' in page.text and '<details class="more" open>' in page.text


def test_our_page_cannot_be_used_to_write_to_many(client, monkeypatch):
    monkeypatch.setattr(private_answers, "ADDRESSES_PER_SUBMISSION", (2, 3600))
    address = make.private(make.submission(state="unconfirmed"))
    statuses = [client.post(f"{address}address/", {"email": f"a{n}@mail.example"}).status_code for n in range(4)]
    assert statuses == [302, 302, 429, 429]


# A request for changes


@pytest.fixture
def asked(client):
    """A submission that was asked for two changes, and the address of its page."""
    submission = make.submission(state="in_review")
    moves.transition(
        submission,
        "request_changes",
        actor=make.user("moderator", name="Levan Secret"),
        message="1. Where does the number come from?\n2. Who pays?",
        due_at=timezone.now() + timedelta(days=14),
    )
    make.settled(submission)
    return Submission.objects.get(pk=submission.pk), make.private(submission)


def answers():
    return list(Point.objects.order_by("n").values_list("answer", flat=True))


def test_every_point_stands_with_a_place_for_its_answer(client, asked):
    _submission, address = asked
    page = client.get(address)
    words = words_of(page)
    assert "We ask you for 2 changes" in words
    for number, text in ((1, "Where does the number come from?"), (2, "Who pays?")):
        assert text in words
        assert f'name="answer-{number}"' in page.text
    assert "Levan" not in page.text


def test_answers_go_back_together_and_it_is_our_turn_again(client, asked):
    submission, address = asked
    response = client.post(f"{address}answer/", {"answer-1": "From the notice.", "answer-2": "The <ferry>."})
    assert response["Location"] == f"{address}?done=answered"
    submission.refresh_from_db()
    assert submission.state == "submitted"
    assert answers() == ["From the notice.", "The <ferry>."]
    page = client.get(response["Location"])
    assert "it is our turn again" in words_of(page)
    assert "Your answer to point 2 The <ferry>." in words_of(page)


@pytest.mark.parametrize("missing", ["", "   \n"])
def test_every_point_needs_an_answer_and_what_was_typed_stays(client, asked, missing):
    submission, address = asked
    page = client.post(f"{address}answer/", {"answer-1": "From the notice.", "answer-2": missing})
    assert page.status_code == 422
    assert "Answer point 2, in a sentence at least." in words_of(page)
    assert "From the notice.</textarea>" in page.text
    assert '<a href="#id_answer-2">' in page.text
    assert Submission.objects.get(pk=submission.pk).state == "changes_requested"


@pytest.mark.parametrize(("button", "leads"), [("keep", "?done=kept"), ("edit", "edit/"), ("more_time", "?done=time")])
def test_whatever_button_is_pressed_the_answers_are_kept(client, asked, button, leads):
    submission, address = asked
    response = client.post(f"{address}answer/", {"answer-1": "Half an ans", "answer-2": "", button: "1"})
    assert response["Location"] == f"{address}{leads}"
    assert answers() == ["Half an ans", ""]
    assert "Half an ans</textarea>" in client.get(address).text
    assert Submission.objects.get(pk=submission.pk).state == "changes_requested"
    assert [point.sent_answer for point in Point.objects.order_by("n")] == ["", ""]


def test_asking_for_more_time_is_a_message(client, asked):
    submission, address = asked
    for _click in range(2):
        client.post(f"{address}answer/", {"answer-1": "", "answer-2": "", "more_time": "1"})
    message = submission.messages.get()
    assert (message.by_contributor, message.text) == (True, "Please give me two more weeks for the changes.")


def test_a_message_that_was_typed_beside_the_answers_is_lost_by_no_button(client, asked):
    submission, address = asked
    typed = {"answer-1": "One.", "answer-2": "Two.", "text": "Not sent yet."}
    for button in ("keep", "edit", "more_time"):
        page = client.post(f"{address}answer/", typed | {button: "1"})
        assert (page.status_code, "Not sent yet.</textarea>" in page.text) == (200, True), button
    client.post(f"{address}message/", typed | {"text": "A question first."})
    assert answers() == ["One.", "Two."]
    client.post(f"{address}answer/", typed)
    assert submission.events.get(action="resubmit").reason.message == "Not sent yet."


def test_answers_that_are_sent_twice_are_sent_once(client, asked):
    submission, address = asked
    typed = {"answer-1": "One.", "answer-2": "Two."}
    ends = [client.post(f"{address}answer/", typed)["Location"] for _click in range(2)]
    assert ends == [f"{address}?done=answered"] * 2
    assert submission.events.filter(action="resubmit").count() == 1


def test_answers_that_come_too_late_are_shown_to_be_copied(client, asked):
    submission, address = asked
    moves.transition(submission, "decline", actor=make.user("moderator"), message="We took another one.")
    page = client.post(f"{address}answer/", {"answer-1": "My only copy.", "answer-2": "Two."})
    assert page.status_code == 409
    assert "What you wrote, so that you can copy it:" in words_of(page)
    assert "My only copy." in words_of(page)
    assert answers() == ["", ""]


def test_who_answered_first_is_not_named_in_a_refusal(client, asked):
    submission, address = asked
    moves.transition(submission, "drop_request", actor=make.user("moderator", name="Levan Secret"), note="Fine so.")
    page = client.post(f"{address}answer/", {"answer-1": "One.", "answer-2": "Two."})
    assert page.status_code == 409
    assert "It is no longer where you saw it: “Being read”." in words_of(page)
    assert not [word for word in ("Levan", "Drop the request", "in review") if word in page.text]


# The final text


@pytest.fixture
def proof(client):
    submission = make.submission(state="proof")
    return submission, make.private(submission, "proof"), make.private(submission)


def hash_on(page):
    return re.search(r'name="text" value="([0-9a-f]{64})"', page.text)[1]


def test_the_text_that_was_read_is_what_is_approved(client, proof):
    submission, address, _manage = proof
    page = client.get(address)
    assert "Drivers share tea." in words_of(page)
    response = client.post(f"{address}approve/", {"text": hash_on(page)})
    assert response["Location"] == f"{address}?done=approved"
    assert Submission.objects.get(pk=submission.pk).state == "accepted"
    assert submission.events.get(action="approve").details["text"] == moves.final_text(submission)["sha256"]
    assert "We publish the text as you have read it." in words_of(client.get(response["Location"]))


@pytest.mark.parametrize("typed", [None, "", "0" * 64, "x" * 5000])
def test_a_text_that_was_changed_meanwhile_is_not_approved_unread(client, proof, typed):
    submission, address, _manage = proof
    read = hash_on(client.get(address)) if typed is None else typed
    if typed is None:
        Article.objects.update(body="<p>Quite another text.</p>")
    page = client.post(f"{address}approve/", {"text": read})
    assert page.status_code == 409
    assert "changed the text while you were reading" in words_of(page)
    assert ("Quite another text." in words_of(page)) == (typed is None)
    assert Submission.objects.get(pk=submission.pk).state == "proof"


def test_both_links_can_say_the_word_and_a_double_click_says_it_once(client, proof):
    submission, address, manage = proof
    text = hash_on(client.get(f"{manage}final/"))
    ends = [client.post(f"{manage}approve/", {"text": text})["Location"] for _click in range(2)]
    assert ends == [f"{manage}?done=approved"] * 2
    assert submission.events.filter(action="approve").count() == 1
    assert "No word of yours is waited for just now." in words_of(client.get(address))


def test_objections_reach_the_editors_with_their_words(client, proof):
    submission, address, _manage = proof
    empty = client.post(f"{address}object/", {"text": " "})
    assert (empty.status_code, "Say what should be different" in words_of(empty)) == (422, True)
    response = client.post(f"{address}object/", {"text": "The ferry is called “Tbilisi”."})
    assert response["Location"] == f"{address}?done=objected"
    assert Submission.objects.get(pk=submission.pk).state == "accepted"
    assert submission.events.get(action="object").reason.message == "The ferry is called “Tbilisi”."


def test_objections_that_come_too_late_are_not_lost(client, proof):
    submission, _address, manage = proof
    moves.transition(submission, "approve", actor="contributor")
    page = client.post(f"{manage}object/", {"text": "But the ferry!"})
    assert (page.status_code, "But the ferry!" in words_of(page)) == (409, True)


def test_a_link_that_said_the_word_has_done_what_it_was_for(client, proof):
    _submission, address, manage = proof
    client.post(f"{address}approve/", {"text": hash_on(client.get(address))})
    Link.objects.filter(purpose="proof").update(used_at=timezone.now() - timedelta(minutes=3))
    assert client.get(address).status_code == 404
    assert client.get(manage).status_code == 200


def test_what_the_editors_changed_is_shown_word_by_word(client, proof):
    _submission, address, _manage = proof
    Article.objects.update(body="<p>On the first morning everybody calls it a crisis.</p>")
    page = client.get(f"{address}final/changes/")
    assert "<del>nobody</del> <ins>everybody</ins> calls it a crisis" in page.text


def test_what_our_pages_add_to_a_text_is_no_change(client, proof):
    _submission, address, _manage = proof
    assert "Word by word the two are the same." in words_of(client.get(f"{address}final/changes/"))
    Note.objects.update(text="The road department keeps no record.")
    page = client.get(f"{address}final/changes/")
    assert "The road department keeps <del>the</del> <ins>no</ins> record." in page.text


# Withdrawing


def test_withdrawing_asks_once_more_and_takes_a_reason_that_nobody_has_to_give(client):
    for reason in ("", "A colleague would be in danger."):
        submission = make.submission(state="in_review")
        address = make.private(submission)
        assert "Withdraw your simulation" in words_of(client.get(f"{address}withdraw/"))
        assert Submission.objects.get(pk=submission.pk).state == "in_review"
        response = client.post(f"{address}withdraw/", {"reason": reason})
        assert response["Location"] == f"{address}?done=withdrawn"
        event = submission.events.get(action="withdraw")
        assert (event.to_state, getattr(getattr(event, "reason", None), "message", "")) == ("withdrawn", reason)
        assert "It is withdrawn" in words_of(client.get(address))


def test_a_double_click_withdraws_once(client):
    submission = make.submission()
    address = make.private(submission)
    ends = [client.post(f"{address}withdraw/", {})["Location"] for _click in range(2)]
    assert ends == [f"{address}?done=withdrawn"] * 2
    assert submission.events.filter(action="withdraw").count() == 1


def test_what_is_public_already_is_not_withdrawn_here_and_the_page_says_so(client):
    submission = make.submission(state="accepted")
    from articles import publishing

    publishing.publish(Article.objects.get())
    page = client.post(make.private(submission) + "withdraw/", {"reason": "I changed my mind."})
    assert page.status_code == 409
    assert "It has just become public." in words_of(page) and "I changed my mind." in words_of(page)
    assert Submission.objects.get().state == "accepted"


# Erasing


@pytest.mark.parametrize("state", State.values)
def test_erasing_asks_once_more_and_then_leaves_no_link_alive(client, state):
    submission = make.submission(state=state, email="canary@canary.example")
    addresses = [make.private(submission, purpose) for purpose in ("manage", "proof", "confirm")]
    page = client.get(f"{addresses[0]}erase/")
    assert "Erase it for good" in page.text
    assert Contributor.objects.exists()
    response = client.post(f"{addresses[0]}erase/")
    assert response["Location"] == "/submissions/?done=erased"
    assert "are gone for good" in words_of(client.get(response["Location"]))
    assert not Contributor.objects.exists() and not Link.objects.exists()
    nothing = shown(client.get("/submissions/nothing/"))
    assert {shown(client.get(address)) for address in addresses} == {nothing}


def test_a_double_click_erases_once_and_ends_on_the_same_page(client):
    address = make.private(make.submission())
    once = re.search(r'name="once" value="([^"]+)"', client.get(f"{address}erase/").text)[1]
    ends = [client.post(f"{address}erase/", {"once": once})["Location"] for _click in range(2)]
    assert ends == ["/submissions/?done=erased"] * 2


# Co-authors


def coauthor_letters():
    return list(Letter.objects.filter(template="submission_coauthor").values_list("recipient", flat=True))


NAMED = {
    "full_name": "Maia  Beridze",
    "native_name": "მაია ბერიძე",
    "title": "historian",
    "affiliation": "",
    "credit_choice": "full",
    "pseudonym": "left over",
}


def test_co_authors_are_asked_once_and_only_when_the_address_is_confirmed():
    row = receiving.take(
        make.call(),
        make.filled(coauthors=[{"full_name": "A", "email": "a@m.example"}, {"full_name": "B", "email": "b@m.example"}]),
    )
    assert coauthor_letters() == []
    moves.transition(row, "confirm", actor="contributor")
    assert sorted(coauthor_letters()) == ["a@m.example", "b@m.example"]
    people = [{"full_name": "A", "email": "a@m.example"}, {"full_name": "C", "email": "c@m.example"}]
    receiving.revise(row, make.filled(coauthors=people))
    assert sorted(coauthor_letters()) == ["a@m.example", "b@m.example", "c@m.example"]


def test_a_co_author_who_waits_in_quarantine_is_asked_when_it_is_released():
    row = sent(make.call(), is_spam=True, confirm=True)
    assert coauthor_letters() == []
    moves.transition(row, "release", actor=make.user("moderator"))
    assert coauthor_letters() == ["maia@mail.example"]


def test_a_co_author_sees_the_text_and_who_named_them_and_answers_in_the_own_way(client):
    submission = make.submission(state="in_review")
    coauthor = make.coauthor(submission, full_name="Maja Berdze")
    address = make.private(submission, "coauthor", coauthor=coauthor)
    words = words_of(client.get(address))
    assert "Ruslan Didigov sent us this simulation" in words and "Drivers share tea." in words
    response = client.post(f"{address}agree/", NAMED)
    assert response["Location"] == f"{address}?done=agreed"
    coauthor.refresh_from_db()
    assert (coauthor.full_name, coauthor.native_name, coauthor.title, coauthor.pseudonym) == (
        *("Maia Beridze", "მაია ბერიძე", "historian", ""),
    )
    assert coauthor.agreed_at and not coauthor.declined_at
    assert "You will be printed as Maia Beridze ( მაია ბერიძე ), historian" in words_of(client.get(address))
    client.post(f"{address}refuse/")
    coauthor.refresh_from_db()
    assert coauthor.declined_at and not coauthor.agreed_at


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ("pseudonym", "Somebody who signs as Nino of Kars sent us"),
        ("withheld", "Somebody who does not want to be named"),
    ],
)
def test_a_co_author_does_not_learn_a_name_that_is_withheld(client, choice, told):
    submission = make.submission(credit_choice=choice, pseudonym="Nino of Kars" if choice == "pseudonym" else "")
    page = client.get(make.private(submission, "coauthor", coauthor=make.coauthor(submission)))
    assert told in words_of(page)
    for canary in ("Didigov", "Дидигов", "mail.example", "555"):
        assert canary not in page.text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"full_name": " "}, "Write your name."),
        ({"credit_choice": "pseudonym", "pseudonym": " "}, "Write the pseudonym"),
        ({"credit_choice": "king"}, "Choose one of these."),
        ({"title": "x" * 121}, "Shorten this to 120 letters"),
    ],
)
def test_a_co_author_learns_what_is_missing_and_loses_nothing(client, wrong, sentence):
    submission = make.submission()
    coauthor = make.coauthor(submission)
    page = client.post(make.private(submission, "coauthor", coauthor=coauthor) + "agree/", NAMED | wrong)
    assert page.status_code == 422
    assert sentence in words_of(page)
    assert "მაია ბერიძე" in page.text
    assert not CoAuthor.objects.get().has_answered


def test_what_a_co_author_chose_outlives_every_edit_by_the_sender(client):
    people = [{"full_name": "Maia Beridze", "email": "maia@m.example", "credit_choice": "full"}]
    row = receiving.take(make.call(), make.filled(coauthors=people))
    moves.transition(row, "confirm", actor="contributor")
    coauthor = row.coauthors.get()
    typed = NAMED | {"credit_choice": "pseudonym", "pseudonym": "M. of Kars"}
    client.post(make.private(row, "coauthor", coauthor=coauthor) + "agree/", typed)
    receiving.revise(Submission.objects.get(pk=row.pk), make.filled(coauthors=people))
    row = Submission.objects.get(pk=row.pk)
    assert row.coauthors.get().credit_name == "M. of Kars"
    moves.transition(row, "accept", actor=make.user("moderator"))
    assert list(Credit.objects.values_list("name", flat=True)) == ["Ruslan Didigov", "M. of Kars"]


def test_who_did_not_agree_is_not_named_and_after_acceptance_it_is_too_late(client):
    submission = make.submission(state="accepted")
    coauthor = make.coauthor(submission)
    address = make.private(submission, "coauthor", coauthor=coauthor)
    for behind, typed in (("agree/", NAMED), ("refuse/", {})):
        page = client.post(address + behind, typed)
        assert (page.status_code, "The names are set" in words_of(page)) == (409, True)
    assert not CoAuthor.objects.get().has_answered
    assert list(Credit.objects.values_list("name", flat=True)) == ["Ruslan Didigov"]


def test_the_page_says_who_of_the_co_authors_answered_and_how(client):
    submission = make.submission()
    make.coauthor(submission, full_name="Agrees", agreed_at=NOW)
    make.coauthor(submission, full_name="Hidden", agreed_at=NOW, credit_choice="pseudonym", pseudonym="Open")
    make.coauthor(submission, full_name="Waits")
    make.coauthor(submission, full_name="Refuses", declined_at=NOW)
    words = words_of(client.get(make.private(submission)))
    assert "Agrees : agreed Open : agreed Waits : asked, not answered yet Refuses : does not want to be named" in words
    assert "Hidden" not in words


# Text and data


def test_every_text_can_be_read_and_any_two_compared(client):
    submission = make.submission(state="unconfirmed")
    receiving.revise(submission, make.filled(source=make.TEXT.replace("tea", "bread")))
    receiving.revise(submission, make.filled(title="Another title", source=make.TEXT.replace("tea", "salt")))
    address = make.private(submission)
    page = client.get(address)
    assert re.findall(r"/texts/(\d)/", page.text) == ["3", "2", "1"]
    assert "Drivers share tea." in words_of(client.get(f"{address}texts/1/"))
    first = client.get(f"{address}changes/?old=1&new=2").text
    assert "Drivers share <del>tea</del> <ins>bread</ins>." in first
    back = client.get(f"{address}changes/?old=3&new=1").text
    assert "<ins>The queue below the mountain</ins>" in back and "<del>salt</del> <ins>tea</ins>" in back


@pytest.mark.parametrize("query", ["", "?old=1", "?old=1&new=9", "?old=x&new=1", "?old=1&new=1e9", "?old=-1&new=٢"])
def test_a_comparison_that_cannot_be_leads_back(client, query):
    address = make.private(make.submission())
    assert client.get(f"{address}changes/{query}")["Location"] == address
    assert client.get(f"{address}texts/99/")["Location"] == address


def test_another_submissions_text_is_not_read_by_its_number(client):
    mine, other = make.submission(), make.submission("Theirs", text="Somebody else’s words.")
    receiving.revise(other, make.filled(source="Somebody else’s second words."))
    page = client.get(make.private(mine) + "texts/2/")
    assert page.status_code == 302


@pytest.mark.parametrize("state", ["draft", "unconfirmed", "changes_requested", "proof", "published", "declined"])
def test_no_page_shows_address_or_telephone_in_full(client, state):
    submission = make.submission(state=state, email="canary.person@canary.example", phone="+995 599 777 111")
    address = make.private(submission)
    for behind in ("", "texts/1/", "withdraw/", "erase/", "final/"):
        page = client.get(address + behind)
        for canary in ("canary.person", "777 111", "777111"):  # 777 alone may stand in a token
            assert canary not in page.text, behind
    assert "c•••••@canary.example" in words_of(client.get(address))


def test_a_draft_has_a_page_before_there_is_a_text_or_a_name(client):
    row = receiving.start(make.call(), nonce="n")
    receiving.keep_draft(row, {"title": ["  The <first> words "]}, email="ana@mail.example")
    page = client.get(make.private(row))
    words = words_of(page)
    assert "The <first> words" in words
    assert "Your draft is not sent yet" in words and "a•••••@mail.example" in words
    assert "Go on writing" in words


def test_a_change_that_was_put_by_is_offered_again(client):
    submission = make.submission()
    Draft.objects.create(submission=submission, typed={"title": ["x"]})
    page = client.get(make.private(submission))
    assert "you put by changes that have not been sent" in words_of(page)


def test_letters_are_listed_by_subject_and_day_without_their_secrets(client):
    submission = make.submission(state="declined")
    outbox.send_due()
    words = words_of(client.get(make.private(submission)))
    assert "Not selected" in words.partition("Letters")[2]
    assert "Your simulation has arrived" in words.partition("Letters")[2]


def test_what_we_wrote_with_a_decision_stands_on_the_page(client):
    submission = make.submission(state="in_review")
    make.settled(
        moves.transition(
            submission, "decline", actor=make.user("moderator"), message="We had one like it in May.", note="Dull."
        )
    )
    words = words_of(client.get(make.private(submission)))
    assert "An editor · " in words and "We had one like it in May." in words
    assert "Dull." not in words


HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


def test_what_anybody_typed_is_words(client):
    submission = make.submission(HOSTILE, full_name=HOSTILE, position=HOSTILE, state="in_review", text=HOSTILE)
    make.coauthor(submission, full_name=HOSTILE)
    submission.messages.create(by_contributor=True, text=HOSTILE)
    moves.transition(
        submission,
        "request_changes",
        actor=make.user("moderator"),
        message=HOSTILE,
        due_at=timezone.now() + timedelta(days=9),
    )
    receiving.keep_answers(submission, {1: HOSTILE})
    address = make.private(submission)
    others = make.private(submission, "coauthor", coauthor=submission.coauthors.get())
    for page in (address, f"{address}texts/1/", f"{address}changes/?old=1&new=1", f"{address}withdraw/", others):
        html = client.get(page).text
        assert "<script>alert" not in html and "<img src=x" not in html, page
    page = client.post(f"{address}answer/", {"answer-1": HOSTILE, "text": HOSTILE, "keep": "1"})
    assert "<script>alert" not in page.text


def test_a_right_to_left_text_stands_right_to_left_on_every_page(client):
    submission = make.submission("صف زیر کوه", language="fa", text="در نخستین صبح.", state="proof")
    address = make.private(submission)
    for behind in ("texts/1/", "changes/?old=1&new=1"):
        assert 'lang="fa" dir="rtl"' in client.get(address + behind).text, behind
    assert '<article class="final" lang="fa" dir="rtl">' in client.get(f"{address}final/").text
    assert '<h1><bdi lang="fa">' in client.get(address).text


def test_a_code_that_means_nothing_says_nothing(client):
    address = make.private(make.submission())
    for code in ("<b>x</b>", "nothing", "x" * 900):
        page = client.get(address, {"done": code})
        assert 'role="status"' not in page.text and "<b>x" not in page.text
    assert 'role="status"' in client.get(address, {"done": "confirmed"}).text


def test_the_page_costs_the_same_however_much_was_written(client, django_assert_max_num_queries):
    submission = make.submission(state="in_review")
    for number in range(12):
        submission.messages.create(by_contributor=number % 2 == 0, text=f"Message {number}")
        make.coauthor(submission)
    for _round in range(3):
        moves.transition(
            submission, "request_changes", actor=make.user("moderator"), message="1. A?\n2. B?", due_at=timezone.now()
        )
        moves.transition(submission, "resubmit", actor="contributor")
    outbox.send_due()
    address = make.private(submission)
    with django_assert_max_num_queries(22):
        assert client.get(address).status_code == 200


# Staff with somebody's link


def test_staff_see_the_contributors_page_and_are_told_whose_it_is(client):
    submission = make.submission(email="canary@canary.example")
    address = make.private(submission)
    client.force_login(make.user("moderator"))
    page = client.get(address)
    review = f"/admin/submissions/submission/{submission.pk}/review/"
    assert ("You are logged in as staff." in words_of(page), review in page.text) == (True, True)
    assert "canary@canary" not in page.text
    client.force_login(make.user("author"))
    assert "logged in" not in words_of(client.get(address))
    client.post(f"{address}message/", {"text": "Hello"})
    assert submission.messages.get().by_contributor


@pytest.mark.parametrize("state", ["draft", "unconfirmed"])
def test_staff_are_led_to_no_page_of_what_is_nobodys_business_yet(client, state):
    submission = make.submission(state=state)
    client.force_login(make.user("moderator"))
    assert "/admin/submissions/" not in client.get(make.private(submission)).text


# Both at once


def test_a_move_at_the_same_moment_is_made_once_more_where_it_still_may_be(client, monkeypatch):
    submission = make.submission()
    address = make.private(submission)
    real, moderator = moves._move, make.user("moderator")

    def overtaken(row, move, **given):
        monkeypatch.setattr(moves, "_move", real)
        moves.transition(Submission.objects.get(pk=row.pk), "begin", actor=moderator)
        return real(row, move, **given)

    monkeypatch.setattr(moves, "_move", overtaken)
    assert client.post(f"{address}withdraw/", {"reason": ""}).status_code == 302
    assert list(submission.events.values_list("action", flat=True))[-1] == "withdraw"
    assert Submission.objects.get().state == "withdrawn"


# A decision that can still be undone

DECISIONS = {
    "accept": {},
    "decline": {"message": "We had one like it."},
    "decline_silently": {"note": "Weak."},
    "request_changes": {"message": "1. Why?", "due_at": NOW + timedelta(days=400)},
}


def everything_shown(client, addresses):
    """All that somebody with these links can see, without what differs at every look."""
    shown = {}
    for address in addresses:
        for behind in ("", "edit/", "final/", "texts/1/", "withdraw/", "erase/", "everything/"):
            response = client.get(address + behind)
            if response.streaming:
                with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
                    shown[address, behind] = [archive.read(name) for name in archive.namelist()]
            else:
                shown[address, behind] = (response.status_code, alike(response))
    return shown


@pytest.mark.parametrize("action", DECISIONS)
def test_nobody_outside_sees_a_decision_that_can_still_be_undone_nor_that_it_was(client, action):
    submission, moderator = make.submission(state="in_review"), make.user("moderator")
    coauthor = make.coauthor(submission)
    addresses = [make.private(submission), make.private(submission, "coauthor", coauthor=coauthor)]
    addresses.append(make.private(submission, "proof"))
    outbox.send_due()
    before = everything_shown(client, addresses)
    moves.transition(submission, action, actor=moderator, **DECISIONS[action])
    outbox.send_due()
    assert everything_shown(client, addresses) == before
    moves.transition(submission, "undo", actor=moderator)
    outbox.send_due()
    assert everything_shown(client, addresses) == before


@pytest.mark.parametrize("action", ["decline", "accept"])
def test_what_cannot_be_done_in_these_minutes_is_told_without_telling_why(client, action):
    submission = make.submission(state="in_review")
    address, coauthor = make.private(submission), make.coauthor(submission)
    page = client.get(f"{address}edit/")
    stamps = dict(re.findall(r'name="(stamp|seen)" value="([^"]*)"', page.text))
    moves.transition(submission, action, actor=make.user("moderator"), **DECISIONS[action])
    tried = [client.post(make.private(submission, "coauthor", coauthor=coauthor) + "agree/", NAMED)]
    typed = {**stamps, "title": "Another title", "text": "My only copy.", "language": "en", "coauthors": "0"}
    typed |= {"full_name": "Ruslan Didigov", "position": "planner", "credit_choice": "full", "ai_use": "No."}
    typed |= dict.fromkeys(["consent", "original", "safe"], "on")
    tried.append(client.post(f"{address}edit/", typed | {"send": "1"}))
    if action == "decline":
        tried.append(client.post(f"{address}withdraw/", {"reason": "My only copy."}))
    for answer in tried:
        assert answer.status_code == 409
        words = words_of(answer)
        assert "An editor is at it at this very moment. Try again in ten minutes." in words
        assert not [word for word in ("Not selected", "Accepted", "names are set", "no longer") if word in words]
    assert all("My only copy." in answer.text for answer in tried[1:])
