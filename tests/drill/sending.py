"""A simulation with a file is sent while the web process is killed, at 50 random moments.

Who saw the thanks has a whole submission, and after the worker's next round nothing lies about: no file without its
row, no row without its file, no letter without its submission.
"""

import contextlib
import html
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from http.cookiejar import CookieJar

from tests import documents, postgres
from tests.bench.running import ROOT, site

KILLS = 50
TICKS = ("consent", "original", "safe")
TEXT = "One road, one winter. " * 100
FIELDS = {
    "title": "The queue below the mountain",
    "text": TEXT,
    "full_name": "Ruslan Didigov",
    "position": "logistics planner",
    "phone": "+995 555 010 203",
    "credit_choice": "full",
    "send": "1",
}


def run(say):
    seed = int(os.environ.get("DRILL_SEED") or random.SystemRandom().randrange(10**6))
    say(f"DRILL_SEED={seed} repeats these moments")
    with postgres.server() as address, site(address) as made:
        made.environment |= {"DEBUG": "1", "ALLOWED_HOSTS": "127.0.0.1"}
        return _drill(say, made, random.Random(seed))  # noqa: S311


def _drill(say, made, rng):
    with Server(made) as server:
        began = time.monotonic()
        thanks = [email for email in ["whole@mail.example"] if Sender(server, email).send()]
        took = time.monotonic() - began
        say(f"sending takes {took:.1f} s in one go")
        for number in range(KILLS):
            email = f"r{number}@mail.example"
            if killed_while(server, Sender(server, email), rng.uniform(0, took * 1.1)):
                thanks.append(email)
            server.wait()
    say(f"{KILLS} times the web process was killed; {len(thanks) - 1} senders saw the thanks all the same")
    asked(made, "age")
    made.command("tick")
    found = json.loads(asked(made, "sent"))
    missing = [email for email in thanks if email not in found["sent"]]
    halves = {email: row for email, row in found["sent"].items() if not is_whole(row)}
    rest = {name: found[name] for name in found if name != "sent" and found[name]}
    say(f"thanked but not there: {missing or 'none'}; not whole: {halves or 'none'}; lying about: {rest or 'nothing'}")
    return len(thanks) > 1 and not missing and not halves and not rest


def is_whole(row):
    return row["words"] == 400 and row["consents"] >= 1 and row["files"] == [True] and row["events"][0] == "send"


def killed_while(server, sender, moment):
    """Send, and kill the worker processes of the web server after so many seconds. Gives whether the thanks came."""
    sender.open()
    answer = []
    thread = threading.Thread(target=lambda: answer.append(sender.post()))
    thread.start()
    thread.join(timeout=moment)
    server.kill_workers()
    thread.join(timeout=60)
    return bool(answer and answer[0])


class Sender:
    """Somebody with a browser of their own who sends a simulation with a file."""

    def __init__(self, server, email, *, files=True):
        self.files = files
        self.address = f"{server.address}/submit/open/"
        self.email = email
        handlers = [urllib.request.HTTPCookieProcessor(CookieJar()), StayHere()]
        self.browser = urllib.request.build_opener(*handlers)

    def send(self):
        self.open()
        return self.post()

    def open(self):
        page = self.browser.open(self.address, timeout=60).read().decode()
        self.hidden = {
            name: html.unescape(value)
            for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
        }

    def post(self):
        """Whether the answer was the way to the private page."""
        fields = {**FIELDS, **self.hidden, "email": self.email, "language": "en", **dict.fromkeys(TICKS, "on")}
        boundary = "----drill"
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        if self.files:
            parts.append(
                f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="scenario.docx"\r\n'
                "Content-Type: application/octet-stream\r\n\r\n".encode()
                + documents.docx({"word/own.xml": f"<a>{self.email}</a>"})
                + b"\r\n"
            )
        parts.append(f"--{boundary}--\r\n".encode())
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", "Origin": self.address[:-13]}
        request = urllib.request.Request(self.address, b"".join(parts), headers)  # noqa: S310 - our own server
        try:
            answer = self.browser.open(request, timeout=60)
            self.said = answer.read().decode(errors="replace")
        except (OSError, ValueError) as error:
            self.said = str(error)
            return False
        return answer.status == 302 and "/submissions/" in answer.headers.get("Location", "")


class StayHere(urllib.request.HTTPRedirectHandler):
    """Says where a page would lead and stays."""

    def http_error_302(self, request, file, code, message, headers):
        return file


class Server:
    """The production web server of a site, with one worker process, on a free port."""

    def __init__(self, made):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.made, self.address = made, f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        environment = self.made.environment | {"PORT": str(self.port), "SITE_URL": self.address, "WORKERS": "1"}
        command = [sys.executable, "deploy/serve.py"]
        self.running = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT
        )
        self.wait()
        return self

    def __exit__(self, *error):
        self.running.terminate()
        self.running.wait(timeout=60)

    def wait(self):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                if urllib.request.urlopen(f"{self.address}/healthz", timeout=5).status == 200:  # noqa: S310
                    return
            except OSError:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.running.wait(timeout=0.1)
        raise SystemExit("the web server did not come up")

    def kill_workers(self):
        """SIGKILL, which nothing can prepare for; the master starts a new one."""
        children = subprocess.run(
            ["pgrep", "-P", str(self.running.pid)], capture_output=True, text=True, check=False
        ).stdout.split()
        for pid in children:
            os.kill(int(pid), signal.SIGKILL)


def asked(made, *arguments):
    command = [sys.executable, "-m", "tests.drill.inside_submissions", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=made.environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{arguments[0]} failed:\n{done.stderr[-2000:]}")
    return done.stdout
