"""The moves of a piece, and that only they bring anything before readers."""

from datetime import timedelta

import pytest
from django.db import models
from django.utils import timezone

from articles import door, edition, history, locking, publishing
from articles.models import (
    Article,
    ArticleEvent,
    Byline,
    Correction,
    Hold,
    Notice,
    Publication,
    Revision,
)
from ccsis.models import Redirect
from ccsis.records import AppendOnly
from tests import make

pytestmark = pytest.mark.django_db


def test_publishing_makes_a_publication_a_revision_and_an_event():
    author = make.person(title="Senior Fellow")
    article = make.article(authors=[author], topics=[make.topic()], regions=[make.region()], tags=["Lars", "trade"])

    publication = publishing.publish(article, now=make.NOW)

    assert publication.number == "CCSIS-AN-2026-001"
    assert publication.version == 1
    assert publication.published_at == make.NOW
    assert publication.updated_at is None
    assert [(c.name, c.title, c.role) for c in publication.credits.all()] == [
        ("Tamar Lezhvari", "Senior Fellow", "author")
    ]
    assert [t.name for t in publication.tags.all()] == ["Lars", "trade"]
    revision = article.revisions.get()
    assert (revision.n, revision.version, revision.snapshot["fields"]["title"]) == (1, 1, "The single road")
    assert [(e.action, e.details) for e in article.events.all()] == [
        ("publish", {"revision": revision.pk, "version": 1})
    ]


def test_every_field_of_a_piece_reaches_the_readers_row():
    article = make.article(
        subtitle="Subtitle",
        standfirst="Standfirst",
        key_points="one\ntwo",
        funding="General budget",
        interests="None",
        originally_in="Journal",
        originally_at="https://journal.example/1",
        is_exclusive=True,
        republication_notice="Ask for credit.",
        meta_description="Meta",
        share_title="Share",
        doi="10.1/2",
        series=make.series(),
        series_part=2,
    )

    publication = publishing.publish(article)

    publication.refresh_from_db()
    for name in history.PIECE_FIELDS:
        assert getattr(publication, name) == getattr(article, name), name


def test_readers_keep_the_old_text_until_the_piece_is_published_again():
    publication = make.publication()
    article = publication.article
    article.title = "Another title"
    locking.take_text(article, now=make.NOW)
    article.save()

    assert Publication.objects.get().title == "The single road"
    assert publishing.standing(article) == "pending"

    later = make.NOW + timedelta(days=2)
    publishing.publish(article, now=later)

    renewed = Publication.objects.get()
    assert (renewed.pk, renewed.title, renewed.version) == (publication.pk, "Another title", 2)
    assert (renewed.published_at, renewed.updated_at) == (make.NOW, later)
    assert publishing.standing(article) == "published"


def test_a_small_fix_does_not_move_the_date_of_update():
    article = make.publication().article
    publishing.publish(article, minor=True, now=make.NOW + timedelta(days=1))
    assert Publication.objects.get().updated_at is None

    told = make.NOW + timedelta(days=2)
    publishing.publish(article, now=told)
    publishing.publish(article, minor=True, now=make.NOW + timedelta(days=3))
    assert Publication.objects.get().updated_at == told


def test_numbers_count_by_type_and_year_and_are_never_given_twice():
    first = make.publication("One", at=timezone.datetime(2025, 5, 1, tzinfo=timezone.get_current_timezone()))
    second = make.publication("Two")
    third = make.publication("Three")
    report = make.publication("Four", kind="report")
    publishing.retract(third.article, reason="Withdrawn at the author's request.")
    fifth = make.publication("Five")

    assert [p.number for p in (first, second, third, report, fifth)] == [
        "CCSIS-AN-2025-001",
        "CCSIS-AN-2026-001",
        "CCSIS-AN-2026-002",
        "CCSIS-RP-2026-001",
        "CCSIS-AN-2026-003",
    ]


def test_a_number_stays_when_the_type_changes():
    article = make.publication().article
    article.kind = "report"
    assert publishing.publish(article).number == "CCSIS-AN-2026-001"


def test_a_piece_without_title_or_text_is_not_published():
    article = make.article("", body="<p>&nbsp;</p>")
    with pytest.raises(publishing.CannotMove) as refused:
        publishing.publish(article)
    assert refused.value.reasons == ["The piece has no title.", "The piece has no text."]
    assert not Publication.objects.exists()
    assert not Revision.objects.exists()
    assert Article.objects.get().row_version == 1


def test_a_hold_keeps_a_piece_back_whoever_placed_it():
    article = make.article()
    door.place_hold(article.pk, "proof", "Waiting for the contributor")
    door.place_hold(article.pk, "proof", "Waiting for the contributor")
    with pytest.raises(publishing.CannotMove, match="Waiting for the contributor"):
        publishing.publish(article)
    assert Hold.objects.count() == 1

    assert door.lift_hold(article.pk, "proof") is True
    assert publishing.publish(article).version == 1


def test_who_read_an_older_row_cannot_publish_it():
    article = make.article()
    stale = Article.objects.get(pk=article.pk)
    publishing.publish(article, by=None)

    with pytest.raises(locking.Conflict, match="Somebody was first: the worker published this piece at"):
        publishing.publish(stale)
    assert Publication.objects.get().version == 1
    assert ArticleEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("action", "done"),
    [("save", "saved"), ("publish", "published"), ("replace", "replaced something in"), ("import", "imported")],
)
def test_who_comes_second_is_told_what_was_done_and_on_which_day(action, done):
    article = make.article()
    locking.record(article, action, by=make.user(name="Edita"), now=make.NOW)
    assert locking.who_was_first(article) == f"Somebody was first: Edita {done} this piece at 16:00 on 2026-11-19."


def test_titles_are_frozen_when_they_are_published():
    person = make.person(title="Fellow")
    publication = make.publication(authors=[person])
    person.title = "Director"
    person.save()

    renewed = publishing.publish(publication.article)

    assert [c.title for c in renewed.credits.all()] == ["Fellow"]
    assert Byline.objects.get().title == "Fellow"


def test_a_piece_that_names_nobody_stands_under_the_default_body():
    body = make.person("The Caucasus Center", is_body=True, is_default_byline=True)
    publication = make.publication()
    assert [(c.person, c.name) for c in publication.credits.all()] == [(body, "The Caucasus Center")]


def test_retracting_leaves_a_notice_with_the_reason_and_takes_the_text_away():
    publication = make.publication(kind="commentary")
    notice = publishing.retract(publication.article, reason=" The key figure was wrong. ", now=make.NOW)

    assert not Publication.objects.exists()
    assert (notice.slug, notice.number, notice.reason) == (
        "the-single-road",
        "CCSIS-CO-2026-001",
        "The key figure was wrong.",
    )
    correction = Correction.objects.get()
    assert (correction.type, correction.text, correction.version) == ("retraction", "The key figure was wrong.", 1)
    assert publishing.standing(publication.article) == "retracted"


def test_a_draft_cannot_be_retracted_and_a_retraction_needs_a_reason():
    article = make.article()
    with pytest.raises(publishing.CannotMove, match="Only a published piece"):
        publishing.retract(article, reason="Why")
    publishing.publish(article)
    with pytest.raises(publishing.CannotMove, match="Write the reason"):
        publishing.retract(article, reason="  ")
    assert Publication.objects.exists()
    assert not Notice.objects.exists()


def test_a_retracted_piece_can_come_back_under_its_number():
    article = make.publication().article
    publishing.retract(article, reason="A mistake of ours.")
    publication = publishing.publish(article)
    assert (publication.number, publication.version) == ("CCSIS-AN-2026-001", 2)
    assert not Notice.objects.exists()


def test_a_changed_address_leaves_one_redirect_however_often_it_changes():
    article = make.publication().article
    for slug in ("second", "third"):
        article.slug = slug
        article.save()
        publishing.publish(article)
    assert dict(Redirect.objects.values_list("old_path", "new_path")) == {
        "/analyses/the-single-road/": "/analyses/third/",
        "/analyses/second/": "/analyses/third/",
    }

    article.slug = "the-single-road"
    article.save()
    publishing.publish(article)
    assert dict(Redirect.objects.values_list("old_path", "new_path")) == {
        "/analyses/second/": "/analyses/the-single-road/",
        "/analyses/third/": "/analyses/the-single-road/",
    }


def test_a_retracted_piece_that_comes_back_elsewhere_leaves_a_redirect():
    article = make.retracted("The single road").article
    article.slug = "second"
    article.save()
    publishing.publish(article)
    assert dict(Redirect.objects.values_list("old_path", "new_path")) == {
        "/analyses/the-single-road/": "/analyses/second/"
    }


def test_drafting_a_publication_changes_nothing():
    article = make.article(notes=[("1", "A note.")], body='<p>Text<sup class="note"><a href="#fn-1">1</a></sup></p>')
    made = edition.draft(article)
    assert made.publication.pk is None
    assert "A note." in made.publication.page
    assert not Publication.objects.exists()
    assert Article.objects.get().row_version == 1


def test_a_piece_that_readers_saw_cannot_be_deleted():
    article = make.publication().article
    with pytest.raises(models.ProtectedError):
        article.delete()
    publishing.retract(article, reason="Wrong.")
    with pytest.raises(models.ProtectedError):
        article.delete()
    assert door.discard_draft(article.pk) is False


def test_a_draft_can_be_discarded_with_its_history():
    article = make.article()
    history.keep(article, now=make.NOW)
    assert door.discard_draft(article.pk) is True
    assert not Article.objects.exists()
    assert not Revision.objects.exists()


def test_revisions_and_events_are_never_changed_or_deleted():
    article = make.publication().article
    for row in (article.revisions.get(), article.events.get()):
        with pytest.raises(AppendOnly):
            row.save()
        with pytest.raises(AppendOnly):
            row.delete()
        with pytest.raises(AppendOnly):
            type(row).objects.filter(pk=row.pk).update(pk=row.pk)
        with pytest.raises(AppendOnly):
            type(row).objects.all().delete()


def test_the_same_text_has_the_same_hash():
    article = make.article()
    first = history.keep(article, now=make.NOW)
    second = history.keep(article, now=make.NOW)
    article.title = "Other"
    third = history.keep(article, now=make.NOW)
    assert first.sha256 == second.sha256 != third.sha256
    assert [r.n for r in article.revisions.all()] == [3, 2, 1]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Дорога одна", "doroga-odna"),
        ("ერთი გზა", "erti-gza"),
        ("Ադրբեջան", "adrbejan"),
        ("Azərbaycan və Ermənistan", "azerbaycan-ve-ermenistan"),
        ("؟!", "article"),
        ("search", "search"),
    ],
)
def test_a_piece_gets_an_address_from_a_title_in_any_script(title, slug):
    made = make.article(title).slug
    assert made == slug if slug != "search" else made == "search-article"


def test_two_pieces_of_one_title_get_two_addresses():
    assert [make.article("One").slug for _n in range(3)] == ["one", "one-2", "one-3"]


@pytest.mark.parametrize("is_retracted", [False, True])
def test_the_address_that_readers_know_is_not_given_to_another_piece(is_retracted):
    article = make.publication("One").article
    if is_retracted:
        publishing.retract(article, reason="A mistake of ours.")
    article.slug = "renamed-at-the-desk"
    article.save()

    other = make.publication("One")
    assert other.slug == "one-2"
    assert publishing.publish(article).slug == "renamed-at-the-desk"


def test_the_door_makes_a_draft_with_a_frozen_credit():
    series, topic = make.series(), make.topic()
    pk = door.create_draft(
        title="What if",
        body='<p>Text<sup class="note"><a href="#fn-a">1</a></sup><script>x</script></p>',
        notes=[{"key": "a", "text": "A source."}],
        credits=[{"name": "Ruslan Didigov", "native_name": "Руслан", "title": "logistics planner"}],
        series_id=series.pk,
        topic_ids=[topic.pk],
        call_title="Winter",
        call_address="/submit/winter/",
    )
    article = Article.objects.get(pk=pk)
    assert (article.kind, article.series, list(article.topics.all())) == ("simulation", series, [topic])
    assert "script" not in article.body
    assert door.standing(pk) == "draft"
    assert door.public_address(pk) is None

    publication = publishing.publish(article)
    assert [(c.name, c.native_name, c.title, c.role) for c in publication.credits.all()] == [
        ("Ruslan Didigov", "Руслан", "logistics planner", "contributor")
    ]
    assert publication.call_title == "Winter"
    assert door.public_address(pk) == "http://testserver/simulations/what-if/"
    assert door.standing(pk) == "published"


@pytest.mark.postgres_only
def test_two_publishers_at_the_same_moment_publish_once(together):
    article = make.article()
    copies = [Article.objects.get(pk=article.pk) for _n in range(4)]

    results = together(*[lambda copy=copy: publishing.publish(copy).version for copy in copies])

    assert sorted(str(r) for r in results if isinstance(r, int)) == ["1"]
    assert sum(isinstance(r, locking.Conflict) for r in results) == 3
    assert Revision.objects.count() == 1


@pytest.mark.postgres_only
def test_pieces_published_at_the_same_moment_get_different_numbers(together):
    articles = [make.article(f"Piece {n}") for n in range(6)]
    numbers = together(*[lambda a=a: publishing.publish(a, at=make.NOW).number for a in articles])
    assert sorted(numbers) == [f"CCSIS-AN-2026-{n:03d}" for n in range(1, 7)]
