"""Save for later: every word is kept, comes back in any browser, and is replaced only by who knows it."""

from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from ccsis.models import Letter
from submissions import links, moves, receiving
from submissions.form import drafts
from submissions.form.stamps import SALT
from submissions.models import Contributor, Draft, Event, Revision, State, Submission
from tests import make
from tests.form import TYPED, coauthor, open_form, own_page, press, save, send, values, words_of

pytestmark = pytest.mark.django_db
HALF = {"title": "Half a ti", "text": "Only a beg", "email": "", "full_name": None, "consent": None, "original": None}


def edit(client, page):
    return client.get(f"{page}edit/")


# Saving


def test_a_form_is_saved_however_incomplete_and_leads_to_its_own_page(client):
    call = make.call(words_from=5000, words_to=6000, requires_phone=True)
    page = save(client, call, **HALF, phone="", low="sixty", horizon="in spring")
    submission = Submission.objects.get()
    assert (submission.state, submission.call, submission.language) == ("draft", call, "ka")
    draft = submission.draft
    assert draft.typed["title"] == ["Half a ti"]
    assert draft.typed["low"] == ["sixty"]
    assert "Your draft is not sent yet" in words_of(client.get(page))
    assert [model.objects.count() for model in (Contributor, Revision, Event, Letter)] == [0, 0, 0, 0]


def test_an_empty_form_may_be_saved_too(client):
    call = make.call()
    stamp = open_form(client, call)
    own_page(client.post(call.get_absolute_url(), {"stamp": stamp, "save": "1"}))
    assert Submission.objects.get().draft.typed == {"stamp": [stamp]}


@pytest.mark.parametrize(
    ("typed", "recipients"),
    [
        ("nino@example.org", ["nino@example.org"]),
        (" Nino @ example.org ", ["Nino@example.org"]),
        ("nino@example", []),
        ("a@example.org, b@example.org", []),
        ("a@example.org\r\nBcc: b@example.org", []),
        ("", []),
    ],
)
def test_the_link_is_mailed_where_an_address_was_typed(client, typed, recipients):
    save(client, make.call(), email=typed)
    assert [letter.recipient for letter in Letter.objects.filter(template="submission_draft_saved")] == recipients
    assert Letter.objects.count() == len(recipients)
    assert Draft.objects.get().email == (recipients or [""])[0]


def test_the_letter_with_the_link_goes_once_however_often_it_is_saved(client):
    page = save(client, make.call())
    for number in range(3):
        press(client, edit(client, page), "save", title=f"Title {number}")
    assert Letter.objects.count() == 1
    press(client, edit(client, page), "save", email="another@example.org")
    assert [letter.recipient for letter in Letter.objects.order_by("pk")] == [TYPED["email"], "another@example.org"]


def test_drafts_do_not_fill_the_mailbox_of_a_stranger(client):
    call = make.call()
    for number in range(8):
        save(Client(REMOTE_ADDR=f"192.0.2.{number}"), call, email=f"victim+{number}@example.org")
    assert Letter.objects.count() == 5
    assert Draft.objects.exclude(email="").count() == 5
    assert Draft.objects.count() == 8


def test_saving_the_same_form_again_keeps_the_same_draft(client):
    call = make.call()
    stamp = open_form(client, call)
    save(client, call, stamp, title="First")
    save(client, call, stamp, title="Second")
    assert Draft.objects.get().typed["title"] == ["Second"]


def test_only_answers_are_kept(client):
    save(client, make.call(), csrfmiddlewaretoken="x", website="http://spam.example", other="y")
    assert set(Draft.objects.get().typed) == {*TYPED, "stamp"}


def test_too_many_drafts_from_one_network_are_told_to_wait_and_nothing_is_lost(client, monkeypatch):
    monkeypatch.setattr(drafts, "SAVED_PER_ADDRESS", (2, 3600))
    call = make.call()
    save(client, call)
    save(client, call)
    page = send(client, call, button="save", title="The third")
    assert (page.status_code, page.headers["Retry-After"]) == (429, "3600")
    assert page.context["form"]["title"].value() == "The third"
    assert Draft.objects.count() == 2


def test_a_stale_form_is_not_saved_and_not_lost():
    call = make.call()
    page = send(Client(enforce_csrf_checks=True), call, open_form(Client(), call), button="save")
    assert page.status_code == 403
    assert page.context["form"]["text"].value() == make.TEXT
    assert not Submission.objects.exists()


# Going on


def test_everything_that_was_typed_comes_back_in_another_browser(client):
    typed = {"low": "sixty", "horizon": "in spring", "actors": "- One\r\n- Two", "credit_choice": "withheld"}
    typed |= {"coauthors": "2", "uses_ai": "on", "interests": "  A ferry  ", "safe": None}
    page = save(client, make.call(words_from=5000, words_to=6000), **typed, **coauthor(2, full_name="Nino"))
    opened = edit(Client(), page)
    wanted = {name: value for name, value in (TYPED | typed | coauthor(2, full_name="Nino")).items() if value}
    found = {name: str(value) for name, value in values(opened).items() if name not in ("stamp", "seen") and value}
    found.pop("coauthor-1-credit_choice", None)  # what stands in a set that nobody touched
    assert found == wanted
    assert "error-text" not in opened.content.decode()
    assert "Go on with your draft" in words_of(opened)


def test_a_draft_is_kept_again_and_sent_as_the_same_submission(client):
    call = make.call()
    page = save(client, call, **HALF)
    first = Submission.objects.get()
    other = Client()
    press(other, edit(other, page), "save", title="The queue below the mountain")
    answer = press(other, edit(other, page), **{name: TYPED[name] for name in HALF})
    assert own_page(answer) == page
    submission = Submission.objects.get()
    assert (submission.pk, submission.reference) == (first.pk, first.reference)
    assert (submission.state, submission.revision.title) == ("unconfirmed", TYPED["title"])
    assert not Draft.objects.exists()
    assert [letter.template for letter in Letter.objects.all()] == ["submission_confirm"]


def test_what_is_missing_is_asked_for_when_the_draft_is_sent(client):
    page = save(client, make.call(), title="", text="Only a beginning")
    answer = press(client, edit(client, page))
    assert list(answer.context["form"].errors) == ["title"]
    assert answer.context["form"]["text"].value() == "Only a beginning"
    assert Submission.objects.get().state == State.DRAFT
    assert Draft.objects.get().typed["title"] == [""]


def test_a_draft_that_is_sent_twice_is_one_submission(client):
    page = save(client, make.call())
    opened = edit(client, page)
    assert [own_page(press(client, opened)) for _n in range(3)] == [page] * 3
    assert Revision.objects.count() == 1
    assert [event.action for event in Event.objects.all()] == ["send"]


def test_the_first_form_after_its_draft_was_sent_keeps_new_words_as_a_change(client):
    call = make.call()
    stamp = open_form(client, call)
    page = save(client, call, stamp)
    press(client, edit(client, page))
    save(client, call, stamp, title="A later thought")
    submission = Submission.objects.get()
    assert submission.revision.title == TYPED["title"]
    assert submission.draft.typed["title"] == ["A later thought"]


# Two browsers


def test_the_second_of_two_browsers_sees_both_texts_and_replaces_nothing(client):
    page = save(client, make.call())
    first, second = Client(), Client()
    theirs, mine = edit(first, page), edit(second, page)
    press(first, theirs, "save", title="Newer words", full_name="")
    answer = press(second, mine, "save", title="My own words")
    assert answer.status_code == 409
    assert answer.context["form"]["title"].value() == "My own words"
    shown = {row.name: row.text for row in answer.context["theirs"]}
    assert shown == {"title": "Newer words", "full_name": ""}
    assert "Newer words" in words_of(answer)
    assert Draft.objects.get().typed["title"] == ["Newer words"]
    press(second, answer, "save")
    assert Draft.objects.get().typed["title"] == ["My own words"]


def test_older_words_are_not_sent_over_newer_ones_either(client):
    page = save(client, make.call())
    mine = edit(client, page)
    press(Client(), edit(Client(), page), "save", title="Newer words")
    answer = press(client, mine, title="My own words")
    assert answer.status_code == 409
    assert [row.text for row in answer.context["theirs"]] == ["Newer words"]
    assert Submission.objects.get().state == State.DRAFT
    press(client, answer)
    assert Submission.objects.get().revision.title == "My own words"


def test_the_page_of_the_call_does_not_write_over_what_was_saved_from_elsewhere(client):
    call = make.call()
    stamp = open_form(client, call)
    page = save(client, call, stamp)
    press(Client(), edit(Client(), page), "save", title="Newer words")
    for button in ("save", "send"):
        answer = send(client, call, stamp, button=button, title="My own words")
        assert answer.status_code == 409
        assert [row.text for row in answer.context["theirs"]] == ["Newer words"]
    assert Draft.objects.get().typed["title"] == ["Newer words"]


def test_one_page_may_save_as_often_as_it_likes(client):
    page = save(client, make.call())
    opened = edit(client, page)
    for title in ("One", "Two", "Three"):
        assert own_page(press(client, opened, "save", title=title)) == page
    assert Draft.objects.get().typed["title"] == ["Three"]


def test_the_words_of_a_browser_that_comes_after_the_sending_are_kept_and_shown_beside_what_was_sent(client):
    page = save(client, make.call())
    late = edit(Client(), page)
    press(client, edit(client, page))
    answer = press(Client(), late, title="Too late")
    assert answer.status_code == 409
    assert answer.context["form"]["title"].value() == "Too late"
    assert [row.text for row in answer.context["theirs"]] == [TYPED["title"]]
    assert Revision.objects.count() == 1
    press(client, answer)
    assert [revision.title for revision in Revision.objects.order_by("n")] == [TYPED["title"], "Too late"]


# Calls that close


@pytest.fixture
def closed(client):
    """The page of a draft whose call closed after it was begun, by the minutes since then."""

    def close(minutes):
        call = make.call(grace_minutes=60)
        page = save(client, call, text="My <b>only</b> copy.\n\nOf two lines.", **coauthor(1), coauthors="1")
        call.closes_at = timezone.now() - timedelta(minutes=minutes)
        call.save()
        Submission.objects.update(created_at=timezone.now() - timedelta(days=1))
        return page

    return close


def test_a_draft_may_be_sent_within_the_grace(client, closed):
    page = closed(30)
    own_page(press(client, edit(client, page)))
    assert Submission.objects.get().state == State.UNCONFIRMED


def test_after_that_everything_that_was_typed_is_shown_to_be_copied(client, closed):
    page = edit(client, closed(61))
    assert page.status_code == 200
    words = words_of(page)
    assert "My <b>only</b> copy." in words
    assert "Your draft was not sent. Here it is, so that you can copy it" in words
    assert "We keep it until" in words
    shown = {row.label: row.text for row in page.context["rows"]}
    assert shown["Title"] == TYPED["title"]
    assert shown["Co-author 1: E-mail address"] == "nino1@example.org"
    assert shown["How shall we credit you?"] == "With my name, title and affiliation"
    assert '<form class="form"' not in page.content.decode()


def test_what_is_sent_after_that_comes_back_and_what_is_saved_is_kept(client, closed):
    page = closed(30)
    opened = edit(client, page)
    call = Submission.objects.get().call
    call.closes_at = timezone.now() - timedelta(minutes=61)
    call.save()
    answer = press(client, opened, text="Newest words")
    assert answer.status_code == 410
    assert "Newest words" in words_of(answer)
    assert Submission.objects.get().state == State.DRAFT
    assert own_page(press(client, opened, "save", text="Newest words")) == page
    assert "Newest words" in words_of(edit(client, page))


def test_a_form_that_was_open_when_its_call_closed_may_still_be_saved(client):
    now = timezone.now()
    call = make.call(closes_at=now - timedelta(hours=5))
    stamp = signing.dumps([call.pk, int((now - timedelta(hours=9)).timestamp()), "nonce-of-an-old-form"], salt=SALT)
    assert make.TEXT.split("\n")[0] in words_of(edit(client, save(client, call, stamp)))


def test_a_draft_whose_call_was_taken_away_is_shown_and_not_sent(client):
    call = make.call()
    page = save(client, call)
    opened = edit(client, page)
    call.is_public = False
    call.save()
    assert TYPED["title"] in words_of(edit(client, page))
    assert press(client, opened).status_code == 410
    assert Submission.objects.get().state == State.DRAFT


# Links


def test_the_form_opens_by_a_link_that_manages_and_by_no_other(client):
    page = save(client, make.call())
    submission = Submission.objects.get()
    dead = [links.mint(submission, purpose) for purpose in ("confirm", "proof")] + ["x" * 43]
    for token in dead:
        address = f"/submissions/{token}/edit/"
        assert [client.get(address).status_code, client.post(address, TYPED).status_code] == [404, 404]
    links.end(submission)
    assert edit(client, page).status_code == 404
    assert Submission.objects.get().state == State.DRAFT


def test_opening_the_form_changes_nothing(client):
    page = save(client, make.call())
    before = [list(model.objects.values()) for model in (Submission, Draft, Event, Letter)]
    edit(client, page)
    client.head(f"{page}edit/")
    assert [list(model.objects.values()) for model in (Submission, Draft, Event, Letter)] == before
    assert "no-store" in edit(client, page).headers["Cache-Control"]
    assert edit(client, page).headers["Referrer-Policy"] == "no-referrer"


def test_a_draft_that_was_withdrawn_says_so_and_shows_the_words(client):
    page = save(client, make.call())
    moves.transition(Submission.objects.get(), "withdraw", actor="contributor")
    opened = edit(client, page)
    assert opened.status_code == 200
    assert "This can no longer be sent" in words_of(opened)


def test_the_first_form_may_be_sent_after_its_draft_was_withdrawn(client):
    call = make.call()
    stamp = open_form(client, call)
    save(client, call, stamp)
    moves.transition(Submission.objects.get(), "withdraw", actor="contributor")
    for _n in range(2):
        own_page(send(client, call, stamp))
    assert sorted(Submission.objects.values_list("state", flat=True)) == ["unconfirmed", "withdrawn"]


# At the same moment


@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_that_save_at_once_one_is_shown_both(client, together):
    page = save(client, make.call())
    pages = [(browser, edit(browser, page)) for browser in (Client(), Client())]
    answers = together(
        *(
            lambda browser=browser, opened=opened, title=title: press(browser, opened, "save", title=title)
            for (browser, opened), title in zip(pages, ("One", "Two"), strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    [loser] = [answer for answer in answers if answer.status_code == 409]
    kept = Draft.objects.get().typed["title"]
    assert [row.text for row in loser.context["theirs"]] == kept


@pytest.mark.django_db(transaction=True)
def test_what_is_saved_while_it_is_sent_is_in_one_of_both_places(client, together):
    page = save(client, make.call())
    sender, saver = Client(), Client()
    opened = [edit(sender, page), edit(saver, page)]
    together(lambda: press(sender, opened[0]), lambda: press(saver, opened[1], "save", title="Saved meanwhile"))
    submission = Submission.objects.get()
    assert submission.draft.typed["title"] == ["Saved meanwhile"]
    assert (submission.state, submission.revision_id is None) in [("draft", True), ("unconfirmed", False)]


@pytest.mark.django_db(transaction=True)
def test_a_form_that_is_sent_four_times_at_once_is_one_submission(client, together):
    call = make.call()
    stamp = open_form(client, call)
    answers = together(*[lambda: send(Client(), call, stamp)] * 4)
    assert {answer.status_code for answer in answers} == {302}
    assert [model.objects.count() for model in (Submission, Revision, Contributor, Event, Letter)] == [1] * 5


def test_a_draft_without_words_can_be_opened(client):
    submission = receiving.start(make.call(), nonce="n1")
    token = links.mint(submission, "manage")
    assert client.get(f"/submissions/{token}/edit/").status_code == 200
