"""What an editor does: log in, write in the real editor, preview, publish, see it, change it, publish again."""

import pytest
from playwright.sync_api import expect

from articles.models import Publication
from tests import make
from tests.browser.walking import keep_picture, log_in, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_publisher_writes_previews_publishes_and_changes_an_analysis(browser_context, live_server):
    publisher = make.user("publisher", name="Nino Publisher")
    make.person("The Caucasus Center", is_body=True, is_default_byline=True)
    make.topic("Roads and railways")
    desk, reader = browser_context().new_page(), browser_context().new_page()

    log_in(desk, publisher)
    desk.get_by_role("link", name="Pieces").first.click()
    desk.get_by_role("link", name="Add piece").first.click()
    desk.locator("#id_title").fill("The tunnel nobody may use")
    desk.locator("#id_standfirst").fill("A tunnel under the pass exists. No lorry has driven through it.")
    write(desk, "Under the pass runs a tunnel that every driver knows.\nNo government has named it.")
    desk.get_by_role("button", name="Save and preview").click()

    expect(desk.locator("h1")).to_have_text("The tunnel nobody may use")
    expect(desk.locator("main")).to_contain_text("No government has named it.")
    expect(desk.locator("body")).to_contain_text("not published")
    assert reader.goto("/analyses/the-tunnel-nobody-may-use/").status == 404
    reader.context.complaints.forget()  # the browser's own word on the 404

    desk.go_back()
    desk.get_by_role("button", name="Publish", exact=True).click()
    expect(desk.locator(".messagelist")).to_contain_text("Published as version 1.")
    keep_picture(desk, "desk-published")

    assert reader.goto("/analyses/the-tunnel-nobody-may-use/").status == 200
    expect(reader.locator("h1")).to_have_text("The tunnel nobody may use")
    expect(reader.locator("article")).to_contain_text("Under the pass runs a tunnel that every driver knows.")
    expect(reader.locator("article")).to_contain_text("The Caucasus Center")
    expect(reader.locator("article")).to_contain_text("CCSIS-AN-")
    reader.goto("/")
    expect(reader.get_by_role("link", name="The tunnel nobody may use").first).to_be_visible()

    desk.locator("#id_title").fill("The tunnel that nobody names")
    write(desk, " One minister did, once.")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".desk-standing")).to_contain_text("Changes that readers do not see yet: 1 paragraph, title.")
    keep_picture(desk, "desk-pending")

    reader.goto("/analyses/the-tunnel-nobody-may-use/")
    expect(reader.locator("h1")).to_have_text("The tunnel nobody may use")
    expect(reader.locator("article")).not_to_contain_text("One minister did")

    desk.locator(".desk-moves").get_by_role("button", name="Publish changes").click()
    expect(desk.locator(".messagelist")).to_contain_text("Published as version 2.")
    reader.reload()
    expect(reader.locator("h1")).to_have_text("The tunnel that nobody names")
    expect(reader.locator("article")).to_contain_text("One minister did, once.")
    assert Publication.objects.get().version == 2
    assert reader.context.cookies() == []
    reader.context.complaints.assert_none()


def test_an_author_hands_over_and_cannot_publish(browser_context):
    author = make.user("author", name="Aram Author")
    page = browser_context().new_page()
    log_in(page, author)
    page.goto("/admin/articles/article/add/")
    page.locator("#id_title").fill("My draft")
    write(page, "One sentence.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Saved.")
    expect(page.get_by_role("button", name="Publish")).to_have_count(0)


def test_a_second_editor_is_told_and_loses_nothing(browser_context):
    first, second = make.user("editor", name="Leyla"), make.user("editor", name="Davit")
    article = make.article("Water before borders")
    one, two = browser_context().new_page(), browser_context().new_page()
    for page, user in ((one, first), (two, second)):
        log_in(page, user)
        page.goto(f"/admin/articles/article/{article.pk}/change/")
    one.locator("#id_subtitle").fill("Leyla's subtitle")
    one.get_by_role("button", name="Save", exact=True).click()
    expect(one.locator(".messagelist")).to_contain_text("Saved.")

    two.locator("#id_subtitle").fill("Davit's subtitle")
    two.get_by_role("button", name="Save", exact=True).click()

    expect(two.locator("#content")).to_contain_text("Leyla")
    expect(two.locator("#id_subtitle")).to_have_value("Davit's subtitle")
    article.refresh_from_db()
    assert article.subtitle == "Leyla's subtitle"
