"""What moderators do: a whole case with two rounds of changes, an undo, a race and a proof; and a day's triage by
keyboard alone.
"""

import pytest
from django.core import mail
from playwright.sync_api import expect

from ccsis import worker
from ccsis.models import Letter
from submissions.models import CannedReply, Comment, Event, Submission
from tests import make
from tests.browser.walking import agree, keep_picture, link_in, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUEUE = "/admin/submissions/queue/"


def actions(submission):
    return list(Event.objects.filter(submission=submission).order_by("version").values_list("action", flat=True))


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def link_after_ten_minutes(submission):
    """The decision stands, its letter leaves, and the contributor opens it: the path of the private page."""
    make.settled(Submission.objects.get(pk=submission.pk))
    worker.run_once()
    return link_in(mail.outbox[-1])


# A whole case


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_case_with_two_rounds_of_changes_an_undo_a_race_and_a_proof(browser_context, has_scripts):
    CannedReply.objects.create(kind="request_changes", title="Where from", text="1. Where do the numbers come from?")
    submission = make.submission("What if the pass stays shut?", full_name="Ruslan Didigov")
    worker.run_once()
    pages = [browser_context(java_script_enabled=has_scripts).new_page() for _n in range(3)]
    leyla, davit, contributor = pages
    log_in(leyla, make.user("moderator", name="Leyla M.", username="leyla"))
    log_in(davit, make.user("moderator", name="Davit R.", username="davit"))

    # Leyla takes it on; Davit sees that she has it, and is asked something.
    leyla.goto(QUEUE)
    leyla.get_by_role("link", name="What if the pass stays shut?").click()
    press(leyla, "Begin reading")
    expect(leyla.locator(".lease")).to_contain_text("Yours until")
    leyla.get_by_label("Comment", exact=True).fill("Do we have somebody for the insurance part?")
    leyla.get_by_label("For", exact=True).fill("@davit")
    press(leyla, "Comment")
    expect(leyla.locator("#comments")).to_contain_text("@davit Do we have somebody")
    davit.goto(leyla.url)
    expect(davit.locator(".lease")).to_contain_text("Leyla M. has it until")
    expect(davit.get_by_role("button", name="Accept")).to_have_count(0)

    # The wrong button, and back.
    press(leyla, "Accept")
    expect(leyla.locator(".notice.held")).to_contain_text("It can be undone until")
    keep_picture(leyla, "review-undo")
    leyla.get_by_role("button", name="Undo").click()
    expect(leyla.locator(".desk-head")).to_contain_text("In review")

    # Round one: a kept reply, words of her own, a look at the letter.
    leyla.get_by_role("link", name="Ask for changes").click()
    leyla.locator("#id_request_changes_message").fill("We liked it.")
    leyla.locator("#move").get_by_role("button", name="Put it in").click()
    words = leyla.locator("#id_request_changes_message")
    expect(words).to_have_value("We liked it.\n\n1. Where do the numbers come from?")
    words.fill("We liked it.\n\n1. Where do the numbers come from?\n\n2. Who pays the ferry?")
    leyla.locator("#move").get_by_role("button", name="Preview the letter").click()
    expect(leyla.locator("#preview")).to_contain_text("They are asked to answer 2 points")
    expect(leyla.locator("#preview")).to_be_focused()
    keep_picture(leyla, "review-letter")
    leyla.locator("#move").get_by_role("button", name="Ask for changes").click()
    expect(leyla.locator(".desk-head")).to_contain_text("Their turn")

    contributor.goto(link_after_ten_minutes(submission))
    contributor.get_by_label("Your answer to point 1").fill("From the road department.")
    contributor.get_by_label("Your answer to point 2").fill("The port.")
    press(contributor, "Edit the text")
    source = contributor.get_by_label("Your simulation").input_value()
    contributor.get_by_label("Your simulation").fill(source.replace("## Days", "The port pays.\n\n## Days"))
    agree(contributor)
    press(contributor, "Send the change")
    press(contributor, "Send answers and text back")
    expect(contributor.get_by_role("heading", name="We have your simulation")).to_be_visible()

    # Round two, after a look at what changed.
    leyla.reload()
    expect(leyla.locator("#change")).to_contain_text("3 words came in, 0 words went.")
    expect(leyla.locator("#conversation")).to_contain_text("round 1 · 2 of 2 answered")
    leyla.locator("#conversation").scroll_into_view_if_needed()
    keep_picture(leyla, "review-answers")
    leyla.get_by_role("link", name="Revisions 1 and 2 side by side").click()
    expect(leyla.locator(".desk ins")).to_have_text(["came in", "The port pays."])
    keep_picture(leyla, "review-compared")
    leyla.get_by_role("link", name="Back to the submission").click()
    leyla.get_by_role("link", name="Ask for changes").click()
    expect(leyla.locator("#move")).to_contain_text("round 2")
    leyla.locator("#id_request_changes_message").fill("Say what happens after day 30.")
    leyla.locator("#move").get_by_role("button", name="Ask for changes").click()
    expect(leyla.locator(".desk-head")).to_contain_text("Their turn")
    contributor.goto(link_after_ten_minutes(submission))
    contributor.get_by_label("Your answer to point 1").fill("They turn and do not come back.")
    press(contributor, "Send answers and text back")

    # Both decide.
    davit.goto(leyla.url)
    davit.get_by_role("link", name="Decline …", exact=False).first.click()
    davit.locator("#id_decline_message").fill("A long letter that took an hour.")
    leyla.reload()
    press(leyla, "Accept")
    expect(leyla.locator(".desk-head")).to_contain_text("Accepted")
    davit.locator("#move").get_by_role("button", name="Decline").click()
    expect(davit.get_by_role("alert")).to_contain_text("Somebody was first: Leyla M., “Accept”")
    expect(davit.get_by_role("alert")).to_contain_text("A long letter that took an hour.")
    keep_picture(davit, "review-first")

    # The contributor reads the final text and approves it.
    link_after_ten_minutes(submission)
    leyla.get_by_role("link", name="Ask for approval of the text").click()
    leyla.locator("#move").get_by_role("button", name="Ask for approval of the text").click()
    expect(leyla.locator(".desk-head")).to_contain_text("Proof")
    worker.run_once()
    contributor.goto(link_in(mail.outbox[-1]))
    keep_picture(contributor, "review-proof")
    contributor.get_by_role("button", name="Approve").click()
    leyla.reload()
    expect(leyla.locator(".desk-head")).to_contain_text("Accepted")
    expect(leyla.locator("#facts")).to_contain_text("Final text approved · the contributor")

    assert actions(submission) == [
        *("send", "confirm", "begin", "accept", "undo", "request_changes", "revise", "resubmit"),
        *("request_changes", "resubmit", "accept", "ask_approval", "approve"),
    ]
    sent = Letter.objects.filter(status="sent", template__startswith="submission_").order_by("sent_at", "id")
    assert [letter.template.removeprefix("submission_") for letter in sent] == [
        *("confirm", "received", "changes_requested", "received", "changes_requested", "received", "accepted", "proof"),
    ]
    for page in pages:
        assert page.context.complaints.csp + page.context.complaints.crashes == []


# A day by keyboard


def test_a_days_triage_by_keyboard_alone(browser_context):
    titles = ["To accept", "To decline", "To ask", "To leave", "To hold"]
    call = make.call()
    rows = {title: make.submission(title, call=call) for title in titles}
    CannedReply.objects.create(title="Published before", text="We published one like it.")
    page = browser_context().new_page()
    log_in(page, make.user("moderator", name="Leyla M."))

    def state(title):
        return Submission.objects.get(pk=rows[title].pk).state

    def key(letter):
        page.wait_for_load_state()  # the script that hears it comes last
        page.keyboard.press(letter)

    def tab_to(name):
        """Press Tab until the button of this name has the focus."""
        button = page.locator("#move, #comments").get_by_role("button", name=name, exact=True)
        for _press in range(12):
            page.keyboard.press("Tab")
            if button.first.evaluate("button => button === document.activeElement"):
                return
        pytest.fail(f"Tab does not lead to {name}")

    page.goto(QUEUE)
    page.get_by_role("link", name="To accept").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("To accept")

    key("?")
    expect(page.get_by_role("dialog")).to_contain_text("next and previous in the queue")
    key("a")  # nothing is decided behind an open dialog
    key("Escape")
    key("Control+a")
    key("Shift+A")
    assert state("To accept") == "submitted"

    key("c")
    expect(page.locator(".lease")).to_contain_text("Yours until")
    key("a")
    expect(page.locator(".desk-head")).to_contain_text("Accepted")
    key("u")
    expect(page.locator(".desk-head")).to_contain_text("In review")
    key("a")
    expect(page.locator(".desk-head")).to_contain_text("Accepted")

    key("j")
    expect(page.locator("h1")).to_have_text("To decline")
    key("d")
    expect(page.locator("#id_decline_message")).to_be_focused()
    page.keyboard.type("Dear all, a jack decides, (r)eads & calls me?")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")  # “Put it in” stands before the words
    expect(page.locator("#id_decline_message")).to_have_value(
        "Dear all, a jack decides, (r)eads & calls me?\n\nWe published one like it."
    )
    tab_to("Decline")
    key("Enter")
    expect(page.locator(".desk-head")).to_contain_text("Declined")

    key("j")
    expect(page.locator("h1")).to_have_text("To ask")
    key("r")
    expect(page.locator("#id_request_changes_message")).to_be_focused()
    page.keyboard.type("1. Which road?")
    tab_to("Ask for changes")
    key("Enter")
    expect(page.locator(".desk-head")).to_contain_text("Their turn")

    key("j")
    expect(page.locator("h1")).to_have_text("To leave")
    key("m")
    expect(page.get_by_label("Comment", exact=True)).to_be_focused()
    page.keyboard.type("Let us talk about this one.")
    tab_to("Comment")
    key("Enter")
    expect(page.locator("#comments")).to_contain_text("Let us talk about this one.")

    # On a keyboard that writes another script the key on the same place counts.
    page.wait_for_load_state()
    page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'о', code: 'KeyJ', bubbles: true}))")
    expect(page.locator("h1")).to_have_text("To hold")
    key("k")
    expect(page.locator("h1")).to_have_text("To leave")
    key("j")
    expect(page.locator("h1")).to_have_text("To hold")
    key("h")
    expect(page.locator("#id_hold_note")).to_be_focused()
    page.keyboard.type("After the election.")
    tab_to("Hold")
    key("Enter")
    expect(page.locator(".desk-head")).to_contain_text("On hold")
    key("j")
    expect(page.locator("h1")).to_have_text("Queue")

    assert {title: state(title) for title in titles} == {
        "To accept": "accepted",
        "To decline": "declined",
        "To ask": "changes_requested",
        "To leave": "submitted",
        "To hold": "on_hold",
    }
    assert Comment.objects.count() == 1
    page.context.complaints.assert_none()
