"""Feeds: the same pieces in three forms, each read back by a parser that is not ours."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import publishing, renditions
from articles.models import Byline, Publication, Role
from ccsis import start
from ccsis.models import SiteSettings
from tests import feeds, make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SITE = "http://testserver"


def in_each_form(client, below=""):
    """{form: the feed}, of everything or below the address of a list."""
    addresses = {form: f"{below}feed.{form}" for form in feeds.FORMS} if below else feeds.EVERYTHING
    return {form: feeds.read(client, address, form) for form, address in addresses.items()}


def titles(feed):
    return [item["title"] for item in feed["items"]]


def rich_article():
    people = [make.person(name) for name in ("Zaza Last", "Aram First", "Mariam & Co")]
    picture = make.image(alt="A road", caption="The pass")
    article = make.article(
        "Snow & “roads” on the pass",
        authors=people,
        standfirst="One pass, two borders & no detour.",
        key_points="First\nSecond",
        lead_image=picture,
        body='<h2>One</h2><p>See <a href="/topics/">topics</a>.<sup class="note"><a href="#fn-a">1</a></sup></p>'
        '<figure class="embed"><a href="https://www.youtube.com/watch?v=abcdefghijk">A film</a></figure>'
        "<table><tr><td>12</td></tr></table>",
        notes=[("a", "A note.")],
        topics=[make.topic("Trade"), make.topic("Roads")],
        regions=[make.region()],
        tags=["Lars"],
        language="fa",
    )
    Byline.objects.create(article=article, name="Shirin Motamedi", role=Role.TRANSLATOR, position=9)
    return article


def test_three_forms_say_the_same_of_a_piece_as_its_page_does(client):
    article = rich_article()
    publishing.publish(article, at=make.NOW)
    publishing.correct(article, type="correction", text="It was 2022.", now=make.NOW + DAY)
    renditions.make_due()
    found = in_each_form(client)
    row, copy = Publication.objects.get(), article.lead_image.renditions.filter(format__in=["png", "jpeg"]).last()
    expected = {
        "id": "tag:testserver,2026:CCSIS-AN-2026-001",
        "address": row.full_address,
        "title": "Snow & “roads” on the pass",
        "summary": "One pass, two borders & no detour.",
        "published": make.NOW,
        "updated": make.NOW + DAY,
        "writers": ["Zaza Last", "Aram First", "Mariam & Co"],
        "others": ["Shirin Motamedi"],
        "categories": ["Roads", "Trade", "Georgia", "Lars"],
        "picture": SITE + copy.file.url,
        "language": "fa",
    }
    texts = {form: feed["items"][0].pop("html") for form, feed in found.items()}
    assert {form: feed["items"] for form, feed in found.items()} == dict.fromkeys(feeds.FORMS, [expected])
    assert len(set(texts.values())) == 1
    credits = json.loads(client.get("/feeds/feed.json").content)["items"][0]["_ccsis"]["credits"]
    assert [each["role"] for each in credits] == ["author", "author", "author", "translator"]
    # The text is whole, leads on from anywhere, and has none of the marks that serve our page alone.
    text = texts["atom"]
    wanted = ("It was 2022.", f'<img src="{SITE}{copy.file.url}" alt="A road"', "The pass", "<li>Second</li>")
    wanted += (f'<a href="{SITE}/topics/">', f'<sup><a href="{row.full_address}#fn-a">1</a></sup>', "A note.", "A film")
    assert [words for words in wanted if words not in text] == []
    ours = (' href="/', ' src="/', ' href="#', "class=", " id=", "data-", "aria-", "tabindex", "role=", "<div", "↑")
    assert [mark for mark in ours if mark in text] == []


def test_an_id_outlives_a_new_title_address_text_and_domain(client, settings):
    settings.SITE_URL, settings.IS_LOCAL_TRIAL = "https://first.example", False
    call_command("setup", verbosity=0)
    article = make.article()
    publishing.publish(article, at=make.NOW)
    before = in_each_form(client)
    article.title, article.slug, article.body = "Another title", "another-address", "<p>Other words.</p>"
    article.save()
    publishing.publish(article, now=make.NOW + 2 * DAY)
    settings.SITE_URL = "https://second.example"
    assert start.keep_tagging_entity() == []
    for form, feed in in_each_form(client).items():
        (item,), (old,) = feed["items"], before[form]["items"]
        assert (item["address"], item["title"]) == ("https://second.example/analyses/another-address/", "Another title")
        assert item["id"] == old["id"] and item["id"].startswith("tag:first.example,20")
        assert (item["published"], item["updated"]) == (make.NOW, make.NOW + 2 * DAY)


def test_a_trial_on_this_machine_names_no_entity():
    SiteSettings.load().save()
    assert start.keep_tagging_entity() == []
    assert SiteSettings.load().tagging_entity == ""


def test_each_list_has_its_feeds_names_them_and_holds_what_is_on_it(client):
    fields = {"topics": [make.topic()], "regions": [make.region()], "series": make.series(), "tags": ["Lars"]}
    make.publication("In all", authors=[make.person()], **fields)
    make.publication("What if", kind="simulation", at=make.NOW - DAY)
    lists = {
        f"/{name}/": ["In all"] for name in ("topics/roads", "regions/georgia", "series/winter-roads", "tags/lars")
    }
    lists |= {"/people/tamar-lezhvari/": ["In all"], "/simulations/": ["What if"], "/analyses/": ["In all", "What if"]}
    ids = set()
    for address, expected in lists.items():
        page = client.get(address).text
        for form, feed in in_each_form(client, address).items():
            own = f"{address}feed.{form}"
            assert titles(feed) == expected, own
            assert (feed["self"], feed["page"]) == (SITE + own, SITE + address)
            assert f'<link rel="alternate" type="{feeds.FORMS[form]}" title="' in page
            assert (f'" href="{own}">' in page, f'<a href="{own}"' in page) == (True, True)
        ids.add(feeds.root(client, f"{address}feed.atom"))
    assert len(ids) == len(lists)
    assert {form: titles(feed) for form, feed in in_each_form(client).items()} == dict.fromkeys(
        feeds.FORMS, ["In all", "What if"]
    )


def test_a_feed_holds_the_twenty_newest_in_the_same_queries_as_one(client):
    def publish(number, **fields):
        row = make.publication(
            f"Piece {number}", at=make.NOW - number * DAY, topics=[topic], lead_image=make.image(), **fields
        )
        return publishing.correct(row.article, type="update", text="More.", now=make.NOW)

    topic = make.topic()
    publish(30, tags=["Lars"], authors=[make.person()])
    with CaptureQueriesContext(connection) as one:
        in_each_form(client, "/topics/roads/")
    for number in range(22):
        publish(number, authors=[make.person(f"P{number}")])
    with CaptureQueriesContext(connection) as many:
        found = in_each_form(client, "/topics/roads/")
    assert titles(found["rss"]) == [f"Piece {number}" for number in range(20)]
    assert len(many) == len(one) <= 3 * 8


def test_an_empty_feed_is_still_a_feed_and_what_only_drafts_know_has_none(client):
    for form, feed in in_each_form(client).items():
        assert feed["items"] == []
        assert client.get(feeds.EVERYTHING[form])["Last-Modified"] == "Sat, 01 Jan 2000 00:00:00 GMT"
    make.article(tags=["Lars"], series=make.series(), authors=[make.person()])
    for address in ("/tags/lars/", "/series/winter-roads/", "/people/tamar-lezhvari/"):
        assert client.get(f"{address}feed.json").status_code == 404


def test_letters_that_xml_cannot_hold_do_not_break_a_feed(client):
    publication = make.publication("A title")
    Publication.objects.filter(pk=publication.pk).update(title="A\x0b title\x1f", standfirst="\ufffe")
    assert titles(feeds.read(client, "/feeds/atom.xml", "atom")) == ["A title"]
    assert titles(feeds.read(client, "/feeds/rss.xml", "rss")) == ["A title"]


def test_who_has_seen_a_feed_gets_no_second_copy_until_a_piece_goes(client):
    make.publication("Stays", at=make.NOW - DAY)
    publication = make.publication("Goes")
    seen = {form: client.get(address) for form, address in feeds.EVERYTHING.items()}

    def again(form, **headers):
        return client.get(feeds.EVERYTHING[form], headers=headers)

    marks = [(form, {"if-none-match": answer["ETag"]}) for form, answer in seen.items()]
    marks += [(form, {"if-modified-since": answer["Last-Modified"]}) for form, answer in seen.items()]
    packed = again("rss", **{"accept-encoding": "gzip"})["ETag"]
    marks.append(("rss", {"if-none-match": packed, "accept-encoding": "gzip"}))
    assert [again(form, **headers).status_code for form, headers in marks] == [304] * 7
    publishing.retract(publication.article, reason="Wrong.")
    assert [again(form, **headers).status_code for form, headers in marks] == [200] * 7
    assert [titles(feed) for feed in in_each_form(client).values()] == [["Stays"]] * 3


def test_a_feed_names_itself_and_the_hub_that_tells_of_news_where_there_is_one(client, settings):
    assert [feed["hub"] for feed in in_each_form(client).values()] == [[], [], []]
    assert client.get("/feeds/rss.xml")["Link"] == f'<{SITE}/feeds/rss.xml>; rel="self"'
    settings.WEBSUB_HUB = "https://hub.example/"
    assert [feed["hub"] for feed in in_each_form(client).values()] == [["https://hub.example/"]] * 3
    link = f'<{SITE}/feeds/rss.xml>; rel="self", <https://hub.example/>; rel="hub"'
    assert client.get("/feeds/rss.xml")["Link"] == link


def test_a_synonym_sends_who_follows_it_to_the_feed_of_its_tag(client):
    make.publication(tags=["Lars"])
    tag = make.tag("Larsi")
    tag.synonym_of = make.tag("Lars")
    tag.save()
    response = client.get("/tags/larsi/feed.rss")
    assert (response.status_code, response["Location"]) == (301, "/tags/lars/feed.rss")


def test_a_search_can_be_followed_under_the_address_of_the_page(client):
    make.publication("Snow on the pass", topics=[make.topic()])
    make.publication("Snow in the town", at=make.NOW - DAY)
    make.publication("Rain")
    query = "?q=snow&topic=roads"
    page = client.get(f"/search/{query}&sort=new").text
    for form in feeds.FORMS:
        asked, own = f"/search/feed.{form}?sort=new&topic=roads&q=snow&utm=1", f"/search/feed.{form}{query}"
        feed = feeds.read(client, asked, form)
        assert titles(feed) == ["Snow on the pass"]
        assert (feed["self"], feed["page"]) == (SITE + own, f"{SITE}/search/{query}")
        assert feed["title"].startswith("snow · Roads · ")
        assert f'href="{own.replace("&", "&amp;")}"' in page
        assert titles(feeds.read(client, f"/search/feed.{form}?q=snow", form)) == [
            "Snow on the pass",
            "Snow in the town",
        ]
        assert client.get(f"/search/feed.{form}?q=snow")["X-Robots-Tag"] == "noindex"
        assert client.get(f"/search/feed.{form}").status_code == 404
        for hostile in ('"', "-", "x" * 10_000, "AND OR (", "?#&<>"):
            assert client.get(f"/search/feed.{form}", {"q": hostile}).status_code in (200, 404), hostile
