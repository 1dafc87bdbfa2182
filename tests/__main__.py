"""The whole suite on both databases at the same time: `python -m tests`, with arguments for pytest if wanted.

Four passes share the processors: everything but the browsers on SQLite, in two halves; what touches the database again
on a PostgreSQL of its own; and the browsers, on a second one. What they say comes one after the other.
"""

import contextlib
import os
import subprocess
import sys
import tempfile

NO_TESTS = 5  # what pytest answers where the arguments leave only tests for the other passes
PYTEST = [sys.executable, "-m", "pytest"]
ON_POSTGRES = [sys.executable, "-m", "tests.postgres", *PYTEST]
ON_SQLITE = [[*PYTEST, "-m", "not browser", "--half", half] for half in ("1", "2")]
ON_OURS = [[*ON_POSTGRES, "--database-only", "-m", "not browser"], [*ON_POSTGRES, "-m", "browser"]]
ON_GIVEN = [[*ON_POSTGRES, "--database-only"]]  # a server that somebody named: one pass, for its database has one name


def main(arguments):
    on_postgres = ON_GIVEN if os.environ.get("TEST_DATABASE_URL") else ON_OURS
    with contextlib.ExitStack() as stack:
        running = []
        for command in [*ON_SQLITE, *on_postgres]:
            said = stack.enter_context(tempfile.NamedTemporaryFile())
            environment = os.environ | ({"TEST_DATABASE_URL": ""} if command in ON_SQLITE else {})
            started = subprocess.Popen([*command, *arguments], env=environment, stdout=said, stderr=subprocess.STDOUT)
            running.append((started, stack.enter_context(open(said.name))))
        try:
            for each, told in running:
                pass_on(told, each)
        except KeyboardInterrupt:  # all have got it too, and tidy up
            for each, _told in running:
                each.wait()
            return 130
    answers = [each.returncode for each, _told in running]
    return 0 if all(answer in (0, NO_TESTS) for answer in answers) and 0 in answers else 1


def pass_on(told, running):
    """Print what a pass has said so far, and the rest while it comes."""
    while running.poll() is None:
        print(told.read(), end="", flush=True)
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait(timeout=0.5)
    print(told.read(), end="", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
