"""What readers see: the front page, one publication, a simulation, a retraction, pages, and what is not there."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from articles import edition, publishing, sheet
from articles.models import Byline, Disclaimer, Home, HomePick, Page, Publication, RelatedPick, Role
from ccsis.models import SiteSettings
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def headings(response, level="h3"):
    return re.findall(rf'<{level}[^>]*><a href="[^"]*">([^<]*)</a></{level}>', response.text)


def words(response):
    """The text of a page without markup, blanks folded."""
    apart = re.sub(r"</(?:dt|dd|div|h2|li)>", " ", response.text)
    return " ".join(re.sub(r"<[^>]*>", "", apart).split())


# The front page


def test_the_front_page_leads_with_the_newest_where_nothing_is_arranged(client):
    make.publication("Older", at=make.NOW - DAY)
    make.publication("Newest")
    make.publication("What if", kind="simulation", at=make.NOW + DAY)
    response = client.get("/")
    assert headings(response, "h2") == ["Newest"]
    assert headings(response) == ["Older", "What if"]


def test_an_editor_arranges_the_front_page(client):
    rows = [make.publication(f"Piece {n}", at=make.NOW - n * DAY) for n in range(4)]
    home = Home.load()
    home.lead = rows[3].article
    home.save()
    HomePick.objects.create(home=home, article=rows[2].article, position=1)
    HomePick.objects.create(home=home, article=rows[1].article, position=2)
    response = client.get("/")
    assert headings(response, "h2") == ["Piece 3"]
    assert headings(response) == ["Piece 2", "Piece 1", "Piece 0"]


def test_what_an_editor_put_on_the_front_page_before_it_is_published_is_not_shown(client):
    make.publication("Public")
    home = Home.load()
    home.lead = make.article("Secret lead")
    home.save()
    HomePick.objects.create(home=home, article=make.article("Secret pick"))
    response = client.get("/")
    assert headings(response, "h2") == ["Public"]
    assert "Secret" not in response.text


def test_the_front_page_shows_the_chosen_series_first_with_its_parts_in_order(client):
    chosen, other = make.series("Shared rivers"), make.series("Winter roads")
    make.publication("Second part", series=chosen, series_part=2, at=make.NOW - 2 * DAY)
    make.publication("First part", series=chosen, series_part=1, at=make.NOW - DAY)
    make.publication("Elsewhere", series=other, series_part=1)
    home = Home.load()
    home.series = chosen
    home.save()
    text = client.get("/").text
    section = text[text.index('id="series"') : text.index("</main>")]
    assert re.findall(r">([A-Z]\w+ (?:rivers|roads|part))<", section) == [
        "Shared rivers",
        "First part",
        "Second part",
        "Winter roads",
    ]


def test_a_translation_does_not_stand_beside_its_original_on_the_front_page(client):
    original = make.publication("The single road", at=make.NOW - DAY)
    make.publication("Единственная дорога", language="ru", original=original.article)
    assert "Единственная" not in client.get("/").text
    assert headings(client.get("/analyses/")) == ["Единственная дорога", "The single road"]


def test_the_open_call_stands_on_the_front_page_and_among_the_simulations(client):
    make.call("Winter 2027")
    assert "Winter 2027" in client.get("/").text
    assert "Winter 2027" in client.get("/simulations/").text


# One publication


def test_a_publication_shows_everything_about_itself(client):
    author = make.person("Tamar Lezhvari", title="Senior Fellow", biography="<p>Writes on roads.</p>")
    article = make.article(
        subtitle="What a closed pass costs",
        standfirst="One pass carries most of the trade.",
        key_points="Closures come together.\nCarriers pay.",
        body='<h2>One</h2><p>Snow.<sup class="note"><a href="#fn-a">1</a></sup></p><h2>Two</h2><h2>Three</h2><p>y</p>',
        notes=[("a", "Counted by us.")],
        authors=[author],
        topics=[make.topic()],
        regions=[make.region()],
        tags=["Lars"],
        funding="The general budget.",
        interests="None declared.",
        republication_notice="Free to republish.",
        originally_in="The Gyumri Review",
        originally_at="https://review.example/1",
        doi="10.1234/abcd",
    )
    Byline.objects.create(article=article, name="Shirin Motamedi", role=Role.TRANSLATOR, position=2)
    Disclaimer.objects.create(kind="analysis", text="The views are those of the authors.")
    publishing.publish(article, at=make.NOW)
    response = client.get("/analyses/the-single-road/")
    shown = words(response)
    assert "By Tamar Lezhvari, Senior Fellow · translated by Shirin Motamedi" in shown
    assert "Published 19 November 2026 Version 1 Reading time 1 minute Sheet CCSIS-AN-2026-001" in shown
    for text in (
        "What a closed pass costs",
        "One pass carries most of the trade.",
        "Key points Closures come together. Carriers pay.",
        "On this sheet One Two Three Notes",
        "Counted by us.",
        "Writes on roads.",
        "Originally published in The Gyumri Review",
        "Republishing Free to republish.",
        "Funding The general budget.",
        "Interests None declared.",
        "DOI 10.1234/abcd",
        "The views are those of the authors.",
        "Not a map of a place.",
    ):
        assert text in shown, text
    for address in ("/topics/roads/", "/regions/georgia/", "/tags/lars/", "/people/tamar-lezhvari/"):
        assert f'href="{address}"' in response.text
    assert 'href="https://review.example/1"' in response.text
    assert 'src="/media/reliefs/plain.svg"' in response.text


def test_contents_appear_from_three_headings_on(client):
    make.publication("Two headings", body="<h2>One</h2><p>x</p><h2>Two</h2><p>y</p><h3>Small</h3><p>z</p>")
    assert "On this sheet" not in client.get("/analyses/two-headings/").text


def test_a_later_version_says_when_it_was_updated(client):
    article = make.article()
    publishing.publish(article, at=make.NOW)
    publishing.publish(article, now=make.NOW + 3 * DAY)
    assert "Published 19 November 2026 Updated 22 November 2026 Version 2" in words(
        client.get("/analyses/the-single-road/")
    )


def test_a_lead_image_stands_with_its_credit_and_its_focal_point(client):
    image = make.image(caption="The gorge.", licence="CC BY 4.0", focal_x=22, focal_y=98)
    make.publication(lead_image=image)
    response = client.get("/analyses/the-single-road/")
    assert "The gorge. · N. Photographer, CC BY 4.0" in words(response)
    assert f'<img class="fx-2 fy-10" src="{image.file.url}" alt="A road in the snow"' in response.text
    assert f'<meta property="og:image" content="http://testserver{image.file.url}">' in response.text


def test_search_engines_and_networks_are_told_what_the_editor_wrote_for_them(client):
    make.publication(meta_description='One "pass"', share_title="Lars & us", standfirst="Other words.")
    text = client.get("/analyses/the-single-road/").text
    assert "<title>The single road · CCSIS</title>" in text
    assert '<meta name="description" content="One &quot;pass&quot;">' in text
    assert '<meta property="og:title" content="Lars &amp; us">' in text
    assert '<link rel="canonical" href="http://testserver/analyses/the-single-road/">' in text


def test_a_part_of_a_series_leads_to_its_neighbours(client):
    series = make.series()
    for part in (1, 2, 4):
        make.publication(f"Part number {part}", series=series, series_part=part, at=make.NOW + part * DAY)
    response = client.get("/analyses/part-number-2/")
    assert words(response).count("part 2 of 4") == 2
    assert re.findall(r'href="([^"]*)" rel="(prev|next)"', response.text) == [
        ("/analyses/part-number-1/", "prev"),
        ("/analyses/part-number-4/", "next"),
    ]


def test_translations_name_each_other(client):
    original = make.publication("The single road")
    make.publication("تنها یک راه", language="fa", slug="tanha", original=original.article)
    text = client.get("/analyses/the-single-road/").text
    assert '<a href="/analyses/tanha/" lang="fa" dir="rtl" hreflang="fa">فارسی</a>' in text
    assert '<link rel="alternate" hreflang="fa" href="http://testserver/analyses/tanha/">' in text
    assert '<link rel="alternate" hreflang="en" href="http://testserver/analyses/the-single-road/">' in text


def test_the_frame_round_a_piece_speaks_its_language_where_the_site_does(client):
    make.publication("تنها یک راه", language="fa", slug="tanha", key_points="یک", authors=[make.person()])
    make.publication("ერთადერთი გზა", language="ka", slug="gza", key_points="ერთი", authors=[make.person()])
    text = client.get("/analyses/tanha/").text
    assert '<html lang="fa" dir="rtl">' in text
    assert '<article lang="fa" dir="rtl">' in text
    assert '<p class="byline frame">' in text
    assert 'href="/fa/topics/"' in text
    text = client.get("/analyses/gza/").text
    assert '<html lang="en" dir="ltr">' in text
    assert '<p class="byline frame" lang="en" dir="ltr">' in text
    assert '<h3 lang="fa" dir="rtl"><a href="/analyses/tanha/">' in client.get("/analyses/").text
    assert '<h3><a href="/analyses/tanha/">' in client.get("/fa/analyses/").text


def test_what_to_read_next_is_what_an_editor_picked_then_what_shares_most(client):
    roads, georgia = make.topic(), make.region()
    piece = make.article("This one", topics=[roads], regions=[georgia], tags=["Lars"])
    make.publication("Shares nothing")
    make.publication("Shares a tag", tags=["Lars"])
    make.publication("Shares the topic", topics=[roads])
    make.publication("Shares all", topics=[roads], regions=[georgia], tags=["Lars"])
    make.publication("Разделяет всё", language="ru", topics=[roads], regions=[georgia])
    picked = make.publication("Picked")
    RelatedPick.objects.create(article=piece, to=picked.article)
    RelatedPick.objects.create(article=piece, to=make.article("Secret pick"), position=2)
    publishing.publish(piece)
    assert headings(client.get("/analyses/this-one/")) == ["Picked", "Shares all", "Shares the topic"]


def test_a_publication_costs_the_same_however_much_hangs_on_it(client, django_assert_max_num_queries):
    topics, tags = [make.topic(f"T{n}") for n in range(6)], [f"tag {n}" for n in range(6)]
    people = [make.person(f"Person {n}", biography="<p>x</p>", photo=make.image()) for n in range(6)]
    for n in range(5):
        make.publication(f"Piece {n}", series=make.series(), series_part=n, topics=topics, tags=tags, authors=people)
    with django_assert_max_num_queries(16):
        assert client.get("/analyses/piece-2/").status_code == 200


def test_a_preview_shows_an_unsaved_publication_on_the_same_sheet(rf):
    article = make.article("Draft", authors=[make.person()], topics=[make.topic()], series=make.series(), tags=["x"])
    made = edition.draft(article)
    context = sheet.context(made.publication, made.credits, made.topics, made.regions, made.tags, is_preview=True)
    assert context["noindex"]
    assert context["series"].part == 1
    assert [group["words"] for group in context["byline"]] == ["By"]
    assert not Publication.objects.exists()


def test_a_text_cleaned_by_an_older_allow_list_is_cleaned_again_before_it_is_shown(client):
    publication = make.publication()
    Publication.objects.filter(pk=publication.pk).update(page="<script>alert(1)</script>", page_policy=0)
    text = client.get("/analyses/the-single-road/").text
    assert "alert(1)" not in text
    assert make.BODY in text


# A simulation


def test_a_simulation_names_its_call_and_says_whose_work_it_is(client):
    article = make.article(
        "What if", kind="simulation", call_title="Winter 2027", call_address="/submit/winter-2027/", authors=[]
    )
    Byline.objects.create(article=article, name="Ruslan Didigov", title="planner", role=Role.CONTRIBUTOR)
    publishing.publish(article, at=make.NOW)
    response = client.get("/simulations/what-if/")
    assert "By Ruslan Didigov, planner · sent by a reader, reviewed by the centre" in words(response)
    assert '<a href="/submit/winter-2027/"><bdi>Call: Winter 2027</bdi></a>' in response.text
    assert "drawn in broken lines" in response.text


@pytest.mark.parametrize(
    ("kind", "asked", "own"),
    [
        ("simulation", "/analyses/a-piece/", "/simulations/a-piece/"),
        ("analysis", "/simulations/a-piece/", "/analyses/a-piece/"),
    ],
)
def test_a_piece_asked_for_at_the_wrong_address_sends_readers_to_its_own(client, kind, asked, own):
    make.publication("A piece", kind=kind)
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (301, own)


# Retracted


@pytest.mark.parametrize(("kind", "address"), [("analysis", "/analyses/"), ("simulation", "/simulations/")])
def test_a_retracted_piece_is_gone_and_its_address_says_why(client, kind, address):
    make.retracted("A claim", kind=kind, body="<p>The wrong figure.</p>", reason="We could not confirm <it>.\n\nSorry.")
    response = client.get(f"{address}a-claim/")
    assert response.status_code == 410
    assert "We could not confirm &lt;it&gt;." in response.text
    assert "<p>Sorry.</p>" in response.text
    assert '<meta name="robots" content="noindex,follow">' in response.text
    assert "wrong figure" not in response.text
    assert headings(client.get("/analyses/")) == []


def test_a_retracted_simulation_says_why_at_its_own_address_only(client):
    make.retracted("A claim", kind="simulation")
    assert client.get("/analyses/a-claim/")["Location"] == "/simulations/a-claim/"


# Pages of the staff


def test_a_page_of_the_staff_is_shown_and_linked_in_the_footer(client):
    Page.objects.create(
        title="About us", slug="about", body="<h2>Who</h2><p>People.</p>", meta_description="Who we are"
    )
    Page.objects.create(title="Not yet", body="<p>Secret.</p>", is_public=False)
    text = client.get("/about/").text
    assert "<p>People.</p>" in text
    assert '<meta name="description" content="Who we are">' in text
    assert '<li><a href="/about/">About us</a></li>' in client.get("/").text
    assert client.get("/not-yet/").status_code == 404
    assert "Not yet" not in client.get("/").text


def test_the_frame_says_what_the_settings_say(client):
    site = SiteSettings.load()
    site.name, site.wordmark, site.footer, site.contact_address = (
        "The Lars Institute",
        "LARS",
        "By the road.",
        "l@x.org",
    )
    site.save()
    site.links.create(label="Funding", address="https://money.example/")
    text = client.get("/").text
    assert "<title>The Lars Institute</title>" in text
    for expected in (
        '<b lang="en">LARS</b>',
        "By the road.",
        "mailto:l@x.org",
        'href="https://money.example/">Funding',
    ):
        assert expected in text


# A site with nothing in it


EMPTY = {
    "/": "The first analysis is being written.",
    "/analyses/": "Nothing is published here yet.",
    "/simulations/": "The first could be yours.",
    "/topics/": "The topics of our work will stand here, each with everything on it.",
    "/regions/": "The countries and areas that we write about will stand here, each with everything on it.",
    "/tags/": "Tags come with the first texts: what they are about, in a word or two.",
    "/series/": "No series has begun yet. Texts that belong together will stand here, part by part.",
    "/people/": "Whoever writes here stands on this page from the day of the first text.",
    "/archive/": "The archive begins with the first piece.",
    "/search/": "Write a word or two",
    "/search/?q=lars": "Nothing is published yet. From the day of the first text you will find it here",
    "/submit/": "No call is open just now.",
}


@pytest.mark.parametrize("address", EMPTY)
def test_an_empty_site_is_kind(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert EMPTY[address] in response.text


def test_a_topic_with_nothing_in_it_yet_is_kind(client):
    make.topic()
    assert "Nothing is published here yet." in client.get("/topics/roads/").text


def test_an_unknown_address_offers_ways_on(client):
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert "This sheet is not in the atlas" in response.text
    assert 'action="/search/"' in response.text


def test_a_date_of_publication_is_told_in_the_time_zone_of_the_site(client):
    late = datetime(2026, 11, 19, 22, 30, tzinfo=UTC)
    make.publication(at=late)
    assert "Published 20 November 2026" in words(client.get("/analyses/the-single-road/"))
