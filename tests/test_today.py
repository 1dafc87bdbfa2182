"""The front page of the desk: each sees what waits for them, of pieces that they may open."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import assigning, publishing
from articles.desk.today import overdue_for_review, today
from articles.models import Article, CheckedLink, Comment, Presence, Publication
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make.user("editor", name="Edita")


@pytest.fixture
def author():
    return make.user("author", name="Aram")


def rows(user, name, now=None):
    """[(title, what is said, is it late)] of one block."""
    shown = today(user, now)
    blocks = [block for block in (*shown["mine"], *shown["others"]) if block.name == name]
    return [(row.title, row.said, row.is_late) for block in blocks for row in block.rows]


def names(user):
    return [block.name for block in today(user)["mine"]]


def comment(piece, *, by, text="Where is it from?", of=None, names=(), **fields):
    row = Comment.objects.create(article=piece, author=by, author_name=str(by), text=text, answers_to=of, **fields)
    row.mentions.set(names)
    return row


def broken_link(piece):
    found = {"is_internal": True, "status": "missing", "checked_at": make.NOW, "broken_since": make.NOW}
    return CheckedLink.objects.create(article=piece, address="/no/", **found)


def test_what_is_assigned_waits_for_who_has_it_the_earliest_day_first(editor, author):
    day = timezone.localdate()
    for title, due in (("Without a day", None), ("Later", day + timedelta(days=40)), ("Late", day - timedelta(days=1))):
        piece = make.article(title, created_by=author)
        assigning.assign(piece, by=editor, to=author, due_on=due)

    said = "draft, from Edita"
    assert rows(author, "assigned") == [("Late", said, True), ("Later", said, False), ("Without a day", said, False)]
    assert names(editor) == []
    assert rows(editor, "due") == [("Late", "Aram", True)]


def test_what_was_handed_in_waits_for_those_who_approve_and_what_is_ready_for_those_who_publish(editor, author):
    publisher = make.user("publisher")
    handed = make.article("Handed in", created_by=author)
    publishing.hand_in(handed, by=author)
    ready = make.article("Ready", created_by=author)
    publishing.approve(ready, by=editor)

    assert rows(editor, "handed-in") == [("Handed in", "in review, from Aram", False)]
    assert rows(publisher, "handed-in") == [
        ("Handed in", "in review, from Aram", False),
        ("Ready", "ready, from Edita", False),
    ]
    assert rows(author, "handed-in") == []


def test_what_was_sent_back_waits_for_its_author_until_it_is_handed_in_again(editor, author):
    piece = make.article("Sent back", created_by=author)
    make.article("Never handed in", created_by=author)
    publishing.hand_in(piece, by=author)
    publishing.send_back(piece, by=editor, note="Say where the figure comes from.")
    assert rows(author, "sent-back") == [("Sent back", "from Edita", False)]
    assert rows(editor, "sent-back") == []

    publishing.hand_in(piece, by=author)
    assert rows(author, "sent-back") == []


def test_a_comment_that_names_somebody_waits_until_it_is_answered_or_resolved(editor, author):
    piece = make.article(created_by=author)
    first = comment(piece, by=editor, names=[author])
    thread = comment(piece, by=author, text="Mine")
    comment(piece, by=editor, text="And this, @Aram?", of=thread, names=[author])
    comment(make.article("Not theirs"), by=editor, names=[author])
    assert rows(author, "named") == [
        ("The single road", "Edita: Where is it from?", False),
        ("The single road", "Edita: And this, @Aram?", False),
    ]

    comment(piece, by=author, text="From the road department.", of=first, at=timezone.now() + timedelta(seconds=1))
    Comment.objects.filter(pk=thread.pk).update(resolved_at=timezone.now())
    assert rows(author, "named") == []


def test_what_is_scheduled_stands_in_the_order_of_its_dates(editor):
    now = timezone.now()
    publisher = make.user("publisher", name="Pavle")
    for title, days in (("Second", 2), ("First", 1)):
        publishing.schedule(make.article(title), by=publisher, at=now + timedelta(days=days))

    assert rows(editor, "scheduled") == [
        ("First", "scheduled by Pavle", False),
        ("Second", "scheduled by Pavle", False),
    ]


def test_only_what_readers_see_can_be_overdue_for_a_look(editor, author):
    day = timezone.localdate()
    for title, days in (("Long ago", 30), ("Today", 0), ("Tomorrow", -1)):
        piece = make.publication(title).article
        Article.objects.filter(pk=piece.pk).update(review_on=day - timedelta(days=days))
    Article.objects.filter(pk=make.article("A draft").pk).update(review_on=day - timedelta(days=3))

    assert [str(piece) for piece in overdue_for_review(editor)] == ["Long ago", "Today"]
    assert rows(editor, "review") == [("Long ago", "", True), ("Today", "", False)]
    assert list(overdue_for_review(author)) == []


def test_the_list_of_pieces_shows_what_is_overdue_for_a_look(client, editor):
    piece = make.publication("Long ago").article
    make.publication("In time")
    Article.objects.filter(pk=piece.pk).update(review_on=timezone.localdate() - timedelta(days=3))
    client.force_login(editor)
    shown = client.get("/admin/articles/article/?review=overdue").context["cl"].result_list
    assert [str(row) for row in shown] == ["Long ago"]


def test_who_has_a_piece_open_now_stands_before_who_was_given_one(editor, author):
    now = timezone.now()
    writer = make.user("author", name="Wahid")
    open_now, given, left = (make.article(title, created_by=writer) for title in ("Open", "Given", "Left"))
    Presence.objects.create(article=open_now, user=writer, seen_at=now)
    Presence.objects.create(article=left, user=writer, seen_at=now - timedelta(minutes=5))
    for piece in (open_now, given):
        assigning.assign(piece, by=editor, to=writer)

    assert rows(editor, "people", now) == [("Open", "Wahid has it open now", False), ("Given", "Wahid", False)]
    assert rows(author, "people", now) == []


def test_broken_links_are_told_to_those_who_may_mend_them(editor, author):
    mine = make.publication("Mine", created_by=author).article
    other = make.publication("Other").article
    for piece in (mine, other):
        broken_link(piece)

    said = "there is no such page: /no/"
    assert rows(editor, "links") == [("Mine", said, False), ("Other", said, False)]
    assert rows(author, "links") == [("Mine", said, False)]


def test_the_newest_publications_lead_to_what_readers_see(author):
    for day in range(7):
        make.publication(f"No. {day}", at=make.NOW + timedelta(days=day))
    [block] = [block for block in today(author)["others"] if block.name == "published"]
    assert [row.title for row in block.rows] == ["No. 6", "No. 5", "No. 4", "No. 3", "No. 2"]
    assert block.rows[0].address == Publication.objects.get(title="No. 6").get_absolute_url()
    assert block.has_more


def test_somebody_without_pieces_is_told_of_none(client):
    moderator = make.user("moderator")
    make.publication()
    assert today(moderator) == {}
    client.force_login(moderator)
    assert 'class="desk-today"' not in client.get("/admin/").text


def test_a_new_desk_says_kindly_that_there_is_nothing(client, author):
    client.force_login(author)
    page = " ".join(re.sub(r"<[^>]+>", " ", client.get("/admin/").text).split())
    for words in (
        "No piece waits for you.",
        "Nothing is due within a week.",
        "Nothing is scheduled.",
        "Everything that readers see was looked at in time.",
        "Every link that was looked at works.",
        "Nobody else is at a piece, and none is assigned.",
        "Nothing is published yet.",
    ):
        assert words in page


def test_every_heading_leads_to_a_list_that_opens(client, editor, author):
    piece = make.article(created_by=author)
    publishing.hand_in(piece, by=author)
    assigning.assign(piece, by=editor, to=editor)
    comment(piece, by=author, names=[editor])
    client.force_login(editor)

    headings = re.findall(r'<h[23][^>]*><a href="(/admin/articles/[^"]*)"', client.get("/admin/").text)

    assert len(headings) == 9
    for address in headings:
        answer = client.get(address.replace("&amp;", "&"))
        assert answer.status_code == 200, address
        assert answer.request["QUERY_STRING"] in address


def test_the_front_page_costs_the_same_however_much_there_is(client, editor, author):
    def fill(number):
        for n in range(number):
            piece = make.publication(f"{number} {n}", created_by=author).article
            Article.objects.filter(pk=piece.pk).update(review_on=timezone.localdate())
            handed = make.article(f"Handed {number} {n}", created_by=author)
            publishing.hand_in(handed, by=author)
            assigning.assign(handed, by=editor, to=editor, due_on=timezone.localdate())
            comment(handed, by=author, names=[editor])
            Presence.objects.create(article=handed, user=author, seen_at=timezone.now())
            publishing.schedule(make.article(f"Soon {number} {n}"), at=timezone.now() + timedelta(days=1))
            broken_link(piece)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/admin/").status_code == 200
        return len(queries)

    client.force_login(editor)
    fill(1)
    cost()
    before = cost()
    fill(4)
    assert cost() == before
