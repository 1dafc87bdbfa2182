"""A new site after `setup`: the desk leads its first editor on, and pages with nothing in them look as they should."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import expect

from tests import make
from tests.audit.looks import overflow
from tests.browser.test_every_page import NOT_OURS
from tests.browser.walking import keep_picture, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

READERS = (
    "/ /analyses/ /simulations/ /topics/ /topics/energy/ /regions/ /regions/georgia/ /series/ /people/ /tags/ "
    "/archive/ /search/ /search/?q=road /submit/"
).split()
LISTS = "articles/article articles/image articles/series articles/tag articles/importrun ccsis/redirect".split()


@pytest.fixture(autouse=True)
def new_site():
    call_command("setup", verbosity=0)


def faults(page):
    found = Axe().run(page).response["violations"]
    return [(fault["id"], fault["nodes"][0]["html"][:120]) for fault in found if fault["id"] not in NOT_OURS]


def troubles(page, addresses):
    """What is wrong with these pages: one that is wider than a telephone, or that axe finds fault with."""
    told = {}
    for address in addresses:
        page.set_viewport_size({"width": 320, "height": 800})
        status = page.goto(address).status
        spill = overflow(page)
        page.set_viewport_size({"width": 1280, "height": 900})
        found = faults(page)
        if status != 200 or spill > 0 or found:
            told[address] = (status, spill, found)
    return told


def test_the_desk_leads_the_first_editor_to_the_first_text(page):
    log_in(page, make.user("publisher", name="Nino"))
    steps = page.locator(".first-steps")
    expect(steps.locator("[aria-current=step]")).to_contain_text("Say who you are")
    keep_picture(page, "first-steps")
    assert troubles(page, ["/admin/"]) == {}

    steps.get_by_role("link", name="To the site settings").click()
    page.get_by_label("Contact address").fill("desk@ccsis.example")
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto("/admin/")
    expect(steps.locator("li.done h3").first).to_contain_text("Say who you are")
    expect(steps.locator("[aria-current=step]")).to_contain_text("Name the first people")

    steps.get_by_role("button", name="Hide this").click()
    expect(steps).to_have_count(0)
    page.get_by_role("button", name="Show the first steps again").click()
    steps.get_by_role("link", name="Start writing").click()
    expect(page.locator("#id_title")).to_be_visible()


def test_lists_of_the_desk_with_nothing_in_them_fit_and_are_open_to_everyone(page):
    log_in(page, make.user("publisher"))
    assert troubles(page, [f"/admin/{name}/" for name in LISTS] + ["/admin/articles/topic/?q=nothing"]) == {}
    page.context.complaints.assert_none()


def test_readers_pages_with_nothing_in_them_fit_and_are_open_to_everyone(page):
    assert troubles(page, READERS) == {}
    page.context.complaints.assert_none()
