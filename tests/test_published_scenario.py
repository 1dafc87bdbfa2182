"""A published simulation: the credit of who sent it, its scenario at a glance, and the way to its call."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from submissions.templatetags.scenarios import odds
from tests import make

pytestmark = pytest.mark.django_db
SCENARIO = {
    "question": "Can trade hold for sixty days?",
    "trigger": "An avalanche",
    "actors": ["Two road departments", "Carriers"],
    "horizon": "2027-03-31",
    "low": 15,
    "high": 25,
    "indicators": ["A closure before December"],
}


def words(response):
    return " ".join(re.sub(r"<[^>]*>", " ", response.text).split())


def published(call, **fields):
    where = {"call_title": call.title, "call_address": call.get_absolute_url()}
    return make.publication("What if", kind="simulation", scenario=SCENARIO | fields, **where)


def test_the_scenario_stands_at_a_glance_and_the_open_call_is_offered(client):
    call = make.call("Winter 2027", closes_at=timezone.now() + timedelta(days=3))
    response = client.get(published(call).get_absolute_url())
    shown = words(response)
    assert (
        "The scenario at a glance Can trade hold for sixty days? unlikely 15–25 % What sets it off An avalanche "
        "Who acts Two road departments Carriers How far it looks 31 March 2027 "
        "Signposts: what to watch ○ A closure before December"
    ) in shown
    assert 'aria-label="Likelihood: 15–25 %, unlikely"' in response.text
    assert '<rect x="15" width="10" height="7"/>' in response.text
    assert "This is one answer to “Winter 2027”. Send yours." in shown
    assert f'<a class="button" href="{call.get_absolute_url()}">Send a simulation</a>' in response.text


def test_a_closed_call_is_named_and_not_offered(client):
    call = make.call("Winter 2026", closes_at=timezone.now() - timedelta(days=3))
    shown = words(client.get(published(call).get_absolute_url()))
    assert "Call: Winter 2026" in shown
    assert "Do you see it otherwise?" not in shown


def test_a_simulation_without_a_scenario_has_no_empty_box(client):
    row = make.publication("What if", kind="simulation")
    assert "at a glance" not in client.get(row.get_absolute_url()).text


@pytest.mark.parametrize(
    ("low", "high", "words", "start", "width"),
    [
        (0, 10, "very unlikely", 0, 10),
        (40, 60, "about even", 40, 20),
        (90, 90, "very likely", 90, 1),
        (None, 20, "very unlikely", 0, 20),
        (70, None, "very likely", 70, 30),
    ],
)
def test_a_likelihood_is_drawn_and_said(low, high, words, start, width):
    made = odds({"low": low, "high": high})
    assert (made["words"], made["start"], made["width"]) == (words, start, width)
    assert odds({}) is None
