"""The numbers of the queue: one named cohort, nothing that was undone, and a CSV that no spreadsheet works out."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from submissions import moves, statistics
from submissions.models import Submission
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ADDRESS = "/admin/submissions/queue/numbers/"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def moderator():
    return make.user("moderator")


def received(call, day, moderator, *steps):
    """A submission confirmed on a day, and what was done on later ones: (action, day)."""
    row = make.submission(call=call, state="unconfirmed", email=f"r{Submission.objects.count()}@mail.example")
    moves.transition(row, "confirm", actor="contributor", now=day)
    for action, at in steps:
        needs = moves.BY_ACTION[action].needs
        given = {name: "Words." for name in ("message", "note") if name in needs}
        if "due" in needs:
            given["due_at"] = at + 9 * DAY
        actor = "contributor" if action in ("resubmit",) else moderator
        moves.transition(row, action, actor=actor, now=at, **given)
        make.settled(row)
    return row


def the(row):
    return {name: getattr(row, name) for name, _label in statistics.COLUMNS}


def test_each_number_is_of_what_was_received_in_the_period(now, moderator):
    call = make.call("Winter", response_days=5)
    begin = now - 40 * DAY
    received(call, begin + 1 * DAY, moderator, ("accept", begin + 3 * DAY))
    received(call, begin + 1 * DAY, moderator, ("decline", begin + 11 * DAY))
    received(call, begin + 2 * DAY, moderator, ("begin", begin + 3 * DAY), ("decline", begin + 4 * DAY))
    received(call, begin + 2 * DAY, moderator, ("request_changes", begin + 3 * DAY), ("accept", begin + 30 * DAY))
    received(call, begin + 2 * DAY, moderator, ("withdraw", begin + 3 * DAY))
    received(call, begin + 2 * DAY, moderator)
    received(call, begin - 1 * DAY, moderator, ("accept", begin + 3 * DAY))  # decided in the period, received before it
    found = statistics.numbers(begin, now)
    assert the(found.total) == {
        "received": 6,
        "answered_in_time": 3,
        "accepted": 2,
        "declined": 2,
        "declined_at_first_sight": 1,
        "withdrawn": 1,
        "waiting": 1,
        "days_to_answer": 2.0,
        "days_to_decision": 6.0,
    }
    assert found.total.acceptance == 50
    assert [row.label for row in found.rows] == ["Winter"]


def test_calls_are_counted_apart(now, moderator):
    one, other = make.call("One"), make.call("Other")
    received(one, now - 2 * DAY, moderator, ("accept", now - DAY))
    received(other, now - 2 * DAY, moderator)
    received(other, now - 3 * DAY, moderator)
    found = statistics.numbers(now - 9 * DAY, now)
    assert [(row.label, row.received, row.accepted) for row in found.rows] == [("Other", 2, 0), ("One", 1, 1)]
    assert statistics.numbers(now - 9 * DAY, now, call=one).total.received == 1
    assert sum(number for _month, number in found.months) == 3


def test_a_decision_that_was_undone_was_none(now, moderator):
    row = received(make.call(), now - 2 * DAY, moderator)
    moves.transition(row, "decline", actor=moderator, message="No.")
    moves.transition(row, "undo", actor=moderator)
    found = statistics.numbers(now - 9 * DAY, timezone.now() + DAY).total
    assert (found.declined, found.waiting, found.days_to_decision) == (0, 1, None)


def test_what_was_erased_is_still_counted(now, moderator, settings, tmp_path):
    from submissions import erasure

    settings.PRIVATE_ROOT = tmp_path
    row = received(make.call(), now - 2 * DAY, moderator, ("decline", now - DAY))
    before = the(statistics.numbers(now - 9 * DAY, now).total)
    erasure.erase(row, by="contributor")
    assert the(statistics.numbers(now - 9 * DAY, now).total) == before


def test_the_page_shows_a_chart_and_a_table(client, now, moderator):
    received(make.call("Winter <roads>"), now - 2 * DAY, moderator)
    client.force_login(moderator)
    html = client.get(ADDRESS).content.decode()
    assert "<rect" in html
    assert "Winter &lt;roads&gt;" in html
    empty = client.get(ADDRESS, {"begin": "2001-01-01", "end": "2001-02-01"}).content.decode()
    assert "Nothing was received in this period." in empty
    wrong = client.get(ADDRESS, {"begin": "2002-01-01", "end": "2001-02-01"}).content.decode()
    assert "Choose a day that is not before the first." in wrong
    assert client.get(ADDRESS, {"begin": "yesterday", "call": "9999"}).status_code == 200


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "=cmd|' /C calc'!A0"])
def test_no_cell_of_the_csv_is_a_formula(client, now, moderator, title):
    received(make.call(title), now - 2 * DAY, moderator)
    client.force_login(moderator)
    answer = client.get(ADDRESS, {"format": "csv"})
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][0] == f"'{title}"
    assert rows[1][1] == "1"


@pytest.mark.parametrize("role", ["author", "editor", "publisher", "admin"])
def test_the_numbers_are_for_who_may_read_the_queue(client, role):
    client.force_login(make.user(role))
    assert client.get(ADDRESS).status_code == 403


def test_the_numbers_cost_the_same_however_many_there_are(now, moderator, django_assert_num_queries):
    calls = [make.call(f"Call {number}") for number in range(3)]
    for number in range(9):
        received(calls[number % 3], now - 2 * DAY, moderator, ("accept", now - DAY))
    with django_assert_num_queries(2):
        statistics.numbers(now - 9 * DAY, now)
