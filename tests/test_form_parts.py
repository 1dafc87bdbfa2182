"""What the form asks beyond text and name: scenario, credit, co-authors, the call's own questions, declarations."""

from datetime import timedelta

import pytest
from django.utils import timezone

from submissions.models import CoAuthor, Contributor, Question, Submission
from tests import make
from tests.form import coauthor, press, send, words_of

pytestmark = pytest.mark.django_db
NEXT_YEAR = timezone.localdate().year + 1


def errors_of(page):
    """The sentences beside the fields, by field; all of them stand in the summary too."""
    errors = page.context["form"].errors
    html = words_of(page)
    assert [sentence for each in errors.values() for sentence in each if html.count(sentence) < 2] == []
    return {name: list(each) for name, each in errors.items()}


# The scenario


def test_a_scenario_is_kept_with_its_types_and_without_what_was_left_empty(client):
    send(
        client,
        make.call(),
        question="Can trade hold for sixty days?",
        actors="- The road department\n- Carriers",
        horizon=f"31.3.{NEXT_YEAR}",
        low="۴۰ %",
        high="60",
        trigger="  ",
        resolve_by=f"{NEXT_YEAR}-12-01",
    )
    assert Submission.objects.get().revision.scenario == {
        "question": "Can trade hold for sixty days?",
        "actors": ["The road department", "Carriers"],
        "horizon": f"{NEXT_YEAR}-03-31",
        "low": 40,
        "high": 60,
        "resolve_by": f"{NEXT_YEAR}-12-01",
    }


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"low": "60", "high": "40"}, "high", "This is less than “at least”. Write the smaller number there."),
        ({"low": "101"}, "low", "Write a whole number from 0 to 100."),
        ({"high": "-1"}, "high", "Write a whole number from 0 to 100."),
        ({"horizon": "31 2 2030"}, "horizon", "That month has no such day. Look at the day once more."),
        (
            {"horizon": f"1 6 {NEXT_YEAR}", "resolve_by": f"1 5 {NEXT_YEAR}"},
            "resolve_by",
            "This is before the scenario has played out. Choose that day or a later one.",
        ),
        (
            {"resolve_by": (timezone.localdate() - timedelta(days=2)).isoformat()},
            "resolve_by",
            "This day has passed. Choose one that is still to come.",
        ),
        ({"indicators": "\n".join("x" * 21)}, "indicators", "Write at most 20 lines; there are 21."),
        ({"question": "x" * 301}, "question", "Shorten this to 300 letters; it has 301."),
        ({"doubts": "x" * 2001}, "doubts", "Shorten this to 2000 letters; it has 2001."),
    ],
)
def test_a_scenario_that_cannot_be_is_said_beside_its_field_and_kept(client, typed, field, sentence):
    page = send(client, make.call(), **typed)
    assert errors_of(page) == {field: [sentence]}
    assert {name: page.context["form"][name].value() for name in typed} == typed
    assert not Submission.objects.exists()


def test_what_happens_today_may_still_be_resolved_today(client):
    send(client, make.call(), resolve_by=timezone.localdate().isoformat())
    assert Submission.objects.get().revision.scenario == {"resolve_by": timezone.localdate().isoformat()}


# How to be credited


@pytest.mark.parametrize(
    ("choice", "name", "native", "title"),
    [
        ("full", "Ruslan Didigov", "Руслан Дидигов", "logistics planner, Port of Poti"),
        ("name", "Ruslan Didigov", "Руслан Дидигов", ""),
        ("pseudonym", "A Carrier", "", ""),
        ("withheld", "Name withheld", "", ""),
    ],
)
def test_the_credit_is_what_was_chosen_and_the_preview_shows_it(client, choice, name, native, title):
    call = make.call()
    page = send(client, call, button="preview", credit_choice=choice, pseudonym="A Carrier")
    [credit] = page.context["preview"]["credits"]
    assert (credit.credit_name, credit.credit_native_name, credit.credit_title) == (name, native, title)
    html = page.content.decode()
    preview = html[html.index('id="preview"') : html.index("</section>")]
    assert ("Didigov" in preview) == (choice in ("full", "name"))
    send(client, call, credit_choice=choice, pseudonym="A Carrier")
    person = Contributor.objects.get()
    assert (person.credit_name, person.credit_native_name, person.credit_title) == (name, native, title)
    assert person.pseudonym == ("A Carrier" if choice == "pseudonym" else "")


def test_a_pseudonym_that_was_chosen_has_to_be_written_and_to_be_another_name(client):
    call = make.call()
    page = send(client, call, credit_choice="pseudonym")
    assert errors_of(page) == {"pseudonym": ["Write the pseudonym, or choose another credit."]}
    page = send(client, call, credit_choice="pseudonym", pseudonym="RUSLAN DIDIGOV")
    assert errors_of(page) == {
        "pseudonym": ["This is your name. Write another one, or choose a credit with your name."]
    }


def test_the_form_says_what_withholding_a_name_cannot_do(client):
    words = words_of(client.get(make.call().get_absolute_url()))
    assert "Readers will not learn your name from us" in words
    assert words.count("a court could order us to say what we know") == 2


@pytest.mark.parametrize("typed", ["", "nobody"])
def test_a_credit_that_was_not_chosen_is_asked_for(client, typed):
    page = send(client, make.call(), credit_choice=typed)
    assert errors_of(page) == {"credit_choice": ["Choose how you want to be named."]}
    assert 'href="#id_credit_choice_0"' in page.content.decode()
    assert 'id="id_credit_choice_0"' in page.content.decode()


# Who wrote along


def test_co_authors_are_added_and_removed_without_losing_a_word(client):
    call = make.call()
    page = client.get(call.get_absolute_url())
    assert "Co-author 1" not in words_of(page)
    page = press(client, page, "add_coauthor", title="Half a title")
    page = press(client, page, "add_coauthor", **coauthor(1, full_name="First"))
    page = press(client, page, "add_coauthor", **coauthor(2, full_name="Second", credit_choice="withheld"))
    page = press(client, page, "add_coauthor", **coauthor(3, full_name="Third"))
    page = press(client, page, remove_coauthor="1")
    form = page.context["form"]
    assert form["title"].value() == "Half a title"
    assert [fields[0].value() or "" for _number, fields in form.coauthor_sets()] == ["Second", "Third", ""]
    assert form["coauthor-1-credit_choice"].value() == "withheld"
    assert "error-text" not in page.content.decode()
    assert not Submission.objects.exists()


def test_there_are_five_co_authors_at_most_whatever_is_posted(client):
    call = make.call()
    page = client.get(call.get_absolute_url())
    for _n in range(7):
        page = press(client, page, "add_coauthor")
    assert page.context["form"].coauthor_count == 5
    assert "Five is as many as we can name." in words_of(page)
    for odd in ("99999999999", "-1", "x", "²", ""):
        assert press(client, page, "preview", coauthors=odd).status_code == 200
    for odd in ("0", "6", "x", "²", "9" * 400):
        assert press(client, page, remove_coauthor=odd).context["form"].coauthor_count == 5


def test_co_authors_are_sent_with_their_own_credit_and_empty_sets_are_nobody(client):
    more = coauthor(1, full_name="Nino R.", position="historian", credit_choice="name")
    more |= coauthor(3, full_name="Lasha", credit_choice="pseudonym", pseudonym="L.")
    send(client, make.call(), coauthors="4", **more)
    rows = [
        (row.position, row.full_name, row.title, row.email, row.credit_name, row.agreed_at)
        for row in CoAuthor.objects.all()
    ]
    assert rows == [
        (1, "Nino R.", "historian", "nino1@example.org", "Nino R.", None),
        (2, "Lasha", "", "nino3@example.org", "L.", None),
    ]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {"coauthor-1-full_name": "Nino"},
            {"coauthor-1-email": ["Write the e-mail address of co-author 1, so that we can ask whether they agree."]},
        ),
        (coauthor(1, full_name=""), {"coauthor-1-full_name": ["Write the name of co-author 1."]}),
        (
            coauthor(1, email="nino@"),
            {"coauthor-1-email": ["Write the address of co-author 1 in full, like nino@example.org."]},
        ),
        (
            coauthor(1, email="ruslan.didigov@MAIL.example"),
            {"coauthor-1-email": ["Co-author 1 has your own address. Write theirs, so that we can ask them."]},
        ),
        (
            coauthor(1) | coauthor(2, email="NINO1@example.org"),
            {"coauthor-2-email": ["Co-authors 1 and 2 have the same address. Each of them needs an own one."]},
        ),
        (
            coauthor(1, credit_choice="pseudonym"),
            {"coauthor-1-pseudonym": ["Write the pseudonym of co-author 1, or choose another credit."]},
        ),
        (
            coauthor(1, credit_choice="xx"),
            {"coauthor-1-credit_choice": ["Choose how co-author 1 is to be named."]},
        ),
    ],
)
def test_what_is_missing_of_a_co_author_says_of_which(client, typed, errors):
    page = send(client, make.call(), coauthors="2", **typed)
    assert errors_of(page) == errors
    assert {name: page.context["form"][name].value() for name in typed} == typed


def test_the_preview_names_co_authors_as_they_would_be_named(client):
    page = send(client, make.call(), button="preview", coauthors="1", **coauthor(1, credit_choice="withheld"))
    assert [credit.credit_name for credit in page.context["preview"]["credits"]] == ["Ruslan Didigov", "Name withheld"]
    assert "(once they agree)" in words_of(page)


# What a call asks beyond that


@pytest.fixture
def asking():
    """A call with a question of each kind; the short one asks for personal data."""
    call = make.call()
    kinds = {
        "short": {"label": "In which town do you live?", "is_personal": True},
        "long": {"label": "What have you read?"},
        "choice": {"label": "Which road?", "choices": "Lars\nRikoti\nMeghri", "is_required": True},
        "number": {"label": "How many trucks?", "help_text": "In a day."},
    }
    for place, (kind, fields) in enumerate(kinds.items(), start=1):
        Question.objects.create(call=call, key=kind, kind=kind, position=place, **fields)
    return call


def test_a_call_asks_its_own_questions_and_keeps_personal_answers_with_the_contact_data(client, asking):
    words = words_of(client.get(asking.get_absolute_url()))
    for sentence in ("In which town do you live?", "What have you read?", "Which road?", "How many trucks?"):
        assert sentence in words
    answers = {"short": " Poti ", "long": "Two books.\n\nThree maps.", "choice": "Rikoti", "number": "۱۲,۵"}
    send(client, asking, **{f"answer-{key}": value for key, value in answers.items()})
    submission = Submission.objects.get()
    assert submission.revision.answers == {"long": "Two books.\n\nThree maps.", "choice": "Rikoti", "number": 12.5}
    assert submission.contributor.answers == {"short": "Poti"}


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({}, {"answer-choice": ["Answer the question: Which road?"]}),
        ({"answer-choice": "Lars "}, {"answer-choice": ["Choose one of the answers to: Which road?"]}),
        (
            {"answer-choice": "Lars", "answer-number": "many"},
            {"answer-number": ["Write a number, like 40 or 12.5."]},
        ),
        (
            {"answer-choice": "Lars", "answer-short": "x" * 301},
            {"answer-short": ["Shorten this to 300 letters; it has 301."]},
        ),
    ],
)
def test_an_answer_that_is_missing_or_odd_is_asked_for_in_words(client, asking, typed, errors):
    assert errors_of(send(client, asking, **typed)) == errors
    assert not Submission.objects.exists()


def test_an_answer_to_nobodys_question_is_not_kept(client, asking):
    send(client, asking, **{"answer-choice": "Lars", "answer-other": "x"})
    assert Submission.objects.get().revision.answers == {"choice": "Lars"}


# The telephone


def test_a_call_that_requires_a_telephone_number_says_why_and_takes_no_text_without(client):
    call = make.call(requires_phone=True, phone_reason="We read the text to you.")
    assert "We read the text to you. With the country code. It is never shown." in words_of(
        client.get(call.get_absolute_url())
    )
    page = send(client, call, phone="")
    assert errors_of(page) == {"phone": ["Write your telephone number, with the country code."]}


def test_a_call_that_only_asks_for_one_takes_texts_without(client):
    send(client, make.call(), phone="")
    assert Contributor.objects.get().phone == ""


# Declarations


def test_what_a_language_model_did_is_declared(client):
    call = make.call()
    page = send(client, call, uses_ai="on")
    assert errors_of(page) == {"ai_use": ["Say in a line what the language model did."]}
    press(client, page, ai_use="Translated from Georgian.", interests="My brother owns a ferry.\nIt sails.")
    person = Contributor.objects.get()
    assert (person.uses_ai, person.ai_use) == (True, "Translated from Georgian.")
    assert person.interests == "My brother owns a ferry. It sails."


# The preview


def test_the_preview_shows_the_scenario_in_words(client):
    page = send(
        client,
        make.call(),
        button="preview",
        horizon="31 3 2031",
        low="40",
        high="60",
        indicators="A second closure\nDearer bread",
        resolve_by="nonsense",
        interests="A ferry.",
        full_name="",
    )
    html = page.content.decode()
    preview = words_of(page)[words_of(page).index("As readers will see it") :]
    assert (
        "How far it looks 31 March 2031 How likely 40–60 % What should we watch? A second closure Dearer bread"
        in preview
    )
    assert "Interests A ferry." in preview
    assert "error-text" not in html
    assert page.context["form"]["resolve_by"].value() == "nonsense"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"low": "40", "high": "40"}, "40 %"),
        ({"low": "40"}, "at least 40 %"),
        ({"high": "0"}, "at most 0 %"),
        ({"low": "0", "high": "0"}, "0 %"),
    ],
)
def test_a_likelihood_is_said_as_it_was_given(client, typed, words):
    page = send(client, make.call(), button="preview", **typed)
    assert [row.text for row in page.context["preview"]["scenario"]] == [words]


# Every input, in every direction


def test_whatever_is_typed_finds_its_own_direction(client, asking):
    page = press(client, client.get(asking.get_absolute_url()), "add_coauthor")
    form = page.context["form"]
    typed = {"title", "text", "full_name", "pseudonym", "interests", "question", "actors", "answer-short", "ai_use"}
    typed |= {"coauthor-1-full_name", "coauthor-1-pseudonym", "horizon"}
    assert {name: form.fields[name].widget.attrs.get("dir") for name in typed} == dict.fromkeys(typed, "auto")
    machines = ("email", "phone", "low", "coauthor-1-email")
    assert {name: form.fields[name].widget.attrs.get("dir") for name in machines} == dict.fromkeys(machines)
