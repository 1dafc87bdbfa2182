"""The production web server: `python deploy/serve.py`. HOST and PORT say where it listens, WORKERS how many processes.

Granian speaks HTTP in Rust and leaves Python to the site: a kept page is answered several times faster than by a server
that is Python itself (measured by `make bench ARGS=serving`). It belongs behind a proxy that speaks TLS.
"""

import multiprocessing
import os
import sys
from pathlib import Path

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ccsis.settings")
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))  # for its workers

os.environ.setdefault("STATEMENT_TIMEOUT", "20")  # seconds: a reader has gone by then, and a query must not pile up
from ccsis.environment import load_settings_or_exit  # noqa: E402

SECOND = 1000  # milliseconds


def logging_of(settings):
    """The server's own lines, written and masked like those of the site."""
    ours = settings.LOGGING
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": ours["filters"],
        "formatters": ours["formatters"],
        "handlers": ours["handlers"],
        "loggers": {"_granian": {"handlers": ["stderr"], "level": settings.LOG_LEVEL, "propagate": False}},
    }


def main():
    multiprocessing.set_start_method("spawn")  # each reads the program and its settings anew, so SIGHUP takes an update
    load_settings_or_exit()
    from django.conf import settings

    Granian(
        "ccsis.wsgi:application",
        address=os.environ.get("HOST", "127.0.0.1"),
        port=int(os.environ.get("PORT", "8000")),
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=int(os.environ.get("WORKERS", "2")),
        blocking_threads=4,
        backlog=1024,
        # A slow client of the proxy's is the proxy's; here it is only kept from holding a connection for ever.
        http1_settings=HTTP1Settings(header_read_timeout=10 * SECOND),
        log_dictconfig=logging_of(settings),
        log_access=False,  # ccsis.middleware.RequestLog writes the line for each request
        respawn_failed_workers=True,
        # Seconds between a new process and the end of the old one, one after the other, at SIGHUP: it must have come up
        respawn_interval=10,
        workers_kill_timeout=30,
    ).serve()


if __name__ == "__main__":
    main()
