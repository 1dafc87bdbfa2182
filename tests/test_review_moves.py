"""Moves made from the review page: what each needs, what goes with it, who is refused and why, what is told after."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from ccsis import letters as outbox
from ccsis.models import Letter
from submissions import colleagues, conversation, judges, letters, moves, receiving
from submissions.models import CoAuthor, Event, Submission
from submissions.table import HELD_FOR, MOVES, STAFF
from tests import make
from tests.reviewing import address, decide, fresh, panel, rows, words_of

pytestmark = pytest.mark.django_db
IN_THE_QUEUE = [state for state in make.WAYS if state not in ("draft", "unconfirmed")]


@pytest.fixture
def moderator():
    return make.user("moderator", name="L. Moderator")


@pytest.fixture
def colleague():
    return make.user("moderator", name="D. Colleague", username="davit")


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


def buttons(page):
    """The moves that the page offers: those that are made by one press, and those that open a form."""
    html = page.content.decode()
    pressed = re.findall(r'name="action" value="([a-z_]+)"', html)
    return {*pressed, *re.findall(r'href="\?move=([a-z_]+)"', html)}


def day(days):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


# Which


@pytest.mark.parametrize("state", IN_THE_QUEUE)
def test_the_buttons_are_those_of_the_table(desk, moderator, state):
    submission = make.submission(state=state, by=moderator)
    assert buttons(desk.get(address(submission))) == {move.action for move in judges.open_moves(submission, moderator)}


@pytest.mark.parametrize("state", IN_THE_QUEUE)
def test_every_move_that_needs_words_opens_a_form_for_them(desk, moderator, state):
    submission = make.submission(state=state, by=moderator)
    for move in judges.open_moves(submission, moderator):
        form = desk.get(f"{address(submission)}?move={move.action}").context["open_form"]
        asked = {"due_at" if need == "due" else need for need in move.needs}
        assert asked <= ({field.name for field in form.questions} if form else set())


def test_reading_changes_nothing(desk):
    submission = make.submission()
    before = (Submission.objects.values().get(), rows())
    for move in MOVES:
        desk.get(f"{address(submission)}?move={move.action}&action={move.action}")
    assert (Submission.objects.values().get(), rows()) == before


# Accepting


def test_accepting_is_one_press(desk, moderator):
    submission = make.submission()
    answer = decide(desk, submission, "accept")
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, address(submission))
    row = Submission.objects.get()
    assert (row.state, row.decided_by) == ("accepted", moderator)
    assert Article.objects.get().pk == row.article_id
    page = words_of(desk.get(address(submission)))
    assert "Done: Accept." in page
    assert "Printed Ruslan Didigov , logistics planner as it was when accepted" in page
    assert "The piece is on the editors’ desk." in page


def test_words_of_ones_own_may_go_with_an_acceptance(desk):
    submission = make.submission()
    form = desk.get(f"{address(submission)}?move=accept").context["open_form"]
    assert [field.name for field in form.questions] == ["message"]
    decide(desk, submission, "accept", message="We liked the ferry.")
    assert Letter.objects.get(template="submission_accepted").params["message"] == "We liked the ferry."


def test_the_final_text_can_go_with_the_question_for_approval(desk, moderator):
    submission = make.submission(state="accepted", by=moderator)
    html = desk.get(f"{address(submission)}?move=ask_approval").content.decode()
    assert 'name="message"' in html
    decide(desk, submission, "ask_approval", message="")
    assert Submission.objects.get().state == "proof"


# Asking for changes


def test_changes_are_asked_for_with_words_and_a_day(desk):
    submission = make.submission()
    page = desk.get(f"{address(submission)}?move=request_changes")
    assert re.findall(r'<(?:textarea|input)[^>]*name="(message|note|due_at)"', page.content.decode()) == [
        *("message", "due_at"),
    ]
    assert page.context["open_form"]["due_at"].value() == timezone.localdate() + timedelta(days=14)
    answer = decide(desk, submission, "request_changes", message="Which number?", due_at=day(10))
    assert answer.status_code == 302
    row = Submission.objects.get()
    assert row.state == "changes_requested"
    assert timezone.localtime(row.due_at).strftime("%Y-%m-%d %H:%M") == f"{day(10)} 23:59"
    page = desk.get(address(submission))
    assert "L. Moderator · changes requested, round 1" in panel(page, "conversation")
    assert "Which number?" in panel(page, "conversation")
    assert "Their turn" in words_of(page)


def test_points_are_shown_one_by_one_before_they_are_sent_and_beside_their_answers_after(desk):
    submission = make.submission()
    message = "Thank you.\n\n1. Which road?\n\n2. Who pays\nthe ferry?\n\nWith regards"
    page = decide(desk, submission, "request_changes", message=message, due_at=day(9), preview="1")
    assert page.context["open_form"].points() == ["Which road?", "Who pays\nthe ferry?"]
    assert "They are asked to answer 2 points Which road? Who pays the ferry?" in panel(page, "move")
    assert Submission.objects.get().state == "submitted"
    decide(desk, submission, "request_changes", message=message, due_at=day(9))
    make.settled(Submission.objects.get())
    receiving.resubmit(Submission.objects.get(), {1: "The old one.", 2: ""})
    assert "round 1 · 1 of 2 answered" in panel(desk.get(address(submission)), "conversation")
    assert re.search(
        r"Thank you\. With regards Which road\? Answer to point 1 [^?]{5,30} The old one\. Who pays the ferry\?",
        panel(desk.get(address(submission)), "conversation"),
    )


def test_rounds_are_counted_and_one_that_was_undone_does_not_count(desk):
    submission = make.submission()
    for number in (1, 2):
        decide(desk, fresh(submission), "request_changes", message="Undone.", due_at=day(9))
        decide(desk, fresh(submission), "undo")
        assert desk.get(f"{address(submission)}?move=request_changes").context["next_round"] == number
        decide(desk, fresh(submission), "request_changes", message=f"Number {number}.", due_at=day(9))
        make.settled(fresh(submission))
        receiving.resubmit(fresh(submission), {1: "Yes."})
    page = desk.get(f"{address(submission)}?move=request_changes")
    assert "Ask for changes · round 3" in panel(page, "move")
    said = panel(page, "conversation")
    assert re.findall(r"round (\d)", said) == ["1", "2"]
    assert said.count("It was undone, so it never left. Undone.") == 2


# Holding


def test_it_is_held_with_a_note_and_perhaps_a_day_on_which_it_comes_back(desk):
    for due, expected in ((day(5), day(5)), ("", None)):
        submission = make.submission()
        assert decide(desk, submission, "hold", note="The election first.", due_at=due).status_code == 302
        row = fresh(submission)
        assert (row.state, row.due_at and timezone.localtime(row.due_at).date().isoformat()) == ("on_hold", expected)
    page = decide(desk, make.submission(), "hold", note="The election first.", due_at="2020-01-01")
    assert page.context["open_form"].errors == {"due_at": ["Choose a day that is still to come."]}


# Taking on, handing over


def test_who_has_it_stands_on_top_and_how_to_get_it(desk, client, colleague):
    submission = make.submission()
    assert "Nobody has it Begin reading C" in words_of(desk.get(address(submission)))
    decide(desk, submission, "begin")
    until = timezone.localtime(fresh(submission).claimed_until)
    mine = words_of(desk.get(address(submission)))
    assert f"Yours until {until.day} {until:%b, %H:%M} Let it go" in mine
    client.force_login(colleague)
    theirs = client.get(address(submission))
    assert f"L. Moderator has it until {until.day} {until:%b, %H:%M} Take it over … C" in words_of(theirs)
    assert buttons(theirs) == {"take_over", "stand_aside"}
    page = decide(client, fresh(submission), "accept")
    assert page.status_code == 409
    assert "L. Moderator has it until" in words_of(page)
    decide(client, fresh(submission), "take_over", note="L. is away.")
    assert fresh(submission).holder == colleague


def test_it_is_handed_to_a_colleague_who_may_decide_on_it(desk, moderator, colleague):
    submission = make.submission(email="writer@mail.example")
    CoAuthor.objects.create(submission=submission, full_name="W.", email="wrote@example.org")
    make.user("reader")
    make.user("moderator", is_active=False)
    writer = make.user("moderator", email="w.riter+x@mail.example")
    coauthor = make.user("moderator", email="wrote@example.org")
    aside = make.user("moderator")
    moves.transition(submission, "stand_aside", actor=aside)
    form = desk.get(f"{address(submission)}?move=hand_over").context["open_form"]
    assert list(form.fields["to"].queryset) == [colleague]
    for nobody in ("", moderator.pk, writer.pk, coauthor.pk, aside.pk, "x"):
        assert decide(desk, submission, "hand_over", to=nobody).status_code == 422
    for nobody in (writer, aside):
        with pytest.raises(moves.Incomplete, match="This colleague cannot decide on it"):
            moves.transition(fresh(submission), "hand_over", actor=moderator, to=nobody)
    assert decide(desk, submission, "hand_over", to=colleague.pk).status_code == 302
    assert fresh(submission).holder == colleague
    assert "Handed over to D. Colleague · L. Moderator" in words_of(desk.get(address(submission)))


@pytest.mark.parametrize(
    ("page", "given"),
    [
        ("comment", {"text": "Reading on."}),
        ("write", {"text": "Which road?"}),
        ("flag", {"text": "The figure on day 9."}),
        ("review", {"action": "decline", "message": "Half a sent", "preview": "1"}),
    ],
)
def test_whoever_works_on_it_keeps_it(desk, moderator, page, given):
    submission = make.submission()
    moves.transition(submission, "begin", actor=moderator, now=timezone.now() - timedelta(hours=47))
    read = {"version": submission.version, "revision": submission.revision_id} if page == "review" else {}
    before = fresh(submission).claimed_until
    assert desk.post(address(submission, page), read | given).status_code in (200, 302)
    assert fresh(submission).claimed_until > before + timedelta(hours=40)


# Who may not


def test_who_wrote_it_is_told_so_and_has_no_buttons(client):
    writer = make.user("moderator", email="nino@mail.example")
    submission = make.submission(email="n.ino+ccsis@mail.example")
    moves.transition(submission, "hold", actor=make.user("moderator"), note="CANARY note")
    colleagues.comment(submission, make.user("moderator"), "CANARY comment")
    colleagues.flag(submission, make.user("moderator"), "CANARY flag")
    client.force_login(writer)
    page = client.get(address(submission))
    assert "You wrote this, or wrote along. Others decide on it" in words_of(page)
    assert (buttons(page), "CANARY" in page.content.decode()) == (set(), False)
    before = rows()
    assert decide(client, submission, "accept").status_code == 403
    assert client.post(address(submission, "comment"), {"text": "A fine piece!"}).status_code == 403
    assert client.post(address(submission, "flag"), {"text": "Look at this."}).status_code == 403
    assert client.post(address(submission, "write"), {"text": "You are accepted."}).status_code == 409
    assert (rows(), submission.comments.count(), submission.messages.count()) == (before, 1, 0)


def test_who_declares_a_conflict_of_interest_stands_aside_in_plain_sight(desk, moderator, colleague):
    submission = make.submission()
    decide(desk, submission, "begin")
    assert "I have a conflict of interest" in words_of(desk.get(address(submission)))
    assert decide(desk, fresh(submission), "stand_aside").status_code == 302
    page = desk.get(address(submission))
    assert "You declared a conflict of interest. Others decide on it." in words_of(page)
    assert (buttons(page), fresh(submission).holder) == ({"come_back"}, None)
    assert "I have a conflict of interest" not in words_of(page)
    assert decide(desk, fresh(submission), "accept").status_code == 403
    assert desk.post(address(submission, "write"), {"text": "Hello."}).status_code == 409
    desk.force_login(colleague)
    assert "Declared a conflict of interest: L. Moderator" in words_of(desk.get(address(submission)))
    desk.force_login(moderator)
    assert decide(desk, fresh(submission), "come_back", note=" ").status_code == 422
    assert decide(desk, fresh(submission), "come_back", note="Another man of the name.").status_code == 302
    page = desk.get(address(submission))
    assert "Conflict of interest taken back · L. Moderator Among ourselves Another man of the name." in words_of(page)
    assert "Declared a conflict of interest:" not in words_of(page)
    assert decide(desk, fresh(submission), "accept").status_code == 302


def test_a_sensitive_call_says_who_was_the_first_of_two(desk, client, colleague):
    submission = make.submission(call=make.call(is_sensitive=True))
    page = desk.get(address(submission))
    assert "This call is sensitive: two different people accept." in words_of(page)
    assert {"first_key", "accept"} & buttons(page) == {"first_key"}
    decide(desk, submission, "first_key")
    page = desk.get(address(submission))
    assert "The first was L. Moderator." in words_of(page)
    assert {"first_key", "accept"} & buttons(page) == set()
    client.force_login(colleague)
    assert decide(client, fresh(submission), "accept").status_code == 302


# What is missing, and what comes too late


@pytest.mark.parametrize(
    ("action", "given", "field", "sentence"),
    [
        ("request_changes", {"message": "Which?", "due_at": ""}, "due_at", "Say until when."),
        ("request_changes", {"message": "Which?", "due_at": "soon"}, "due_at", "Write a day like 2026-12-04."),
        ("request_changes", {"message": "", "due_at": "2020-01-01"}, "due_at", "Choose a day that is still to come."),
        ("decline", {"message": "  "}, "message", "Write to the contributor: they will read this in our letter."),
        ("hold", {"note": ""}, "note", "Write a note, so that colleagues know why."),
        ("hand_over", {"to": ""}, "to", "Choose a colleague who may decide."),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(desk, action, given, field, sentence):
    submission = make.submission()
    before = rows()
    page = decide(desk, submission, action, **given)
    assert page.status_code == 422
    form = page.context["open_form"]
    assert form.errors == {field: [sentence]}
    assert {name: form[name].value() for name in given} == given
    assert f'<p class="error-text" id="id_{action}_{field}_error">{sentence}</p>' in page.content.decode()
    assert "<title>Error:" in page.content.decode()
    assert (Submission.objects.get().state, rows()) == ("submitted", before)


def test_who_comes_second_is_told_who_was_first_and_keeps_what_was_written(desk):
    submission = make.submission()
    on_my_page = Submission.objects.get()
    moves.transition(submission, "accept", actor=make.user("moderator", name="N. First"))
    before = rows()
    page = decide(desk, on_my_page, "decline", message="A long letter that took an hour.")
    assert page.status_code == 409
    at = timezone.localtime(Event.objects.get(action="accept").at)
    words = words_of(page)
    assert f"Somebody was first: N. First, “Accept”, at {at:%H:%M} on {at:%Y-%m-%d}. Nothing of yours" in words
    assert "What you wrote, so that you can copy it: To the contributor A long letter that took an hour." in words
    assert "<title>Error:" in page.content.decode()
    assert (Submission.objects.get().state, rows()) == ("accepted", before)


def test_after_a_conflict_a_move_that_is_still_legal_keeps_its_words_in_its_form(desk):
    submission = make.submission()
    on_my_page = Submission.objects.get()
    other = make.user("moderator")
    moves.transition(submission, "begin", actor=other)
    moves.transition(submission, "let_go", actor=other)
    page = decide(desk, on_my_page, "decline", message="A long letter.")
    assert page.status_code == 409
    form = page.context["open_form"]
    assert (form["message"].value(), form["version"].value()) == ("A long letter.", submission.version)
    decide(desk, submission, "decline", message="A long letter.")
    assert Submission.objects.get().state == "declined"


def test_a_button_pressed_twice_is_pressed_once(desk):
    submission = make.submission()
    on_my_page = Submission.objects.get()
    for _press in range(2):
        assert decide(desk, on_my_page, "decline", message="Not for us. ").status_code == 302
    assert [event.action for event in submission.events.all()] == ["send", "confirm", "decline"]
    page = decide(desk, on_my_page, "decline", message="Other words.")
    assert page.status_code == 409
    assert "Somebody was first: L. Moderator" in words_of(page)


def test_a_text_that_changed_meanwhile_is_not_accepted_unread(desk):
    submission = make.submission()
    receiving.revise(Submission.objects.get(), make.filled(title="Another", source="All is different."))
    page = decide(desk, submission, "accept")
    assert page.status_code == 409
    assert "The contributor changed the text while you were reading." in words_of(page)
    assert "All is different." in words_of(page)
    assert Submission.objects.get().state == "submitted"


@pytest.mark.parametrize("button", ["preview", "insert"])
def test_nor_is_it_after_a_look_at_the_letter(desk, button):
    submission = make.submission()
    receiving.revise(Submission.objects.get(), make.filled(title="Another", source="All is different."))
    page = decide(desk, submission, "request_changes", message="1. Why?", due_at=day(9), **{button: "1"})
    assert "The contributor changed the text while you were reading." in words_of(page)
    assert page.context["open_form"]["message"].value() == "1. Why?"


@pytest.mark.parametrize(
    "odd",
    [
        {"action": "bribe"},
        {"action": ""},
        {"action": "publish"},
        {"version": "x"},
        {"version": ""},
        {"version": "", "preview": "1"},
        {"revision": "9" * 40},
        {"revision": ""},
        {"revision": "", "insert": "1"},
    ],
)
def test_a_post_that_no_page_of_ours_sends_changes_nothing(desk, odd):
    submission = make.submission()
    read = {"action": "accept", "version": submission.version, "revision": submission.revision_id}
    before = rows()
    answer = desk.post(address(submission), read | odd)
    assert answer.status_code in (400, 403, 409)
    assert (Submission.objects.get().state, rows()) == ("submitted", before)


# Undoing


def test_after_a_decision_the_page_says_until_when_it_can_be_undone_and_how(desk, client, colleague):
    submission = make.submission()
    decide(desk, submission, "accept")
    page = desk.get(address(submission))
    until = timezone.localtime(fresh(submission).held_until)
    assert (
        f"Accepted · L. Moderator , {until - HELD_FOR:%H:%M}. It can be undone until {until:%H:%M}; "
        "nobody outside hears of it before. Minutes left: 10"
    ) in words_of(page)
    assert f"Undo until {until:%H:%M} U" in words_of(page)
    client.force_login(make.user("reader"))
    page = client.get(address(submission))
    assert "It can be undone until" in words_of(page) and buttons(page) == set()
    client.force_login(colleague)
    assert decide(client, fresh(submission), "undo").status_code == 302
    page = client.get(address(submission))
    assert "It can be undone" not in words_of(page)
    assert (fresh(submission).state, Article.objects.count()) == ("submitted", 0)


def test_ten_minutes_later_there_is_nothing_to_undo(desk):
    submission = make.submission()
    decide(desk, submission, "decline", message="Not for us.")
    Submission.objects.update(held_until=timezone.now() - timedelta(seconds=1))
    page = desk.get(address(submission))
    assert "undo" not in buttons(page) and "It can be undone" not in words_of(page)
    assert "It leaves at" not in words_of(page)


# The letter as it will arrive


def with_letters():
    return [move.action for move in MOVES if move.letter and STAFF in move.who]


@pytest.mark.parametrize("action", with_letters())
def test_what_is_previewed_is_what_arrives(desk, moderator, action):
    state = next(str(source) for source in moves.BY_ACTION[action].sources if str(source) in IN_THE_QUEUE)
    submission = make.submission(state=state, by=moderator, language="ka")
    if action == "ask_to_confirm":
        Submission.objects.update(confirmed_at=None)
    submission = fresh(submission)
    given = {"message": " We **liked** it. \n\n1. Which road?", "due_at": timezone.now() + timedelta(days=9)}
    preview = letters.preview(submission, action, **given)
    outbox.send_due()
    moves.transition(submission, action, actor=moderator, note="A note.", **given)
    outbox.release(f"submission:{submission.pk}")
    outbox.send_due()
    sent = Letter.objects.filter(about=f"submission:{submission.pk}").exclude(template__startswith="desk")
    letter = sent.latest("id")
    assert letter.status == "sent"
    assert (preview.template, preview.subject, preview.text) == (letter.template, letter.subject, letter.text)


def test_a_message_is_previewed_as_it_arrives_too(desk, moderator):
    submission = make.submission()
    outbox.send_due()
    page = desk.post(address(submission, "write"), {"text": "Which road?", "preview": "1"})
    assert submission.messages.count() == 0
    conversation.say(submission, "Which road?", by=moderator)
    outbox.send_due()
    letter = Letter.objects.get(template="submission_message")
    assert (page.context["preview"].subject, page.context["preview"].text) == (letter.subject, letter.text)
    assert "As it will arrive" in panel(page, "conversation") or "As it will arrive" in words_of(page)


def test_a_preview_needs_nothing_to_be_complete_and_does_nothing(desk):
    submission = make.submission()
    before = rows()
    page = decide(desk, submission, "decline", message="", preview="1")
    assert (page.status_code, page.context["preview"].template) == (200, "submission_declined")
    page = decide(desk, submission, "decline", message="<b>x</b>", preview="1")
    assert "&lt;b&gt;x&lt;/b&gt;" in page.content.decode()
    assert "<b>x</b>" not in page.content.decode()
    assert (rows(), fresh(submission).state) == (before, "submitted")


def test_where_no_letter_goes_none_is_previewed(desk):
    for action in ("hold", "decline_silently", "take_over", "hand_over"):
        assert letters.preview(make.submission(), action) is None
    html = desk.get(f"{address(make.submission())}?move=decline_silently").content.decode()
    assert "Preview the letter" not in html.partition('id="move"')[2].partition("</section>")[0]


# The way through the queue


def test_the_view_one_came_from_goes_along_and_next_is_what_stood_next_there(desk):
    call, now = make.call(), timezone.now()
    first, second, third, fourth = (make.submission(f"Number {n}", call=call) for n in range(4))
    make.submission("Elsewhere", call=call, state="on_hold")
    for n, row in enumerate((first, second, third, fourth)):
        Submission.objects.filter(pk=row.pk).update(state_since=now - timedelta(days=9 - n))

    def around(where):
        page = desk.get(where)
        return [re.search(rf'rel="{rel}" href="([^"?]+)', page.content.decode()) for rel in ("prev", "next")]

    def paths(where):
        return [found and found[1] for found in around(where)]

    assert paths(f"{address(second)}?view=ours") == [address(first), address(third)]
    assert paths(address(first)) == [None, address(second)]
    assert paths(address(fourth)) == [address(third), None]
    assert paths(f"{address(second)}?view=nonsense") == [None, None]
    assert paths(f"{address(second)}?view=ours&at=nonsense") == [None, None]
    # A decision takes it out of the view; what was next before is next after.
    where = desk.post(
        f"{address(second)}?view=ours",
        {"action": "accept", "version": second.version, "revision": second.revision_id},
    )["Location"]
    assert paths(where) == [address(first), address(third)]
    page = desk.get(where).content.decode()
    assert f'href="{address(third)}?view=ours"' in page
