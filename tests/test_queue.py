"""The queue at the desk: who sees it, its views, orders, filters and pages, and what of a row is shown to whom."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from itertools import product

import pytest
from django.db import connection
from django.http import Http404
from django.utils import timezone

from submissions import flags, moves, searching, waiting
from submissions.desk.queue import asked, cursor, marks, rows
from submissions.models import Call, Flag, Submission
from submissions.models.submission import NEVER, PILES, PROMISED, State
from submissions.standing import standing
from submissions.table import OUR_CLOCK_BEGINS
from tests import make

pytestmark = pytest.mark.django_db

QUEUE = "/admin/submissions/queue/"
DAY = timedelta(days=1)
SEEN = [state for state in make.WAYS if state not in ("draft", "unconfirmed")]


@pytest.fixture
def moderator():
    return make.user("moderator", name="L. Moderator")


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


def words_of(page):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def titles(page):
    return re.findall(r'<a class="t"[^>]*>([^<]+)</a>', page.content.decode())


def change(submission, **fields):
    Submission.objects.filter(pk=submission.pk).update(**fields)


def leaves_of(client, query):
    """The titles of each page of a list, as one follows the links from the first to the last."""
    pages, address = [], f"{QUEUE}{query}"
    while address:
        page = client.get(address)
        pages.append(titles(page))
        following = page.context["next_address"]
        address = f"{QUEUE}{following}" if following else ""
    return pages


# Who may


@pytest.mark.parametrize("role", ["author", "editor", "publisher", "moderator", "reader", "privacy", "admin"])
def test_the_pages_of_the_queue_are_for_those_who_may_read_it(client, role):
    make.submission()
    user = make.user(role)
    client.force_login(user)
    is_in = user.has_perm("submissions.view_queue")
    assert client.get(QUEUE).status_code == (200 if is_in else 403)
    assert client.get(f"{QUEUE}batch/").status_code == (302 if is_in else 403)
    assert client.get(f"{QUEUE}digest/").status_code == (302 if is_in else 403)
    assert client.get(f"{QUEUE}contact/").status_code == (200 if role == "privacy" else 403)
    assert ("What waits in the queue" in words_of(client.get("/admin/"))) == is_in


def test_a_stranger_is_sent_to_the_login(client):
    for page in ("", "batch/", "contact/", "digest/"):
        for send in (client.get, client.post):
            answer = send(QUEUE + page)
            assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/admin/login/")


@pytest.mark.parametrize(("role", "may"), [("moderator", True), ("reader", False), ("privacy", False)])
def test_boxes_and_buttons_are_for_those_who_decide(client, role, may):
    make.submission()
    client.force_login(make.user(role))
    html = client.get(QUEUE).content.decode()
    assert [word in html for word in ('name="pick"', 'name="batch"', "Add from an e-mail")] == [may] * 3


@pytest.mark.parametrize("state", ["draft", "unconfirmed"])
def test_what_was_not_sent_yet_stands_in_no_view_and_is_not_found(desk, state):
    make.submission("Not sent", state=state)
    for view in waiting.VIEWS:
        assert titles(desk.get(f"{QUEUE}?view={view.name}")) == []
    assert titles(desk.get(f"{QUEUE}?view=all&q=sent")) == []


@pytest.mark.parametrize("role", ["moderator", "reader"])
def test_nothing_personal_stands_in_the_list_or_on_the_front_page(client, role):
    email, phone = "canary.mailbox@mail.example", "+995 555 777 888"
    for state in SEEN:
        submission = make.submission(state=state, email=email, phone=phone, affiliation="Canary Institute")
        Flag.objects.create(submission=submission, code="disposable", evidence={"domain": "canary.example"})
        Flag.objects.create(submission=submission, code="like_staff", evidence={"name": "Canary Name"})
    client.force_login(make.user(role))
    pages = [client.get(f"{QUEUE}?view={view.name}") for view in waiting.VIEWS] + [client.get("/admin/")]
    assert sum(len(titles(page)) for page in pages) > len(SEEN)
    for page in pages:
        for canary in ("canary", "Canary", "777 888", "555777888"):
            assert canary not in page.content.decode()


def test_a_hidden_name_stands_nowhere_in_the_list(client):
    hidden = {"full_name": "Zarema Canary", "native_name": "Зарема"}
    make.submission(credit_choice="pseudonym", pseudonym="A. Driver", **hidden)
    make.submission(credit_choice="withheld", **hidden)
    client.force_login(make.user("privacy"))
    words = words_of(client.get(QUEUE))
    assert ("A. Driver" in words, "Name withheld" in words) == (True, True)
    assert [word for word in ("Canary", "Зарема") if word in words] == []


# What the database works out


def test_the_database_sorts_every_state_into_the_pile_of_the_table():
    made = {state: make.submission(state=state) for state in make.WAYS}
    expected = {str(state): pile for pile, states in PILES.items() for state in states}
    found = {state: Submission.objects.values_list("pile", flat=True).get(pk=row.pk) for state, row in made.items()}
    assert found == {state: expected.get(state, "") for state in make.WAYS}
    assert set(expected) | {"draft", "unconfirmed"} == set(State.values)
    Submission.objects.update(erased_at=timezone.now())
    assert set(Submission.objects.values_list("pile", flat=True)) == {""}


@pytest.mark.parametrize("state", make.WAYS)
def test_the_database_and_a_row_say_the_same_of_when_it_is_due(state):
    row, now = make.submission(state=state), timezone.now()
    for due_at, promised_at in product((None, now + DAY), (None, now + 2 * DAY)):
        change(row, due_at=due_at, promised_at=promised_at)
        read = Submission.objects.get(pk=row.pk)
        assert read.expected_at == (read.due or NEVER)
        assert read.due == (due_at or (promised_at if state in PROMISED else None))


def test_what_is_received_counts_from_the_confirmation():
    first, second = make.submission(state="unconfirmed"), make.submission(state="draft")
    change(first, created_at=timezone.now() - 20 * DAY)
    make.move_on(Submission.objects.get(pk=first.pk), "confirm", actor="contributor")
    read = {row.pk: row for row in Submission.objects.all()}
    assert read[first.pk].received_at == read[first.pk].confirmed_at
    assert read[second.pk].received_at == read[second.pk].created_at


def test_the_promised_day_is_the_one_that_was_told_then(moderator):
    call = make.call(response_days=10)
    row = make.submission(call=call)
    confirmed = Submission.objects.get(pk=row.pk).confirmed_at
    Call.objects.update(response_days=99)
    assert Submission.objects.get(pk=row.pk).due == confirmed + 10 * DAY
    make.move_on(Submission.objects.get(pk=row.pk), "request_changes", actor=moderator)
    make.move_on(Submission.objects.get(pk=row.pk), "resubmit", actor="contributor")
    again = Submission.objects.get(pk=row.pk)
    assert again.due == again.state_since + 99 * DAY


def test_the_desk_and_the_contributor_count_from_the_same_moment(moderator):
    """From the confirmation, then from the changed text, then from the reopening."""
    row = make.submission(state="unconfirmed", call=make.call(response_days=10))
    told = []
    ways = (("confirm", "contributor"), ("request_changes", moderator), ("resubmit", "contributor"))
    for action, actor in (*ways, ("decline", moderator), ("reopen", moderator)):
        make.move_on(Submission.objects.get(pk=row.pk), action, actor=actor)
        now = Submission.objects.get(pk=row.pk)
        told.append((action, now.promised_at - now.state_since, now.due == standing(now).promised))
    again = 10 * DAY
    assert [each for each in told if each[0] in OUR_CLOCK_BEGINS] == [
        *(("confirm", again, True), ("resubmit", again, True), ("reopen", again, True)),
    ]


# Views


def test_the_queue_says_whose_turn_it_is_how_long_and_who_has_it(desk, moderator):
    now = timezone.now()
    call = make.call("Winter", response_days=21)
    old = make.submission("The gauge nobody reads", call=call, full_name="Davit Arzumants")
    change(old, promised_at=now - 9 * DAY, state_since=now - timedelta(days=16, hours=1))
    mine = make.submission("Forty trains a day", call=call)
    make.move_on(mine, "begin", actor=moderator)
    page = desk.get(QUEUE)
    assert titles(page) == ["The gauge nobody reads", "Forty trains a day"]
    late, due = timezone.localtime(now - 9 * DAY), timezone.localtime(Submission.objects.get(pk=mine.pk).promised_at)
    until = timezone.localtime(Submission.objects.get(pk=mine.pk).claimed_until)
    assert (
        "The gauge nobody reads Davit Arzumants · Winter Our turn Submitted 16 "
        f"▲ overdue since {late.day} {late:%b %Y} nobody Tick Forty trains a day "
        f"Forty trains a day Ruslan Didigov · Winter Our turn In review 0 {due.day} {due:%b %Y} "
        f"you until {until.day} {until:%b %H:%M} With what is ticked:"
    ) in words_of(page)


def everything(moderator):
    """One submission in each state, one that is late, two that somebody has."""
    for state in make.WAYS:
        make.submission(f"It is {state}", state=state, by=moderator)
    late = make.submission("It is late", state="changes_requested", by=moderator)
    change(late, due_at=timezone.now() - DAY)
    make.move_on(make.submission("It is mine"), "begin", actor=moderator)
    make.move_on(make.submission("It is theirs"), "begin", actor=make.user("moderator"))
    gone = make.submission("It was mine", state="in_review", by=moderator)
    change(gone, claimed_by=moderator, claimed_until=timezone.now() - DAY)


def test_each_view_has_an_address_and_a_count(desk, moderator):
    everything(moderator)
    old = make.submission("Declined long ago", state="declined", by=moderator)
    change(old, decided_at=timezone.now() - 8 * DAY)
    seen = {view.name: sorted(titles(desk.get(f"{QUEUE}?view={view.name}"))) for view in waiting.VIEWS}
    ours = ["It is in_review", "It is mine", "It is submitted", "It is theirs", "It was mine"]
    assert seen == {
        "ours": ours,
        "mine": ["It is mine"],
        "unclaimed": ["It is in_review", "It is submitted", "It was mine"],
        "overdue": ["It is late"],
        "theirs": ["It is changes_requested", "It is late", "It is proof"],
        "hold": ["It is on_hold"],
        "accepted": ["It is accepted"],
        "quarantined": ["It is quarantined"],
        "decided": ["It is accepted", "It is declined", "It is proof", "It is published", "It is retracted"],
        "published": ["It is published", "It is retracted"],
        "closed": ["Declined long ago", "It is declined", "It is expired", "It is withdrawn"],
        "all": sorted(["Declined long ago", "It is late", *set(ours) - {"It is in_review", "It is submitted"}]
                      + [f"It is {state}" for state in SEEN]),
    }  # fmt: skip
    page = desk.get(QUEUE)
    counted = {tab.view.name: tab.count for tab in page.context["views"]}
    assert counted == {name: str(len(found)) for name, found in seen.items()}
    assert re.findall(r'<a href="([^"]+)" aria-current="true">', page.content.decode()) == ["?view=ours"]
    assert desk.get(f"{QUEUE}?view=nonsense").status_code == 404


def test_a_count_looks_no_further_than_it_is_shown():
    for _n in range(4):
        make.submission()
    everywhere = Submission.objects.all()
    assert [waiting.count(everywhere, most) for most in (5, 4, 3)] == ["4", "4", "3+"]
    assert waiting.count(everywhere.none()) == "0"


def test_an_empty_view_says_so_in_kind_words(desk):
    assert "No simulation has come in yet. Readers send them through a call" in words_of(desk.get(QUEUE))
    make.submission(state="withdrawn")
    assert "Nothing waits for you. Well done." in words_of(desk.get(QUEUE))
    empty = [view for view in waiting.VIEWS if view.name not in ("closed", "all")]
    said = {view.name: words_of(desk.get(f"{QUEUE}?view={view.name}")) for view in empty}
    assert [view.name for view in empty if str(view.nothing) not in said[view.name]] == []


def test_a_list_that_is_narrowed_to_nothing_says_how_to_see_more(desk):
    make.submission("The salt road")
    page = desk.get(f"{QUEUE}?view=hold&q=salt")
    assert "Nothing here has all of that. Try fewer words, or the beginning of one." in words_of(page)
    html = page.content.decode()
    assert 'href="?view=hold">Show the whole list' in html
    assert 'href="?view=all&amp;q=salt">Look in every state' in html
    assert titles(desk.get(f"{QUEUE}?view=all&q=salt")) == ["The salt road"]
    page = desk.get(f"{QUEUE}?language=hy")
    assert "Nothing here has all of that. Take a filter away, or look in another view." in words_of(page)


# Orders and pages


@pytest.fixture
def ten(moderator):
    """Ten whose orders differ, two of them alike in each."""
    now, call = timezone.now(), make.call()
    for n in range(10):
        row = make.submission(f"{'JIHGFEDCBA'[n]} {n}", call=call)
        day = now - (n // 2) * DAY
        change(row, state_since=day, confirmed_at=day + 40 * DAY, promised_at=None if n > 7 else now + (n % 4) * DAY)
    return [f"{'JIHGFEDCBA'[n]} {n}" for n in range(10)]


ORDERED = {
    "waiting": [8, 9, 6, 7, 4, 5, 2, 3, 0, 1],
    "-waiting": [1, 0, 3, 2, 5, 4, 7, 6, 9, 8],
    "received": [8, 9, 6, 7, 4, 5, 2, 3, 0, 1],
    "-received": [1, 0, 3, 2, 5, 4, 7, 6, 9, 8],
    "due": [0, 4, 1, 5, 2, 6, 3, 7, 8, 9],
    "title": [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
    "-title": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
}


@pytest.mark.parametrize("sort", ORDERED)
@pytest.mark.parametrize("view", ["ours", "all"])
def test_every_order_is_read_page_by_page_without_gaps_or_doubles(desk, ten, monkeypatch, view, sort):
    monkeypatch.setattr(rows, "PAGE", 4)
    pages = leaves_of(desk, f"?view={view}&sort={sort}")
    assert pages == [[ten[n] for n in ORDERED[sort][at : at + 4]] for at in (0, 4, 8)]


def test_every_order_that_is_offered_is_tried_here():
    assert set(ORDERED) == set(asked.SORTS)


def test_a_page_stays_where_it_was_while_others_arrive_before_it(desk, ten, monkeypatch):
    monkeypatch.setattr(rows, "PAGE", 4)
    page = desk.get(f"{QUEUE}?view=all&sort=-waiting")
    make.submission("Just now")
    assert titles(desk.get(QUEUE + page.context["next_address"])) == [ten[n] for n in (5, 4, 7, 6)]


def test_filters_words_and_order_survive_paging_and_the_other_views(desk, monkeypatch):
    monkeypatch.setattr(rows, "PAGE", 2)
    call = make.call("Winter")
    for n in range(5):
        make.submission(f"Salt {n}", call=call, language="ka")
    make.submission("Salt elsewhere", language="ka")
    make.submission("Tea", call=call, language="ka")
    query = f"?view=all&q=salt&call={call.pk}&language=ka&sort=title"
    assert leaves_of(desk, query) == [["Salt 0", "Salt 1"], ["Salt 2", "Salt 3"], ["Salt 4"]]
    page = desk.get(QUEUE + query)
    assert page.context["page"].found == "2+"  # one page, and more
    assert desk.get(f"{QUEUE}?q=elsewhere&view=all").context["page"].found == "1"
    tabs = {tab.view.name: tab.address for tab in page.context["views"]}
    assert tabs["ours"] == f"?view=ours&q=salt&call={call.pk}&language=ka&sort=title"
    assert {tab.count for tab in page.context["views"]} == {""}  # no number that would be of another list
    html = page.content.decode()
    for label, value, without in (
        ("Words", "salt", f"?view=all&amp;call={call.pk}&amp;language=ka&amp;sort=title"),
        ("Call", "Winter", "?view=all&amp;q=salt&amp;language=ka&amp;sort=title"),
        ("Language", "ქართული", f"?view=all&amp;q=salt&amp;call={call.pk}&amp;sort=title"),
    ):
        assert re.search(rf'href="{re.escape(without)}"><span class="quiet">{label}</span> <bdi>{value}</bdi>', html)


@pytest.mark.parametrize(
    "bad",
    [
        *("after=", "after=x", "after=1", "after=1-2", "after=٣", "after=" + "A" * 3000),
        *("sort=nonsense", "sort=-due", "view=x", "call=999999", "call=x", "call=0", "language=xx", "claimed=1x"),
        *("claimed=99999", "flag=nonsense", "call=" + "9" * 40, "claimed=any", "language=me"),
    ],
)
def test_an_address_that_no_page_of_ours_gives_is_not_found(desk, bad):
    make.submission()
    assert desk.get(f"{QUEUE}?{bad}").status_code == 404


def test_a_cursor_belongs_to_its_order():
    at = datetime(2026, 11, 24, 12, 0, 0, 123456, tzinfo=UTC)
    for sort, value in (("waiting", at), ("-received", at), ("due", NEVER), ("title", "зима. 1"), ("-title", "")):
        word = cursor.write(sort, value, 7)
        assert cursor.read(word, sort) == (value, 7)
        for other in set(asked.SORTS) - {sort}:
            with pytest.raises(Http404):
                cursor.read(word, other)
    for forged in (cursor.write("title", "a\0", 7), cursor.write("title", "a", 2**63), cursor.write("title", "a", 0)):
        with pytest.raises(Http404):
            cursor.read(forged, "title")


def test_a_place_beyond_the_end_says_so(desk):
    make.submission()
    word = cursor.write("waiting", timezone.now() + DAY, 1)
    page = desk.get(f"{QUEUE}?after={word}")
    assert "Nothing follows any more. Back to the first page" in words_of(page)


def test_the_heads_of_the_columns_turn_the_order_round(desk):
    make.submission()
    heads = desk.get(QUEUE).context["heads"]
    assert {name: (head.address, head.sorted) for name, head in heads.items()} == {
        "title": ("?view=ours&sort=title", ""),
        "waiting": ("?view=ours&sort=-waiting", "descending"),
        "due": ("?view=ours&sort=due", ""),
    }
    heads = desk.get(f"{QUEUE}?sort=-title").context["heads"]
    assert (heads["title"].address, heads["title"].sorted) == ("?view=ours&sort=title", "descending")
    assert heads["waiting"].address == "?view=ours"  # its usual order needs no word


def test_neighbours_follow_the_list_that_one_came_from(moderator, ten):
    rows_by_title = {row.title_key: row for row in Submission.objects.all()}
    for sort, order in ORDERED.items():
        listed = asked.Asked(waiting.BY_NAME["ours"], moderator, timezone.now(), sort=sort)
        titles_in_order = [ten[n].lower() for n in order]
        for at, title in enumerate(titles_in_order):
            before, after = rows.neighbours(listed, rows_by_title[title])
            assert [each and each.title_key for each in (before, after)] == [
                titles_in_order[at - 1] if at else None,
                titles_in_order[at + 1] if at < 9 else None,
            ]


# Filters and marks


def test_filters_narrow_by_call_language_holder_and_flag(desk, moderator):
    other = make.user("moderator")
    call = make.call("Winter", languages=["en", "ru"])
    make.submission("A", call=call, language="ru")
    mine, theirs, flagged = (make.submission(title, language="en") for title in ("B", "C", "D"))
    make.move_on(mine, "begin", actor=moderator)
    make.move_on(theirs, "begin", actor=other)
    Flag.objects.create(submission=flagged, code="many_links", evidence={})
    settled = Flag.objects.create(submission=mine, code="trap", evidence={})
    Flag.objects.filter(pk=settled.pk).update(settled_at=timezone.now())
    expected = {
        f"call={call.pk}": "A",
        "language=ru": "A",
        "language=en": "BCD",
        "claimed=me": "B",
        "claimed=nobody": "AD",
        f"claimed={other.pk}": "C",
        "flag=any": "D",
        "flag=many_links": "D",
        "flag=trap": "",
        "claimed=nobody&flag=any": "D",
        "": "ABCD",
    }
    assert {each: "".join(titles(desk.get(f"{QUEUE}?sort=title&{each}"))) for each in expected} == expected
    chosen = {choice.name: choice.chosen for choice in desk.get(f"{QUEUE}?claimed=me&sort=title").context["choices"]}
    assert chosen == {"call": "", "language": "", "claimed": "me", "flag": "", "sort": "title"}


def test_marks_are_words_with_a_meaning_and_say_nothing_of_what_was_found(desk, moderator):
    call = make.call("Winter", languages=["en", "ka"], is_sensitive=True)
    row = make.submission(call=call, language="ru", state="changes_requested", by=moderator)
    Flag.objects.create(submission=row, code="many_links", evidence={"links": 77, "words": 99})
    Flag.objects.create(submission=row, code="like_contributor", evidence={"name": "Canary"})
    make.move_on(Submission.objects.get(pk=row.pk), "resubmit", actor="contributor")
    Submission.objects.filter(pk=row.pk).update(version=5)
    page = desk.get(QUEUE)
    [shown] = page.context["rows"]
    assert {(mark.word, mark.kind) for mark in shown.marks} == {
        ("many links", "warn"),
        ("known name", "note"),
        ("two accept", "note"),
        ("Русский", "note"),
        ("round 2", ""),
    }
    html = page.content.decode()
    assert 'title="Not a language of the call, which takes: English, ქართული."' in html
    assert "Canary" not in html and "77" not in words_of(page)
    change(row, first_key_by=moderator, first_key_revision=shown.revision)
    assert "one of two" in words_of(desk.get(QUEUE))


def test_a_decision_that_can_be_undone_is_marked(desk, moderator):
    row = make.submission()
    moves.transition(row, "accept", actor=moderator)
    until = timezone.localtime(row.held_until)
    assert f"undo until {until:%H:%M}" in words_of(desk.get(f"{QUEUE}?view=accepted"))
    make.settled(row)
    assert "undo until" not in words_of(desk.get(f"{QUEUE}?view=accepted"))


def test_every_flag_has_a_word_and_a_meaning():
    assert set(marks.FLAGS) == {*flags.SENTENCES, Flag.STAFF}


def test_titles_of_every_direction_are_kept_apart(desk):
    make.submission("صف زیر کوه", language="fa", full_name="بهناز طالب‌نیا")
    html = desk.get(QUEUE).content.decode()
    assert re.search(r'<a class="t"[^>]* lang="fa" dir="rtl">صف زیر کوه</a>', html)
    assert "<bdi>بهناز طالب‌نیا</bdi>" in html


def test_what_a_contributor_wrote_is_never_run(desk):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    make.submission(evil, text=evil, full_name=evil, native_name=evil, position=evil)
    for address in ("?view=all", f"?view=all&q={evil[:60]}", "?view=all&q=alert"):
        html = desk.get(QUEUE + address).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html
    assert "&lt;script&gt;alert(1)" in html


# What it costs


def test_the_queue_costs_the_same_however_long_it_is(desk, moderator, django_assert_num_queries):
    everything(moderator)
    desk.get(QUEUE)
    with django_assert_num_queries(24) as few:
        assert len(titles(desk.get(f"{QUEUE}?view=all"))) == 16
    for number in range(8):
        row = make.submission(state="in_review", call=make.call(f"Call {number}"), by=make.user("moderator"))
        Flag.objects.create(submission=row, code="trap", evidence={})
    with django_assert_num_queries(len(few.captured_queries)):
        assert len(titles(desk.get(f"{QUEUE}?view=all"))) == 24
    with django_assert_num_queries(len(few.captured_queries)):
        desk.get(f"{QUEUE}?view=ours&sort=title")


WAYS = ("seqscan", "bitmapscan", "sort", "hashjoin", "mergejoin")


def plan_of(query, without=WAYS):
    """How the database would read a page: the lines of its plan."""
    sql, parameters = query.query.sql_with_params()
    with connection.cursor() as cursor_:
        if connection.vendor == "postgresql":
            # A table of a few rows is read whole and sorted otherwise; what is asked is whether there is another way.
            for way in without:
                cursor_.execute(f"SET LOCAL enable_{way} = off")
            cursor_.execute(f"EXPLAIN {sql}", parameters)
        else:
            cursor_.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
        return [str(row[-1]) for row in cursor_.fetchall()]


SORTED_BY_HAND = re.compile(r"\bSort\b|TEMP B-TREE|Seq Scan on submissions_submission|SCAN submissions_submission$")
# SQLite begins at the value and passes rows with the same one by, which it does quickly.
BEGINS_AT_THE_PLACE = re.compile(r"Index Cond: .*ROW\(.*\) [<>] ROW\(|USING INDEX \w+ \(.*\w+[<>]\?\)")
INDEXES = {"state_since": "waiting", "received_at": "receipt", "expected_at": "due", "title_key": "title"}


def test_every_page_of_every_pile_is_read_from_an_index_in_its_order(moderator):
    first = Submission.objects.get(pk=make.submission().pk)
    wrong = {}
    for view, sort, is_later in product([*PILES, "all"], asked.SORTS, (False, True)):
        listed = asked.Asked(waiting.BY_NAME[view], moderator, timezone.now(), sort=sort)
        found = rows.in_order(Submission.objects.filter(listed.condition()), listed)
        if is_later:
            place = getattr(first, listed.column), first.pk
            found = found.filter(cursor.beyond(listed.column, place, is_reversed=listed.is_reversed))
        plan = plan_of(waiting.for_list(found)[: rows.PAGE + 1])
        uses_index = any(f"_by_{INDEXES[listed.column]}" in line for line in plan)
        if not uses_index or any(SORTED_BY_HAND.search(line) for line in plan):
            wrong[view, sort, is_later] = plan
        if is_later and not any(BEGINS_AT_THE_PLACE.search(line) for line in plan):
            wrong[view, sort, "begins elsewhere"] = plan
    assert wrong == {}


def test_words_are_looked_up_in_their_index(moderator):
    make.submission()
    listed = asked.Asked(waiting.BY_NAME["all"], moderator, timezone.now(), q="salt road", sort="-waiting")
    found = rows.in_order(Submission.objects.filter(listed.condition()), listed)
    with searching.by_index():
        plan = " ".join(plan_of(found[: rows.PAGE + 1], without=()))
    assert "submissions_bag" in plan if connection.vendor == "postgresql" else "VIRTUAL TABLE INDEX" in plan
    assert "Seq Scan" not in plan


# The front page of the desk


def test_the_front_page_says_what_waits_how_long_and_for_whom(desk, moderator):
    everything(moderator)
    now = timezone.now()
    late = Submission.objects.get(title_key="it is submitted")
    change(late, state_since=now - timedelta(days=30, hours=1), promised_at=now - 9 * DAY)
    change(Submission.objects.get(title_key="it is mine"), state_since=now - timedelta(days=5, hours=1))
    words = words_of(desk.get("/admin/"))
    assert "5 Our turn ▲ 2 Overdue 3 Unclaimed 1 Mine 1 Quarantined" in words
    assert re.search(r"Waiting longest for us It is submitted · Call \d+ ▲ 30 days, overdue · nobody has it", words)
    assert re.search(r"It is mine · Call \d+ 5 days · yours It is in_review · Call \d+ 0 days · nobody has it", words)


def test_a_hold_whose_day_is_over_shows_in_the_queue_on_its_page_and_on_the_front_page(desk, moderator):
    over, waits = (make.submission(f"It {verb}", state="on_hold", by=moderator) for verb in ("is over", "waits"))
    day = timezone.localtime(timezone.now() - 3 * DAY)
    change(over, due_at=day)
    change(waits, due_at=timezone.now() + 3 * DAY)
    row, other = (
        next(row for row in desk.get(f"{QUEUE}?view=hold").context["rows"] if row == each) for each in (over, waits)
    )
    assert [(each.is_late, [mark.word for mark in each.marks]) for each in (row, other)] == [
        *((True, ["hold is over"]), (False, [])),
    ]
    assert titles(desk.get(f"{QUEUE}?view=overdue")) == ["It is over"]
    words = words_of(desk.get(f"/admin/submissions/submission/{over.pk}/review/"))
    assert f"▲ on hold until {day.day} {day:%B %Y}, overdue" in words
    assert "overdue" not in words_of(desk.get(f"/admin/submissions/submission/{waits.pk}/review/"))
    front = words_of(desk.get("/admin/"))
    assert re.search(r"On hold, and the day is over It is over · Call \d+ ▲ 0 days, overdue · nobody has it", front)
    assert "It waits" not in front
    make.move_on(Submission.objects.get(pk=over.pk), "resume", actor=moderator)
    change(over, promised_at=timezone.now() - DAY)
    words = words_of(desk.get(f"/admin/submissions/submission/{over.pk}/review/"))
    assert "▲ overdue since" in words and "on hold until" not in words


def test_the_front_page_is_silent_while_nothing_has_ever_come(desk):
    assert "What waits in the queue" not in words_of(desk.get("/admin/"))
    make.submission(state="declined")
    assert "Nothing waits for us. Well done." in words_of(desk.get("/admin/"))
