"""What colleagues say to each other on the review page, and the flags that they raise: strictly apart from what the
contributor reads."""

import re

import pytest
from django.core import mail

from ccsis import letters as outbox
from ccsis import roles
from ccsis.models import Letter
from submissions import colleagues, conversation, erasure
from submissions.models import Comment, Flag
from tests import make
from tests.reviewing import address, panel, words_of

pytestmark = pytest.mark.django_db
READERS = ("moderator", "reader", "privacy")


@pytest.fixture
def leyla():
    return make.user("moderator", name="Leyla M.", username="leyla")


@pytest.fixture
def davit():
    return make.user("reader", name="Davit R.", username="davit")


@pytest.fixture
def desk(client, leyla):
    client.force_login(leyla)
    return client


# Comments


def test_a_comment_stands_among_ourselves_with_name_and_time(desk):
    submission = make.submission()
    answer = desk.post(address(submission, "comment"), {"text": "Strong on the road."})
    assert (answer.status_code, answer["Location"]) == (302, address(submission) + "#comments")
    page = desk.get(address(submission))
    assert re.search(r"Leyla M\. [\d]+ \w+ 2\d{3}, \d\d:\d\d Strong on the road\.", panel(page, "comments"))
    assert "Strong on the road" not in panel(page, "conversation")


def test_who_is_named_first_or_in_the_text_is_told_and_nobody_twice(desk, davit):
    submission = make.submission()
    for given, text in (
        ({"text": "Do we have somebody?", "to": "@Davit"}, "@davit Do we have somebody?"),
        ({"text": "And now, @davit?", "to": "davit"}, "And now, @davit?"),
        ({"text": "Once more, @davit."}, "Once more, @davit."),
    ):
        page = desk.post(address(submission, "comment"), given, follow=True)
        assert "Said. A letter goes to Davit R." in words_of(page)
        assert Comment.objects.latest("id").text == text
    told = Letter.objects.filter(template="desk_mentioned")
    assert [letter.recipient for letter in told] == [davit.email] * 3
    assert {letter.params["address"] for letter in told} == {f"http://testserver{address(submission)}#comments"}


def test_the_letter_that_tells_a_colleague_says_nothing_of_what_was_written(desk, davit):
    desk.post(address(make.submission(), "comment"), {"text": "CANARY words", "to": "@davit"})
    mail.outbox.clear()
    outbox.send_due()
    [letter] = [letter for letter in mail.outbox if letter.to == [davit.email]]
    assert "CANARY" not in letter.body + letter.subject


@pytest.mark.parametrize("to", ["@nobody", "author-x", "x" * 40, "@@davit", "davit leyla"])
def test_who_does_not_read_the_queue_cannot_be_named_and_the_words_are_kept(desk, davit, to):
    make.user("author", username="author-x")
    submission = make.submission()
    page = desk.post(address(submission, "comment"), {"text": "My only copy.", "to": to})
    assert page.status_code == 422
    assert "There is no colleague of this name who reads the queue." in panel(page, "comments")
    assert "My only copy." in panel(page, "comments")
    assert "<title>Error:" in page.content.decode()
    assert not Comment.objects.exists()


def test_colleagues_who_read_the_queue_are_offered_by_name(desk, davit):
    make.user("author", username="nana")
    html = desk.get(address(make.submission())).content.decode()
    assert re.findall(r'<option value="@([^"]+)">([^<]+)</option>', html) == [("davit", "Davit R.")]
    assert 'list="colleagues"' in html


@pytest.mark.parametrize(("typed", "status"), [("", 422), (" \n ", 422), ("x" * 10_001, 422), ("x" * 10_000, 302)])
def test_a_comment_has_words_and_a_bound(desk, typed, status):
    submission = make.submission()
    assert desk.post(address(submission, "comment"), {"text": typed}).status_code == status
    assert Comment.objects.exists() == (status == 302)


@pytest.mark.parametrize("role", roles.ROLES)
def test_who_may_read_the_queue_may_comment_and_nobody_else_reads_it(client, role):
    submission = make.submission()
    colleagues.comment(submission, make.user("moderator"), "CANARY comment")
    client.force_login(make.user(role))
    assert client.post(address(submission, "comment"), {"text": "Mine."}).status_code == (
        302 if role in READERS else 403
    )
    assert ("CANARY" in client.get(address(submission)).content.decode()) == (role in READERS)
    assert Comment.objects.count() == 1 + (role in READERS)


def test_comments_and_flags_reach_nothing_of_the_contributors(client, leyla):
    submission = make.submission(state="changes_requested", by=leyla)
    colleagues.comment(submission, leyla, "CANARY comment")
    colleagues.flag(submission, leyla, "CANARY flag")
    private = make.private(submission)
    for behind in ("", "texts/1/", "withdraw/", "erase/", "edit/"):
        assert "CANARY" not in client.get(private + behind).content.decode(), behind
    download = client.get(f"{private}everything/")
    assert b"CANARY" not in b"".join(download.streaming_content)
    assert "CANARY" not in str(conversation.thread(submission))
    outbox.send_due()
    assert not Letter.objects.filter(text__contains="CANARY").exists()


def test_what_colleagues_said_about_somebody_is_erased_with_them(leyla):
    submission = make.submission()
    colleagues.comment(submission, leyla, "I know her: Zarema from the port.")
    colleagues.flag(submission, leyla, "Zarema wrote this twice.")
    erasure.erase(submission, by="contributor")
    assert (Comment.objects.count(), Flag.objects.count()) == (0, 0)


def test_what_a_colleague_wrote_is_words(desk):
    submission = make.submission()
    for page in ("comment", "flag"):
        desk.post(address(submission, page), {"text": "<script>alert(1)</script><img src=x onerror=alert(1)>"})
    html = desk.get(address(submission)).content.decode()
    assert "<script>alert" not in html and "<img src=x" not in html
    assert html.count("&lt;script&gt;alert(1)") >= 2


# Flags


def test_a_colleague_raises_a_flag_with_a_sentence_and_somebody_settles_it(desk, client, davit):
    submission = make.submission()
    answer = desk.post(address(submission, "flag"), {"text": "The figure on day 9 looks copied."})
    assert answer["Location"] == address(submission) + "#flags"
    desk.post(address(submission, "flag"), {"text": "The figure on day 9 looks copied."})
    desk.post(address(submission, "flag"), {"text": "The names too."})
    page = desk.get(address(submission))
    assert "Leyla M. The figure on day 9 looks copied. Settle :" in panel(page, "flags")
    flags = list(Flag.objects.order_by("id"))
    assert [(flag.code, flag.text, flag.raised_by_name, flag.points) for flag in flags] == [
        ("staff", "The figure on day 9 looks copied.", "Leyla M.", 0),
        ("staff", "The names too.", "Leyla M.", 0),
    ]
    client.force_login(davit)
    page = client.post(address(submission, "flag"), {"settle": flags[0].pk}, follow=True)
    assert "Settled." in words_of(page)
    assert re.search(
        r"The names too\. .*One is settled The figure on day 9 looks copied\. Davit R\. ,", panel(page, "flags")
    )
    assert [flag.text for flag in submission.flags.unsettled()] == ["The names too."]
    page = client.post(address(submission, "flag"), {"settle": flags[0].pk}, follow=True)
    assert "It was settled already." in words_of(page)


def test_what_a_rule_found_can_be_settled_too(desk):
    submission = make.submission()
    flag = Flag.objects.create(submission=submission, code="disposable", points=40, evidence={"domain": "x.example"})
    desk.post(address(submission, "flag"), {"settle": flag.pk})
    flag.refresh_from_db()
    assert (flag.is_settled, flag.settled_by_name) == (True, "Leyla M.")


@pytest.mark.parametrize("odd", ["", "x", "-1", "0", "9" * 18, "9" * 40, "²"])
def test_a_flag_that_is_not_there_is_not_settled(desk, odd):
    submission, other = make.submission(), make.submission()
    flag = colleagues.flag(other, make.user("moderator"), "Elsewhere.")
    for number in (odd, flag.pk):
        page = desk.post(address(submission, "flag"), {"settle": number}, follow=True)
        assert "It was settled already." in words_of(page)
    flag.refresh_from_db()
    assert not flag.is_settled


@pytest.mark.parametrize("typed", ["", "  ", "x" * 501])
def test_a_flag_has_a_sentence(desk, typed):
    page = desk.post(address(make.submission(), "flag"), {"text": typed})
    assert page.status_code == 422
    assert 'class="error-text"' in page.content.decode()
    assert not Flag.objects.exists()


@pytest.mark.parametrize("page", ["comment", "flag", "write"])
def test_a_look_at_an_address_that_forms_lead_to_leads_to_the_page(desk, page):
    submission = make.submission()
    assert desk.get(address(submission, page))["Location"] == address(submission)


@pytest.mark.parametrize("page", ["comment", "flag", "write", "compare"])
@pytest.mark.parametrize("state", ["draft", "unconfirmed"])
def test_what_was_not_sent_yet_is_nobodys_business(desk, page, state):
    submission = make.submission(state=state)
    send = desk.get if page == "compare" else desk.post
    assert send(address(submission, page), {"text": "Hello"}).status_code == 404


def test_a_language_that_is_not_the_calls_stands_among_what_is_to_be_looked_at(desk):
    submission = make.submission(call=make.call(languages=["ka"]), language="en", text="Очередь длинная.")
    assert (
        "To look at i It is in English; the call takes ქართული. "
        "i It is said to be in English, and most of its letters are Cyrillic."
    ) in panel(desk.get(address(submission)), "flags")
