"""One ordered list of names, the same wherever a piece is shown, fed, cited, drawn or described to machines."""

import json
import re

import pytest
from django.conf import settings

from articles import publishing, share_files
from articles.citations import record_of, styles
from articles.models import Byline, Person, Publication, Role
from ccsis.models import SiteSettings
from tests import citing, feeds, make

pytestmark = pytest.mark.django_db
ADDRESS = "/analyses/the-single-road/"
# In this order, which is neither that of the alphabet nor that of the people's rows: a contributor stands between two
# authors, a body among persons, names in three scripts, one without a page of its own.
WRITERS = ["Zaza Last", "გიორგი ბერიძე", "The Caucasus Center", "شیرین معتمدی", "Aram First"]
ROLES = {"გიორგი ბერიძე": Role.CONTRIBUTOR}
TRANSLATORS, EDITORS = ["Leyla Qurbanzadə"], ["Зарина Дзагоева"]
WITHOUT_PAGE = "Aram First"
INVERTED = ["Last, Zaza", "ბერიძე, გიორგი", "The Caucasus Center", "معتمدی, شیرین", "First, Aram"]
PAGES = ["/people/zaza-last/", "/people/giorgi-beridze/", "/people/the-caucasus-center/", "/people/shirin/"]


@pytest.fixture
def piece(client):
    make.person("Aram First", slug="somebody-else")  # of the same name, and not the one that signed
    slugs = {"გიორგი ბერიძე": "giorgi-beridze", "شیرین معتمدی": "shirin"}
    people = {
        name: Person.objects.create(name=name, slug=slugs.get(name, ""), is_body=name == "The Caucasus Center")
        for name in sorted([*WRITERS, *TRANSLATORS, *EDITORS])
        if name != WITHOUT_PAGE
    }
    article = make.article("The single road")
    # The desk may put an editor before the authors; everywhere they stand behind them.
    order = [*EDITORS, *WRITERS, *TRANSLATORS]
    for place, name in enumerate(order, start=1):
        role = Role.EDITOR if name in EDITORS else Role.TRANSLATOR if name in TRANSLATORS else ROLES.get(name)
        fields = {"person": people[name]} if name in people else {"name": name}
        Byline.objects.create(article=article, position=place, role=role or Role.AUTHOR, **fields)
    publishing.publish(article, at=make.NOW)
    return Publication.objects.for_page().get()


def names_in(html):
    """The names of a byline: each stands in a link or in bold, isolated from what is round it."""
    return re.findall(r"<(?:a [^>]*|b)><bdi>([^<]*)</bdi></(?:a|b)>", html)


def part(html, begin, end):
    return html[html.index(begin) : html.index(end, html.index(begin))]


def record(piece):
    return record_of(piece, SiteSettings.load())


# Each gives (writers, translators, editors) as one form has them; None where it has no place for a role.


def of_page(client, piece):
    head = part(client.get(ADDRESS).text, 'class="byline frame"', "</p>")
    writers, translators, editors = re.split(r"translated by|edited by", head)
    return names_in(writers), names_in(translators), names_in(editors)


def of_card(client, piece):
    return names_in(part(client.get("/analyses/").text, 'class="byline"', "</p>")), None, None


def of_person(client, piece):
    return names_in(part(client.get("/people/shirin/").text, 'class="byline"', "</p>")), None, None


def of_feed(form):
    def names(client, piece):
        (item,) = feeds.read(client, feeds.EVERYTHING[form], form)["items"]
        assert sorted(item["others"]) == sorted(TRANSLATORS + EDITORS)
        return item["writers"], None, None

    names.__name__ = f"of_{form}"
    return names


def of_credits_in_json(client, piece):
    (item,) = json.loads(client.get("/feeds/feed.json").content)["items"]
    found = [(each["role"], each["name"]) for each in item["_ccsis"]["credits"]]
    roles = (("author", "contributor"), ("translator",), ("editor",))
    return tuple([name for role, name in found if role in those] for those in roles)


def of_schema(client, piece):
    data = citing.Page(client.get(ADDRESS).text).schema
    assert [each["@type"] for each in data["author"]] == ["Person", "Person", "Organization", "Person", "Person"]
    addresses = [each.get("url", "").removeprefix("http://testserver") for each in data["author"]]
    assert addresses == [*PAGES, ""]
    return tuple([each["name"] for each in data[role]] for role in ("author", "translator", "editor"))


def of_share_image(client, piece):
    lines = [line.replace("\u00a0", " ") for line in share_files.card_of(piece, SiteSettings.load()).names]
    writers, translators, editors = lines
    return (
        writers.split(", "),
        translators.removeprefix("Translated by ").split(", "),
        editors.removeprefix("Edited by ").split(", "),
    )


def of_open_graph(client, piece):
    found = citing.Page(client.get(ADDRESS).text).all("article:author")
    assert found == [*(f"http://testserver{page}" for page in PAGES), WITHOUT_PAGE]
    names = dict(Person.objects.values_list("slug", "name"))
    return [names[each.rstrip("/").rpartition("/")[2]] if "/" in each else each for each in found], None, None


def of_api(client, piece):
    """In the list and in the whole piece alike."""
    told = client.get("/api/v1/publications/the-single-road/").json()["bylines"]
    [listed] = client.get("/api/v1/publications/").json()["publications"]
    assert listed["bylines"] == told
    addresses = [(each["person"] or {}).get("address", "").removeprefix("http://testserver") for each in told]
    assert addresses[: len(WRITERS)] == [*PAGES, ""]
    assert [each["is_body"] for each in told].index(True) == WRITERS.index("The Caucasus Center")
    roles = ({Role.AUTHOR, Role.CONTRIBUTOR}, {Role.TRANSLATOR}, {Role.EDITOR})
    return tuple([each["name"] for each in told if each["role"] in role] for role in roles)


def of_catalogue(client, piece):
    parts = client.get("/api/v1/catalogue.json").streaming_content
    [entry] = json.loads(b"".join(parts))["publications"]
    return entry["authors"], None, None


FEEDS = [*map(of_feed, feeds.FORMS), of_credits_in_json]
FORMS = [of_api, of_catalogue, of_page, of_card, of_person, *FEEDS, of_schema, of_share_image, of_open_graph]


# Those that turn names round


def of_highwire(client, piece):
    page = citing.Page(client.get(ADDRESS).text)
    return tuple(page.all(f"citation_{role}") for role in ("author", "translator", "editor"))


def of_file(form, read):
    def names(client, piece):
        found = read(client.get(f"{ADDRESS}cite.{form}").text)
        return found["author"], found["translator"], found["editor"]

    names.__name__ = f"of_{form}"
    return names


TURNED = [
    of_highwire,
    of_file("bib", citing.from_bibtex),
    of_file("ris", citing.from_ris),
    of_file("json", citing.from_csl),
]


@pytest.mark.parametrize("form", FORMS + TURNED, ids=lambda form: form.__name__)
def test_every_form_has_the_same_names_in_the_same_order_and_roles(form, client, piece):
    straight, turned = (WRITERS, TRANSLATORS, EDITORS), (INVERTED, ["Qurbanzadə, Leyla"], ["Дзагоева, Зарина"])
    expected = turned if form in TURNED else straight
    found = list(form(client, piece))
    assert found == [known if has is not None else None for has, known in zip(found, expected, strict=True)]


@pytest.mark.parametrize(
    ("style", "writers", "translators", "editors"),
    [
        (
            "Chicago",
            "Last, Zaza, გიორგი ბერიძე, The Caucasus Center, شیرین معتمدی, and Aram First. ",
            "Translated by Leyla Qurbanzadə.",
            "Edited by Зарина Дзагоева.",
        ),
        (
            "APA",
            "Last, Z., ბერიძე, გ., The Caucasus Center, معتمدی, شیرین, & First, A. ",
            "L. Qurbanzadə, Trans.",
            "З. Дзагоева, Ed.",
        ),
        # MLA names the first of three and more.
        ("MLA", "Last, Zaza, et al. ", "translated by Leyla Qurbanzadə", "dited by Зарина Дзагоева"),
    ],
)
def test_every_style_names_them_as_its_handbook_says(piece, style, writers, translators, editors):
    text = styles.plain(styles.STYLES[style](record(piece)))
    assert text.startswith(writers)
    assert (translators in text, editors in text) == (True, True)


def test_what_is_printed_is_the_page_with_its_names_and_a_citation():
    css = (settings.BASE_DIR / "static/css/print.css").read_text()
    hidden = ", ".join(re.findall(r"([^{}]*)\{\s*display: none", css))
    names = [word for rule in hidden.split(",") for word in rule.split()[-1:]]
    assert {".byline", ".frame", ".cite", ".citation", ".facts", ".article-head"} & set(names) == set()
    assert ".cite details:not([open])" in hidden  # the first one, which is open, is the one on paper


def test_each_of_them_leads_to_a_page_that_lists_the_piece(client, piece):
    listed = {page: "The single road" in client.get(page).text for page in PAGES}
    assert listed == dict.fromkeys(PAGES, True)


def test_a_name_changed_later_changes_nothing_that_was_published(client, piece):
    Person.objects.filter(slug="zaza-last").update(name="Zaza Otherwise")
    assert of_page(client, piece)[0] == WRITERS
    assert of_file("json", citing.from_csl)(client, piece)[0] == INVERTED
    assert json.dumps(of_schema(client, piece)[0]) == json.dumps(WRITERS)
