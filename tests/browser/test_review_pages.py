"""Every face of the review page: it fits at every width, in both directions and schemes, and axe finds nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from submissions import colleagues, conversation, moves, receiving, similar
from submissions.models import CannedReply, Flag, Submission
from tests import make
from tests.audit.looks import faults, wrong_views
from tests.browser.test_every_page import NOT_OURS
from tests.browser.test_private_pages import PERSIAN, REQUEST
from tests.browser.walking import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "https://a-very-long-address.example/" + "x" * 200
# scheme, direction, width, and whether axe looks
VIEWS = [
    ("light", "ltr", 1280, True),
    ("light", "rtl", 1280, False),
    ("light", "ltr", 768, False),
    ("light", "ltr", 320, False),
    ("dark", "rtl", 320, True),
]


def full(leyla, davit, **fields):
    """A submission in which everything happened that fills the page."""
    row = make.submission(call=make.call(is_sensitive=True), **fields)
    moves.transition(row, "begin", actor=leyla)
    conversation.say(row, f"Which road do you mean? {LONG}", by=leyla)
    colleagues.comment(row, davit, f"Strong on the road. @{leyla.username} {LONG}")
    colleagues.flag(row, davit, f"The figure on day 9, see {LONG}")
    Flag.objects.create(submission=row, code="disposable", points=40, evidence={"domain": "x" * 80 + ".example"})
    Flag.objects.create(submission=row, code="trap", points=100, settled_by_name="Davit", settled_at=timezone.now())
    moves.transition(row, "stand_aside", actor=make.user("moderator", name="Aside"))
    due = timezone.now() + timedelta(days=9)
    row = Submission.objects.get(pk=row.pk)
    make.settled(moves.transition(row, "request_changes", actor=leyla, message=REQUEST, due_at=due))
    receiving.resubmit(Submission.objects.get(pk=row.pk), {1: "From the notice.", 2: "از یادداشت."})
    people = [{"full_name": "Maia Beridze", "email": "maia@mail.example"}]
    scenario = {"question": "Can it hold?", "low": 10, "high": 20, "actors": ["Drivers", LONG]}
    text = f"{row.revision.source}\n\nOne more paragraph.\n\n{LONG}"
    given = {"title": row.title, "source": text, "language": row.language}
    receiving.revise(
        Submission.objects.get(pk=row.pk),
        make.filled(**given, coauthors=people, scenario=scenario, answers={"a": LONG}),
    )
    return Submission.objects.get(pk=row.pk)


@pytest.fixture
def pages():
    """(who looks, {name: (address, the button that is pressed there)})."""
    leyla = make.user("moderator", name="Leyla M.", email="leyla@mail.example")
    davit = make.user("moderator", name="Davit R.")
    for kind, language in (("decline", "en"), ("decline", "fa"), ("message", "en"), ("request_changes", "en")):
        CannedReply.objects.create(kind=kind, title=f"Too short {language}" + "x" * 60, language=language, text="No.")
    make.submission("Came before", email="before@mail.example")
    similar.compare_due()
    english = full(leyla, davit)
    persian = full(leyla, davit, title="صف زیر کوه", text=PERSIAN, language="fa", full_name="شیرین رضایی")
    held = make.submission("Just declined")
    moves.transition(held, "decline", actor=leyla, message="Not for us.")
    theirs = make.submission("With a colleague")
    moves.transition(theirs, "begin", actor=davit)
    make.submission("By the same person", email="two@mail.example")
    other = make.submission("By the same person too", email="two@mail.example", state="quarantined")
    similar.compare_due()
    assert similar.near(english)  # so that its text has marks

    def at(row, page="review", query=""):
        return f"/admin/submissions/submission/{row.pk}/{page}/{query}"

    return leyla, {
        "english": (at(english), ""),
        "persian": (at(persian), ""),
        "changes": (at(english, query="?move=request_changes"), ""),
        "letter": (at(english, query="?move=request_changes"), "Preview the letter"),
        "nothing written": (at(persian, query="?move=decline"), "Decline"),
        "no comment": (at(english), "Comment"),
        "without marks": (at(english, query="?plain=1"), ""),
        "hand over": (at(english, query="?move=hand_over"), ""),
        "held": (at(held), ""),
        "with a colleague": (at(theirs), ""),
        "quarantined": (at(other), ""),
        "own": (at(make.submission("My own", email="leyla@mail.example")), ""),
        "compared": (at(english, "compare", "?from=1&to=2"), ""),
        "all compared": (at(persian, "compare", "?from=1&to=2&all=1"), ""),
    }


def test_every_face_of_the_review_page_fits_and_is_open_to_everyone(pages, browser_context):
    who, addresses = pages
    troubles = {}
    page = browser_context().new_page()
    log_in(page, who)
    for name, (address, button) in addresses.items():
        page.goto(address)
        if button:
            page.locator("#move, #comments").get_by_role("button", name=button, exact=True).click()
            page.wait_for_load_state()
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
        if wrong := wrong_views(page, VIEWS, NOT_OURS):
            troubles[name] = wrong
    assert troubles == {}
    assert page.context.complaints.csp + page.context.complaints.crashes == []


def test_the_list_of_keys_is_open_to_everyone(browser_context):
    page = browser_context().new_page()
    log_in(page, make.user("moderator"))
    page.goto(f"/admin/submissions/submission/{make.submission().pk}/review/")
    page.wait_for_load_state()
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    assert faults(page, but=NOT_OURS) == []


def test_keys_can_be_turned_off_for_those_in_whose_way_they_are(browser_context):
    page = browser_context().new_page()
    log_in(page, make.user("moderator"))
    submission = make.submission()
    page.goto(f"/admin/submissions/submission/{submission.pk}/review/")
    page.get_by_role("button", name="What the keys do").click()
    page.get_by_role("checkbox", name="Keys work in this browser").uncheck()
    page.get_by_role("button", name="Close").click()
    for _look in range(2):
        page.keyboard.press("a")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_be_hidden()
        page.reload()
    assert Submission.objects.get().state == "submitted"
    page.get_by_role("button", name="What the keys do").click()
    page.get_by_role("checkbox", name="Keys work in this browser").check()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.locator(".desk-head")).to_contain_text("Accepted")
