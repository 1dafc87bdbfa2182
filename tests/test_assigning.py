"""Who works on a piece, until when: assigning, taking away, and what the list and the letters say of it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import assigning, commenting, locking, publishing
from articles.models import Article, Assignment
from ccsis.models import Letter
from tests import make
from tests.desk import data_of

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


@pytest.fixture
def author():
    return make.user("author", username="nana", name="Nana")


@pytest.fixture
def editor():
    return make.user("editor", username="levan", name="Levan")


@pytest.fixture
def piece(author):
    return make.article(created_by=author)


def at(piece, page="assign"):
    return reverse(f"admin:articles_article_{page}", args=[piece.pk])


def test_a_piece_is_given_to_one_colleague_who_gets_a_letter(piece, author, editor):
    assigning.assign(piece, by=editor, to=author, due_on=date(2026, 12, 4), priority=3, note=" Begin with the gates. ")
    row = Assignment.objects.get()
    assert (row.to, row.due_on, row.priority, row.note) == (author, date(2026, 12, 4), 3, "Begin with the gates.")
    assert [(event.action, event.details) for event in piece.events.all()] == [("assign", {"to": author.pk})]
    [letter] = Letter.objects.all()
    assert (letter.template, letter.recipient) == ("piece_assigned", "nana@example.org")
    assert (letter.params["by"], letter.params["due_on"]) == ("Levan", "2026-12-04")

    assigning.assign(piece, by=editor, to=editor)
    assert [(row.to, row.due_on, row.note) for row in Assignment.objects.all()] == [(editor, None, "")]
    assert Letter.objects.count() == 1  # nobody writes to oneself


def test_who_is_given_a_piece_opens_it_until_somebody_takes_it_away(client, piece, editor):
    other = make.user("author")
    client.force_login(other)
    assert client.get(at(piece, "change")).status_code == 302
    assigning.assign(piece, by=editor, to=other)
    assert client.get(at(piece, "change")).status_code == 200
    assert publishing.may_write(piece, other)
    assigning.unassign(piece, by=editor)
    assert client.get(at(piece, "change")).status_code == 302


def test_only_who_works_on_pieces_gets_one(client, piece, author, editor):
    others = [make.user(role) for role in ("moderator", "reader", "admin")]
    gone = make.user("editor", is_active=False)
    make.user("author", username="signed")
    for colleague in [*others, gone]:
        with pytest.raises(locking.CannotMove, match="does not work on pieces"):
            assigning.assign(piece, by=editor, to=colleague)
    client.force_login(editor)
    offered = client.get(at(piece, "change")).context["assign_form"].fields["to"].queryset
    assert {user.username for user in offered} == {"nana", "levan", "signed"}
    refused = client.post(at(piece), {"assign-to": gone.pk, "assign-priority": 2, "assign-note": "Typed."})
    assert (refused.status_code, "Typed." in refused.text) == (422, True)
    assert not Assignment.objects.exists()


def test_an_open_form_is_not_overtaken_by_an_assignment(client, piece, author, editor):
    client.force_login(editor)
    opened = client.get(at(piece, "change"))
    given = {"assign-to": author.pk, "assign-due_on": "2026-12-04", "assign-priority": 4, "assign-note": ""}
    assert client.post(at(piece), given).url == at(piece, "change") + "#assignment"
    saved = client.post(at(piece, "change"), data_of(opened, body="<p>Typed meanwhile.</p>"))
    assert saved.status_code == 302
    assert Article.objects.get().body == "<p>Typed meanwhile.</p>"
    page = client.get(at(piece, "change")).text
    assert "It is the turn of Nana, until 4 December 2026." in page
    assert "Levan assigned it to Nana" in " ".join(page.split())


def test_it_can_be_taken_from_whoever_has_it(client, piece, author, editor):
    assigning.assign(piece, by=editor, to=author)
    client.force_login(editor)
    client.post(at(piece), {"unassign": "1"})
    client.post(at(piece), {"unassign": "1"})
    assert not Assignment.objects.exists()
    assert [event.action for event in piece.events.all()] == ["assign", "unassign"]


def test_an_author_assigns_nothing(client, piece, author):
    client.force_login(author)
    assert client.post(at(piece), {"assign-to": author.pk, "assign-priority": 2}).status_code == 403
    assert client.post(at(piece), {"unassign": "1"}).status_code == 403
    with pytest.raises(locking.NotAllowed):
        assigning.assign(piece, by=author, to=author)
    assert client.get(at(piece)).status_code == 405
    assert client.get(at(piece, "change")).context["assign_form"] is None


def test_the_list_says_who_has_what_until_when_and_what_was_said(client, author, editor, django_assert_max_num_queries):
    today = timezone.localdate()
    late = make.article("Late")
    assigning.assign(late, by=editor, to=editor, due_on=today - timedelta(days=1))
    soon = make.article("Soon", created_by=author)
    assigning.assign(soon, by=editor, to=author, due_on=today + timedelta(days=7))
    later = make.article("Later")
    assigning.assign(later, by=editor, to=editor, due_on=today + timedelta(days=8))
    make.article("Nobody’s", state="review")
    asked = commenting.comment(soon, by=editor, text="One")
    commenting.answer(asked, by=author, text="An answer is none of its own")
    commenting.resolve(commenting.comment(soon, by=editor, text="Two"), by=author)
    commenting.comment(soon, by=editor, text="Three")
    client.force_login(editor)
    client.get(LIST)

    with django_assert_max_num_queries(16):
        page = client.get(LIST)

    rows = {piece.title: piece for piece in page.context["cl"].result_list}
    assert {title: piece.comments_open for title, piece in rows.items()} == {
        "Late": 0,
        "Soon": 2,
        "Later": 0,
        "Nobody’s": 0,
    }
    assert "2 open comments" in page.text
    assert page.text.count("▲") == 1
    for query, titles in [
        ({"assigned": "me"}, {"Late", "Later"}),
        ({"assigned": "nobody"}, {"Nobody’s"}),
        ({"assigned": "somebody"}, {"Late", "Soon", "Later"}),
        ({"due": "overdue"}, {"Late"}),
        ({"due": "week"}, {"Soon"}),
        ({"due": "later"}, {"Later"}),
        ({"state__exact": "review"}, {"Nobody’s"}),
    ]:
        found = client.get(LIST, query).context["cl"].result_list
        assert {piece.title for piece in found} == titles, query
