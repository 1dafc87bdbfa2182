"""The tests with made-up texts (tests/rounds.py), forty times as long as every day."""

import os
import subprocess
import sys

ROUNDS = 40
FILES = [f"tests/test_{name}.py" for name in ("commonmark", "from_html", "html", "scripts", "similar")]


def run(say):
    say(f"the made-up texts of {len(FILES)} files are cleaned, read and compared, {ROUNDS} times as many as every day")
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", *FILES]
    environment = os.environ | {"RANDOM_ROUNDS": str(ROUNDS), "TEST_DATABASE_URL": ""}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    for line in done.stdout.splitlines()[-1 if done.returncode == 0 else -80 :]:
        say(line)
    return done.returncode == 0
