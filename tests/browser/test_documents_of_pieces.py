"""An editor sends a PDF while writing: the text stays as it is, and a refused file is told in its place."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Document
from tests import documents as made
from tests import make
from tests.browser.walking import log_in, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_file_is_sent_beside_the_text_that_is_being_written(browser_context):
    page = browser_context().new_page()
    log_in(page, make.user("editor", name="Eka"))
    piece = make.article()
    page.goto(reverse("admin:articles_article_change", args=[piece.pk]))
    page.locator("#cke_id_body .cke_wysiwyg_div").wait_for()
    write(page, " Not saved yet.")
    page.get_by_text("PDF files").click()
    sent = {"name": "report.pdf", "mimeType": "application/pdf", "buffer": b"no"}
    page.locator("#id_file-file").set_input_files(sent)
    page.locator("#id_file-title").fill("The full report")

    page.get_by_role("button", name="Add this file").click()
    expect(page.locator("#files .desk-error")).to_contain_text("ends in .pdf but is something else")
    assert page.locator("#id_file-title").input_value() == "The full report"
    assert page.locator("#id_file-file").evaluate("field => field.files.length") == 1

    page.locator("#id_file-file").set_input_files(sent | {"buffer": made.pdf()})
    page.get_by_role("button", name="Add this file").click()
    expect(page.locator("#files .desk-file")).to_contain_text("The full report")
    assert [row.article for row in Document.objects.all()] == [piece]
    assert "Not saved yet." in page.evaluate("CKEDITOR.instances.id_body.getData()")

    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Saved.")
    piece.refresh_from_db()
    assert "Not saved yet." in piece.body
