"""What scripts add to the form: a counter, a preview, clean pastes, Word files, a copy in the browser."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from submissions.models import Submission
from tests import make
from tests.browser.walking import wait_until
from tests.test_documents import scenario

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTE = """([plain, html]) => {
    const data = new DataTransfer();
    data.setData("text/plain", plain);
    data.setData("text/html", html);
    const text = document.getElementById("id_text");
    text.focus();
    text.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def call():
    return make.call("Winter roads", words_from=3, words_to=10)


def opened(browser_context, call):
    page = browser_context().new_page()
    page.goto(call.get_absolute_url())
    return page


def test_words_are_counted_as_the_server_counts_them(browser_context, call):
    page = opened(browser_context, call)
    examples = json.loads((Path(__file__).parents[1] / "words.json").read_text())
    counted = page.evaluate("texts => texts.map(countWords)", [example["text"] for example in examples])
    assert counted == [example["words"] for example in examples]
    assert len({example["script"] for example in examples}) >= 6


def test_the_counter_says_how_many_are_needed_and_how_many_are_too_many(browser_context, call):
    page = opened(browser_context, call)
    text, counter = page.get_by_label("Your simulation"), page.locator("#counter")
    expect(counter).to_have_text("0 of 3 to 10 words")
    text.fill("ერთი ორი")
    expect(counter).to_have_text("2 words; 1 more are needed")
    text.fill("One two[^1] [three](https://example.org/a-b-c).\n\n[^1]: Not counted at all.\n")
    expect(counter).to_have_text("3 of 3 to 10 words")
    text.fill("word " * 12)
    expect(counter).to_have_text("12 words; 2 too many")
    expect(page.locator("#meter")).to_have_class("meter over")
    page.context.complaints.assert_none()


def test_the_text_is_shown_as_readers_see_it_while_it_is_written(browser_context, call):
    page = opened(browser_context, call)
    text = page.get_by_label("Your simulation")
    page.get_by_text("Show the text as readers will see it, while I write").click()
    text.fill("## Day 1\n\nNobody[^1].\n\n[^1]: Kept.")
    look = page.get_by_role("region", name="As readers will see it")
    expect(look.get_by_role("heading", name="Day 1")).to_be_visible()
    expect(look).to_contain_text("Kept.")
    expect(page.locator("#counter")).to_have_text("3 of 3 to 10 words")
    text.fill("<img src=x onerror=alert(1)>")
    expect(look).to_contain_text("<img src=x onerror=alert(1)>")
    page.context.complaints.assert_none()


def test_what_is_pasted_from_a_word_processor_is_clean_and_can_be_taken_back(browser_context, call):
    page = opened(browser_context, call)
    text = page.get_by_label("Your simulation")
    page.evaluate(PASTE, ["Day one bold", "<h1>Day one</h1><p class=MsoNormal><b>bold</b> <img src='file:///c:/x.png'></p>"])
    expect(text).to_have_value("## Day one\n\n**bold**")
    expect(page.locator(".pasted")).to_contain_text("Pasted as clean text. Left out: 1 picture.")
    page.get_by_role("button", name="Paste the plain words instead").click()
    expect(text).to_have_value("Day one bold")
    page.context.complaints.assert_none()


def test_a_word_file_fills_the_text_without_sending_the_form(browser_context, call, tmp_path):
    page = opened(browser_context, call)
    page.get_by_label("Title", exact=True).fill("Kept")
    page.get_by_label("Or begin with a Word file").set_input_files(scenario(tmp_path))
    page.get_by_role("button", name="Fill the text").click()
    expect(page.get_by_label("Your simulation")).to_have_value(
        "## Days 1 to 5\n\nNobody calls it a **crisis**[^1], ვინც იცის.\n\n> Wait for spring.\n\n"
        "[The record](https://example.org/)\n\n[^1]: Kept by the road department.\n"
    )
    expect(page.locator("#word-told")).to_contain_text("Left out: 1 formula.")
    expect(page.get_by_label("Title", exact=True)).to_have_value("Kept")
    page.context.complaints.assert_none()


# The copy in the browser


def test_what_was_not_sent_is_offered_on_return(browser_context, call):
    context = browser_context()
    page = context.new_page()
    page.goto(call.get_absolute_url())
    page.get_by_label("Title", exact=True).fill("The queue")
    page.get_by_label("Your simulation").fill("On the first morning.")
    page.get_by_label("Full name").fill("Ruslan")
    wait_until(page, "Object.keys(localStorage).some(key => localStorage[key].includes('Ruslan'))")
    page.close()

    page = context.new_page()
    page.goto(call.get_absolute_url())
    expect(page.locator(".kept-copy")).to_contain_text("This browser kept what you wrote here on")
    expect(page.get_by_label("Title", exact=True)).to_have_value("")
    page.get_by_role("button", name="Put it back").click()
    expect(page.get_by_label("Title", exact=True)).to_have_value("The queue")
    expect(page.get_by_label("Your simulation")).to_have_value("On the first morning.")
    expect(page.get_by_label("Full name")).to_have_value("Ruslan")
    stored = page.evaluate("JSON.stringify(localStorage)")
    assert "csrfmiddlewaretoken" not in stored
    assert "stamp" not in stored


def test_the_copy_goes_when_the_form_has_arrived(browser_context, call):
    page = opened(browser_context, call)
    page.get_by_label("Title", exact=True).fill("The queue")
    page.get_by_label("E-mail address").first.fill("ruslan@mail.example")
    wait_until(page, "localStorage.length === 1")
    page.get_by_role("button", name="Save for later").click()
    expect(page).to_have_url(re.compile("/submissions/"))
    wait_until(page, "localStorage.length === 0")
    assert Submission.objects.count() == 1


def test_on_a_shared_computer_nothing_is_kept(browser_context, call):
    page = opened(browser_context, call)
    page.get_by_label("Title", exact=True).fill("The queue")
    wait_until(page, "localStorage.length === 1")
    page.get_by_label("This is a shared computer").check()
    wait_until(page, "localStorage.length === 0")
    page.get_by_label("Title", exact=True).fill("Another title")
    page.get_by_label("Full name").fill("Ruslan")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0
