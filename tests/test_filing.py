"""Which publications stand in which list, and how many: kept right by every move, and counted anew alike."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from articles import filing, merging, publishing
from articles.models import Byline, Filed, Person, Publication, Role, Tag, Tally, Topic
from tests import make

pytestmark = pytest.mark.django_db


def kept():
    """Every count that is not nothing, and every place, as `recount` would write them too."""
    counts = {(row.shelf, row.number): row.total for row in Tally.objects.all() if row.total}
    places = set(Filed.objects.values_list("shelf", "number", "publication", "published_at"))
    return counts, places


def assert_right():
    before = kept()
    assert filing.recount() == 0
    assert kept() == before


def test_every_move_keeps_the_counts_that_counting_anew_gives():
    person, other = make.person(), make.person("Arslan Dag")
    roads, rails = make.topic(), make.topic("Rails")
    at = datetime(2026, 10, 31, 21, 0, tzinfo=UTC)  # November on the clocks of the site
    article = make.article("Twice", authors=[person], topics=[roads], regions=[make.region()], tags=["gas"])
    Byline.objects.create(article=article, person=person, role=Role.TRANSLATOR, position=2)
    publishing.publish(article, at=at)
    make.publication("Another", authors=[person, other], topics=[roads, rails], tags=["gas", "water"])
    make.publication("What if", kind="simulation", series=make.series(), topics=[rails])
    counts, _places = kept()
    assert counts == {
        **{("all", 0): 3, ("analysis", 0): 2, ("simulation", 0): 1, ("month", 202611): 3},
        **{("topic", roads.pk): 2, ("topic", rails.pk): 2, ("region", make.region().pk): 1},
        **{("tag", make.tag("gas").pk): 2, ("tag", make.tag("water").pk): 1, ("series", make.series().pk): 1},
        **{("person", person.pk): 2, ("person", other.pk): 1},
    }
    assert_right()

    article.topics.set([rails])
    article.kind = "brief"
    article.save()
    publishing.publish(article, now=make.NOW + timedelta(days=9))
    counts, _places = kept()
    assert (counts["topic", roads.pk], counts["topic", rails.pk]) == (1, 3)
    assert (counts["analysis", 0], counts["brief", 0], counts["all", 0]) == (1, 1, 3)
    assert_right()

    publishing.retract(article, reason="Wrong.")
    counts, _places = kept()
    assert (counts["topic", rails.pk], counts["all", 0], counts["month", 202611]) == (2, 2, 2)
    assert ("brief", 0) not in counts and ("region", make.region().pk) not in counts
    assert_right()


def test_what_is_put_together_is_counted_once():
    gas, fuel = make.tag("gas"), make.tag("fuel")
    one, two = make.person("One"), make.person("Two")
    make.publication("Both", tags=["gas", "fuel"], authors=[one, two], topics=[make.topic(), make.topic("Rails")])
    make.publication("Only fuel", tags=["fuel"], authors=[two], topics=[make.topic()])
    for old, new in ((fuel, gas), (two, one), (make.topic(), make.topic("Rails"))):
        merging.merge(old, new, by=make.user("publisher"))
    counts, _places = kept()
    assert [counts["tag", gas.pk], counts["person", one.pk], counts["topic", make.topic("Rails").pk]] == [2, 2, 2]
    assert_right()
    assert not Filed.objects.exclude(number__in=[gas.pk, one.pk, make.topic("Rails").pk]).exists()


def test_a_database_that_was_changed_by_hand_is_put_right(capsys):
    make.publication(tags=["gas", "oil"])
    gas, oil = make.tag("gas"), make.tag("oil")
    right = kept()
    Tally.objects.filter(shelf="all").update(total=70)
    Filed.objects.all().delete()
    call_command("recount")
    assert kept() == right
    Tag.objects.filter(pk=oil.pk).update(synonym_of=gas)
    call_command("recount")
    call_command("recount")
    said = capsys.readouterr().out.splitlines()
    assert said == ["1 counts were put right.", "1 counts were put right.", "Every count was right."]
    assert list(Publication.objects.under(gas)) == list(Publication.objects.all())


def test_a_site_that_was_read_in_is_counted_by_the_worker():
    make.publication()
    right = kept()
    assert filing.catch_up() == 0
    Tally.objects.all().delete()
    Filed.objects.all().delete()
    assert filing.catch_up() > 0
    assert kept() == right


def test_totals_come_with_the_rows_and_months_newest_first():
    empty, roads = make.topic("Empty"), make.topic()
    make.publication(topics=[roads])
    make.publication("Older", topics=[roads], at=datetime(2024, 2, 1, tzinfo=UTC))
    rows = filing.with_totals(Topic.objects.filter(pk__in=[empty.pk, roads.pk]).order_by("pk"))
    assert {row.pk: row.total for row in rows} == {empty.pk: 0, roads.pk: 2}
    assert filing.months() == [(2026, 11, 1), (2024, 2, 1)]
    assert (filing.in_all(), filing.in_all("simulation")) == (2, 0)


def test_a_page_of_a_list_is_read_from_its_index():
    """The plan names the index, and nothing is sorted, for a list with one row of many and with nearly all of them."""
    rare, frequent = make.topic(), make.topic("Rails")
    for n in range(25):
        make.publication(f"Piece {n}", topics=[frequent if n else rare], at=make.NOW - timedelta(days=n))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # what so few rows do not deserve
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL jit = off")
    for topic, titles in ((rare, ["Piece 0"]), (frequent, [f"Piece {n}" for n in range(1, 21)])):
        rows = Publication.objects.under(topic).newest_first()[:20]
        assert [row.title for row in rows] == titles
        plan = rows.explain()
        assert "filed_newest" in plan
        assert "B-TREE" not in plan and "Sort" not in plan


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs two who write at once")
@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_are_both_counted():
    articles = [make.article(f"Piece {n}", topics=[make.topic(), make.topic("Rails")]) for n in range(4)]

    def publish(article):
        try:
            publishing.publish(article)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(publish, articles))
    assert filing.in_all() == 4
    assert_right()
    assert Person.objects.count() == 0
