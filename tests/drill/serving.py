"""A site as it is served: nginx, two web processes, and whoever reads, with what they were answered and when."""

import contextlib
import http.client
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

from tests import proxy
from tests.bench.running import ROOT
from tests.drill.sending import Sender, Server

WORKERS = 2
STARTED = "Started worker-"  # what granian says of a process that answers from now on
SPAWNED = 6  # seconds: a process that ends sooner after it was started anew looks like one that never can


@contextlib.contextmanager
def served(made, *, limits=False, **environment):
    """Gives the Web server of a site and the address of the nginx before it."""
    made.environment |= {"TRUSTED_PROXIES": "127.0.0.1", "ALLOWED_HOSTS": "127.0.0.1", "WORKERS": str(WORKERS)}
    made.environment |= environment
    _collect_static(made)
    with Web(made) as web, proxy.proxy(web.port, made.folder / "var", limits=limits) as (port, _folder):
        yield web, f"http://127.0.0.1:{port}"


collected = []  # the folder with the static files, packed once for all drills of a run


def _collect_static(made):
    if not collected:
        made.command("collectstatic", "--no-input", "--verbosity", "0")
        folder = tempfile.TemporaryDirectory(prefix="ccsis-drill-")
        collected.append(folder)
        shutil.copytree(var(made) / "static", folder.name, dirs_exist_ok=True)
    shutil.copytree(collected[0].name, var(made) / "static", dirs_exist_ok=True)


class Web(Server):
    """The production web server, with its log in a file."""

    def __enter__(self):
        self.log = self.made.folder / "web.log"
        self.start()
        return self

    def start(self):
        started = self.said(STARTED) if self.log.exists() else 0
        environment = self.made.environment | {"PORT": str(self.port), "SITE_URL": self.address}
        with self.log.open("ab") as log:
            command = [sys.executable, "deploy/serve.py"]
            self.running = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        self.wait()
        until(lambda: self.said(STARTED) == started + WORKERS)

    def processes(self):
        """The processes that answer, by their number."""
        command = ["pgrep", "-P", str(self.running.pid), "-f", "spawn_main"]
        return [int(pid) for pid in subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()]

    def signal_one(self, number, kind):
        """Send a signal to one of the processes, and wait until there are two again that answer."""
        running, started = self.processes(), self.said(STARTED)
        os.kill(running[number % len(running)], kind)
        until(lambda: self.said(STARTED) > started)
        time.sleep(SPAWNED)

    def reload(self):
        before, started = set(self.processes()), self.said(STARTED)
        self.running.send_signal(signal.SIGHUP)
        until(lambda: self.said(STARTED) == started + WORKERS and not before & set(self.processes()), seconds=120)
        time.sleep(SPAWNED)

    def restart(self):
        self.running.terminate()
        self.running.wait(timeout=60)
        self.start()

    def said(self, words):
        """How often these words stand in the log."""
        return self.log.read_text(errors="replace").count(words)


def until(is_so, seconds=60):
    """Wait for something. Gives how long it took; raises SystemExit where it does not come."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if is_so():
            return time.monotonic() - began
        time.sleep(0.1)
    raise SystemExit(f"waited {seconds} s in vain for what a drill needs")


def get(address, seconds=10, **headers):
    """(status, headers, text, seconds) of one page; status 0 where the line broke or nothing came."""
    began = time.monotonic()
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - our own server
    try:
        with urllib.request.urlopen(request, timeout=seconds) as answer:  # noqa: S310
            found = answer.status, answer.headers, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        found = error.code, error.headers, error.read().decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        found = 0, {}, type(error).__name__
    return (*found, time.monotonic() - began)


@dataclass(frozen=True)
class Answer:
    at: float  # time.monotonic() when it was asked
    path: str
    status: int
    seconds: float
    retry_after: str | None
    is_odd: bool  # shows how the program broke


class Readers:
    """Some who read these pages over and over, from `with` to its end; `answers` is what they got."""

    def __init__(self, address, paths, count=3, pause=0.1):
        self.address, self.paths, self.pause = address, paths, pause
        self.answers, self.ended = [], threading.Event()
        self.threads = [threading.Thread(target=self._read, args=(n,), daemon=True) for n in range(count)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error):
        self.ended.set()
        for thread in self.threads:
            thread.join(timeout=30)

    def _read(self, number):
        while not self.ended.wait(self.pause):
            path = self.paths[number % len(self.paths)]
            at = time.monotonic()
            status, headers, text, seconds = get(self.address + path)
            is_odd = "Traceback" in text or "OperationalError" in text
            self.answers.append(Answer(at, path, status, seconds, headers.get("Retry-After"), is_odd))
            number += 1

    def since(self, at):
        return [answer for answer in list(self.answers) if answer.at >= at]


def counted(answers):
    """How many of each status, in words."""
    statuses = sorted({answer.status for answer in answers})
    return ", ".join(f"{sum(a.status == status for a in answers)} × {status or 'no answer'}" for status in statuses)


def percentile(answers, share=0.95):
    spent = sorted(answer.seconds for answer in answers)
    return spent[min(len(spent) - 1, int(len(spent) * share))] if spent else 0.0


class Senders:
    """Somebody who sends one simulation after the other, and a form again until it is thanked for."""

    def __init__(self, address, name):
        self.place, self.name = SimpleNamespace(address=address), name
        self.thanked, self.again, self.spent, self.ended = [], 0, [], threading.Event()
        self.thread = threading.Thread(target=self._send, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.ended.set()
        self.thread.join(timeout=120)

    def _send(self):
        number = 0
        while not self.ended.wait(0.3):
            number += 1
            email = f"{self.name}{number}@mail.example"
            if self.send(email):
                self.thanked.append(email)

    def send(self, email, files=True):
        sender = Sender(self.place, email, files=files)
        for _time in range(60):
            began = time.monotonic()
            with contextlib.suppress(OSError, http.client.HTTPException):
                if not getattr(sender, "hidden", None):
                    sender.open()
                    began = time.monotonic()
                if sender.post():
                    self.spent.append(time.monotonic() - began)
                    return True
            self.again += 1
            time.sleep(0.5)
        return False


def asked(made, module, *arguments, check=True):
    """What a module of the drill says, run inside a site."""
    command = [sys.executable, "-m", f"tests.drill.{module}", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=made.environment, capture_output=True, text=True, check=False)
    if done.returncode and check:
        raise SystemExit(f"{module} {arguments[0]} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def var(made):
    return Path(made.environment["DATA_DIR"])
