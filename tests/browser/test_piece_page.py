"""The page of a piece: steps, comments and holds by hand, wide and narrow, and nothing typed gets lost."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from articles import assigning, commenting, holds, publishing
from articles.models import Article, Comment
from tests import make
from tests.browser.walking import keep_picture, log_in, wait_until, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BODY = (
    "<p>One mountain pass carries most of the trade to the north. In winter it is shut on one day in four.</p>"
    "<h2>Who waits</h2><p>Drivers wait below Stepantsminda, for three days on average.</p>"
    "<p>The road department keeps the record, and publishes it in spring.</p>"
)


def in_review():
    """A piece in the middle of its life: published, changed, sent back once, handed in again, with much said of it."""
    author, editor = make.user("author", name="Nana Ghurtskaia"), make.user("editor", name="Levan Metreladze")
    fields = {"title": "The single road", "standfirst": "One pass, and no way round it.", "created_by": author}
    piece = make.article(body=BODY, authors=[make.person()], topics=[make.topic()], **fields)
    publishing.publish(piece)
    piece.body, piece.standfirst = BODY.replace("one day in four", "one day in five"), "One pass, no way round."
    publishing.write(piece, by=author, now=piece.changed_at)
    piece.save()
    publishing.hand_in(piece, by=author)
    publishing.send_back(piece, by=editor, note="Where do the three days come from? Say whose count it is.")
    publishing.hand_in(piece, by=author, note="It is the road department’s; I named it in the last paragraph.")
    assigning.assign(piece, by=editor, to=editor, due_on=date.today() + timedelta(days=3), priority=3)
    third = commenting.paragraphs(piece.body)[2]
    asked = commenting.comment(piece, by=editor, text="@nana, three days in which year?", paragraph=third.fingerprint)
    commenting.answer(asked, by=author, text="In 2025. I will say so.")
    commenting.comment(piece, by=editor, text="A good title.")
    holds.place(piece, by=editor, reason="Waiting for the figures of the road department.")
    return Article.objects.get(pk=piece.pk), author, editor


@pytest.mark.parametrize("width", [1280, 320])
def test_the_page_of_a_piece_fits_and_its_steps_can_be_reached(browser_context, live_server, width):
    piece, _author, editor = in_review()
    desk = browser_context(viewport={"width": width, "height": 900}).new_page()
    log_in(desk, editor)

    desk.goto(f"/admin/articles/article/{piece.pk}/change/")

    assert desk.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    expect(desk.locator(".desk-way [aria-current=step]")).to_have_text("in review")
    expect(desk.locator("#steps").get_by_role("button", name="Save and pass on to copy-editing")).to_be_visible()
    keep_picture(desk, f"piece-{width}")


def test_a_comment_is_sent_beside_the_text_and_nothing_typed_is_lost(browser_context, live_server):
    piece, _author, editor = in_review()
    desk = browser_context().new_page()
    log_in(desk, editor)
    desk.goto(f"/admin/articles/article/{piece.pk}/change/")
    write(desk, " A sentence that nobody has saved.")
    desk.locator("#id_standfirst").fill("Typed, too.")

    desk.locator("#id_comment-text").fill("Is this still so?")
    desk.get_by_role("button", name="Comment", exact=True).click()
    expect(desk.locator(".messagelist")).to_contain_text("Said.")
    desk.locator(".desk-thread", has_text="Is this still so?").get_by_role("button", name="Resolve").click()
    expect(desk.locator(".messagelist")).to_contain_text("Resolved.")

    assert Comment.objects.get(text="Is this still so?").resolved_by_name == str(editor)
    expect(desk.locator("#id_standfirst")).to_have_value("Typed, too.")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".messagelist")).to_contain_text("Saved.")
    assert "A sentence that nobody has saved." in Article.objects.get(pk=piece.pk).body


def test_a_piece_goes_from_its_author_to_the_editor_and_back(browser_context, live_server):
    author, editor = make.user("author", name="Nana Ghurtskaia"), make.user("editor", name="Levan Metreladze")
    piece = make.article(body=BODY, created_by=author)
    address = f"/admin/articles/article/{piece.pk}/change/"
    writing, reading = browser_context().new_page(), browser_context().new_page()
    log_in(writing, author)
    log_in(reading, editor)

    writing.goto(address)
    write(writing, " And one more sentence.")
    writing.locator(".desk-moves").get_by_role("button", name="Save and hand in").click()
    expect(writing.locator(".messagelist")).to_contain_text("Handed in.")
    reading.goto(address)
    reading.get_by_role("button", name="Save and send back").click()
    expect(reading.locator(".messagelist")).to_contain_text("Write a note")
    reading.locator("#id_step-note").fill("Which pass? Name it in the first line.")
    reading.get_by_role("button", name="Save and send back").click()
    expect(reading.locator(".messagelist")).to_contain_text("Sent back.")
    writing.reload()
    wait_until(writing, "document.querySelector('.needs-work') !== null")
    expect(writing.locator(".needs-work")).to_contain_text("Which pass? Name it in the first line.")
    assert "And one more sentence." in Article.objects.get(pk=piece.pk).body
