"""The contributor's pages: the calls, the form that loses nothing, the private page that it leads to."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from articles import publishing
from articles.models import Article
from ccsis.commonmark import LONGEST
from ccsis.models import Letter
from submissions import links, moves
from submissions.form import consents, sending
from submissions.form.forms import SubmissionForm
from submissions.form.stamps import SALT
from submissions.models import Call, Consent, Contributor, Event, Link, Revision, Submission
from submissions.templatetags.calls import home_call
from tests import make
from tests.form import TICKS, TYPED, open_form, own_page, press, send, words_of

pytestmark = pytest.mark.django_db


def counts():
    return [model.objects.count() for model in (Submission, Revision, Contributor, Consent, Event, Letter)]


def assert_everything_typed_is_still_there(page, **changes):
    form = page.context["form"]
    typed = TYPED | dict.fromkeys(TICKS, True) | changes
    assert {name: form[name].value() for name in form.fields if form[name].value()} == typed
    assert counts() == [0] * 6


# The calls


def test_open_calls_are_listed_the_one_that_closes_first_on_top(client):
    now = timezone.now()
    make.call("Standing")
    make.call("Later", closes_at=now + timedelta(days=9))
    make.call("Sooner", closes_at=now + timedelta(days=2))
    make.call("Over", closes_at=now - timedelta(minutes=1))
    make.call("Not yet", opens_at=now + timedelta(days=1))
    make.call("Hidden", is_public=False)
    page = client.get("/submit/")
    titles = re.findall(r'<h2><a href="/submit/[a-z-]+/">([^<]+)</a>', page.content.decode())
    assert titles == ["Sooner", "Later", "Standing"]


def test_without_an_open_call_the_page_says_what_comes(client):
    page = client.get("/submit/")
    assert "No call is open just now. The next one will stand here" in words_of(page)


def test_a_list_costs_the_same_however_many_calls_there_are(client, django_assert_max_num_queries):
    for number in range(30):
        make.call(f"Call {number}", announcement=make.article())
    with django_assert_max_num_queries(4):
        client.get("/submit/")


def test_a_call_says_what_it_asks_for_and_when_it_closes_in_a_named_zone(client):
    announcement = make.publication("Why we ask", kind="announcement")
    closes = datetime(timezone.localdate().year + 1, 1, 15, 23, 59, tzinfo=ZoneInfo("Asia/Tbilisi"))
    call = make.call(
        brief="Break one route.",
        guidelines="<p>Give <em>numbers</em>.</p><script>alert(1)</script>",
        words_from=800,
        words_to=3000,
        closes_at=closes,
        announcement=announcement.article,
        response_days=21,
    )
    page = client.get(call.get_absolute_url())
    words = words_of(page)
    for sentence in (
        "Break one route.",
        "Give numbers .",
        "Between 800 and 3,000 words.",
        "English , ქართული , فارسی",
        "within 21 days",
        f"15 January {closes.year}, 23:59 (Tbilisi, UTC+04:00)",
        "So that an editor can ask about a sentence before we print it. With the country code. It is never shown.",
    ):
        assert sentence in words, sentence
    assert f'href="{announcement.get_absolute_url()}"' in page.content.decode()
    assert "<script>alert" not in page.content.decode()


def test_an_announcement_that_is_not_public_is_not_linked(client):
    call = make.call(announcement=make.article("A hidden draft"))
    page = client.get(call.get_absolute_url())
    assert "announcement" not in words_of(page)
    assert "hidden draft" not in page.content.decode()


def test_a_call_lists_what_was_published_from_it_also_after_it_moved(client):
    call = make.call()
    make.submission("A published one", state="published", call=call)
    make.submission("An accepted one", state="accepted", call=call)
    make.submission("From another call", state="published")
    assert listed(client, call) == ["A published one"]
    moderator = make.user("moderator")
    client.force_login(moderator)
    client.post(f"/admin/submissions/call/{call.pk}/change/", call_form(call, slug="roads"))
    call.refresh_from_db()
    assert call.slug == "roads"
    assert listed(Client(), call) == ["A published one"]
    assert Client().get("/submit/winter-2027-roads-rails-and-pipes/").headers["Location"] == "/submit/roads/"


def listed(client, call):
    html = client.get(call.get_absolute_url()).content.decode()
    return re.findall(r'<a href="/simulations/[^"]+/">([^<]+)</a>', html)


def call_form(call, **changes):
    """What the desk's form for a call posts."""
    names = "title slug brief guidelines grace_minutes words_from words_to phone_reason response_days retention_days"
    names += " most_files"
    page = {name: getattr(call, name) for name in names.split()}
    page |= {"languages": call.languages, "licence": call.licence, "is_public": "on", "asks_phone": "on"}
    opens = timezone.localtime(call.opens_at)
    page |= {"questions-TOTAL_FORMS": 0, "questions-INITIAL_FORMS": 0}
    return page | {"opens_at_0": f"{opens:%Y-%m-%d}", "opens_at_1": f"{opens:%H:%M:%S}"} | changes


@pytest.mark.parametrize("hidden", [{"is_public": False}, {"opens_at": timezone.now() + timedelta(days=1)}])
def test_a_call_that_is_not_open_yet_is_nobodys_business(client, hidden):
    call = make.call(**hidden)
    assert client.get(call.get_absolute_url()).status_code == 404
    assert client.post(call.get_absolute_url(), TYPED).status_code == 404


# Sending


def test_a_form_that_is_sent_is_taken_in_whole_and_leads_to_its_own_page(client):
    call = make.call(licence="CC BY-SA 4.0")
    answer = send(client, call)
    submission = Submission.objects.get()
    assert answer.status_code == 302
    assert is_own_page(answer, submission)
    assert (submission.state, submission.call, submission.language) == ("unconfirmed", call, "ka")
    assert (submission.revision.title, submission.revision.source) == (TYPED["title"], make.TEXT)
    person = submission.contributor
    assert [
        getattr(person, name) for name in ("full_name", "native_name", "title", "affiliation", "email", "phone")
    ] == [
        *("Ruslan Didigov", "Руслан Дидигов", "logistics planner", "Port of Poti"),
        *("Ruslan.Didigov@Mail.example", "+995 555 010 203"),
    ]
    assert person.email_folded == "ruslan.didigov@mail.example"
    assert [letter.recipient for letter in Letter.objects.all()] == ["Ruslan.Didigov@Mail.example"]
    page = client.get(answer.headers["Location"])
    assert submission.reference in words_of(page)
    assert "Check your e-mail" in words_of(page)


def is_own_page(answer, submission):
    """Whether the answer leads to the page of this submission, by a link that manages it."""
    return links.find(own_page(answer).split("/")[2], "manage").submission == submission


def test_what_was_agreed_to_is_stored_as_it_was_read(client):
    call = make.call(licence="CC BY-SA 4.0")
    send(client, call)
    read = words_of(client.get(call.get_absolute_url()))
    kept = {consent.wording: consent.text for consent in Submission.objects.get().consents.all()}
    assert list(kept) == ["publish-2", "original-1", "safety-1"]
    assert [text for text in kept.values() if text not in read] == []
    assert "under CC BY-SA 4.0" in kept["publish-2"]


def test_every_wording_that_was_ever_shown_has_a_number_of_its_own():
    keys = [wording.key for wording in consents.WORDINGS]
    assert len(set(keys)) == len(keys)
    assert {consents.current(tick).key for tick in consents.TICKS} == {"publish-2", "original-1", "safety-1"}


def test_the_same_form_sent_again_is_one_submission(client):
    call = make.call()
    stamp = open_form(client, call)
    answers = [send(client, call, stamp) for _n in range(3)]
    submission = Submission.objects.get()
    assert [is_own_page(answer, submission) for answer in answers] == [True] * 3
    assert counts() == [1, 1, 1, 3, 1, 1]


def test_a_form_that_is_found_later_does_not_open_the_page_of_who_sent_it(client, monkeypatch):
    call = make.call()
    stamp = open_form(client, call)
    send(client, call, stamp)
    monkeypatch.setattr(timezone, "now", lambda: datetime.now(UTC) + timedelta(hours=2))
    page = send(client, call, stamp)
    assert page.status_code == 409
    assert "/submissions/" not in page.content.decode().replace('href="/submissions/"', "")
    assert Link.objects.filter(purpose="manage").count() == 1


@pytest.mark.parametrize("changes", [{"title": "Another title"}, {"email": "nino@example.org"}])
def test_what_was_changed_after_sending_is_neither_lost_nor_sent_in_secret(client, changes):
    call = make.call()
    stamp = open_form(client, call)
    send(client, call, stamp)
    reference = Submission.objects.get().reference
    page = send(client, call, stamp, **changes)
    assert page.status_code == 409
    assert f"You have sent this form before, as {reference}." in words_of(page)
    assert {name: page.context["form"][name].value() for name in changes} == changes
    assert Submission.objects.count() == 1
    send(client, call, page.context["stamp"], **changes)
    assert Submission.objects.count() == 2


def test_what_was_changed_after_sending_may_go_as_a_change(client):
    call = make.call()
    stamp = open_form(client, call)
    send(client, call, stamp)
    answer = press(client, send(client, call, stamp, title="Another title"))
    submission = Submission.objects.get()
    assert is_own_page(answer, submission)
    assert [revision.title for revision in submission.revisions.order_by("n")] == [TYPED["title"], "Another title"]


def test_a_fresh_form_with_the_same_words_is_a_second_submission(client):
    call = make.call()
    send(client, call)
    send(client, call)
    assert Submission.objects.count() == 2


# What is wrong stands beside its field


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", "", "Give your simulation a title."),
        ("title", "\u202e\u200b  ", "Give your simulation a title."),
        ("title", "x" * 201, "Shorten this to 200 letters; it has 201."),
        ("text", "", "Write your simulation here."),
        ("text", "two words", "Your text has 2 words; this call asks for at least 5."),
        ("text", "one", "Your text has 1 word; this call asks for at least 5."),
        ("text", "word " * 1001, "Your text has 1,001 words; this call takes at most 1,000."),
        ("text", "**" + "# " * 40, "Your text has 0 words; this call asks for at least 5."),
        ("language", "de", "Choose one of the languages of this call."),
        ("language", None, "Choose the language of your text."),
        ("full_name", "   ", "Write your name."),
        ("position", "", "Write what you do, like historian or student."),
        ("email", "", "Write your e-mail address, so that we can answer."),
        ("email", "ruslan@example", "Write your e-mail address in full, like nino@example.org."),
        ("email", "a@example.org, b@example.org", "Write your e-mail address in full, like nino@example.org."),
        ("email", "a@example.org\r\nBcc: b@example.org", "Write your e-mail address in full, like nino@example.org."),
        ("phone", "call me", "Write the number with its country code, like +995 555 010 203."),
        ("phone", "https://win.example/1234567", "Write the number with its country code, like +995 555 010 203."),
        ("consent", None, "Tick the box to let us publish your text."),
        ("original", None, "Tick the box if you wrote it yourself. We cannot take the text of somebody else."),
        ("safe", None, "Tick the box once you have looked for what is secret or puts somebody in danger."),
        ("pseudonym", "x" * 121, "Shorten this to 120 letters; it has 121."),
        ("interests", "x" * 301, "Shorten this to 300 letters; it has 301."),
    ],
)
def test_an_error_stands_beside_its_field_and_on_top_and_loses_nothing(client, field, typed, sentence):
    call = make.call(words_from=5, words_to=1000)
    page = send(client, call, **{field: typed})
    html = page.content.decode()
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert html.count(sentence) == 2
    assert f'<li><a href="#id_{field}">{sentence}</a></li>' in html
    beside = f'<div class="error-text" id="id_{field}_error"><p><span class="hidden">Error: </span>{sentence}</p>'
    assert beside in html
    control = re.search(rf'<(?:input|textarea|select)[^>]*\sid="id_{field}"[^>]*>', html)[0]
    assert 'aria-invalid="true"' in control
    assert f"id_{field}_error" in re.search(r'aria-describedby="([^"]+)"', control)[1]
    assert html.index('class="error-summary" tabindex="-1" autofocus') < html.index('<form class="form"')
    assert "<title>Error: Winter 2027" in html
    assert "Nothing is lost: everything you wrote is still here." in words_of(page)
    form = page.context["form"]
    others = {name: value for name, value in TYPED.items() if name != field and name not in TICKS}
    assert {name: form[name].value() for name in others} == others
    assert counts() == [0] * 6


def test_a_text_longer_than_we_take_is_refused_in_words_and_kept(client):
    call = make.call(words_to=10**6)
    text = "word " * (LONGEST // 5) + "x"
    page = send(client, call, text=text)
    assert page.context["form"].errors["text"] == [
        f"Your text has {LONGEST + 1:,} characters; we can take {LONGEST:,}. Shorten it, or divide it in two."
    ]
    assert page.context["form"]["text"].value() == text
    assert counts() == [0] * 6


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+995 555 010 203", "+995 555 010 203"),
        ("00374 (91) 12-34-56", "00374 (91) 12-34-56"),
        ("۰۰۹۸ ۲۱ ۱۲۳۴ ۵۶۷۸", "0098 21 1234 5678"),
        ("010/203.405 ext. 7", "010/203.405 ext. 7"),
    ],
)
def test_telephone_numbers_are_taken_as_people_write_them(client, typed, kept):
    send(client, make.call(), phone=typed)
    assert Contributor.objects.get().phone == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Null  ", "Null"),
        ("O’Brien-\u202eNoir\u202c", "O’Brien-Noir"),
        ("Sukarno", "Sukarno"),
        ("مهدی‌زاده", "مهدی‌زاده"),
        ("Zoe\u0308", "Zoë"),
        ('<b onclick="x">Bo & Co</b>', '<b onclick="x">Bo & Co</b>'),
    ],
)
def test_names_are_people_and_lose_only_what_nobody_sees(client, typed, kept):
    send(client, make.call(), full_name=typed, title=typed)
    assert Contributor.objects.get().full_name == kept
    assert Revision.objects.get().title == kept


def test_words_are_counted_as_readers_see_them_in_every_script():
    call = make.call(words_from=6, words_to=6)
    for text in (
        "## One two\n\n*three* [four](https://example.org/not/counted) five six",
        "ერთი ორი სამი ოთხი ხუთი ექვსი",
        "می‌نوشند دو سه چهار پنج شش",
        "cease-fire don’t three four five six[^1]\n\n[^1]: A note is not counted here.",
    ):
        form = SubmissionForm(call, TYPED | {"text": text})
        assert "text" not in form.errors, text


def test_optional_things_say_so_and_the_others_say_nothing(client):
    html = client.get(make.call().get_absolute_url()).content.decode()
    labels = re.findall(r">\s*([^<>]+?)\s*(?:</bdi>)?\s*<span class=\"optional\">\(optional\)</span>", html)
    assert [unescape(label) for label in labels] == [
        *(
            "Or begin with a Word file",
            "Files with it",
            "The question it answers",
            "What sets it off",
            "Who acts",
            "How far it looks",
        ),
        *("How likely do you think it is?", "What it takes for granted", "What should we watch?"),
        *("What would change your mind", "How we shall know", "On which day we shall know"),
        *("Your name in its own script", "Where you work or study", "Telephone", "Pseudonym"),
        *("Interests that readers should know of", "Who wrote it with you", "What did it do?"),
    ]


def test_fields_tell_the_browser_what_they_are_for(client):
    html = client.get(make.call().get_absolute_url()).content.decode()
    for field, purpose in {
        "full_name": "name",
        "position": "organization-title",
        "affiliation": "organization",
        "email": "email",
        "phone": "tel",
    }.items():
        assert f'autocomplete="{purpose}"' in re.search(rf'<input[^>]*name="{field}"[^>]*>', html)[0]
    assert "maxlength" not in re.search(r'<input[^>]*name="title"[^>]*>', html)[0]


def test_a_call_that_asks_for_no_telephone_takes_none(client):
    call = make.call(asks_phone=False)
    assert 'name="phone"' not in client.get(call.get_absolute_url()).content.decode()
    send(client, call)
    assert Contributor.objects.get().phone == ""


def test_a_call_in_one_language_does_not_ask_which(client):
    call = make.call(languages=["fa"])
    html = client.get(call.get_absolute_url()).content.decode()
    assert '<input type="hidden" name="language" value="fa"' in html
    send(client, call, language="fa")
    assert Submission.objects.get().language == "fa"


# Preview


def test_the_preview_is_made_by_the_server_and_loses_nothing(client):
    call = make.call(words_from=5000, words_to=6000)
    text = "Drivers share *tea*.[^1]\n\n<script>alert(1)</script>\n\n[^1]: A [note](javascript:alert(1))."
    stamp = open_form(client, call)
    page = send(client, call, stamp, button="preview", text=text, email="not yet", consent=None)
    html = page.content.decode()
    preview = html[html.index('id="preview"') : html.index("</section>")]
    assert page.status_code == 200
    assert '<em>tea</em>.<sup class="note"><a href="#fn-1">1</a></sup>' in preview
    assert '<li id="fn-1">A ' in preview
    assert "<script>" not in preview and 'href="javascript' not in preview
    assert "7 words. Nothing has been sent." in words_of(page)
    form = page.context["form"]
    assert (form["text"].value(), form["email"].value(), form["consent"].value()) == (text, "not yet", False)
    assert "error-text" not in html and "<title>Error" not in html
    assert page.context["stamp"] == stamp
    assert counts() == [0] * 6


def test_a_preview_speaks_the_direction_of_its_language(client):
    call = make.call()
    html = send(client, call, button="preview", text="روز اول", language="fa").content.decode()
    assert '<div class="prose" lang="fa" dir="rtl">' in html


@pytest.mark.parametrize(
    "typed", [{"text": None, "title": None}, {"text": "", "language": "xx"}, {"text": "a" * 300_000}]
)
def test_a_preview_of_odd_input_is_a_page(client, typed):
    assert send(client, make.call(), button="preview", **typed).status_code == 200


# Calls that close


def stamp_of(call, opened_at, nonce="nonce-of-an-old-form"):
    return signing.dumps([call.pk, int(opened_at.timestamp()), nonce], salt=SALT)


def test_a_closed_call_says_when_it_closed_and_leads_on(client):
    call = make.call(closes_at=timezone.now() - timedelta(days=3))
    page = client.get(call.get_absolute_url())
    assert page.status_code == 200
    assert "This call closed on" in words_of(page)
    assert "<form class=" not in page.content.decode().replace('<form class="find"', "")
    assert not page.cookies


def test_a_form_that_was_open_when_the_call_closed_may_still_be_sent_within_the_grace(client):
    now = timezone.now()
    call = make.call(closes_at=now - timedelta(minutes=30), grace_minutes=60)
    assert send(client, call, stamp_of(call, now - timedelta(hours=3))).status_code == 302
    assert Submission.objects.count() == 1


@pytest.mark.parametrize(
    ("opened_ago", "closed_ago"),
    [(timedelta(minutes=10), timedelta(minutes=30)), (timedelta(hours=3), timedelta(minutes=61))],
)
def test_after_that_the_text_comes_back_to_its_writer(client, opened_ago, closed_ago):
    now = timezone.now()
    call = make.call(closes_at=now - closed_ago, grace_minutes=60)
    page = send(client, call, stamp_of(call, now - opened_ago), text="My <b>only</b> copy.")
    assert page.status_code == 410
    assert "My <b>only</b> copy." in unescape(page.content.decode().replace("&lt;", "<"))
    assert "Your text came after the call had closed" in words_of(page)
    assert counts() == [0] * 6


@pytest.mark.parametrize("stamp", ["", "forged", "a:b:c"])
def test_a_form_without_its_stamp_is_shown_again_with_a_new_one(client, stamp):
    call = make.call()
    page = send(client, call, stamp=stamp)
    assert page.status_code == 409
    assert_everything_typed_is_still_there(page)
    assert send(client, call, page.context["stamp"]).status_code == 302


def test_the_stamp_of_one_call_opens_no_other(client):
    first, second = make.call("First"), make.call("Second")
    assert send(client, second, open_form(client, first)).status_code == 409
    assert counts() == [0] * 6


# Limits, cookies, forged forms


def test_too_much_from_one_network_is_told_to_wait_and_loses_nothing(client, monkeypatch):
    monkeypatch.setattr(sending, "SENT_PER_ADDRESS", (2, 3600))
    call = make.call()
    for number in range(2):
        assert send(client, call, email=f"a{number}@example.org").status_code == 302
    page = send(client, call)
    assert (page.status_code, page.headers["Retry-After"]) == (429, "3600")
    assert "Nothing is lost: everything you wrote is still here." in words_of(page)
    assert page.context["form"]["text"].value() == make.TEXT
    assert Submission.objects.count() == 2
    assert send(Client(REMOTE_ADDR="192.0.2.7"), call, page.context["stamp"]).status_code == 302


def test_our_form_does_not_fill_the_mailbox_of_a_stranger(monkeypatch):
    monkeypatch.setattr(sending, "SENT_PER_MAILBOX", (2, 86400))
    call = make.call()
    for number, spelling in enumerate(["victim@example.org", "Victim@Example.ORG"]):
        assert send(Client(REMOTE_ADDR=f"192.0.2.{number}"), call, email=spelling).status_code == 302
    page = send(Client(REMOTE_ADDR="192.0.2.9"), call, email=" victim@example.org ")
    assert (page.status_code, page.headers["Retry-After"]) == (429, "86400")
    assert "send this one tomorrow" in words_of(page)
    assert Letter.objects.count() == 2


def test_a_mailbox_is_one_however_its_address_is_varied(client, monkeypatch):
    monkeypatch.setattr(sending, "SENT_PER_MAILBOX", (2, 86400))
    call = make.call()
    spellings = ["nino.r@example.org", "nino.r+1@example.org", "Nino.R+2@example.org", "n.i.n.o.r@example.org"]
    texts = [f"{make.TEXT}\n\nWritten on day {day}." for day in range(5)]
    sent = [send(client, call, email=address, text=text) for address, text in zip(spellings, texts, strict=False)]
    assert [page.status_code for page in sent] == [302, 302, 429, 429]
    assert send(client, call, email="nino.k@example.org", text=texts[4]).status_code == 302
    assert set(Letter.objects.values_list("recipient", flat=True)) == {*spellings[:2], "nino.k@example.org"}


def test_a_double_click_uses_up_no_limit(client, monkeypatch):
    monkeypatch.setattr(sending, "SENT_PER_ADDRESS", (1, 3600))
    call = make.call()
    stamp = open_form(client, call)
    assert [send(client, call, stamp).status_code for _n in range(3)] == [302, 302, 302]


def test_while_the_cache_is_down_the_form_stays_open(client, monkeypatch):
    def broken(*args, **kwargs):
        raise OSError("the cache is down")

    monkeypatch.setattr(cache, "add", broken)
    assert send(client, make.call()).status_code == 302


def test_a_stale_form_is_shown_again_with_everything_in_it():
    call = make.call()
    browser = Client(enforce_csrf_checks=True)
    stamp = open_form(browser, call)
    page = send(Client(enforce_csrf_checks=True), call, stamp)  # its cookie is gone
    assert page.status_code == 403
    assert_everything_typed_is_still_there(page)
    assert "Send it once more." in words_of(page)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
    again = Client(enforce_csrf_checks=True)
    again.cookies = page.cookies
    assert send(again, call, stamp, csrfmiddlewaretoken=token).status_code == 302
    assert Submission.objects.count() == 1


def test_the_one_cookie_belongs_to_the_form_and_there_is_no_session(client):
    call = make.call()
    assert client.get("/submit/").cookies.keys() == set()
    page = client.get(call.get_absolute_url())
    assert list(page.cookies) == [settings.CSRF_COOKIE_NAME]
    answer = send(client, call)
    assert settings.SESSION_COOKIE_NAME not in answer.cookies
    assert "no-store" in page.headers["Cache-Control"]


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, method):
    call = make.call()
    for address in ("/submit/", call.get_absolute_url()):
        assert getattr(client, method)(address).status_code == 405
    assert client.post("/submit/").status_code == 405


def test_nothing_of_the_form_goes_into_the_log(client, caplog):
    caplog.set_level("DEBUG")
    send(client, make.call())
    send(client, make.call("Second"), email="broken@")
    assert "didigov" not in caplog.text.lower()
    assert "555 010" not in caplog.text


# What readers' pages show of calls


def test_home_shows_the_chosen_call_else_the_one_that_closes_first(django_assert_num_queries):
    now = timezone.now()
    assert home_call({}) == {"call": None}
    make.call("Standing")
    sooner = make.call("Sooner", closes_at=now + timedelta(days=2))
    make.call("Chosen but over", is_on_home=True, closes_at=now - timedelta(days=2))
    with django_assert_num_queries(1):
        assert home_call({}) == {"call": sooner}
    Call.objects.filter(is_on_home=True).update(is_on_home=False)
    chosen = make.call("Chosen", is_on_home=True)
    assert home_call({}) == {"call": chosen}


def test_the_pages_with_calls_on_them_give_no_cookie(client):
    make.call("Standing")
    for address in ("/", "/simulations/"):
        page = client.get(address)
        assert "Standing" in words_of(page), address
        assert not page.cookies
        assert "Cookie" not in page.headers.get("Vary", "")


def test_what_was_sent_and_published_is_read_with_its_credit(client):
    call = make.call()
    send(client, call)
    submission = Submission.objects.get()
    moves.transition(submission, "confirm", actor=moves.CONTRIBUTOR)
    moves.transition(submission, "accept", actor=make.user("moderator"), revision_id=submission.revision_id)
    publishing.publish(Article.objects.get())
    page = words_of(client.get("/simulations/the-queue-below-the-mountain/"))
    assert "Ruslan Didigov" in page
    assert "logistics planner, Port of Poti" in page
    assert "Mail.example" not in page
