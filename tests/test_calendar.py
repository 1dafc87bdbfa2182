"""The calendar of the desk: what stands on which day, who sees it, planning a piece, and the file for one's own one."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar

from articles import assigning, calendars, publishing
from articles.desk import calendar, entries
from articles.models import Article, Byline, CalendarKey
from tests import make

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/articles/calendar/"
NEXT_YEAR = timezone.localdate().year + 1
MARCH = f"{NEXT_YEAR}-03"


def at(day, hour=10, month=3):
    """A moment of next year's March on the clocks of the site."""
    return timezone.make_aware(datetime(NEXT_YEAR, month, day, hour))


def day(number):
    return date(NEXT_YEAR, 3, number)


@pytest.fixture
def publisher(client):
    user = make.user("publisher", name="Nino")
    client.force_login(user)
    return user


def lines(response, view="grid"):
    """(day, lane, title) of everything that stands in the month, in its order."""
    context = response.context
    days = context["days"] if view == "list" else [each for week in context["weeks"] for each in week]
    return [
        (each["day"].day, entry.lane, entry.piece.title)
        for each in days
        if each["entries"]
        for entry in each["entries"]
    ]


@pytest.fixture
def month(publisher):
    """A piece in every lane, and one that is only planned."""
    due = make.article("Due")
    assigning.assign(due, by=publisher, to=publisher, due_on=day(3))
    scheduled = make.article("Scheduled", kind="brief")
    publishing.schedule(scheduled, by=publisher, at=at(3))
    dated = make.publication("Public", at=at(9, 8)).article
    publishing.set_dates(dated, by=publisher, expire_at=at(20), review_on=day(12))
    planned = publishing.plan(title="Planned", by=publisher)
    assigning.assign(planned, by=publisher, to=publisher, due_on=day(25))
    publishing.plan(title="Some day", by=publisher, kind="report")
    make.article("Without any date")


EVERYTHING = [
    (3, "due", "Due"),
    (3, "publish", "Scheduled"),
    (9, "out", "Public"),
    (12, "review", "Public"),
    (20, "expire", "Public"),
    (25, "due", "Planned"),
]


@pytest.mark.parametrize("view", ["grid", "list"])
def test_each_date_stands_on_its_day_in_its_lane(client, month, view):
    page = client.get(ADDRESS, {"month": MARCH, "view": view})
    assert lines(page, view) == EVERYTHING
    assert [piece.title for piece in page.context["planned"]] == ["Some day"]
    assert "Without any date" not in page.text


def test_planned_is_not_scheduled_and_says_so(client, month):
    text = client.get(ADDRESS, {"month": MARCH}).text
    planned = re.search(r'<li class="cal-entry due planned">(?:(?!</li>).)*>Planned<', text, re.DOTALL)[0]
    assert "only planned" in planned
    assert "cal-entry publish planned" not in text


def test_the_calendar_is_narrowed_by_type_and_by_person(client, month, publisher):
    aram = make.user("author", name="Aram")
    piece = make.article("By Aram", authors=[make.person("Aram K.", user=aram)])
    publishing.schedule(piece, by=publisher, at=at(6))
    assert lines(client.get(ADDRESS, {"month": MARCH, "kind": "brief"})) == [(3, "publish", "Scheduled")]
    assert lines(client.get(ADDRESS, {"month": MARCH, "person": aram.pk})) == [(6, "publish", "By Aram")]
    narrowed = client.get(ADDRESS, {"month": MARCH, "person": aram.pk, "kind": "analysis"})
    assert f"person={aram.pk}&amp;kind=analysis" in narrowed.text  # and stays so from month to month


def test_an_author_sees_own_pieces_alone(client, month):
    author = make.user("author")
    publishing.schedule(make.article("Own", created_by=author), at=at(5))
    client.force_login(author)
    page = client.get(ADDRESS, {"month": MARCH})
    assert lines(page) == [(5, "publish", "Own")]
    assert 'name="person"' not in page.text
    assert ">change<" not in page.text


@pytest.mark.parametrize("role", ["moderator", "admin", "privacy"])
def test_who_has_nothing_to_do_with_pieces_has_no_calendar(client, role):
    client.force_login(make.user(role))
    assert client.get(ADDRESS).status_code == 403
    assert ADDRESS not in client.get("/admin/").text


@pytest.mark.parametrize("month", ["2027-13", "2027-00", "1999-01", "x", "2027-1", "", "20270-01"])
def test_a_month_that_is_none_is_this_one(client, publisher, month):
    assert client.get(ADDRESS, {"month": month}).context["asked"].first == timezone.localdate().replace(day=1)


def test_months_lead_to_their_neighbours_over_the_end_of_the_year(client, publisher):
    ways = client.get(ADDRESS, {"month": "2027-12", "view": "list", "kind": "brief"}).context["ways"]
    assert ways["previous"] == (date(2027, 11, 1), f"{ADDRESS}?month=2027-11&view=list&kind=brief")
    assert ways["next"] == (date(2028, 1, 1), f"{ADDRESS}?month=2028-01&view=list&kind=brief")
    assert ways["today"] == f"{ADDRESS}?view=list&kind=brief"


@pytest.mark.parametrize("language, first", [("en", "Mon"), ("ka", "Mon"), ("fa", "Sat"), ("pt-br", "Sun")])
def test_weeks_begin_as_the_language_of_the_desk_begins_them(rf, publisher, language, first):
    request = rf.get(ADDRESS, {"month": "2027-03"})
    request.user = publisher
    with translation.override(language):
        weeks = calendar.Asked(request).weeks
    assert {f"{week[0]:%a}" for week in weeks} == {first}
    assert date(2027, 3, 1) in weeks[0]
    assert date(2027, 3, 31) in weeks[-1]


def test_a_moment_stands_on_the_day_that_the_clocks_of_the_site_show(publisher, settings):
    settings.TIME_ZONE = "Europe/Lisbon"
    piece = make.article()
    publishing.schedule(piece, at=datetime(NEXT_YEAR, 6, 30, 23, 30, tzinfo=UTC))  # half past midnight there
    found = entries.entries(entries.pieces_of(publisher), date(NEXT_YEAR, 6, 30), date(NEXT_YEAR, 7, 1))
    assert list(found) == [date(NEXT_YEAR, 7, 1)]
    assert entries.entries(entries.pieces_of(publisher), date(NEXT_YEAR, 6, 1), date(NEXT_YEAR, 6, 30)) == {}


def test_a_month_costs_the_same_however_full_it_is(client, month, publisher):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(ADDRESS, {"month": MARCH})
        return len(queries)

    few = asked()
    for number in range(8):
        piece = make.article(f"More {number}")
        publishing.schedule(piece, at=at(4 + number))
        assigning.assign(piece, by=publisher, to=make.user("editor"), due_on=day(2))
        publishing.plan(title=f"Later {number}", by=publisher)
    # Every person that could be chosen stands in the one query for the filter.
    assert asked() == few


def test_the_form_of_the_dates_leads_back_to_the_month(client, month):
    page = client.get(ADDRESS, {"month": MARCH, "kind": "brief"})
    piece = Article.objects.get(title="Scheduled")
    way = f"{reverse('admin:articles_article_dates', args=[piece.pk])}?next="
    link = next(line for line in re.findall(r'href="([^"]*)"', page.text) if line.startswith(way))
    assert f'name="next" value="{ADDRESS}?month={MARCH}&amp;kind=brief"' in client.get(link).text


# Planning


def plan(client, **fields):
    data = {"plan-title": "Winter at the pass", "plan-kind": "brief", "plan-language": "ka"}
    return client.post(
        f"{ADDRESS}plan/?month={MARCH}", data | {f"plan-{name}": value for name, value in fields.items()}
    )


def test_a_piece_is_planned_for_a_colleague_until_a_day(client, publisher):
    editor = make.user("editor")
    answer = plan(client, to=editor.pk, due_on=f"{NEXT_YEAR}-05-02")
    assert answer.url == f"{ADDRESS}?month={NEXT_YEAR}-05"
    piece = Article.objects.get()
    assert (piece.state, piece.title, piece.kind, piece.language) == ("planned", "Winter at the pass", "brief", "ka")
    assert (piece.assignment.to, piece.assignment.due_on) == (editor, date(NEXT_YEAR, 5, 2))
    assert (piece.created_by, piece.publish_at) == (publisher, None)
    assert [event.action for event in piece.events.all()] == ["plan", "assign"]


def test_a_piece_that_is_planned_for_an_author_stands_under_that_name_and_can_be_written(client, publisher):
    author = make.user("author", name="Aram")
    person = make.person("Aram K.", user=author)
    plan(client, to=author.pk)
    assert [byline.person for byline in Byline.objects.all()] == [person]
    assert Article.objects.editable_by(author).get().assignment.to == author


@pytest.mark.parametrize(
    "fields, sentence",
    [
        ({"title": "  "}, "Write a title, even one that will change."),
        ({"due_on": "2027-05-02"}, "Choose somebody: a day on which a piece is due belongs to a colleague."),
        ({"due_on": "tomorrow"}, "Write the day as year-month-day, like 2026-12-31."),
    ],
)
def test_what_cannot_be_planned_comes_back_as_it_was_typed(client, publisher, fields, sentence):
    answer = plan(client, **fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert [answer.context["plan_form"][name].value() for name in fields] == list(fields.values())
    assert not Article.objects.exists()


def test_an_author_plans_an_own_piece_and_assigns_none(client):
    author = make.user("author")
    client.force_login(author)
    plan(client, to=make.user("editor").pk)
    piece = Article.objects.get()
    assert (piece.state, piece.created_by, hasattr(piece, "assignment")) == ("planned", author, False)
    assert [piece.title for piece in client.get(ADDRESS).context["planned"]] == ["Winter at the pass"]


# The file for one's own calendar


class Field(HTMLParser):
    """The value of the field that shows an address."""

    value = ""

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "input" and "readonly" in attributes:
            self.value = attributes["value"]


def address_of(client):
    field = Field()
    field.feed(client.post(f"{ADDRESS}address/").text)
    return field.value.removeprefix("http://testserver")


def events(response):
    assert response.status_code == 200
    return {str(event["uid"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}


def test_the_address_is_shown_once_and_only_its_hash_is_kept(client, publisher):
    address = address_of(client)
    secret = re.fullmatch(r"/calendar/([\w-]{43})\.ics", address)[1]
    assert CalendarKey.objects.get().secret_sha256 == calendars.hash_of(secret)
    assert secret not in client.get(ADDRESS).text
    assert Client().get(address)["Content-Type"] == "text/calendar; charset=utf-8"
    renewed = address_of(client)
    assert [Client().get(each).status_code for each in (address, renewed)] == [404, 200]
    client.post(f"{ADDRESS}address/", {"end": "1"})
    assert Client().get(renewed).status_code == 404


def test_it_holds_what_is_assigned_and_what_is_scheduled(client, month, publisher):
    other = make.article("Of somebody else")
    assigning.assign(other, by=publisher, to=make.user("editor"), due_on=day(4))
    found = events(Client().get(address_of(client)))
    due, planned, scheduled = (Article.objects.get(title=title) for title in ("Due", "Planned", "Scheduled"))
    assert {uid: (str(event["summary"]), event.decoded("dtstart")) for uid, event in found.items()} == {
        f"piece-{due.pk}-due@testserver": ("Due: Due", day(3)),
        f"piece-{planned.pk}-due@testserver": ("Due: Planned", day(25)),
        f"piece-{scheduled.pk}-publish@testserver": ("Published: Scheduled", at(3)),
    }
    event = found[f"piece-{scheduled.pk}-publish@testserver"]
    changed = Article.objects.get(pk=scheduled.pk).changed_at.replace(microsecond=0)
    assert [event.decoded(name) for name in ("dtstamp", "last-modified")] == [changed, changed]
    assert str(event["url"]) == f"http://testserver/admin/articles/article/{scheduled.pk}/change/"


def test_a_moved_date_is_the_same_entry(client, publisher):
    piece, address = make.article(), address_of(client)
    publishing.schedule(piece, by=publisher, at=at(3), now=make.NOW)
    [(uid, before)] = events(Client().get(address)).items()
    publishing.schedule(piece, by=publisher, at=at(8))
    [(same, after)] = events(Client().get(address)).items()
    assert same == uid
    assert after.decoded("dtstart") == at(8)
    assert after.decoded("last-modified") > before.decoded("last-modified")


def test_titles_in_every_script_are_escaped_and_folded_as_the_format_wants_it(client, publisher):
    title = "საზღვარი, ზამთარი; „უღელტეხილი“ \\ Ղարաբաղ — شب یلدا " * 4
    piece = make.article(title[:240].strip())
    publishing.schedule(piece, by=publisher, at=at(3))
    answer = Client().get(address_of(client))
    assert {len(line) <= 75 for line in answer.content.split(b"\r\n")} == {True}
    assert answer.content.count(b"\n") == answer.content.count(b"\r\n")
    [event] = events(answer).values()
    assert str(event["summary"]) == f"Published: {piece.title}"


def test_the_title_of_a_piece_under_embargo_leaves_the_house_in_no_calendar(client, publisher):
    piece = make.article("Zaporizhvili")
    assigning.assign(piece, by=publisher, to=publisher, due_on=day(2))
    publishing.set_dates(piece, by=publisher, embargo_until=at(3))
    publishing.schedule(piece, by=publisher, at=at(3))
    answer = Client().get(address_of(client))
    assert b"Zaporizhvili" not in answer.content
    told = [str(event["summary"]) for event in events(answer).values()]
    assert told == [f"{lane}: piece {piece.pk}, under embargo" for lane in ("Due", "Published")]


def test_rights_are_asked_again_each_time(client, publisher):
    publishing.schedule(make.article(), by=publisher, at=at(3))
    address = address_of(client)
    publisher.groups.set(make.user("author").groups.all())
    assert events(Client().get(address)) == {}
    publisher.groups.clear()
    assert Client().get(address).status_code == 404
    publisher.groups.set(make.user("publisher").groups.all())
    assert len(events(Client().get(address))) == 1
    publisher.deactivate()
    assert Client().get(address).status_code == 404


def test_an_address_that_opens_nothing_costs_and_says_the_same(client, publisher):
    address = address_of(client)
    publisher.deactivate()
    answers = set()
    for path in (address, "/calendar/" + "x" * 43 + ".ics", "/calendar/a.ics", "/calendar/ნინო.ics"):
        answer = Client().get(path)
        answers.add((answer.status_code, answer.content))
        assert "no-store" in answer["Cache-Control"]
        assert not answer.cookies
    assert [status for status, _body in answers] == [404]
    assert client.post(address).status_code == 405
