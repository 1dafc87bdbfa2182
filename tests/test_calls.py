"""Calls: what they ask, who sees them before they open, their deadline, and who is told of what comes in."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from icalendar import Calendar

from ccsis.models import Letter
from submissions import links, moves, receiving
from submissions.models import Call, Question, State, Submission
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make.user("moderator"))
    return client


# What a call may be


def test_a_call_that_requires_a_telephone_number_says_why():
    call = make.call(requires_phone=True, phone_reason=" ")
    with pytest.raises(ValidationError) as error:
        call.clean()
    assert error.value.message_dict == {"phone_reason": ["Say why a telephone number is needed."]}
    call.phone_reason = "We read the text to you before we print it."
    call.clean()


@pytest.mark.parametrize("change", [{"is_public": False}, {"closes_at": timezone.now() + timedelta(days=9)}])
def test_one_call_always_stands_open(change):
    only, closing = make.call("Standing"), make.call("Closing", closes_at=timezone.now() + timedelta(days=2))
    for name, value in change.items():
        setattr(only, name, value)
    with pytest.raises(ValidationError, match="the only call that stands open"):
        only.clean()
    closing.is_public = False
    closing.clean()
    make.call("Another one that stands open")
    only.clean()


def test_the_last_standing_call_is_not_deleted(client):
    call = make.call("Standing")
    client.force_login(make.user("moderator", is_superuser=True))
    client.post(f"/admin/submissions/call/{call.pk}/delete/", {"post": "yes"})
    assert Call.objects.get() == call
    make.call("Another one that stands open")
    client.post(f"/admin/submissions/call/{call.pk}/delete/", {"post": "yes"})
    assert [each.title for each in Call.objects.all()] == ["Another one that stands open"]


def test_a_question_keeps_its_key_when_its_words_are_mended():
    question = Question.objects.create(call=make.call(), label="Which road?")
    key = question.key
    question.label = "Which road do you mean?"
    question.save()
    assert question.key == key
    assert key.startswith("q-")


def test_a_choice_needs_two_choices():
    question = Question(call=make.call(), label="Where?", kind="choice", choices="Poti\n\nPoti\n")
    with pytest.raises(ValidationError) as error:
        question.clean()
    assert list(error.value.message_dict) == ["choices"]
    question.choices = "Poti\nBatumi"
    question.clean()
    assert question.choice_list == ["Poti", "Batumi"]


@pytest.mark.parametrize(
    ("fields", "kinds"),
    [
        ({}, ["docx", "pdf"]),
        ({"takes_pdf": False}, ["docx"]),
        ({"most_files": 0}, []),
        ({"takes_docx": False, "takes_pdf": False}, []),
    ],
)
def test_a_call_narrows_the_files_that_it_takes(fields, kinds):
    assert make.call(**fields).file_kinds == kinds


# Before it opens


def test_a_call_that_is_to_come_is_shown_to_who_keeps_calls_and_to_nobody_else(client, desk):
    now = timezone.now()
    coming = make.call("Not yet", opens_at=now + timedelta(days=2))
    hidden = make.call("Hidden", is_public=False)
    for call, sentence in ((coming, "It opens on"), (hidden, "The call is hidden from readers.")):
        page = desk.get(call.get_absolute_url())
        assert sentence in page.content.decode()
        assert "Nothing can be sent from here." in page.content.decode()
        assert "no-store" in page.headers["Cache-Control"]
        assert page.headers["X-Robots-Tag"] == "noindex"
    client.logout()
    for role in (None, "reader", "editor", "privacy"):
        if role:
            client.force_login(make.user(role))
        assert [client.get(call.get_absolute_url()).status_code for call in (coming, hidden)] == [404, 404]


def test_nothing_is_sent_from_a_preview(desk):
    call = make.call("Not yet", opens_at=timezone.now() + timedelta(days=2))
    stamp = desk.get(call.get_absolute_url()).context["stamp"]
    page = desk.post(call.get_absolute_url(), {"stamp": stamp, "title": "Early", "text": "Too early.", "send": "1"})
    assert page.status_code == 200
    assert not Submission.objects.exists()


# The deadline


def test_the_deadline_is_a_file_for_calendars(client):
    closes = datetime(2027, 1, 15, 19, 59, tzinfo=UTC)
    call = make.call("Winter; roads, rails", brief="Take one route.\nBreak it.", closes_at=closes)
    answer = client.get(f"{call.get_absolute_url()}deadline.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["summary"]) == "Last day: Winter; roads, rails"
    assert event.decoded("dtstart") == closes
    assert str(event["url"]) == f"http://testserver{call.get_absolute_url()}"
    assert "Take one route.\nBreak it." in str(event["description"])
    assert client.get(f"{call.get_absolute_url()}deadline.ics").content == answer.content


def test_a_call_without_a_deadline_or_not_yet_open_has_no_such_file(client):
    standing = make.call("Standing")
    coming = make.call(
        "Coming", opens_at=timezone.now() + timedelta(days=1), closes_at=timezone.now() + timedelta(days=9)
    )
    assert [client.get(f"{call.get_absolute_url()}deadline.ics").status_code for call in (standing, coming)] == [
        *(404, 404)
    ]


def test_the_page_of_a_call_says_what_it_is_where_it_is_shared(client):
    call = make.call("Winter <roads>", brief="Take one route.")
    html = client.get(call.get_absolute_url()).content.decode()
    assert '<meta property="og:title" content="Winter &lt;roads&gt;">' in html
    assert f'<meta property="og:url" content="http://testserver{call.get_absolute_url()}">' in html


def test_search_engines_find_a_call_and_never_what_somebody_typed(client):
    now = timezone.now()
    ended = make.call("Ended", opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=2))
    address = make.call("Winter").get_absolute_url()
    typed = client.post(address, {"stamp": client.get(address).context["stamp"], "title": "Mine", "preview": "1"})
    answers = [client.get(address), client.get(ended.get_absolute_url()), typed]
    assert [answer.headers["X-Robots-Tag"] for answer in answers] == ["all", "all", "noindex"]
    assert "Mine" in typed.content.decode()


# How many from one person


def _confirmed(call, email):
    submission = receiving.take(call, make.filled(contributor=make.contributor(email=email)))
    token = links.mint(submission, "confirm")
    return receiving.confirm(links.find(token))


def test_a_call_takes_so_many_from_one_person_and_says_so_when_the_address_is_proven():
    call = make.call(per_person=1)
    first = _confirmed(call, "nino@example.org")
    with pytest.raises(receiving.TooMany, match="takes 1 from one person"):
        _confirmed(call, "Nino+again@example.org")
    assert [row.state for row in Submission.objects.order_by("id")] == [State.SUBMITTED, State.UNCONFIRMED]
    moves.transition(first, "withdraw", actor="contributor")
    assert _confirmed(call, "nino@example.org").state == State.SUBMITTED
    assert _confirmed(make.call("Another call", per_person=1), "nino@example.org").state == State.SUBMITTED


# Who looks after it


def test_moderators_of_a_call_are_told_when_a_text_counts_and_not_before():
    call = make.call()
    keeper, gone = make.user("moderator"), make.user("moderator", is_active=False)
    call.moderators.add(keeper, gone)
    submission = receiving.take(call, make.filled())
    told = Letter.objects.filter(template="desk_arrived")
    assert not told.exists()
    moves.transition(submission, "confirm", actor="contributor")
    assert [(letter.recipient, letter.params["reference"]) for letter in told] == [(keeper.email, submission.reference)]


def test_nobody_is_told_of_what_looks_like_spam_until_it_is_released():
    call = make.call()
    call.moderators.add(keeper := make.user("moderator"))
    submission = receiving.take(call, make.filled())
    Submission.objects.update(spam_score=100)
    moves.transition(Submission.objects.get(), "confirm", actor="contributor")
    submission.refresh_from_db()
    assert submission.state == State.QUARANTINED
    assert not Letter.objects.filter(template="desk_arrived").exists()
    moves.transition(submission, "release", actor=keeper)
    assert Letter.objects.filter(template="desk_arrived").count() == 1


def test_only_those_who_may_decide_can_look_after_a_call(desk):
    names = {role: make.user(role, name=f"Somebody the {role}").name for role in ("moderator", "reader", "editor")}
    html = desk.get("/admin/submissions/call/add/").content.decode()
    assert [role for role, name in names.items() if name in html] == ["moderator"]


def test_calls_are_found_by_where_they_stand_now(desk):
    now = timezone.now()
    make.call("Standing")
    make.call("Over", closes_at=now - timedelta(days=1))
    make.call("To come", opens_at=now + timedelta(days=1))
    make.call("Put away", is_public=False)
    found = {}
    for standing in ("open", "coming", "closed", "hidden"):
        page = desk.get("/admin/submissions/call/", {"now": standing})
        found[standing] = [call.title for call in page.context["cl"].result_list]
    assert found == {"open": ["Standing"], "coming": ["To come"], "closed": ["Over"], "hidden": ["Put away"]}
