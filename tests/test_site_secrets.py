"""Nothing unpublished reaches readers, and no reader's page knows who reads it.

Every public address is taken from the URL table: a new one without a row here fails.
"""

import re

import pytest
from django.db import models
from django.urls import get_resolver, reverse

from articles import assigning, commenting, history, holds, publishing
from articles.models import Article, Byline, Document, Home, HomePick, Page, RelatedPick, Revision, Tag
from articles.models.article import Piece
from tests import make

pytestmark = pytest.mark.django_db
SECRET = "Zaporizhvili"  # stands in everything that readers must not see
# Every field of a piece that holds words; those with a form of their own are filled by hand.
BY_HAND = {"body", "doi", "originally_at", "relief"}
WORDS = [
    each.name
    for each in Piece._meta.local_fields
    if isinstance(each, models.CharField | models.TextField) and not each.choices and each.name not in BY_HAND
]


def in_each_form(*rows):
    """The same feed as Atom, RSS and JSON Feed."""
    return [{**row, "form": form} for row in rows for form in ("atom", "rss", "json")]


# Each name of the table with what fills it: public things first, then those that only the desk knows.
FILLED = {
    "home": [{}],
    "analyses": [{}],
    "simulations": [{}],
    "topics": [{}],
    "topic": [{"slug": "roads"}],
    "regions": [{}],
    "region": [{"slug": "georgia"}],
    "tags": [{}],
    "tag": [{"slug": "lars"}, {"slug": "zaporizhvili-tag"}],
    "series_index": [{}],
    "series": [{"slug": "winter-roads"}, {"slug": "zaporizhvili-series"}],
    "people": [{}],
    "person": [{"slug": "tamar-lezhvari"}, {"slug": "zaporizhvili-person"}],
    "archive": [{}],
    "archive_year": [{"year": "2026"}],
    "archive_month": [{"year": "2026", "month": "11"}],
    "search": [{}],
    "feed": in_each_form({}),
    "analyses_feed": in_each_form({}),
    "simulations_feed": in_each_form({}),
    "topic_feed": in_each_form({"slug": "roads"}),
    "region_feed": in_each_form({"slug": "georgia"}),
    "tag_feed": in_each_form({"slug": "lars"}, {"slug": "zaporizhvili-tag"}),
    "series_feed": in_each_form({"slug": "winter-roads"}, {"slug": "zaporizhvili-series"}),
    "person_feed": in_each_form({"slug": "tamar-lezhvari"}, {"slug": "zaporizhvili-person"}),
    "publication": [
        {"slug": "the-single-road"},
        {"slug": "zaporizhvili-draft"},
        {"slug": "taken-back"},
        {"slug": "zaporizhvili-address"},
    ],
    "simulation": [{"slug": "what-if"}, {"slug": "zaporizhvili-draft"}],
    "version": [
        {"section": "analyses", "slug": "the-single-road", "number": "1"},
        {"section": "analyses", "slug": "the-single-road", "number": "2"},
        {"section": "analyses", "slug": "taken-back", "number": "1"},
        {"section": "analyses", "slug": "zaporizhvili-draft", "number": "1"},
    ],
    "since": [{"section": "analyses", "slug": "the-single-road", "number": "2", "since": "1"}],
    "citation": [
        {"section": "analyses", "slug": slug, "form": form}
        for slug in ("the-single-road", "zaporizhvili-draft", "taken-back")
        for form in ("bib", "ris", "json")
    ],
    "text": [{"section": "analyses", "slug": slug} for slug in ("the-single-road", "zaporizhvili-draft", "taken-back")],
    "print": [
        {"section": "analyses", "slug": slug} for slug in ("the-single-road", "zaporizhvili-draft", "taken-back")
    ],
    "corrections": [{}],
    "suggest": [{}],
    "search_feed": in_each_form({}),
    "corrections_feed": in_each_form({}),
    "sitemap": [{}],
    "sitemap_part": [{"section": name, "number": n} for name in ("lists", "pieces", "tags", "people") for n in (1, 2)],
    "news_sitemap": [{}],
    "llms": [{}],
    "opensearch": [{}],
    "robots": [{}],
    "image": [{"pk": 1}],
    "document": [{"pk": 1}],
    "cover": [{"pk": 1}],
    "media": [{"name": "no-such-file"}],
    "page": [{"slug": "about"}, {"slug": "zaporizhvili-page"}],
}
# The same for machines, by names of articles.api.
FILLED_FOR_MACHINES = {
    "latest": [{}],
    "page": [{}],
    "publications": [{}],
    "publication": [{"slug": slug} for slug in ("the-single-road", "zaporizhvili-draft", "taken-back")],
    "numbered": [{"number": "CCSIS-AN-2026-001"}, {"number": "CCSIS-AN-2026-002"}],
    "topics": [{}],
    "topic": [{"slug": "roads"}],
    "regions": [{}],
    "region": [{"slug": "georgia"}],
    "series": [{}],
    "series_one": [{"slug": "winter-roads"}, {"slug": "zaporizhvili-series"}],
    "tags": [{}],
    "tag": [{"slug": "lars"}, {"slug": "zaporizhvili-tag"}],
    "people": [{}],
    "person": [{"slug": "tamar-lezhvari"}, {"slug": "zaporizhvili-person"}],
    "corrections": [{}],
    "catalogue_csv": [{}],
    "catalogue_json": [{}],
    "openapi": [{}],
}
TABLES = {"site": FILLED, "api": FILLED_FOR_MACHINES}


def public_names():
    """The names in the parts of the URL table for readers and for machines, by part."""
    parts = [part for part in get_resolver().url_patterns if getattr(part, "app_name", None) in TABLES]
    return {part.app_name: {pattern.name for pattern in part.url_patterns if pattern.name} for part in parts}


def addresses():
    return [
        reverse(f"{part}:{name}", kwargs=kwargs)
        for part, filled in TABLES.items()
        for name, rows in filled.items()
        for kwargs in rows
    ]


def test_every_public_address_is_walked_here():
    assert public_names() == {part: set(filled) for part, filled in TABLES.items()}


@pytest.fixture
def site(client):
    """A site where everything that could leak is there to leak."""
    fields = {"topics": [make.topic()], "regions": [make.region()], "series": make.series(), "tags": ["Lars"]}
    piece = make.article("The single road", authors=[make.person()], **fields)
    publishing.publish(piece, at=make.NOW)
    make.publication("What if", kind="simulation", at=make.NOW, **fields)
    retracted = make.retracted("Taken back", body=f"<p>{SECRET}</p>", standfirst=SECRET, tags=[f"{SECRET} gone"])
    draft = make.article(
        f"{SECRET} draft",
        body=f"<p>{SECRET}</p>",
        standfirst=SECRET,
        authors=[make.person(f"{SECRET} person")],
        topics=[make.topic()],
        regions=[make.region()],
        tags=[f"{SECRET} tag", "Lars"],
        language="ru",
        original=piece,
        lead_image=make.image(alt=SECRET),
    )
    draft.series = make.series(f"{SECRET} series")
    draft.save()
    Tag.objects.create(name=f"{SECRET} synonym", synonym_of=make.tag("Lars"))
    RelatedPick.objects.create(article=piece, to=draft)
    publishing.publish(piece)
    # A change that nobody has published yet.
    change_unseen(piece)
    Document.objects.create(article=piece, file="a.pdf", cover="a.webp", title=SECRET, pages=1, bytes=1)
    home = Home.load()
    home.lead, home.series = draft, draft.series
    home.save()
    HomePick.objects.create(home=home, article=draft)
    HomePick.objects.create(home=home, article=retracted.article, position=2)
    Page.objects.create(title="About", body="<p>Who we are.</p>")
    Page.objects.create(title=f"{SECRET} page", body=f"<p>{SECRET}</p>", is_public=False)
    return client


def change_unseen(piece):
    """Everything about a published piece that can be changed at the desk, with what colleagues say of it."""
    editor = make.user("editor", name=f"{SECRET} the editor")
    Article.objects.filter(pk=piece.pk).update(created_by=editor)
    for name in WORDS:
        setattr(piece, name, SECRET)
    piece.slug, piece.body = (
        f"{SECRET.lower()}-address",
        f'<p>{SECRET}<sup class="note"><a href="#fn-a">1</a></sup></p>',
    )
    piece.originally_at, piece.doi = f"https://{SECRET}.example/", f"10.1234/{SECRET}"
    piece.lead_image = make.image(alt=SECRET, credit=SECRET, caption=SECRET)
    publishing.write(piece, by=editor, now=make.NOW)
    piece.save()
    Byline.objects.create(article=piece, name=SECRET, position=2)
    source = piece.sources.create(key=SECRET.lower(), title=SECRET, author=SECRET, container=SECRET)
    piece.notes.create(key="a", text=SECRET, source=source, locator=SECRET)
    piece.tags.add(f"{SECRET} pending tag")
    piece.topics.add(make.topic("Energy"))
    piece.regions.add(make.region("Armenia"))
    commenting.comment(piece, by=editor, text=SECRET, paragraph=commenting.paragraphs(piece.body)[0].fingerprint)
    holds.place(piece, by=editor, reason=SECRET)
    assigning.assign(piece, by=editor, to=editor, note=SECRET)
    publishing.hand_in(piece, by=editor, note=SECRET)
    publishing.set_dates(piece, by=make.user("publisher"), review_on=make.NOW.date(), now=make.NOW)


def read(response):
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def test_nothing_unpublished_stands_at_any_public_address(site):
    seen = {}
    for address in addresses():
        response = site.get(address, headers={"accept": "*/*"})
        seen[address] = response.status_code
        assert SECRET.lower() not in read(response).lower(), address
        assert response.status_code in (200, 202, 301, 302, 404, 410), address
    public = [address for address, status in seen.items() if status == 200]
    assert {"/", "/analyses/the-single-road/", "/simulations/what-if/", "/tags/lars/", "/about/"} <= set(public)
    assert {status for address, status in seen.items() if SECRET.lower() in address} == {404}
    assert seen["/analyses/taken-back/"] == 410


def test_nothing_unpublished_stands_at_any_other_address_that_a_stranger_can_open(site):
    """The rest of the table: forms, accounts, what machines ask; and the desk, which asks who it is."""
    walked = {}
    for address in sorted(fixed_addresses()):
        response = site.get(address, headers={"accept": "*/*"})
        walked[address] = response.status_code
        assert SECRET.lower() not in read(response).lower(), address
    assert {"/submit/", "/admin/", "/healthz"} <= set(walked), sorted(walked)
    assert len(walked) > 40


def fixed_addresses(patterns=None, before="/"):
    """Every address of the table that takes nothing."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = getattr(pattern.pattern, "_route", None)
        if route is None or "<" in route:
            continue
        if hasattr(pattern, "url_patterns"):
            yield from fixed_addresses(pattern.url_patterns, before + route)
        else:
            yield before + route


def test_the_pending_changes_are_there_to_leak(site):
    piece = Article.objects.get(slug="zaporizhvili-address")
    assert publishing.standing(piece) == "pending"
    assert SECRET in str(history.snapshot(piece))
    assert "The single road" not in site.get("/topics/energy/").text
    assert SECRET not in str(Revision.objects.filter(article=piece, version__isnull=False).values("snapshot"))


def test_no_search_finds_what_is_not_published(site):
    for question in (SECRET, SECRET[:6], f"{SECRET} road"):
        assert "No piece has all of these words." in site.get("/search/", {"q": question}).text
        assert site.get("/search/feed.json", {"q": question}).json()["items"] == []


def test_no_page_of_readers_sets_a_cookie_or_depends_on_one(site):
    for address in addresses():
        response = site.get(address)
        assert not response.cookies, address
        assert "cookie" not in response.get("Vary", "").lower(), address


def test_a_member_of_staff_sees_what_every_reader_sees(site):
    for address in ("/", "/analyses/", "/analyses/the-single-road/", "/search/?q=road"):
        before = read(site.get(address))
        site.force_login(make.user("editor", is_staff=True))
        assert read(site.get(address)) == before
        site.logout()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_readers_pages_are_only_read(site, method):
    for address in addresses():
        assert getattr(site, method)(address).status_code == 405, address


def test_every_page_answers_to_head_as_to_get(site):
    for address in addresses():
        head = site.head(address)
        assert head.status_code == site.get(address).status_code, address
        assert not read(head), address


def test_no_page_of_readers_holds_a_form_that_posts_or_code_of_its_own(site):
    for address in addresses():
        text = read(site.get(address)).lower()
        for forbidden in (
            'method="post"',
            " style=",
            "<style",
            "<script>",
            " onclick=",
            "csrfmiddlewaretoken",
            "http-equiv",
        ):
            assert forbidden not in text, (address, forbidden)


def test_nothing_on_a_page_of_readers_comes_from_elsewhere(site):
    for address in addresses():
        response = site.get(address)
        if response["Content-Type"].startswith("text/html"):
            loaded = re.findall(r'<(?:img|script|source)[^>]* src="([^"]*)"', read(response))
            loaded += re.findall(
                r'<link rel="(?:stylesheet|icon|preload|apple-touch-icon)"[^>]*href="([^"]*)"', read(response)
            )
            assert all(path.startswith(("/static/", "/media/")) for path in loaded), address
