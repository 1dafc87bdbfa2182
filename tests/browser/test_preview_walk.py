"""What an outsider does: open the address, read, comment, approve; and after publication, find the published piece."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles import assigning, publishing
from articles.models import PreviewApproval
from tests import make
from tests.browser.walking import keep_picture, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BODY = """<p>Under the pass runs a tunnel that every driver knows and no government has named.</p>
<h2>Who may use it</h2><p>In a winter with forty closed days it would carry a fifth of the trade.</p>"""


def test_a_draft_is_read_commented_and_approved_outside_and_its_address_leads_to_the_published_piece(
    browser_context, live_server
):
    publisher = make.user("publisher", name="Nino")
    piece = make.article(
        "The tunnel nobody may use",
        body=BODY,
        standfirst="A tunnel under the pass exists. No lorry has driven through it.",
        authors=[make.person()],
        topics=[make.topic()],
        regions=[make.region()],
        relief="",
    )
    desk, outside = browser_context().new_page(), browser_context(viewport={"width": 390, "height": 844}).new_page()

    log_in(desk, publisher)
    desk.goto(f"/admin/articles/article/{piece.pk}/change/#outsiders")
    desk.locator("#id_subtitle").fill("Typed and not saved")
    desk.get_by_text("Show it to somebody outside").click()
    desk.get_by_label("who gets it").fill("Maia Beridze")
    desk.get_by_label("may approve the text").check()
    desk.get_by_role("button", name="Make the link").click()
    address = desk.get_by_label("Address of the preview").input_value()
    path = "/preview/" + address.partition("/preview/")[2]
    expect(desk.locator("#id_subtitle")).to_have_value("Typed and not saved")

    assert outside.goto(path).status == 200
    expect(outside.locator("h1")).to_have_text("The tunnel nobody may use")
    expect(outside.locator(".draft-bar")).to_contain_text("Draft for Maia Beridze, until")
    outside.get_by_label("What you think of it").fill("Is the fifth from the ministry?")
    outside.get_by_role("button", name="Send the comment").click()
    expect(outside.locator("#done")).to_contain_text("your comment has reached us")
    outside.get_by_role("button", name="Approve the text as it stands").click()
    expect(outside.locator("#done")).to_contain_text("your approval has reached us")
    expect(outside.locator(".outsider")).to_contain_text("You approved this text")
    assert PreviewApproval.objects.get().link.name == "Maia Beridze"
    wide = browser_context().new_page()
    wide.goto(path)
    keep_picture(wide, "preview")

    desk.reload()
    expect(desk.locator("#outsiders")).to_contain_text("approved this text")
    expect(desk.locator("#comments")).to_contain_text("Is the fifth from the ministry?")
    keep_picture(desk, "desk-outsiders", clip=_box(desk, "#outsiders"), full_page=True)
    publishing.publish(piece)

    assert outside.goto(path).status == 200
    expect(outside).to_have_url(f"{live_server.url}/analyses/the-tunnel-nobody-may-use/")
    expect(outside.locator(".draft-bar")).to_have_count(0)
    outside.context.complaints.assert_none()
    desk.context.complaints.assert_none()


def _box(page, selector):
    box = page.locator(selector).bounding_box()
    scrolled = page.evaluate("window.scrollY")
    return box | {"y": box["y"] + scrolled}


def test_a_month_is_walked_by_keys_and_a_date_is_moved_in_its_form(browser_context):
    publisher = make.user("publisher", name="Nino")
    first = (timezone.localdate().replace(day=1) + timedelta(days=370)).replace(day=1)

    def at(day, hour=10):
        return timezone.make_aware(datetime(first.year, first.month, day, hour))

    for title, day in (("The tunnel nobody may use", 5), ("Gas through three winters", 12)):
        piece = make.article(title)
        publishing.schedule(piece, by=publisher, at=at(day))
    public = make.publication("Who repairs the road").article
    publishing.set_dates(public, by=publisher, expire_at=at(26), review_on=at(19).date())
    for title, day in (("Water before borders", 9), ("A market town", 22)):
        planned = publishing.plan(title=title, by=publisher)
        assigning.assign(planned, by=publisher, to=publisher, due_on=at(day).date())
    publishing.plan(title="What the census leaves out", by=publisher, kind="report")
    page = browser_context(viewport={"width": 1280, "height": 1000}).new_page()

    log_in(page, publisher)
    page.goto(f"/admin/articles/calendar/?month={first:%Y-%m}")
    expect(page.locator(".cal-grid .cal-entry.publish")).to_have_count(2)
    expect(page.locator(".cal-grid .cal-entry.planned")).to_have_count(2)
    keep_picture(page, "calendar")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".cal-entry.publish")).to_have_count(1)  # in the legend alone
    page.wait_for_load_state("load")  # by then the keys work
    page.keyboard.press("ArrowLeft")
    page.get_by_role("link", name="the dates of Gas through three winters").click()
    page.locator("#id_publish_at_day").fill(f"{at(14):%Y-%m-%d}")
    keep_picture(page, "dates")
    page.get_by_role("button", name="Save the dates").click()
    expect(page.locator(".messagelist")).to_contain_text("Scheduled: it is published by itself on 14")
    expect(page.locator(f'td:has(> time[datetime="{at(14):%Y-%m-%d}"])')).to_contain_text("Gas through three winters")
    page.context.complaints.assert_none()
