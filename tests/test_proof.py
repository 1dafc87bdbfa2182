"""Proof of work: switched on, the form asks for it, and it is checked; nobody is refused for want of it."""

import base64
import json
from html import unescape

import pytest
from altcha import Challenge, solve_challenge
from django.core.cache import cache

from ccsis.models import SiteSettings
from submissions.form import intake, proof
from submissions.models import Flag, Submission
from tests import make
from tests.form import open_form, own_page, press, save, send, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Small sums; and tests write quicker than people, which is another sign."""
    monkeypatch.setattr(proof, "MOST", 50)
    monkeypatch.setattr(intake, "HURRY", 0)


@pytest.fixture
def switched_on():
    SiteSettings.objects.create(pk=1, has_proof_of_work=True, contact_address="desk@centre.example")


def challenge_of(page):
    """The challenge in a page, as its script reads it."""
    return unescape(page.content.decode().partition('data-challenge="')[2].partition('"')[0])


def solution(asked, **changes):
    """What the script makes of a challenge."""
    given = json.loads(asked)
    found = solve_challenge(given["challenge"], given["salt"], given["algorithm"], given["maxNumber"], start=0)
    made = {name: given[name] for name in ("algorithm", "challenge", "salt", "signature")}
    return packed(made | {"number": found.number} | changes)


def packed(value):
    return base64.b64encode(json.dumps(value).encode()).decode()


def flags():
    return list(Flag.objects.order_by("id").values_list("code", "points"))


def test_switched_off_nothing_is_asked_for_and_nothing_is_missed(client):
    call = make.call()
    page = client.get(call.get_absolute_url())
    assert "form-proof.js" not in page.content.decode()
    assert "proof" not in page.content.decode()
    assert send(client, call).status_code == 302
    assert flags() == []


def test_switched_on_the_form_brings_its_challenge_and_a_word_to_those_without_scripts(client, switched_on):
    page = client.get(make.call().get_absolute_url())
    assert json.loads(challenge_of(page))["maxNumber"] == 50
    assert "form-proof.js" in page.content.decode()
    assert "it may take a little longer until somebody looks at it" in words_of(page)
    assert '<a href="mailto:desk@centre.example">' in page.content.decode().partition("no-proof")[2]
    assert page["Content-Security-Policy"] == client.get("/submit/")["Content-Security-Policy"]


def test_a_small_sum_stays_small_on_a_telephone(monkeypatch):
    monkeypatch.undo()
    assert 0 < json.loads(proof.new_challenge())["maxNumber"] <= 100_000


def test_only_a_form_that_is_sent_for_the_first_time_asks_for_it(client, switched_on):
    submission = make.submission()
    edit = client.get(f"{make.private(submission)}edit/")
    others = ["/", "/submit/", make.private(submission), "/submissions/"]
    pages = [edit, *map(client.get, others)]
    assert [page.status_code for page in pages] == [200] * 5
    assert ["form-proof.js" in page.content.decode() for page in pages] == [False] * 5


def test_who_did_the_sum_is_not_flagged(client, switched_on):
    call = make.call()
    page = client.get(call.get_absolute_url())
    assert send(client, call, page.context["stamp"], proof=solution(challenge_of(page))).status_code == 302
    assert Submission.objects.get().state == "unconfirmed"
    assert flags() == []


def test_a_draft_that_is_resumed_asks_for_it_too(client, switched_on):
    call = make.call()
    page = client.get(f"{save(client, call)}edit/")
    assert own_page(press(client, page, proof=solution(challenge_of(page))))
    assert flags() == []
    page = client.get(f"{save(client, call, text='Another text.')}edit/")
    assert own_page(press(client, page))
    assert flags() == [("no_proof", 50)]


def test_who_did_not_is_flagged_and_taken_in_all_the_same(client, switched_on):
    assert own_page(send(client, make.call()))
    assert Submission.objects.get().state == "unconfirmed"
    assert flags() == [("no_proof", 50)]


HOSTILE = {
    "nothing": "",
    "no base64": "§§§",
    "no JSON": base64.b64encode(b"\xff{").decode(),
    "a list": packed(["algorithm", "challenge", "number", "salt", "signature"]),
    "a number": packed(7),
    "half of it": packed({"algorithm": "SHA-256"}),
    "no salt": packed(dict.fromkeys(["algorithm", "challenge", "number", "salt", "signature"])),
    "odd types": packed({"algorithm": "SHA-256", "challenge": [], "number": {}, "salt": 3, "signature": True}),
    "odd salt": packed({"algorithm": "SHA-256", "challenge": "a", "number": 1, "salt": "a?b?c?d", "signature": "a"}),
    "unknown hash": packed({"algorithm": "MD5", "challenge": "a", "number": 1, "salt": "a", "signature": "a"}),
    "deep": base64.b64encode(b"[" * 700).decode(),
    "long": packed("a" * 100_000),
}


@pytest.mark.parametrize("sent", HOSTILE.values(), ids=HOSTILE)
def test_whatever_a_program_sends_is_no_proof_and_no_error(client, switched_on, sent):
    assert own_page(send(client, make.call(), proof=sent))
    assert flags() == [("no_proof", 50)]


@pytest.mark.parametrize(
    "changes", [{"number": -1}, {"signature": "0" * 64}, {"challenge": "0" * 64}, {"salt": "0?expires=9999999999&"}]
)
def test_a_forged_solution_is_none(switched_on, changes):
    assert not proof.is_done(solution(proof.new_challenge(), **changes), "a form")


def test_a_challenge_of_somebody_elses_making_is_none(settings):
    own = proof.new_challenge()
    settings.ALTCHA_HMAC_KEY = "another key"
    assert proof.is_done(solution(proof.new_challenge()), "a form")
    assert not proof.is_done(solution(own), "a form")


def test_a_challenge_ends_and_its_end_cannot_be_moved(monkeypatch):
    monkeypatch.setattr(proof, "LIVES", -10)
    old = json.loads(proof.new_challenge())
    assert not proof.is_done(solution(json.dumps(old)), "a form")
    moved = old | {"salt": old["salt"].replace("expires=1", "expires=9")}
    assert moved != old
    made = solution(json.dumps(old), salt=moved["salt"])
    assert not proof.is_done(made, "a form")


def test_a_solution_serves_one_form_however_often_that_is_sent(client, switched_on):
    call = make.call()
    page = client.get(call.get_absolute_url())
    found = solution(challenge_of(page))
    assert own_page(send(client, call, page.context["stamp"], proof=found))
    assert own_page(send(client, call, page.context["stamp"], proof=found))
    assert flags() == []
    assert own_page(
        send(client, call, open_form(client, call), proof=found, text="Another text.", email="b@mail.example")
    )
    assert flags() == [("no_proof", 50)]
    assert Submission.objects.count() == 2


def test_while_the_cache_is_down_the_form_stays_open_and_says_so_in_the_log(client, switched_on, monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise OSError("the cache is down")

    for method in ("add", "get", "get_many"):
        monkeypatch.setattr(cache, method, broken)
    call = make.call()
    page = client.get(call.get_absolute_url())
    assert own_page(send(client, call, page.context["stamp"], proof=solution(challenge_of(page))))
    assert flags() == []
    assert "a proof of work may be used twice: OSError" in caplog.text


def test_a_challenge_is_of_the_shape_that_the_script_reads():
    given = json.loads(proof.new_challenge())
    assert {"algorithm", "challenge", "maxNumber", "salt", "signature"} == set(given)
    assert isinstance(Challenge(*given.values()), Challenge)
