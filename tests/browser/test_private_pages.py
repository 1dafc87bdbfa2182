"""Every page that a secret link opens: it fits at every width, axe finds nothing, and its forms come through."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ccsis import letters as outbox
from submissions import conversation, moves, receiving
from submissions.models import Draft, Submission
from tests import make
from tests.audit.looks import wrong_views

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PERSIAN = (
    "در نخستین صبح هیچ‌کس آن را بحران نمی‌نامد.\n\n## روز یک تا پنج\n\nراننده‌ها چای می‌نوشند.[^1]\n\n[^1]: یادداشت.\n"
)
REQUEST = "We liked it.\n\n1. Where does the number of 40 metres come from?\n\n2. عدد از کجا آمده است؟"


def asked(**fields):
    """A submission with two texts, messages, co-authors and letters, that was asked for changes."""
    moderator = make.user("moderator")
    row = make.submission(state="in_review", by=moderator, **fields)
    people = [
        {"full_name": name, "email": f"{n}@mail.example"} for n, name in enumerate(["Maia Beridze", "شیرین رضایی"])
    ]
    conversation.say(row, "Which road do you mean? https://a-very-long-address.example/" + "x" * 200, by=moderator)
    conversation.say(row, "The old one.")
    text = f"{row.revision.source}\n\nOne more paragraph."
    receiving.revise(row, make.filled(title=row.title, source=text, language=row.language, coauthors=people))
    row = Submission.objects.get(pk=row.pk)
    due = timezone.now() + timedelta(days=14)
    return make.settled(moves.transition(row, "request_changes", actor=moderator, message=REQUEST, due_at=due))


@pytest.fixture
def pages():
    """The addresses of all kinds of private pages by a name for each."""
    english = asked()
    persian = asked(title="صف زیر کوه", text=PERSIAN, language="fa", full_name="شیرین رضایی", native_name="")
    unconfirmed, proof = make.submission(state="unconfirmed"), make.submission(state="proof")
    draft = receiving.start(make.call(closes_at=timezone.now() + timedelta(days=9)), nonce="n")
    Draft.objects.create(submission=draft, typed={"title": ["A" * 150]}, email="ana@mail.example")
    outbox.send_due()
    found = {
        "nothing": "/submissions/nothing/",
        "find": "/submissions/",
        "asked for links": "/submissions/?done=asked",
        "erased": "/submissions/?done=erased",
        "confirm": make.private(unconfirmed, "confirm"),
        "unconfirmed": make.private(unconfirmed) + "?done=sent",
        "draft": make.private(draft),
        "proof": make.private(proof, "proof"),
        "changed by us": make.private(proof) + "final/changes/",
        "published": make.private(make.submission(state="published")),
        "declined": make.private(make.submission(state="declined")),
    }
    for name, row in (("english", english), ("persian", persian)):
        address = make.private(row)
        found |= {
            name: address,
            f"{name} text": f"{address}texts/2/",
            f"{name} changes": f"{address}changes/?old=1&new=2",
            f"{name} withdraw": f"{address}withdraw/",
            f"{name} erase": f"{address}erase/",
            f"{name} co-author": make.private(row, "coauthor", coauthor=row.coauthors.first()),
        }
    return found


def test_every_private_page_fits_and_is_open_to_everyone(pages, browser_context):
    troubles = {}
    page = browser_context().new_page()
    for name, address in pages.items():
        page.goto(address)
        if wrong := wrong_views(page):
            troubles[name] = wrong
    assert page.context.complaints.csp == []
    assert troubles == {}


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no-scripts"])
def test_forms_of_a_page_that_names_no_referrer_come_through(pages, browser_context, has_scripts):
    page = browser_context(java_script_enabled=has_scripts).new_page()
    page.goto(pages["english"])
    page.get_by_label("Your answer to point 1").fill("From the notice.")
    page.get_by_label("Your message").fill("A question.")
    page.get_by_role("button", name="Send the message").click()
    expect(page.get_by_text("Your message is with us.")).to_be_visible()
    expect(page.get_by_label("Your answer to point 1")).to_have_value("From the notice.")
    page.get_by_role("button", name="Send answers and text back").click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("link", name="Answer point 2").click()
    page.keyboard.type("در متن است.")
    page.get_by_role("button", name="Send answers and text back").click()
    expect(page.get_by_text("it is our turn again")).to_be_visible()
    page.get_by_role("button", name="Get a new address").click()
    expect(page.get_by_text("All earlier ones have ended")).to_be_visible()
    assert page.goto(pages["english"]).status == 404
    page.get_by_role("link", name="Mail me my links").click()
    page.get_by_label("E-mail address").fill("nobody@mail.example")
    page.get_by_role("button", name="Mail me my links").click()
    expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_visible()


def test_a_proof_is_approved_by_keyboard_alone(pages, page):
    page.goto(pages["proof"])
    button = page.get_by_role("button", name="I approve this text")
    for _press in range(60):
        page.keyboard.press("Tab")
        if button.evaluate("each => each === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text("We publish the text as you have read it.")).to_be_visible()
