"""What a contributor does, by mailed links alone, with scripts and without: begin, put by, go on from another browser,
confirm, change, answer, take everything along, withdraw, erase.
"""

import zipfile
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from ccsis import worker
from submissions import moves
from submissions.models import Attachment, Contributor, Revision, Submission
from tests import documents, make
from tests.browser.walking import agree, link_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = "On the first morning nobody calls it a crisis.\n\n## Days 1 to 5\n\nDrivers share tea."


def last_letter():
    """The path in the letter that came last."""
    worker.run_once()
    return link_in(mail.outbox[-1])


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_contributor_goes_the_whole_road(browser_context, has_scripts, settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    call = make.call(title="Winter roads", words_from=5)
    first, second = (browser_context(java_script_enabled=has_scripts).new_page() for _n in range(2))

    # Half a text is put by, and a letter takes the link.
    first.goto("/submit/")
    first.get_by_role("link", name="Winter roads").first.click()
    first.get_by_label("Title", exact=True).fill("What if the pass stays shut?")
    first.get_by_label("Your simulation").fill("On the first morning")
    first.get_by_label("At least, in %").fill("forty")
    first.get_by_label("E-mail address").fill("ruslan@example.org")
    press(first, "Save for later")
    expect(first.get_by_role("heading", name="Your draft is not sent yet")).to_be_visible()

    # Another browser goes on, adds somebody and a file, and sends it.
    second.goto(last_letter())
    second.get_by_role("link", name="Go on writing").click()
    expect(second.get_by_label("Your simulation")).to_have_value("On the first morning")
    expect(second.get_by_label("At least, in %")).to_have_value("forty")
    second.get_by_label("Your simulation").fill(TEXT)
    second.get_by_label("Full name").fill("Ruslan Didigov")
    second.get_by_label("Title or occupation").fill("logistics planner")
    press(second, "Add a co-author")
    expect(second.locator("#id_coauthor-1-full_name")).to_be_focused()
    second.locator("#id_coauthor-1-full_name").fill("Nino Rukhadze")
    second.locator("#id_coauthor-1-email").fill("nino@example.org")
    (tmp_path / "sources.docx").write_bytes(documents.docx())
    second.get_by_label("Files with it").set_input_files(tmp_path / "sources.docx")
    agree(second)
    press(second, "Send simulation")
    expect(second.locator(".error-summary")).to_be_focused()
    expect(second.locator(".error-summary")).to_contain_text("Write a whole number from 0 to 100.")
    expect(second.locator(".files")).to_contain_text("sources.docx")
    second.get_by_label("At least, in %").fill("40 %")
    press(second, "Send simulation")
    expect(second.get_by_role("heading", name="Check your e-mail")).to_be_visible()

    # The address is confirmed by the button, not by the link.
    second.goto(last_letter())
    assert Submission.objects.get().state == "unconfirmed"
    second.get_by_role("button", name="Confirm").click()
    expect(second.get_by_role("heading", name="We have your simulation")).to_be_visible()
    submission = Submission.objects.get()
    assert (submission.state, submission.revision.scenario) == ("submitted", {"low": 40})

    # It is changed.
    second.get_by_role("link", name="Change the text").click()
    expect(second.get_by_label("Your simulation")).to_have_value(TEXT)
    second.get_by_label("Title", exact=True).fill("What if the pass stays shut till March?")
    press(second, "Send the change")
    expect(second.get_by_role("heading", level=1)).to_have_text("What if the pass stays shut till March?")

    # Changes are asked for, answered and made.
    make.settled(
        moves.transition(
            Submission.objects.get(),
            "request_changes",
            actor=make.user("moderator"),
            message="1. Where does the number come from?",
            due_at=timezone.now() + timedelta(days=9),
        )
    )
    second.goto(last_letter())
    second.get_by_label("Your answer to point 1").fill("From the road department.")
    press(second, "Edit the text")
    second.get_by_label("Your simulation").fill(f"{TEXT}\n\nThe road department counts.")
    press(second, "Send the change")
    expect(second.get_by_label("Your answer to point 1")).to_have_value("From the road department.")
    press(second, "Send answers and text back")
    expect(second.get_by_role("heading", name="We have your simulation")).to_be_visible()
    assert [revision.n for revision in Revision.objects.order_by("n")] == [1, 2, 3]
    assert Submission.objects.get().state == "submitted"

    # Another one is sent from the first browser, and withdrawn.
    first.goto(call.get_absolute_url())
    fill_in(first)
    press(first, "Send simulation")
    first.get_by_role("link", name="Withdraw").click()
    press(first, "Withdraw it")
    expect(first.get_by_role("heading", name="It is withdrawn")).to_be_visible()

    # Everything is taken along, and then erased.
    with second.expect_download() as download:
        second.get_by_role("link", name="Download").click()
    assert_is_everything(download.value.path())
    page = second.url.partition("?")[0]
    second.get_by_role("link", name="Erase everything").click()
    press(second, "Erase it for good")
    assert second.goto(page).status == 404
    assert Contributor.objects.filter(email="ruslan@example.org").count() == 0
    assert not Attachment.objects.exists()
    for context in (first.context, second.context):
        context.complaints.errors = [each for each in context.complaints.errors if "404" not in each]
        context.complaints.assert_none()


def fill_in(page):
    page.get_by_label("Title", exact=True).fill("A second thought")
    page.get_by_label("Your simulation").fill("Another text, of seven words in all.")
    page.get_by_label("Full name").fill("Ruslan Didigov")
    page.get_by_label("Title or occupation").fill("logistics planner")
    page.get_by_label("E-mail address").fill("another@example.org")
    agree(page)


def assert_is_everything(path):
    """The download holds the words and the file."""
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        texts = b"".join(package.read(name) for name in names if name.endswith((".json", ".md", ".txt"))).decode()
    assert "The road department counts." in texts
    assert "ruslan@example.org" in texts
    assert [name for name in names if name.endswith("sources.docx")] != []
