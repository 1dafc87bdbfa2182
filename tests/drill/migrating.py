"""Each migration after the first, back and forward again, on a site with many made pieces, on both databases."""

import json
import os

from tests import postgres
from tests.bench.running import site
from tests.drill.serving import asked

PIECES = int(os.environ.get("DRILL_PIECES", "20000"))
LONGEST = 1.0  # seconds that a migration may hold a table without being named in docs/operators.md
LONGER = {"articles.0002_search"}  # makes the index of search; named there


def run(say):
    say(f"{PIECES:,} pieces on each database; DRILL_PIECES=2000 makes fewer")
    fine = _on(say, "SQLite")
    with postgres.server() as address:
        return _on(say, "PostgreSQL", address) and fine


def _on(say, database, server=None):
    with site(server) as made:
        made.command("make_corpus", PIECES, "--find-later")
        told = json.loads(asked(made, "inside_migrations", "back_and_forward"))
        ready = json.loads(asked(made, "inside_site", "found"))["ready"]
    for step in told["steps"]:
        one_way = " (one way)" if step["one_way"] else ""
        say(f"{database}: {step['name']}{one_way}: back {step['back']:.2f} s, forward {step['forward']:.2f} s")
    say(f"{database}: tables that differ afterwards: {told['differ'] or 'none'}; {ready}")
    longer = [each["name"] for each in told["steps"] if max(each["back"], each["forward"]) > LONGEST]
    late = sorted(set(longer) - LONGER)
    if late:
        say(f"{database}: longer than {LONGEST} s and not named: {', '.join(late)}")
    return ready == "200 ready" and not told["one_way"] and bool(told["steps"])
