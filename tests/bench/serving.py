"""How many readers a second: pages as they come out of the box and behind nginx, beside a bare Django view and a file.

Every figure is the median of ROUNDS rounds that take turns, with CONNECTIONS connections of wrk on loopback, so that
what else the machine does weighs on all of them alike; ratios are judged, not numbers.
"""

import contextlib
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests import proxy
from tests.bench.running import ROOT, site
from tests.bench.table import Table

PIECES = 300
CONNECTIONS, SECONDS, ROUNDS = 8, 3, 3
UNCACHED = 150  # requests for the processor time of one page
BARE = """
import os
from django.conf import settings
settings.configure(SECRET_KEY="bare", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, DEBUG=False)
import django
django.setup()
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
urlpatterns = [path("", lambda request: HttpResponse("word"))]
application = get_wsgi_application()
"""


def measure():
    if shutil.which("wrk") is None or not proxy.is_installed():
        raise SystemExit("This subject needs wrk and nginx. On Debian: apt-get install wrk nginx-light.")
    with site() as made:
        made.command("make_corpus", PIECES, "--anyway")
        made.command("collectstatic", "--no-input", "--verbosity", "0")
        yield _rates(made)
        yield _alone(made)


def _rates(made):
    table = Table(f"readers a second, {CONNECTIONS} connections, SQLite, {PIECES} pieces, two processes")
    with contextlib.ExitStack() as stack:
        port, took = stack.enter_context(_server(made))
        paths = _paths(port)
        bare = stack.enter_context(_bare(made.folder, "gunicorn"))
        quick = stack.enter_context(_bare(made.folder, "granian"))
        front, _folder = stack.enter_context(proxy.proxy(port, made.folder / "var", limits=False))
        file = made.folder / "var" / "media" / "page.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_get(port, paths["an article"])[1])
        asked = {"a bare view, gunicorn": f"{bare}/", "a bare view, granian": f"{quick}/"}
        asked |= {f"{name}, out of the box": f"{port}{path}" for name, path in paths.items()}
        asked |= {f"{name}, behind nginx": f"{front}{path}" for name, path in paths.items()}
        asked |= {"a file, nginx": f"{front}/media/page.html"}
        rates = {name: [] for name in asked}
        for address in asked.values():
            _load(address, 1)  # whatever is made at the first asking is made now
        for _round in range(ROUNDS):
            for name, address in asked.items():
                rates[name].append(_load(address, SECONDS))
        median = {name: statistics.median(each) for name, each in rates.items()}
        for name, rate in median.items():
            table.note(name, rate, "a second")
        for name in paths:
            against = median[f"{name}, out of the box"] / median["a bare view, gunicorn"]
            table.least(f"{name} against a bare view under gunicorn", against, 2, "times")
        behind = median["an article, behind nginx"] / median["a file, nginx"]
        table.least("an article behind nginx against a file of its bytes", behind, 0.8, "times")
        table.most("first answer after the start", took, 3, "s")
        table.most("memory of web server and worker", _memory(made), 400, "MB")
    return table


def _alone(made):
    """What a page costs when nothing is kept."""
    table = Table("processor time of a page that is made, nothing kept")
    with _server(made, KEEP_PAGES="0") as (port, _took):
        paths = _paths(port)
        for name, path in paths.items():
            _get(port, path)
            before = _processor_time(port)
            for _number in range(UNCACHED):
                _get(port, path)
            spent = (_processor_time(port) - before) / UNCACHED * 1000
            table.note(name, spent, "ms") if name != "an article" else table.most(name, spent, 4, "ms")
    return table


def _paths(port):
    """The pages that are measured, by their names."""
    listed = _get(port, "/analyses/")[1].decode()
    article = re.search(r'<h3[^>]*><a href="(/analyses/[^"]+/)"', listed)[1]
    return {"an article": article, "home": "/", "a list": "/analyses/"}


@contextlib.contextmanager
def _server(made, **environment):
    """The production server on a free port; gives (port, seconds to the first answer)."""
    port = proxy.free_port()
    environment = made.environment | {"PORT": str(port), "SITE_URL": f"http://localhost:{port}"} | environment
    environment |= {"ALLOWED_HOSTS": "localhost,127.0.0.1", "TRUSTED_PROXIES": "127.0.0.1"}
    with _running([sys.executable, "deploy/serve.py"], ROOT, environment, port) as took:
        yield port, took


@contextlib.contextmanager
def _bare(folder, server):
    """A Django view that returns one word, under this server, with as many processes and threads."""
    port = proxy.free_port()
    Path(folder, "bare.py").write_text(BARE)
    commands = {
        "gunicorn": ["gunicorn", "-w", "2", "-k", "gthread", "--threads", "4", "-b", f"127.0.0.1:{port}", "bare"],
        "granian": [
            *("granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "4", "--http", "1"),
            *("--port", str(port), "--log-level", "warning", "bare:application"),
        ],
    }
    command = [sys.executable, "-m", *commands[server]]
    with _running(command, folder, os.environ | {"PYTHONPATH": str(folder)}, port):
        yield port


@contextlib.contextmanager
def _running(command, folder, environment, port):
    began = time.monotonic()
    quiet = subprocess.DEVNULL
    running = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        while time.monotonic() - began < 60:
            with contextlib.suppress(OSError):
                _get(port, "/healthz")
                break
            time.sleep(0.02)
        yield time.monotonic() - began
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        running.wait(timeout=60)


def _get(port, path):
    try:
        with urllib.request.urlopen(f"http://localhost:{port}{path}", timeout=30) as answer:  # noqa: S310
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def _load(address, seconds):
    """Requests a second; whatever is not answered by 200 is no answer."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}", f"http://localhost:{address}"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said:
        raise SystemExit(f"{address} does not answer as it should:\n{said}")
    return float(said.split("Requests/sec:")[1].split()[0])


def _processes(port):
    """The processes of the server at this port."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if f"PORT={port}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.append(folder)
    return found


def _processor_time(port):
    ticks = 0
    for folder in _processes(port):
        with contextlib.suppress(OSError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _memory(made):
    """Memory of all that runs on this site's data, with a worker that has made its first rounds, in MB.

    What processes share counts once (proportional set size).
    """
    worker = made.start("worker")
    try:
        time.sleep(8)
        mine = f"DATA_DIR={made.folder / 'var'}".encode()
        total = 0
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError, IndexError):
                if mine in (folder / "environ").read_bytes().split(b"\0"):
                    total += int((folder / "smaps_rollup").read_text().split("\nPss:")[1].split()[0])
        return total / 1024
    finally:
        worker.terminate()
        worker.wait(timeout=60)
