"""Changing what was sent: prefilled with what we have, a revision only where something changed, nothing lost."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from submissions import coauthors, links, moves, receiving
from submissions.form import sending
from submissions.models import Contributor, Draft, Event, Question, Revision, State, Submission
from tests import make
from tests.form import TYPED, coauthor, own_page, press, send, values, words_of

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year + 1
SCENARIO = {"question": "Can trade hold?", "low": "40", "high": "60", "horizon": f"31 3 {YEAR}", "actors": "One\r\nTwo"}


@pytest.fixture
def call():
    return make.call()


@pytest.fixture
def page(client, call):
    """The private page of a simulation that was sent, with a co-author and a scenario."""
    return own_page(send(client, call, coauthors="1", **SCENARIO, **coauthor(1)))


def edit(client, page):
    return client.get(f"{page}edit/")


def the_one():
    return Submission.objects.select_related("call", "revision").get()


def move(action, **given):
    moderator = make.user("moderator", name="Leyla Moderator")
    actor = moves.CONTRIBUTOR if action == "confirm" else moderator
    return moves.transition(the_one(), action, actor=actor, **given)


# What the form begins with


def test_the_form_begins_with_what_was_sent(client, page):
    found = {name: str(value).replace("\n", "\r\n") for name, value in values(edit(client, page)).items() if value}
    wanted = TYPED | SCENARIO | coauthor(1) | {"coauthors": "1"}
    wanted["text"] = make.TEXT.replace("\n", "\r\n")
    for absent in ("email", "consent", "original", "safe"):
        del wanted[absent]
    assert {name: value for name, value in found.items() if name not in ("stamp", "seen")} == wanted


def test_the_address_is_neither_shown_nor_changed(client, page):
    opened = edit(client, page)
    assert "mail.example" not in opened.content.decode().lower()
    press(client, opened, title="Another title", email="else@example.org")
    assert Contributor.objects.get().email == TYPED["email"]


def test_what_was_agreed_to_is_shown_and_not_asked_again(client, page):
    opened = edit(client, page)
    words = words_of(opened)
    assert [consent.text for consent in the_one().consents.all() if consent.text not in words] == []
    assert "consent" not in opened.context["form"].fields


def test_what_was_never_agreed_to_is_asked(client):
    submission = make.submission()
    submission.consents.create(wording="publish-1", text="Yes.")
    token = links.mint(submission, "manage")
    answer = press(client, client.get(f"/submissions/{token}/edit/"), title="Another title")
    assert list(answer.context["form"].errors) == ["original", "safe"]
    press(client, answer, original="on", safe="on")
    assert list(submission.consents.order_by("pk").values_list("wording", flat=True)) == [
        "publish-1",
        "original-1",
        "safety-1",
    ]


# Sending a change


def test_a_change_is_a_new_revision_of_everything_that_was_changed(client, page):
    changes = {"title": "Another title", "low": "45 %", "affiliation": "", "interests": "A ferry.", "language": "en"}
    changes |= {"coauthor-1-full_name": "Nino Rukhadze"}
    assert own_page(press(client, edit(client, page), **changes)) == page
    submission = the_one()
    assert [revision.title for revision in submission.revisions.order_by("n")] == [TYPED["title"], "Another title"]
    assert submission.revision.n == 2
    assert submission.revision.scenario["low"] == 45
    assert (submission.language, submission.state) == ("en", "unconfirmed")
    person = submission.contributor
    assert (person.affiliation, person.interests, person.full_name) == ("", "A ferry.", "Ruslan Didigov")
    assert [row.full_name for row in submission.coauthors.all()] == ["Nino Rukhadze"]
    assert [event.action for event in submission.events.all()] == ["send", "revise"]


def test_nothing_changed_is_no_revision(client, page):
    before = [list(model.objects.values()) for model in (Submission, Revision, Contributor, Event)]
    answer = press(client, edit(client, page))
    assert own_page(answer) == page
    assert "Nothing was different" in words_of(client.get(answer.headers["Location"]))
    assert [list(model.objects.values()) for model in (Submission, Revision, Contributor, Event)] == before


def test_the_same_change_sent_twice_is_one_revision(client, page):
    opened = edit(client, page)
    for _n in range(3):
        assert own_page(press(client, opened, title="Another title")) == page
    assert Revision.objects.count() == 2


def test_a_change_is_checked_like_the_first_text(client, page):
    answer = press(client, edit(client, page), title="", low="70")
    assert list(answer.context["form"].errors) == ["title", "high"]
    assert "<title>Error: Change your simulation" in answer.content.decode()
    assert Revision.objects.count() == 1


def test_co_authors_come_and_go(client, page):
    opened = press(client, edit(client, page), "add_coauthor")
    press(client, opened, **coauthor(2, full_name="Lasha"))
    assert [(row.position, row.full_name) for row in the_one().coauthors.all()] == [(1, "Nino R."), (2, "Lasha")]
    opened = press(client, edit(client, page), remove_coauthor="1")
    press(client, opened)
    assert [(row.position, row.full_name) for row in the_one().coauthors.all()] == [(1, "Lasha")]


def test_a_co_author_who_answered_is_named_as_that_person_put_it(client, page):
    move("confirm")
    row = the_one().coauthors.get()
    coauthors.agree(row, {"full_name": "Nino Rukhadze"})
    opened = edit(client, page)
    assert "Nino Rukhadze has answered already, and alone can change how they are named." in words_of(opened)
    press(client, opened, **{"coauthor-1-full_name": "Somebody Else"})
    assert the_one().coauthors.get().full_name == "Nino Rukhadze"
    assert Revision.objects.count() == 1


def test_a_day_that_passed_meanwhile_does_not_hinder_a_change(client, page):
    passed = (timezone.localdate() - timedelta(days=3)).isoformat()
    submission = the_one()
    submission.revision = receiving.add_revision(submission, make.filled(scenario={"resolve_by": passed}))
    submission.save()
    day = date.fromisoformat(passed)
    opened = edit(client, page)
    assert opened.context["form"]["resolve_by"].value() == f"{day.day} {day.month} {day.year}"
    press(client, opened, title="Another title")
    assert the_one().revision.title == "Another title"
    answer = press(client, edit(client, page), resolve_by=(day - timedelta(days=1)).isoformat())
    assert list(answer.context["form"].errors) == ["resolve_by"]


def test_what_the_call_no_longer_asks_stays_as_it_was_given(client, call):
    kept = Question.objects.create(call=call, key="kept", label="Which road?")
    gone = Question.objects.create(call=call, key="gone", label="Where do you live?", is_personal=True)
    page = own_page(send(client, call, **{f"answer-{row.key}": f"On {row.key}" for row in (kept, gone)}))
    Question.objects.all().delete()
    call.asks_phone, call.languages = False, ["en"]
    call.save()
    opened = edit(client, page)
    assert "phone" not in opened.context["form"].fields
    press(client, opened, title="Another title")
    submission = the_one()
    assert (submission.revision.answers, submission.contributor.answers) == ({"kept": "On kept"}, {"gone": "On gone"})
    assert (submission.contributor.phone, submission.language) == (TYPED["phone"], "ka")


# A change that is put by


def test_a_change_may_be_put_by_and_is_nobody_s_business_until_it_is_sent(client, page):
    assert own_page(press(client, edit(client, page), "save", title="", text="Half a change")) == page
    submission = the_one()
    assert (submission.revision.n, submission.revision.source) == (1, make.TEXT)
    opened = edit(Client(), page)
    assert (opened.context["form"]["title"].value(), opened.context["form"]["text"].value()) == ("", "Half a change")
    press(client, opened, title="Another title", text=make.TEXT)
    assert the_one().revision.title == "Another title"
    assert not Draft.objects.exists()


def test_a_change_that_was_taken_back_leaves_nothing_behind(client, page):
    press(client, edit(client, page), "save", title="Half a change")
    press(client, edit(client, page), title=TYPED["title"])
    assert not Draft.objects.exists()
    assert Revision.objects.count() == 1


def test_of_two_browsers_that_change_it_the_second_is_shown_both(client, page):
    first, second = edit(client, page), edit(Client(), page)
    press(client, first, title="The first change")
    answer = press(Client(), second, title="The second change")
    assert answer.status_code == 409
    assert answer.context["form"]["title"].value() == "The second change"
    assert [row.text for row in answer.context["theirs"]] == ["The first change"]
    assert Revision.objects.count() == 2
    press(Client(), answer)
    assert the_one().revision.title == "The second change"


def test_what_was_changed_very_often_today_waits_until_tomorrow_and_is_not_lost(client, page, monkeypatch):
    monkeypatch.setattr(sending, "CHANGES_PER_SUBMISSION", (2, 86400))
    for title in ("One", "Two"):
        press(client, edit(client, page), title=title)
    answer = press(client, edit(client, page), title="Three")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "86400")
    assert answer.context["form"]["title"].value() == "Three"
    press(client, answer, "save")
    assert Draft.objects.get().typed["title"] == ["Three"]
    assert Revision.objects.count() == 3


# While others are at it


def test_reading_has_begun_and_the_change_arrives_all_the_same(client, page):
    move("confirm")
    opened = edit(client, page)
    move("begin")
    press(client, opened, title="Another title")
    assert (the_one().state, the_one().revision.title) == ("in_review", "Another title")


def test_a_moderator_who_moves_at_the_same_moment_does_not_lose_the_change(client, page, monkeypatch):
    move("confirm")
    opened = edit(client, page)
    real, begun = moves.transition, []

    def first_the_moderator(submission, action, **given):
        if action == "revise" and not begun:
            begun.append(True)
            moderator = make.user("moderator")
            real(Submission.objects.get(pk=submission.pk), "begin", actor=moderator)
        return real(submission, action, **given)

    monkeypatch.setattr(moves, "transition", first_the_moderator)
    press(client, opened, title="Another title")
    assert (the_one().state, the_one().revision.title) == ("in_review", "Another title")


@pytest.mark.parametrize(("action", "given"), [("accept", {}), ("decline", {"message": "Not for us."})])
def test_a_decision_meanwhile_leaves_the_words_to_be_copied_and_names_no_moderator(client, page, action, given):
    move("confirm")
    opened = edit(client, page)
    make.settled(move(action, **given))
    answer = press(client, opened, text="My <i>latest</i> words, all five.")
    assert answer.status_code == 410
    words = words_of(answer)
    assert "Your change came too late" in words
    assert "My <i>latest</i> words, all five." in words
    assert "Leyla" not in words
    assert Revision.objects.count() == 1
    assert press(client, opened, "save", text="Words to keep").status_code == 410
    assert edit(client, page).status_code == 200
    assert "This can no longer be changed" in words_of(edit(client, page))


def test_until_the_call_closes_and_a_while_longer(client, call, page):
    for minutes, may in ((30, True), (61, False)):
        call.closes_at = timezone.now() - timedelta(minutes=minutes)
        call.save()
        assert ('<form class="form"' in edit(client, page).content.decode()) == may


def test_changes_that_were_asked_for_may_come_after_the_call_has_closed(client, call, page):
    move("confirm")
    move("request_changes", message="Say more.", due_at=timezone.now() + timedelta(days=9))
    call.closes_at = timezone.now() - timedelta(days=5)
    call.save()
    press(client, edit(client, page), title="Another title")
    assert (the_one().state, the_one().revision.title) == (State.CHANGES_REQUESTED, "Another title")


def test_an_erased_submission_has_no_form(client, page):
    Submission.objects.update(erased_at=timezone.now())
    assert edit(client, page).status_code == 404
