"""Finding submissions by words in every script, and contact data by who may: what is found, what is not, and that the
words stay those of the text and of the people as they are now."""


import pytest
from django.db import connection
from django.utils import timezone

from submissions import coauthors, erasure, moves, receiving, retention, searching
from submissions.models import Contributor, Look, Searched, Submission
from tests import make
from tests.test_queue import QUEUE, titles, words_of

pytestmark = pytest.mark.django_db
CONTACT = f"{QUEUE}contact/"


def found(asked):
    """The titles of what the words of a question find."""
    with searching.by_index():
        rows = Submission.objects.filter(searching.found(searching.words_of(asked))).order_by("id")
        return [row.title for row in rows]


# Words


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("Мост, которого нет", "МОСТ"),
        ("Мост, которого нет", "котор нет"),
        ("Ёлка у реки", "елка"),
        ("Astara körpüsü bağlı olanda", "BAGLI korpusu"),
        ("İşıq və ığdır", "isiq igdir"),
        ("რიკოთის ზამთარი", "რიკოთ"),
        ("ՋՐԱՆՑՔ եւ կամուրջ", "և ջրանցք"),
        ("Ὁ δρόμος", "δρομος"),
        ("می‌خواهم كوه", "میخواهم کوه"),
        ("زمستان آستارا ۱۴۰۵", "1405"),
        ("Forty-two trains", "forty two"),
        ("It’s l’Arménie", "it's"),
        ("Ӕрыдон", "æрыдон"),
        ("100% salt", "100%"),
        ("A of B", "of"),
    ],
)
def test_words_are_found_in_any_case_and_spelling(title, asked):
    make.submission(title, text="Text.", full_name="N. N.")
    make.submission("Something else", text="Text.", full_name="N. N.")
    assert found(asked) == [title]


@pytest.mark.parametrize(
    "asked",
    ["", " ", "_", "%", "* OR *", "'", '"', "':*", "ost", "salty road", "sa", "road) | (bread", "NEAR", "sal*t", "\\"],
)
def test_what_is_not_there_is_not_found_and_no_sign_means_anything(asked):
    make.submission("Salt road", text="Post & 'tea': coast.", full_name="N. N.")
    assert found(asked) == []


def test_every_word_has_to_be_there_and_the_beginning_of_a_long_one_is_enough():
    make.submission("The salt road", text="Tea and bread.", full_name="Davit Arzumants")
    make.submission("The salt pan", text="Sea.", full_name="Leila Q.")
    assert found("salt") == ["The salt road", "The salt pan"]
    assert found("sal bre arzu") == ["The salt road"]
    assert found("salt bread sea") == []
    assert found("pa") == []  # two letters are a whole word
    assert found("q") == ["The salt pan"]


def test_text_notes_scenario_credit_and_reference_are_searched():
    row = make.submission("Title", text="Queue.[^1]\n\n[^1]: The road department.", native_name="Руслан")
    make.coauthor(row, full_name="Maia Beridze", native_name="მაია")
    searching.take(row)
    for asked in ("department", "руслан", "didigov", "maia", "მაია", row.reference, row.reference.lower()):
        assert found(asked) == ["Title"], asked
    letters = row.reference.removeprefix("SIM-")
    spoken = f"sim {letters[:4]} {letters[5:]}"
    for asked in (letters, letters[:4], letters[5:], spoken, row.reference.replace("-", "")):
        assert found(asked) == ["Title"], asked
    assert found("SIM") == []
    assert found("22 SIM-2222-2222") == []


def test_the_scenario_is_searched_with_its_lists():
    scenario = {"question": "Will Rikoti close?", "actors": ["Customs", "Drivers"], "low": 20}
    row = receiving.take(make.call(), make.filled(title="T", source="Text.", scenario=scenario))
    assert row.state == "unconfirmed"
    assert [found(asked) for asked in ("rikoti", "customs", "20")] == [["T"], ["T"], []]


@pytest.mark.parametrize("choice", ["pseudonym", "withheld"])
def test_a_hidden_name_is_not_found_by_anybodys_words(choice):
    names = {"full_name": "Zarema Canary", "native_name": "Зарема", "credit_choice": choice, "pseudonym": "Nightjar"}
    row = make.submission("T", **names)
    make.coauthor(row, full_name="Second Canary", credit_choice=choice, pseudonym="Owl")
    searching.take(row)
    assert [found(asked) for asked in ("Zarema", "Canary", "Зарема")] == [[], [], []]
    assert [found(asked) for asked in ("nightjar", "owl")] == ([["T"], ["T"]] if choice == "pseudonym" else [[], []])


def test_contact_data_is_not_found_by_words(client):
    make.submission(email="canary.mailbox@mail.example", phone="+995 555 777 888")
    client.force_login(make.user("privacy"))
    for asked in ("canary", "canary.mailbox@mail.example", "mail.example", "+995 555 777 888", "777"):
        assert titles(client.get(QUEUE, {"q": asked, "view": "all"})) == []


# The words stay right


def test_a_changed_text_is_found_and_the_old_one_is_not():
    row = make.submission("The salt road", state="unconfirmed", text="Tea.")
    make.move_on(row, "confirm", actor="contributor")
    receiving.revise(Submission.objects.get(), make.filled(title="The sugar road", source="Bread."))
    assert [found(asked) for asked in ("salt", "tea", "sugar", "bread")] == [[], [], ["The sugar road"]] + [
        ["The sugar road"]
    ]
    assert Submission.objects.get().title_key == "the sugar road"


def test_a_changed_name_is_found_and_the_old_one_is_not():
    make.submission("T", full_name="Old Name", native_name="")
    receiving.revise(
        Submission.objects.get(), make.filled(title="T", contributor=make.contributor(full_name="Nino Aleksidze"))
    )
    assert (found("aleksidze"), found("old")) == (["T"], [])


def test_what_a_coauthor_answers_is_searched_from_then_on():
    row = make.submission("T")
    person = make.coauthor(row, full_name="Maia Beridze")
    searching.take(row)
    named = {"full_name": "Maia Beridze", "credit_choice": "pseudonym", "pseudonym": "Owl"}
    assert coauthors.agree(person, named)
    assert (found("beridze"), found("owl")) == ([], ["T"])


def test_what_was_erased_is_found_by_nothing():
    row = make.submission("The salt road")
    assert erasure.erase(row, by="contributor")
    assert (found("salt"), found(row.reference), Searched.objects.count()) == ([], [], 0)
    assert Submission.objects.get().title_key == ""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO submissions_bag(submissions_bag) VALUES ('integrity-check')")


def test_a_refused_move_leaves_the_words_as_they_were():
    row = make.submission("The salt road", state="accepted")
    with pytest.raises(moves.CannotMove):
        receiving.revise(Submission.objects.get(pk=row.pk), make.filled(title="The sugar road"))
    assert (found("salt"), found("sugar")) == (["The salt road"], [])


def test_a_text_of_any_size_and_kind_can_be_taken():
    longest = "ფ" * 5000
    texts = ["", "\u0301\u200f", "0x1f 1e5 -3.7", longest, " ".join(f"{n}{'ж' * 80}" for n in range(5000))]
    for text in texts:
        make.submission("T", text=text)
    assert len(found("t")) == 5
    assert len(found(longest)) == len(found("ფ" * 60)) == 1
    assert max(len(row.words.encode()) for row in Searched.objects.all()) <= searching.MOST_BYTES
    assert found("1e5") == ["T"]


def test_a_question_of_many_words_is_cut():
    make.submission("one two three four five six seven eight nine")
    assert found("one two three four five six seven eight zzz") == ["one two three four five six seven eight nine"]


# Contact data


@pytest.fixture
def officer():
    return make.user("privacy", name="P. Officer")


@pytest.fixture
def search(client, officer):
    client.force_login(officer)

    def post(words):
        return client.post(CONTACT, {"words": words})

    return post


@pytest.mark.parametrize(
    "words",
    [
        *("ruslan.didigov@mail.example", "RUSLAN.DIDIGOV@mail", "ruslan", "didi", "+995 555 010 203", "555010203"),
        *("(0555) 010-203", "010 203", "٥٥٥٠١٠", "Руслан", "руслан didigov", "mail.example"),
    ],
)
def test_contact_data_is_found_by_an_address_a_number_or_a_name(search, officer, words):
    make.submission("Mine", credit_choice="withheld")
    make.submission("Another", email="x@elsewhere.example", phone="", full_name="Nino Q.", native_name="")
    page = search(words)
    assert titles(page) == ["Mine"]
    assert [(look.submission.title, look.actor, look.actor_name) for look in Look.objects.all()] == [
        ("Mine", officer, "P. Officer")
    ]


@pytest.mark.parametrize("words", ["", "  ", "ab", "a", "5550", "ab ruslan", "++ --", "0000"])
def test_too_little_is_not_looked_for_and_is_not_a_look(search, words):
    make.submission()
    page = search(words)
    assert (page.status_code, titles(page), Look.objects.count()) == (422, [], 0)
    sentence = "Write more of it" if words.strip() else "Write what you look for."
    assert sentence in words_of(page)


def test_what_is_not_found_is_no_look(search):
    make.submission()
    page = search("nobody@nowhere.example")
    assert "Nobody whom we know has this." in words_of(page)
    assert Look.objects.count() == 0


def test_only_what_is_shown_counts_as_looked_at_and_that_is_little(search):
    for n in range(22):
        make.submission(f"Number {n}", email=f"n{n}@mail.example")
    page = search("mail.example")
    assert len(titles(page)) == Look.objects.count() == 20
    assert titles(page)[0] == "Number 21"
    assert "There are more. Write more of what you look for." in words_of(page)


@pytest.mark.parametrize("role", ["moderator", "reader", "author", "admin"])
def test_who_may_not_see_contact_data_cannot_look_for_it(client, role):
    make.submission("Mine")
    client.force_login(make.user(role))
    answer = client.post(CONTACT, {"words": "ruslan.didigov@mail.example"})
    assert (answer.status_code, "Mine" in answer.content.decode(), Look.objects.count()) == (403, False, 0)
    assert CONTACT not in client.get(QUEUE).content.decode()


def test_an_address_looks_for_nothing(client, officer):
    make.submission("Mine")
    client.force_login(officer)
    page = client.get(CONTACT, {"words": "ruslan.didigov@mail.example"})
    assert (page.status_code, titles(page), Look.objects.count()) == (200, [], 0)
    assert f'href="{CONTACT}"' in client.get(QUEUE).content.decode()


def test_the_page_itself_shows_no_contact_data(search):
    make.submission("Mine", credit_choice="pseudonym", pseudonym="Owl")
    words = words_of(search("didigov"))
    assert "Owl" in words
    assert [each for each in ("Ruslan", "Руслан", "mail.example", "555") if each in words] == []


def test_a_coauthor_is_found_and_what_was_forgotten_is_not(search):
    row = make.submission("Mine", state="declined")
    make.coauthor(row, full_name="Hidden Beridze", email="maia@mail.example", credit_choice="withheld")
    searching.take(row)
    assert titles(search("maia@mail.example")) == titles(search("beridze")) == ["Mine"]
    assert retention.apply(timezone.now() + timezone.timedelta(days=91)) >= 1
    assert titles(search("maia@mail.example")) == titles(search("didigov")) == []
    assert Contributor.objects.get().contact_words == ""


def test_a_new_address_is_found_and_the_old_one_is_not(search):
    row = make.submission("Mine", state="unconfirmed")
    assert receiving.change_address(row, "new.one@mail.example")
    words = Contributor.objects.get().contact_words
    assert ("new.one@mail.example" in words, "ruslan.didigov@mail.example" in words) == (True, False)
