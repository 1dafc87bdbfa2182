"""One run over an export, and the next: statuses and dates, what was sticky, what a piece was before, and every way in
which a run may break off."""

import errno
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError
from django.db import DataError, IntegrityError
from django.utils import timezone
from PIL import Image as Pillow

from articles import locking, newcomers
from articles.imports import pieces, uploads, wordpress
from articles.models import Article, Home, Image, Imported, Publication, Revision
from ccsis.models import Redirect
from tests import checksum, make
from tests.oldsite import author, export, imported, item, picture, term

pytestmark = pytest.mark.django_db


def pick_titles():
    return [pick.article.title for pick in Home.load().picks.all()]


# Statuses and dates


def test_every_status_but_the_bin_comes_as_what_it_may_be(tmp_path):
    statuses = ["publish", "draft", "pending", "private", "trash", "auto-draft", "pitch", "inherit"]
    items = [item(n, status.title(), status=status) for n, status in enumerate(statuses, start=1)]
    items.append(item(20, "Locked", post_password="sesame"))  # noqa: S106 - not ours
    items.append(item(21, "Later", status="future", post_date_gmt="2199-05-01 06:00:00"))
    report = imported(export(tmp_path, *items))
    assert set(Publication.objects.values_list("title", flat=True)) == {"Publish"}
    drafts = ["Draft", "Inherit", "Later", "Locked", "Pending", "Pitch", "Private"]
    assert sorted(Article.objects.filter(publication=None).values_list("title", flat=True)) == drafts
    for line in (
        "imported: Draft (a draft there, so a draft here)",
        "imported: Pending (waits for review there, so a draft here)",
        "imported: Private (private there, so a draft here)",
        "imported: Pitch (of status “pitch” there, so a draft here)",
        "imported: Locked (behind a password there, so a draft here)",
        "imported: Later (scheduled for 2199-05-01 10:00 there, so a draft here)",
        "left out: Trash (in the trash there)",
        "left out: Auto-Draft (never saved there)",
    ):
        assert line in report.splitlines()


def test_dates_are_read_by_greenwich_else_by_the_clock_there(tmp_path):
    never = "0000-00-00 00:00:00"
    imported(
        export(
            tmp_path,
            item(1, "Both", post_date="2021-03-02 14:00:00", post_date_gmt="2021-03-02 10:00:00"),
            item(2, "Local", post_date="2021-03-02 14:00:00", post_date_gmt=never),
            item(3, "Draft", status="draft", post_date="2021-03-02 14:00:00", post_date_gmt=never),
            item(4, "Feed", "<pubDate>Tue, 02 Mar 2021 10:00:00 +0000</pubDate>", post_date=never, post_date_gmt=never),
        )
    )
    moment = datetime(2021, 3, 2, 10, tzinfo=UTC)
    assert set(Publication.objects.values_list("published_at", flat=True)) == {moment}
    assert Article.objects.get(title="Draft").created_at == moment


def test_what_is_public_there_with_a_day_to_come_stands_under_today(tmp_path):
    file = export(tmp_path, item(1, "Early", post_date_gmt="2199-05-01 06:00:00"))
    report = imported(file)
    assert "    is dated 2199-05-01 there; it stands under the day of the import" in report.splitlines()
    piece = Publication.objects.get()
    assert abs(piece.published_at - timezone.now()).total_seconds() < 600
    assert imported(file).startswith("The Old Site: 0 imported, 0 updated, 1 unchanged, 0 left out.")


def test_what_is_another_thing_there_now_stays_what_it_is_here(tmp_path):
    imported(export(tmp_path, item(1, "A post"), item(2, "A page", kind="page")))
    before = checksum.of_all_tables()
    report = imported(export(tmp_path, item(1, "A post", kind="page"), item(2, "A page")))
    assert "conflict: A post → /analyses/piece-1/ (it" in report and "conflict: A page → /piece-2/ (it" in report
    assert "(it is a page there now; here it stays what it is)" in report
    assert "(it is a post there now; here it stays what it is)" in report
    assert checksum.of_all_tables() == before


def test_a_piece_in_another_language_than_the_site_keeps_it(tmp_path):
    items = [item(n, "", term("language", code, code)) for n, code in enumerate(["ru", "ka_GE", "xx"], start=1)]
    imported(export(tmp_path, *items, item(4)))
    assert list(Publication.objects.order_by("slug").values_list("language", flat=True)) == ["ru", "ka", "en", "en"]


def test_a_link_leads_to_nothing_that_staff_deleted(tmp_path):
    link = 'See <a href="/piece-1/">one</a>.'
    imported(export(tmp_path, item(1, "One"), item(2, "Two", content=link)))
    Publication.objects.get(title="One").delete()
    Article.objects.get(title="One").delete()
    report = imported(export(tmp_path, item(1, "One"), item(2, "Two", content=f"Again. {link}")))
    assert "left out: One (it was imported before and deleted here)" in report
    assert "    link to https://old.example/piece-1/, which was not imported" in report.splitlines()


# Sticky


STICKY = [item(n, f"Sticky {n}", is_sticky=1, post_date_gmt=f"2021-0{n}-01 00:00:00") for n in range(1, 7)]


def test_what_was_sticky_begins_the_home_page_newest_first(client, tmp_path):
    file = export(tmp_path, *STICKY, item(8, "Draft", is_sticky=1, status="draft"), item(9, "Other"))
    sentence = "The home page begins with what was sticky there: “Sticky 6”, “Sticky 5”, “Sticky 4”, “Sticky 3”."
    assert sentence in imported(file, dry_run=True).splitlines()
    assert sentence in imported(file).splitlines()
    assert Home.load().lead.title == "Sticky 6"
    assert pick_titles() == ["Sticky 5", "Sticky 4", "Sticky 3"]
    assert "Sticky 6" in client.get("/").text


def test_a_home_page_that_an_editor_arranged_stays(tmp_path):
    home = Home.load()
    home.lead = make.publication("Ours").article
    home.save()
    report = imported(export(tmp_path, *STICKY[:1]))
    assert "Sticky there, but the home page here is arranged already: “Sticky 1”." in report.splitlines()
    assert (Home.load().lead.title, pick_titles()) == ("Ours", [])


def test_what_staff_took_off_the_home_page_does_not_come_back(tmp_path):
    file = export(tmp_path, *STICKY[:2])
    imported(file)
    home = Home.load()
    home.picks.all().delete()
    home.lead = None
    home.save()
    assert "home page" not in imported(file)
    assert Home.load().lead is None


# What a piece was before


NOW = item(5, "The pass", content="Third.", creator="nino")
BEFORE = [
    item(51, "The pass", kind="revision", status="inherit", slug="5-revision-v1", content="Second <b>try</b>.",
         post_parent=5, creator="aram", post_date_gmt="2021-02-02 10:00:00"),
    item(50, "A pass", kind="revision", status="inherit", slug="5-revision-v1", content="First.",
         post_parent=5, creator="nino", post_date_gmt="2021-02-01 10:00:00"),
    item(52, "The pass", kind="revision", status="inherit", slug="5-autosave-v1", content="Half a thou",
         post_parent=5, creator="nino", post_date_gmt="2021-02-03 10:00:00"),
    item(53, "The pass", kind="revision", status="inherit", slug="5-revision-v1", content="Third.",
         post_parent=5, creator="nino", post_date_gmt="2021-03-02 10:00:00"),
    item(54, "Of a page", kind="revision", status="inherit", slug="6-revision-v1", post_parent=6),
]  # fmt: skip
USERS = author("nino", "Nino Telaveli") + author("aram", "Aram Petrosyan", 2)


def history():
    rows = Revision.objects.order_by("n")
    return [
        [row.n, row.version, row.snapshot["fields"]["title"], row.snapshot["fields"]["body"], row.by_name]
        for row in rows
    ]


def test_without_asking_earlier_versions_are_counted_and_left(tmp_path):
    report = imported(export(tmp_path, USERS, NOW, *BEFORE))
    assert "left out: 5 of type revision (--revisions takes them)" in report.splitlines()
    assert history() == [[1, 1, "The pass", "<p>Third.</p>", ""]]


def test_earlier_versions_become_history_before_the_published_one(tmp_path):
    file = export(tmp_path, USERS, NOW, *BEFORE, item(6, "A page", kind="page"))
    would = imported(file, revisions=True, dry_run=True).splitlines()[1:]
    assert "Earlier versions kept as history: 2." in would
    assert imported(file, revisions=True).splitlines() == would
    assert history() == [
        [1, None, "A pass", "<p>First.</p>", "Nino Telaveli"],
        [2, None, "The pass", "<p>Second <b>try</b>.</p>".replace("b>", "strong>"), "Aram Petrosyan"],
        [3, 1, "The pass", "<p>Third.</p>", ""],
    ]
    dates = Revision.objects.order_by("n").values_list("created_at", flat=True)
    assert [date.day for date in dates][:2] == [1, 2] and dates[0].year == 2021
    assert Publication.objects.get().version == 1
    before = checksum.of_all_tables()
    imported(file, revisions=True)
    assert checksum.of_all_tables() == before


def test_a_piece_that_is_here_already_gets_no_earlier_versions(tmp_path):
    imported(export(tmp_path, USERS, NOW))
    imported(export(tmp_path, USERS, NOW.replace("Third.", "Fourth."), *BEFORE), revisions=True)
    assert [row[:2] for row in history()] == [[1, 1], [2, 2]]


# Breaking off


@pytest.fixture
def folder(tmp_path):
    below = tmp_path / "uploads" / "2019" / "04"
    below.mkdir(parents=True)
    Pillow.new("RGB", (60, 40), "teal").save(below / "a.jpg")
    return tmp_path / "uploads"


WITH_PICTURE = [item(101, "One", term("category", "arms", "Arms"), content='<img class="wp-image-102">',
                     post_date_gmt="2020-12-01 10:00:00"),
                picture(102, "2019/04/a.jpg"), item(103, "Two")]  # fmt: skip


class Killed(BaseException):
    pass


def killed(*args, **kwargs):
    raise Killed


def files():
    return sorted(default_storage.listdir("images")[1]) if default_storage.exists("images") else []


@pytest.mark.parametrize(
    "place",
    [
        (Image.objects, "create"),
        (Imported.objects, "update_or_create"),
        (uploads, "save"),
        (newcomers, "take_in"),
        (pieces, "remember"),
        (Redirect.objects, "leave_missing"),
    ],
    ids=lambda place: place[1],
)
def test_killed_at_any_place_it_ends_in_the_same_state_when_it_is_run_again(place, tmp_path, folder, monkeypatch):
    file = export(tmp_path, *WITH_PICTURE, *STICKY[:2])
    for name in files():
        default_storage.delete(f"images/{name}")
    target = wordpress if place == (uploads, "save") else place[0]
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(target, place[1], killed)
        imported(file, uploads=str(folder))
    assert not Article.objects.exists() and not Redirect.objects.exists()
    imported(file, uploads=str(folder))
    assert list(Publication.objects.order_by("published_at", "pk").values_list("title", "number")) == [
        ("One", "CCSIS-AN-2020-001"),
        ("Sticky 1", "CCSIS-AN-2021-001"),
        ("Sticky 2", "CCSIS-AN-2021-002"),
        ("Two", "CCSIS-AN-2021-003"),
    ]
    assert files() == [Image.objects.get().file.name.removeprefix("images/")]
    assert Home.load().lead.title == "Sticky 2"


def test_a_picture_that_was_half_written_is_written_over(tmp_path, folder):
    file = export(tmp_path, *WITH_PICTURE)
    imported(file, uploads=str(folder))
    name = Image.objects.get().file.name
    path = Path(default_storage.path(name))
    whole = path.read_bytes()
    Imported.objects.all().delete()
    Publication.objects.all().delete()
    Article.objects.all().delete()
    Image.objects.all().delete()
    path.write_bytes(whole[:10])
    imported(file, uploads=str(folder))
    assert Image.objects.get().file.name == name
    assert path.read_bytes() == whole


@pytest.mark.parametrize("full", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_a_full_disk_or_an_impatient_person_gets_one_line(tmp_path, folder, monkeypatch, full):
    file = export(tmp_path, *WITH_PICTURE)

    def breaks(found):
        raise full

    with monkeypatch.context() as patch, pytest.raises(CommandError) as refusal:
        patch.setattr(wordpress, "save", breaks)
        imported(file, uploads=str(folder))
    assert str(refusal.value) in (
        "Broken off: No space left on device. What is imported so far is whole; run it again to go on.",
        "Interrupted. What is imported so far is whole; run it again to go on.",
    )
    assert imported(file, uploads=str(folder)).startswith("The Old Site: 2 imported, 0 updated")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (IntegrityError("x"), "somebody else changed the same thing at the same moment; run the import again"),
        (DataError("too long\nLINE 1"), "the database does not take it (too long)"),
        (locking.Conflict("Somebody was first."), "Somebody was first."),
    ],
)
def test_a_piece_that_the_database_does_not_take_is_left_out_and_the_others_come(tmp_path, monkeypatch, error, reason):
    remember = pieces.remember

    def refuses(key, made, *args, **kwargs):
        if made.title == "One":
            raise error
        return remember(key, made, *args, **kwargs)

    file = export(
        tmp_path, item(1, "One", term("category", "arms", "Arms")), item(3, "Two", term("category", "arms", "Arms"))
    )
    with monkeypatch.context() as patch:
        patch.setattr(pieces, "remember", refuses)
        report = imported(file)
    assert f"left out: One ({reason})" in report.splitlines()
    assert list(Publication.objects.values_list("title", flat=True)) == ["Two"]
    assert [topic.name for topic in Article.objects.get().topics.all()] == ["Arms"]
    assert imported(file).startswith("The Old Site: 1 imported, 0 updated, 1 unchanged, 0 left out.")


# The media library


def test_pictures_that_no_piece_shows_stay_there_unless_they_are_wanted(tmp_path, folder):
    Pillow.new("RGB", (60, 40), "red").save(folder / "2019" / "04" / "b.jpg")
    more = [picture(7, "2019/04/b.jpg"), picture(8, "2019/04/lost.jpg"), picture(9, "2019/04/paper.pdf")]
    file = export(tmp_path, *WITH_PICTURE, *more)
    report = imported(file, uploads=str(folder))
    assert report.splitlines()[1:5] == [
        "Pictures imported: 1. Comments, which are not taken: 0.",
        "New here: topics “Arms”.",
        "Pictures that no piece shows, and that stay there: 2 (--all-pictures takes them).",
        "Files that are no pictures, and that stay there: 1 pdf.",
    ]
    would = imported(file, uploads=str(folder), all_pictures=True, dry_run=True).splitlines()[1:]
    report = imported(file, uploads=str(folder), all_pictures=True)
    assert report.splitlines() == would
    assert would[0] == "The Old Site: 1 imported, 0 updated, 2 unchanged, 1 left out."
    assert "imported: 2019/04/b.jpg" in would
    assert "left out: 2019/04/lost.jpg (picture 2019/04/lost.jpg is not in the uploads folder)" in would
    assert sorted(Image.objects.values_list("original_name", flat=True)) == ["a.jpg", "b.jpg"]
    before = checksum.of_all_tables()
    assert imported(file, uploads=str(folder), all_pictures=True).startswith(
        "The Old Site: 0 imported, 0 updated, 3 unch"
    )
    assert checksum.of_all_tables() == before
