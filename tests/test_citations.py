"""Cite this: three styles as text and three files, all of one record, which other programs read back."""

import datetime

import pytest
from django.forms import modelform_factory

from articles import publishing
from articles.citations import record_of, styles
from articles.citations.files import FORMS
from articles.citations.names import Name, parse
from articles.citations.record import Record
from articles.desk.people import PersonForm
from articles.models import Byline, Person, Publication, Role
from ccsis.models import Redirect, SiteSettings
from tests import citing, make

HOUSE = "Caucasus Center for Strategic and International Studies"
TAMAR, ARAM, BODY = Name("Lezhvari", "Tamar"), Name("First", "Aram"), Name("The Caucasus Center")
HOSTILE = [
    "Roads & rails: 100 % of {what} costs $5_000 ~ x^2 #1 \\input{/etc/passwd}",
    "}, author = {Somebody Else}, x = {",
    "@book{x, title = {y}}",
    'A "quoted" title, with % and \\ and {',
    "გზა და სახელი",
    "Ամբարի հայելին. երեք ժամացույց",
    "گاز در برابر برق: معامله‌ای تازه",
    "Bir evdə dörd əlifba, qırğın İşığı",
    "О чём не спросили горы?",
]


def record(**fields):
    defaults = {
        "title": "The Single Road",
        "authors": (TAMAR, ARAM),
        "editors": (),
        "translators": (),
        "genre": "Analysis",
        "is_paper": True,
        "number": "CCSIS-AN-2026-001",
        "version": 3,
        "date": datetime.date(2026, 11, 9),
        "language": "en",
        "address": "https://ccsis.example/analyses/the-single-road/",
        "publisher": HOUSE,
    }
    return Record(**defaults | fields)


# Names


@pytest.mark.parametrize(
    ("printed", "family", "given"),
    [
        ("Tamar Lezhvari", "Lezhvari", "Tamar"),
        ("Dr. Tamar Lezhvari", "Lezhvari", "Tamar"),
        ("Prof. Dr Tamar Lezhvari, PhD, M.A.", "Lezhvari", "Tamar"),
        ("Tamar Lezhvari PhD", "Lezhvari", "Tamar"),
        ("Tamar Ma", "Ma", "Tamar"),
        ("Проф. Зарина Дзагоева", "Дзагоева", "Зарина"),
        ("Levon Ter-Petrosyan", "Ter-Petrosyan", "Levon"),
        ("Anneke van der Berg", "van der Berg", "Anneke"),
        ("Martin King Jr.", "King Jr.", "Martin"),
        ("Aysel Qurbanzadə", "Qurbanzadə", "Aysel"),
        ("İlham Heydər oğlu Əliyev", "Əliyev", "İlham Heydər oğlu"),
        ("გიორგი ბერიძე", "ბერიძე", "გიორგი"),
        ("Արամ Սահականց", "Սահականց", "Արամ"),
        ("شیرین معتمدی", "معتمدی", "شیرین"),
        ("Nino", "Nino", ""),
        ("Name withheld", "Name withheld", ""),
        ("A reader in Gyumri", "A reader in Gyumri", ""),
        ("  Tamar \n Lezhvari\u200f ", "Lezhvari", "Tamar"),
    ],
)
def test_a_printed_name_is_taken_apart_without_titles_and_degrees(printed, family, given):
    assert parse(printed) == Name(family, given)


def test_an_editor_says_which_words_are_the_family_name():
    assert parse("Gabriel García Márquez", "García Márquez") == Name("García Márquez", "Gabriel")
    assert parse("Kim Min Soo", "Kim") == Name("Kim", "Min Soo")
    assert parse("Tamar Lezhvari", "Somebody") == TAMAR


# Styles


def written(style, **fields):
    return styles.plain(styles.STYLES[style](record(**fields)))


@pytest.mark.parametrize(
    ("style", "text"),
    [
        (
            "Chicago",
            f"Lezhvari, Tamar, and Aram First. The Single Road. Analysis CCSIS-AN-2026-001, version 3. {HOUSE}, "
            "November 9, 2026. https://ccsis.example/analyses/the-single-road/.",
        ),
        (
            "APA",
            "Lezhvari, T., & First, A. (2026, November 9). The Single Road (Analysis No. CCSIS-AN-2026-001, "
            f"version 3). {HOUSE}. https://ccsis.example/analyses/the-single-road/",
        ),
        (
            "MLA",
            "Lezhvari, Tamar, and Aram First. The Single Road. Version 3, Analysis CCSIS-AN-2026-001, "
            f"{HOUSE}, 9 Nov. 2026, https://ccsis.example/analyses/the-single-road/.",
        ),
    ],
)
def test_a_paper_by_two_is_cited_as_the_handbooks_say(style, text):
    assert written(style) == text


@pytest.mark.parametrize(
    ("style", "text"),
    [
        (
            "Chicago",
            "The Caucasus Center. “What now?” Edited by Tamar Lezhvari. Translated by Aram First. "
            f"Commentary CCSIS-AN-2026-001, version 3. {HOUSE}, November 9, 2026. https://doi.org/10.1/x.",
        ),
        (
            "APA",
            "The Caucasus Center. (2026, November 9). What now? (T. Lezhvari, Ed.; A. First, Trans.; "
            f"Commentary No. CCSIS-AN-2026-001, version 3). {HOUSE}. https://doi.org/10.1/x",
        ),
        (
            "MLA",
            f"The Caucasus Center. “What now?” {HOUSE}, edited by Tamar Lezhvari, translated by Aram First, "
            "version 3, Commentary CCSIS-AN-2026-001, 9 Nov. 2026, https://doi.org/10.1/x.",
        ),
    ],
)
def test_a_page_of_the_site_by_a_body_stands_in_quotes_with_everybody_in_their_roles(style, text):
    fields = {"authors": (BODY,), "editors": (TAMAR,), "translators": (ARAM,)}
    assert written(style, **fields, title="What now?", genre="Commentary", is_paper=False, doi="10.1/x") == text


def test_many_authors_are_listed_as_far_as_each_style_lists_them():
    names = tuple(Name(f"Family{chr(65 + n)}", "Given") for n in range(21))
    assert written("Chicago", authors=names[:3]).startswith(
        "FamilyA, Given, Given FamilyB, and Given FamilyC. The Single Road."
    )
    assert written("Chicago", authors=names[:11]).startswith("FamilyA, Given, Given FamilyB, ")
    assert "Given FamilyG, et al. The Single Road." in written("Chicago", authors=names[:11])
    assert written("APA", authors=names[:20]).count("FamilyT, G.") == 1
    assert "FamilyS, G., … FamilyU, G. (2026" in written("APA", authors=names)
    assert written("MLA", authors=names[:3]).startswith("FamilyA, Given, et al. The Single Road.")


def test_a_collection_is_cited_by_its_editors():
    fields = {"authors": (), "editors": (TAMAR, ARAM)}
    assert written("Chicago", **fields).startswith("Lezhvari, Tamar, and Aram First, eds. The Single Road.")
    assert written("APA", **fields).startswith("Lezhvari, T., & First, A. (Eds.). (2026, November 9).")
    assert written("MLA", **fields).startswith("Lezhvari, Tamar, and Aram First, editors. The Single Road.")


def test_apa_shortens_given_names_only_in_scripts_that_have_initials():
    names = (Name("ბერიძე", "გიორგი"), Name("Սահականց", "Արամ"), Name("معتمدی", "شیرین"), Name("Sartre", "Jean-Paul"))
    assert written("APA", authors=names).startswith("ბერიძე, გ., Սահականց, Ա., معتمدی, شیرین, & Sartre, J.-P. (2026")


def test_apa_does_not_name_the_house_twice():
    assert written("APA", authors=(Name(HOUSE),)).count(HOUSE) == 1


# Files


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_breaks_a_file(title):
    made = record(title=title, abstract=title, publisher=title, authors=(TAMAR, Name(title)))
    for name, read in (("bib", citing.from_bibtex), ("ris", citing.from_ris), ("json", citing.from_csl)):
        found = read(FORMS[name].write(made))
        assert (name, found["title"], found["publisher"]) == (name, title, title)
    assert citing.from_csl(FORMS["json"].write(made))["author"] == ["Lezhvari, Tamar", title]
    assert citing.from_bibtex(FORMS["bib"].write(made))["author"][0] == "Lezhvari, Tamar"


def test_a_body_with_an_and_in_its_name_stays_one_author():
    made = record(authors=(Name("Ministry of Roads and Rails"), TAMAR))
    for name, read in (("bib", citing.from_bibtex), ("ris", citing.from_ris), ("json", citing.from_csl)):
        assert read(FORMS[name].write(made))["author"] == ["Ministry of Roads and Rails", "Lezhvari, Tamar"]


# On the site


def piece(**fields):
    """A published piece with everything that a citation can name."""
    article = make.article(
        "Roads & {rails}",
        subtitle="What “closed” costs",
        standfirst="One pass carries most of the trade.",
        authors=[make.person("Dr. Tamar Lezhvari"), make.person("The Caucasus Center", is_body=True)],
        topics=[make.topic()],
        regions=[make.region()],
        tags=["Lars"],
        series=make.series(),
        doi="10.1234/abcd",
        slug="the-single-road",
        **fields,
    )
    Byline.objects.create(article=article, name="Shirin Motamedi", role=Role.TRANSLATOR, position=8)
    Byline.objects.create(article=article, name="Nana Editor", role=Role.EDITOR, position=9)
    publishing.publish(article, at=make.NOW)
    return article


SAME = {
    "author": ["Lezhvari, Tamar", "The Caucasus Center"],
    "editor": ["Editor, Nana"],
    "translator": ["Motamedi, Shirin"],
    "title": "Roads & {rails}: What “closed” costs",
    "publisher": HOUSE,
    "number": "CCSIS-AN-2026-001",
    "version": "2",
    "date": "2026-11-19",
    "language": "en",
    "address": "http://testserver/analyses/the-single-road/",
    "genre": "Analysis",
}


@pytest.mark.django_db
def test_all_files_and_the_tags_of_the_page_give_the_same_record(client):
    publishing.publish(piece())
    address = "/analyses/the-single-road/"
    found = {
        "bib": citing.from_bibtex(client.get(f"{address}cite.bib").text),
        "ris": citing.from_ris(client.get(f"{address}cite.ris").text),
        "json": citing.from_csl(client.get(f"{address}cite.json").text),
    }
    assert found == {"bib": SAME, "ris": SAME, "json": SAME}
    known = {name: value for name, value in SAME.items() if name not in ("version", "genre")}
    assert citing.from_highwire(client.get(address).text) == known


@pytest.mark.django_db
def test_a_download_says_what_it_is_and_is_not_sent_twice(client, django_assert_max_num_queries):
    piece()
    kinds = {}
    for form in FORMS:
        with django_assert_max_num_queries(8):
            response = client.get(f"/analyses/the-single-road/cite.{form}")
        kinds[form] = (response["Content-Type"], response["Content-Disposition"])
        assert response["Link"] == '<http://testserver/analyses/the-single-road/>; rel="canonical"'
        assert response.cookies == {}
        again = client.get(f"/analyses/the-single-road/cite.{form}", headers={"if-none-match": response["ETag"]})
        assert again.status_code == 304
    name = 'attachment; filename="ccsis-an-2026-001'
    assert kinds == {
        "bib": ("application/x-bibtex; charset=utf-8", f'{name}.bib"'),
        "ris": ("application/x-research-info-systems; charset=utf-8", f'{name}.ris"'),
        "json": ("application/vnd.citationstyles.csl+json; charset=utf-8", f'{name}.json"'),
    }


@pytest.mark.django_db
def test_what_was_retracted_is_not_to_be_cited(client):
    make.retracted("Taken back")
    response = client.get("/analyses/taken-back/cite.bib")
    assert (response.status_code, response["Content-Type"]) == (410, "text/plain; charset=utf-8")
    assert "retracted" in response.text


@pytest.mark.django_db
def test_files_move_with_their_piece(client):
    make.publication("What if", kind="simulation")
    Redirect.objects.leave("/analyses/old/", "/simulations/what-if/")
    moved = {
        address: client.get(address).get("Location")
        for address in ("/analyses/what-if/cite.ris", "/analyses/old/cite.json", "/analyses/no-such/cite.bib")
    }
    assert moved == {
        "/analyses/what-if/cite.ris": "/simulations/what-if/cite.ris",
        "/analyses/old/cite.json": "/simulations/what-if/cite.json",
        "/analyses/no-such/cite.bib": None,
    }
    assert client.get("/simulations/what-if/cite.ris").status_code == 200
    assert client.get("/analyses/what-if/cite.pdf").status_code == 404


@pytest.mark.django_db
def test_where_nobody_signed_the_house_does():
    row = make.publication("Unsigned")
    assert record_of(Publication.objects.for_page().get(pk=row.pk), SiteSettings.load()).authors == (Name(HOUSE),)


@pytest.mark.django_db
def test_the_page_offers_every_style_and_file(client):
    piece()
    text = client.get("/analyses/the-single-road/").text
    box = text[text.index('id="cite"') : text.index("</section>", text.index('id="cite"'))]
    assert box.count("<details") == 3
    assert '<cite lang="en" dir="auto">Roads &amp; {rails}: What “closed” costs</cite>' in box
    assert [f'href="/analyses/the-single-road/cite.{form}"' in box for form in FORMS] == [True, True, True]
    assert box.count('data-copy="Lezhvari, T') == 3


@pytest.mark.django_db
def test_an_older_version_is_cited_at_its_own_address(client):
    publishing.publish(piece())
    older, newest = (client.get(f"/analyses/the-single-road/v/{n}/").text for n in (1, 2))
    assert "version 1. Caucasus Center" in older
    assert "November 19, 2026. http://testserver/analyses/the-single-road/v/1/." in older
    assert "cite.bib" not in older
    assert "https://doi.org/10.1234/abcd." in newest
    assert ["citation_title" in text for text in (older, newest)] == [False, False]


@pytest.mark.django_db
def test_a_preview_is_not_to_be_cited(client):
    article = make.article()
    client.force_login(make.user("editor"))
    text = client.get(f"/admin/articles/article/{article.pk}/preview/").text
    assert "The single road" in text
    assert ['id="cite"' in text, "citation_title" in text, "ld+json" in text] == [False, False, False]


@pytest.mark.django_db
def test_a_family_name_has_to_stand_in_the_name():
    form = modelform_factory(Person, PersonForm, fields=["name", "family_name", "is_default_byline"])
    right = form({"name": "Gabriel García Márquez", "family_name": "García Márquez"})
    wrong = form({"name": "Gabriel García Márquez", "family_name": "Marquez"})
    assert [list(right.errors), list(wrong.errors)] == [[], ["family_name"]]
