"""What every page but a piece tells machines of itself, as schema.org."""

import json

import pytest

from tests import citing, make

pytestmark = pytest.mark.django_db
SITE = "http://testserver"
NAME = "Caucasus Center for Strategic and International Studies"


def told(client, path):
    """What a page says, by type: {"BreadcrumbList": data, …}."""
    data = [json.loads(each) for each in citing.Page(client.get(path).text).data]
    assert all(each["@context"] == "https://schema.org" for each in data)
    return {thing["@type"]: thing for each in data for thing in each.get("@graph", [each])}


def steps(data):
    items = data["BreadcrumbList"]["itemListElement"]
    assert [item["position"] for item in items] == list(range(1, len(items) + 1))
    return [(item["name"], item["item"].removeprefix(SITE)) for item in items]


@pytest.fixture
def site(client):
    fields = {"topics": [make.topic()], "regions": [make.region()], "series": make.series(), "tags": ["Lars"]}
    tamar = make.person(
        native_name="თამარ ლეჟვარი", title="Senior Fellow", orcid="0000-0002-1825-0097", links="Own https://tl.example/"
    )
    make.publication(authors=[tamar, make.person("The Center", is_body=True)], **fields)
    make.publication("What </script> if", kind="simulation", slug="what-if")
    return client


def test_every_page_says_where_it_stands(site):
    home = (NAME, "/")
    expected = {
        "/analyses/": [home, ("Analyses", "/analyses/")],
        "/simulations/": [home, ("Simulations", "/simulations/")],
        "/topics/": [home, ("Topics", "/topics/")],
        "/topics/roads/": [home, ("Topics", "/topics/"), ("Roads", "/topics/roads/")],
        "/regions/georgia/": [home, ("Regions", "/regions/"), ("Georgia", "/regions/georgia/")],
        "/tags/lars/": [home, ("Tags", "/tags/"), ("Lars", "/tags/lars/")],
        "/series/winter-roads/": [home, ("Series", "/series/"), ("Winter roads", "/series/winter-roads/")],
        "/people/tamar-lezhvari/": [home, ("People", "/people/"), ("Tamar Lezhvari", "/people/tamar-lezhvari/")],
        "/archive/2026/": [home, ("Archive", "/archive/"), ("2026", "/archive/2026/")],
        "/corrections/": [home, ("Corrections", "/corrections/")],
        "/analyses/the-single-road/": [
            home,
            ("Analyses", "/analyses/"),
            ("The single road", "/analyses/the-single-road/"),
        ],
        "/simulations/what-if/": [
            home,
            ("Simulations", "/simulations/"),
            ("What </script> if", "/simulations/what-if/"),
        ],
    }
    assert {path: steps(told(site, path)) for path in expected} == expected
    assert steps(told(site, "/ru/topics/roads/"))[1][1] == "/ru/topics/"
    assert "BreadcrumbList" not in told(site, "/topics/roads/?before=MTAwMC4x")


def test_a_list_says_what_it_is_called_and_what_it_holds(site):
    listed = told(site, "/analyses/")["CollectionPage"]
    assert (listed["name"], listed["url"], listed["inLanguage"]) == ("Analyses", f"{SITE}/analyses/", "en")
    assert [(item["position"], item["url"]) for item in listed["mainEntity"]["itemListElement"]] == [
        (1, f"{SITE}/simulations/what-if/"),
        (2, f"{SITE}/analyses/the-single-road/"),
    ]
    topics = told(site, "/topics/")["CollectionPage"]["mainEntity"]["itemListElement"]
    assert [item["url"] for item in topics] == [f"{SITE}/topics/roads/"]
    assert "mainEntity" not in told(site, "/tags/")["CollectionPage"]


def test_the_front_page_says_who_we_are_and_how_to_search_here(site):
    data = told(site, "/")
    assert (data["Organization"]["name"], data["Organization"]["url"]) == (NAME, f"{SITE}/")
    assert data["WebSite"]["publisher"] == {"@id": data["Organization"]["@id"]}
    search = data["WebSite"]["potentialAction"]
    assert search["target"]["urlTemplate"] == f"{SITE}/search/?q={{search_term_string}}"
    assert search["query-input"] == "required name=search_term_string"


def test_a_page_says_who_somebody_is(site):
    assert told(site, "/people/tamar-lezhvari/")["ProfilePage"]["mainEntity"] == {
        "@type": "Person",
        "@id": f"{SITE}/people/tamar-lezhvari/",
        "name": "Tamar Lezhvari",
        "alternateName": "თამარ ლეჟვარი",
        "jobTitle": "Senior Fellow",
        "url": f"{SITE}/people/tamar-lezhvari/",
        "sameAs": ["https://orcid.org/0000-0002-1825-0097", "https://tl.example/"],
    }
    body = told(site, "/people/the-center/")["ProfilePage"]["mainEntity"]
    assert (body["@type"], body["name"]) == ("Organization", "The Center")
