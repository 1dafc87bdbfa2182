"""What a moderator does in the queue: by keyboard, by finger and without scripts; and how it looks."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from submissions.models import Flag, Submission
from tests import make
from tests.audit.looks import wrong_views
from tests.browser.test_every_page import NOT_OURS
from tests.browser.walking import keep_picture, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUEUE = "/admin/submissions/queue/"
VIEWS = [
    ("light", "ltr", 1280, True),
    ("light", "ltr", 900, False),
    ("light", "ltr", 768, False),
    ("light", "ltr", 320, False),
    ("dark", "ltr", 320, True),
]


def states():
    return list(Submission.objects.order_by("id").values_list("state", flat=True))


def wait_for_keys(page):
    """Until the page listens to keys; a person is never that quick."""
    expect(page.locator("[data-ticked]")).to_have_text("Tick what you mean")


def test_a_morning_in_the_queue_by_keyboard_alone(browser_context):
    for title in ("The salt road", "Bread for Meghri", "Best price visa"):
        make.submission(title)
    page = browser_context().new_page()
    log_in(page, make.user("moderator", name="Leyla M."))
    page.goto(QUEUE)
    wait_for_keys(page)

    # Down to the second row, tick it and the third, untick the third.
    for key in ("j", "j", "x", "j", "x", "x"):
        page.keyboard.press(key)
    expect(page.locator("[data-ticked]")).to_have_text("Ticked: 1")
    page.keyboard.press("c")
    expect(page.locator(".messagelist")).to_contain_text("1 done: Taken on.")
    assert states() == ["submitted", "in_review", "submitted"]

    wait_for_keys(page)

    # Search, open what was found, and come back.
    page.keyboard.press("/")
    page.keyboard.type("salt")
    page.keyboard.press("Enter")
    expect(page.locator(".queue .t")).to_have_text(["The salt road"])
    wait_for_keys(page)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The salt road")).to_be_visible()
    page.go_back()
    wait_for_keys(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.context.complaints.assert_none()


def test_the_box_on_top_ticks_all_and_a_filled_field_is_no_command(browser_context):
    for n in range(3):
        make.submission(f"Number {n}")
    page = browser_context().new_page()
    log_in(page, make.user("moderator"))
    page.goto(QUEUE)
    page.get_by_label("Tick all").check()
    expect(page.locator("[data-ticked]")).to_have_text("Ticked: 3")
    page.get_by_label("Title, text, credit or reference").fill("xaxa c")
    expect(page.locator("[data-ticked]")).to_have_text("Ticked: 3")
    page.get_by_role("button", name="Hold").click()
    page.get_by_label("Among ourselves").fill("After the election.")
    page.get_by_role("button", name="Hold").click()
    expect(page.locator(".messagelist")).to_contain_text("3 done: Put on hold.")
    assert states() == ["on_hold"] * 3


def test_without_scripts_somebody_else_is_first_with_one(browser_context):
    rows = [make.submission(f"Number {n}") for n in range(3)]
    page = browser_context(java_script_enabled=False, viewport={"width": 320, "height": 800}).new_page()
    log_in(page, make.user("moderator"))
    page.goto(QUEUE)
    for n in range(3):
        page.get_by_label(f"Tick Number {n}").check()
    make.move_on(rows[1], "accept", actor=make.user("moderator", name="Davit R."))
    page.get_by_role("button", name="Decline without a letter").click()
    page.get_by_label("Among ourselves").fill("Advertising.")
    page.get_by_role("button", name="Decline without a letter").click()
    expect(page.locator("[role=alert]")).to_contain_text("2 done: Declined.")
    expect(page.locator("[role=alert]")).to_contain_text("Number 1: Somebody was first: Davit R., “Accept”")
    assert states() == ["declined", "accepted", "declined"]


def a_full_day(moderator):
    """A queue as it is on a weekday, with everything that a row can say."""
    call = make.call("Winter 2027", languages=["en", "ka", "hy", "az"])
    titles = {
        "The gauge nobody reads": ("Davit Arzumants", "en"),
        "Forty trains a day": ("Nigar Həsənli", "en"),
        "Мост, которого нет": ("Зарема Тотиева", "ru"),
        "რიკოთის ზამთარი": ("ზვიად კაპანაძელი", "ka"),
        "زمستان آستارا": ("بهناز طالب‌نیا", "fa"),
        "Convoy": ("Hripsime Ter-Hovhannisents-Manoogian of the House on the Upper Street", "en"),
    }
    now, made = timezone.now(), []
    for n, (title, (name, language)) in enumerate(titles.items()):
        row = make.submission(title, call=call, full_name=name, language=language)
        since = now - timezone.timedelta(days=16 - 2 * n, hours=1)
        Submission.objects.filter(pk=row.pk).update(state_since=since, promised_at=now + timezone.timedelta(days=n - 2))
        made.append(row)
    Flag.objects.create(submission=made[1], code="near_duplicate", evidence={"others": []})
    Flag.objects.create(submission=made[5], code="like_contributor", evidence={"name": "N."})
    make.move_on(Submission.objects.get(pk=made[3].pk), "begin", actor=moderator)
    make.submission("Best price visa", call=call, state="quarantined")
    return made


def test_the_queue_fits_every_screen_and_is_open_to_everyone(browser_context):
    moderator, officer = make.user("moderator", name="Leyla M."), make.user("privacy")
    rows = a_full_day(moderator)
    addresses = {
        "queue": QUEUE,
        "found": f"{QUEUE}?view=all&q=the&language=en",
        "empty": f"{QUEUE}?view=hold&q=nothing",
        "front": "/admin/",
    }
    troubles = {}
    page = browser_context().new_page()
    log_in(page, moderator)
    for name, address in addresses.items():
        page.goto(address)
        if wrong := wrong_views(page, VIEWS, NOT_OURS):
            troubles[name] = wrong
        if name == "front":
            page.set_viewport_size({"width": 1280, "height": 900})
            keep_picture(page, name)
    page.goto(QUEUE)
    page.get_by_label("Tick The gauge nobody reads").check()
    page.get_by_role("button", name="Hold").click()
    expect(page.get_by_label("Among ourselves")).to_be_focused()
    if wrong := wrong_views(page, but=NOT_OURS):
        troubles["note"] = wrong
    page = browser_context().new_page()
    log_in(page, officer)
    page.goto(f"{QUEUE}contact/")
    page.get_by_label("E-mail address, telephone number or real name").fill("mail.example")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".queue .t")).to_have_count(len(rows) + 1)
    if wrong := wrong_views(page, but=NOT_OURS):
        troubles["contact"] = wrong
    assert troubles == {}
