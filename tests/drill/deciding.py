"""Fifty moderators on fifty connections decide on the same two hundred submissions; then once more with one killed.

Each submission has exactly one decision, one event for it, one letter and at most one article, whoever came second.
"""

import contextlib
import json
import os
import random
import subprocess
import sys
import time

from tests import postgres
from tests.bench.running import ROOT, site
from tests.drill.sending import asked

SUBMISSIONS, MODERATORS, PROCESSES = 200, 50, 5
WITHIN = 60  # seconds, for all decisions
KILLED_AFTER = (0.2, 2.5)  # seconds after the first decisions


def run(say):
    seed = int(os.environ.get("DRILL_SEED") or random.SystemRandom().randrange(10**6))
    say(f"{MODERATORS} moderators, {SUBMISSIONS} submissions; DRILL_SEED={seed} repeats this")
    with postgres.server() as address:
        whole = _round(say, address, seed, kills=False)
        return _round(say, address, seed + 1, kills=True) and whole


def _round(say, address, seed, *, kills):
    with site(address) as made:
        asked(made, "prepare", SUBMISSIONS, MODERATORS)
        began = time.monotonic()
        each = MODERATORS // PROCESSES
        running = [_start(made, seed, n * each, (n + 1) * each) for n in range(PROCESSES)]
        if kills:
            running[0].stdout.readline()  # its moderators have read all and begin to decide
            with contextlib.suppress(subprocess.TimeoutExpired):
                running[0].wait(timeout=random.Random(seed).uniform(*KILLED_AFTER))  # noqa: S311
            running[0].kill()
            was_killed = running[0].wait() < 0
            running[0] = _start(made, seed, 0, each)  # they come back, and go on where others have not been
        for process in running:
            process.wait(timeout=600)
        took = time.monotonic() - began
        found = json.loads(asked(made, "decided"))
    odd = [row for row in found["rows"] if not _is_right(row)]
    accepted = sum(row["state"] == "accepted" for row in found["rows"])
    say(
        f"{'with some of them killed on the way' if kills else 'all at once'}: {took:.0f} s; "
        f"{len(found['rows'])} decided, {accepted} accepted, {found['articles']} drafts; odd: {odd or 'none'}"
    )
    if kills and not was_killed:
        say("all had decided before anybody was killed: DRILL_SEED with another number kills earlier or later")
    if not kills and took > WITHIN:
        say(f"longer than {WITHIN} s, on a machine that may be busy")
    return not odd and len(found["rows"]) == SUBMISSIONS and found["articles"] == accepted


def _start(made, seed, begin, end):
    command = [sys.executable, "-m", "tests.drill.inside_submissions", "decide", *map(str, (seed, begin, end))]
    return subprocess.Popen(command, cwd=ROOT, env=made.environment, stdout=subprocess.PIPE)


def _is_right(row):
    [*decisions] = row["decisions"]
    if len(decisions) != 1:
        return False
    expected = {"accept": ("accepted", 1, True), "decline": ("declined", 1, False)}
    state, letters, article = expected.get(decisions[0], ("declined", 0, False))
    return (row["state"], row["letters"], row["article"]) == (state, [True] * letters, article)
