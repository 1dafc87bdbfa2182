"""The import of a WordPress export, on a small one written for this, and on the centre's own where it lies beside."""

import re
from datetime import UTC, datetime
from html import unescape
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image as Pillow

from articles import locking
from articles.imports import wordpress
from articles.models import (
    Article,
    ArticleEvent,
    Image,
    Page,
    Person,
    Publication,
    Region,
    Revision,
    Series,
    Tag,
    Topic,
)
from ccsis.models import Letter, Redirect
from tests import checksum, make

SMALL = Path(__file__).parent / "exports" / "small.wordpress.xml"
CORPUS = settings.BASE_DIR.parent / "shared" / "corpus"
needs_corpus = pytest.mark.skipif(
    not (CORPUS / "ccsis.wordpress.xml").exists(), reason=f"the centre's own export does not lie in {CORPUS}"
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def uploads(tmp_path):
    """The old server's uploads folder with the one picture that the small export still has."""
    folder = tmp_path / "uploads"
    (folder / "2021" / "03").mkdir(parents=True)
    Pillow.new("RGB", (60, 40), "teal").save(folder / "2021" / "03" / "bridge.jpg")
    return folder


def imported(file=SMALL, **options):
    """What the command prints."""
    out = StringIO()
    call_command(
        "import_wordpress", str(file), stdout=out, **{k: str(v) if k == "uploads" else v for k, v in options.items()}
    )
    return out.getvalue()


def changed(tmp_path, *pairs):
    """The small export with some of its text replaced."""
    text = SMALL.read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    file = tmp_path / "changed.xml"
    file.write_text(text, "utf-8")
    return file


def article(title):
    return Article.objects.get(title=title)


def files():
    root = Path(default_storage.location)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


REPORT = """\
The Alazani Review: 8 imported, 0 updated, 0 unchanged, 3 left out.
Pictures imported: 1. Comments, which are not taken: 2.
New here: topics “Roads”, “Kakheti”; series “Special Series”; tags “BORDER trade”, “Rivers & lakes, old and new”.
left out: 1 of type nav_menu_item (only posts, pages and their pictures are taken)
imported: House style → /house-style/
imported: Where the water goes → /analyses/where-the-water-goes/
    shortcode [chart] is not known here and stays in the text
    picture 2021/03/lost.jpg is not in the uploads folder
    link to https://www.alazani.example/2019/01/gone/, which was not imported
imported: A quieter bridge → /analyses/a-quieter-bridge/
imported: Bread & salt: who pays? → /analyses/bread-and-salt/
imported: (no title) → /analyses/13/
    had no title; its first words stand in
imported: ქართული ხიდი → /analyses/khidi/
imported: Half a thought (a draft there, so a draft here)
imported: For members (behind a password there, so a draft here)
left out: Thrown away (in the trash there)
left out: About (there is a page at /about/ here already)
left out: Nothing in it (it has no text)
"""


def test_the_report_says_of_each_piece_what_became_of_it(uploads):
    Page.objects.create(title="About us", slug="about", body="<p>Ours.</p>")
    assert imported(uploads=uploads).splitlines() == REPORT.splitlines()
    assert Page.objects.get(slug="about").body == "<p>Ours.</p>"


def test_a_dry_run_prints_the_same_report_and_changes_nothing(uploads):
    Page.objects.create(title="About us", slug="about", body="<p>Ours.</p>")
    before, files_before = checksum.of_all_tables(), files()
    lines = imported(uploads=uploads, dry_run=True).splitlines()
    assert lines[0] == "Dry run: nothing was changed. An import would do this:"
    assert lines[1:] == REPORT.splitlines()
    assert checksum.of_all_tables() == before
    assert files() == files_before


def test_a_second_run_changes_nothing_at_all(uploads):
    imported(uploads=uploads)
    before, files_before = checksum.of_all_tables(), files()
    report = imported(uploads=uploads)
    assert report.startswith(
        "The Alazani Review: 0 imported, 0 updated, 9 unchanged, 2 left out.\nPictures imported: 0."
    )
    assert checksum.of_all_tables() == before
    assert files() == files_before
    # Nor does one that has not got the pictures at hand any more.
    assert imported().startswith("The Alazani Review: 0 imported, 0 updated, 9 unchanged, 2 left out.")
    assert checksum.of_all_tables() == before


# What comes out


def test_block_text_comes_out_as_an_editor_would_have_typed_it(uploads):
    imported(uploads=uploads)
    picture = Image.objects.get()
    assert article("A quieter bridge").body.split("\n") == [
        '<p>The bridge at Lagodekhi carries half of what it did. Read <a href="/analyses/bread-and-salt/">what bread '
        "costs</a> on both banks, 5&nbsp;km apart.</p>",
        "<h2>Two mornings</h2>",
        "<p>On Monday nobody came.</p>",
        "<p>On Tuesday, three lorries did.</p>",
        f'<figure><img src="/images/{picture.pk}" alt="A long bridge, empty">'
        "<figcaption>The bridge, <em>seen from the east</em></figcaption></figure>",
        "<blockquote><p>We count lorries now.</p><p><cite>A customs officer</cite></p></blockquote>",
        "<ul><li>flour</li><li>cement</li></ul>",
        '<figure class="embed"><a href="https://youtu.be/abc" rel="noopener noreferrer">youtu.be/abc</a></figure>',
    ]


def test_bare_line_breaks_of_classic_text_become_paragraphs(uploads):
    imported(uploads=uploads)
    picture = Image.objects.get()
    assert article("Where the water goes").body.split("\n") == [
        "<p>The canal was dug<br>in one summer.</p>",
        "<p>Nobody remembers <strong>which</strong> one.</p>",
        "<h2>What is left</h2>",
        "<p>A list:</p>",
        "<ul><li>one gate</li><li>two pumps<ul><li>one of them works</li></ul></li></ul>",
        "<p>And a picture:</p>",
        f'<figure><img src="/images/{picture.pk}" alt="The gate"><figcaption>The gate in May</figcaption></figure>',
        '<p>After the picture, see <a href="/analyses/a-quieter-bridge/">the bridge</a> and '
        '<a href="https://www.alazani.example/2019/01/gone/" rel="noopener noreferrer">an older piece</a>.</p>',
        "<p>The rest.</p>",
        "<blockquote><p>Water finds a way.</p><p>So do people.</p></blockquote>",
        '<p>[chart id="7"]</p>',
        "<p>The last sentence.</p>",
    ]


def test_the_notice_of_republication_leaves_the_text_for_its_field(uploads):
    imported(uploads=uploads)
    pieces = Publication.objects.filter(is_exclusive=True).order_by("published_at")
    assert list(pieces.values_list("title", "republication_notice")) == [
        ("Where the water goes", "Exclusive Report of The Alazani Review. Any republishing needs credit."),
        (
            "A quieter bridge",
            "Exclusive Analysis of The Alazani Review – whoever republishes it in any form gives credit to us.",
        ),
    ]


def test_public_numbers_follow_the_dates_and_types_the_categories(uploads):
    imported(uploads=uploads)
    local = timezone.get_default_timezone()
    assert list(Publication.objects.order_by("published_at").values_list("number", "kind", "published_at")) == [
        ("CCSIS-RP-2020-001", "report", datetime(2020, 11, 5, 10, tzinfo=local)),
        ("CCSIS-AN-2021-001", "analysis", datetime(2021, 3, 2, 21, 30, tzinfo=UTC)),
        ("CCSIS-NO-2021-001", "announcement", datetime(2021, 5, 1, 8, tzinfo=UTC)),
        ("CCSIS-AN-2021-002", "analysis", datetime(2021, 6, 1, 8, tzinfo=UTC)),
        ("CCSIS-AN-2021-003", "analysis", datetime(2021, 7, 1, 8, tzinfo=UTC)),
    ]
    assert not Publication.objects.exclude(version=1, updated_at=None).exists()


def test_categories_become_series_topics_and_regions_and_tags_stay_tags():
    kakheti = Region.objects.create(name="Kakheti")
    trade = make.tag("border trade")
    imported()
    bridge, call = article("A quieter bridge"), article("Bread & salt: who pays?")
    assert list(bridge.topics.values_list("name", "slug")) == [("Roads", "roads")]
    assert list(bridge.regions.all()) == [kakheti]
    assert sorted(bridge.tags.values_list("name", flat=True)) == ["Rivers & lakes, old and new", "border trade"]
    assert list(article("Where the water goes").tags.all()) == [trade]
    assert list(call.topics.all()) == []
    assert (call.series.name, call.series.slug) == ("Special Series", "special-series")
    assert [Topic.objects.count(), Series.objects.count(), Tag.objects.count()] == [1, 1, 2]


def test_a_tag_with_the_name_of_a_region_puts_the_piece_there_too(tmp_path):
    Region.objects.create(name="Border trade")
    imported()
    assert list(article("Where the water goes").regions.values_list("name", flat=True)) == ["Border trade"]
    assert list(article("Where the water goes").tags.values_list("name", flat=True)) == ["BORDER trade"]


def test_authors_become_people_and_the_site_itself_the_default_byline():
    imported()
    assert list(Person.objects.order_by("name").values_list("name", "is_body", "is_default_byline")) == [
        ("Levan Sighnaghi", False, False),
        ("Nino Telaveli", False, False),
        ("The Alazani Review", True, True),
    ]
    pieces = Publication.objects.order_by("published_at")
    assert [[credit.name for credit in piece.credits.all()] for piece in pieces] == [
        ["The Alazani Review"],
        ["Nino Telaveli"],
        ["Nino Telaveli", "Levan Sighnaghi"],
        ["The Alazani Review"],  # nobody is named there, so the default byline shows
        ["Nino Telaveli"],
    ]


def test_the_body_of_this_name_is_not_made_a_second_time():
    body = make.person("Alazani Review", is_body=True, is_default_byline=True)
    imported()
    assert list(Person.objects.filter(is_body=True)) == [body]
    assert article("Where the water goes").bylines.get().person == body


def test_a_person_renamed_here_is_known_again_when_the_next_piece_comes(tmp_path):
    imported()
    Person.objects.filter(name="Nino Telaveli").update(name="Dr Nino Telaveli", slug="dr-nino")
    imported(changed(tmp_path, ("<![CDATA[Only half.]]>", "<![CDATA[Nearly whole.]]>")))
    assert article("Half a thought").bylines.get().person.name == "Dr Nino Telaveli"
    assert not Person.objects.filter(name="Nino Telaveli").exists()


def test_titles_and_standfirsts_are_plain_words():
    imported()
    assert sorted(Article.objects.values_list("title", flat=True)) == [
        "A note without a title that goes on…",
        "A quieter bridge",
        "Bread & salt: who pays?",
        "For members",
        "Half a thought",
        "Where the water goes",
        "ქართული ხიდი",
    ]
    standfirsts = set(Article.objects.values_list("standfirst", flat=True))
    assert standfirsts == {"", "Half the lorries are gone & nobody says where."}


def test_drafts_stay_drafts_and_what_is_behind_a_password_too():
    imported()
    drafts = Article.objects.filter(publication=None).order_by("title")
    assert [(draft.title, draft.slug, draft.number) for draft in drafts] == [
        ("For members", "for-members", None),
        ("Half a thought", "half-a-thought", None),
    ]


def test_pages_become_pages():
    imported()
    assert list(Page.objects.order_by("slug").values_list("slug", "title", "body", "is_public", "in_footer")) == [
        ("about", "About", "<p>What the old site said of itself.</p>", True, False),
        ("house-style", "House style", "<p>Short words first.</p>", True, False),
    ]


def test_a_slug_that_is_taken_here_gets_a_number(uploads):
    make.article("Another piece", slug="bread-and-salt")
    imported(uploads=uploads)
    assert article("Bread & salt: who pays?").slug == "bread-and-salt-2"
    assert 'href="/analyses/bread-and-salt-2/"' in article("A quieter bridge").body


def test_pictures_become_ours_once_with_their_words(uploads):
    imported(uploads=uploads)
    picture = Image.objects.get()
    assert (picture.alt, picture.caption, picture.credit) == (
        "A long bridge, empty",
        "The bridge at Lagodekhi",
        "The Alazani Review",
    )
    assert (picture.width, picture.height, picture.original_name) == (60, 40, "bridge.jpg")
    assert default_storage.exists(picture.file.name)
    assert article("A quieter bridge").lead_image == picture
    assert article("Where the water goes").lead_image is None


def test_pictures_that_arrive_later_are_filled_in(uploads):
    imported()
    assert not Image.objects.exists()
    assert imported(uploads=uploads).startswith("The Alazani Review: 0 imported, 2 updated, 7 unchanged")
    assert article("A quieter bridge").lead_image == Image.objects.get()


def test_a_picture_outside_the_uploads_folder_is_not_read(uploads, tmp_path):
    Pillow.new("RGB", (9, 9)).save(tmp_path / "secret.jpg")
    report = imported(
        changed(tmp_path, ("<![CDATA[2021/03/bridge.jpg]]>", "<![CDATA[../secret.jpg]]>")), uploads=uploads
    )
    assert "picture ../secret.jpg is not in the uploads folder" in report
    assert not Image.objects.exists()


def test_a_file_that_is_no_picture_is_left_out_with_the_reason(uploads):
    (uploads / "2021" / "03" / "lost.jpg").write_bytes(b"<?php")
    report = imported(uploads=uploads)
    assert (
        "picture 2021/03/lost.jpg: This file is damaged, or no JPEG, PNG, WebP, GIF or AVIF picture at all." in report
    )
    assert Image.objects.count() == 1


def test_old_addresses_lead_to_the_new_ones_for_good(client):
    imported()
    moved = {
        "/2021/03/a-quieter-bridge/": "/analyses/a-quieter-bridge/",
        "/2021/03/quiet-bridge/": "/analyses/a-quieter-bridge/",
        "/2020/11/where-the-water-goes/": "/analyses/where-the-water-goes/",
        "/2021/05/bread-and-salt/": "/analyses/bread-and-salt/",
        "/2021/06/13/": "/analyses/13/",
        "/2021/07/ხიდი/": "/analyses/khidi/",
        "/about/house-style/": "/house-style/",
        "/a-quieter-bridge/bridge/": "/analyses/a-quieter-bridge/",  # the page round its picture
    }
    pages = [*Publication.objects.values_list("slug", flat=True), "house-style"]
    to_pieces = Redirect.objects.filter(new_path__in=[f"/analyses/{slug}/" for slug in pages] + ["/house-style/"])
    by_path = to_pieces.exclude(old_path__contains="?")
    assert dict(by_path.values_list("old_path", "new_path")) == moved
    for old, new in moved.items():
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, new)
        assert client.get(new).status_code == 200
    assert client.get("/2021/03/a-quieter-bridge").headers["Location"] == "/analyses/a-quieter-bridge/"


# Again


def test_a_text_that_changed_there_is_taken_over_and_published(tmp_path):
    imported()
    report = imported(changed(tmp_path, ("in one summer.", "in two summers.")))
    assert report.startswith("The Alazani Review: 0 imported, 1 updated, 8 unchanged, 2 left out.")
    piece = Publication.objects.get(slug="where-the-water-goes")
    assert piece.body.startswith("<p>The canal was dug<br>in two summers.</p>")
    assert (piece.version, piece.number) == (2, "CCSIS-RP-2020-001")
    assert piece.published_at == piece.article.first_published_at
    assert imported(changed(tmp_path, ("in one summer.", "in two summers."))).startswith(
        "The Alazani Review: 0 imported, 0 updated, 9 unchanged"
    )


def test_what_staff_changed_here_is_never_overwritten(tmp_path):
    imported()
    piece = article("Where the water goes")
    locking.take_text(piece, now=make.NOW)
    piece.body = "<p>Edited here.</p>"
    piece.save()
    Page.objects.get(slug="house-style").save()
    before = checksum.of_all_tables()
    report = imported(
        changed(tmp_path, ("in one summer.", "in two summers."), ("Short words first.", "Long words last."))
    )
    assert report.startswith(
        "The Alazani Review: 0 imported, 0 updated, 7 unchanged, 2 changed in both places, 2 left out."
    )
    reason = "(it changed there and here since the last import; the text here stays)"
    assert f"conflict: Where the water goes → /analyses/where-the-water-goes/ {reason}" in report
    assert f"conflict: House style → /house-style/ {reason}" in report
    assert checksum.of_all_tables() == before


def test_what_changed_only_here_is_no_conflict():
    imported()
    locking.take_text(article("Where the water goes"), now=make.NOW)
    before = checksum.of_all_tables()
    assert imported().startswith("The Alazani Review: 0 imported, 0 updated, 9 unchanged, 2 left out.")
    assert checksum.of_all_tables() == before


def test_what_staff_deleted_here_does_not_come_back():
    imported()
    article("Half a thought").delete()
    report = imported()
    assert "left out: Half a thought (it was imported before and deleted here)" in report
    assert not Article.objects.filter(title="Half a thought").exists()


def test_what_is_no_longer_public_there_stays_public_here_and_is_named(tmp_path):
    imported()
    report = imported(changed(tmp_path, ("<wp:post_password><![CDATA[sesame]]>", "<wp:post_password><![CDATA[]]>")))
    assert "updated: For members → /analyses/for-members/" in report
    report = imported()
    assert "conflict: For members (it is no longer public there; here it stays)" in report
    assert Publication.objects.filter(slug="for-members").exists()


def test_an_interrupted_import_can_be_run_again_and_ends_in_the_same_state(monkeypatch, uploads):
    class Killed(BaseException):
        pass

    write, calls = wordpress.pieces.remember, []

    def killed_in_the_fourth(*args, **details):
        calls.append(args)
        if len(calls) == 4:
            raise Killed
        return write(*args, **details)

    monkeypatch.setattr(wordpress, "MOST_WAITING", 1)
    monkeypatch.setattr(wordpress.pieces, "remember", killed_in_the_fourth)
    with pytest.raises(Killed):
        imported(uploads=uploads)
    assert Publication.objects.count() == 1  # after two pages; the piece that was being written is not half there
    monkeypatch.undo()
    assert imported(uploads=uploads).startswith("The Alazani Review: 6 imported, 0 updated, 3 unchanged")
    assert list(Publication.objects.order_by("published_at").values_list("number", flat=True)) == [
        "CCSIS-RP-2020-001",
        "CCSIS-AN-2021-001",
        "CCSIS-NO-2021-001",
        "CCSIS-AN-2021-002",
        "CCSIS-AN-2021-003",
    ]
    assert Image.objects.count() == 1


def test_an_import_writes_no_letter_and_one_revision_per_published_piece():
    imported()
    assert not Letter.objects.exists()
    assert list(Revision.objects.values_list("note", "version").distinct()) == [
        ("Imported from www.alazani.example", 1)
    ]
    assert Revision.objects.count() == 5
    assert sorted(set(ArticleEvent.objects.values_list("action", flat=True))) == ["import", "publish"]


# What cannot be read


XML = '<?xml version="1.0" encoding="UTF-8"?>'
BROKEN = {
    "empty": (b"", "the file is empty."),
    "text": (b"Dear editors,", "not XML, so not a WordPress export."),
    "picture": (b"\x89PNG\r\n\x1a\n", "not XML, so not a WordPress export."),
    "html": (b"<html></html>", "XML of another kind: it begins with <html>, a WordPress export with <rss>."),
    "feed": (b"<rss><channel/></rss>", "an RSS feed, but not a WordPress export: it says no wxr_version."),
    "tags": (b"<rss>\n<channel>\n</rss>", "broken XML in line 3: mismatched tag."),
    "bytes": (
        b"<rss>\xff</rss>",
        "its letters in line 1 are not UTF-8. Save it as UTF-8, or name its encoding in its first line.",
    ),
    "entity": (b"<rss>&nbsp;</rss>", "broken XML in line 1: undefined entity."),
    "charset": (
        b'<?xml version="1.0" encoding="klingon"?><rss/>',
        "it says that it is written in klingon, which cannot be read.",
    ),
    "laughs": (
        b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><rss>&b;</rss>',
        "it declares a document type or entities, which no WordPress export does.",
    ),
    "outside": (
        b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss>&a;</rss>',
        "it declares a document type or entities, which no WordPress export does.",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_is_no_export_is_refused_in_one_line(name, tmp_path):
    content, line = BROKEN[name]
    file = tmp_path / "export.xml"
    file.write_bytes(content)
    before = checksum.of_all_tables()
    with pytest.raises(CommandError) as refusal:
        imported(file)
    assert str(refusal.value) == f"{file}: {line} Nothing was imported."
    assert refusal.value.returncode == 1
    assert checksum.of_all_tables() == before


def test_a_file_that_is_cut_off_imports_nothing(tmp_path):
    file = tmp_path / "cut.xml"
    whole = SMALL.read_bytes()
    file.write_bytes(whole[: whole.index(b"Bread &amp; salt")])
    before = checksum.of_all_tables()
    with pytest.raises(CommandError, match=r"cut\.xml: cut off: the file ends in line \d+, in the middle\."):
        imported(file)
    assert checksum.of_all_tables() == before


def test_missing_files_and_folders_are_named(tmp_path):
    with pytest.raises(CommandError, match=r"none\.xml: No such file or directory\. Nothing was imported\."):
        imported(tmp_path / "none.xml")
    with pytest.raises(CommandError, match=r"nowhere: there is no such folder\. Nothing was imported\."):
        imported(uploads=tmp_path / "nowhere")


@pytest.mark.parametrize(
    "pairs",
    [
        [("http://wordpress.org/export/1.2/", "https://wordpress.org/export/1.2/")],
        [("http://wordpress.org/export/1.2/", "http://wordpress.org/export/1.0/")],
        [('xmlns:wp="http://wordpress.org/export/1.2/"', "")],
        [("<wp:", "<w:"), ("</wp:", "</w:"), ("xmlns:wp=", "xmlns:w=")],
        [("The canal", "The\x08 canal")],  # XML forbids what WordPress may write
    ],
    ids=["https", "older", "undeclared", "other prefix", "control character"],
)
def test_exports_of_other_versions_and_makers_are_read_alike(pairs, tmp_path):
    assert imported(changed(tmp_path, *pairs)).startswith(
        "The Alazani Review: 9 imported, 0 updated, 0 unchanged, 2 left out."
    )
    assert article("Where the water goes").body.startswith("<p>The canal was dug<br>in one summer.</p>")


# The centre's own


NINE = [
    *("CCSIS-AN-2019-001", "CCSIS-NO-2021-001", "CCSIS-AN-2021-001", "CCSIS-AN-2021-002", "CCSIS-AN-2022-001"),
    *("CCSIS-RP-2022-001", "CCSIS-AN-2022-002", "CCSIS-AN-2022-003", "CCSIS-AN-2023-001"),
]


def titles_and_words(file):
    """What the posts of an export say, read without our importer: (title, every word in order), oldest first."""
    posts = []
    for item in ElementTree.parse(file).iter("item"):  # noqa: S314 - a file that we know
        told = {child.tag.rpartition("}")[2]: child.text or "" for child in item if child.text}
        if told["post_type"] == "post":
            content = next(child.text for child in item if child.tag.endswith("content/}encoded"))
            words = unescape(re.sub(r"<!--.*?-->|<[^>]+>", " ", content)).split()
            posts.append((told["post_date_gmt"], told["title"], words))
    return [(title, words) for _date, title, words in sorted(posts)]


@needs_corpus
def test_the_centres_nine_analyses_come_out_whole(client):
    body = make.person("The Caucasus Center", is_body=True, is_default_byline=True)
    file, folder = CORPUS / "ccsis.wordpress.xml", CORPUS / "uploads"
    assert imported(file, uploads=folder).startswith(
        "The Caucasus Center: 9 imported, 0 updated, 0 unchanged, 0 left out.\n"
    )
    pieces = list(Publication.objects.order_by("published_at"))
    assert [piece.number for piece in pieces] == NINE
    arrived = [(piece.title, f"{piece.text} {piece.republication_notice}".split()) for piece in pieces]
    assert arrived == titles_and_words(file)
    assert list(Person.objects.all()) == [body]
    assert {credit.person for piece in pieces for credit in piece.credits.all()} == {body}
    assert not re.search(
        r"wp:|<!--|<p></p>|<p>(?:&nbsp;|\s)|<br><br>|&nbsp;|  ", "".join(piece.body for piece in pieces)
    )
    assert [p.number for p in pieces if p.is_exclusive] == ["CCSIS-RP-2022-001"]
    assert len(pieces[5].republication_notice.split()) > 10
    assert [p.number for p in pieces if p.republication_notice] == ["CCSIS-RP-2022-001"]
    assert [p.series.name for p in pieces if p.series] == ["Special Series"] and pieces[1].series
    picture = Image.objects.get()
    assert [p.number for p in pieces if p.lead_image == picture] == ["CCSIS-AN-2022-002"]
    assert (picture.alt, picture.credit, picture.width) == ("Sketch map of Syunik", "The Caucasus Center", 1200)
    for redirect in Redirect.objects.all():
        response = client.get(redirect.old_path)
        assert (response.status_code, response["Location"]) == (301, redirect.new_path)
        assert client.get(redirect.new_path).status_code in (200, 302)  # a picture's number leads to its file
    assert Redirect.objects.filter(new_path__startswith="/analyses/", old_path__startswith="/?p=").count() == 10
    before = checksum.of_all_tables()
    assert imported(file, uploads=folder).startswith(
        "The Caucasus Center: 0 imported, 0 updated, 9 unchanged, 0 left out.\n"
    )
    assert checksum.of_all_tables() == before


@needs_corpus
def test_wordpresss_own_test_data_is_taken_and_explained():
    report = imported(CORPUS / "theme-unit-test.wordpress.xml", dry_run=True)
    assert "Theme Unit Test Data: 76 imported, 0 updated, 0 unchanged, 3 left out." in report
    assert "Comments, which are not taken: 33." in report
    assert "left out: Edge Case: No Content (it has no text)" in report
