"""What an editor without a shell does: send the files, see what would come, sort a category, start, read the report."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from articles.imports import background
from articles.models import Article, ImportRun
from tests import make
from tests.audit.looks import overflow
from tests.browser.test_every_page import NOT_OURS
from tests.browser.walking import keep_picture, log_in
from tests.test_import_background import SMALL, UPLOADS, zipped

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADD = "/admin/articles/importrun/add/"


@pytest.fixture(autouse=True)
def private(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture
def files(tmp_path):
    pictures = tmp_path / "uploads.zip"
    pictures.write_bytes(zipped(**UPLOADS))
    return SMALL, pictures


def fits(page):
    """The page as it stands now runs over no edge and is open to everyone, by day and on a telephone at night."""
    faults = {}
    for scheme, width in (("light", 1280), ("dark", 320)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("Promise.all(document.getAnimations().map(each => each.finished))")
        found = [fault["id"] for fault in Axe().run(page).response["violations"] if fault["id"] not in NOT_OURS]
        if overflow(page) > 0 or found:
            faults[scheme, width] = (overflow(page), found)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})
    return faults == {} or faults


def test_a_site_comes_over_from_wordpress_without_a_shell(page, files):
    export, pictures = files
    log_in(page, make.user("publisher", name="Nino"))
    page.get_by_role("link", name="Import from WordPress").click()
    page.get_by_role("link", name="Add import").click()

    page.get_by_role("button", name="Send the files").click()
    expect(page.get_by_text("Choose the XML file that WordPress gave you.")).to_be_visible()
    page.set_input_files("#id_pictures", pictures)
    page.get_by_role("button", name="Send the files").click()  # what was chosen stays chosen
    expect(page.get_by_text("Choose the XML file that WordPress gave you.")).to_be_visible()
    page.set_input_files("#id_export", export)
    keep_picture(page, "import-files")
    assert fits(page) is True
    page.get_by_role("button", name="Send the files").click()

    expect(page.get_by_text("Begins in a moment")).to_be_visible()
    assert fits(page) is True
    background.run_due()
    expect(page.get_by_role("heading", name="Nothing is changed yet. Shall it come?")).to_be_visible()
    expect(page.locator(".waits div", has_text="picture").locator("b")).to_have_text("1")
    keep_picture(page, "import-before")
    assert fits(page) is True

    page.get_by_role("link", name="Change what becomes of the categories").click()
    page.get_by_label("What “Roads” becomes").select_option("a series")
    keep_picture(page, "import-categories")
    assert fits(page) is True
    page.get_by_role("button", name="Look through the files again").click()
    expect(page.get_by_text("Begins in a moment")).to_be_visible()
    background.run_due()

    assert not Article.objects.exists()
    page.get_by_role("button", name="Start the import").click()
    expect(page.get_by_role("heading", name="The import is under way")).to_be_visible()
    background.run_due()
    expect(page.get_by_role("heading", name="The import is done")).to_be_visible()
    keep_picture(page, "import-done")
    assert fits(page) is True

    line = page.locator(".import-lines li", has_text="A quieter bridge")
    line.get_by_role("link", name="For readers").click()
    expect(page.locator("h1")).to_have_text("A quieter bridge")
    assert Article.objects.get(slug="a-quieter-bridge").series.name == "Roads"
    page.context.complaints.assert_none()


def test_without_javascript_the_page_comes_anew_by_itself(browser_context, files):
    page = browser_context(java_script_enabled=False).new_page()
    log_in(page, make.user("publisher"))
    page.goto(ADD)
    page.set_input_files("#id_export", files[0])
    page.get_by_role("button", name="Send the files").click()
    expect(page.get_by_text("Begins in a moment")).to_be_visible()
    background.run_due()
    expect(page.get_by_role("button", name="Start the import")).to_be_visible()
    assert ImportRun.objects.get().state == "ready"
