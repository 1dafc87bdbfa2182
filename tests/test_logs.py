import json
import logging
from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsis.logs import HidePrivate, JsonLine, OneLine, hide, request_id


@pytest.mark.parametrize(
    "text, kept",
    [
        ("from nino.k+list@mail.example.org to x", "from [e-mail] to x"),
        ("<nino@example.org>, ana@example.org", "<[e-mail]>, [e-mail]"),
        ("203.0.113.77 asked", "203.0.113.x asked"),
        ("at 203.0.113.77.", "at 203.0.113.x."),
        ("2001:db8:1:2:3:4:5:6 asked", "2001:0db8:0001::x asked"),
        ("[2001:db8::1]:443", "[2001:0db8:0000::x]:443"),
        ("12:34:56 and 5.2.19", "12:34:56 and 5.2.19"),
        ("/submissions/AbC-123_x/", "/submissions/[token]/"),
        ("https://ccsis.example/preview/AbC/?x=1", "https://ccsis.example/preview/[token]/?x=1"),
        ("/admin/submissions/submission/12/change/", "/admin/submissions/submission/12/change/"),
        ("/accounts/password/set/MQ/abc-123/", "/accounts/password/set/[token]"),
        ("/accounts/password/set/done/", "/accounts/password/set/done/"),
    ],
)
def test_what_is_private_is_masked_and_nothing_else(text, kept):
    assert hide(text) == kept


def written(message, *args, exc_info=None):
    """The line that the site's handler would write."""
    record = logging.LogRecord("x", logging.INFO, "f", 1, message, args, exc_info)
    HidePrivate().filter(record)
    return OneLine("{levelname} {message}", style="{").format(record)


@given(st.text())
def test_no_text_can_start_a_second_line_or_steer_a_terminal(text):
    line = written("%s", text)
    assert len(line.splitlines()) == 1
    assert not any(letter < " " or "\x7f" <= letter < "\xa0" for letter in line)


@given(st.text())
def test_an_event_is_one_object_of_ascii_whatever_is_in_it(text):
    record = logging.LogRecord("x", logging.WARNING, "f", 1, "%s", (text,), None)
    record.facts = {"path": text}
    HidePrivate().filter(record)
    token = request_id.set("abc")
    line = JsonLine().format(record)
    request_id.reset(token)
    assert line.isascii() and line.isprintable()
    event = json.loads(line)
    assert (event["level"], event["message"], event["path"], event["request"]) == ("WARNING", hide(text), text, "abc")


@pytest.mark.django_db
def test_a_request_has_an_id_in_its_answer_and_in_what_is_written_meanwhile(client, caplog, settings):
    answer = client.get("/nowhere/?e=nino@example.org", headers={"X-Request-ID": "given-by-anybody"})
    [record] = [record for record in caplog.records if record.name == "ccsis.request"]
    assert len(answer["X-Request-ID"]) == 16
    assert {name: record.facts[name] for name in ("method", "path", "status")} == {
        "method": "GET",
        "path": "/nowhere/",
        "status": 404,
    }
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.0/8")]
    assert client.get("/nowhere/", headers={"X-Request-ID": "given-by-proxy"})["X-Request-ID"] == "given-by-proxy"
    assert len(client.get("/nowhere/", headers={"X-Request-ID": "a b\n"})["X-Request-ID"]) == 16


def test_a_traceback_is_one_line_and_masked():
    try:
        raise ValueError("no letter to nino@example.org\nERROR forged")
    except ValueError as error:
        line = written("failed", exc_info=(type(error), error, error.__traceback__))
    assert line.count("\n") == 0
    assert "nino" not in line
    assert "no letter to [e-mail]\\nERROR forged" in line


def test_arguments_that_do_not_fit_lose_nothing():
    assert written("three %s %s", "a") == "INFO three %s %s ('a',)"


@pytest.mark.parametrize("text", ["a" * 200_000, "@" * 200_000, "1." * 100_000, ":" * 200_000, "/preview/" * 20_000])
def test_a_hostile_line_costs_little(text):
    assert len(hide(text)) >= 1
