"""bandit finds nothing that nobody has looked at. Small things are ruff's (its rules S); here is what may matter."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAMES_OF_OURS = "names of tables and columns of ours are put together, values are given apart"
# What it finds and we have looked at: (file, rule) and why it is none.
LOOKED_AT = {
    ("articles/imports/store.py", "B608"): NAMES_OF_OURS,
    ("articles/searching/postgres.py", "B608"): NAMES_OF_OURS,
    ("articles/searching/sqlite.py", "B608"): NAMES_OF_OURS,
    ("ccsis/exports/numbers.py", "B608"): NAMES_OF_OURS,
    ("submissions/searching.py", "B611"): NAMES_OF_OURS,
    ("articles/word/names.py", "B314"): "in a process with limits, after ccsis.docx refused entities",
    ("articles/word/reading.py", "B314"): "in a process with limits, after ccsis.docx refused entities",
    ("ccsis/html.py", "B308"): "the one place where HTML is trusted, after it was cleaned",
    ("ccsis/html.py", "B703"): "the one place where HTML is trusted, after it was cleaned",
}


def test_it_finds_what_was_looked_at_and_nothing_else():
    command = [sys.executable, "-m", "bandit", "-q", "-ll", "-r", "ccsis", "articles", "submissions", "-f", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    found = {(each["filename"].removeprefix("./"), each["test_id"]) for each in json.loads(done.stdout)["results"]}
    assert found == set(LOOKED_AT)
