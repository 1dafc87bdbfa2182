"""The house's terms: found as whole words in every script, kept in a list, pasted and copied as lines."""

import pytest

from articles import checklist, publishing, terms
from articles.models import Note, Term
from tests import make

pytestmark = pytest.mark.django_db
LINES = "/admin/articles/term/lines/"


def term(text, rule=Term.Rule.BANNED, **fields):
    return Term.objects.create(text=text, rule=rule, **fields)


def said(**fields):
    """[(sentence, field)] of what the checklist says of terms."""
    piece = make.article(**fields)
    failures = checklist.failures(piece, only=(checklist.REQUIRED,))
    return [(failure.sentence, failure.place.field) for failure in failures]


@pytest.mark.parametrize(
    ("text", "body", "is_found"),
    [
        ("Tskhinval", "In Tskhinval the road ends.", True),
        ("tskhinval", "In TSKHINVAL’s streets", True),
        ("Tskhinval", "In Tskhinvali the road ends.", False),
        ("Tskhinval*", "In Tskhinvali the road ends.", True),
        ("so called", "The so\n called  republic", True),
        ("Zəngəzur", "ZENGEZUR dəhlizi", True),
        ("İran", "iran", True),
        ("Ցխինվալ", "ՑԽԻՆՎԱԼ քաղաքը", True),
        ("Ցխինվալ", "Ցխինվալի", False),
        ("ცხინვალ*", "ცხინვალში გზა", True),
        ("Степанакерт*", "в Степанакерте", True),
        ("ещё", "Еще раз", True),
        ("کی‌یف", "در کی\u200cيف", True),
        ("C++", "written in C++ by hand", True),
        ("(sic)", "He said (sic) so", True),
        ("*", "Anything at all", False),
    ],
)
def test_a_term_is_a_whole_word_in_any_spelling_and_script(text, body, is_found):
    term(text)
    assert bool(said(body=f"<p>{body}</p>")) is is_found


def test_a_banned_term_is_found_wherever_readers_read():
    term("corridor", instead="route")
    words = "We do not write “corridor”. Write “route”."
    for field in ("title", "subtitle", "standfirst", "key_points"):
        assert said(**{field: "The Corridor of today"}) == [(words, field)], field
    piece = make.article()
    Note.objects.create(article=piece, key="1", text="A <em>corridor</em>, they say.")
    assert [f.place.field for f in checklist.failures(piece) if f.item == "banned_terms"] == ["notes"]


def test_the_paragraph_of_a_banned_term_is_shown_and_each_term_told_once():
    term("corridor")
    piece = make.article(body="<p>First.</p><p>A corridor.</p><p>The corridor again.</p>")
    failures = [failure for failure in checklist.failures(piece) if failure.item == "banned_terms"]
    assert [(f.sentence, f.place.words) for f in failures] == [("We do not write “corridor”.", "A corridor.")]


def test_a_required_term_must_stand_somewhere():
    term("the Caucasus Center", Term.Rule.REQUIRED)
    assert said() == [("“the Caucasus Center” must stand somewhere in the piece.", "body")]
    assert said(standfirst="A paper of The Caucasus Center.") == []


def test_a_term_holds_for_its_language_or_for_all():
    term("Степанакерт", language="ru")
    term("Artsakh")
    body = "<p>Степанакерт, Artsakh</p>"
    assert len(said(body=body, language="ru")) == 2
    assert said(body=body, language="en") == [("We do not write “Artsakh”.", "body")]


def test_a_banned_term_keeps_a_piece_from_being_published():
    term("corridor")
    with pytest.raises(publishing.CannotMove, match="We do not write “corridor”"):
        publishing.publish(make.article("The corridor"), by=make.user("publisher"))


# As lines


def test_lines_are_read_as_people_write_them():
    text = " Tskhinval  =  Tskhinvali \n\nArtsakh\nso   called=\n= only this\n"
    assert terms.read_lines(text) == [
        (1, "Tskhinval", "Tskhinvali"),
        (3, "Artsakh", ""),
        (4, "so called", ""),
        (5, "", "only this"),
    ]


@pytest.fixture
def publisher(client):
    user = make.user("publisher")
    client.force_login(user)
    return user


def test_a_pasted_list_adds_and_changes_and_takes_nothing_away(client, publisher):
    term("Artsakh", instead="Karabakh")
    term("Stays", language="")
    pasted = {
        "rule": "banned",
        "language": "",
        "lines": "Tskhinval = Tskhinvali\nArtsakh = Nagorno-Karabakh\nTskhinval",
    }

    answer = client.post(LINES, pasted, follow=True)

    assert "1 term is new. 1 was changed." in answer.text
    assert list(Term.objects.values_list("text", "instead", "rule")) == [
        ("Artsakh", "Nagorno-Karabakh", "banned"),
        ("Stays", "", "banned"),
        ("Tskhinval", "", "banned"),
    ]
    assert "All of these were there already." in client.post(LINES, pasted | {"lines": "Stays"}, follow=True).text


def test_what_is_there_is_shown_as_the_lines_that_make_it_again(client, publisher):
    term("Степанакерт*", instead="Ханкенди", language="ru")
    term("Elsewhere")
    form = client.get(f"{LINES}?rule=banned&language=ru").context["form"]
    assert (form["lines"].value(), form["language"].value()) == ("Степанакерт* = Ханкенди", "ru")


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("A = B\n= C", "Line 2 has no term before the “=”."),
        ("x" * 121, "Line 1 is too long: a term has at most 120 characters."),
        ("", "Write at least one line, like: Tskhinval = Tskhinvali"),
    ],
)
def test_a_bad_list_says_which_line_and_stays_as_it_was_typed(client, publisher, lines, sentence):
    answer = client.post(LINES, {"rule": "banned", "language": "ka", "lines": lines})
    assert answer.context["form"].errors["lines"] == [sentence]
    assert (answer.context["form"]["lines"].value(), answer.context["form"]["language"].value()) == (lines, "ka")
    assert not Term.objects.exists()


def test_editors_see_the_terms_and_publishers_keep_them(client):
    term("Artsakh")
    client.force_login(make.user("editor"))
    assert "Artsakh" in client.get("/admin/articles/term/").text
    assert client.get(LINES).status_code == 403
    assert client.post(LINES, {"rule": "banned", "lines": "New"}).status_code == 403
    assert Term.objects.count() == 1
