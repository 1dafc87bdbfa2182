"""What looks like spam, and names that look like somebody else's: each sign has points and a reason, none refuses."""

import json

import pytest

from ccsis.models import Letter
from ccsis.scripts.lookalikes import mixes_scripts, skeleton
from submissions import flags, links, receiving
from submissions.form.intake import POINTS, flags_for
from submissions.models import Credit, Flag, State, Submission
from submissions.models.submission import QUARANTINE_FROM
from tests import make

pytestmark = pytest.mark.django_db


def codes(filled=None, **signs):
    return [flag.code for flag in flags_for(filled or make.filled(), **signs)]


def person(**fields):
    return make.filled(contributor=make.contributor(**fields))


# Signs of spam


def test_an_honest_form_raises_nothing():
    assert codes(seconds=400, trap="", has_proof=True) == []
    assert codes() == []


@pytest.mark.parametrize(("seconds", "found"), [(0, ["hurry"]), (2, ["hurry"]), (3, []), (None, [])])
def test_who_needs_less_than_three_seconds_is_no_reader(seconds, found):
    assert codes(seconds=seconds) == found


def test_a_field_that_people_do_not_see_is_filled_in_by_programs():
    assert codes(trap="http://spam.example") == ["trap"]
    assert codes(trap="  ") == []


@pytest.mark.parametrize(
    ("field", "value", "is_link"),
    [
        ("full_name", "Win $$$ http://spam.example", True),
        ("full_name", "www.spam.example", True),
        ("affiliation", "best-visa.com", True),
        ("title", "write me@spam.example", True),
        ("full_name", "Dr. A. B. Mkrtchyan", False),
        ("affiliation", "Inst. of Geography, Tbilisi", False),
        ("affiliation", "Радио «Эхо.Кавказа»", False),
        ("title", "head of IT, St.Petersburg", False),
    ],
)
def test_a_web_address_in_a_name_is_a_sign_and_a_full_stop_is_none(field, value, is_link):
    assert codes(person(**{field: value})) == (["link_in_name"] if is_link else [])


@pytest.mark.parametrize(
    ("email", "found"),
    [
        ("nino@mailinator.com", ["disposable"]),
        ("nino@sub.Mailinator.com", ["disposable"]),
        ("nino@not-quite-mailinator.ge", []),
        ("nino@gmail.com", []),
        ("nino@proton.me", []),
        ("nino@mail.ru", []),
    ],
)
def test_an_address_that_is_thrown_away_is_a_weak_sign(email, found):
    assert codes(person(email=email)) == found


def test_the_same_text_from_another_mailbox_is_a_sign_however_it_is_spaced():
    first = make.submission(email="first@mail.example")
    again = make.filled(
        source=make.TEXT.replace("calls it", "CALLS   it"), contributor=make.contributor(email="b@c.de")
    )
    [flag] = flags_for(again)
    assert (flag.code, flag.evidence) == ("repeated", {"references": first.reference})
    own = make.filled(contributor=make.contributor(email="First@mail.example"))
    assert codes(own) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (
            "Buy https://a.example now https://b.example https://c.example www.d.example https://e.example",
            ["many_links"],
        ),
        ("word " * 400 + "https://a.example " * 6, []),
        ("word " * 40 + "https://a.example " * 4, []),
    ],
)
def test_a_text_of_links_is_a_sign_and_a_text_with_sources_is_none(source, found):
    assert codes(make.filled(source=source)) == found


def test_no_single_weak_sign_sets_anybody_aside():
    assert [code for code, points in POINTS.items() if points >= QUARANTINE_FROM] == ["trap"]
    assert POINTS["hurry"] + POINTS["link_in_name"] >= QUARANTINE_FROM


# Names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Leyla Mammadova", "Lеylа Маmmаdоvа"),  # Cyrillic letters among Latin ones
        ("Leyla Məmmədova", "Leyla Memmedova"),
        ("Anna Corn", "Anna Com"),
        ("Nino", "N1no".replace("1", "l").replace("l", "i")),
        ("Levan Metreladze", "LEVAN  METRELADZE"),
    ],
)
def test_names_that_look_alike_have_one_skeleton(one, other):
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), [("Nino", "Nina"), ("Արամ", "Արմեն"), ("شیرین", "شیرینی"), ("ნინო", "ნანა")])
def test_names_that_differ_for_readers_have_two(one, other):
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize(
    ("name", "is_mixed"),
    [
        ("Lеyla", True),
        ("Nino Кобахидзе", False),
        ("O’Brien", False),
        ("Null", False),
        ("Ñuñez-Карапетян", True),
        ("شیرین‌پور", False),
        ("Վարդան", False),
    ],
)
def test_a_word_of_two_scripts_is_noticed_and_a_name_of_two_scripts_is_not(name, is_mixed):
    assert mixes_scripts(name) == is_mixed


def test_a_name_like_that_of_staff_is_flagged_with_the_name_and_never_refused():
    make.user("moderator", name="Leyla Mammadova")
    found = flags_for(person(full_name="Lеyla Mammadova"))
    assert [(flag.code, flag.points, flag.evidence) for flag in found] == [
        ("like_staff", 0, {"name": "Leyla Mammadova"}),
        ("mixed_scripts", 0, {}),
    ]


def test_a_name_like_that_of_somebody_whose_work_we_published_is_flagged_and_their_own_is_not():
    theirs = make.submission(state="published", full_name="Ruslan Didigov", email="ruslan@mail.example")
    assert Credit.objects.get().submission == theirs
    other = make.filled(
        source="Other words.", contributor=make.contributor(full_name="RUSLAN DIDIGOV", email="other@mail.example")
    )
    assert codes(other) == ["like_contributor"]
    assert codes(person(full_name="Ruslan Didigov", email="Ruslan@mail.example")) == []


@pytest.mark.parametrize("name", ["Sukarno", "Null", "O'Hara", "D’Artagnan-Məmmədov", "Ng", "ن", "X Æ A-12", "Jr."])
def test_people_with_rare_names_are_people(name):
    assert codes(person(full_name=name)) == []


# What becomes of them


def test_every_flag_has_a_sentence_and_its_evidence_fits():
    assert flags.SENTENCES.keys() == POINTS.keys() | {"near_duplicate"}
    staff = make.user("moderator", name="Nino K.")
    make.submission(email="first@mail.example")
    found = flags_for(
        make.filled(
            contributor=make.contributor(full_name=staff.name, affiliation="www.x.example", email="a@mailinator.com")
        ),
        trap="x",
        seconds=1,
        has_proof=False,
    )
    assert {flag.code for flag in found} >= {"trap", "hurry", "link_in_name", "disposable", "repeated", "no_proof"}
    for flag in found:
        assert "%" not in flags.sentence(flag)
        json.dumps(flag.evidence)
    assert flags.sentence(Flag(code="of old")) == "of old"
    assert flags.sentence(Flag(code="repeated")) == "Something was found of the kind “repeated”."


@pytest.mark.parametrize(
    ("language", "takes", "text", "expected"),
    [
        ("en", ["en", "ka"], "The queue is long.", []),
        ("en", [], "The queue is long.", []),
        ("ru", ["en", "ka"], "Очередь длинная.", ["It is in Русский; the call takes English, ქართული."]),
        (
            "en",
            ["en"],
            "Очередь у Larsi длинная.",
            ["It is said to be in English, and most of its letters are Cyrillic."],
        ),
        ("fa", ["fa"], "صف بلند است.", []),
        ("en", ["en"], "12, 13 … 14", []),
    ],
)
def test_a_language_that_is_not_the_calls_is_told(language, takes, text, expected):
    submission = make.submission(call=make.call(languages=takes), language=language, text=text)
    assert list(flags.about_language(submission)) == expected


def test_enough_points_set_a_text_aside_and_its_sender_sees_success():
    filled = make.filled()
    filled.flags = flags_for(filled, trap="x")
    submission = receiving.take(make.call(), filled)
    assert (submission.state, submission.public_label) == (State.QUARANTINED, "Check your e-mail")
    assert not Letter.objects.exists()
    assert [flag.code for flag in submission.flags.all()] == ["trap"]


def test_too_few_points_are_only_shown_to_the_moderator(client):
    filled = person(email="nino@mailinator.com")
    filled.flags = flags_for(filled)
    submission = receiving.take(make.call(), filled)
    receiving.confirm(links.find(links.mint(submission, "confirm")))
    assert Submission.objects.get().state == State.SUBMITTED
    client.force_login(make.user("moderator"))
    page = client.get(f"/admin/submissions/submission/{submission.pk}/review/").content.decode()
    assert "The address is of a kind that is thrown away: mailinator.com." in page
    assert "40 points" in page
