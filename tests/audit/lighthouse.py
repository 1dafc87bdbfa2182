"""What Lighthouse says of the pages that matter most: 100 for accessibility, best practices and search engines, and
nothing that moves while they load, or it is a finding. Performance is measured on a simulated slow telephone, five
times, and the median is printed.

It comes from npm: `make audit` puts it below .venv/lighthouse. It uses the same Chromium as the rest.
"""

import json
import os
import shutil
import statistics
import subprocess
from pathlib import Path

from tests.chromium import FLAGS, NAMES, find_chromium

PROGRAM = Path(__file__).parents[2] / ".venv/lighthouse/node_modules/.bin/lighthouse"
MISSING = "NO LIGHTHOUSE: npm and node are needed for lighthouse@12 (see the Makefile); it judged no page"
PAGES = ("home", "everything in en", "topic", "simulation", "form")
PERFECT = ("accessibility", "best-practices", "seo")
MEASURED = 5  # times, for performance


def is_there():
    return PROGRAM.exists() and shutil.which("node") is not None


def findings(address, pages):
    """Judge those of the Pages that are in PAGES and print their scores. Gives what is under 100. Needs is_there()."""
    found = []
    for page in pages:
        if page.name in PAGES:
            found += _judged(address, page)
    print(*found, sep="\n")
    return found


def _judged(address, page):
    try:
        told = _run(address + page.address, ["performance", *PERFECT])
        speeds = [_score(told, "performance")]
        speeds += [_score(_run(address + page.address, ["performance"]), "performance") for _n in range(MEASURED - 1)]
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        return [f"{page.name}: Lighthouse could not look: {(error.stderr or 'too slow').strip().splitlines()[0]}"]
    scores = {name: _score(told, name) for name in PERFECT}
    words = ", ".join(f"{name} {score}" for name, score in scores.items())
    speed = f"performance {statistics.median(speeds)} (median of {MEASURED})"
    moved = round(told["audits"]["cumulative-layout-shift"]["numericValue"], 3)
    print(f"Lighthouse, {page.name}: {words}, {speed}, layout shift {moved}", flush=True)
    moves = [f"{page.name}: parts of it move while it loads, by {moved}"] if moved else []
    short = [name for name in PERFECT if scores[name] < 100]
    return moves + [f"{page.name}: Lighthouse gives {scores[name]} for {name}: {_why(told, name)}" for name in short]


def _run(address, categories):
    """The report of one visit, as Lighthouse writes it. Raises CalledProcessError where it could not look."""
    flags = ["--headless=new", *FLAGS] + (["--no-sandbox"] if os.geteuid() == 0 else [])
    command = [
        *(str(PROGRAM), address, "--quiet", "--output=json", "--output-path=stdout"),
        *("--only-categories=" + ",".join(categories), "--chrome-flags=" + " ".join(flags)),
    ]
    environment = os.environ | {"CHROME_PATH": find_chromium(names=NAMES[1:])}  # it steers a whole Chromium
    options = {"capture_output": True, "text": True, "timeout": 180, "env": environment}
    for is_last in (False, True):  # on a busy machine it now and then misses that the page has begun
        said = subprocess.run(command, check=is_last, **options)
        if said.returncode == 0:
            break
    return json.loads(said.stdout)


def _score(told, category):
    return round((told["categories"][category]["score"] or 0) * 100)


def _why(told, category):
    """The audits that cost points."""
    asked = [each["id"] for each in told["categories"][category]["auditRefs"] if each["weight"]]
    return ", ".join(name for name in asked if told["audits"][name]["score"] not in (None, 1)) or "it does not say"
