"""An empty site of its own in a temporary folder, and commands on it that are measured from outside."""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2

ROOT = Path(__file__).parent.parent.parent
FORGOTTEN = "ALLOWED_HOSTS CACHE_URL DATABASE_URL DEBUG EMAIL_URL SITE_URL TIME_ZONE TRUSTED_PROXIES".split()


@dataclass
class Measured:
    """What a command took: seconds by the clock and of the processor, its largest memory in MB; and what it said."""

    seconds: float
    cpu: float
    peak: float
    said: str


class Site:
    """A site with its own data folder and database; `command` runs manage.py on it."""

    def __init__(self, folder, database_url):
        self.folder = Path(folder)
        self.environment = {name: value for name, value in os.environ.items() if name not in FORGOTTEN} | {
            "SECRET_KEY": "only-for-benchmarks-0123456789-abcdefghijklmnopqrstuvwxyz",
            "DATA_DIR": str(self.folder / "var"),
            "DATABASE_URL": database_url or f"sqlite:///{self.folder}/var/site.sqlite3",
            "EMAIL_URL": f"file://{self.folder}/mail",
            "LOG_LEVEL": "ERROR",
            "REQUIRE_MFA": "0",  # who is measured logs in with a password alone
        }

    def command(self, *arguments):
        """Run a command of manage.py to its end. Gives a Measured; raises SystemExit with its words where it fails."""
        with tempfile.TemporaryFile() as said:
            began = time.monotonic()
            running = self.start(*arguments, output=said)
            _pid, status, used = os.wait4(running.pid, 0)
            seconds = time.monotonic() - began
            running.returncode = os.waitstatus_to_exitcode(status)
            said.seek(0)
            words = said.read().decode()
        if running.returncode:
            raise SystemExit(f"manage.py {' '.join(arguments)} ended with {running.returncode}:\n{words}")
        return Measured(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, words)

    def start(self, *arguments, output=subprocess.DEVNULL):
        """Start a command of manage.py and give the running process."""
        command = [sys.executable, str(ROOT / "manage.py"), *map(str, arguments)]
        return subprocess.Popen(command, env=self.environment, cwd=self.folder, stdout=output, stderr=output)


@contextmanager
def site(server_url=None):
    """A new site on SQLite, or on a new database of the PostgreSQL at `server_url`."""
    with tempfile.TemporaryDirectory(prefix="ccsis-bench-") as folder:
        database_url = new_database(server_url, Path(folder).name.replace("-", "_")) if server_url else None
        made = Site(folder, database_url)
        (made.folder / "var").mkdir()
        for arguments in (["migrate", "--verbosity", "0"], ["setup"]):
            made.command(*arguments)
        yield made


def new_database(server_url, name):
    """Make a database beside the one at `server_url` and give its address."""
    connection = psycopg2.connect(server_url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    return server_url.replace("/postgres?", f"/{name}?")
