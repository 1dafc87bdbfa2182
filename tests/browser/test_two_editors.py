"""Two editors at one piece, a network that goes away, a session that ends: whatever was typed is there afterwards."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from articles.models import Article, WorkingCopy
from tests import make
from tests.browser.walking import keep_picture, log_in, wait_until, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BODY = (
    "<p>The pass is open from May to October.</p><p>In winter forty lorries wait below Stepantsminda.</p>"
    "<p>Nobody has counted what the queue costs.</p>"
)
SHELF = "Object.keys(localStorage).filter(name => name.startsWith('desk-copy:'))"
# The page asks by itself every fifteen seconds, and at once when the network is back.
ASK_NOW = "window.dispatchEvent(new Event('online'))"


def at_piece(page, piece):
    page.goto(f"/admin/articles/article/{piece.pk}/change/")
    page.locator("#cke_id_body .cke_wysiwyg_div").wait_for()
    wait_until(page, "CKEDITOR.instances.id_body.status === 'ready'")


def line(page):
    return page.locator("#typing-line")


@pytest.fixture
def piece():
    return make.article("Water before borders", body=BODY, standfirst="Who waits, and for how long?")


def test_two_editors_save_one_piece_and_nothing_is_lost(browser_context, piece):
    leyla, davit = make.user("editor", name="Leyla"), make.user("editor", name="Davit")
    one, two = browser_context().new_page(), browser_context().new_page()
    for page, user in ((one, leyla), (two, davit)):
        log_in(page, user)
        at_piece(page, piece)
    expect(two.locator("#people-here")).to_have_text("Leyla is editing this.")

    one.locator("#id_standfirst").fill("Who waits below the pass, and for how long?")
    write(one, " Leyla counted forty.")
    expect(line(one)).to_contain_text("not saved yet")
    two.evaluate(ASK_NOW)
    expect(two.locator("#people-here")).to_contain_text("Leyla is editing this and has unsaved changes.")
    one.get_by_role("button", name="Save", exact=True).click()
    expect(one.locator(".messagelist")).to_contain_text("Saved.")
    two.evaluate(ASK_NOW)
    expect(two.locator("#people-here")).to_contain_text("Somebody was first: Leyla saved this piece")

    two.locator("#id_subtitle").fill("What a closed road decides")
    write(two, " Davit asked the drivers.")
    two.get_by_role("button", name="Save", exact=True).click()

    conflict = two.locator(".desk-conflict")
    expect(conflict).to_contain_text("Two of you wrote at the same time")
    expect(conflict.locator("del").first).to_contain_text("Leyla counted forty")
    expect(conflict.locator("ins").first).to_contain_text("Davit asked the drivers")
    expect(two.locator(".desk-theirs-text")).to_contain_text("Leyla counted forty.")
    expect(two.locator("#id_standfirst")).to_have_value("Who waits below the pass, and for how long?")
    expect(two.locator("#id_subtitle")).to_have_value("What a closed road decides")
    expect(two.locator("#cke_id_body")).to_contain_text("Davit asked the drivers.")
    two.evaluate("document.querySelector('.desk-conflict').scrollIntoView()")
    keep_picture(two, "two-texts")

    two.locator("#cke_id_body .cke_wysiwyg_div").wait_for()
    write(two, " Leyla counted forty.")
    two.get_by_label("Mine, as it stands in the form below").check()
    two.get_by_role("button", name="Save", exact=True).click()
    expect(two.locator(".messagelist")).to_contain_text("Saved.")

    piece.refresh_from_db()
    assert (piece.standfirst, piece.subtitle) == (
        "Who waits below the pass, and for how long?",
        "What a closed road decides",
    )
    assert "Davit asked the drivers. Leyla counted forty." in piece.body
    assert [row.by for row in piece.revisions.order_by("n")] == [leyla, davit]
    assert not WorkingCopy.objects.filter(is_same=False).exists()
    one.reload()
    expect(one.locator("#cke_id_body")).to_contain_text("Davit asked the drivers.")
    for page in (one, two):
        page.context.complaints.assert_none()


def test_typed_without_a_network_the_browser_closed_the_session_over_and_the_text_is_there(browser_context, piece):
    user = make.user("editor", name="Leyla")
    context = browser_context()
    page = context.new_page()
    log_in(page, user)
    at_piece(page, piece)
    write(page, " Kept on the server.")
    expect(line(page)).to_contain_text("not saved yet")

    context.set_offline(True)
    write(page, " Typed in a tunnel.")
    expect(line(page)).to_have_text("No connection: kept in this browser")
    kept = context.storage_state()
    context.close()
    Session.objects.all().delete()

    again = browser_context(storage_state=kept)
    page = again.new_page()
    page.goto(f"/admin/articles/article/{piece.pk}/change/")
    page.get_by_label("E-mail address or user name").fill(user.username)
    page.get_by_label("Password").fill(make.PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()

    offered = page.locator(".desk-copy", has_text="Typed in a tunnel.")
    expect(offered).to_have_count(1)
    assert page.evaluate(SHELF) == []
    offered.get_by_role("link", name="Go on with it").click()
    expect(page.locator("#cke_id_body")).to_contain_text("Kept on the server. Typed in a tunnel.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Saved.")
    piece.refresh_from_db()
    assert "Kept on the server. Typed in a tunnel.</p>" in piece.body


def test_a_session_that_ends_while_writing_asks_for_the_password_in_place(browser_context, piece):
    user = make.user("editor", name="Leyla")
    page = browser_context().new_page()
    log_in(page, user)
    at_piece(page, piece)
    Session.objects.all().delete()

    write(page, " Typed for an hour.")
    dialog = page.locator("dialog.desk-login")
    expect(dialog).to_contain_text("Your session has ended")
    dialog.get_by_label("Password of").fill("not the password")
    dialog.get_by_role("button", name="Log in").click()
    expect(dialog).to_contain_text("do not belong together")
    dialog.get_by_label("Password of").fill(make.PASSWORD)
    dialog.get_by_role("button", name="Log in").click()

    expect(dialog).to_be_hidden()
    expect(line(page)).to_contain_text("not saved yet")
    assert page.evaluate(SHELF) == []
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Saved.")
    piece.refresh_from_db()
    assert "Typed for an hour." in piece.body


def test_logging_out_leaves_nothing_in_the_browser_and_nothing_is_lost(browser_context, piece):
    context = browser_context()
    page = context.new_page()
    log_in(page, make.user("editor", name="Leyla"))
    page.goto("/admin/articles/article/add/")
    page.locator("#cke_id_body .cke_wysiwyg_div").wait_for()
    wait_until(page, "CKEDITOR.instances.id_body.status === 'ready'")
    context.set_offline(True)
    page.locator("#id_title").fill("Begun in a tunnel")
    expect(line(page)).to_have_text("No connection: kept in this browser")
    context.set_offline(False)

    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_label("Password")).to_be_visible()

    assert page.evaluate(SHELF) == []
    assert [copy.title for copy in WorkingCopy.objects.filter(is_same=False)] == ["Begun in a tunnel"]
    assert not Article.objects.exclude(pk=piece.pk).exists()
