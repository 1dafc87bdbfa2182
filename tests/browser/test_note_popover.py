"""A note beside its mark: by mouse, by keyboard, put away again, and a plain link without JavaScript."""

import pytest

from articles import publishing
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HERE = "/analyses/the-single-road/"


@pytest.fixture
def piece():
    mark = '<sup class="note"><a href="#fn-{0}">1</a></sup>'
    article = make.article(
        relief="",
        body=f"<p>Sixty days.{mark.format('a')} And nights.{mark.format('b')}</p>" + "<p>More.</p>" * 60,
        notes=[("a", "Counted by us, at <em>Lars</em>."), ("b", "Counted by others.")],
    )
    publishing.publish(article, at=make.NOW)


def test_a_note_opens_beside_its_mark_and_the_focus_comes_back(page, piece):
    page.goto(HERE)
    mark, box = page.locator("a.ref").first, page.get_by_role("note")
    mark.focus()
    page.keyboard.press("Enter")
    assert box.inner_text().strip() == "Counted by us, at Lars."
    assert mark.get_attribute("aria-expanded") == "true"
    assert page.evaluate("document.activeElement.id") == "note-pop"
    assert page.evaluate("location.hash") == ""
    page.keyboard.press("Escape")
    assert box.count() == 0
    assert page.evaluate("document.activeElement.id") == "fnref-a"
    assert mark.get_attribute("aria-expanded") == "false"
    mark.click()
    page.locator("a.ref").nth(1).click()
    assert box.inner_text().strip() == "Counted by others."
    page.locator("h1").click()
    assert box.count() == 0
    page.context.complaints.assert_none()


def test_a_second_press_leads_to_the_note_itself(page, piece):
    page.goto(HERE)
    mark = page.locator("a.ref").first
    mark.click()
    mark.click()
    assert page.evaluate("location.hash") == "#fn-a"


def test_a_note_fits_on_a_small_screen(browser_context, piece):
    page = browser_context(viewport={"width": 320, "height": 640}, has_touch=True).new_page()
    page.goto(HERE)
    page.locator("a.ref").first.tap()
    box = page.get_by_role("note").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_without_javascript_a_mark_is_a_link(browser_context, piece):
    page = browser_context(java_script_enabled=False).new_page()
    page.goto(HERE)
    page.locator("a.ref").first.click()
    assert page.url.endswith("#fn-a")
    assert page.get_by_role("note").count() == 0
