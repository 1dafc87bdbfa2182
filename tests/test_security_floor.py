"""What no request may do, whatever stands in it: a clean refusal, safe headers, no trace in the log."""

import logging

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import RequestFactory, override_settings

from ccsis import health
from ccsis.models import Redirect
from ccsis.wsgi import application

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"


def part(value, name=b"email"):
    """A form with one field, as a browser sends it when files may be in it."""
    return b'--edge\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n--edge--\r\n' % (name, value)


def send(client, body, content_type=FORM, path="/accounts/login/"):
    return client.generic("POST", path, body, content_type=content_type)


# Unreadable text

UNREADABLE = {"nul": "%00", "cut short": "%E1%83", "latin-1": "%FF", "a lone surrogate": "%ED%A0%80"}


@pytest.mark.parametrize("code", UNREADABLE.values(), ids=UNREADABLE)
@pytest.mark.parametrize("address", ["/{}/", "/analyses/{}/", "/?q={}", "/search/?{}=1", "/admin/?q={}"])
def test_an_unreadable_address_is_refused(client, address, code):
    response = client.get(address.format("a" + code))
    assert response.status_code == 400
    assert "We could not read that" in response.text


def test_an_unreadable_address_is_refused_in_its_language(client):
    assert "Мы не смогли это прочитать" in client.get("/ru/search/?q=a%00").text


@pytest.mark.parametrize("code", UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_field_is_refused(client, code):
    assert send(client, f"email={code}").status_code == 400
    assert send(client, f"{code}=x").status_code == 400


@pytest.mark.parametrize("raw", [b"\0", b"\xe1\x83", b"\xff", b"\xed\xa0\x80"])
def test_an_unreadable_field_of_a_form_with_files_is_refused(client, raw):
    content_type = "multipart/form-data; boundary=edge"
    assert send(client, part(b"text" + raw), content_type).status_code == 400


def test_a_nul_in_the_name_of_a_field_is_refused(client):
    assert send(client, part(b"x", name=b"a\0"), "multipart/form-data; boundary=edge").status_code == 400


def test_any_script_and_even_the_replacement_sign_may_be_sent(client):
    text = "ქართული հայերեն فارسی \N{REPLACEMENT CHARACTER} 𐎠 e\u0301".encode()
    assert send(client, part(text), "multipart/form-data; boundary=edge").status_code == 200


@pytest.mark.parametrize("charset", ["latin-1", "utf-16", "utf-7", "cp1251", "no-such-thing", "undefined", "ascii"])
@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=edge"])
def test_a_form_in_another_charset_is_refused(client, kind, charset):
    assert send(client, b"email=x", f"{kind}; charset={charset}").status_code == 400


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8"])
def test_utf8_may_be_named(client, charset):
    assert send(client, b"email=x", f"{FORM}; charset={charset}").status_code == 200


@pytest.mark.parametrize("charset", ["a'b'c'd", "nope''x", "utf-8''%00"])
def test_a_content_type_that_no_one_can_read_is_refused_at_the_door(charset):
    environ = RequestFactory().post("/accounts/login/", {"email": "x"}).environ
    environ["CONTENT_TYPE"] = f"{FORM}; charset*={charset}"
    answers = []
    application(environ, lambda status, headers: answers.append(status))
    assert answers == ["400 Bad Request"]


def test_a_cookie_with_nul_is_refused(client):
    client.cookies.load({"sessionid": "abcdefgh\0abcdefgh"})
    assert client.get("/admin/").status_code == 400


@pytest.mark.parametrize(
    "body, content_type",
    [
        (b"", "multipart/form-data"),
        (b"--edge", "multipart/form-data; boundary="),
        (b"garbage", "multipart/form-data; boundary=edge"),
        (b"&".join(b"a%d=1" % number for number in range(2100)), FORM),
    ],
)
def test_a_broken_form_is_a_clean_refusal(client, body, content_type):
    assert send(client, body, content_type).status_code in (200, 400)


@pytest.mark.parametrize("content_type", [FORM, "multipart/form-data; boundary=edge", "application/json", "text/plain"])
@pytest.mark.parametrize("path", ["/accounts/login/", "/", "/nowhere/"])
def test_a_body_of_ten_megabytes_is_refused_unread(client, path, content_type):
    response = send(client, b"email=" + b"a" * 10_000_000, content_type, path)
    assert response.status_code == 413
    assert "That was too long" in response.text


# Methods and hosts


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "FOO"])
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_page_that_is_only_read_refuses_other_methods(client, path, method):
    assert client.generic(method, path).status_code == 405


def test_a_foreign_host_name_is_refused_and_not_repeated(client):
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil" not in response.text


# Errors


@pytest.fixture
def breaking_client(client):
    client.raise_request_exception = False
    return client


def test_a_page_that_breaks_says_so_without_the_database(breaking_client, monkeypatch, django_assert_num_queries):
    def broken():
        raise RuntimeError("the reason")

    monkeypatch.setitem(health.PARTS, "database", broken)
    with django_assert_num_queries(0):
        response = breaking_client.get("/readyz")
    assert response.status_code == 500
    assert "Something broke on our side" in response.text
    assert "the reason" not in response.text


@pytest.mark.parametrize("error", [OperationalError("server closed the connection"), InterfaceError("closed already")])
def test_while_the_database_is_away_everybody_is_told_when_to_come_back(breaking_client, monkeypatch, caplog, error):
    def broken(*args, **options):
        raise error

    monkeypatch.setattr(connection, "cursor", broken)
    for path, words in (("/ru/topics/", 'lang="ru"'), ("/search/?q=road", 'lang="en"'), ("/submit/open/", "<h1>")):
        response = breaking_client.get(path)
        assert (response.status_code, response["Retry-After"]) == (503, "10")
        assert words in response.text and str(error) not in response.text and "no-store" in response["Cache-Control"]
    told = breaking_client.get("/api/v1/publications/")
    assert (told.status_code, told["Retry-After"], told.json()["status"]) == (503, "10", 503)
    lines = [record for record in caplog.records if record.levelname == "ERROR"]
    assert lines and [record for record in lines if record.exc_info] == []  # a sentence for each, not the way to it


def test_a_table_that_is_missing_is_a_mistake_of_ours_and_told_as_one(breaking_client, monkeypatch):
    monkeypatch.setattr(connection, "cursor", lambda: (_ for _ in ()).throw(OperationalError("no such table: x")))
    assert breaking_client.get("/search/?q=road").status_code == 500


def test_an_unknown_address_gets_a_helpful_page(client):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert 'action="/search/"' in response.text


def test_a_form_without_its_token_gets_an_explanation(client):
    client.handler.enforce_csrf_checks = True
    response = client.post("/accounts/login/", {"username": "x"})
    assert response.status_code == 403
    assert "This form was open too long" in response.text


def test_there_is_one_login(client):
    response = client.get("/admin/login/?next=/admin/")
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/admin/"


# Old addresses


@pytest.mark.parametrize("asked", ["/2021/05/karabakh/", "/2021/05/karabakh"])
def test_a_page_that_moved_is_found_for_good(client, asked):
    Redirect.objects.leave("/2021/05/karabakh/", "/analyses/karabakh/")
    response = client.get(asked + "?page=2")
    assert response.status_code == 301
    assert response["Location"] == "/analyses/karabakh/?page=2"


def test_a_redirect_never_hides_a_page_that_is_there(client):
    Redirect.objects.leave("/healthz", "/analyses/")
    assert client.get("/healthz").status_code == 200


def test_a_form_sent_to_an_old_address_is_not_sent_on(client):
    Redirect.objects.leave("/2021/05/karabakh/", "/analyses/karabakh/")
    assert client.post("/2021/05/karabakh/").status_code == 404


# Headers


def test_a_public_page_has_every_safe_header_and_no_cookie(client):
    response = client.get("/")
    assert response.status_code == 200
    assert not response.cookies
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("path", ["/", "/no-such-page/", "/accounts/login/", "/?q=%00", "/submit/"])
def test_no_page_outside_the_editor_may_run_or_style_inline(client, path):
    policy = dict(
        directive.strip().split(" ", 1) for directive in client.get(path)["Content-Security-Policy"].split(";")
    )
    assert "unsafe" not in str(policy)
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"


@pytest.mark.parametrize("path", ["/", "/analyses/", "/no-such-page/", "/search/?q=tea", "/healthz", "/robots.txt"])
def test_readers_get_no_cookie(client, path):
    assert not client.get(path).cookies


@pytest.mark.parametrize("path", ["/admin/", "/accounts/login/", "/submit/", "/submissions/guess/", "/preview/guess/"])
def test_pages_for_one_person_are_never_kept(client, path):
    response = client.get(path)
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    is_secret = path.endswith("/guess/")
    assert response["Referrer-Policy"] == ("no-referrer" if is_secret else "same-origin")


@override_settings(SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=31536000)
def test_with_tls_everything_but_the_health_checks_moves_to_https(client):
    assert client.get("/").status_code == 301
    assert client.get("/healthz").status_code == 200
    assert "max-age=31536000" in client.get("/", secure=True)["Strict-Transport-Security"]


# The log


def test_a_request_leaves_one_line_without_query_string_token_or_whole_address(client, caplog):
    caplog.set_level(logging.INFO, "ccsis.request")
    client.get("/submissions/s3cr3tt0k3n/?email=nino@example.org", REMOTE_ADDR="203.0.113.77")
    lines = [record.getMessage() for record in caplog.records if record.name == "ccsis.request"]
    assert len(lines) == 1
    assert lines[0].startswith("GET /submissions/[token]/ 404 ")
    assert lines[0].endswith(" 203.0.113.x")
