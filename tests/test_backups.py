"""backup and restore: the same site again, from a folder that was written while it served."""

import json
import shutil

import pytest
from django.conf import settings as site_settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import Publication
from ccsis.backups import databases
from submissions import erasure
from submissions.models import Contributor, Erasure, Submission
from tests import checksum, make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def home(tmp_path, settings):
    """A site with files of its own."""
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "var" / "media", tmp_path / "var" / "private"
    settings.PRIVATE_ROOT.mkdir(parents=True)
    return tmp_path


def files_of(home):
    return {str(path.relative_to(home)): path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()}


def empty(home):
    """As after the loss of the machine: no tables, no files."""
    shutil.rmtree(home / "var")
    if connection.vendor == "sqlite":
        connection.close()
        name = connection.settings_dict["NAME"]
        for path in (name, f"{name}-wal", f"{name}-shm"):
            databases.Path(path).unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    connection.close()


def test_a_site_comes_back_with_every_row_and_file_and_what_was_erased_since_is_gone(home, capsys):
    make.publication("The single road", authors=[make.person("თამარ ლეჟავა")])
    default_storage.save("pictures/a map.png", ContentFile(b"map"))
    kept, gone = make.submission("Stays"), make.submission("Goes", email="ruslan@example.org")
    (site_settings.PRIVATE_ROOT / "arriving").mkdir()
    (site_settings.PRIVATE_ROOT / "arriving" / "half").write_bytes(b"half an upload")
    call_command("backup", str(home / "saved"))
    before, files = checksum.of_all_tables(), files_of(home / "var")
    erasure.erase(gone, by=Erasure.By.CONTRIBUTOR)
    lists = shutil.copytree(home / "var" / "private", home / "lists")
    assert (lists / "erasures.jsonl").exists()

    empty(home)
    call_command("restore", str(home / "saved"))
    assert checksum.of_all_tables() == before
    del files["private/arriving/half"]
    assert files_of(home / "var") == files
    assert Publication.objects.get().title == "The single road"

    empty(home)
    call_command("restore", str(home / "saved"), erasures=str(lists))
    assert "1 submissions were erased again." in capsys.readouterr().out
    assert list(Submission.objects.filter(erased_at=None)) == [kept]
    assert not Contributor.objects.filter(email="ruslan@example.org").exists()


def test_a_restore_refuses_in_a_sentence_and_changes_nothing(home):
    make.publication()
    default_storage.save("map.png", ContentFile(b"map"))
    saved = home / "saved"
    call_command("backup", str(saved))
    before = checksum.of_all_tables()

    def refused(folder=saved, **options):
        with pytest.raises(CommandError) as error:
            call_command("restore", str(folder), **options)
        assert str(error.value).endswith(" Nothing was restored.")
        return str(error.value)

    assert "is not empty" in refused()
    assert "no manifest.json" in refused(home)
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", str(saved))
    manifest = saved / "manifest.json"
    said = json.loads(manifest.read_text())
    for wrong, sentence in [
        ({"format": "x"}, "not the manifest"),
        ({"files": {**said["files"], "../../etc/passwd": [1, "x"]}}, "not the manifest"),
        ({"database": "oracle"}, "use export and import_export"),
        ({"migrations": [*said["migrations"], "articles.9999_later"]}, "newer version"),
    ]:
        manifest.write_text(json.dumps({**said, **wrong}))
        assert sentence in refused()
    manifest.write_text(json.dumps(said))
    assert checksum.of_all_tables() == before


def test_a_damaged_backup_is_refused_before_anything_is_written(home):
    default_storage.save("map.png", ContentFile(b"map"))
    saved = home / "saved"
    call_command("backup", str(saved))
    empty(home)
    whole = (saved / "media" / "map.png").read_bytes()
    for damage in (b"mop", None):
        (saved / "media" / "map.png").unlink()
        if damage:
            (saved / "media" / "map.png").write_bytes(damage)
        with pytest.raises(CommandError, match=r"media/map\.png is"):
            call_command("restore", str(saved))
        assert databases.is_empty() and files_of(home / "var" if (home / "var").exists() else home / "none") == {}
        (saved / "media" / "map.png").write_bytes(whole)
    call_command("restore", str(saved))
    assert files_of(home / "var") == {"media/map.png": b"map"}


def test_a_backup_that_did_not_come_to_its_end_is_none(home, monkeypatch):
    monkeypatch.setattr(databases, "copy_to", lambda path: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(CommandError, match="Interrupted"):
        call_command("backup", str(home / "saved"))
    assert sorted(path.name for path in home.iterdir()) == ["var"]
