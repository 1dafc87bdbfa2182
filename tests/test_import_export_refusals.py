"""`manage.py import_export` on what it must not take: an export that is damaged or forged, a site that has content.

Each ends with one line, and neither a row nor a file has changed.
"""

import json
import os
import shutil
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction

from articles.models import Page, Topic
from ccsis.exports import loading
from ccsis.models import Letter, Redirect
from tests import checksum, exporting, make

ROOT = Path(__file__).parent.parent


@pytest.fixture
def site(db, settings, tmp_path):
    """An empty site with files of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    exporting.empty_the_site()
    return tmp_path


# What is in the way


@pytest.mark.parametrize(
    "fill, said",
    [
        (make.article, r"pieces \(1\)"),
        (make.user, r"users \(1\)"),
        (lambda: Redirect.objects.create(old_path="/a/", new_path="/b/"), r"redirects \(1\)"),
        (lambda: Letter.objects.create(template="invitation", recipient="a@example.org"), r"letters \(1\)"),
        (lambda: Page.objects.filter(slug="about").update(body="<p>Ours</p>"), "pages, not as setup made them"),
        (lambda: Topic.objects.create(name="Chess"), "topics, not as setup made them"),
        (lambda: Group.objects.create(name="chess club"), "groups, not as setup made them"),
    ],
)
def test_a_site_with_content_is_left_alone(site, fill, said):
    folder = exporting.exported(site, make.publication)
    call_command("setup", verbosity=0)
    fill()
    refused(folder, f"This site has content of its own: .*{said}.* An export needs an empty one.")


def test_what_setup_made_gives_way(site):
    folder = exporting.exported(site, lambda: Page.objects.create(title="About", slug="about", body="<p>Ours</p>"))
    call_command("setup", verbosity=0)
    Topic.objects.first().delete()
    exporting.run("import_export", folder)
    assert list(Page.objects.values_list("slug", "body")) == [("about", "<p>Ours</p>")]
    assert Topic.objects.count() == Group.objects.count() == 0


def test_another_file_under_the_same_name_is_not_overwritten(site):
    folder = exporting.exported(site, make.image)
    name = exporting.lines(folder, "articles.image")[0]["file"]
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"another picture"))
    refused(folder, f"Another file stands where files/media/{name} belongs")


# Damaged and forged exports


def refused(folder, match, **options):
    """The command ends with one line that fits, and neither a row nor a file has changed."""
    before = checksum.of_all_tables(), exporting.tree(default_storage.location)
    with pytest.raises(CommandError, match=f"(?s){match}") as error:
        exporting.run("import_export", folder, **options)
    assert "\n" not in str(error.value) and str(error.value).endswith("Nothing was changed.")
    assert (checksum.of_all_tables(), exporting.tree(default_storage.location)) == before


def edit_manifest(change):
    def damage(folder):
        path = folder / "manifest.json"
        said = json.loads(path.read_text())
        change(said)
        path.write_text(json.dumps(said))

    return damage


def line_for(said, kind):
    return next(line for line in said["rows"] if line["kind"] == kind)


def broken_line(folder):
    path = folder / "rows/articles.topic.jsonl"
    path.write_bytes(path.read_bytes() + b'{"id": 3, "name"\n')
    exporting.sign(folder)


def rows(kind, **changes):
    return lambda folder: exporting.rewrite(folder, kind, lambda found: found[0].update(changes))


def a_link(folder):
    (folder / "rows/articles.topic.jsonl").unlink()
    (folder / "rows/articles.topic.jsonl").symlink_to(ROOT / "README.md")


def a_linked_folder(folder):
    (folder / "files/media/more").symlink_to(ROOT / "docs")


def a_file_outside(said):
    said["files"][0]["path"] = "files/media/../../../escaped.png"


def a_file_of_a_row_outside(folder):
    rows("articles.image", file="../../escaped.png")(folder)
    edit_manifest(lambda said: said["missing_files"].append("files/media/../../escaped.png"))(folder)


def a_file_that_no_row_names(folder):
    (folder / "files/media/evil.html").write_text("<script>alert(1)</script>")
    line = {"path": "files/media/evil.html"}
    edit_manifest(lambda said: said["files"].append(line))(folder)
    exporting.sign(folder)


def one_row_less(folder):
    path = folder / "rows/articles.topic.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:1]))
    line = {"rows": 2}
    exporting.sign(folder)
    edit_manifest(lambda said: line_for(said, "articles.topic").update(line))(folder)


DAMAGES = [
    (lambda folder: (folder / "manifest.json").unlink(), "has no manifest.json, so it is no export"),
    (lambda folder: (folder / "manifest.json").write_text('{"format": '), "manifest.json is damaged: it is not JSON"),
    (lambda folder: (folder / "manifest.json").write_text("[" * 9999), "manifest.json is damaged: it is not JSON"),
    (lambda folder: (folder / "manifest.json").write_text("[]"), "not the manifest of an export of this software"),
    (edit_manifest(lambda said: said.update(format="wordpress")), "not the manifest of an export of this software"),
    (edit_manifest(lambda said: said.update(format_version=2)), r"has format 2, and this version \(0.1.0\) reads 1"),
    (edit_manifest(lambda said: said.pop("rows")), "manifest.json is damaged: it has no rows"),
    (edit_manifest(lambda said: said["rows"].append(7)), "manifest.json is damaged: a line of rows is not an object"),
    (edit_manifest(lambda said: said["rows"][0].pop("sha256")), "a line of rows has no sha256 as it should be"),
    (edit_manifest(lambda said: said["rows"].append(said["rows"][0])), "it names something twice"),
    (edit_manifest(lambda said: said["rows"][0].update(kind="ccsis.letter")), "which this version does not know"),
    (edit_manifest(lambda said: said["rows"][0].update(path="../x.jsonl")), "which is not their place"),
    (edit_manifest(a_file_outside), "would lie outside the place for files"),
    (edit_manifest(lambda said: said["files"][0].update(path="/etc/passwd")), "would lie outside the place for files"),
    (edit_manifest(lambda said: said["files"][0].update(path="files/static/x")), "would lie outside the place for f"),
    (edit_manifest(lambda said: line_for(said, "articles.topic").update(last_number=1)), "has a number above 1"),
    (lambda folder: (folder / "rows/articles.topic.jsonl").unlink(), "Files are missing: rows/articles.topic.jsonl"),
    (lambda folder: (folder / "rows/more.txt").write_text("x"), "files that manifest.json does not name: rows/mo"),
    (lambda folder: (folder / "rows/articles.topic.jsonl").write_text("{}"), "rows/articles.topic.jsonl is damaged"),
    (lambda folder: next(folder.glob("files/media/images/*")).write_bytes(b"x"), r"files/media/images/\S+ is damaged"),
    (a_link, "rows/articles.topic.jsonl is a link"),
    (a_linked_folder, "files/media/more is a link"),
    (lambda folder: os.mkfifo(folder / "rows/pipe"), "rows/pipe is neither a file nor a folder"),
    (broken_line, "rows/articles.topic.jsonl, line 3 is broken"),
    (one_row_less, "rows/articles.topic.jsonl has 1 lines, and manifest.json says 2"),
    (a_file_of_a_row_outside, "would lie outside the place for files"),
    (rows("articles.image", file="images/other.png"), "names the file 'files/media/images/other.png', which is not in"),
    (a_file_that_no_row_names, "files/media/evil.html is named by no row"),
    (rows("articles.topic", password="x"), "line 1: the field 'password' is missing, or does not belong there"),
    (rows("articles.topic", position="7"), "line 1: the field 'position' holds something that cannot stand there"),
    (rows("articles.topic", position=True), "line 1: the field 'position' holds something that cannot stand there"),
    (rows("articles.topic", position=-1), "line 1: the field 'position' holds a number that is too great or too sm"),
    (rows("articles.topic", position=2**70), "line 1: the field 'position' holds a number that is too great"),
    (rows("articles.topic", name=None), "line 1: the field 'name' is empty and must not be"),
    (rows("articles.topic", name=["a"]), "line 1: the field 'name' holds something that cannot stand there"),
    (rows("articles.article", changed_at="yesterday"), "the field 'changed_at' holds something that cannot st"),
    (rows("articles.article", changed_at="2026-01-01T00:00:00"), "the field 'changed_at' holds something that cannot"),
    (rows("articles.article", scenario=[1]), "the field 'scenario' holds something that cannot stand there"),
    (rows("articles.article", topics=[2, 1]), "the field 'topics' is a list in disorder"),
    (rows("articles.article", topics=["Roads"]), "the field 'topics' is not a list as it should be"),
    (rows("articles.article", topics=[1, 99]), "A row points to one that is not in this export"),
    (rows("articles.article", lead_image=99), "A row points to one that is not in this export"),
    (rows("articles.topic", id=2), "line 2: the rows are not in order, or one stands there twice"),
    (rows("articles.topic", name="Roads two"), "articles.topic.jsonl, line 2: the database does not take"),
    (rows("articles.publication", version=0), "line 1: the database does not take this row"),
    (rows("ccsis.user", groups=["kings"]), "names group 'kings', which is not in this export"),
    (rows("ccsis.redirect", new_path="//elsewhere.example/"), "line 1: the database does not take this row"),
]  # fmt: skip


@pytest.fixture(scope="module")
def sound(django_db_setup, django_db_blocker, tmp_path_factory):
    """A small export without a fault."""
    folder = tmp_path_factory.mktemp("sound")
    with django_db_blocker.unblock(), transaction.atomic():
        exporting.empty_the_site()
        Topic.objects.create(pk=1, name="Roads"), Topic.objects.create(pk=2, name="Roads two")
        make.publication(topics=[Topic.objects.get(pk=1)], lead_image=make.image())
        make.user("editor")
        Redirect.objects.create(old_path="/old/", new_path="/new/")
        exporting.run("export", folder / "export")
        transaction.set_rollback(True)
    return folder / "export"


@pytest.mark.parametrize("damage, sentence", DAMAGES, ids=[sentence[:50] for _damage, sentence in DAMAGES])
def test_a_damaged_export_changes_nothing(sound, site, damage, sentence):
    folder = site / "export"
    shutil.copytree(sound, folder)
    damage(folder)
    exporting.empty_the_site()
    refused(folder, sentence)
    assert not (site / "escaped.png").exists()


def test_the_sound_export_is_sound(sound, site):
    exporting.empty_the_site()
    told, _warned = exporting.run("import_export", sound, dry_run=True)
    assert "is whole: " in told and told.endswith("It fits into this site. Nothing was changed.\n")
    assert Topic.objects.count() == 0 and not (site / "media").exists()
    exporting.run("import_export", sound)
    assert Topic.objects.count() == 2


def test_a_dry_run_finds_a_fault_and_what_is_in_the_way(sound, site):
    refused(site / "nowhere", "there is no such folder", dry_run=True)
    exporting.empty_the_site()
    make.article()
    refused(sound, "This site has content of its own: pieces", dry_run=True)


def test_an_export_of_an_older_version_may_lack_what_can_be_empty(sound, site):
    folder = site / "export"
    shutil.copytree(sound, folder)
    exporting.empty_the_site()

    def without(name):
        exporting.rewrite(folder, "articles.article", lambda found: found[0].pop(name))
        edit_manifest(lambda said: line_for(said, "articles.article")["fields"].remove(name))(folder)

    without("funding")
    without("regions")
    exporting.run("import_export", folder, dry_run=True)
    without("title")
    refused(folder, "rows/articles.article.jsonl has no field 'title', which this version needs")


@pytest.mark.parametrize("trouble", [KeyboardInterrupt(), OSError(28, "No space left on device", "/x")])
def test_an_import_that_ends_early_leaves_nothing_behind(sound, site, monkeypatch, trouble):
    exporting.empty_the_site()
    call_command("setup", verbosity=0)
    put_file = loading._put_file

    def put_one_and_fail(folder, path, put):
        put_file(folder, path, put)
        assert exporting.tree(site / "media").keys() == {path.removeprefix("files/media/")}
        raise trouble

    monkeypatch.setattr(loading, "_put_file", put_one_and_fail)
    refused(sound, "Interrupted|No space left")


def test_numbers_are_set_only_if_all_went_well(sound, site, monkeypatch):
    exporting.empty_the_site()
    call_command("setup", verbosity=0)

    def fail(*args):
        raise OSError(28, "No space left on device", "/x")

    monkeypatch.setattr(loading, "_put_file", fail)
    refused(sound, "No space left")
    Topic.objects.create(name="A new one")  # with the number after those of setup
