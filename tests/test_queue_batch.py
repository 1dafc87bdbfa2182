"""One move for many: each submission is moved by itself, as it was on the page, and each has its own answer."""

import re
from html import unescape

import pytest
from django.db import OperationalError
from django.utils import timezone

from ccsis.models import Letter
from submissions import erasure, moves, receiving
from submissions.desk.queue import batch
from submissions.desk.queue import rows as rows_of_the_queue
from submissions.models import Event, Reason, Submission
from tests import make
from tests.test_queue import QUEUE, titles, words_of

pytestmark = pytest.mark.django_db
BATCH = f"{QUEUE}batch/"


@pytest.fixture
def moderator():
    return make.user("moderator", name="L. Moderator")


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


def picks_on(page):
    """What stands in the boxes of a page, in its order; and which of them are ticked."""
    html = page.content.decode()
    boxes = re.findall(r'<input type="checkbox" name="pick" value="([\d-]+)"( checked)?', html)
    return [value for value, _checked in boxes], [value for value, checked in boxes if checked]


def states():
    return list(Submission.objects.order_by("id").values_list("state", flat=True))


def written():
    return [Event.objects.count(), Letter.objects.count(), Reason.objects.count(), states()]


# One press


def test_many_are_taken_on_by_one_press_each_with_an_event_of_its_own(desk, moderator):
    for n in range(3):
        make.submission(f"Number {n}")
    make.submission("Put by", state="on_hold", by=moderator)
    picks, _ticked = picks_on(desk.get(f"{QUEUE}?view=all"))
    answer = desk.post(f"{BATCH}?view=all&sort=title", {"batch": "claim", "pick": picks})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{QUEUE}?view=all&sort=title")
    assert {row.holder for row in Submission.objects.all()} == {moderator}
    assert states() == ["in_review"] * 3 + ["on_hold"]
    last = [row.events.latest("version") for row in Submission.objects.order_by("id")]
    assert [event.action for event in last] == ["begin", "begin", "begin", "claim"]
    assert {(event.actor, event.actor_name) for event in last} == {(moderator, "L. Moderator")}
    assert "4 done: Taken on." in words_of(desk.get(QUEUE))


def test_a_batch_on_a_later_page_leads_back_to_that_page(desk, monkeypatch):
    monkeypatch.setattr(rows_of_the_queue, "PAGE", 2)
    for n in range(5):
        make.submission(f"Number {n}")
    later = desk.get(QUEUE).context["next_address"]
    page = desk.get(QUEUE + later)
    assert titles(page) == ["Number 2", "Number 3"]
    picks, _ticked = picks_on(page)
    form = re.search(r'<form method="post" action="([^"]+)" data-queue>', page.content.decode())
    answer = desk.post(unescape(form[1]), {"batch": "quarantine", "pick": picks[:1]})
    assert answer.headers["Location"] == QUEUE + later
    assert titles(desk.get(answer.headers["Location"])) == ["Number 3", "Number 4"]


@pytest.mark.parametrize(
    ("name", "state", "after"),
    [
        ("claim", "submitted", "in_review"),
        ("claim", "changes_requested", "changes_requested"),
        ("quarantine", "submitted", "quarantined"),
        ("release", "quarantined", "submitted"),
    ],
)
def test_each_press_makes_its_move(desk, moderator, name, state, after):
    row = make.submission(state=state, by=moderator)
    desk.post(BATCH, {"batch": name, "pick": f"{row.pk}-{row.version}"})
    assert states() == [after]


def test_an_unproven_address_is_asked_to_confirm_when_it_is_released(desk):
    row = make.submission(state="unconfirmed")
    moves.transition(row, "quarantine", actor="worker")
    desk.post(BATCH, {"batch": "release", "pick": f"{row.pk}-{row.version}"})
    assert (states(), Event.objects.latest("version").action) == (["unconfirmed"], "ask_to_confirm")


def test_letting_go_frees_what_one_has(desk, moderator):
    row = make.submission()
    moves.transition(row, "begin", actor=moderator)
    desk.post(BATCH, {"batch": "let_go", "pick": f"{row.pk}-{row.version}"})
    assert Submission.objects.get().holder is None


def test_what_is_offered_fits_something_on_the_page(desk, moderator):
    def offered(view):
        page = desk.get(f"{QUEUE}?view={view}")
        return re.findall(r'name="batch" value="(\w+)"', page.content.decode())

    make.submission()
    assert offered("ours") == ["claim", "hold", "quarantine", "decline_silently"]
    make.submission(state="quarantined")
    assert offered("quarantined") == ["release", "decline_silently"]
    make.submission(state="published", by=moderator)
    assert offered("published") == []
    assert picks_on(desk.get(f"{QUEUE}?view=published")) == ([], [])
    moves.transition(Submission.objects.get(state="submitted"), "begin", actor=moderator)
    assert offered("mine") == ["let_go", "hold", "decline_silently"]


# With words


@pytest.mark.parametrize(("name", "after"), [("hold", "on_hold"), ("decline_silently", "declined")])
def test_what_needs_a_note_asks_for_it_once_for_all(desk, name, after):
    for n in range(3):
        make.submission(f"Number {n}")
    picks, _ticked = picks_on(desk.get(QUEUE))
    before = written()
    page = desk.post(f"{BATCH}?view=ours", {"batch": name, "pick": picks[:2]})
    assert (page.status_code, written()) == (200, before)
    words = words_of(page)
    assert ("Number 0" in words, "Number 1" in words, "Number 2" in words) == (True, True, False)
    assert re.findall(r'type="hidden" name="pick" value="([\d-]+)"', page.content.decode()) == picks[:2]
    page = desk.post(f"{BATCH}?view=ours", {"batch": name, "pick": picks[:2], "note": "  "})
    assert (page.status_code, written()) == (422, before)
    assert "Write a note, so that colleagues know why." in words_of(page)
    answer = desk.post(
        f"{BATCH}?view=ours", {"batch": name, "pick": picks[:2], "note": "Advertising.\nThe same twice."}
    )
    assert answer.status_code == 302
    assert states() == [after, after, "submitted"]
    assert [reason.note for reason in Reason.objects.all()] == ["Advertising.\nThe same twice."] * 2


def test_a_silent_decline_of_many_sends_nothing_and_can_be_undone(desk, moderator):
    rows = [make.submission(f"Number {n}") for n in range(2)]
    letters = Letter.objects.count()
    picks = [f"{row.pk}-{row.version}" for row in rows]
    desk.post(BATCH, {"batch": "decline_silently", "pick": picks, "note": "Advertising."})
    assert (states(), Letter.objects.count()) == (["declined"] * 2, letters)
    moves.transition(Submission.objects.earliest("id"), "undo", actor=moderator)
    assert states() == ["submitted", "declined"]


# Each has its own answer


def test_somebody_else_was_first_with_one_and_the_others_are_done(desk, moderator):
    rows = [make.submission(f"Number {n}") for n in range(50)]
    page = desk.get(QUEUE)
    picks, _ticked = picks_on(page)
    assert len(picks) == 50
    other = make.user("moderator", name="N. First")
    moves.transition(rows[7], "accept", actor=other)
    page = desk.post(f"{BATCH}?view=all", {"batch": "hold", "pick": picks, "note": "After the election."})
    assert page.status_code == 200
    words = words_of(page)
    at = timezone.localtime(Event.objects.get(action="accept").at)
    assert "✓ 49 done: Put on hold." in words
    assert "1 not, and it is still ticked:" in words
    assert f"{rows[7].reference} Number 7 : Somebody was first: N. First, “Accept”, at {at:%H:%M}" in words
    assert states() == ["on_hold"] * 7 + ["accepted"] + ["on_hold"] * 42
    assert Reason.objects.count() == 49
    _all, ticked = picks_on(page)
    assert [pick.split("-")[0] for pick in ticked] == [str(rows[7].pk)]
    assert "<title>Error:" in page.content.decode()


def test_every_reason_against_a_move_is_said_beside_its_submission(desk, moderator):
    changed, claimed, wrong, own, fine = (make.submission(f"Number {n}") for n in range(5))
    moves.transition(own, "stand_aside", actor=moderator)
    picks = [f"{row.pk}-{row.version}" for row in (changed, claimed, wrong, own, fine)]
    receiving.revise(Submission.objects.get(pk=changed.pk), make.filled(source="All is different."))
    other = make.user("moderator", name="N. Colleague")
    moves.transition(claimed, "begin", actor=other)
    moves.transition(wrong, "withdraw", actor="contributor")
    page = desk.post(f"{BATCH}?view=all", {"batch": "decline_silently", "pick": picks, "note": "Advertising."})
    words = words_of(page)
    for sentence in (
        "✓ 1 done: Declined.",
        "4 not, and they are still ticked:",
        f"{changed.reference} The queue below the mountain : The contributor changed the text while you were reading.",
        f"{claimed.reference} Number 1 : N. Colleague has it until",
        f"{wrong.reference} Number 2 : Somebody was first: the contributor, “Withdraw”",
        f"{own.reference} Number 3 : You wrote this, or declared a conflict of interest: others decide on it.",
    ):
        assert sentence in words, sentence
    assert states() == ["submitted", "in_review", "withdrawn", "submitted", "declined"]


def test_what_has_left_the_list_is_not_said_to_be_ticked_in_it(desk):
    gone, fine = make.submission("Number 0"), make.submission("Number 1")
    moves.transition(Submission.objects.get(pk=gone.pk), "withdraw", actor="contributor")
    picks = [f"{row.pk}-{row.version}" for row in (gone, fine)]
    page = desk.post(f"{BATCH}?view=ours", {"batch": "claim", "pick": picks})
    assert f"✓ 1 done: Taken on. 1 not: {gone.reference} Number 0 : Somebody was first" in words_of(page)
    assert picks_on(page)[1] == []


def test_where_nothing_was_done_it_is_a_conflict_and_a_second_press_does_nothing_twice(desk):
    row = make.submission()
    post = {"batch": "claim", "pick": f"{row.pk}-{row.version}"}
    assert desk.post(BATCH, post).status_code == 302
    before = written()
    page = desk.post(BATCH, post)
    assert (page.status_code, written()) == (409, before)
    assert "Somebody was first: L. Moderator, “Begin reading”" in words_of(page)


def test_one_that_was_erased_meanwhile_is_counted_without_a_word_about_it(desk):
    gone, fine = make.submission("Secret title"), make.submission("Number 1")
    picks = [f"{row.pk}-{row.version}" for row in (gone, fine)]
    erasure.erase(gone, by="contributor")
    page = desk.post(BATCH, {"batch": "claim", "pick": picks})
    words = words_of(page)
    assert "✓ 1 done: Taken on. 1 is not here any more: its contributor took it back for good." in words
    assert (gone.reference in words, "Secret" in words) == (False, False)


def test_what_the_database_refuses_stops_none_of_the_others(desk, monkeypatch):
    rows = [make.submission(f"Number {n}") for n in range(3)]
    made = moves.transition

    def locked(submission, *arguments, **more):
        if submission.pk == rows[1].pk:
            raise OperationalError("database is locked")
        return made(submission, *arguments, **more)

    monkeypatch.setattr(moves, "transition", locked)
    page = desk.post(BATCH, {"batch": "claim", "pick": [f"{row.pk}-{row.version}" for row in rows]})
    assert "Number 1 : The database did not take it. Try it once more." in words_of(page)
    assert states() == ["in_review", "submitted", "in_review"]


def test_nothing_ticked_says_so(desk):
    make.submission("The salt road")
    before = written()
    page = desk.post(f"{BATCH}?view=all", {"batch": "claim"})
    assert (page.status_code, written(), titles(page)) == (422, before, ["The salt road"])
    assert "Nothing was ticked. Tick what you mean, then press the button again." in words_of(page)


# Who may, and what no page of ours sends


@pytest.mark.parametrize("role", ["author", "editor", "publisher", "reader", "privacy", "admin"])
@pytest.mark.parametrize("name", batch.BY_NAME)
def test_who_may_not_decide_moves_nothing(client, role, name):
    row = make.submission()
    client.force_login(make.user(role))
    before = written()
    answer = client.post(BATCH, {"batch": name, "pick": f"{row.pk}-{row.version}", "note": "Mine."})
    assert (answer.status_code, written()) == (403, before)


@pytest.mark.parametrize(
    "odd",
    [
        *({"batch": "accept"}, {"batch": ""}, {"batch": "publish"}, {"pick": "x"}, {"pick": "1"}, {"pick": "1-"}),
        *({"pick": "0-1"}, {"pick": "1-99999999999999"}, {"pick": "٣-٣"}, {"pick": [f"{n}-1" for n in range(1, 53)]}),
    ],
)
def test_a_post_that_no_page_of_ours_sends_changes_nothing(desk, odd):
    row = make.submission()
    before = written()
    answer = desk.post(BATCH, {"batch": "claim", "pick": f"{row.pk}-{row.version}"} | odd)
    assert (answer.status_code, written()) == (400, before)


@pytest.mark.parametrize("state", ["draft", "unconfirmed"])
def test_what_is_nobodys_business_is_neither_moved_nor_told(desk, state):
    row = make.submission("Not sent", state=state)
    before = written()
    page = desk.post(BATCH, {"batch": "decline_silently", "pick": f"{row.pk}-{row.version}", "note": "Mine."})
    assert (page.status_code, written()) == (409, before)
    assert (row.reference in words_of(page), "Not sent" in words_of(page)) == (False, False)
    page = desk.post(BATCH, {"batch": "hold", "pick": f"{row.pk}-{row.version}"})
    assert "Not sent" not in words_of(page)


def test_every_batch_is_made_of_moves_that_need_a_note_at_most():
    ways = [moves.BY_ACTION[way] for each in batch.BATCHES for way in each.ways]
    assert {need for way in ways for need in way.needs} <= {"note"}
    assert {way.permission for way in ways} == {"decide"}


# Two at once


@pytest.mark.django_db(transaction=True)
def test_of_two_batches_at_once_each_submission_is_moved_by_one(together):
    rows = [make.submission(f"Number {n}") for n in range(6)]
    picks = {row.pk: row.version for row in rows}
    one, two = make.user("moderator", name="One"), make.user("moderator", name="Two")
    outcomes = together(
        lambda: batch.make(batch.BY_NAME["hold"], picks, user=one, note="One’s."),
        lambda: batch.make(batch.BY_NAME["decline_silently"], dict(reversed(picks.items())), user=two, note="Two’s."),
    )
    done = [sorted(row.pk for row in outcome.done) for outcome in outcomes]
    refused = [sorted(row.pk for row, _sentence in outcome.refused) for outcome in outcomes]
    assert sorted(done[0] + done[1]) == sorted(picks)
    assert (refused[0], refused[1]) == (done[1], done[0])
    assert Reason.objects.count() == len(picks)
