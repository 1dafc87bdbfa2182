"""A publisher sets up a passkey, keeps the recovery codes, and logs in by it, alone and after the password."""

import re

import pytest
from playwright.sync_api import expect

from ccsis.models import SecurityEvent
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def give_a_device(page):
    """What a telephone or a computer has: a place for keys, and somebody who shows a finger when it asks."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    options |= {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def write_password(page, user):
    page.get_by_label("E-mail address or user name").fill(user.username)
    page.get_by_label("Password").fill(make.PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()


def test_a_publisher_logs_in_by_a_passkey(page, settings):
    settings.REQUIRE_MFA = True
    user = make.user("publisher", username="anahit", name="Anahit")
    give_a_device(page)
    page.goto("/admin/")
    write_password(page, user)

    # Nothing else is open until there is a second factor.
    expect(page.get_by_text("Set up a second factor first.")).to_be_visible()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name of the passkey").fill("Telephone, ქართული")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    codes = page.locator(".codes code").all_text_contents()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Save them as a file").click()
    assert waiting.value.suggested_filename == "recovery-codes.txt"
    assert waiting.value.path().read_text().split() == codes
    page.get_by_role("link", name=re.compile("to your account")).click()
    expect(page.get_by_text("Telephone, ქართული").first).to_be_visible()
    page.get_by_role("link", name="To the desk").click()
    expect(page.locator("#user-tools")).to_contain_text("Anahit")

    page.locator("#user-tools").get_by_role("button", name="Log out").click()
    page.goto("/accounts/login/?next=/admin/articles/article/")
    page.get_by_role("button", name="Log in with a passkey").click()
    page.wait_for_url("**/admin/articles/article/")

    page.locator("#user-tools").get_by_role("button", name="Log out").click()
    write_password(page, user)
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.locator("#user-tools")).to_contain_text("Anahit")

    how = [row.details["how"] for row in SecurityEvent.objects.filter(action="login").order_by("pk")]
    assert how == [["password"], ["webauthn"], ["password", "webauthn"]]
    page.context.complaints.assert_none()
