"""What happens on a date: publishing, taking down, embargo; and what happens when it cannot."""

from datetime import UTC, datetime, timedelta

import pytest

from articles import door, locking, publishing, scheduling
from articles.models import Article, Notice, Publication
from ccsis.models import Letter
from tests import make

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def scheduled(title="The single road", at=make.NOW + HOUR, **fields):
    piece = make.article(title, **fields)
    publishing.schedule(piece, at=at, now=make.NOW)
    return piece


def test_a_scheduled_piece_is_published_once_its_time_has_come():
    piece = scheduled()
    assert scheduling.publish_due(make.NOW + HOUR - timedelta(seconds=1)) == 0
    assert not Publication.objects.exists()
    assert scheduling.publish_due(make.NOW + HOUR) == 1
    assert scheduling.publish_due(make.NOW + HOUR) == 0
    row = Article.objects.get(pk=piece.pk)
    assert (row.state, row.publish_at, row.first_published_at) == ("draft", None, make.NOW + HOUR)
    assert [event.action for event in row.events.all()] == ["schedule", "publish"]


def test_after_a_downtime_everything_is_published_in_the_order_of_its_dates():
    second, first = scheduled("Second", make.NOW + 2 * HOUR), scheduled("First", make.NOW + HOUR)
    assert scheduling.publish_due(make.NOW + DAY) == 2
    numbers = {piece.title: piece.number for piece in Article.objects.filter(pk__in=[first.pk, second.pk])}
    assert numbers == {"First": "CCSIS-AN-2026-001", "Second": "CCSIS-AN-2026-002"}


def test_changes_of_a_public_piece_reach_readers_on_their_date():
    piece = make.publication().article
    piece.title = "The second road"
    locking.take_text(piece, now=make.NOW)
    piece.save()
    publishing.schedule(piece, at=make.NOW + HOUR, now=make.NOW)
    assert Publication.objects.get().title == "The single road"
    scheduling.publish_due(make.NOW + HOUR)
    assert (Publication.objects.get().title, Publication.objects.get().version) == ("The second road", 2)


def test_a_change_of_the_date_publishes_nothing_and_a_past_one_is_refused():
    piece = scheduled()
    with pytest.raises(locking.CannotMove, match="This time is past"):
        publishing.schedule(piece, at=make.NOW - HOUR, now=make.NOW)
    publishing.schedule(piece, at=make.NOW + DAY, now=make.NOW)
    assert scheduling.publish_due(make.NOW + HOUR) == 0
    assert not Publication.objects.exists()


def test_what_was_taken_off_the_schedule_is_not_published():
    piece = scheduled()
    publishing.unschedule(piece, now=make.NOW)
    assert scheduling.publish_due(make.NOW + DAY) == 0
    assert (piece.state, piece.publish_at) == ("ready", None)


def test_a_piece_on_hold_goes_back_to_the_desk_and_its_publisher_learns_why():
    publisher, piece = make.user("publisher"), make.article()
    publishing.schedule(piece, by=publisher, at=make.NOW + HOUR, now=make.NOW)
    door.place_hold(piece.pk, "submission", "Waiting for the contributor")
    assert [scheduling.publish_due(make.NOW + HOUR) for _twice in range(2)] == [0, 0]
    piece.refresh_from_db()
    event = piece.events.last()
    assert (piece.state, event.action) == ("ready", "miss")
    assert event.note.text == "On hold: Waiting for the contributor"
    letter = Letter.objects.get()
    assert (letter.template, letter.recipient) == ("piece_missed", publisher.email)
    assert letter.params["reasons"] == ["On hold: Waiting for the contributor"]


def test_one_piece_that_cannot_be_published_does_not_stop_the_next():
    held, free = scheduled("Held"), scheduled("Free", make.NOW + 2 * HOUR)
    door.place_hold(held.pk, "submission", "Waiting")
    assert scheduling.publish_due(make.NOW + DAY) == 1
    assert list(Publication.objects.values_list("article", flat=True)) == [free.pk]


def test_a_piece_is_taken_down_on_its_date_and_its_address_says_so(client):
    publication = make.publication()
    article, address = publication.article, publication.get_absolute_url()
    publishing.set_dates(article, expire_at=make.NOW + DAY, now=make.NOW)
    assert scheduling.take_down_due(make.NOW + HOUR) == 0
    assert [scheduling.take_down_due(make.NOW + DAY) for _twice in range(2)] == [1, 0]
    assert not Publication.objects.exists()
    notice = Notice.objects.get()
    assert (notice.is_expired, notice.retracted_at) == (True, make.NOW + DAY)
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 410
    assert "This piece was available until 20 November 2026." in page
    assert "We retracted" not in page
    assert publishing.standing(Article.objects.get()) == "expired"


def test_an_expired_piece_can_be_published_again():
    article = make.publication().article
    publishing.set_dates(article, expire_at=make.NOW + HOUR, now=make.NOW)
    scheduling.take_down_due(make.NOW + DAY)
    article.refresh_from_db()
    assert publishing.publish(article, now=make.NOW + 2 * DAY).version == 2
    assert (scheduling.take_down_due(make.NOW + 3 * DAY), Notice.objects.count()) == (0, 0)


def test_nothing_is_published_within_its_embargo():
    piece = make.article()
    publishing.set_dates(piece, embargo_until=make.NOW + DAY, now=make.NOW)
    with pytest.raises(locking.CannotMove, match="Under embargo until 2026-11-20 16:00"):
        publishing.publish(piece, now=make.NOW)
    with pytest.raises(locking.CannotMove, match="Under embargo"):
        publishing.schedule(piece, at=make.NOW + HOUR, now=make.NOW)
    publishing.schedule(piece, at=make.NOW + DAY, now=make.NOW)
    assert scheduling.publish_due(make.NOW + DAY) == 1


@pytest.mark.parametrize(
    "dates, words",
    [
        ({"expire_at": make.NOW - HOUR}, "is past"),
        ({"expire_at": make.NOW + HOUR}, "taken down before it is published"),
        ({"embargo_until": make.NOW + DAY}, "within the embargo"),
    ],
)
def test_dates_that_contradict_each_other_are_refused(dates, words):
    piece = scheduled()
    with pytest.raises(locking.CannotMove, match=words):
        publishing.set_dates(piece, now=make.NOW, **dates)
    piece.refresh_from_db()
    assert (piece.expire_at, piece.embargo_until) == (None, None)


def test_setting_a_date_publishes_nothing_and_leaves_nothing_pending():
    article = make.publication().article
    publishing.set_dates(article, review_on=datetime(2027, 5, 1, tzinfo=UTC).date(), now=make.NOW)
    assert publishing.standing(article) == "published"


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_ten_workers_publish_each_due_piece_once(together):
    for n in range(12):
        scheduled(f"Piece {n}", make.NOW + (n + 1) * timedelta(minutes=1))
    done = together(*[lambda: scheduling.publish_due(make.NOW + DAY) for _worker in range(10)])
    assert sum(done) == 12
    assert Publication.objects.count() == 12
    for piece in Article.objects.all():
        assert [event.action for event in piece.events.all()] == ["schedule", "publish"]
        assert piece.revisions.count() == 1
