"""`manage.py import_export`: a site comes with its addresses, numbers and history, or nothing is changed at all."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, override_settings

from articles import relief_files
from articles.models import (
    Article,
    ArticleEvent,
    Image,
    Notice,
    Person,
    Publication,
    Region,
    Revision,
    Series,
    Tag,
    Topic,
)
from ccsis.models import Letter, Redirect, User
from submissions import files
from submissions.models import Attachment, Contributor
from tests import checksum, exporting, make

ROOT = Path(__file__).parent.parent
PASSWORD = "five-quiet-rivers"
PAGES = [
    "/", "/analyses/", "/simulations/", "/topics/", "/regions/", "/tags/", "/series/", "/people/", "/archive/",
    "/feeds/atom.xml", "/sitemap-pieces-1.xml", "/search/?q=road", "/about/", "/submit/",
]  # fmt: skip


# The demo site, taken along once


def pages():
    """What readers get: {address: (status, body)} of the lists and of all pieces, people, topics and series."""
    rows = [row for model in (Publication, Notice, Person, Topic, Series) for row in model.objects.all()]
    rows += [*Region.objects.all()[:5], *Tag.objects.all()[:5]]
    addresses = PAGES + sorted({row.get_absolute_url() for row in rows})
    answers = {address: Client().get(address, follow=True) for address in addresses}
    return {address: (answer.status_code, answer.getvalue()) for address, answer in answers.items()}


@pytest.fixture(scope="module")
def journey_of_the_demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo site, read into an empty site with an empty media folder. Made once, for tests that only look."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setenv("DEMO_PASSWORD", PASSWORD)
        patch.setattr("articles.relief.relief", lambda seed, kind: f"<svg><!-- {seed} --></svg>")
        exporting.run("demo")
        relief_files.draw_due()
        Redirect.objects.create(old_path="/old/", new_path="/about/")
        exporting.run("export", folder / "export", with_contact_data=True)
        before = pages()
        exporting.empty_the_site()
        call_command("setup", verbosity=0)
        with override_settings(MEDIA_ROOT=folder / "media"):
            told, _warned = exporting.run("import_export", folder / "export")
            yield told, folder / "export", before
        transaction.set_rollback(True)


@pytest.fixture
def moved(journey_of_the_demo, db):
    """Gives what the import said, the export, and what readers got before."""
    return journey_of_the_demo


def test_export_import_export_gives_the_same_bytes(moved, tmp_path):
    _told, first, _pages = moved
    exporting.run("export", tmp_path / "second", with_contact_data=True)
    before, after = exporting.tree(first), exporting.tree(tmp_path / "second")
    assert before.keys() == after.keys()
    assert [path for path in before if before[path] != after[path]] == []
    assert len(before) > 60 and sum(map(len, before.values())) > 500_000


def test_readers_get_the_same_pages(moved):
    _told, _folder, before = moved
    after = pages()
    assert before.keys() == after.keys() and len(before) > 60
    assert [address for address in before if before[address] != after[address]] == []
    assert {200, 410} <= {status for status, _body in after.values()}


def test_pictures_are_served_and_old_addresses_lead_on(moved, client):
    image = Image.objects.first()
    assert client.get(image.file.url).getvalue().startswith(b"\x89PNG")
    assert client.get("/old/").headers["Location"] == "/about/"


def test_history_is_all_there(moved):
    assert Revision.objects.filter(version=1).count() == Publication.objects.count() + Notice.objects.count()
    retracted = Notice.objects.exclude(kind="simulation").get()
    assert list(ArticleEvent.objects.filter(article=retracted.article).values_list("action", flat=True)) == [
        "create", "publish", "retract",
    ]  # fmt: skip


def test_work_goes_on_with_the_next_number(moved):
    last = Article.objects.order_by("-pk").first().pk
    count = Publication.objects.filter(number__contains="-QA-2026-").count()
    published = make.publication("One more", kind="qa")
    assert published.article_id > last
    assert published.number == f"CCSIS-QA-2026-{count + 1:03}"


def test_accounts_keep_their_roles_and_lose_their_passwords(moved, client):
    told, _folder, _pages = moved
    editor = User.objects.get(username="editor")
    assert [group.name for group in editor.groups.all()] == ["editor"]
    assert editor.has_perm("articles.change_any_article") and not editor.has_perm("submissions.view_contact")
    assert not editor.has_usable_password() and not editor.check_password(PASSWORD)
    assert "Nobody has a password here yet" in told
    client.post("/accounts/password/reset/", {"email": editor.email})
    assert Letter.objects.get().recipient == editor.email


def test_groups_keep_their_rights(moved):
    assert Group.objects.count() == 7
    publisher = Group.objects.get(name="publisher")
    assert publisher.permissions.filter(codename="publish_article").exists()


# Hostile rows


@pytest.fixture
def site(db, settings, tmp_path):
    """An empty site with files of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    exporting.empty_the_site()
    return tmp_path


def journey(site, **options):
    """Export, empty the site, import, export again: both trees, and what the import said."""
    exporting.run("export", site / "first", **options)
    exporting.empty_the_site()
    shutil.rmtree(site / "media", ignore_errors=True)
    told, warned = exporting.run("import_export", site / "first")
    exporting.run("export", site / "second", **options)
    return exporting.tree(site / "first"), exporting.tree(site / "second"), told + warned


def test_whatever_a_text_holds_comes_back(site):
    exporting.make_hostile_rows()
    first, second, _told = journey(site)
    assert [path for path in first if first[path] != second.get(path)] == []
    assert first.keys() == second.keys()
    corrections = [row["text"] for row in exporting.lines(site / "second", "articles.correction")]
    assert corrections == exporting.TEXTS


def test_a_file_that_was_gone_is_no_hindrance(site):
    Image.objects.filter(pk=make.image().pk).update(file="images/gone.png")
    first, second, _told = journey(site)
    assert first == second


def test_contact_data_is_blank_unless_it_was_asked_for(site):
    make.submission(email="ruslan@mail.example", phone="+995 555 010 203")
    journey(site)
    contributor = Contributor.objects.get()
    assert (contributor.full_name, contributor.email, contributor.phone) == ("Ruslan Didigov", "", "")


def test_files_of_contributors_come_back_to_their_private_place(site, settings):
    settings.PRIVATE_ROOT = site / "private"
    submission = make.submission()
    name = files.store().save("a.docx", ContentFile(b"words"))
    Attachment.objects.create(submission=submission, name=name, original_name="a.docx", kind="docx", size=5)
    exporting.run("export", site / "first", with_contact_data=True)
    exporting.empty_the_site()
    shutil.rmtree(site / "private")
    exporting.run("import_export", site / "first")
    assert (site / "private/attachments/a.docx").read_bytes() == b"words"
    assert (site / "private/attachments/a.docx").stat().st_mode & 0o777 == 0o600
    assert not (site / "media/a.docx").exists()


def test_contact_data_comes_along_with_a_warning(site):
    make.submission(email="ruslan@mail.example", phone="+995 555 010 203")
    first, second, told = journey(site, with_contact_data=True)
    contributor = Contributor.objects.get()
    assert (contributor.email, contributor.email_folded, contributor.phone) == (
        "ruslan@mail.example", "ruslan@mail.example", "+995 555 010 203",
    )  # fmt: skip
    assert first == second and "ATTENTION: this export holds contact data" in told


def test_the_number_of_a_deleted_row_is_never_given_again(site):
    make.image()
    last = make.image()
    gone = last.pk
    last.delete()
    journey(site)
    assert make.image().pk == gone + 1


def test_the_next_row_of_every_table_can_be_saved(site):
    make.publication("A piece", authors=[make.person()], tags=["gas"], notes=[("a", "x")])
    make.submission(state="accepted")
    journey(site)
    make.publication("Another", authors=[make.person("Somebody else")], tags=["oil"], notes=[("a", "x")])
    make.submission(state="accepted")
    assert Publication.objects.count() == 2


def test_an_import_from_wordpress_goes_on_where_it_was(site):
    file = ROOT / "tests/exports/small.wordpress.xml"
    exporting.run("import_wordpress", file)
    first, second, _told = journey(site)
    assert first == second and len(exporting.lines(site / "first", "articles.imported")) > 5
    before = checksum.of_all_tables()
    exporting.run("import_wordpress", file)
    assert checksum.of_all_tables() == before


def test_dates_stand_still(site):
    article = make.article()
    Article.objects.filter(pk=article.pk).update(changed_at=make.NOW, created_at=make.NOW)
    journey(site)
    again = Article.objects.get()
    assert (again.changed_at, again.created_at, again.row_version) == (make.NOW, make.NOW, article.row_version)


# What is not trusted


def test_html_is_cleaned_on_the_way_in(site):
    folder = exporting.exported(site, make.publication)
    evil = '<p>Words</p><script>alert(1)</script><img src="x" onerror="alert(1)">'

    def spoil(rows):
        rows[0] |= {"body": evil}

    exporting.rewrite(folder, "articles.article", spoil)
    exporting.rewrite(folder, "articles.publication", lambda rows: rows[0].update(body=evil, page=evil))
    told, _warned = exporting.run("import_export", folder)
    publication = Publication.objects.get()
    assert Article.objects.get().body == publication.body == publication.page == "<p>Words</p>"
    assert "2 texts were cleaned of HTML" in told and "1 pages were made anew from their texts" in told


def test_a_page_that_we_wrote_stays_as_it_was_though_its_picture_was_changed_since(site, client):
    image = make.image(width=8, height=8, credit="Old credit")
    make.publication(body=f'<figure><img src="{image.body_address}" alt="x"></figure><p>Words</p>')
    Image.objects.update(credit="New credit")
    before = Publication.objects.get().page
    first, second, told = journey(site)
    assert first == second and Publication.objects.get().page == before
    assert "Old credit" in before and "made anew" not in told


def test_a_page_of_an_older_allow_list_is_never_trusted(site, client):
    folder = exporting.exported(site, make.publication)
    old = {"page": "<script>alert(1)</script>", "page_policy": 0}
    exporting.rewrite(folder, "articles.publication", lambda rows: rows[0].update(old))
    exporting.run("import_export", folder)
    page = client.get(Publication.objects.get().get_absolute_url()).content.decode()
    assert "alert(1)" not in page and "One mountain pass" in page


def test_a_page_of_a_list_that_does_not_exist_yet_is_made_anew(site):
    folder = exporting.exported(site, make.publication)
    future = {"page": "<script>alert(1)</script>", "page_policy": 99}
    exporting.rewrite(folder, "articles.publication", lambda rows: rows[0].update(future))
    exporting.run("import_export", folder)
    assert Publication.objects.get().page == make.BODY


def test_a_right_that_this_version_does_not_know_is_left_out_and_told(site):
    folder = exporting.exported(site, lambda: make.user("reader"))
    exporting.rewrite(folder, "auth.group", lambda rows: rows[-1]["permissions"].append("submissions.walk_on_water"))
    told, _warned = exporting.run("import_export", folder)
    assert "1 times the right submissions.walk_on_water was left out" in told
    assert Group.objects.count() == 7
    assert list(Permission.objects.filter(group__name="reader").values_list("codename", flat=True)) == ["view_queue"]


# From one database to the other


@pytest.mark.postgres_only
def test_what_sqlite_wrote_comes_back_the_same_from_postgresql(site):
    """A site of its own on SQLite, with demo content and hostile rows; its export goes through the database here."""
    environment = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    environment |= {"DATA_DIR": str(site / "var"), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-m", "tests.exporting", str(site / "first")]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    exporting.empty_the_site()
    exporting.run("import_export", site / "first")
    exporting.run("export", site / "second")
    first, second = exporting.tree(site / "first"), exporting.tree(site / "second")
    assert connection.vendor == "postgresql"
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []
