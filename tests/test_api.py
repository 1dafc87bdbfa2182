"""The room for machines: what the table promises is what is answered, to everybody, and only what is public."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from jsonschema import Draft202012Validator, FormatChecker

from articles import publishing
from articles.api import catalogue, document
from articles.api.table import ENDPOINTS
from articles.models import Byline, Correction, Publication, Role, Tag
from tests import make

pytestmark = pytest.mark.django_db
BASE = "/api/v1/"
DAY = timedelta(days=1)
PLACES = {
    "publication": ["the-single-road"],
    "numbered": ["CCSIS-AN-2026-001"],
    "topic": ["roads"],
    "region": ["georgia"],
    "series_one": ["winter-roads"],
    "tag": ["lars"],
    "person": ["tamar-lezhvari"],
}


def read(response):
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def get(client, path, **query):
    return client.get(BASE + path, query)


@pytest.fixture
def piece():
    """A publication with one of everything that an answer may hold."""
    people = [make.person(title="Fellow"), make.person("The Caucasus Center", is_body=True)]
    piece = make.article(
        "The single road",
        body='<h2>North</h2><p>One <a href="/about/">pass</a>.<sup class="note"><a href="#fn-a">1</a></sup></p>',
        notes=[("a", "The road department.")],
        authors=people,
        topics=[make.topic()],
        regions=[make.region()],
        series=make.series(),
        series_part=2,
        tags=["Lars"],
        standfirst="What one pass carries.",
        key_points="It closes.\nIt opens.",
        lead_image=make.image(),
        funding="Nobody",
    )
    publishing.publish(piece, at=make.NOW)
    publishing.correct(piece, type=Correction.Type.CORRECTION, text="It is 2,379 metres high.", now=make.NOW + DAY)
    translation = make.article("Единственная дорога", language="ru", original=piece)
    publishing.publish(translation, at=make.NOW + 2 * DAY)
    return piece


def schema_of(name):
    described = document.of(ENDPOINTS)
    return {"$ref": f"#/components/schemas/{name}", "components": described["components"]}


def test_every_address_of_the_table_answers_as_its_schema_says(client, piece):
    seen = {}
    for endpoint in ENDPOINTS:
        response = client.get(reverse(f"api:{endpoint.name}", args=PLACES.get(endpoint.name)) + endpoint.example)
        seen[endpoint.name] = response.status_code
        assert response["Content-Type"].startswith(endpoint.media), endpoint.name
        assert response["Access-Control-Allow-Origin"] == "*"
        assert not response.cookies
        if endpoint.gives:
            checker = Draft202012Validator(schema_of(endpoint.gives), format_checker=FormatChecker())
            assert [error.message for error in checker.iter_errors(json.loads(read(response)))] == [], endpoint.name
        missing = client.get(reverse(f"api:{endpoint.name}", args=PLACES.get(endpoint.name)), {"colour": "red"})
        assert (missing.status_code, missing.json()["parameter"]) == (400, "colour"), endpoint.name
        problem = Draft202012Validator(schema_of("Problem"))
        assert list(problem.iter_errors(missing.json())) == []
    assert seen == dict.fromkeys(seen, 200)


def test_the_document_describes_the_table_and_nothing_else(client):
    told = get(client, "openapi.json").json()
    Draft202012Validator.check_schema({"$defs": told["components"]["schemas"]})
    assert list(told["paths"]) == [f"/{endpoint.template}" for endpoint in ENDPOINTS]
    listed = told["paths"]["/publications/"]["get"]
    assert [each["name"] for each in listed["parameters"]][-2:] == ["before", "limit"]
    page = client.get(BASE)
    assert [told["paths"][path]["get"]["summary"] in page.text for path in told["paths"]] == [True] * len(ENDPOINTS)
    assert client.get("/api/").headers["Location"] == BASE


def test_a_piece_is_told_whole(client, piece):
    told = get(client, "publications/the-single-road/").json()
    assert get(client, "publications/by-number/ccsis-an-2026-001/").json() == told
    assert [(each["name"], each["role"], each["title"], each["is_body"]) for each in told["bylines"]] == [
        ("Tamar Lezhvari", "author", "Fellow", False),
        ("The Caucasus Center", "author", "", True),
    ]
    assert told["address"] == "http://testserver/analyses/the-single-road/"
    assert '<a href="http://testserver/about/">pass</a>' in told["html"]
    assert 'href="http://testserver/analyses/the-single-road/#fn-a"' in told["html"]
    assert "# The single road" in told["markdown"]
    assert [each["version"] for each in told["versions"]] == [2, 1]
    assert [each["text"] for each in told["corrections"]] == ["It is 2,379 metres high."]
    assert [each["language"] for each in told["translations"]] == ["ru"]
    assert told["licence"]["name"] == "CC BY 4.0"
    assert (told["series"]["name"], told["series"]["part"]) == ("Winter roads", 2)
    assert told["citation"]["csl"]["number"] == told["number"] == "CCSIS-AN-2026-001"
    assert told["published_at"] == "2026-11-19T16:00:00+04:00"


NARROWED = [
    ({}, ["Second", "First", "Old"]),
    ({"type": "report"}, ["Second"]),
    ({"topic": "roads"}, ["First"]),
    ({"region": "georgia"}, ["First"]),
    ({"series": "winter-roads"}, ["Second"]),
    ({"person": "tamar-lezhvari"}, ["First"]),
    ({"tag": "gas"}, ["Second", "First"]),
    ({"tag": "natural-gas"}, ["Second", "First"]),
    ({"tag": "gas", "language": "ru"}, ["Second"]),
    ({"year": "2025"}, ["Old"]),
    ({"since": "2026-11-20"}, ["Second"]),
    ({"since": "2026-11-19T12:00:00Z"}, ["Second", "First"]),
    ({"updated_since": "2026-11-21T00:00:00+04:00"}, ["Old"]),
]


def test_lists_are_narrowed_as_asked(client):
    gas = make.tag("gas")
    Tag.objects.create(name="natural gas", synonym_of=gas)
    fields = {"authors": [make.person()], "topics": [make.topic()], "regions": [make.region()]}
    old = make.publication("Old", at=make.NOW - 365 * DAY)
    make.publication("First", tags=["gas"], **fields)
    make.publication("Second", kind="report", language="ru", series=make.series(), tags=["gas"], at=make.NOW + DAY)
    publishing.correct(old.article, type="update", text="Still so.", now=make.NOW + 3 * DAY)
    for query, found in NARROWED:
        told = get(client, "publications/", **query).json()
        assert [each["title"] for each in told["publications"]] == found, query


REFUSED = [
    ({"type": "poem"}, 400, "type", "write one of analysis, commentary"),
    ({"year": "26"}, 400, "year", "four digits"),
    ({"since": "2026-02-30"}, 400, "since", "write a day like"),
    ({"since": "2026-02-03T10:00:00"}, 400, "since", "with its zone"),
    ({"since": "0001-01-01T00:00:00+23:00"}, 400, "since", "write a day like"),
    ({"limit": "0"}, 400, "limit", "from 1 to 100"),
    ({"topic": ["roads", "roads"]}, 400, "topic", "stands there 2 times"),
    ({"topic": "../secret"}, 400, "topic", "Latin letters"),
    ({"page": "2"}, 400, "page", "These are known: type, region"),
    ({"topic": "nowhere"}, 404, "topic", "There is no topic with this address here."),
    ({"tag": "unused"}, 404, "tag", "There is no tag with this address here."),
    ({"before": "bm90"}, 404, "before", "Begin again without before="),
]


def test_what_cannot_be_understood_is_answered_with_a_sentence(client):
    make.tag("unused")
    for query, status, parameter, words in REFUSED:
        response = get(client, "publications/", **query)
        told = response.json()
        assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json"), query
        assert (told["status"], told["parameter"]) == (status, parameter)
        assert words in told["detail"]


def test_a_list_goes_on_by_its_cursor_and_stays_as_it_was(client):
    for n in range(5):
        make.publication(f"Piece {n}", at=make.NOW - n * DAY, tags=[f"tag {n}"], authors=[make.person(f"Person {n}")])
    for path, name, words in (
        ("publications/", "title", [f"Piece {n}" for n in range(5)]),
        ("tags/", "name", [f"tag {n}" for n in reversed(range(5))]),
        ("people/", "name", [f"Person {n}" for n in reversed(range(5))]),
    ):
        seen, address = [], BASE + path + "?limit=2"
        while address:
            response = client.get(address)
            told = response.json()
            seen.append([row[name] for row in told[path.rstrip("/")]])
            address = told["next"]
            assert response.get("Link", "") == (f'<{address}>; rel="next"' if address else "")
        assert seen == [words[:2], words[2:4], words[4:]], path


def test_what_was_taken_back_says_why_and_what_moved_says_where(client):
    notice = make.retracted("Taken back", reason="The figure could not be confirmed.")
    for address in ("publications/taken-back/", f"publications/by-number/{notice.number}/"):
        gone = get(client, address)
        assert (gone.status_code, gone.json()["reason"]) == (410, "The figure could not be confirmed."), address
    told = get(client, "corrections/").json()["corrections"]
    assert [(each["type"], each["publication"]["is_public"]) for each in told] == [("retraction", False)]
    moved = make.publication("Old name").article
    moved.slug = "new-name"
    moved.save()
    publishing.publish(moved)
    answer = get(client, "publications/old-name/")
    assert (answer.status_code, answer["Location"]) == (301, "http://testserver/api/v1/publications/new-name/")
    lost = get(client, "publications/never/")
    assert (lost.status_code, lost["Content-Type"]) == (404, "application/problem+json")
    assert [row["title"] for row in get(client, "publications/").json()["publications"]] == ["Old name"]


def test_who_has_the_answer_gets_304_and_everybody_else_may_read(client, piece):
    first = get(client, "publications/the-single-road/")
    again = client.get(first.request["PATH_INFO"], headers={"if-none-match": first["ETag"]})
    since = client.get(first.request["PATH_INFO"], headers={"if-modified-since": first["Last-Modified"]})
    assert (again.status_code, again.content, since.status_code) == (304, b"", 304)
    assert again["Access-Control-Allow-Origin"] == "*"
    assert first["Last-Modified"] == "Fri, 20 Nov 2026 12:00:00 GMT"
    head = client.head(first.request["PATH_INFO"])
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
    options = client.options(BASE + "publications/", headers={"origin": "https://elsewhere.example"})
    assert (options.status_code, options["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    packed = client.get(first.request["PATH_INFO"], headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    Tag.objects.update(name="Lars gorge")
    changed = client.get(first.request["PATH_INFO"], headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200


def test_errors_before_any_view_are_problems_too(client):
    client.handler.enforce_csrf_checks = True
    answers = {
        400: client.get(BASE + "publications/", QUERY_STRING="topic=%00"),
        404: client.get(BASE + "nothing/"),
        405: client.post(BASE + "publications/", {"title": "Mine"}),
    }
    told = {status: (each.status_code, each["Content-Type"], each.json()["status"]) for status, each in answers.items()}
    assert told == {status: (status, "application/problem+json", status) for status in answers}
    client.handler.enforce_csrf_checks = False
    assert client.delete(BASE + "publications/").status_code == 405


# What it costs


def cost(client, address):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = client.get(address)
        assert response.status_code == 200
        read(response)
    return len(asked)


def publish_many(count, authors):
    people = [make.person(f"Person {n} of {authors}") for n in range(authors)]
    fields = {"topics": [make.topic()], "regions": [make.region()], "series": make.series(), "tags": ["gas"]}
    for n in range(count):
        make.publication(f"Piece {n} of {authors}", at=make.NOW - n * DAY, authors=people, **fields)


def test_a_list_costs_the_same_however_many_names_stand_under_its_pieces(client):
    publish_many(1, 1)
    few = cost(client, BASE + "publications/")
    publish_many(20, 10)
    assert cost(client, BASE + "publications/") == few <= 10
    narrowed = "?tag=gas&topic=roads&region=georgia&series=winter-roads&person=person-0-of-10"
    assert cost(client, BASE + "publications/" + narrowed) <= few + 10
    assert {cost(client, BASE + path) for path in ("tags/", "people/", "corrections/", "topics/")} <= {0, 1, 2, 3}


def test_a_page_far_down_is_read_from_the_index(client):
    publish_many(30, 1)
    with CaptureQueriesContext(connection) as asked:
        second = get(client, "publications/", limit="10").json()["next"]
        client.get(second)
    pages = [row["sql"] for row in asked.captured_queries if "LIMIT 11" in row["sql"]]
    assert ["OFFSET" in sql for sql in pages] == [False, False]
    if connection.vendor == "sqlite":
        plan = Publication.objects.newest_first().filter(published_at__lte=make.NOW)[:11].explain()
        assert "USING INDEX publication_newest" in plan


# The catalogue


def test_the_catalogue_has_every_piece_on_a_line_that_no_spreadsheet_works_out(client, piece, monkeypatch):
    monkeypatch.setattr(catalogue, "BATCH", 2)
    Byline.objects.create(article=make.article(), person=make.person("Nobody"), position=1)
    editor = make.article("=HYPERLINK(1)", standfirst="@sum", relief="")
    Byline.objects.create(article=editor, name="Zaza Last", position=1, role=Role.AUTHOR)
    Byline.objects.create(article=editor, name="Зарина Дзагоева", position=2, role=Role.EDITOR)
    publishing.publish(editor, at=make.NOW - DAY)
    make.publication("Nobody signed", kind="report", at=make.NOW - 2 * DAY, republication="nobody")
    table = read(get(client, "catalogue.csv"))
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))
    assert [row["title"] for row in rows] == [
        "Единственная дорога",
        "The single road",
        "'=HYPERLINK(1)",
        "Nobody signed",
    ]
    assert rows[1] == {
        "author": "Tamar Lezhvari; The Caucasus Center",
        "date": "2026-11-19",
        "type": "Analysis",
        "institution": "Caucasus Center for Strategic and International Studies",
        "title": "The single road",
        "abstract": "What one pass carries.",
        "topic": "Roads",
        "political geography": "Georgia",
        "language": "en",
        "series": "Winter roads",
        "number": "CCSIS-AN-2026-001",
        "address": "http://testserver/analyses/the-single-road/",
        "licence": "CC BY 4.0",
    }
    assert (rows[2]["author"], rows[2]["abstract"]) == ("Zaza Last", "'@sum")
    assert rows[3]["licence"] == "All rights reserved"
    told = json.loads(read(get(client, "catalogue.json")))
    assert [row["title"] for row in told["publications"]][2] == "=HYPERLINK(1)"
    assert told["publications"][1]["authors"] == ["Tamar Lezhvari", "The Caucasus Center"]


def test_the_catalogue_is_read_in_batches_and_not_given_to_one_asker_for_ever(client, monkeypatch):
    publish_many(7, 2)
    monkeypatch.setattr(catalogue, "BATCH", 3)
    small = cost(client, BASE + "catalogue.csv")
    monkeypatch.setattr(catalogue, "BATCH", 100)
    assert small - cost(client, BASE + "catalogue.csv") == 2 * 4  # two batches more, each with its relations
    monkeypatch.setattr(catalogue, "MOST_AN_HOUR", 2)
    refused = get(client, "catalogue.json")
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
