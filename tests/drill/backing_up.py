"""A site is written into without a pause; meanwhile it is backed up, and each backup brought back into an empty place.

Then a backup and a restore are killed at random moments: no half backup is taken for a whole one, and the same restore
once more ends well.
"""

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from ccsis.backups import manifest
from tests import postgres
from tests.bench.running import ROOT, Site, new_database, site
from tests.drill.serving import asked

KINDS = ("submission", "piece", "picture", "correction")
PIECES, BACKUPS, KILLS, ERASED = 200, 3, 4, 5
MOST_TRIES = 12  # to hit a backup before it has ended


def run(say):
    seed = int(os.environ.get("DRILL_SEED") or random.SystemRandom().randrange(10**6))
    say(f"{PIECES} pieces, backed up {BACKUPS} times under writes; DRILL_SEED={seed} repeats the kills")
    rng = random.Random(seed)  # noqa: S311 - no secret
    fine = os.environ.get("DRILL_ONLY") == "postgresql" or _on(say, "SQLite", rng)
    with postgres.server() as address, postgres.programs():
        return _on(say, "PostgreSQL", rng, address) and fine


def _on(say, database, rng, server=None):
    with site(server) as made:
        made.command("make_corpus", PIECES)
        saved, known = [], []
        with Writing(made) as writing:
            writing.wait(20)
            for number in range(BACKUPS):
                known.append(writing.there())
                folder = made.folder / f"saved{number}"
                took = made.command("backup", folder).seconds
                known[-1] -= writing.gone()
                saved.append(folder)
                writing.wait(20)
        size = _megabytes(saved[0])
        say(f"{database}: {len(writing.lines)} writes meanwhile; a backup of {size:.0f} MB {took:.1f} s")
        fine = all([_brought_back(say, database, server, *each) for each in zip(saved, known, strict=True)])
        fine &= _erased_again(say, database, server, made, saved[-1])
        fine &= _killed_backups(say, database, made, rng)
        return _killed_restores(say, database, server, saved[-1], rng) and fine


class Writing:
    """Two processes that write; `lines` is what they said is committed."""

    def __init__(self, made):
        self.made, self.lines = made, []

    def __enter__(self):
        command = [sys.executable, "-m", "tests.drill.inside_site", "write"]
        self.running = [
            subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.made.environment,
                stdout=subprocess.PIPE,
                stderr=(self.made.folder / "writing.log").open("ab"),
                text=True,
            )
            for _n in range(2)
        ]
        self.threads = [threading.Thread(target=self._hear, args=(each,)) for each in self.running]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error):
        for process, thread in zip(self.running, self.threads, strict=True):
            process.kill()
            process.wait()
            thread.join()

    def _hear(self, process):
        for line in process.stdout:
            self.lines.append(tuple(line.split()))

    def wait(self, count):
        """Until so many more things are written."""
        end = time.monotonic() + 120
        before = len(self.lines)
        while len(self.lines) < before + count:
            if time.monotonic() > end or any(process.poll() is not None for process in self.running):
                raise SystemExit("nobody writes:\n" + (self.made.folder / "writing.log").read_text()[-2000:])
            time.sleep(0.05)

    def there(self):
        return {line[1:] for line in list(self.lines) if line[0] == "there"} - self.gone()

    def gone(self):
        return {line[1:] for line in list(self.lines) if line[0] == "gone"}


@contextmanager
def empty_place(server=None):
    """A site that has nothing yet, not even tables."""
    with tempfile.TemporaryDirectory(prefix="ccsis-drill-") as folder:
        url = new_database(server, Path(folder).name.replace("-", "_")) if server else None
        place = Site(folder, url)
        (place.folder / "var").mkdir()
        yield place


def _brought_back(say, database, server, folder, known):
    with empty_place(server) as place:
        took = place.command("restore", folder).seconds
        found = json.loads(asked(place, "inside_site", "found"))
        lost = sorted(known - {(kind, name) for kind in KINDS for name in found[kind]})
        differ = _differences(server, folder, place)
    say(
        f"{database}: brought back in {took:.1f} s: {len(known)} acknowledged things, lost {lost or 'none'}; "
        f"files missing {found['missing'] or 'none'}; broken {found['broken'] or 'nothing'}; "
        f"tables that differ {differ or 'none'}; {found['ready']}"
    )
    return not (lost or found["missing"] or found["broken"] or differ) and found["ready"] == "200 ready"


def _differences(server, folder, place):
    """The tables of a restored site that are not those of the copy of the database, read by its own programs."""
    with empty_place(server) as copy:
        if server:
            name, host = re.search(r"/([^/?]+)\?host=(.+)", copy.environment["DATABASE_URL"]).groups()
            program = [postgres.find_binaries() / "pg_restore", "-h", host, "-U", "tests", "-d", name, "--no-owner"]
            subprocess.run([*map(str, program), str(folder / "database")], check=True)
        else:
            shutil.copyfile(folder / "database", copy.folder / "var" / "site.sqlite3")
        tables = [json.loads(asked(each, "inside_site", "tables")) for each in (copy, place)]
    return sorted(name for name in {*tables[0], *tables[1]} if tables[0].get(name) != tables[1].get(name))


def _erased_again(say, database, server, made, folder):
    erased = asked(made, "inside_site", "erase", ERASED).split()
    with empty_place(server) as place:
        place.command("restore", folder, "--erasures", made.folder / "var" / "private")
        found = json.loads(asked(place, "inside_site", "found"))
    back = sorted(set(erased) & set(found["submission"]) - set(found["erased"]))
    say(f"{database}: {len(erased)} erased since; after a restore with the list {back or 'none'} of them is back")
    return len(erased) == ERASED and not back


# Killed


def _killed_backups(say, database, made, rng):
    halves, folder = [], made.folder / "killed"
    took, killed = made.command("backup", folder).seconds, 0
    for _time in range(MOST_TRIES):
        if killed < KILLS:
            killed += _kill(made, rng.uniform(0.3, took), "backup", _fresh(folder, halves))
    _fresh(folder, halves)
    made.command("backup", folder)
    whole = _is_whole(folder)
    left = sorted(path.name for path in made.folder.glob("killed.*"))
    halves = halves or "none"
    say(f"{database}: {killed} backups killed; taken for whole but not: {halves}; the next one is whole: {whole}")
    return killed > 0 and halves == "none" and whole and not left


def _fresh(folder, halves):
    """The name for the next backup; what was there under it must have been whole."""
    if folder.exists():
        if not _is_whole(folder):
            halves.append(folder.name)
        shutil.rmtree(folder)
    return folder


def _is_whole(folder):
    try:
        manifest.check(folder, manifest.read(folder), lambda *told: None)
    except manifest.Refused:
        return False
    return True


def _killed_restores(say, database, server, folder, rng):
    odd, killed = [], 0
    with empty_place(server) as place:
        took = place.command("restore", folder).seconds
    for _time in range(KILLS):
        with empty_place(server) as place:
            moment = rng.uniform(0.3, took)
            killed += _kill(place, moment, "restore", folder)
            found = json.loads(asked(place, "inside_site", "tables"))
            if found:  # it was done but for its last words
                continue
            place.command("restore", folder)  # over what lies there
            answer = json.loads(asked(place, "inside_site", "found"))
            if answer["missing"] or answer["broken"] or answer["ready"] != "200 ready":
                odd.append(moment)
    say(f"{database}: {killed} restores killed, and done again over what lay there; odd: {odd or 'none'}")
    return killed > 0 and not odd


def _kill(place, moment, *arguments):
    """Start a command and kill it after so many seconds. Gives whether it was still at work."""
    running = place.start(*arguments)
    try:
        running.wait(timeout=moment)
        return False
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()
        return True


def _megabytes(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
