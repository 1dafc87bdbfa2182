"""`python -m tests.bench [subject …]`: measure all subjects or some, print one table each, exit with 1 on a miss."""

import sys

from tests.bench import importing, lists, queue, search, serving

SUBJECTS = {
    "import": importing.measure,
    "lists": lists.measure,
    "queue": queue.measure,
    "search": search.measure,
    "serving": serving.measure,
}


def main(names):
    unknown = [name for name in names if name not in SUBJECTS]
    if unknown:
        raise SystemExit(f"no such subject: {', '.join(unknown)}. There are: {', '.join(SUBJECTS)}.")
    missed = False
    for name in names or SUBJECTS:
        for table in SUBJECTS[name]():
            print(table, end="\n\n", flush=True)
            missed |= not table.holds
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
