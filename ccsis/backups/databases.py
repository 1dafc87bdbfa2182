"""A consistent copy of the database while the site writes into it, and the way back, by the database's own means."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from django.db import connection

from ccsis.backups import Refused

WAIT = 60  # seconds for a busy SQLite
# What PostgreSQL's programs call the parts of an address (postgresql.org/docs/current/libpq-envars.html)
VARIABLES = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
VARIABLES |= {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "service": "PGSERVICE"}


def kind():
    """Which kind of database the site uses: sqlite or postgresql."""
    return connection.vendor


def is_empty():
    """Whether the database of this site holds nothing yet, not even tables."""
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def copy_to(path):
    """Write the state of one moment into a file that does not exist yet. Raises Refused where that fails."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    if kind() == "sqlite":
        _copy(Path(connection.settings_dict["NAME"]), path)
    else:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}")


def read_from(path):
    """Bring the state of the file into an empty database: all of it or nothing. Raises Refused where that fails."""
    connection.close()
    if kind() == "postgresql":
        _run("pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", str(path))
        return
    target = Path(connection.settings_dict["NAME"])
    aside = target.with_name(f"{target.name}.restoring")
    aside.unlink(missing_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    _copy(path, aside)
    for journal in ("-wal", "-shm"):
        target.with_name(target.name + journal).unlink(missing_ok=True)
    os.replace(aside, target)


def _copy(source, target):
    """SQLite's own online copy (sqlite.org/backup.html): in one step, so that writers wait and the copy is whole."""
    try:
        with (
            contextlib.closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True, timeout=WAIT)) as read,
            contextlib.closing(sqlite3.connect(target)) as written,
        ):
            read.backup(written)
            [(answer,)] = written.execute("PRAGMA integrity_check(1)").fetchall()
    except sqlite3.Error as error:
        raise Refused(f"The database cannot be copied: {error}.") from None
    if answer != "ok":
        raise Refused(f"The database is damaged: {answer}.")


def _run(program, *arguments):
    """Run a program of PostgreSQL on the site's database. The password goes by the environment, seen by nobody."""
    known = connection.get_connection_params()
    told = {variable: str(known[name]) for name, variable in VARIABLES.items() if known.get(name)}
    where = ["--dbname", known["dbname"]] if program == "pg_restore" else []
    done = subprocess.run(  # noqa: S603 - a fixed program, and nothing of a user's
        [find(program), *where, *arguments], env=os.environ | told, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = " ".join(done.stderr.split())[:500]
        raise Refused(f"{program} ended with {done.returncode}: {said}")


def find(program):
    """Where a program of PostgreSQL lies; the newest, for it reads older servers and not newer ones."""
    systems = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda file: int(file.parts[-3]))
    found = str(systems[-1]) if systems else shutil.which(program)
    if found is None:
        raise Refused(f"{program} is not installed. On Debian: apt-get install postgresql-client.")
    return found
