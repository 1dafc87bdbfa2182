"""The second factor of the staff: set up, asked for, lost; and who may not enter the desk without one."""

import json
import os
import re
import subprocess
import sys
from datetime import timedelta
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import SESSION_KEY
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from ccsis import roles
from ccsis.accounts import factors
from ccsis.models import Letter, SecurityEvent
from tests import make

pytestmark = pytest.mark.django_db
ACCOUNT, CODE, APP = "/accounts/", "/accounts/login/code/", "/accounts/app/"
FORCED = {"publisher", "privacy", "admin"}


@pytest.fixture
def clock(monkeypatch):
    """The time as codes and sessions see it, in seconds; move it with `clock["now"] += …`."""
    kept = {"now": int(timezone.now().timestamp())}
    monkeypatch.setattr("time.time", lambda: kept["now"])
    return kept


@pytest.fixture
def forced(settings):
    settings.REQUIRE_MFA = True


def log_in(client, user, **more):
    return client.post("/accounts/login/", {"username": user.username, "password": make.PASSWORD, **more})


def is_in(client):
    return SESSION_KEY in client.session


def code_of(secret, clock):
    return totp.format_hotp_value(totp.hotp_value(secret, clock["now"] // 30))


def set_up_app(client, clock):
    """Set up an app in the pages. Gives its secret and the answer."""
    secret = re.search(r'<code dir="ltr">(\w+)</code>', client.get(APP).text)[1]
    return secret, client.post(APP, {"code": code_of(secret, clock)})


def codes_in(response):
    return re.findall(r"<li><code>(\d{8})</code></li>", response.text)


def letters():
    return [(row.template, row.params.get("what", row.params.get("by"))) for row in Letter.objects.order_by("pk")]


def log():
    rows = SecurityEvent.objects.order_by("pk")
    return [(row.action, row.actor_name, row.details.get("what", row.details.get("how"))) for row in rows]


def test_an_app_is_set_up_and_asked_for_from_then_on(client, clock):
    user = make.user("editor", name="Nino")
    log_in(client, user)
    secret, answer = set_up_app(client, clock)
    assert len(codes_in(answer)) == 10
    client.post("/accounts/logout/")
    clock["now"] += 30

    first = log_in(client, user, next="/accounts/password/")
    assert (first.url, is_in(client)) == (CODE, False)
    assert "<title>The second step · CCSIS</title>" in client.get(CODE).text
    assert client.get("/admin/").status_code == 302
    assert "This code is not right" in client.post(CODE, {"code": "000000"}).text
    last = client.post(CODE, {"code": code_of(secret, clock)})
    assert (last.url, is_in(client)) == ("/accounts/password/", True)

    assert letters() == [("factor_changed", "app_added")]
    assert log() == [
        ("login", "Nino", ["password"]),
        ("factor", "Nino", "app_added"),
        ("logout", "Nino", None),
        ("factor_failed", "", None),
        ("login", "Nino", ["password", "totp"]),
    ]


def test_a_code_counts_once(client, clock):
    user = make.user()
    log_in(client, user)
    secret, _answer = set_up_app(client, clock)
    clock["now"] += 30
    code = code_of(secret, clock)
    for browser, later, is_let_in in [(type(client)(), 0, True), (type(client)(), 29, False)]:
        clock["now"] += later
        log_in(browser, user)
        browser.post(CODE, {"code": code})
        assert is_in(browser) == is_let_in


def test_codes_cannot_be_guessed_for_long(client, clock):
    user = make.user()
    log_in(client, user)
    secret, _answer = set_up_app(client, clock)
    clock["now"] += 30
    stranger = type(client)()
    log_in(stranger, user)
    pages = [stranger.post(CODE, {"code": f"{n:06}"}).text for n in range(9)]
    assert ["Too many tries" in page for page in pages] == [False] * 8 + [True]
    assert "Too many tries" in stranger.post(CODE, {"code": code_of(secret, clock)}).text
    clock["now"] += 300
    log_in(stranger, user)
    stranger.post(CODE, {"code": code_of(secret, clock)})
    assert is_in(stranger)


def test_without_the_cache_a_password_opens_and_a_code_waits(client, clock, monkeypatch):
    """Tries can then not be counted: what a stranger could guess in an hour is not let in, what nobody can is."""
    user, other = make.user(), make.user()
    log_in(client, user)
    secret, _answer = set_up_app(client, clock)
    clock["now"] += 30

    def down(*given, **more):
        raise ConnectionError("the cache does not answer")

    monkeypatch.setattr("allauth.core.internal.ratelimit.cache", SimpleNamespace(add=down, get=down, set=down))
    stranger = type(client)()
    assert log_in(stranger, other).url == "/admin/"
    stranger = type(client)()
    assert log_in(stranger, user).url == CODE
    assert "Codes cannot be checked just now." in stranger.post(CODE, {"code": code_of(secret, clock)}).text
    assert not is_in(stranger)


def test_a_recovery_code_opens_once_and_a_letter_tells_of_it(client, clock):
    user = make.user()
    log_in(client, user)
    code = codes_in(set_up_app(client, clock)[1])[0]
    lets_in = []
    for browser in (type(client)(), type(client)()):
        log_in(browser, user)
        browser.post(CODE, {"code": code})
        lets_in.append(is_in(browser))
    assert lets_in == [True, False]
    assert letters() == [("factor_changed", "app_added"), ("factor_changed", "code_used")]
    assert "9 codes are left" in client.get(ACCOUNT).text


def test_recovery_codes_are_shown_once_and_new_ones_end_the_old(client, clock):
    user = make.user()
    log_in(client, user)
    old = codes_in(set_up_app(client, clock)[1])
    page = client.get("/accounts/codes/").text
    assert not set(old) & set(re.findall(r"\d{8}", page + client.get(ACCOUNT).text))
    answer = client.post("/accounts/codes/")
    assert len(set(codes_in(answer)) - set(old)) == 10
    assert f'href="data:text/plain;charset=utf-8,{"%0A".join(codes_in(answer))}%0A" download' in answer.text
    stranger = type(client)()
    log_in(stranger, user)
    stranger.post(CODE, {"code": old[0]})
    assert not is_in(stranger)


def test_secrets_lie_encrypted_and_need_the_key_of_the_site(client, clock, settings):
    user = make.user()
    log_in(client, user)
    secret, _answer = set_up_app(client, clock)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another secret key " * 4
    clock["now"] += 30
    for fallbacks, is_let_in in ([], False), ([old], True):
        settings.SECRET_KEY_FALLBACKS = fallbacks
        stranger = type(client)()
        log_in(stranger, user)
        assert stranger.post(CODE, {"code": code_of(secret, clock)}).status_code == (302 if is_let_in else 200)
        assert is_in(stranger) == is_let_in


def test_every_change_ends_the_other_sessions(client, clock):
    user = make.user()
    here, elsewhere = client, type(client)()
    log_in(here, user)
    log_in(elsewhere, user)
    set_up_app(here, clock)
    assert (here.get(ACCOUNT).status_code, elsewhere.get(ACCOUNT).status_code) == (200, 302)


def test_a_password_alone_takes_no_factor_away(client, clock):
    """A session that was left open: whoever sits down there, and knows the password, still needs the factor."""
    user = make.user()
    log_in(client, user)
    secret, _answer = set_up_app(client, clock)
    clock["now"] += 600
    assert client.post("/accounts/app/remove/").url.startswith("/accounts/again/code/?")
    assert client.get("/accounts/again/").url.startswith("/accounts/again/code/")
    assert Authenticator.objects.count() == 2
    address = "/accounts/again/code/?next=/accounts/app/remove/"
    assert client.post(address, {"code": code_of(secret, clock)}).url == ACCOUNT  # what was begun is done
    assert Authenticator.objects.count() == 0
    assert letters()[-1] == ("factor_changed", "app_removed")


def test_who_has_sat_long_shows_the_password_before_a_first_factor(client, clock):
    user = make.user()
    log_in(client, user)
    clock["now"] += 600
    address = client.get(APP).url
    assert address == "/accounts/again/?next=%2Faccounts%2Fapp%2F"
    assert "This" in client.post(address, {"password": "wrong"}).text
    assert client.post(address, {"password": make.PASSWORD}).url == APP
    assert client.get(APP).status_code == 200


def test_the_picture_for_the_camera_is_ours_and_for_its_owner(client, clock):
    user = make.user()
    log_in(client, user)
    assert client.get("/accounts/app/qr.svg").status_code == 404
    page = client.get(APP)
    assert "img-src 'self'" in page["Content-Security-Policy"]
    picture = client.get("/accounts/app/qr.svg")
    assert (picture["Content-Type"], "no-store" in picture["Cache-Control"]) == ("image/svg+xml", True)
    assert "style" not in picture.text
    assert type(client)().get("/accounts/app/qr.svg").status_code == 302


# Who needs one


def test_these_roles_need_one_by_their_rights_alone(forced):
    assert {role for role in roles.ROLES if factors.is_needed(make.user(role))} == FORCED


def test_nobody_needs_one_where_the_site_does_not_ask(client):
    log_in(client, make.user("publisher"))
    assert client.get("/admin/").status_code == 200


def test_who_needs_one_and_has_none_can_only_set_it_up(client, clock, forced):
    user = make.user("publisher", name="Anahit")
    log_in(client, user)
    piece = make.article()
    change = reverse("admin:articles_article_change", args=[piece.pk])
    for address in ("/admin/", change, "/admin/articles/importrun/add/", "/admin/jsi18n/"):
        assert client.get(address).url == ACCOUNT
    refused = client.post(change, {"title": "Mine"})
    assert (refused.status_code, "Nothing of what you sent was saved." in refused.text) == (403, True)
    assert "Set up a second factor first." in client.get(ACCOUNT).text

    set_up_app(client, clock)
    assert client.get("/admin/").status_code == 200
    assert "Set up a second factor first." not in client.get(ACCOUNT).text


def test_others_are_only_offered_one(client, forced):
    log_in(client, make.user("editor"))
    assert client.get("/admin/").status_code == 200
    assert "Set up an app" in client.get(ACCOUNT).text


def test_a_session_without_the_factor_shows_it_when_rights_grow(client, clock, forced):
    """Somebody has a factor, and a session that is of before it was asked for."""
    user = make.user("publisher")
    log_in(client, user)
    secret, _answer = set_up_app(client, clock)
    clock["now"] += 30
    user.refresh_from_db()
    other = type(client)()
    other.force_login(user)
    address = other.get("/admin/").url
    assert address == "/accounts/again/code/?next=/admin/"
    assert other.post(address, {"code": code_of(secret, clock)}).url == "/admin/"
    assert other.get("/admin/").status_code == 200


def test_the_last_factor_stays_with_who_needs_one(client, clock, forced):
    log_in(client, make.user("admin"))
    set_up_app(client, clock)
    page = client.post("/accounts/app/remove/")
    assert "Your rights ask for a second factor. Add another one first." in page.text
    assert Authenticator.objects.filter(type="totp").exists()


# Lost


def test_a_colleague_takes_a_lost_factor_away(client, clock):
    user, admin = make.user("publisher"), make.user("admin", name="Sona")
    theirs = type(client)()
    log_in(theirs, user)
    set_up_app(theirs, clock)
    client.force_login(admin)
    fields = {"action": "take_factor_away", "_selected_action": [user.pk, admin.pk]}
    client.post(reverse("admin:ccsis_user_changelist"), fields)
    assert Authenticator.objects.count() == 0
    assert theirs.get(ACCOUNT).status_code == 302
    assert letters()[-1] == ("factor_reset", "Sona")
    last = SecurityEvent.objects.latest("pk")
    assert (last.action, last.actor, last.about) == ("factor_reset", admin, f"ccsis.user:{user.pk}")
    assert log_in(theirs, user).url == "/admin/"


def test_who_may_not_touch_an_account_takes_nothing_away(client, clock):
    boss = make.user(is_superuser=True)
    theirs = type(client)()
    log_in(theirs, boss)
    set_up_app(theirs, clock)
    for role in roles.ROLES:
        client.force_login(make.user(role))
        fields = {"action": "take_factor_away", "_selected_action": [boss.pk]}
        client.post(reverse("admin:ccsis_user_changelist"), fields)
    assert Authenticator.objects.count() == 2


def test_whoever_runs_the_server_takes_the_last_admins_factor_away(client, clock):
    user = make.user("admin", username="sona")
    log_in(client, user)
    set_up_app(client, clock)
    call_command("forget_factor", "SONA@example.org", verbosity=0)
    assert (Authenticator.objects.count(), letters()[-1]) == (0, ("factor_reset", ""))
    for name in ("sona", "nobody"):
        with pytest.raises(CommandError):
            call_command("forget_factor", name)


def test_a_form_of_an_ended_session_waits_for_the_second_step(client, clock):
    user = make.user("editor")
    log_in(client, user)
    secret, _answer = set_up_app(client, clock)
    clock["now"] += 30
    stranger = type(client)()
    page = stranger.post("/admin/articles/article/add/", {"title": "Forty minutes of typing"})
    kept = re.search(r'name="kept_form" value="([^"]+)"', page.text)[1]
    log_in(stranger, user, kept_form=kept)
    assert "Forty minutes of typing" in stranger.post(CODE, {"code": code_of(secret, clock)}).text


# Passkeys: the ceremony itself is walked in a browser


@pytest.mark.parametrize(
    "credential", ["", "null", "[]", "{}", "7", '{"id": []}', '{"response": {"userHandle": 1}}', "{"]
)
def test_what_is_no_passkey_is_refused_in_words(client, credential):
    assert client.get("/accounts/login/passkey/").status_code == 405
    client.post("/accounts/login/passkey/options/")
    answer = client.post("/accounts/login/passkey/", {"credential": credential, "next": "/admin/"})
    assert (answer.status_code, is_in(client)) == (200, False)
    assert "This passkey does not open an account here." in answer.text


def test_passkeys_are_tried_ten_times_a_minute_from_one_address(client):
    answers = [client.post("/accounts/login/passkey/", {"credential": "{}"}) for _n in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert (answers[-1]["Retry-After"], "Nothing is lost" in answers[-1].text) == ("60", True)


def test_a_passkey_is_asked_to_know_its_owner(client):
    log_in(client, make.user())
    page = client.get("/accounts/passkeys/add/")
    options = page.context["options"]
    assert '"residentKey": "required"' in options
    assert '"userVerification": "required"' in options
    assert client.post("/accounts/passkeys/add/", {"name": "Key", "credential": "{}"}).status_code == 200
    assert not Authenticator.objects.exists()


def test_nobody_touches_the_passkey_of_somebody_else(client):
    key = Authenticator.objects.create(user=make.user(), type="webauthn", data={"name": "Theirs", "credential": {}})
    log_in(client, make.user("admin"))
    for address in (f"/accounts/passkeys/{key.pk}/", f"/accounts/passkeys/{key.pk}/remove/"):
        assert client.get(address).status_code == client.post(address, {"name": "Mine"}).status_code == 404
    assert Authenticator.objects.get().data["name"] == "Theirs"


# Sessions


def test_a_session_lives_twelve_hours_without_a_click_and_seven_days_in_all(client, clock, monkeypatch):
    start = clock["now"]
    monkeypatch.setattr("django.utils.timezone.now", lambda: make.NOW + timedelta(seconds=clock["now"] - start))
    user = make.user()

    def still_in(*hours):
        log_in(client, user)
        for pause in hours:
            clock["now"] += pause * 3600
            answer = client.get(ACCOUNT).status_code
        client.post("/accounts/logout/")
        return answer == 200

    assert still_in(11.9)
    assert not still_in(12.1)
    assert still_in(*[11] * 15)  # with a click every eleven hours
    assert not still_in(*[11] * 16)  # 176 hours are more than seven days


def test_ending_the_other_sessions_leaves_this_one(client):
    user = make.user()
    elsewhere = type(client)()
    log_in(client, user)
    log_in(elsewhere, user)
    assert client.get("/accounts/sessions/end/").status_code == 405
    answer = client.post("/accounts/sessions/end/", follow=True)
    assert "You are logged out everywhere but here." in answer.text
    assert (client.get(ACCOUNT).status_code, elsewhere.get(ACCOUNT).status_code) == (200, 302)
    assert log()[-1] == ("sessions_ended", str(user), None)


def site_with(**environment):
    """The settings of a site of its own, as they are read from its environment: a fresh program reads them."""
    names = "SESSION_COOKIE_NAME SESSION_COOKIE_SECURE CSRF_COOKIE_NAME CSRF_COOKIE_SECURE PASSWORD_HASHERS REQUIRE_MFA"
    script = f"import json, ccsis.settings as s; print(json.dumps([getattr(s, name) for name in {names.split()}]))"
    kept = {name: os.environ[name] for name in ("PATH", "DATA_DIR", "SECRET_KEY")}
    run = subprocess.run([sys.executable, "-c", script], env=kept | environment, capture_output=True, check=True)
    return json.loads(run.stdout)


def test_cookies_of_a_session_are_kept_to_this_host_and_from_scripts(client, settings):
    name, is_secure, csrf_name, is_csrf_secure, _hashers, _duty = site_with(SITE_URL="https://ccsis.example")
    assert (name, is_secure) == ("__Host-sessionid", True)
    assert (csrf_name, is_csrf_secure) == ("__Host-csrftoken", True)
    settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE = name, is_secure
    log_in(client, make.user())
    cookie = client.cookies[name]
    kept = [cookie[part] for part in ("httponly", "secure", "samesite", "path", "domain")]
    assert kept == [True, True, "Lax", "/", ""]


def test_passwords_are_hashed_with_argon2(settings):
    hashers, duty = site_with(SITE_URL="https://ccsis.example")[-2:]
    assert (hashers[0].endswith("Argon2PasswordHasher"), duty) == (True, True)
    settings.PASSWORD_HASHERS = hashers
    assert make.user().password.startswith("argon2$argon2id$")
