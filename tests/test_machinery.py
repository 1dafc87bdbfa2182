"""The commands that a newcomer types, and the lists of packages that stand behind them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from tests import postgres

ROOT = Path(__file__).parent.parent


def lines(name):
    return [line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith(("#", "-r"))]


def test_tests_with_a_browser_stand_in_their_folder_which_other_passes_do_not_load():
    marked = {file.parent.name for file in (ROOT / "tests").rglob("*.py") if "mark.browser" in file.read_text()}
    assert marked - {"browser"} == {"tests"}  # this one


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_direct_package_is_pinned_and_says_why(name):
    assert [line for line in lines(name) if not re.fullmatch(r"[a-z0-9-]+(\[\w+\])?==[\d.]+  # \S.+", line)] == []


def test_the_lock_holds_every_package_with_hashes_and_names_no_host():
    locked = (ROOT / "requirements.lock").read_text()
    pins = re.findall(r"^([a-z0-9-]+==[\d.]+) \\$", locked, flags=re.MULTILINE)
    wanted = [re.sub(r"\[\w+\]", "", line.split("  #")[0]) for line in lines("requirements.txt")]
    assert set(wanted) <= set(pins)
    assert all(f"{pin} \\\n    --hash=sha256:" in locked for pin in pins)
    assert "http" not in locked and "index-url" not in locked and "find-links" not in locked


def test_one_postgres_driver_is_shipped():
    locked = (ROOT / "requirements.lock").read_text()
    assert re.findall(r"^psycopg\S*?(?==)", locked, flags=re.MULTILINE) == ["psycopg2-binary"]


def test_make_help_lists_every_target():
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = re.findall(r"^  make (\S+) +\S", done.stdout, flags=re.MULTILINE)
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    assert listed == targets


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_postgres_of_our_own_ends_with_the_tests():
    code = "import os, psycopg2; url = os.environ['TEST_DATABASE_URL']; print(url); psycopg2.connect(url)"
    environment = {name: value for name, value in os.environ.items() if name != "TEST_DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.postgres", sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    folder = re.search(r"host=(/tmp/ccsis-pg-\w+)", done.stdout)[1]
    assert not Path(folder).exists()


def test_a_server_that_runs_already_is_used_only_by_name(monkeypatch):
    monkeypatch.setenv("TEST_DATABASE_URL", "postgres://somebody@elsewhere/theirs")
    monkeypatch.setattr(postgres, "server", None)
    with pytest.raises(SystemExit) as end:
        postgres.main([sys.executable, "-c", "import os; assert 'elsewhere' in os.environ['TEST_DATABASE_URL']"])
    assert end.value.code == 0
