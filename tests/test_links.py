"""Secret links in the place of accounts: what opens nothing says nothing, opening changes nothing, nothing leaks."""

import logging
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ccsis import letters as outbox
from ccsis.models import Letter, SiteSettings
from submissions import erasure, letters, links, receiving
from submissions.form import by_link, find, urls
from submissions.models import Contributor, Link, State, Submission
from tests import checksum, make

pytestmark = pytest.mark.django_db
PURPOSES = Link.Purpose.values
# Every address that begins with a token, from the URL table; a new one is walked from its first day.
ROUTES = [str(route.pattern) for route in urls.urlpatterns if "<str:token>" in str(route.pattern)]
# Which links open which address; whatever is not here is opened by `manage` alone.
OPENED_BY = {
    "": {"confirm", "manage", "coauthor", "proof"},
    "confirm/": {"confirm"},
    "agree/": {"coauthor"},
    "refuse/": {"coauthor"},
    "final/": {"manage", "proof"},
    "final/changes/": {"manage", "proof"},
    "approve/": {"manage", "proof"},
    "object/": {"manage", "proof"},
}


def below(token):
    """Every address of a token as (what stands behind the token, the whole of it)."""
    found = []
    for route in ROUTES:
        behind = re.sub(r"<int:\w+>", "1", route.partition("<str:token>/")[2])
        found.append((behind, f"/submissions/{token}/{behind}"))
    return found


def token_of(submission, purpose="manage", **more):
    if purpose == "coauthor":
        more["coauthor"] = make.coauthor(submission)
    return links.mint(submission, purpose, **more)


def asked(client, address, method="get"):
    """(status, body, how many questions to the database) of an address, asked from a network that guessed nothing."""
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = getattr(client, method)(address)
    return response.status_code, response.content, len(queries)


# The token


def test_a_token_has_256_bits_and_the_database_keeps_its_hash_alone():
    submission = make.submission()
    tokens = [links.mint(submission, "manage") for _n in range(20)]
    assert {len(token) for token in tokens} == {43}
    assert len(set(tokens)) == 20
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM submissions_link")
        kept = repr(cursor.fetchall())
    assert not any(token in kept or token[:12] in kept for token in tokens)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_link_is_found_for_its_purpose_until_it_expires(purpose):
    submission, now = make.submission(), timezone.now()
    token = token_of(submission, purpose, now=now)
    life = links.LIVES[purpose]
    assert links.find(token, purpose, now=now + life - timedelta(seconds=1)).submission == submission
    assert links.find(token, purpose, now=now + life) is None
    assert [other for other in PURPOSES if links.find(token, other, now=now)] == [purpose]


def test_what_was_used_works_two_minutes_more_because_a_double_click_is_one():
    now = timezone.now()
    token = token_of(make.submission(), "confirm", now=now)
    assert links.use_up(links.find(token, now=now), now=now)
    assert not links.use_up(links.find(token, now=now), now=now)
    assert links.find(token, now=now + links.ONE_CLICK - timedelta(seconds=1))
    assert links.find(token, now=now + links.ONE_CLICK) is None


# What opens nothing


@pytest.fixture
def dead():
    """A token for each way in which a link may open nothing."""
    now = timezone.now()
    submission = make.submission()
    erased = make.submission(email="gone@mail.example")
    tokens = {
        "unknown": "x" * 43,
        "short": "a",
        "long": "b" * 500,
        "in another script": "ნინო",
        "expired": token_of(submission, now=now - timedelta(days=500)),
        "ended": token_of(submission),
        "of somebody erased": token_of(erased),
        "a reference": submission.reference,
    }
    links.end(submission)
    erasure.erase(erased, by="contributor")
    used = make.submission()
    tokens["used"] = token_of(used, "confirm")
    Link.objects.filter(token_hash=links.hash_of(tokens["used"])).update(used_at=now - timedelta(minutes=3))
    return tokens


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_dead_link_gets_the_same_answer_at_the_same_cost_at_every_address(client, dead, method):
    answers = {
        (why, behind): asked(client, address, method) for why, token in dead.items() for behind, address in below(token)
    }
    assert len(answers) == len(dead) * len(ROUTES) > 150
    assert {status for status, _body, _queries in answers.values()} == {404}
    assert len({body for _status, body, _queries in answers.values()}) == 1
    assert len({queries for _status, _body, queries in answers.values()}) == 1


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_for_another_purpose_gets_that_same_answer(client, purpose, method):
    submission = make.submission(state="unconfirmed" if purpose == "confirm" else "proof")
    unknown = asked(client, "/submissions/nothing/", method)
    before = checksum.of_all_tables()
    opened = set()
    token = token_of(submission, purpose)
    before = checksum.of_all_tables()
    for behind, address in below(token):
        if purpose in OPENED_BY.get(behind, {"manage"}):
            opened.add(behind)
        else:
            assert asked(client, address, method) == unknown, behind
    assert checksum.of_all_tables() == before
    assert opened == {behind for behind, _a in below("x") if purpose in OPENED_BY.get(behind, {"manage"})}


def test_the_answer_says_what_to_do_and_nothing_of_what_there_was(client):
    page = client.get("/submissions/nothing/")
    assert "This link does not work any more, or never did" in page.text
    assert 'href="/submissions/"' in page.text
    assert "nothing/" not in page.text


def test_a_reference_number_opens_nothing(client):
    submission = make.submission()
    for address in (
        f"/submissions/{submission.reference}/",
        f"/submissions/{submission.pk}/",
        f"/submissions/{links.hash_of('x')}/",
    ):
        assert client.get(address).status_code == 404


def test_a_hash_from_a_stolen_database_opens_nothing(client):
    token_of(make.submission())
    assert client.get(f"/submissions/{Link.objects.get().token_hash}/").status_code == 404


# Guessing


def test_who_guesses_is_told_to_wait_and_a_good_link_still_works(client, monkeypatch):
    monkeypatch.setattr(by_link, "MISSES_PER_NETWORK", (3, 3600))
    good = make.private(make.submission())
    statuses = [client.get(f"/submissions/guess{number}/").status_code for number in range(5)]
    assert statuses == [404, 404, 404, 429, 429]
    assert client.get("/submissions/guess/")["Retry-After"] == "3600"
    assert client.get(good).status_code == 200
    assert client.get("/submissions/guess/", REMOTE_ADDR="203.0.113.9").status_code == 404


def test_a_forged_address_of_the_sender_makes_no_new_guesser(client, monkeypatch):
    monkeypatch.setattr(by_link, "MISSES_PER_NETWORK", (1, 3600))
    client.get("/submissions/guess/")
    assert client.get("/submissions/guess/", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 429


def test_good_links_do_not_count_as_guesses(client, monkeypatch):
    monkeypatch.setattr(by_link, "MISSES_PER_NETWORK", (1, 3600))
    good = make.private(make.submission())
    assert {client.get(good).status_code for _n in range(4)} == {200}
    assert client.get("/submissions/guess/").status_code == 404


# A scanner opens every link


def every_address(state):
    """Every address with every link that opens it. What opens nothing is looked at above, and answers alike."""
    submission = make.submission(state=state)
    return [
        address
        for purpose in PURPOSES
        for behind, address in below(token_of(submission, purpose))
        if purpose in OPENED_BY.get(behind, {"manage"})
    ]


SCANNERS = {
    "get": {"purpose": "prefetch", "sec-purpose": "prefetch", "user-agent": "TelegramBot (like TwitterBot)"},
    "head": {},
}


OPENED = [("get", state) for state in State.values]
OPENED += [("head", state) for state in ("draft", "changes_requested", "proof", "published")]


@pytest.mark.parametrize("method, state", OPENED)
def test_opening_every_address_changes_no_row(client, state, method):
    addresses = every_address(state)
    before = checksum.of_all_tables()
    for address in addresses:
        response = getattr(client, method)(address, headers=SCANNERS[method])
        assert response.status_code in (200, 302, 404, 429), address
        if method == "get":
            assert b"".join(response) or response.status_code == 302, address
    assert checksum.of_all_tables() == before


def test_what_is_made_for_a_button_leads_a_reader_to_the_page(client):
    page = make.private(make.submission())
    for behind in ("answer/", "message/", "again/", "address/", "approve/", "object/", "new-link/"):
        response = client.get(page + behind)
        assert (response.status_code, response["Location"]) == (302, page), behind


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused_alike_for_good_and_bad_links(client, method):
    for address in (make.private(make.submission()), "/submissions/nothing/"):
        assert getattr(client, method)(address).status_code == 405


# Nothing leaks


@pytest.mark.parametrize("state", ["draft", "unconfirmed", "changes_requested", "proof", "published"])
def test_no_page_is_kept_indexed_or_told_to_others(client, state):
    for address in every_address(state):
        response = client.get(address)
        assert "no-store" in response["Cache-Control"] and "private" in response["Cache-Control"], address
        assert response["X-Robots-Tag"] == "noindex", address
        assert response["Referrer-Policy"] == "no-referrer", address
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            loaded = re.findall(r'<(?:img|script|source|link)[^>]* (?:src|href)="([^"]*)"', response.text)
            ours = ("/static/", "/media/", "/feeds/", "/opensearch.xml")
            assert all(path.startswith(ours) for path in loaded), address
            assert re.findall(r"<title>.*submissions/.*</title>", response.text) == []
            assert '<meta name="robots" content="noindex' in response.text, address


@pytest.mark.parametrize("state", ["unconfirmed", "changes_requested", "proof"])
def test_no_token_stands_in_any_log(client, state, caplog):
    caplog.set_level(logging.DEBUG)
    dead = [address for _behind, address in below("y" * 43)]
    walked = every_address(state) + (dead if state == "proof" else [])
    tokens = {address.split("/")[2] for address in walked}
    for address in walked:
        for method in ("get", "post", "put"):
            getattr(client, method)(address)
    from ccsis.logs import hide

    ours = [
        record for record in caplog.records if record.name.startswith(("ccsis", "django.request", "django.security"))
    ]
    assert len(ours) > 50
    assert not any(token in hide(record.getMessage()) for record in ours for token in tokens)


def test_a_broken_page_tells_the_log_no_token(client, caplog, monkeypatch):
    from ccsis.logs import HidePrivate

    token = token_of(make.submission())

    def broken(*_arguments, **_more):
        raise RuntimeError(f"at /submissions/{token}/edit/")

    monkeypatch.setattr(receiving, "open_points", broken)
    client.raise_request_exception = False
    assert client.post(f"/submissions/{token}/message/", {"text": "x"}).status_code == 500
    for record in caplog.records:
        HidePrivate().filter(record)
        assert token not in f"{record.msg}{record.exc_text}"


def test_nothing_of_the_token_stands_in_a_title_or_in_an_address_that_leads_elsewhere(client):
    page = make.private(make.submission(text="See [this](https://elsewhere.example/page).", state="proof"))
    for address in (page, f"{page}texts/1/", f"{page}final/"):
        html = client.get(address).text
        assert page.split("/")[2] not in re.search(r"<title>(.*?)</title>", html)[1]
        outside = re.findall(r'<a [^>]*href="https?://[^"]*"[^>]*>', html)
        assert all("noreferrer" in link for link in outside)


# A new address for the page


def test_a_new_address_ends_all_earlier_ones_and_leads_to_itself(client):
    submission = make.submission()
    first, second = make.private(submission), make.private(submission)
    other = make.private(submission, "confirm")
    response = client.post(f"{first}new-link/", {"once": "n1"})
    fresh, _question, query = response["Location"].partition("?")
    assert query == "done=new-link"
    assert {client.get(old).status_code for old in (first, second)} == {404}
    page = client.get(response["Location"])
    assert (page.status_code, "All earlier ones have ended" in page.text) == (200, True)
    assert links.find(other.split("/")[2], "confirm")
    assert fresh not in (first, second)


def test_a_double_click_on_it_leads_to_a_page_too_and_an_old_link_alone_to_none(client):
    page = make.private(make.submission())
    once = re.search(r'name="once" value="([^"]+)"', client.get(page).text)[1]
    assert client.post(f"{page}new-link/", {"once": once}).status_code == 302
    again = client.post(f"{page}new-link/", {"once": once})
    assert client.get(again["Location"]).status_code == 200
    for typed in ({}, {"once": ""}, {"once": "guess"}):
        assert client.post(f"{page}new-link/", typed).status_code == 404
    assert client.post(f"{page}erase/", {"once": once}).status_code == 404
    assert client.get(f"{page}new-link/?once={once}").status_code == 404


# Mail me my links


def letters_sent():
    mail.outbox.clear()
    outbox.send_due()
    return mail.outbox


def answer_for(email):
    """Everything that somebody could see or measure of our answer, asked from a fresh browser."""
    client = Client()
    with CaptureQueriesContext(connection) as queries:
        response = client.post("/submissions/", {"email": email})
    kinds = [re.sub(r"'[^']*'|\d+", "…", query["sql"]).split(" FROM ")[0] for query in queries]
    then = client.get(response["Location"])
    passing = ("Expires", "X-Request-ID")  # which tell the time and count requests
    headers = {name: value for name, value in response.headers.items() if name not in passing}
    return response.status_code, response["Location"], response.content, headers, kinds, then.content


def test_the_answer_is_the_same_to_the_last_byte_whether_we_know_the_address_or_not():
    make.submission(email="known@mail.example")
    make.submission(state="draft", email="draft@mail.example")
    letters_sent()
    known, unknown, draft = (answer_for(f"{name}@mail.example") for name in ("known", "nobody", "draft"))
    assert known == unknown == draft
    assert known[:2] == (302, "/submissions/?done=asked")
    assert "mail.example" not in known[-1].decode()


def test_the_owner_gets_a_link_to_each_and_nobody_else_a_letter(client):
    first = make.submission("One", email="Ana@Mail.example")
    second = make.submission("Two", email="ana@mail.example")
    make.submission("Not hers", email="other@mail.example")
    letters_sent()
    client.post("/submissions/", {"email": " ANA@mail.example "})
    client.post("/submissions/", {"email": "nobody@mail.example"})
    [message] = letters_sent()
    tokens = re.findall(r"/submissions/([\w-]{43})/", message.body)
    assert {links.find(token, "manage").submission for token in tokens} == {first, second}
    assert message.to == ["ana@mail.example"]


def test_who_saved_a_draft_finds_it_again(client):
    draft = receiving.start(make.call(), nonce="n")
    receiving.keep_draft(draft, {"title": ["A"]}, email="Ana@mail.example")
    letters_sent()
    client.post("/submissions/", {"email": "ana@mail.example"})
    [message] = letters_sent()
    [token] = re.findall(r"/submissions/([\w-]{43})/", message.body)
    assert client.get(f"/submissions/{token}/").status_code == 200


def test_a_co_author_finds_the_own_page_again_and_no_other(client):
    submission = make.submission()
    make.coauthor(submission, email="Maia@mail.example")
    make.coauthor(make.submission(state="unconfirmed"), email="maia@mail.example")
    make.coauthor(make.submission(state="quarantined"), email="maia@mail.example")
    letters_sent()
    client.post("/submissions/", {"email": "maia@mail.example"})
    [message] = letters_sent()
    [token] = re.findall(r"/submissions/([\w-]{43})/", message.body)
    link = links.find(token)
    assert (link.purpose, link.coauthor.submission) == ("coauthor", submission)


def test_one_mailbox_is_not_filled_however_it_is_spelled_and_nobody_sees_the_end_of_it(client):
    make.submission(email="ana@mail.example")
    letters_sent()
    answers = {client.post("/submissions/", {"email": f"a.na+{n}@mail.example"})["Location"] for n in range(9)}
    assert answers == {"/submissions/?done=asked"}
    assert Letter.objects.filter(template__in=letters.UNASKED).count() == letters.MOST_UNASKED


def test_one_network_may_not_ask_without_end(client, monkeypatch):
    monkeypatch.setattr(find, "ASKED_PER_NETWORK", (2, 3600))
    statuses = [client.post("/submissions/", {"email": f"a{n}@mail.example"}).status_code for n in range(3)]
    assert statuses == [302, 302, 429]
    page = client.post("/submissions/", {"email": "typed@mail.example"})
    assert (page["Retry-After"], 'value="typed@mail.example"' in page.text) == ("3600", True)


@pytest.mark.parametrize(
    "typed", ["", "nobody", "a@b", "x" * 300 + "@mail.example", "a@mail.example\r\nBcc: b@mail.example"]
)
def test_what_is_no_address_is_said_and_kept(client, typed):
    page = client.post("/submissions/", {"email": typed})
    assert page.status_code == 422
    assert "needs your help" in page.text
    assert Letter.objects.count() == 0


def test_a_form_that_is_not_ours_is_shown_again_with_the_address(client):
    client.handler.enforce_csrf_checks = True
    page = client.post("/submissions/", {"email": "ana@mail.example"})
    assert (page.status_code, 'value="ana@mail.example"' in page.text) == (403, True)


def test_the_way_to_it_stands_at_the_foot_of_the_page(client):
    SiteSettings.objects.create(pk=1)
    assert '<a href="/submissions/">Find my submission</a>' in client.get("/").text


# Forms of secret pages: a browser says `Origin: null` there


def posted_by_a_browser(page, *, origin="null", token=None, secure=False):
    """A message as a browser posts it: the page is opened, its token goes back in the form."""
    client = Client(enforce_csrf_checks=True)
    html = client.get(page, secure=secure).text
    own = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1]
    headers = {"origin": origin} if origin else {}
    typed = {"text": "Two lines\nof a message", "csrfmiddlewaretoken": own if token is None else token}
    return client.post(f"{page}message/", typed, headers=headers, secure=secure)


@pytest.mark.parametrize("secure", [False, True])
@pytest.mark.parametrize("origin", ["null", None, "http://testserver", "https://testserver"])
def test_a_form_of_ours_comes_through_although_it_does_not_say_from_where(origin, secure):
    if origin and origin != "null" and origin.startswith("https") != secure:
        origin = "null"
    submission = make.submission()
    assert posted_by_a_browser(make.private(submission), origin=origin, secure=secure).status_code == 302
    assert submission.messages.get().text == "Two lines\nof a message"


@pytest.mark.parametrize(("origin", "token"), [("null", ""), ("null", "x" * 64), ("https://evil.example", None)])
def test_a_form_of_somebody_else_does_nothing_and_shows_what_was_typed(origin, token):
    submission = make.submission()
    page = posted_by_a_browser(make.private(submission), origin=origin, token=token)
    assert page.status_code == 403
    assert "Two lines\nof a message</textarea>" in page.text
    assert "Press once more" in page.text
    assert not submission.messages.exists()


def test_what_was_shown_again_can_be_sent_again(client):
    client.handler.enforce_csrf_checks = True
    submission = make.submission(state="changes_requested")
    page = make.private(submission)
    shown = client.post(f"{page}answer/", {"answer-1": "From the notice of 3 November.", "keep": "1"})
    assert shown.status_code == 403
    typed = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown.text))
    typed |= {"answer-1": re.search(r'<textarea[^>]*name="answer-1"[^>]*>\n(.*?)</textarea>', shown.text, re.DOTALL)[1]}
    sent = client.post(f"{page}answer/", typed, headers={"origin": "null"})
    assert sent["Location"] == f"{page}?done=kept"
    assert receiving.open_points(submission)[0].answer == "From the notice of 3 November."


def test_outside_secret_pages_an_unnamed_origin_is_refused():
    client = Client(enforce_csrf_checks=True)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get("/accounts/login/").text)[1]
    typed = {"username": "x", "password": "y", "csrfmiddlewaretoken": token}
    assert client.post("/accounts/login/", typed, headers={"origin": "null"}).status_code == 403
    assert Contributor.objects.count() == Submission.objects.count() == 0
