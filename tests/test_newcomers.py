"""Pieces that come from elsewhere, many at a time: the rows that publishing writes, in as few questions as for one."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from articles import newcomers, publishing
from articles.models import Article, ArticleEvent, Byline, Note, Publication, Relief, Revision
from articles.newcomers import Newcomer
from articles.parts import Parts
from tests import checksum, make

pytestmark = pytest.mark.django_db

TEXT = '<p>The pass is shut.<sup class="note"><a href="#fn-a">1</a></sup></p>'
FIELDS = [field.name for field in Publication._meta.concrete_fields if field.name not in ("id", "article", "group_id")]


def newcomer(title="The pass", *, at=make.NOW, **parts):
    return Newcomer(Article(title=title, slug=title.lower().replace(" ", "-"), body=TEXT), Parts(**parts), at=at)


def take_in(*coming):
    with transaction.atomic():
        newcomers.take_in(coming, action="import", note="Imported", now=make.NOW)


def test_what_is_taken_in_stands_as_if_it_had_been_published():
    author, topic, region, tag = make.person(title="engineer"), make.topic(), make.region(), make.tag()
    publishing.publish(
        make.article(
            "The pass",
            slug="by-hand",
            body=TEXT,
            relief="",
            authors=[author],
            topics=[topic],
            regions=[region],
            tags=["transport"],
            notes=[("a", "A note.")],
        ),
        at=make.NOW,
        now=make.NOW,
        note="Imported",
    )
    take_in(
        newcomer(
            topics=[topic],
            regions=[region],
            tags=[tag],
            bylines=[Byline(person=author)],
            notes=[Note(key="a", text="A note.")],
        )
    )
    by_hand, taken_in = Publication.objects.order_by("id")
    known_apart = {"slug": "the-pass", "number": "CCSIS-AN-2026-002", "row_version": 1}
    assert [getattr(taken_in, name) for name in FIELDS] == [
        known_apart.get(name, getattr(by_hand, name)) for name in FIELDS
    ]
    for name in ("topics", "regions", "tags"):
        assert list(getattr(taken_in, name).all()) == list(getattr(by_hand, name).all()) != []
        assert list(getattr(taken_in.article, name).all()) == list(getattr(by_hand.article, name).all())
    signed = [
        list(piece.credits.values_list("person", "position", "role", "name", "title")) for piece in (by_hand, taken_in)
    ]
    assert signed == [[(author.pk, 1, "author", author.name, "engineer")]] * 2
    assert [byline.title for byline in taken_in.article.bylines.all()] == ["engineer"]
    assert [note.text for note in taken_in.article.notes.all()] == ["A note."]
    kept, other = Revision.objects.order_by("id")
    assert {**kept.snapshot, "slug": ""} == {**other.snapshot, "slug": ""}
    assert (other.n, other.version, other.note, other.created_at) == (1, 1, "Imported", make.NOW)
    assert publishing.standing(taken_in.article) == "published"
    events = ArticleEvent.objects.filter(article=taken_in.article)
    assert [(event.action, event.details) for event in events] == [
        ("import", {}),
        ("publish", {"revision": other.pk, "version": 1}),
    ]
    assert Relief.objects.get().name == taken_in.relief == by_hand.relief


def test_a_draft_comes_without_number_history_and_readers_row():
    take_in(newcomer(at=None))
    article = Article.objects.get()
    assert (article.number, article.first_published_at, bool(article.relief)) == (None, None, True)
    assert not Publication.objects.exists() and not Revision.objects.exists()
    assert [event.action for event in article.events.all()] == ["import"]


def test_numbers_follow_the_order_by_type_and_year():
    earlier = make.NOW.replace(year=2020)
    days = [earlier, make.NOW, earlier, None, make.NOW]
    take_in(*(newcomer(f"Piece {place}", at=day) for place, day in enumerate(days)))
    assert list(Article.objects.order_by("id").values_list("number", flat=True)) == [
        "CCSIS-AN-2020-001",
        "CCSIS-AN-2026-001",
        "CCSIS-AN-2020-002",
        None,
        "CCSIS-AN-2026-002",
    ]


def test_where_one_cannot_be_published_none_is_written():
    empty = newcomer("Without text")
    empty.article.body = "<p>&nbsp;</p>"
    before = checksum.of_all_tables()
    with pytest.raises(publishing.CannotMove, match="no text"):
        take_in(newcomer(), empty)
    assert checksum.of_all_tables() == before


def test_many_take_as_few_questions_as_one():
    topic, author = make.topic(), make.person()

    def questions(*titles):
        with CaptureQueriesContext(connection) as asked:
            take_in(*(newcomer(title, topics=[topic], bylines=[Byline(person=author)]) for title in titles))
        return len(asked)

    take_in(newcomer("Zero"))  # makes the counter of the year
    assert questions("One") >= questions(*(f"Piece {n}" for n in range(12)))
