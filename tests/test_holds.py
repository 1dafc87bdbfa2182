"""Holds of the desk: a reason why a piece must wait, who lifts it, and that nothing goes out meanwhile."""

from datetime import timedelta

import pytest
from django.urls import reverse

from articles import door, holds, locking, publishing, scheduling
from articles.models import Hold, Publication
from tests import make

pytestmark = pytest.mark.django_db
REASON = "Waiting for the figures."


@pytest.fixture
def piece():
    return make.article()


@pytest.fixture
def editor():
    return make.user("editor", name="Levan")


def at(piece, page="hold"):
    return reverse(f"admin:articles_article_{page}", args=[piece.pk])


def test_a_hold_keeps_a_piece_back_from_everybody_and_from_its_date(piece, editor):
    publishing.schedule(piece, at=make.NOW + timedelta(hours=1), now=make.NOW)
    held = holds.place(piece, by=editor, reason=f"  {REASON} ", now=make.NOW)
    assert (held.reason, held.placed_by_name, held.placed_at) == (REASON, "Levan", make.NOW)
    with pytest.raises(locking.CannotMove, match=REASON):
        publishing.publish(piece, by=make.user("publisher"), now=make.NOW)
    assert scheduling.publish_due(make.NOW + timedelta(hours=1)) == 0
    assert not Publication.objects.exists()


def test_who_placed_it_or_a_publisher_lifts_it_and_nobody_else(piece, editor):
    first, second = (holds.place(piece, by=editor, reason=reason) for reason in (REASON, "And for the map."))
    for other in (make.user("editor"), make.user("author"), make.user("moderator")):
        assert not holds.may_lift(first, other)
        with pytest.raises(locking.NotAllowed):
            holds.lift(piece, first.pk, by=other)
    assert holds.lift(piece, first.pk, by=editor) is True
    assert holds.lift(piece, first.pk, by=editor) is False
    assert holds.lift(piece, second.pk, by=make.user("publisher")) is True
    assert [event.action for event in piece.events.all()] == ["hold", "hold", "lift", "lift"]


def test_a_hold_of_the_other_app_is_lifted_by_nobody_at_the_desk(client, piece):
    door.place_hold(piece.pk, "proof", "Waiting for the contributor")
    publisher = make.user("publisher")
    held = Hold.objects.get()
    with pytest.raises(locking.NotAllowed):
        holds.lift(piece, held.pk, by=publisher)
    client.force_login(publisher)
    assert client.post(at(piece), {"lift": held.pk}).status_code == 403
    page = client.get(at(piece, "change")).text
    assert "It is lifted by itself" in page
    assert f'name="lift" value="{held.pk}"' not in page
    assert Hold.objects.count() == 1


def test_a_hold_is_placed_and_lifted_on_the_page_of_the_piece(client, piece, editor):
    client.force_login(editor)
    empty = client.post(at(piece), {"hold-reason": " "})
    assert (empty.status_code, "Write why it must wait" in empty.text) == (422, True)
    assert client.post(at(piece), {"hold-reason": REASON}).url == at(piece, "change") + "#holds"
    held = Hold.objects.get()
    page = client.get(at(piece, "change")).text
    assert f"On hold: {REASON}" in page
    assert "Levan or a publisher can lift it." in page
    client.post(at(piece), {"lift": held.pk})
    assert not Hold.objects.exists()
    assert client.post(at(piece), {"lift": held.pk}).status_code == 302
    assert client.get(at(piece)).status_code == 405


def test_an_author_places_and_lifts_nothing(client, piece, editor):
    author = make.user("author")
    piece.created_by = author
    piece.save()
    held = holds.place(piece, by=editor, reason=REASON)
    client.force_login(author)
    assert client.post(at(piece), {"hold-reason": "Mine"}).status_code == 403
    assert client.post(at(piece), {"lift": held.pk}).status_code == 403
    assert list(Hold.objects.values_list("reason", flat=True)) == [REASON]
    assert REASON in client.get(at(piece, "change")).text


@pytest.mark.postgres_only
def test_a_hold_placed_at_the_moment_of_publishing_comes_before_or_after_it(together, piece, editor):
    publisher = make.user("publisher")

    def publish():
        try:
            publishing.publish(piece, by=publisher)
        except locking.CannotMove:
            return False
        return True

    is_out, _held = together(publish, lambda: holds.place(make_fresh(piece), by=editor, reason=REASON))
    order = list(piece.events.order_by("pk").values_list("action", flat=True))
    assert (is_out, order) in [(True, ["publish", "hold"]), (False, ["hold"])]


def make_fresh(piece):
    return type(piece).objects.get(pk=piece.pk)
