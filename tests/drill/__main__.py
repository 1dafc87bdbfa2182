"""`python -m tests.drill [drill …]`: all drills or some, one after the other; exit with 1 where one found something."""

import sys

from tests.drill import (
    backing_up,
    breaking,
    deciding,
    importing,
    long_texts,
    migrating,
    random_exports,
    random_texts,
    sending,
    slow_clients,
    visible,
)

DRILLS = {
    "import": importing.run,
    "random-exports": random_exports.run,
    "random-texts": random_texts.run,
    "long-texts": long_texts.run,
    "sending": sending.run,
    "deciding": deciding.run,
    "backup": backing_up.run,
    "breaking": breaking.run,
    "visible": visible.run,
    "slow-clients": slow_clients.run,
    "migrations": migrating.run,
}


def main(names):
    unknown = [name for name in names if name not in DRILLS]
    if unknown:
        raise SystemExit(f"no such drill: {', '.join(unknown)}. There are: {', '.join(DRILLS)}.")
    failed = [name for name in names or DRILLS if not drill(name)]
    print(f"FAILED: {', '.join(failed)}" if failed else "All as it should be.")
    return 1 if failed else 0


def drill(name):
    print(f"{name}:", flush=True)
    return DRILLS[name](lambda line: print(f"  {line}", flush=True))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
