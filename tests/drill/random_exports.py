"""The random exports of tests/test_import_random.py, many more of them than every day."""

import os
import subprocess
import sys

EXAMPLES = 1500


def run(say):
    say(f"{EXAMPLES} random exports are imported; every published post arrives once with its words in order")
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", "tests/test_import_random.py"]
    environment = os.environ | {"IMPORT_EXAMPLES": str(EXAMPLES), "TEST_DATABASE_URL": ""}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    for line in done.stdout.splitlines()[-1 if done.returncode == 0 else -80 :]:
        say(line)
    return done.returncode == 0
