"""Every face of the form: nothing runs over the edge at any width, in either direction, and axe finds nothing."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from submissions.models import Question, Submission
from tests import make
from tests.audit.looks import wrong_views
from tests.form import coauthor, own_page, press, save, send

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
TYPED = {
    "title": LONG,
    "full_name": LONG[:200],
    "text": f"{make.TEXT}\n\n{LONG}\n\n| a | b |\n|---|---|\n| {LONG} | 2 |\n",
}
# A width of 640 is what a window of 1280 has at 200 % zoom.
# axe looks at both schemes and both directions, once each.
VIEWS = [
    ("light", "ltr", 1280, True),
    ("light", "ltr", 640, False),
    ("light", "rtl", 320, True),
    ("dark", "ltr", 320, True),
]


@pytest.fixture
def faces():
    """The addresses of pages with the form in them, by name."""
    call = make.call(guidelines="<p>Give numbers.</p>", closes_at=timezone.now() + timedelta(days=3))
    Question.objects.create(call=call, label="Which road?", kind="choice", choices="Lars\nRikoti", help_text="One.")
    client = Client()
    more = TYPED | {"coauthors": "2"} | coauthor(1, full_name=LONG[:200]) | coauthor(2)
    draft = save(client, call, **more)
    sent = own_page(send(client, call, **more))
    over = make.call("Over")
    late = save(client, over, **more)
    over.closes_at = timezone.now() - timedelta(days=3)
    over.save()
    Submission.objects.filter(call=over).update(created_at=timezone.now() - timedelta(days=5))
    return {
        "call": call.get_absolute_url(),
        "draft": f"{draft}edit/",
        "change": f"{sent}edit/",
        "closed": over.get_absolute_url(),
        "kept": f"{late}edit/",
        "calls": "/submit/",
    }


def test_every_face_of_the_form_fits_and_is_open_to_everyone(faces, browser_context):
    troubles = {}
    page = browser_context().new_page()
    for name, address in faces.items():
        page.goto(address)
        troubles[name] = wrong_views(page, VIEWS)
    page.goto(faces["draft"])
    page.locator("#id_title").fill("")
    page.locator("#id_low").fill("many")
    page.get_by_role("button", name="Send simulation").click()
    expect(page.locator(".error-summary")).to_be_focused()
    troubles["errors"] = wrong_views(page, VIEWS)
    page.get_by_role("button", name="Preview", exact=True).click()
    expect(page.locator("#preview")).to_be_visible()
    troubles["preview"] = wrong_views(page, VIEWS)
    page.context.complaints.assert_none()
    assert {name: wrong for name, wrong in troubles.items() if wrong} == {}


def test_two_texts_side_by_side_fit_and_are_open_to_everyone(faces, browser_context):
    page = browser_context(viewport={"width": 320, "height": 900}).new_page()
    page.goto(faces["draft"])
    client = Client()
    press(client, client.get(faces["draft"]), "save", title="Newer words", text=f"Other words\n\n{LONG}")
    page.get_by_role("button", name="Save for later").click()
    expect(page.get_by_role("heading", name="What was saved meanwhile")).to_be_visible()
    assert wrong_views(page, [("light", "ltr", 320, True), ("light", "rtl", 320, True)]) == {}


def test_the_form_is_filled_in_by_keyboard_alone(browser_context):
    """From the top of the form to the button that sends it, by Tab, Space and the letters alone."""
    call = make.call(words_from=1, most_files=0, languages=["en"])
    page = browser_context(java_script_enabled=False).new_page()
    page.goto(call.get_absolute_url())
    page.locator("#id_title").focus()
    answers = {
        "id_title": "By keyboard",
        "id_text": "Some words.",
        "id_full_name": "Nino R.",
        "id_position": "historian",
        "id_email": "nino@example.org",
    }
    for _n in range(60):
        at = page.evaluate("document.activeElement.id")
        if at in answers:
            page.keyboard.type(answers[at])
        elif at in ("id_consent", "id_original", "id_safe"):
            page.keyboard.press("Space")
        elif page.evaluate("document.activeElement.name") == "send":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Check your e-mail")).to_be_visible()
    assert Submission.objects.get().title == "By keyboard"


def test_enter_in_a_line_sends_nothing(browser_context):
    page = browser_context(java_script_enabled=False).new_page()
    page.goto(make.call().get_absolute_url())
    page.locator("#id_title").fill("A title")
    page.locator("#id_full_name").press("Enter")
    expect(page.locator("#preview")).to_be_focused()
    expect(page.locator("#id_title")).to_have_value("A title")
    assert not Submission.objects.exists()
