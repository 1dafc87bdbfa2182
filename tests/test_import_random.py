"""Random exports: whatever an old site holds, each published post arrives once and whole, and nothing else does.

What hypothesis draws is what a site looks like; the texts come from tests.wxr_texts, which knows their words. More
examples than in the daily run: `IMPORT_EXAMPLES=1000 make test ARGS="-k random"`, and `make drill`.
"""

import os
import random
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from unicodedata import normalize

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow

from articles.imports.addresses import source_key
from articles.imports.export import Export, Site, open_export
from articles.imports.markup import convert
from articles.imports.oldsite import OldSite
from articles.imports.uploads import Uploads
from articles.imports.wordpress import Import
from articles.models import Imported, Page, Publication
from ccsis.html import clean_html, plain_text
from ccsis.scripts import fold
from tests import checksum, wxr, wxr_texts

EXAMPLES = int(os.environ.get("IMPORT_EXAMPLES", "25"))
DAY = datetime(2021, 3, 2, 21, 30, tzinfo=UTC)
AUTHORS = {
    "nino": "Nino Telaveli",
    "aram": "Արամ Հայրապետյան",
    "desk": "The Alazani Review",  # the site itself
    "shirin": "شیرین",
    "x": "",
}
TITLES = ["The road", "The road", "Дорога & зима", "გზა", "Ճանապարհ", "راه می\u200cرود", "Qış yolu", "1 < 2", "", "—"]
SLUGS = [
    *("the-road", "the-road", "", "about", "admin", "%d0%b4%d0%be%d1%80%d0%be%d0%b3%d0%b0", "გზა", "راه", "a" * 200),
    *("The_Road!", "%e1%83", "13", "-", "the-road-2"),
]
CATEGORIES = [
    ("category", "report", "Report"),
    ("category", "special-series", "Special Series"),
    ("category", "%d0%b4%d0%be%d1%80%d0%be%d0%b3%d0%b8", "Дороги"),
    ("category", "uncategorized", "Uncategorized"),
    ("category", "", "Roads &amp; rails"),
    ("category", "roads", "ROADS"),
    ("category", "გზა", "გზა"),
]
TAGS = [
    ("post_tag", "gas", "Gas"),
    ("post_tag", "gas-2", "GAS"),
    ("tag", "газ", "Газ"),
    ("post_tag", "rivers", "Rivers &amp; lakes"),
    ("post_tag", "comma", "one, two"),
    ("post_tag", "", "Qış"),
    ("post_tag", "sign", "—"),
]
STATUSES = ["publish"] * 6 + ["draft", "pending", "future", "private", "trash", "auto-draft", "inherit", "spam"]
DATES = [DAY, DAY, None, datetime(1969, 1, 1, tzinfo=UTC), datetime(2199, 1, 1, tzinfo=UTC)]
PICTURES = (901, 902)  # the second is lost


def cut(text):
    """The text in CDATA sections that part anywhere."""
    parts = (text[at : at + 7] for at in range(0, len(text), 7))
    return "".join(f"<![CDATA[{part.replace(']]>', ']]]]><![CDATA[>')}]]>" for part in parts)


FORMS = st.builds(
    wxr.Form,
    version=st.sampled_from(["1.0", "1.1", "1.2", "1.3"]),
    prefix=st.sampled_from(["wp", "w"]),
    scheme=st.sampled_from(["http", "https"]),
    encoding=st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "utf-16"]),
    wrap=st.sampled_from([wxr.cdata, wxr.cdata, wxr.escaped, cut]),
)


@st.composite
def posts(draw, number):
    """(an Item, the words that a reader of it should see)."""
    text = wxr_texts.Text(random.Random(draw(st.integers(0, 2**32))), pictures=PICTURES)  # noqa: S311 - no secret
    getattr(text, draw(st.sampled_from(["mixed", "mixed", "blocks", "classic"])))(draw(st.integers(1, 8)))
    if draw(st.integers(0, 5)) == 0:
        text.notice()
    is_page = draw(st.integers(0, 5)) == 0
    slug = draw(st.sampled_from(SLUGS))
    date = draw(st.sampled_from([*DATES, DAY + timedelta(days=number)]))
    item = wxr.Item(
        number,
        type="page" if is_page else "post",
        title=draw(st.sampled_from(TITLES)),
        content=text.content,
        slug=slug,
        status=draw(st.sampled_from(STATUSES)),
        date=date,
        has_gmt=draw(st.booleans()),
        path=draw(st.sampled_from([f"/2021/03/{slug[:60]}/", "/same/", f"/?p={number}", "/"])),
        creators=draw(st.lists(st.sampled_from(sorted(AUTHORS)), max_size=3, unique=True)),
        terms=draw(st.lists(st.sampled_from(CATEGORIES + TAGS), max_size=4, unique=True)),
        meta=draw(st.sampled_from([[], [("_thumbnail_id", "901")], [("_thumbnail_id", "902"), ("_wp_old_slug", "é")]])),
        password=draw(st.sampled_from(["", "", "", "", "sesame"])),
        comments=draw(st.sampled_from([[], ["<p>not shown</p>", "not shown"]])),
    )
    return item, text.words


@st.composite
def sites(draw):
    """(the Items of a site, the words of each post by its number)."""
    drawn = [draw(posts(number)) for number in range(1, draw(st.integers(1, 6)) + 1)]
    items = [item for item, _words in drawn]
    items += [wxr.attachment(901, "2021/03/bridge.jpg", parent=1, alt="A bridge")]
    items += [wxr.attachment(902, "2021/03/lost.jpg"), wxr.Item(950, "nav_menu_item", "Menu", content="not shown")]
    return draw(st.permutations(items)), {item.id: words for item, words in drawn}


@pytest.fixture(scope="module")
def uploads(tmp_path_factory):
    folder = tmp_path_factory.mktemp("uploads")
    (folder / "2021" / "03").mkdir(parents=True)
    Pillow.new("RGB", (9, 6), "teal").save(folder / "2021" / "03" / "bridge.jpg")
    return folder


@contextmanager
def forgotten():
    """What is written in here is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def imported(file, uploads, **options):
    with open_export(file) as export:
        return export.site, Import(export, uploads, **options).run()


@pytest.mark.django_db
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(site=sites(), form=FORMS)
def test_every_published_post_arrives_once_with_its_words_in_order(site, form, uploads, tmp_path):
    items, words = site
    file = tmp_path / "export.xml"
    with file.open("wb") as out:
        wxr.write(out, items, site=wxr.Site(authors=AUTHORS), form=form)
    with forgotten():
        empty = checksum.of_all_tables()
        old_site, foretold = imported(file, uploads, dry_run=True)
        assert checksum.of_all_tables() == empty
        _old_site, report = imported(file, uploads)
        assert list(report.lines) == list(foretold.lines)
        for item in items:
            if item.type in ("post", "page"):
                check(item, words[item.id], Imported.objects.filter(source_key=source_key(old_site, str(item.id))))
        arrived = [line for line in report.lines if line.address]
        assert Publication.objects.count() + Page.objects.filter(is_public=True).count() == len(arrived)
        before = checksum.of_all_tables()
        imported(file, uploads)
        assert checksum.of_all_tables() == before


def check(item, words, rows):
    """Is the post here, once and as it was, where it should be; and nowhere else?"""
    row = rows.select_related("article__publication", "page").first()
    publication = Publication.objects.filter(article=row.article).first() if row and row.article else None
    page = row.page if row else None
    if item.status != "publish" or item.password:
        assert publication is None and not (page and page.is_public)
        return
    if not words and not (row and (publication or page)):
        return  # nothing to read: left out
    if item.type == "page":
        assert page.is_public
        assert plain_text(page.body).split() == words
        assert wxr_texts.shown(page.body) == words
        return
    text = f"{publication.text} {publication.republication_notice}".split()
    assert text == words
    assert wxr_texts.shown(publication.page) + publication.republication_notice.split() == words
    assert publication.title == (normalize("NFC", item.title) or publication.title) != ""
    names = [AUTHORS[login] or login for login in item.creators]
    # Where nobody is named the default byline shows, which is the site itself as soon as it has written something.
    assert [credit.name for credit in publication.credits.all()] in ([names] if names else [[], [AUTHORS["desk"]]])
    tags = {fold(name.replace("&amp;", "&")) for domain, _slug, name in item.terms if domain != "category"}
    assert {tag.folded for tag in publication.tags.all()} == tags


@pytest.mark.django_db
def test_fifty_posts_more_ask_the_database_little_more(tmp_path):
    def questions(count):
        posts = (
            wxr.Item(n, title=f"Piece {n}", content="<p>One\ntwo.</p>", slug=f"piece-{n}", date=DAY, creators=["nino"])
            for n in range(1, count + 1)
        )
        file = tmp_path / "export.xml"
        with file.open("wb") as out:
            wxr.write(out, posts, site=wxr.Site(authors=AUTHORS))
        with forgotten(), CaptureQueriesContext(connection) as asked:
            imported(file, None)
            assert Publication.objects.count() == count
        return len(asked)

    assert questions(75) - questions(25) < 50


# What random exports have found


FOUND = {
    "<h2>one<div>two</div></h2>": ["one", "two"],
    "<h2>one<p>two</p>three</h2>": ["one", "two", "three"],
    "<table>one<tr><td>two</td></tr></table>": ["one", "two"],
    "<table>one <b>two</b></table>": ["one", "two"],
    "<ul>on<b>e</b><li>two</li></ul>": ["one", "two"],
    "<figure><figcaption>one</figcaption><figcaption>two</figcaption></figure>": ["one", "two"],
    '<p>one <iframe src="https://a.example/b"></iframe> two</p>': ["one", "a.example/b", "two"],
    '<p><embed src="https://a.example/b"> <embed src="https://a.example/b"></p>': ["a.example/b", "a.example/b"],
}


@pytest.mark.django_db
@pytest.mark.parametrize("content", FOUND)
def test_no_word_is_lost_or_grown_together(content):
    export = Export()
    export.site = Site(title="Old", address="https://old.example")
    html = convert(content, OldSite(export, Uploads(export))).html
    assert plain_text(clean_html(html)).split() == FOUND[content]
