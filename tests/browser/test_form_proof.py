"""Proof of work in a real browser, under the policy that the page really has: people notice nothing of it."""

import pytest
from playwright.sync_api import expect

from ccsis.models import SiteSettings
from submissions.form import intake, proof
from submissions.models import Flag, Submission
from tests import make
from tests.audit.looks import faults
from tests.browser.walking import agree, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def call(monkeypatch):
    monkeypatch.setattr(intake, "HURRY", 0)  # a program fills in quicker than people
    SiteSettings.objects.create(pk=1, has_proof_of_work=True, contact_address="desk@centre.example")
    return make.call("Winter roads")


def fill_in(page, call):
    page.goto(call.get_absolute_url())
    page.get_by_label("Title", exact=True).fill("What if the pass stays shut?")
    page.get_by_label("Your simulation").fill("On the first morning nobody calls it a crisis.")
    page.get_by_label("Full name").fill("Ruslan Didigov")
    page.get_by_label("Title or occupation").fill("planner")
    page.get_by_label("E-mail address").fill("ruslan@mail.example")
    agree(page)


def send(page):
    page.get_by_role("button", name="Send simulation").click()
    expect(page.get_by_role("heading", name="Check your e-mail")).to_be_visible()
    return list(Flag.objects.values_list("code", flat=True))


def test_a_person_sends_the_form_and_nothing_is_flagged(page, call, monkeypatch):
    monkeypatch.setattr(proof, "MOST", 2000)
    fill_in(page, call)
    wait_until(page, "document.getElementById('proof').value")
    expect(page.locator("#no-proof")).to_have_count(0)
    assert faults(page) == []
    assert send(page) == []
    page.context.complaints.assert_none()


AT_ONCE = """values => {
    const form = document.getElementById("form");
    for (const [name, value] of Object.entries(values)) {
        const field = form.elements[name];
        if (value === true) field.checked = true; else field.value = value;
    }
    form.querySelector("button[name=send]").click();
    return form.lastElementChild.textContent;
}"""


def test_who_is_quicker_than_the_sum_waits_for_it(page, call):
    page.goto(call.get_absolute_url())
    typed = {"title": "A", "text": "One two.", "full_name": "Nino", "position": "planner", "email": "n@mail.example"}
    told = page.evaluate(AT_ONCE, typed | dict.fromkeys(["consent", "original", "safe"], True))
    assert "your browser finishes a small sum" in told
    expect(page.get_by_role("heading", name="Check your e-mail")).to_be_visible()
    assert list(Flag.objects.all()) == []
    page.context.complaints.assert_none()


def test_without_scripts_it_is_sent_all_the_same_with_a_word_on_it(browser_context, call):
    page = browser_context(java_script_enabled=False).new_page()
    fill_in(page, call)
    expect(page.get_by_text("it may take a little longer until somebody looks at it")).to_be_visible()
    expect(page.locator("#no-proof").get_by_role("link", name="desk@centre.example")).to_be_visible()
    assert send(page) == ["no_proof"]
    assert Submission.objects.get().state == "unconfirmed"
