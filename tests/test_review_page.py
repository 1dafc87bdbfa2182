"""The moderators' desk: the queue, the review page, the calls; who sees what, and that nothing goes past the table."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from submissions import colleagues, conversation, moves, receiving
from submissions.desk.words import DONE, LETTERS
from submissions.models import Call, CannedReply, Look, Submission
from tests import make
from tests.reviewing import address, decide, rows, words_of

pytestmark = pytest.mark.django_db

QUEUE = "/admin/submissions/queue/"
CONTACT = ("canary.mailbox@mail.example", "+995 555 777 888")


@pytest.fixture
def moderator():
    return make.user("moderator", name="L. Moderator")


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


def titles(page):
    return re.findall(r'<a class="t"[^>]*>([^<]+)</a>', page.content.decode())


# Who may


@pytest.mark.parametrize("role", ["author", "editor", "publisher", "moderator", "reader", "privacy", "admin"])
def test_the_queue_and_the_review_page_are_for_those_who_may_read_the_queue(client, role):
    submission = make.submission()
    user = make.user(role)
    client.force_login(user)
    expected = 200 if user.has_perm("submissions.view_queue") else 403
    assert {client.get(page).status_code for page in (QUEUE, address(submission))} == {expected}
    if expected == 403:
        before = rows()
        assert decide(client, submission, "accept").status_code == 403
        assert rows() == before


def test_a_stranger_is_sent_to_the_login(client):
    submission = make.submission()
    for page in (QUEUE, address(submission)):
        answer = client.get(page)
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/admin/login/")
    asked = decide(client, submission, "accept")
    assert (asked.status_code, 'name="password"' in asked.content.decode()) == (403, True)
    assert Submission.objects.get().state == "submitted"


@pytest.mark.parametrize("role", ["reader", "privacy"])
def test_who_may_only_read_sees_no_buttons_and_cannot_decide(client, role):
    submission = make.submission()
    client.force_login(make.user(role))
    page = client.get(address(submission))
    assert 'name="action"' not in page.content.decode()
    before = rows()
    answer = decide(client, submission, "accept")
    assert answer.status_code == 403
    assert "You may not do this. Ask a colleague who decides on submissions." in words_of(answer)
    assert (Submission.objects.get().state, rows()) == ("submitted", before)


@pytest.mark.parametrize("state", ["draft", "unconfirmed"])
def test_what_was_not_sent_yet_is_nobodys_business(desk, state):
    submission = make.submission("Not sent", state=state)
    assert desk.get(address(submission)).status_code == 404
    assert titles(desk.get(f"{QUEUE}?view=all")) == []
    assert titles(desk.get(f"{QUEUE}?q=Not+sent")) == []


def test_there_is_no_other_door_to_a_submission(desk):
    submission = make.submission()
    assert desk.get("/admin/submissions/submission/").headers["Location"] == QUEUE
    assert desk.get(f"/admin/submissions/submission/{submission.pk}/change/").headers["Location"] == address(submission)
    for door in ("add/", f"{submission.pk}/delete/", f"{submission.pk}/history/"):
        assert desk.get(f"/admin/submissions/submission/{door}").status_code == 404
    for model in ("contributor", "event", "reason", "revision", "credit", "consent"):
        assert desk.get(f"/admin/submissions/{model}/").status_code == 404
    desk.post(f"/admin/submissions/submission/{submission.pk}/change/", {"state": "published"})
    assert Submission.objects.get().state == "submitted"


def test_the_front_page_of_the_desk_leads_to_the_queue(desk, client):
    assert f'href="{QUEUE}"' in desk.get("/admin/").content.decode()
    client.force_login(make.user("author"))
    assert QUEUE not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("role", ["moderator", "reader"])
@pytest.mark.parametrize("state", [state for state in make.WAYS if state not in ("draft", "unconfirmed")])
def test_nothing_personal_is_shown_to_who_may_not_see_contact_data(client, role, state):
    email, phone = CONTACT
    submission = make.submission(state=state, email=email, phone=phone)
    make.submission("By the same person", email=email, phone=phone)
    client.force_login(make.user(role))
    pages = [client.get(address(submission)), client.get(f"{QUEUE}?view=all")]
    if state in ("submitted", "published"):  # these pages say the same in every state, or that it is over
        pages += [
            *(client.get(f"{address(submission)}?move={move}") for move in ("decline", "request_changes", "hand_over")),
            *(client.get(address(submission).replace("review", page)) for page in ("compare", "comment", "write")),
            client.get(address(submission).replace("review", "flag")),
            *(client.post(address(submission).replace("review", page), {}) for page in ("comment", "flag")),
            client.post(address(submission).replace("review", "write"), {"text": "Hello.", "preview": "1"}),
            client.get("/admin/"),
            decide(client, submission, "accept", version=99),
        ]
    pages += [
        *(decide(client, submission, move, preview="1", message="1. Why?") for move in ("decline", "withdraw")),
        decide(client, submission, "decline"),
    ]
    for page in pages:
        for canary in (email, "canary", phone, "777 888", "555777888"):
            assert canary not in page.content.decode()
    for searched in (email, phone):
        assert titles(client.get(QUEUE, {"q": searched})) == []


def test_contact_data_is_shown_to_who_keeps_it(client):
    email, phone = CONTACT
    submission = make.submission(email=email, phone=phone)
    officer = make.user("privacy", name="P. Officer")
    client.force_login(officer)
    page = client.get(address(submission))
    assert (email in page.content.decode(), phone in page.content.decode()) == (False, False)
    page = words_of(client.post(address(submission), {"look": "1"}))
    assert page.count(email) == 3  # the contact, and to whom the two letters went
    assert phone in page
    assert [(look.submission, look.actor, look.actor_name) for look in Look.objects.all()] == [
        (submission, officer, "P. Officer")
    ]
    assert "Looked at by P. Officer" in words_of(client.post(address(submission), {"look": "1"}))


@pytest.mark.parametrize("role", ["moderator", "reader"])
def test_who_may_not_see_contact_data_cannot_look(client, role):
    email, phone = CONTACT
    submission = make.submission(email=email, phone=phone)
    client.force_login(make.user(role))
    answer = client.post(address(submission), {"look": "1"})
    assert (answer.status_code, email in answer.content.decode()) == (403, False)
    assert not Look.objects.exists()


@pytest.mark.parametrize(("choice", "shown"), [("pseudonym", "A. Nightjar"), ("withheld", "Name withheld")])
def test_a_hidden_name_is_hidden_from_colleagues_too_and_is_not_found(client, choice, shown):
    submission = make.submission(
        full_name="Zarema Canary", native_name="Зарема", credit_choice=choice, pseudonym="A. Nightjar", position="spy"
    )
    client.force_login(make.user("moderator"))
    for page in (client.get(address(submission)), client.get(QUEUE)):
        words = words_of(page)
        assert shown in words
        assert [word for word in ("Canary", "Зарема", "spy") if word in words] == []
    assert [titles(client.get(QUEUE, {"q": words})) for words in ("Canary", "Зарема")] == [[], []]
    assert len(titles(client.get(QUEUE, {"q": "A. Nightjar"}))) == (choice == "pseudonym")
    client.force_login(make.user("privacy"))
    assert "Zarema Canary" in words_of(client.post(address(submission), {"look": "1"}))


# The review page


def test_everything_for_a_decision_stands_on_one_page(desk, moderator):
    call = make.call("Winter 2027", response_days=21)
    submission = make.submission(
        "صف زیر کوه", call=call, language="fa", affiliation="Port of Poti", text="روز اول.[^1]\n\n[^1]: اداره *راه*."
    )
    make.move_on(submission, "hold", actor=moderator)
    page = desk.get(address(submission))
    html, words = page.content.decode(), words_of(page)
    assert '<h1 lang="fa" dir="rtl">صف زیر کوه</h1>' in html
    assert '<div class="reader" lang="fa" dir="rtl"><p>روز اول.<sup class="note"><a href="#fn-1">1</a></sup></p>' in (
        re.sub(r">\s+<", "><", html)
    )
    assert "اداره <em>راه</em>." in html
    due = timezone.localtime(submission.created_at + timedelta(days=21))
    for sentence in (
        f"{submission.reference} · Winter 2027",
        f"due {due.day} {due:%B %Y}",
        "· 2 words · فارسی",
        "To be printed Ruslan Didigov , logistics planner, Port of Poti",
        "Own script Руслан Дидигов",
        "With those who keep contact data",
        "Sent · the contributor",
        "Address confirmed · the contributor",
        "Put on hold · L. Moderator Among ourselves Strong on the road, thin on the ministries.",
        "Revision 1, 2 words",
        "Receipt waiting to be sent",
    ):
        assert sentence in words, sentence


def test_what_a_contributor_wrote_is_never_run(desk):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1))"
    submission = make.submission(evil, text=evil, full_name=evil, native_name=evil, position=evil)
    make.move_on(submission, "request_changes", actor=make.user("moderator"))
    for page in (desk.get(address(submission)), desk.get(f"{QUEUE}?view=all"), desk.get(f"{QUEUE}?q={evil[:60]}")):
        html = page.content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert 'href="javascript' not in html


def test_the_public_address_is_shown_when_there_is_one(desk, client):
    submission = make.submission(state="published")
    assert "http://testserver/simulations/the-queue-below-the-mountain/" in words_of(desk.get(address(submission)))
    assert "Readers do not see it." in words_of(desk.get(address(make.submission("Another", state="accepted"))))
    both = make.user("editor")
    both.groups.add(make.user("moderator").groups.get())
    client.force_login(both)
    submission.refresh_from_db()
    link = f'href="/admin/articles/article/{submission.article_id}/change/"'
    assert link in client.get(address(submission)).content.decode()


def test_scenario_and_answers_stand_beside_the_text_and_personal_answers_do_not(desk):
    call = make.call()
    ferry = call.questions.create(key="ferry", label="Which ferry?")
    call.questions.create(key="passport", label="Passport number?", is_personal=True)
    submission = make.submission(call=call)
    scenario = {"question": "Can trade hold?", "low": 15, "high": 25, "indicators": ["Queues", "Prices"]}
    person = make.contributor(answers={"passport": "CANARY 4711"})
    given = {"scenario": scenario, "answers": {ferry.key: "The night one"}, "contributor": person}
    receiving.revise(submission, make.filled(**given))
    page = desk.get(address(submission))
    assert "Can trade hold? How likely 15–25 % What should we watch? Queues Prices Which ferry? The night one" in (
        words_of(page)
    )
    assert "CANARY" not in page.content.decode() and "Passport" not in page.content.decode()


def other_work(page):
    return [row.title for row in page.context["other_work"]]


def test_other_work_of_the_same_person_is_listed_without_the_address(desk, moderator):
    email = "canary.mailbox@mail.example"
    submission = make.submission("This one", email=email)
    make.submission("By another", email="other@mail.example")
    make.submission("Published", email="Canary.Mailbox+2@mail.example", state="published", by=moderator)
    make.submission("Declined", email=email, state="declined", by=moderator)
    page = desk.get(address(submission))
    assert other_work(page) == ["Declined", "Published"]
    assert re.search(r"Other work of the same person Declined Declined · .* Published Published · ", words_of(page))
    assert "canary" not in page.content.decode().lower()


@pytest.mark.parametrize("hidden", ["pseudonym", "withheld"])
def test_a_hidden_name_is_not_set_beside_an_open_one(client, hidden):
    person = {"email": "zarema@mail.example", "full_name": "Zarema Canary"}
    open_one = make.submission("Under the own name", **person)
    hidden_one = make.submission("Hidden", credit_choice=hidden, pseudonym="A. Driver", **person)
    make.submission("Hidden too", credit_choice=hidden, pseudonym="A. Driver", **person)
    for role in ("moderator", "reader", "privacy"):
        client.force_login(make.user(role))
        for submission in (open_one, hidden_one):
            assert other_work(client.get(address(submission))) == []
    # Who looks at contact data sees all of it, and that is recorded.
    page = client.post(address(open_one), {"look": "1"})
    assert other_work(page) == ["Hidden too", "Hidden"]
    page = client.post(address(hidden_one), {"look": "1"})
    assert other_work(page) == ["Hidden too", "Under the own name"]
    assert Look.objects.count() == 2


def test_an_address_that_nobody_proved_tells_nothing_of_others(desk):
    """Anybody can write a stranger's address into the form."""
    known = make.submission("By the owner", email="nino@mail.example")
    for state in ("draft", "unconfirmed", "expired"):
        make.submission(f"It is {state}", email="nino@mail.example", state=state)
    claimed = make.submission("Claimed to be theirs", email="nino@mail.example", state="unconfirmed")
    moves.transition(claimed, "quarantine", actor="worker")
    assert other_work(desk.get(address(known))) == []
    assert other_work(desk.get(address(claimed))) == []


def test_the_page_costs_the_same_however_much_happened(desk, moderator, django_assert_max_num_queries):
    submission = make.submission("The queue", email="nino@mail.example")
    with django_assert_max_num_queries(60) as few:
        desk.get(address(submission))
    for number in range(4):
        make.submission(f"Number {number}", email="nino@mail.example", call=submission.call)
        colleagues.comment(submission, moderator, f"Comment {number}")
        colleagues.flag(submission, moderator, f"Flag {number}")
        conversation.say(submission, f"Message {number}")
        CannedReply.objects.create(title=f"Reply {number}", text="No.")
        make.user("moderator")
        make.coauthor(submission)
    with django_assert_max_num_queries(len(few.captured_queries) + 3):
        desk.get(address(submission))


def test_every_move_and_every_letter_has_a_word_at_the_desk():
    assert DONE.keys() == moves.BY_ACTION.keys()
    folder = Path(settings.BASE_DIR, "templates/letters")
    of_submissions = {path.name.removesuffix(".subject.txt") for path in folder.glob("submission_*.subject.txt")}
    assert LETTERS.keys() == of_submissions - {"submission_links"}  # which is about no single submission


# The calls


def test_a_moderator_keeps_the_calls(desk):
    page = desk.get("/admin/submissions/call/add/")
    assert page.status_code == 200
    opens = timezone.localtime()
    given = {
        "title": "Spring 2027",
        "slug": "",
        "brief": "What if the ferry stops?",
        "guidelines": "<p>Numbers.</p><script>x</script>",
        "opens_at_0": f"{opens:%Y-%m-%d}",
        "opens_at_1": f"{opens:%H:%M:%S}",
        "languages": ["en", "fa"],
        **{"grace_minutes": 60, "words_from": 10, "words_to": 20, "response_days": 7, "retention_days": 90},
        **{"licence": "CC BY 4.0", "is_public": "on", "is_on_home": "on", "most_files": 2, "takes_pdf": "on"},
        **{"questions-TOTAL_FORMS": 1, "questions-INITIAL_FORMS": 0},
        **{"questions-0-label": "Which ferry?", "questions-0-kind": "short", "questions-0-position": 1},
    }
    assert desk.post("/admin/submissions/call/add/", given).status_code == 302
    call = Call.objects.get()
    assert (call.slug, call.languages, call.guidelines, call.is_open()) == (
        *("spring-2027", ["en", "fa"], "<p>Numbers.</p>", True),
    )
    assert [question.label for question in call.questions.all()] == ["Which ferry?"]
    given["questions-TOTAL_FORMS"] = 0
    typed = {"slug": "ზამთარი ლარსში", "is_on_home": ""}
    assert desk.post(f"/admin/submissions/call/{call.pk}/change/", given | typed).status_code == 302
    assert Call.objects.get().slug == "zamtari-larsshi"
    assert desk.get("/submit/spring-2027/").headers["Location"] == "/submit/zamtari-larsshi/"
    desk.post(f"/admin/submissions/call/{call.pk}/change/", given)
    again = desk.post("/admin/submissions/call/add/", given | {"title": "Another"})
    assert "“Spring 2027” stands on the home page. Take it from there first." in words_of(again)
    wrong = desk.post("/admin/submissions/call/add/", given | {"words_to": 5, "languages": []})
    assert {"words_to", "languages"} <= wrong.context["adminform"].form.errors.keys()
    assert Call.objects.count() == 1


def test_the_list_of_calls_says_what_is_open(desk):
    now = timezone.now()
    make.call("Open")
    make.call("Closed", closes_at=now - timedelta(days=1))
    make.call("Future", opens_at=now + timedelta(days=1))
    make.call("Hidden", is_public=False)
    words = words_of(desk.get("/admin/submissions/call/"))
    for title, standing in {"Open": "open", "Closed": "closed", "Future": "not yet open", "Hidden": "hidden"}.items():
        assert re.search(rf"\b{title} {standing}\b", words)


def test_a_call_with_submissions_is_not_deleted(client):
    submission = make.submission()
    boss = make.user("moderator", is_superuser=True)
    client.force_login(boss)
    where = f"/admin/submissions/call/{submission.call_id}/"
    for send in (client.get, lambda address: client.post(address, {"post": "yes"})):
        answer = send(f"{where}delete/")
        assert answer.headers["Location"] == f"{where}change/"
        assert "Simulations came in through this call, so it stays." in words_of(client.get(f"{where}change/"))
    assert Call.objects.count() == 1


def test_drafts_of_the_editors_are_not_offered_as_announcements(desk):
    make.article("A secret analysis")
    make.article("Call for simulations", kind="announcement")
    html = desk.get("/admin/submissions/call/add/").content.decode()
    assert "Call for simulations" in html
    assert "A secret analysis" not in html
