"""Nobody is led to another site, whatever stands in an address, a form or the name of the host."""

import re
from urllib.parse import urlencode, urlsplit

import pytest
from django.core import mail

from ccsis import letters
from tests import make

pytestmark = pytest.mark.django_db

EVIL = "evil.example"
HOSTILE = [
    f"https://{EVIL}/",
    f"http://{EVIL}",
    f"//{EVIL}/",
    f"///{EVIL}/",
    f"////{EVIL}/",
    f"/\\{EVIL}",
    f"\\/{EVIL}",
    f"\\\\{EVIL}",
    f"/\t/{EVIL}",
    f"\t//{EVIL}",
    f" //{EVIL}",
    f"/\n/{EVIL}",
    f"\x01//{EVIL}",
    f"http:{EVIL}",
    f"http:///{EVIL}",
    f"https:/{EVIL}",
    f"HtTpS://{EVIL}",
    f"//testserver@{EVIL}/",
    f"//{EVIL}\\@testserver/",
    f"//[::1]@{EVIL}/",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    f"http://testserver.{EVIL}/",
    f"//{EVIL}%2f%2e%2e",
]


def leads_away(target):
    """Whether a browser that gets this as Location leaves the site: it reads \\ as / and drops what cannot be seen."""
    read = re.sub(r"[\x00-\x20]", "", target).replace("\\", "/")
    return bool(urlsplit(read).scheme or read.startswith("//"))


def after_login(client, user, target):
    return client.post("/accounts/login/", {"username": user.username, "password": make.PASSWORD, "next": target})


def after_admins_login(client, user, target):
    page = client.get("/admin/login/", {"next": target}, follow=True)
    return after_login(client, user, page.context["next"])


def after_a_passkey(client, user, target):
    return after_login(
        client,
        user,
        client.post("/accounts/login/passkey/", {"credential": "{}", "next": target}).context["next"],
    )


def after_the_password_again(client, user, target):
    client.force_login(user)
    return client.post("/accounts/again/?" + _query(target), {"password": make.PASSWORD, "next": target})


def after_logout(client, user, target):
    client.force_login(user)
    return client.post("/accounts/logout/?" + _query(target), {"next": target})


def after_the_dates_of_a_piece(client, user, target):
    client.force_login(user)
    piece = make.article()
    address = f"/admin/articles/article/{piece.pk}/dates/?{_query(target)}"
    form = client.get(address).context["form"]
    fields = {name: form[name].value() or "" for name in form.fields}
    return client.post(address, fields | {"next": target})


def _query(target):
    return urlencode({"next": target})


WAYS = [
    after_login,
    after_admins_login,
    after_a_passkey,
    after_the_password_again,
    after_logout,
    after_the_dates_of_a_piece,
]


def test_the_table_is_of_targets_that_lead_away():
    assert [target for target in HOSTILE if not leads_away(target)] == []
    assert not leads_away("/admin/?next=https://evil.example/")


@pytest.mark.parametrize("way", WAYS)
def test_no_next_leads_to_another_site(client, settings, way):
    settings.ACCOUNT_RATE_LIMITS, settings.MFA_RATE_LIMITS = {"reauthenticate": ""}, {"webauthn_login": ""}
    user = make.user("publisher")
    found = {}
    for target in HOSTILE:
        answer = way(client, user, target)
        found[target] = (answer.status_code, answer.get("Location", ""))
    assert [(target, seen) for target, seen in found.items() if leads_away(seen[1]) or seen[0] not in (200, 302)] == []
    assert way(client, user, "/admin/articles/article/").get("Location") == "/admin/articles/article/"


def test_no_address_leads_to_another_site(client):
    """Slashes are put to the end of addresses, old ones redirect, and admin pages correct themselves."""
    found = {}
    for before in ("", "/admin/", "/accounts/"):
        for path in (before + target.rstrip("/") for target in HOSTILE):
            found[path] = client.get("/", PATH_INFO=path).get("Location", "")
    assert [(path, seen) for path, seen in found.items() if leads_away(seen)] == []


FOREIGN = [
    EVIL,
    f"{EVIL}:80",
    f"testserver.{EVIL}",
    f"testserver@{EVIL}",
    f"testserver:80@{EVIL}",
    f"testserver, {EVIL}",
    f"{EVIL}/testserver",
    f"testserver\\@{EVIL}",
    "",
    "[::1",
]


def test_a_foreign_name_of_the_host_is_refused_and_repeated_nowhere(client):
    for host in FOREIGN:
        for path in ("/", "/accounts/login/", "/accounts/password/reset/", "/admin/", "/submit/", "/no-such-page/"):
            answer = client.get(path, headers={"host": host})
            assert (answer.status_code, EVIL in answer.text) == (400, False), (host, path)


def test_what_a_proxy_is_said_to_have_been_asked_for_changes_nothing(client):
    make.user(email="nino@example.org")
    names = ("x-forwarded-host", "x-host", "x-forwarded-server", "x-original-url", "x-rewrite-url", "forwarded")
    headers = dict.fromkeys(names, f"host={EVIL}" if "forwarded" in names else EVIL)
    for path in ("/", "/accounts/login/", "/feed.xml", "/sitemap.xml", "/robots.txt"):
        assert EVIL not in client.get(path, headers=headers).text, path
    client.post("/accounts/password/reset/", {"email": "nino@example.org"}, headers=headers)
    letters.send_due()
    assert "http://testserver/accounts/password/set/" in mail.outbox[-1].body
    assert EVIL not in mail.outbox[-1].body
