"""What changed between two texts: what the review page offers first, and the two side by side."""

import re

import pytest

from ccsis import roles
from submissions import moves, receiving
from submissions.desk import comparing
from tests import make
from tests.reviewing import address, fresh, panel, words_of

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = "The queue is long.", "The departments speak of hours.", "Drivers share tea."
OLD = "\n\n".join([FIRST, *["Nothing moves here."] * 4, SECOND, THIRD])
NEW = OLD.replace("of hours", "of many days")


@pytest.fixture
def leyla():
    return make.user("moderator", name="Leyla M.")


@pytest.fixture
def davit():
    return make.user("moderator", name="Davit R.")


@pytest.fixture
def desk(client, leyla):
    client.force_login(leyla)
    return client


def revise(submission, source, **fields):
    receiving.revise(fresh(submission), make.filled(title="The queue", source=source, **fields))
    return fresh(submission)


@pytest.fixture
def revised():
    """A submission with three texts, none of which anybody has spoken about."""
    submission = make.submission("The queue", text=OLD)
    return revise(revise(submission, NEW), NEW + "\n\nOne more.")


def between(submission, old, new, **more):
    return (
        address(submission, "compare") + "?" + "&".join(f"{n}={v}" for n, v in {"from": old, "to": new, **more}.items())
    )


def columns(page):
    """The rows of the table, each as the words of its cells."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", page.content.decode().partition("<tbody>")[2], re.DOTALL)
    return [
        [re.sub(r"<(?!/?(?:ins|del))[^>]+>", "", cell).strip() for cell in re.findall(r"<td.*?</td>", row)]
        for row in rows
    ]


# What is offered first


def test_the_newest_change_since_ones_own_last_word_is_offered_first(desk, leyla, davit):
    submission = make.submission("The queue", text=OLD)
    assert desk.get(address(submission)).context["change"] is None
    moves.transition(fresh(submission), "hold", actor=leyla, note="Later.")
    assert desk.get(address(submission)).context["change"] is None
    revise(submission, NEW)
    moves.transition(fresh(submission), "request_changes", actor=davit, message="Why?", due_at=make.NOW)
    make.settled(fresh(submission))
    receiving.resubmit(fresh(submission), {1: "Because."})
    revise(submission, NEW.replace("tea", "coffee and bread"))
    page = desk.get(address(submission))
    change = page.context["change"]
    assert (change.old.n, change.new.n, change.came, change.went, str(change.label)) == (1, 3, 5, 2, "Put on hold")
    assert "5 words came in, 2 words went. Since: Put on hold, Leyla M.," in panel(page, "change")
    assert f'href="{address(submission, "compare")}?from=1&amp;to=3"' in page.content.decode()
    desk.force_login(davit)
    assert desk.get(address(submission)).context["change"].old.n == 2
    desk.force_login(make.user("reader"))
    change = desk.get(address(submission)).context["change"]
    assert (change.old.n, change.event.actor) == (2, davit)


def test_to_begin_reading_is_no_word_on_the_text(desk, leyla):
    submission = make.submission("The queue", text=OLD)
    moves.transition(fresh(submission), "hold", actor=leyla, note="Later.")
    revise(submission, NEW)
    moves.transition(fresh(submission), "claim", actor=leyla)
    assert desk.get(address(submission)).context["change"].old.n == 1


def test_two_texts_are_compared_once_and_not_at_every_look(desk, leyla, monkeypatch):
    submission = make.submission("The queue", text=OLD)
    moves.transition(fresh(submission), "hold", actor=leyla, note="Later.")
    revise(submission, NEW)
    first = desk.get(address(submission)).context["change"]
    monkeypatch.setattr(comparing, "compare", lambda old, new: pytest.fail("compared again"))
    assert desk.get(address(submission)).context["change"] == first


def test_each_text_can_be_compared_with_the_one_before(desk, revised):
    html = desk.get(address(revised)).content.decode()
    assert re.findall(r'compare/\?(from=\d&amp;to=\d)"', html) == ["from=2&amp;to=3", "from=1&amp;to=2"]


# Side by side


def test_paragraphs_stand_beside_what_became_of_them_and_what_stayed_is_left_out(desk, revised):
    page = desk.get(between(revised, 1, 2))
    assert columns(page) == [
        ["5 paragraphs stayed as they were"],
        ["Nothing moves here."] * 2,
        [SECOND.replace("hours", "<del>hours</del>"), SECOND.replace("of hours", "of <ins>many days</ins>")],
        [THIRD, THIRD],
    ]
    assert "2 words came in, 1 word went." in words_of(page)


def test_the_whole_text_is_shown_on_request(desk, revised):
    rows = columns(desk.get(between(revised, 2, 3, all=1)))
    assert rows == [*[[text, text] for text in ["The queue", *NEW.split("\n\n")]], ["", "<ins>One more.</ins>"]]


def test_the_same_text_is_the_same(desk, revised):
    page = desk.get(between(revised, 2, 2))
    assert "Word by word the two are the same." in words_of(page)
    assert columns(page) == [["8 paragraphs stayed as they were"]]


def test_without_numbers_the_last_two_are_compared(desk, revised):
    page = desk.get(address(revised, "compare"))
    assert (page.context["old"].n, page.context["new"].n) == (2, 3)
    page = desk.get(address(make.submission(), "compare"))
    assert (page.context["old"].n, page.context["new"].n) == (1, 1)


@pytest.mark.parametrize("odd", ["0", "4", "-1", "x", "", "²", "9" * 40, "1.0"])
def test_a_text_that_is_not_there_is_not_found(desk, revised, odd):
    assert desk.get(between(revised, odd, 2)).status_code == 404
    assert desk.get(between(revised, 1, odd)).status_code == 404


def test_what_changed_in_scenario_and_answers_is_told_too(desk):
    call = make.call()
    question = call.questions.create(key="ferry", label="Which ferry?")
    submission = make.submission("The queue", text=OLD, call=call)
    scenario = {"question": "Can it hold?", "low": 10, "high": 20, "actors": ["Drivers", "The port"]}
    revise(submission, OLD, scenario=scenario, answers={question.key: "The old one"})
    revise(submission, OLD, scenario=scenario | {"high": 40, "actors": ["Drivers"]}, answers={question.key: "The new"})
    page = desk.get(between(submission, 2, 3))
    assert page.context["facts"] == [
        ("Who acts", "Drivers\nThe port", "Drivers"),
        ("How likely", "10–20 %", "10–40 %"),
        ("Which ferry?", "The old one", "The new"),
    ]
    assert "Which ferry? The old one The new" in words_of(page)
    assert page.context["compared"].is_same


def test_markup_in_a_text_is_words(desk):
    evil = "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1))"
    submission = make.submission("The queue", text=OLD)
    revise(submission, evil, scenario={"question": evil})
    for shown in (between(submission, 1, 2), between(submission, 2, 1), between(submission, 2, 2, all=1)):
        html = desk.get(shown).content.decode()
        assert "<script>alert" not in html and "<img src=x" not in html and 'href="javascript' not in html
        assert "&lt;script&gt;alert(1)" in html


def test_a_persian_text_stands_from_right_to_left(desk):
    submission = make.submission("صف", text="روز اول.", language="fa")
    revise(submission, "روز دوم.", language="fa")
    html = desk.get(between(submission, 1, 2)).content.decode()
    assert '<td lang="fa" dir="rtl"' in html


@pytest.mark.parametrize("role", roles.ROLES)
def test_texts_are_compared_by_who_may_read_the_queue(client, revised, role):
    client.force_login(make.user(role))
    expected = 200 if role in ("moderator", "reader", "privacy") else 403
    assert client.get(between(revised, 1, 2)).status_code == expected


def test_two_long_texts_that_share_nothing_are_shown(desk):
    first, second = ("\n\n".join(" ".join(f"{letter}{n}" for n in range(100)) for _p in range(100)) for letter in "ab")
    submission = make.submission("The queue", text=first)
    revise(submission, second)
    page = desk.get(between(submission, 1, 2))
    assert (page.context["compared"].came, page.context["compared"].went) == (10_000, 10_000)
