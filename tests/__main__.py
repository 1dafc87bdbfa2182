"""The whole suite on both databases at the same time: `python -m tests`, with arguments for pytest if wanted.

One pass is on SQLite. The other is on a PostgreSQL of our own, with the browser and without the tests that touch no
database. What they say comes one after the other, PostgreSQL last.
"""

import os
import subprocess
import sys
import tempfile

NO_TESTS = 5  # what pytest answers where the arguments leave only tests for the other pass


def main(arguments):
    pytest = [sys.executable, "-m", "pytest"]
    environment = os.environ | {"TEST_DATABASE_URL": ""}
    with tempfile.NamedTemporaryFile() as said, open(said.name) as told:
        passes = [
            subprocess.Popen([*pytest, "-m", "not browser", *arguments], env=environment),
            subprocess.Popen(
                [sys.executable, "-m", "tests.postgres", *pytest, "--database-only", *arguments],
                stdout=said,
                stderr=subprocess.STDOUT,
            ),
        ]
        try:
            passes[0].wait()
            pass_on(told, passes[1])
        except KeyboardInterrupt:  # both have got it too, and tidy up
            for running in passes:
                running.wait()
            return 130
    return 0 if passes[0].returncode in (0, NO_TESTS) and passes[1].returncode == 0 else 1


def pass_on(told, running):
    """Print what a pass has said so far, and the rest while it comes."""
    while running.poll() is None:
        print(told.read(), end="", flush=True)
        try:
            running.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            continue
    print(told.read(), end="", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
