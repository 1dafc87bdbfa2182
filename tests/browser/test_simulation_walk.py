"""What a contributor and a moderator do: send, accept, publish, and readers meet it with credit."""

import pytest
from django.core import mail
from playwright.sync_api import expect

from ccsis import worker
from submissions.models import Submission
from tests import make
from tests.browser.walking import agree, link_in, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = """# Days 1 to 5

On the first morning nobody calls it a crisis.[^1] The queue is long, but it is long *every* January.

[^1]: Counted by the author.
"""


def test_a_simulation_goes_from_the_form_to_a_published_page(browser_context):
    call = make.call(title="Winter roads", words_from=5, series=make.series("Winter simulations"))
    contributor, moderator, publisher, reader = (browser_context().new_page() for _n in range(4))

    # Held up like this, a browser goes back to a form that was sent without asking whether to send it again.
    contributor.route("**/submit/**", lambda route: route.continue_())
    contributor.goto("/submit/")
    contributor.get_by_role("link", name="Winter roads").first.click()
    contributor.get_by_label("Title", exact=True).fill("What if the pass stays shut?")
    contributor.get_by_label("Your simulation").fill(TEXT)
    contributor.get_by_label("Full name").fill("Ruslan Didigov")
    contributor.get_by_label("Title or occupation").fill("logistics planner")
    contributor.get_by_label("E-mail address").fill("ruslan@example.org")
    contributor.get_by_label("Telephone").fill("+995 555")
    contributor.get_by_role("button", name="Send").click()

    # What is missing stands at the top and beside its field; what was typed is still there.
    expect(contributor.locator(".error-summary")).to_be_visible()
    expect(contributor.get_by_label("Full name")).to_have_value("Ruslan Didigov")
    expect(contributor.get_by_label("Your simulation")).to_have_value(TEXT)
    assert not Submission.objects.exists()

    contributor.get_by_label("Telephone").fill("+995 555 010 203")
    agree(contributor)
    contributor.get_by_role("button", name="Send simulation").click()
    expect(contributor.get_by_role("heading", name="Check your e-mail")).to_be_visible()
    submission = Submission.objects.get()
    expect(contributor.locator("main")).to_contain_text(submission.reference)
    contributor.go_back()
    contributor.get_by_role("button", name="Send simulation").click()
    expect(contributor.get_by_role("heading", name="Check your e-mail")).to_be_visible()
    assert Submission.objects.count() == 1
    assert submission.state == "unconfirmed"

    # It counts once the link in the letter was opened and its button pressed.
    worker.run_once()
    contributor.goto(link_in(mail.outbox[0]))
    contributor.get_by_role("button", name="Confirm").click()
    expect(contributor.get_by_role("heading", name="We have your simulation")).to_be_visible()

    log_in(moderator, make.user("moderator", name="Leyla Moderator"))
    moderator.goto("/admin/submissions/queue/")
    moderator.get_by_role("link", name="What if the pass stays shut?").click()
    expect(moderator.locator("#text")).to_contain_text("nobody calls it a crisis")
    expect(moderator.locator("#content")).not_to_contain_text("ruslan@example.org")
    expect(moderator.locator("#content")).not_to_contain_text("555 010")
    moderator.get_by_role("button", name="Accept").click()
    expect(moderator.locator(".desk-head")).to_contain_text("Accepted")

    log_in(publisher, make.user("publisher", name="Nino Publisher"))
    publisher.goto("/admin/articles/article/")
    publisher.get_by_role("link", name="What if the pass stays shut?").click()
    publisher.get_by_role("button", name="Publish", exact=True).click()
    expect(publisher.locator(".messagelist")).to_contain_text("Published as version 1.")
    worker.run_once()  # notices the publication and writes the letter
    worker.run_once()  # sends it

    reader.goto("/simulations/")
    reader.get_by_role("link", name="What if the pass stays shut?").first.click()
    expect(reader.locator("article")).to_contain_text("Ruslan Didigov")
    expect(reader.locator("article")).to_contain_text("logistics planner")
    expect(reader.locator("article")).to_contain_text("nobody calls it a crisis")
    expect(reader.locator(".notes")).to_contain_text("Counted by the author.")
    expect(reader.get_by_role("link", name="Winter roads").first).to_have_attribute("href", call.get_absolute_url())
    reader.context.complaints.assert_none()

    submission.refresh_from_db()
    assert submission.state == "published"
    assert [letter.to for letter in mail.outbox] == [["ruslan@example.org"]] * 4
    assert len({letter.subject for letter in mail.outbox}) == 4
    assert "/simulations/what-if-the-pass-stays-shut/" in mail.outbox[-1].body


def test_two_moderators_decide_in_two_browsers_and_the_second_is_told(browser_context):
    submission = make.submission(title="The ferry that did not sail")
    first, second = browser_context().new_page(), browser_context().new_page()
    for page, name in ((first, "Leyla"), (second, "Davit")):
        log_in(page, make.user("moderator", name=name))
        page.goto(f"/admin/submissions/submission/{submission.pk}/review/")
    first.get_by_role("button", name="Accept").click()
    expect(first.locator(".desk-head")).to_contain_text("Accepted")

    second.get_by_role("button", name="Accept").click()

    expect(second.locator("[role=alert]")).to_contain_text("Somebody was first: Leyla")
    assert [event.action for event in submission.events.all()] == ["send", "confirm", "accept"]
