"""Every face of the form: nothing runs over the edge at any width, in either direction, and axe finds nothing."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from submissions.models import Question, Submission
from tests import make
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
LOOKS = [
    ("light", 1280, "ltr", True),
    ("light", 640, "ltr", False),
    ("light", 320, "ltr", False),
    ("light", 320, "rtl", True),
    ("dark", 320, "ltr", True),
]
SHOW_DIRECTION = "direction => document.documentElement.dir = direction"


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def faults(page):
    found = Axe().run(page).response["violations"]
    return [(fault["id"], fault["nodes"][0]["html"][:120]) for fault in found]


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


def look(page, name, troubles, *, scheme, direction, by_axe=True):
    page.evaluate(SHOW_DIRECTION, direction)
    found = faults(page) if by_axe else []
    if overflow(page) > 0 or found:
        troubles[name, page.viewport_size["width"], scheme, direction] = (overflow(page), found)


def test_every_face_of_the_form_fits_and_is_open_to_everyone(faces, browser_context):
    troubles = {}
    pages = {scheme: browser_context(color_scheme=scheme).new_page() for scheme in ("light", "dark")}
    for scheme, width, direction, by_axe in LOOKS:
        page = pages[scheme]
        how = {"scheme": scheme, "direction": direction, "by_axe": by_axe}
        page.set_viewport_size({"width": width, "height": 900})
        for name, address in faces.items():
            page.goto(address)
            look(page, name, troubles, **how)
        page.goto(faces["draft"])
        page.locator("#id_title").fill("")
        page.locator("#id_low").fill("many")
        page.get_by_role("button", name="Send simulation").click()
        expect(page.locator(".error-summary")).to_be_focused()
        look(page, "errors", troubles, **how)
        page.get_by_role("button", name="Preview", exact=True).click()
        expect(page.locator("#preview")).to_be_visible()
        look(page, "preview", troubles, **how)
    for page in pages.values():
        page.context.complaints.assert_none()
    assert troubles == {}


def test_two_texts_side_by_side_fit_and_are_open_to_everyone(faces, browser_context):
    troubles = {}
    page = browser_context(viewport={"width": 320, "height": 900}).new_page()
    page.goto(faces["draft"])
    client = Client()
    press(client, client.get(faces["draft"]), "save", title="Newer words", text=f"Other words\n\n{LONG}")
    page.get_by_role("button", name="Save for later").click()
    expect(page.get_by_role("heading", name="What was saved meanwhile")).to_be_visible()
    look(page, "both", troubles, scheme="light", direction="ltr")
    look(page, "both", troubles, scheme="light", direction="rtl")
    assert troubles == {}


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
