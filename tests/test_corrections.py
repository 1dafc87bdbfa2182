"""Corrections: what was wrong stands with the piece, in the feeds, and on a page of its own."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import cursor, publishing
from articles.models import Correction, Page, Publication
from tests import feeds, make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HERE = "/analyses/the-single-road/"


@pytest.fixture
def piece():
    article = make.article()
    publishing.publish(article, at=make.NOW, now=make.NOW)
    return article


def correct(article, text, *, type="correction", days=1):
    article.standfirst = text
    article.save()
    return publishing.correct(article, type=type, text=text, now=make.NOW + days * DAY)


def told(text):
    """The notices on a page: (class, words)."""
    found = re.findall(r'<div class="correction of-(\w+)" id="[^"]*">(.*?)</div></div>', text, re.DOTALL)
    return [(kind, " ".join(re.sub(r"<[^>]*>", " ", words).split())) for kind, words in found]


def test_a_correction_stands_on_the_page_with_its_type_and_day(client, piece):
    correct(piece, "It is 68 days, not 60.\n\nWe miscounted.")
    correct(piece, "“Shut” means shut to trucks.", type="clarification", days=2)
    text = client.get(HERE).text
    assert told(text) == [
        ("clarification", "Clarification , 21 November 2026 “Shut” means shut to trucks."),
        ("correction", "Correction , 20 November 2026 It is 68 days, not 60. We miscounted."),
    ]
    assert text.index("of-clarification") < text.index("<p>One mountain pass")


def test_the_third_newest_and_older_ones_are_folded(client, piece):
    for day in range(1, 5):
        correct(piece, f"Day {day}.", type="update", days=day)
    text = client.get(HERE).text
    text = text[text.index("<main") :]
    assert [words.split()[-1] for _kind, words in told(text)] == ["4.", "3.", "2.", "1."]
    assert text.index("Day 3.") < text.index("Earlier corrections") < text.index("Day 2.")


def test_only_real_changes_move_the_day_of_the_update(client, piece):
    publishing.publish(piece, minor=True, now=make.NOW + DAY)
    assert Publication.objects.get().updated_at is None
    correct(piece, "It is 68 days.", days=2)
    piece.title = "The single road again"
    piece.save()
    publishing.publish(piece, minor=True, now=make.NOW + 3 * DAY)
    assert Publication.objects.get().updated_at == make.NOW + 2 * DAY
    assert feeds.read(client, "/feeds/atom.xml", "atom")["items"][0]["updated"] == make.NOW + 2 * DAY


def test_every_correction_stands_on_their_page_newest_first_with_its_piece(client, piece):
    Page.objects.create(title="How we correct", slug="corrections-policy", body="<p>x</p>")
    correct(piece, "It is 68 days.")
    other = make.article("A claim")
    publishing.publish(other, at=make.NOW, now=make.NOW)
    publishing.retract(other, reason="It did not hold.", now=make.NOW + 2 * DAY)
    text = client.get("/corrections/").text
    assert told(text) == [
        ("retraction", "Retraction , 21 November 2026 It did not hold."),
        ("correction", "Correction , 20 November 2026 It is 68 days."),
    ]
    assert re.findall(r'<h2><a href="([^"]*)"', text) == ["/analyses/a-claim/", HERE]
    assert re.findall(r'<a href="([^"]*)">What changed</a>', text) == [f"{HERE}v/2/since/1/"]
    assert 'href="/corrections-policy/"' in text
    assert 'href="/corrections/"' in client.get("/").text


def test_nothing_corrected_yet_is_said_in_words(client):
    assert "Nothing had to be corrected yet." in client.get("/corrections/").text


def test_the_page_goes_on_where_the_last_one_ended(client, piece, django_assert_num_queries):
    rows = [
        Correction(article=piece, type="update", text=f"No. {n}", version=1, at=make.NOW + (n // 2) * DAY)
        for n in range(45)
    ]
    Correction.objects.bulk_create(rows)
    seen, address = [], "/corrections/"
    while address:
        text = client.get(address).text
        seen += re.findall(r"No\. (\d+)", text)
        after = re.search(r'href="(\?before=[^"]*)" rel="next"', text)
        address = f"/corrections/{after[1]}" if after else ""
    assert seen == [str(n) for n in reversed(range(45))]
    assert client.get("/corrections/?before=nonsense").status_code == 404
    assert client.get(f"/corrections/?before={cursor.write(make.NOW - DAY, 1)}").status_code == 200
    with django_assert_num_queries(7):
        client.get("/corrections/")


def test_the_feed_of_corrections_is_valid_and_says_when_nothing_is_new(client, piece):
    correct(piece, "It is 68 <days> & nights.")
    for form in feeds.FORMS:
        address = f"/corrections/feed.{form}"
        (item,) = feeds.read(client, address, form)["items"]
        assert item["title"] == "Correction: The single road"
        assert item["html"] == "<p>It is 68 &lt;days&gt; &amp; nights.</p>"
        assert item["id"] == "tag:testserver,2026:CCSIS-AN-2026-001:correction-20261120T120000000000"
        assert item["updated"] == make.NOW + DAY
        response = client.get(address)
        again = client.get(address, headers={"if-modified-since": response["Last-Modified"]})
        assert (response["Last-Modified"], again.status_code) == ("Fri, 20 Nov 2026 12:00:00 GMT", 304)


def test_a_correction_of_what_readers_never_knew_is_not_shown(client):
    Correction.objects.create(article=make.article(), type="update", text="Secret", at=timezone.now())
    assert "Secret" not in client.get("/corrections/").text
    assert "Secret" not in client.get("/corrections/feed.atom").text
