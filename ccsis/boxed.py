"""What runs in the process with limits that ccsis.limited starts. Imports nothing but the standard library."""

import json
import resource
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

MEGABYTE = 1 << 20


class NotTaken(Exception):
    """What a function that is run here raises: the code of a reason, and values for its sentence."""

    def __init__(self, code, **values):
        super().__init__(code)
        self.code, self.values = code, values


def main(function, memory, written, seconds):
    """Set the limits, call the function with the JSON from standard input, and write what became of it."""
    resource.setrlimit(resource.RLIMIT_AS, (memory * MEGABYTE, memory * MEGABYTE))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written * MEGABYTE, written * MEGABYTE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _go_first()
    sys.stdout.write(json.dumps(_answer(function, json.load(sys.stdin))))


def _go_first():
    """Where the machine runs out of memory, the kernel ends this process and none of the site's."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def _answer(function, arguments):
    module, _dot, name = function.rpartition(".")
    try:
        return {"gives": getattr(import_module(module), name)(*arguments)}
    except NotTaken as error:
        return {"not_taken": error.code, "values": error.values}
    except Exception as error:  # whatever a hostile file does to a parser
        return {"broke": type(error).__name__}


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from ccsis import boxed  # so that NotTaken is one class here and in what is imported

    boxed.main(sys.argv[1], *map(int, sys.argv[2:5]))
