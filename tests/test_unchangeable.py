"""Events, looks and the security log cannot be changed in the database either, past all Python."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from ccsis import trail, unchangeable
from ccsis.models import SecurityEvent
from submissions.models import Event, Look
from tests import make

pytestmark = pytest.mark.django_db

LOCKED = (Event, Look, SecurityEvent)
COLUMNS = ("action", "from_state", "to_state", "actor_kind", "actor_name", "version", "at", "submission_id")


@pytest.fixture
def locked():
    """The lock as the migrations put it on; tests that empty their database run without it."""
    for model in LOCKED:
        unchangeable.lift(connection, model)
        unchangeable.lock(connection, model)
    yield
    for model in LOCKED:
        unchangeable.lift(connection, model)


def execute(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_the_migrations_put_the_lock_on(locks_after_migrating):
    assert locks_after_migrating == {model.__name__: True for model in LOCKED}


@pytest.mark.parametrize("column", COLUMNS)
def test_no_column_of_an_event_is_changed(locked, column):
    submission = make.submission()
    other = make.submission("Another").pk
    before = list(Event.objects.values())
    value = {"version": 99, "at": "2020-01-01 00:00:00+00:00", "submission_id": other}.get(column, "x")
    with pytest.raises(DatabaseError):
        execute(f"UPDATE submissions_event SET {column} = %s WHERE submission_id = %s", value, submission.pk)  # noqa: S608
    assert list(Event.objects.values()) == before


def test_no_event_is_deleted(locked):
    make.submission()
    before = Event.objects.count()
    with pytest.raises(DatabaseError):
        execute("DELETE FROM submissions_event")
    assert Event.objects.count() == before


def test_an_account_that_goes_leaves_its_events_and_its_name(locked):
    moderator = make.user("moderator", name="L. Moderator")
    submission = make.submission(state="in_review", by=moderator)
    Look.objects.create(submission=submission, actor=moderator, actor_name=str(moderator))
    moderator.delete()
    event, look = Event.objects.filter(action="begin").get(), Look.objects.get()
    assert [(row.actor, row.actor_name) for row in (event, look)] == [(None, "L. Moderator")] * 2


def test_with_the_account_nothing_else_goes(locked):
    moderator = make.user("moderator")
    make.submission(state="in_review", by=moderator)
    with pytest.raises(DatabaseError):
        execute("UPDATE submissions_event SET actor_id = NULL, action = 'accept' WHERE actor_id IS NOT NULL")


def test_a_look_is_not_wiped_away(locked):
    moderator = make.user("privacy")
    Look.objects.create(submission=make.submission(), actor=moderator, actor_name="P.")
    for statement in ("DELETE FROM submissions_look", "UPDATE submissions_look SET actor_name = 'Nobody'"):
        with pytest.raises(DatabaseError):
            execute(statement)
    assert Look.objects.get().actor_name == "P."


def test_the_security_log_is_not_wiped_away_and_outlives_the_account(locked):
    admin = make.user("admin", name="A. Admin")
    trail.record(trail.Action.LOGOUT, actor=admin, about=admin)
    about = f"ccsis.user:{admin.pk}"
    for statement in (
        "DELETE FROM ccsis_securityevent",
        "UPDATE ccsis_securityevent SET actor_name = 'Nobody'",
        "UPDATE ccsis_securityevent SET actor_id = NULL, network = 'elsewhere'",
    ):
        with pytest.raises(DatabaseError):
            execute(statement)
    admin.delete()
    row = SecurityEvent.objects.get()
    assert (row.action, row.actor, row.actor_name, row.about) == ("logout", None, "A. Admin", about)


def test_new_events_are_added_as_before(locked):
    make.submission(state="accepted")
    assert Event.objects.count() == 3
