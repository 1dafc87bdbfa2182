"""Lists of pieces: their order, their pages by cursor, what stands in which, and what they cost."""

import re
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import cursor, filing, publishing
from articles.models import Byline, ImportantPiece, Person, Publication, Role, Tag
from tests import make

pytestmark = pytest.mark.django_db


def titles(response):
    """The titles in the list, from top to bottom."""
    return re.findall(r'<h3[^>]*><a href="[^"]*">([^<]*)</a></h3>', response.text)


def next_page(response):
    found = re.search(r'<a href="(\?before=[^"]+)" rel="next">', response.text)
    return found and found[1]


def publish_many(count, **fields):
    return [make.publication(f"Piece {n}", at=make.NOW - timedelta(days=n), **fields) for n in range(count)]


# Pages by cursor


def test_a_list_goes_on_page_by_page_and_shows_each_piece_once(client):
    publish_many(45)
    seen, address = [], "/analyses/"
    while address:
        response = client.get(address)
        seen.append(titles(response))
        older = next_page(response)
        address = older and "/analyses/" + older
    assert [len(page) for page in seen] == [20, 20, 5]
    assert sum(seen, []) == [f"Piece {n}" for n in range(45)]


def test_the_next_page_is_the_same_when_new_pieces_arrive(client):
    publish_many(25)
    older = "/analyses/" + next_page(client.get("/analyses/"))
    before = titles(client.get(older))
    make.publication("Brand new", at=make.NOW + timedelta(days=1))
    assert titles(client.get("/analyses/"))[0] == "Brand new"
    assert titles(client.get(older)) == before == [f"Piece {n}" for n in range(20, 25)]


def test_pieces_of_the_same_moment_are_neither_lost_nor_shown_twice(client):
    for n in range(23):
        make.publication(f"Piece {n}")
    first = client.get("/analyses/")
    second = client.get("/analyses/" + next_page(first))
    assert titles(first) + titles(second) == [f"Piece {n}" for n in reversed(range(23))]


def test_only_the_first_page_of_a_list_is_for_indexes(client):
    publish_many(21)
    first = client.get("/analyses/")
    second = client.get("/analyses/" + next_page(first))
    assert 'name="robots"' not in first.text
    assert '<link rel="canonical" href="http://testserver/analyses/">' in first.text
    assert '<meta name="robots" content="noindex,follow">' in second.text
    assert 'rel="canonical"' not in second.text


def word(text):
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


BAD_CURSORS = {
    "empty": "",
    "no code": "%%%",
    "not ASCII": "ქართული",
    "not ours": word("hello"),
    "one number": word("12"),
    "three numbers": word("1.2.3"),
    "no id": word("1000000."),
    "id zero": word("1000000.0"),
    "negative id": word("1000000.-4"),
    "id too large": word(f"1000000.{2**63}"),
    "time too large": word(f"{10**30}.4"),
    "very large": word("9" * 5000 + ".1"),
    "written otherwise": word("01000000.4"),
    "digits of another script": word("١٢.٤"),
    "padded": word("1000000.4") + "=",
    "long": "A" * 10_000,
}


@pytest.mark.parametrize("bad", BAD_CURSORS.values(), ids=BAD_CURSORS)
def test_a_bad_cursor_is_a_404(client, bad):
    make.publication(topics=[make.topic()])
    for address in ("/analyses/", "/topics/roads/", "/archive/2026/"):
        assert client.get(address, {"before": bad}).status_code == 404


def test_a_cursor_can_be_read_again_to_the_microsecond():
    for at in (make.NOW, datetime(2026, 1, 1, 0, 0, 0, 123456, UTC), datetime(1969, 7, 20, 20, 17, 40, 1, UTC)):
        assert cursor.read(cursor.write(at, 7)) == (at, 7)


def test_there_is_no_numbered_page(client):
    publish_many(21)
    assert titles(client.get("/analyses/?page=2")) == titles(client.get("/analyses/"))


# What stands where


def test_all_analyses_hold_everything_newest_first(client):
    make.publication("Old", at=make.NOW - timedelta(days=9))
    make.publication("What if", kind="simulation", at=make.NOW - timedelta(days=1))
    make.publication("New")
    assert titles(client.get("/analyses/")) == ["New", "What if", "Old"]
    assert titles(client.get("/simulations/")) == ["What if"]


def test_a_topic_a_region_and_a_series_list_what_is_in_them(client):
    topic, region, series = make.topic(), make.region(), make.series()
    make.publication("In the topic", topics=[topic])
    make.publication("In the region", regions=[region])
    make.publication("In the series", series=series, series_part=1)
    assert titles(client.get("/topics/roads/")) == ["In the topic"]
    assert titles(client.get("/regions/georgia/")) == ["In the region"]
    assert titles(client.get("/series/winter-roads/")) == ["In the series"]


def test_a_person_has_each_piece_once_whatever_they_did_for_it(client):
    person = make.person(
        native_name="თამარ ლეჟვარი", biography="<p>Writes on roads.</p>", links="Own site https://tl.example/"
    )
    article = make.article("Twice on it", authors=[person])
    Byline.objects.create(article=article, person=person, role=Role.TRANSLATOR, position=2)
    publishing.publish(article, at=make.NOW)
    response = client.get("/people/tamar-lezhvari/")
    assert titles(response) == ["Twice on it"]
    assert "თამარ ლეჟვარი" in response.text
    assert "<p>Writes on roads.</p>" in response.text
    assert '<a href="https://tl.example/" rel="me noopener">Own site</a>' in response.text


def test_a_synonym_sends_readers_to_its_tag_for_good(client):
    tag = make.tag("South Caucasus")
    make.publication("Under the tag", tags=["South Caucasus"])
    make.publication("Under the synonym", tags=["Transcaucasia"])
    Tag.objects.filter(name="Transcaucasia").update(synonym_of=tag)
    filing.recount()
    response = client.get("/tags/transcaucasia/")
    assert (response.status_code, response["Location"]) == (301, "/tags/south-caucasus/")
    assert titles(client.get("/tags/south-caucasus/")) == ["Under the synonym", "Under the tag"]
    assert "Transcaucasia" not in client.get("/tags/").text


def test_synonyms_that_name_each_other_do_not_send_readers_round(client):
    make.publication(tags=["one", "two"])
    one, two = make.tag("one"), make.tag("two")
    Tag.objects.filter(pk=one.pk).update(synonym_of=two)
    Tag.objects.filter(pk=two.pk).update(synonym_of=one)
    assert {client.get(f"/tags/{slug}/").status_code for slug in ("one", "two")} == {200}


def test_an_index_says_how_much_is_under_each(client):
    make.topic("Empty")
    for n in range(2):
        make.publication(f"Piece {n}", topics=[make.topic()], regions=[make.region()], tags=["Lars"])
    text = " ".join(client.get("/topics/").text.split())
    assert re.findall(r'<h2><a href="([^"]*)">', text) == ["/topics/empty/", "/topics/roads/"]
    assert text.index("Nothing yet") < text.index("2 pieces")
    assert '<bdi>Lars</bdi> <span class="quiet num">2</span>' in client.get("/tags/").text


# The archive


def test_the_archive_counts_months_in_the_time_zone_of_the_site(client):
    make.publication("October in London, November in Tbilisi", at=datetime(2026, 10, 31, 21, 0, tzinfo=UTC))
    make.publication("November", at=make.NOW)
    make.publication("Last year", at=datetime(2025, 5, 5, tzinfo=UTC))
    text = client.get("/archive/").text
    assert re.findall(r'href="(/archive/\d+/[\d/]*)"', text) == [
        "/archive/2026/",
        "/archive/2026/11/",
        "/archive/2025/",
        "/archive/2025/05/",
    ]
    assert titles(client.get("/archive/2026/11/")) == ["November", "October in London, November in Tbilisi"]
    assert titles(client.get("/archive/2025/")) == ["Last year"]


@pytest.mark.parametrize("date", ["2024/", "2026/10/", "2026/13/", "2026/00/", "2026/1/", "9999/", "0000/", "20266/"])
def test_a_time_without_publications_is_a_404(client, date):
    make.publication()
    assert client.get(f"/archive/{date}").status_code == 404


def test_a_year_and_a_month_lead_to_the_nearest_ones_with_pieces(client):
    for at in (datetime(2024, 2, 5, tzinfo=UTC), datetime(2026, 3, 5, tzinfo=UTC), datetime(2026, 11, 5, tzinfo=UTC)):
        make.publication(f"Of {at:%Y-%m}", at=at)

    def ways(address):
        return re.findall(r'<a href="(/archive/[^"]*)" rel="(\w+)">', client.get(address).text)

    assert ways("/archive/2024/") == [("/archive/2026/", "next")]
    assert ways("/archive/2026/") == [("/archive/2024/", "prev")]
    assert ways("/archive/2026/03/") == [("/archive/2024/02/", "prev"), ("/archive/2026/11/", "next")]


# What a topic, a region, a series has besides


def test_a_topic_shows_what_editors_find_most_important_who_writes_on_it_and_a_search_of_its_own(client):
    topic, nino, levan = make.topic(), make.person("Nino Gelashvili"), make.person("Levan Mchedlidze")
    centre = make.person("The centre", is_body=True)
    for n in range(21):
        authors = [levan] if n in (3, 4) else [nino, centre] if n else [centre]
        make.publication(f"Piece {n}", topics=[topic], authors=authors, at=make.NOW - timedelta(days=n))
    draft = make.article("Draft")
    for place, article in enumerate([Publication.objects.get(title="Piece 20").article, draft], 1):
        ImportantPiece.objects.create(topic=topic, article=article, position=place)
    first = client.get("/topics/roads/")
    chosen, experts, latest = re.split(r'<h2 id="(?:experts|pieces)">', first.text.partition('<h2 id="important">')[2])
    assert re.findall(r"<h3[^>]*><a[^>]*>([^<]*)</a>", chosen) == ["Piece 20"]
    assert re.findall(r"<strong><bdi>([^<]*)", experts) == ["Nino Gelashvili", "Levan Mchedlidze"]
    assert titles(first)[1:] == [f"Piece {n}" for n in range(20)]
    assert '<input type="hidden" name="topic" value="roads">' in first.text
    second = client.get("/topics/roads/" + next_page(first))
    assert titles(second) == ["Piece 20"]
    assert 'id="important"' not in second.text and 'id="experts"' not in second.text
    assert '<input type="hidden" name="author" value="nino-gelashvili">' in client.get("/people/nino-gelashvili/").text
    assert '<input type="hidden" name="year" value="2026">' in client.get("/archive/2026/").text


def test_editors_choose_and_order_what_is_most_important(client):
    piece, editor = make.publication("Chosen"), make.user("editor")
    client.force_login(editor)
    address = f"/admin/articles/series/{make.series().pk}/change/"
    form = {"name": "Winter roads", "introduction": "", "position": 100, "slug": "winter-roads"}
    management = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    form |= {f"important-{name}": value for name, value in management.items()}
    form |= {"important-0-position": 2, "important-0-article": piece.article_id, "important-0-series": make.series().pk}
    response = client.post(address, form)
    assert response.status_code == 302, response.context["errors"]
    assert list(ImportantPiece.objects.values_list("series__name", "article__title", "position")) == [
        ("Winter roads", "Chosen", 2)
    ]


# What they cost


def crowd(title, people, tags, **fields):
    """A piece under the same topic, region, tag and series as the others, and under some of its own."""
    authors = [make.person(f"{title} {n}", photo=make.image()) for n in range(people)]
    authors += [Person.objects.get_or_create(name="One of them")[0]]
    topics, regions, names = ([f"{title} {n}" for n in range(tags)] + ["One of them"] for _list in range(3))
    made = make.publication(
        title,
        authors=authors,
        topics=[make.topic(name) for name in topics],
        regions=[make.region(name) for name in regions],
        tags=names,
        series=make.series(),
        **fields,
    )
    for name, row in {"topic": make.topic("One of them"), "region": make.region("One of them")}.items():
        ImportantPiece.objects.create(article=made.article, **{name: row})
    ImportantPiece.objects.create(article=made.article, series=make.series())
    return made


LISTS = ["/archive/", "/archive/2026/", "/archive/2026/11/", "/series/", "/series/winter-roads/"]
LISTS += ["/topics/", "/regions/", "/tags/", "/people/"]
LISTS += [f"/{name}/one-of-them/" for name in ("topics", "regions", "tags", "people")]
# With what other lists do not show: all analyses show what they may be narrowed by, counted once after a change.
MORE = {"/": 15, "/analyses/": 16, "/simulations/": 9, "/feeds/atom.xml": 9, "/sitemap.xml": 9}
MOST = 8  # queries


def test_a_list_costs_the_same_however_many_pieces_names_and_tags_it_shows(client):
    def costs():
        found = {}
        for address in [*LISTS, *MORE]:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200, address
            found[address] = len(queries)
        return found

    for n in range(2):
        crowd(f"Piece {n}", 1, 1, kind="simulation", lead_image=make.image())
        crowd(f"Piece 1{n}", 1, 1, series_part=n)
    few = costs()
    for n in range(3):
        crowd(f"Piece 2{n}", 4, 4, kind="simulation", lead_image=make.image())
        crowd(f"Piece 3{n}", 4, 4, series_part=n)
    assert costs() == few
    assert {address: n for address, n in few.items() if n > MORE.get(address, MOST)} == {}


def test_the_rows_of_a_list_leave_the_texts_in_the_database():
    make.publication()
    row = Publication.objects.for_cards().get()
    assert {"body", "page", "text"} <= row.get_deferred_fields()
