"""Every old address leads to the page that took its place: for good, exactly, in one question, and never elsewhere."""

from unicodedata import normalize
from urllib.parse import quote

import pytest
from django.urls import reverse
from PIL import Image as Pillow

from articles.models import Article, Image, Page
from ccsis import redirects
from ccsis.models import Redirect
from tests import make
from tests.oldsite import author, category, export, imported, item, meta, picture, term

pytestmark = pytest.mark.django_db

HEAD = [
    author("nino.t", "Nino Telaveli", 7),
    category("security", "Security", number=4),
    category("arms", "Arms", number=5, parent="security"),
]
BRIDGE = item(
    10,
    "The bridge",
    term("category", "arms", "Arms"),
    term("category", "simulations", "Simulations"),
    term("category", "uncategorized", "Uncategorized"),
    term("post_tag", "gas", "Gas"),
    meta("_wp_old_slug", "a-bridge"),
    slug="the-bridge",
    link="https://old.example/2019/04/the-bridge/",
    content='One<!--nextpage-->Two <img class="wp-image-20" src="/wp-content/uploads/2019/04/b-300x200.jpg">',
    creator="nino.t",
    post_date="2019-04-30 23:30:00",
    post_date_gmt="2019-04-30 19:30:00",
)
PICTURE = picture(20, "2019/04/b.jpg", parent=10)


@pytest.fixture
def uploads(tmp_path):
    folder = tmp_path / "uploads"
    (folder / "2019" / "04").mkdir(parents=True)
    Pillow.new("RGB", (60, 40), "teal").save(folder / "2019" / "04" / "b.jpg")
    return folder


def where(client, *asked):
    """Where each address leads; the status where nowhere."""
    responses = [client.get(address) for address in asked]
    return [response["Location"] if response.status_code == 301 else response.status_code for response in responses]


PIECE = "/simulations/the-bridge/"
LEADS = {
    PIECE: [
        *("/2019/04/the-bridge/", "/2019/04/the-bridge", "/2019/04/a-bridge/", "/2019/04/the-bridge/2/"),
        *("/?p=10", "/?page_id=10", "/?page_id=10&p=", "/index.php?p=10"),
        *("/2019/04/the-bridge/feed/", "/2019/04/the-bridge/feed/atom/", "/2019/04/the-bridge/amp/"),
        *("/2019/04/the-bridge/comment-page-3/", "/2019/04/the-bridge/embed", "/2019/04/the-bridge/trackback/"),
        *("/piece-20/", "/?attachment_id=20", "/?p=20"),  # the page round its picture
    ],
    "/topics/arms/": [
        *("/category/security/arms/", "/category/arms/", "/category/arms", "/category/arms/page/3/"),
        *("/?cat=5", "/arms/", "/security/arms/"),
    ],
    "/topics/arms/feed.atom": ["/category/arms/feed/", "/category/security/arms/feed/rss2/"],
    "/simulations/": ["/category/simulations/", "/category/simulations/page/2/"],
    "/simulations/feed.atom": ["/category/simulations/feed/"],
    "/analyses/": ["/category/uncategorized/", "/page/2/"],
    "/tags/gas/": ["/tag/gas/", "/?tag=gas", "/tag/gas/page/2/"],
    "/tags/gas/feed.atom": ["/tag/gas/feed/"],
    "/people/nino-telaveli/": ["/author/nino.t/", "/author/nino-t/", "/?author=7", "/author/nino-t/page/2/"],
    "/people/nino-telaveli/feed.atom": ["/author/nino-t/feed/"],
    "/archive/2019/04/": ["/2019/04/", "/2019/04/30/", "/?m=201904", "/?m=20190430", "/2019/04/page/2/"],
    "/archive/2019/": ["/2019/", "/?m=2019"],
    "/topics/": ["/category/"],
    "/tags/": ["/tag/"],
    "/people/": ["/author/"],
    "/feeds/atom.xml": ["/feed/", "/feed/atom/", "/feed/rss/", "/?feed=rss2", "/comments/feed/"],
}


def test_every_old_address_leads_to_its_page_for_good(client, tmp_path, uploads):
    imported(export(tmp_path, *HEAD, BRIDGE, PICTURE), uploads=str(uploads))
    for new, asked in LEADS.items():
        assert where(client, *asked) == [new] * len(asked)
        assert client.get(new).status_code == 200
    image = f"/images/{Image.objects.get().pk}"
    files = ["b.jpg", "b-300x200.jpg", "b-scaled.jpg"]
    assert where(client, *(f"/wp-content/uploads/2019/04/{name}" for name in files)) == [image] * 3
    assert client.get(image).status_code == 302


def test_what_was_not_there_is_not_here(client, tmp_path, uploads):
    imported(export(tmp_path, *HEAD, BRIDGE, PICTURE), uploads=str(uploads))
    asked = [
        "/2019/05/",
        "/2019/04/29/",
        "/2019/04/the-bridges/",
        "/category/peace/",
        "/wp-content/uploads/2019/04/c.jpg",
    ]
    assert where(client, *asked, "/index.php?p=11", "/category/security/") == [404] * 7
    assert where(client, "/?p=11", "/?cat=99", "/?utm_source=letter", "/?p=", "/?q=1") == [200] * 5


def test_what_else_a_query_holds_goes_along(client, tmp_path):
    imported(export(tmp_path, BRIDGE.replace("simulations", "x")))
    assert where(client, "/?p=10&utm_source=letter", "/?utm_source=a%20b&p=10", "/2019/04/the-bridge/?x=1&p=3") == [
        "/analyses/the-bridge/?utm_source=letter",
        "/analyses/the-bridge/?utm_source=a+b",
        "/analyses/the-bridge/?x=1&p=3",
    ]


@pytest.mark.parametrize("name", ["ქართული-ხიდი", "дорога", "پل", "köprü", "Ճանապարհ"])
def test_addresses_in_every_script_hit_however_they_are_written(client, tmp_path, name):
    small = quote(name).lower()
    imported(export(tmp_path, item(3, "A bridge", slug=small, link=f"https://old.example/{small}/")))
    new = Article.objects.get().publication.get_absolute_url()
    twice = quote(quote(name))
    decomposed = quote(normalize("NFD", name))
    assert where(client, f"/{name}/", f"/{small}/", f"/{quote(name)}", f"/{twice}/", f"/{decomposed}/") == [new] * 5


def test_drafts_and_what_stands_under_them_have_no_address(client, tmp_path):
    draft = item(4, "Secret", term("category", "plans", "Plans"), status="draft", slug="secret")
    imported(export(tmp_path, draft, picture(5, "2019/04/plan.jpg", parent=4)))
    assert not Redirect.objects.exists()


def test_pages_keep_their_addresses_below_others(client, tmp_path):
    imported(export(tmp_path, item(6, "Team", kind="page", slug="team", link="https://old.example/about/team/")))
    assert where(client, "/about/team/", "/?page_id=6", "/?p=6") == ["/team/"] * 3
    assert list(Redirect.objects.values_list("old_path", flat=True)) == ["/?p=6", "/about/team/"]


def test_a_site_in_a_folder_leads_here_from_its_folder(client, tmp_path):
    there = item(8, "Eight", term("category", "arms", "Arms"), link="https://old.example/blog/2021/03/eight/")
    imported(export(tmp_path, there, address="https://old.example/blog"))
    new = "/analyses/piece-8/"
    assert where(client, "/blog/2021/03/eight/", "/blog/?p=8", "/blog/index.php?p=8") == [new] * 3
    assert where(client, "/blog/category/arms/", "/blog/feed/", "/blog/2021/03/", "/blog/", "/blog/page/2/") == [
        *("/topics/arms/", "/feeds/atom.xml", "/archive/2021/03/", "/", "/"),
    ]
    assert where(client, "/?p=8") == [200]


def test_other_words_before_categories_and_tags_can_be_told(client, tmp_path):
    terms = [term("category", "arms", "Arms"), term("post_tag", "gas", "Gas")]
    imported(export(tmp_path, item(9, "", *terms)), category_base="/subject/", tag_base="word")
    assert where(client, "/subject/arms/", "/word/gas/", "/category/arms/") == ["/topics/arms/", "/tags/gas/", 404]


def test_a_piece_comes_before_a_category_of_the_same_address(client, tmp_path):
    one = item(1, "Later", slug="arms", post_date_gmt="2022-01-01 00:00:00")
    imported(export(tmp_path, item(2, "Earlier", term("category", "arms", "Arms")), one))
    assert where(client, "/arms/", "/category/arms/") == ["/analyses/arms/", "/topics/arms/"]


def test_a_page_of_ours_is_never_hidden(client, tmp_path):
    terms = [term("category", "analyses", "Analyses of all"), term("category", "people", "People")]
    Page.objects.create(title="Water", slug="water", body="<p>Ours.</p>")
    imported(export(tmp_path, item(1, "Water there", slug="water"), item(2, "", *terms)))
    assert client.get("/water/").status_code == 200
    assert not Redirect.objects.filter(old_path__in=["/analyses/", "/people/", "/topics/"]).exists()
    assert where(client, "/analyses/?before=nonsense", "/people/?before=nonsense") == [404, 200]


def test_what_staff_made_of_an_old_address_stays(client, tmp_path):
    topic = make.topic("Roads")
    Redirect.objects.leave("/category/arms/", topic.get_absolute_url())
    imported(export(tmp_path, *HEAD, BRIDGE))
    assert where(client, "/category/arms/") == ["/topics/roads/"]
    Redirect.objects.filter(old_path="/2019/04/").delete()
    imported(export(tmp_path, *HEAD, BRIDGE))
    assert where(client, "/2019/04/", "/category/arms/") == [404, "/topics/roads/"]


def test_a_topic_that_moves_takes_its_old_lists_along(client, tmp_path):
    imported(export(tmp_path, *HEAD, BRIDGE))
    Redirect.objects.leave("/topics/arms/", "/topics/weapons/")
    assert where(client, "/category/arms/", "/?cat=5") == ["/topics/weapons/"] * 2


# What it costs, and what it can never do


def test_a_missing_page_is_looked_up_in_one_question_and_a_found_one_in_none(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert redirects.find("/2019/04/%C3%A9/feed/", "p=1&cat=2") is None
    Redirect.objects.leave("/category/arms/", "/topics/arms/")
    for asked in ("/", "/?utm_source=letter", "/analyses/?p=1"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(redirects, "find", lambda *args: pytest.fail("it was looked up"))
            assert client.get(asked).status_code == 200


def test_a_redirect_never_leaves_the_site(client):
    Redirect.objects.leave("/x/", "/y/")
    for asked in ("//evil.example/x/", "/x/?p=//evil.example", "/x/..//evil.example/", "/?p=//evil.example"):
        response = client.get(asked)
        assert response.get("Location", "/").startswith("/") and not response.get("Location", "/").startswith("//")


def test_a_redirect_that_would_lead_back_to_the_page_is_not_followed(client):
    Redirect.objects.leave("/x/", "/x/feed/")
    assert where(client, "/x/feed/", "/x/") == [404, "/x/feed/"]


def test_an_old_address_typed_in_the_admin_is_kept_as_it_is_looked_up(client):
    client.force_login(make.user("admin"))
    for old, new in (
        ("/2021/07/%E1%83%AE%E1%83%98/?utm_source=x", "/analyses/khi/"),
        ("/index.php?page_id=12", "/analyses/twelve/"),
        ("/?cat=4&lang=en", "/topics/roads/"),
    ):
        client.post(reverse("admin:ccsis_redirect_add"), {"old_path": old, "new_path": new})
    assert dict(Redirect.objects.values_list("old_path", "new_path")) == {
        "/2021/07/ხი/": "/analyses/khi/",
        "/?p=12": "/analyses/twelve/",
        "/?cat=4": "/topics/roads/",
    }
    assert where(client, "/2021/07/ხი", "/?page_id=12", "/?lang=en&cat=4") == [
        *("/analyses/khi/", "/analyses/twelve/", "/topics/roads/?lang=en"),
    ]


def test_a_new_address_with_a_backslash_is_refused(client):
    client.force_login(make.user("admin"))
    client.post(reverse("admin:ccsis_redirect_add"), {"old_path": "/a/", "new_path": "/\\evil.example"})
    assert not Redirect.objects.exists()
