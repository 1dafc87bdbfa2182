"""The daily letter on what waits: for who wishes it, once a day, at their hour, with nobody's name in it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from ccsis import letters as outbox
from ccsis.models import Letter
from submissions import digest
from submissions.models import DigestWish, Submission
from tests import make

pytestmark = pytest.mark.django_db

EARLY, NINE, LATE = (
    datetime(2026, 11, 24, hour, 30, tzinfo=UTC) for hour in (4, 5, 15)
)  # 8:30, 9:30, 19:30 in Tbilisi
DAY = timedelta(days=1)


@pytest.fixture
def moderator():
    return make.user("moderator", username="leyla")


@pytest.fixture
def wished(moderator):
    DigestWish.objects.create(user=moderator, hour=9)
    return moderator


def sent():
    return [(letter.recipient, letter.key) for letter in Letter.objects.filter(template="desk_digest").order_by("id")]


def test_nobody_gets_one_who_did_not_wish_for_it(moderator):
    make.submission()
    assert (digest.hour_of(moderator), digest.put_due(LATE), sent()) == (None, 0, [])


def test_it_goes_once_a_day_when_its_hour_has_come(wished):
    make.submission()
    key = f"digest-{wished.pk}-2026112"
    assert [digest.put_due(at) for at in (EARLY, NINE, NINE, LATE)] == [0, 1, 0, 0]
    assert sent() == [("leyla@example.org", f"{key}4")]
    assert [digest.put_due(at + DAY) for at in (EARLY, LATE, LATE)] == [0, 1, 0]
    assert sent()[1:] == [("leyla@example.org", f"{key}5")]


def test_nothing_goes_where_nothing_waits_and_it_is_not_asked_again_that_day(wished):
    make.submission(state="declined")
    assert (digest.put_due(NINE), DigestWish.objects.get().last_on) == (0, date(2026, 11, 24))
    make.submission()
    assert (digest.put_due(LATE), digest.put_due(NINE + DAY)) == (0, 1)


@pytest.mark.parametrize("change", [{"is_active": False}, {"groups": []}])
def test_who_left_or_may_not_read_the_queue_any_more_gets_none(wished, change):
    make.submission()
    if "groups" in change:
        wished.groups.clear()
    else:
        wished.deactivate()
    assert (digest.put_due(NINE), sent()) == (0, [])


def test_it_tells_counts_and_the_oldest_and_nothing_personal(wished):
    call = make.call("Winter 2027")
    rows = [
        make.submission(f"Canary title {n}", call=call, full_name="Canary Name", email=f"canary{n}@mail.example")
        for n in range(7)
    ]
    for n, row in enumerate(rows):
        Submission.objects.filter(pk=row.pk).update(state_since=NINE - n * DAY, promised_at=NINE + (4 - n) * DAY)
    make.submission("Canary aside", state="quarantined", call=call)
    make.move_on(Submission.objects.get(pk=rows[0].pk), "begin", actor=wished)
    Submission.objects.filter(pk=rows[0].pk).update(state_since=NINE)
    digest.put_due(NINE)
    outbox.send_due()
    [message] = [each for each in mail.outbox if each.to == ["leyla@example.org"]]
    assert message.subject == "In the queue: 7 wait for us, 2 overdue"
    oldest = [f"- {rows[n].reference}, Winter 2027: {n} days{', overdue' if n > 4 else ''}" for n in (6, 5, 4, 3, 2)]
    assert (
        "- for us: 7\n- overdue: 2\n- taken on by nobody: 6\n- yours: 1\n- set aside as doubtful: 1\n" in message.body
    )
    assert "\n".join(["Waiting longest for us:", "", *oldest, ""]) in message.body
    assert "http://testserver/admin/submissions/queue/" in message.body
    assert "You get this letter each day at 09:00 because you asked for it." in " ".join(message.body.split())
    assert "anary" not in message.body + message.subject


def test_each_chooses_for_the_own_account_and_can_end_it(client, moderator):
    client.force_login(moderator)
    make.submission()
    assert 'value="" selected' not in client.get("/admin/").content.decode()
    answer = client.post("/admin/submissions/queue/digest/", {"hour": "7"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")
    assert [(row.user, row.hour) for row in DigestWish.objects.all()] == [(moderator, 7)]
    page = client.get("/admin/").content.decode()
    assert '<option value="7" selected>07:00</option>' in page
    assert "A letter comes each day at 07:00 while something waits." in page
    client.post("/admin/submissions/queue/digest/", {"hour": "0"})
    assert [row.hour for row in DigestWish.objects.all()] == [0]
    client.post("/admin/submissions/queue/digest/", {"hour": ""})
    assert not DigestWish.objects.exists()


def test_a_wish_whose_hour_is_over_begins_tomorrow(moderator):
    make.submission()
    digest.wish(moderator, 9, now=LATE)
    assert (digest.put_due(LATE), digest.put_due(NINE + DAY)) == (0, 1)
    digest.wish(moderator, 21, now=LATE + 2 * DAY)
    assert digest.put_due(LATE + 2 * DAY + timedelta(hours=2)) == 1


@pytest.mark.parametrize("hour", ["24", "-1", "x", "07", "9" * 30])
def test_an_hour_that_no_day_has_is_refused(client, moderator, hour):
    client.force_login(moderator)
    assert client.post("/admin/submissions/queue/digest/", {"hour": hour}).status_code == 400
    assert not DigestWish.objects.exists()


def test_who_may_not_read_the_queue_cannot_wish(client):
    client.force_login(make.user("author"))
    assert client.post("/admin/submissions/queue/digest/", {"hour": "7"}).status_code == 403
    assert not DigestWish.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_put_one_letter(together):
    DigestWish.objects.create(user=make.user("moderator"), hour=9)
    make.submission()
    assert sorted(together(*[lambda: digest.put_due(NINE)] * 2)) == [0, 1]
    assert len(sent()) == 1
