"""The walk through a new site on the front page of the desk: what is done, what is next, who does it, and its end."""

import re

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Topic
from ccsis.first_steps import walk
from ccsis.models import SiteSettings, User
from tests import make

pytestmark = pytest.mark.django_db
TITLES = [
    "Say who you are",
    "Name the first people",
    "Look through topics and regions",
    "The first text",
    "Invite your colleagues",
]


@pytest.fixture(autouse=True)
def new_site():
    call_command("setup", verbosity=0)


@pytest.fixture
def publisher(client):
    user = make.user("publisher", name="Nino")
    client.force_login(user)
    return user


def states(user):
    return {step.title: step.state for step in walk(user)}


def words(response):
    text = re.sub(r"<head>.*?</head>|<[^>]+>", " ", response.text, flags=re.DOTALL)
    return " ".join(text.split())


def say_who_we_are():
    SiteSettings.objects.update(contact_address="desk@ccsis.example")


def change_a_topic(user):
    """As the admin does when somebody saves a form."""
    topic, kind = Topic.objects.first(), ContentType.objects.get_for_model(Topic)
    LogEntry.objects.create(
        user=user, content_type=kind, object_id=topic.pk, object_repr=str(topic), action_flag=CHANGE
    )


def test_right_after_setup_everything_is_open_and_the_first_step_is_next(client, publisher):
    assert states(publisher) == dict(zip(TITLES, ["next", "open", "open", "open", "open"], strict=True))
    page = client.get("/admin/")
    assert [step.title for step in walk(publisher)] == TITLES
    for address in (
        "/admin/ccsis/sitesettings/1/change/",
        "/admin/articles/person/add/",
        "/admin/articles/topic/",
        "/admin/articles/region/",
        "/admin/articles/article/add/",
        "/admin/articles/importrun/add/",
    ):
        assert f'href="{address}"' in page.text
        assert client.get(address).status_code == 200
    assert "Ask an administrator." in words(page)  # a publisher invites nobody


def test_steps_tick_themselves_off_as_the_data_says(publisher):
    say_who_we_are()
    assert states(publisher)["Say who you are"] == "done"
    assert states(publisher)["Name the first people"] == "next"
    make.person("The desk", is_body=True)
    assert states(publisher)["Name the first people"] == "next"
    make.person()
    assert states(publisher)["Look through topics and regions"] == "next"
    change_a_topic(publisher)
    assert states(publisher)["The first text"] == "next"
    User.objects.create_user("second@example.org", "second")
    assert states(publisher)["Invite your colleagues"] == "done"


def test_topics_are_looked_through_also_by_using_one(publisher):
    assert states(publisher)["Look through topics and regions"] == "open"
    make.article(topics=[make.topic()])
    assert states(publisher)["Look through topics and regions"] == "done"


def test_when_all_is_done_the_walk_is_gone(client, publisher):
    say_who_we_are()
    make.person()
    make.article(topics=[make.topic()])
    make.user("editor")
    assert walk(publisher) == []
    page = words(client.get("/admin/"))
    assert "The first steps" not in page
    assert "Show the first steps again" not in page


@pytest.mark.parametrize(
    ("role", "next_step", "theirs"),
    [
        ("author", "The first text", ["The first text"]),
        ("editor", "Name the first people", TITLES[1:4]),
        ("admin", "Say who you are", [TITLES[0], TITLES[4]]),
    ],
)
def test_each_is_led_to_what_they_may_do_and_told_whom_to_ask_for_the_rest(client, role, next_step, theirs):
    user = make.user(role)
    client.force_login(user)
    steps = walk(user)
    assert [step.title for step in steps if step.state == "next"] == [next_step]
    assert [step.title for step in steps if step.ways] == theirs
    page = words(client.get("/admin/"))
    assert page.count("Ask an") == len(TITLES) - len(theirs)


def test_only_who_may_import_is_offered_wordpress(client):
    client.force_login(make.user("author"))
    page = words(client.get("/admin/"))
    assert "Start writing" in page
    assert "Bring your texts from WordPress" not in page


@pytest.mark.parametrize("role", ["moderator", "reader", "privacy"])
def test_who_may_do_none_of_it_is_not_bothered(client, role):
    client.force_login(make.user(role))
    assert "The first steps" not in words(client.get("/admin/"))


def test_the_walk_is_put_away_by_each_for_themselves_and_comes_back_when_asked(client, publisher):
    other = make.user("editor")
    assert "Hide this" in words(client.get("/admin/"))
    assert client.post("/admin/first-steps/", {"wanted": ""})["Location"] == "/admin/"
    page = words(client.get("/admin/"))
    assert "Name the first people" not in page
    assert "Show the first steps again" in page
    client.force_login(other)
    assert "Name the first people" in words(client.get("/admin/"))
    client.force_login(publisher)
    client.post("/admin/first-steps/", {"wanted": "1"})
    assert "Name the first people" in words(client.get("/admin/"))


def test_putting_away_is_posted_by_who_is_logged_in(client, publisher):
    assert client.get("/admin/first-steps/").status_code == 405
    client.logout()
    assert client.post("/admin/first-steps/")["Location"].endswith("/login/?next=/admin/first-steps/")
    publisher.refresh_from_db()
    assert publisher.wants_first_steps


def test_the_walk_costs_a_few_queries(client, publisher):
    client.get("/admin/")  # content types and the like are asked for once
    with CaptureQueriesContext(connection) as walking:
        client.get("/admin/")
    publisher.wants_first_steps = False
    publisher.save()
    with CaptureQueriesContext(connection) as without:
        client.get("/admin/")
    assert len(walking) - len(without) <= 8
