"""Replies that staff keep: who keeps them, when they are offered, and that they never replace what was typed."""

import re

import pytest

from ccsis import roles
from submissions.models import CannedReply
from tests import make
from tests.reviewing import address, decide, fresh, rows

pytestmark = pytest.mark.django_db
LIST = "/admin/submissions/cannedreply/"


@pytest.fixture
def desk(client):
    client.force_login(make.user("moderator"))
    return client


def reply(title="Too short", kind="decline", language="en", text="It is too short for us.", **fields):
    return CannedReply.objects.create(title=title, kind=kind, language=language, text=text, **fields)


def offered(page):
    """What is offered with the open form: [(language, titles)]."""
    return [(language, [each.title for each in replies]) for language, replies in page.context["open_form"].offered]


# Keeping them


@pytest.mark.parametrize("role", roles.ROLES)
def test_who_decides_keeps_the_replies(client, role):
    kept = reply()
    client.force_login(make.user(role))
    given = {"kind": "decline", "title": "Published before", "language": "fa", "text": "متن", "position": 5}
    answers = [
        client.get(LIST).status_code,
        client.post(f"{LIST}add/", given).status_code,
        client.post(f"{LIST}{kept.pk}/change/", given | {"title": "Shorter than 800 words"}).status_code,
        client.post(f"{LIST}{kept.pk}/delete/", {"post": "yes"}).status_code,
    ]
    assert answers == ([200, 302, 302, 302] if role == "moderator" else [403] * 4)
    titles = list(CannedReply.objects.values_list("title", flat=True))
    assert titles == (["Published before"] if role == "moderator" else ["Too short"])


def test_one_reason_has_one_reply_in_a_language(desk):
    reply()
    given = {"kind": "decline", "title": "Too short", "language": "en", "text": "Other words.", "position": 5}
    page = desk.post(f"{LIST}add/", given)
    assert page.status_code == 200 and "already exists" in page.content.decode()
    assert desk.post(f"{LIST}add/", given | {"language": "ka"}).status_code == 302
    assert desk.post(f"{LIST}add/", given | {"kind": "message"}).status_code == 302


def test_the_list_shows_how_each_begins(desk):
    reply(text="A\nlong " + "word " * 40)
    html = desk.get(LIST).content.decode()
    assert "A long word word" in html and "…" in html


# Offering them


def test_replies_are_offered_by_kind_and_those_in_the_letters_language_first(desk, settings):
    settings.LANGUAGES = [("en", "English"), ("fa", "Persian")]
    reply("Too short")
    reply("Published before", position=1)
    reply("کوتاه", language="fa")
    reply("Kısa", language="tr")
    reply("Where from?", kind="request_changes")
    for language, expected in (("fa", ["فارسی", "English", "Türkçe"]), ("ka", ["English", "فارسی", "Türkçe"])):
        page = desk.get(f"{address(make.submission(language=language))}?move=decline")
        assert [group for group, _titles in offered(page)] == expected
        assert dict(offered(page))["English"] == ["Published before", "Too short"]
    page = desk.get(f"{address(make.submission())}?move=request_changes")
    assert offered(page) == [("English", ["Where from?"])]
    page = desk.get(f"{address(make.submission())}?move=accept")
    assert offered(page) == []


def test_where_none_is_kept_the_form_leads_to_where_they_are(desk):
    html = desk.get(f"{address(make.submission())}?move=decline").content.decode()
    assert f'href="{LIST}"' in html


# Putting them in


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", "It is too short for us."),
        ("  \n", "It is too short for us."),
        ("Dear Ruslan,\n", "Dear Ruslan,\n\nIt is too short for us."),
    ],
)
def test_a_reply_is_put_below_what_was_typed(desk, typed, expected):
    submission, kept = make.submission(), reply()
    before = rows()
    page = decide(desk, submission, "decline", message=typed, reply=kept.pk, insert="1")
    assert page.status_code == 200
    assert page.context["open_form"]["message"].value() == expected
    assert (rows(), fresh(submission).state) == (before, "submitted")


@pytest.mark.parametrize("odd", ["", "x", "0", "9" * 40])
def test_a_reply_that_is_not_there_changes_nothing_of_what_was_typed(desk, odd):
    other = reply("Where from?", kind="request_changes")
    for chosen in (odd, other.pk):
        page = decide(desk, make.submission(), "decline", message="My words.", reply=chosen, insert="1")
        assert (page.status_code, page.context["open_form"]["message"].value()) == (200, "My words.")


def test_other_fields_stay_as_they_were_typed(desk):
    kept = reply("Where from?", kind="request_changes", text="1. Where from?")
    page = decide(desk, make.submission(), "request_changes", message="Dear,", due_at="soon", reply=kept.pk, insert="1")
    form = page.context["open_form"]
    assert (form["message"].value(), form["due_at"].value()) == ("Dear,\n\n1. Where from?", "soon")


def test_a_message_takes_replies_too(desk):
    submission, kept = make.submission(), reply("Thanks", kind="message", text="Thank you for asking.")
    page = desk.post(address(submission, "write"), {"text": "Good day", "reply": kept.pk, "insert": "1"})
    assert page.status_code == 200
    assert page.context["letter_form"]["text"].value() == "Good day\n\nThank you for asking."
    assert not submission.messages.exists()


def test_a_script_finds_the_words_in_the_page(desk):
    reply(text='Say "no" & <b>why</b>.\n\nKindly.')
    html = desk.get(f"{address(make.submission())}?move=decline").content.decode()
    assert 'data-text="Say &quot;no&quot; &amp; &lt;b&gt;why&lt;/b&gt;.\n\nKindly."' in html
    form = html.partition('id="move"')[2].partition("</section>")[0]
    [field] = re.findall(r'data-into="([^"]+)"', form)
    assert re.findall(rf'<textarea name="(\w+)"[^>]* id="{field}"', form) == ["message"]
