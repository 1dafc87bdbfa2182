"""The import of a WordPress export, killed at random moments and begun again; cut off; only tried."""

import difflib
import os
import random
import subprocess
import sys
import tempfile

from tests import postgres
from tests.bench.old_site import OldSite
from tests.bench.running import ROOT, site

POSTS = 400
KILLS = 30  # on each database
A_SITE = 6  # of them at most on one site; then its import is run to the end, and a new site begun
CUTS = 30
SHOWN = 20  # lines of a difference


def run(say):
    seed = int(os.environ.get("DRILL_SEED") or random.SystemRandom().randrange(10**6))
    say(f"an export of {POSTS} posts with pictures; DRILL_SEED={seed} repeats these moments")
    with tempfile.TemporaryDirectory(prefix="ccsis-drill-") as folder:
        files = OldSite(POSTS).write(folder)
        rng = random.Random(seed)  # noqa: S311 - no secret
        fine = without_trace(say, *files, seed) & on(say, "SQLite", files, rng)
        with postgres.server() as address:
            return fine & on(say, "PostgreSQL", files, rng, address)


# What must change nothing


def without_trace(say, export, uploads, seed):
    with site() as empty:
        before = asked(empty, "checksum")
        empty.command("import_wordpress", export, "--uploads", uploads, "--dry-run")
        dry = asked(empty, "checksum") == before
        say(f"a dry run {'changed nothing' if dry else 'CHANGED SOMETHING'}")
        wrong = asked(empty, "cut", export, CUTS, seed)
        say(wrong or f"cut off at {CUTS} random places it was refused each time and changed nothing")
    return dry and not wrong


# What must end as if nothing had happened


def on(say, database, files, rng, server=None):
    with site(server) as whole:
        took = whole.command("import_wordpress", files[0], "--uploads", files[1]).seconds
        expected = asked(whole, "state").splitlines()
    say(f"{database}: imported in one go in {took:.0f} s, {len(expected)} rows and files")
    fine, kills = True, 0
    while kills < KILLS:
        moments, is_same = one_site(say, database, files, rng, took, expected, server)
        fine, kills = fine and is_same, kills + len(moments)
    return fine


def one_site(say, database, files, rng, took, expected, server):
    """Gives when it was killed, and whether it ended in the expected state all the same."""
    moments = []
    with site(server) as broken:
        while len(moments) < A_SITE and kill(broken, files, moment := rng.uniform(0.5, took * 0.7)):
            moments.append(moment)
        broken.command("import_wordpress", files[0], "--uploads", files[1])
        ended = asked(broken, "state").splitlines()
    at = ", ".join(f"{moment:.1f}" for moment in moments)
    say(f"{database}: killed after {at} s, then run to its end: {'the same state' if ended == expected else 'DIFFERS'}")
    for line in list(difflib.unified_diff(expected, ended, lineterm="", n=0))[:SHOWN]:
        say(line[:500])
    return moments, ended == expected


def kill(site, files, moment):
    """Start an import and kill it after so many seconds. Gives whether it was still at work."""
    running = site.start("import_wordpress", files[0], "--uploads", files[1])
    try:
        running.wait(timeout=moment)
        return False
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()
        return True


def asked(site, *arguments):
    """What tests.drill.inside says of this site."""
    command = [sys.executable, "-m", "tests.drill.inside", *map(str, arguments)]
    environment = site.environment | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
