"""The dates of a piece: typed on the clocks of the site, changed by one form, and never a way to publish at once."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import holds, publishing
from articles.desk import dates
from articles.models import Article, Publication
from ccsis import moments
from tests import make

LISBON, LORD_HOWE, KABUL = ZoneInfo("Europe/Lisbon"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Asia/Kabul")
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)  # when clocks change in Lisbon


# The clocks


@pytest.mark.parametrize(
    "zone, day, at, meant",
    [
        (LISBON, date(2027, 1, 15), time(10), "2027-01-15T10:00"),
        (LISBON, date(2027, 7, 15), time(10), "2027-07-15T09:00"),
        (LISBON, SPRING, time(0, 59), "2027-03-28T00:59"),
        (LISBON, SPRING, time(2), "2027-03-28T01:00"),
        (LISBON, AUTUMN, time(0, 59), "2027-10-30T23:59"),
        (LISBON, AUTUMN, time(2), "2027-10-31T02:00"),
        (KABUL, date(2027, 2, 1), time(4, 30), "2027-02-01T00:00"),
        (ZoneInfo("Asia/Tbilisi"), date(2028, 2, 29), time(3), "2028-02-28T23:00"),
    ],
)
def test_a_day_and_a_time_are_one_moment(zone, day, at, meant):
    assert moments.moment(day, at, zone=zone) == datetime.fromisoformat(meant).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "zone, day, at, before, after",
    [
        (LISBON, SPRING, time(1, 30), "00:59:59", "02:00:00"),
        (LISBON, SPRING, time(1), "00:59:59", "02:00:00"),
        (LORD_HOWE, date(2027, 10, 3), time(2, 15), "01:59:59", "02:30:00"),  # half an hour is missing there
    ],
)
def test_a_time_that_the_clocks_skip_is_no_moment(zone, day, at, before, after):
    with pytest.raises(moments.NoSuchTime) as skipped:
        moments.moment(day, at, zone=zone)
    assert [f"{end:%H:%M:%S}" for end in (skipped.value.before, skipped.value.after)] == [before, after]


def test_a_time_that_comes_twice_is_asked_which_of_the_two():
    with pytest.raises(moments.ComesTwice) as twice:
        moments.moment(AUTUMN, time(1, 30), zone=LISBON)
    both = [moments.moment(AUTUMN, time(1, 30), which, zone=LISBON) for which in (moments.EARLIER, moments.LATER)]
    assert both == [datetime(2027, 10, 31, hour, 30, tzinfo=UTC) for hour in (0, 1)]
    assert [at.astimezone(UTC) for at in (twice.value.earlier, twice.value.later)] == both
    assert [moments.which_of_two(at, LISBON) for at in both] == [moments.EARLIER, moments.LATER]
    assert moments.which_of_two(both[1] + timedelta(hours=1), LISBON) == ""


@pytest.mark.parametrize(
    "zone, words",
    [
        ("Asia/Tbilisi", "19 November 2026, 22:30 (Tbilisi time, UTC+4; 18:30 UTC)"),
        ("Asia/Kabul", "19 November 2026, 23:00 (Kabul time, UTC+4:30; 18:30 UTC)"),
        ("Asia/Tokyo", "20 November 2026, 03:30 (Tokyo time, UTC+9; 18:30 UTC, 19 November)"),
        ("America/New_York", "19 November 2026, 13:30 (New York time, UTC−5; 18:30 UTC)"),
    ],
)
def test_a_moment_is_told_on_the_site_s_clocks_and_in_utc(settings, zone, words):
    settings.TIME_ZONE = zone
    assert moments.in_words(datetime(2026, 11, 19, 18, 30, tzinfo=UTC)) == words


# The form at the desk

LATER = (timezone.now() + timedelta(days=400)).replace(hour=9, minute=30, second=0, microsecond=0)


@pytest.fixture
def publisher(client, db):
    user = make.user("publisher", name="Nino")
    client.force_login(user)
    return user


def address(piece):
    return reverse("admin:articles_article_dates", args=[piece.pk])


def typed(piece, **changes):
    """The form as it is opened, with some fields changed; `publish_at=a moment` fills two of them."""
    form = dates.DatesForm(piece=Article.objects.get(pk=piece.pk))
    data = {bound.html_name: bound.value() or "" for bound in form}
    for name, value in changes.items():
        if isinstance(value, datetime):
            local = timezone.localtime(value)
            data |= {f"{name}_day": f"{local:%Y-%m-%d}", f"{name}_time": f"{local:%H:%M}"}
        elif name in dates.SAVED[:3]:
            data |= {f"{name}_day": "", f"{name}_time": ""}
        else:
            data[name] = value
    return data


def kept(piece):
    piece.refresh_from_db()
    return piece.state, piece.publish_at, piece.embargo_until, piece.expire_at, piece.review_on


def test_a_publisher_sets_all_dates_at_once(client, publisher):
    piece = make.article()
    given = {"embargo_until": LATER, "publish_at": LATER + timedelta(hours=1), "expire_at": LATER + timedelta(days=9)}
    answer = client.post(address(piece), typed(piece, review_on="2028-05-01", **given))
    assert answer.url == reverse("admin:articles_article_change", args=[piece.pk]) + "#dates"
    day = date(2028, 5, 1)
    assert kept(piece) == ("scheduled", given["publish_at"], LATER, given["expire_at"], day)
    assert [(event.action, event.actor) for event in piece.events.all()] == [
        ("set_dates", publisher),
        ("schedule", publisher),
    ]
    assert not Publication.objects.exists()
    page = client.get(reverse("admin:articles_article_change", args=[piece.pk])).text
    for moment in given.values():
        assert f"{timezone.localtime(moment):%H:%M}" in page
        assert f"{moment:%H:%M} UTC" in page


def test_a_past_time_publishes_nothing_and_what_was_typed_stands(client, publisher):
    piece = make.article()
    before = kept(piece)
    answer = client.post(
        address(piece), typed(piece, publish_at=datetime(2020, 1, 2, 3, 4, tzinfo=UTC), review_on="2028-05-01")
    )
    assert answer.status_code == 422
    assert "This time is past. Choose a later one, or publish at once." in answer.text
    for value in ("2020-01-02", "07:04", "2028-05-01"):
        assert f'value="{value}"' in answer.text
    assert kept(piece) == before
    assert not Publication.objects.exists()


def test_everything_is_moved_at_once_though_no_single_step_would_be_legal(client, publisher):
    piece, day = make.article(), timedelta(days=1)
    publishing.set_dates(piece, embargo_until=LATER, expire_at=LATER + 3 * day)
    publishing.schedule(piece, at=LATER + day)
    moved = {"embargo_until": LATER + 20 * day, "publish_at": LATER + 21 * day, "expire_at": LATER + 23 * day}
    client.post(address(piece), typed(piece, **moved))
    assert kept(piece) == ("scheduled", moved["publish_at"], moved["embargo_until"], moved["expire_at"], None)


@pytest.mark.parametrize("how", ["emptied", "pressed"])
def test_a_piece_is_taken_off_the_schedule(client, publisher, how):
    piece = make.article()
    publishing.schedule(piece, at=LATER)
    data = typed(piece, publish_at=None) if how == "emptied" else typed(piece, unschedule="1", review_on="2031-01-01")
    client.post(address(piece), data)
    assert kept(piece) == ("ready", None, None, None, None)
    assert [event.action for event in piece.events.all()] == ["schedule", "unschedule"]


def test_a_form_sent_as_it_was_opened_changes_nothing_not_even_a_second(client, publisher):
    piece, odd = make.article(), LATER + timedelta(seconds=17)
    publishing.schedule(piece, at=odd)
    before = Article.objects.get(pk=piece.pk).row_version
    client.post(address(piece), typed(piece))
    assert kept(piece) == ("scheduled", odd, None, None, None)
    assert piece.row_version == before


def test_who_comes_second_is_told_and_overwrites_nothing_unseen(client, publisher):
    piece = make.article()
    data = typed(piece, embargo_until=LATER)
    publishing.set_dates(piece, by=make.user("publisher", name="Leyla"), review_on=date(2030, 1, 1))
    answer = client.post(address(piece), data)
    assert "Leyla changed the dates since you opened this page" in answer.text
    assert kept(piece) == ("draft", None, None, None, date(2030, 1, 1))
    again = answer.context["form"]
    client.post(address(piece), {bound.html_name: bound.value() or "" for bound in again})
    assert kept(piece) == ("draft", None, LATER, None, None)


def test_what_stands_in_the_way_of_publishing_stands_in_the_way_of_a_date(client, publisher):
    piece = make.article()
    holds.place(piece, by=publisher, reason="Waiting for the ministry")
    answer = client.post(address(piece), typed(piece, publish_at=LATER, review_on="2028-05-01"))
    assert "On hold: Waiting for the ministry" in answer.text
    assert kept(piece) == ("draft", None, None, None, None)  # all of it or nothing


def test_a_skipped_time_is_refused_and_a_doubled_one_asks_which(client, publisher, settings):
    settings.TIME_ZONE = "Europe/Lisbon"
    piece = make.article()
    skipped = client.post(address(piece), typed(piece, publish_at_day="2027-03-28", publish_at_time="01:30"))
    assert "Clocks go forward on that day, from 01:00 to 02:00: there is no such time." in skipped.text
    data = typed(piece, publish_at_day="2027-10-31", publish_at_time="01:30")
    asked = client.post(address(piece), data)
    assert "this time comes twice: first as 00:30 UTC, then as 01:30 UTC" in asked.text
    assert 'name="publish_at_which"' in asked.text
    assert kept(piece)[0] == "draft"
    client.post(address(piece), data | {"publish_at_which": moments.LATER})
    assert kept(piece)[:2] == ("scheduled", datetime(2027, 10, 31, 1, 30, tzinfo=UTC))
    # What was chosen stands in the form, so that saving it again moves nothing.
    client.post(address(piece), typed(piece))
    assert kept(piece)[:2] == ("scheduled", datetime(2027, 10, 31, 1, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    "half, sentence", [({"publish_at_day": "2030-01-01"}, "the time"), ({"publish_at_time": "10:00"}, "the day")]
)
def test_half_a_moment_is_none(client, publisher, half, sentence):
    piece = make.article()
    assert f"Write {sentence}, too." in client.post(address(piece), typed(piece, **half)).text


def test_what_has_no_text_or_is_read_already_is_not_offered_for_scheduling(client, publisher):
    planned = publishing.plan(title="A border in winter", by=publisher)
    public = make.publication().article
    for piece, words in ((planned, "It is only planned"), (public, "Readers already see this text")):
        page = client.get(address(piece)).text
        assert words in page
        assert "publish_at_day" not in page
        client.post(address(piece), typed(piece, publish_at=LATER))
        assert kept(piece)[1] is None


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["author", "editor"])
def test_dates_are_set_by_publishers_alone(client, role):
    user = make.user(role)
    client.force_login(user)
    piece = make.article(created_by=user)
    assert client.get(address(piece)).status_code == 403
    assert client.post(address(piece), typed(piece, publish_at=LATER)).status_code == 403
    assert kept(piece) == ("draft", None, None, None, None)
    assert "Set dates" not in client.get(reverse("admin:articles_article_change", args=[piece.pk])).text


def test_the_way_back_leads_to_the_desk_alone(client, publisher):
    piece = make.article()
    calendar = "/admin/articles/calendar/?month=2027-03"
    assert client.post(address(piece), typed(piece) | {"next": calendar}).url == calendar
    for elsewhere in ("https://evil.example/", "//evil.example/admin/", "/accounts/logout/", "/admin/\\evil"):
        assert client.post(address(piece), typed(piece) | {"next": elsewhere}).url != elsewhere


@pytest.mark.django_db
def test_what_is_scheduled_next_is_in_the_order_of_its_dates_and_for_those_who_may_open_it():
    author = make.user("author")
    third, first, second = (make.article(title, created_by=author) for title in ("Third", "First", "Second"))
    for piece, days in ((first, 0), (second, 1), (third, 2)):
        publishing.schedule(piece, at=LATER + timedelta(days=days))
    make.article("Not scheduled")
    assert dates.next_up(make.user("publisher"), 2) == [first, second]
    assert dates.next_up(author) == [first, second, third]
    assert dates.next_up(make.user("author")) == []
