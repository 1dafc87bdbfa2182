"""Things break under a site that serves: web processes, the database, the cache, the disk, the mail server, the worker.

Two web processes behind our nginx, on PostgreSQL, with readers and somebody who sends forms all the while.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
from aiosmtpd.controller import Controller

from tests import postgres, proxy
from tests.bench.running import site
from tests.drill.serving import Readers, Senders, asked, counted, get, percentile, served, until, var

PIECES = 40
ENDINGS = 10  # times a web process is told to end, and as often it is killed
AWAY = 8  # seconds without the database
LATE = 3  # seconds in which somebody must be told that it is away
BACK = 5  # seconds after which all is well again
QUICK = 2  # seconds that a form may take whatever the mail server does
QUIET = subprocess.DEVNULL
SEARCH = "/search/?q=road"  # is never kept, so it needs the database


def run(say):
    sink = Controller(MailServer(), hostname="127.0.0.1", port=proxy.free_port())
    sink.start()
    try:
        with postgres.server() as address, site(address) as made:
            made.command("make_corpus", PIECES)
            more = {"EMAIL_URL": f"smtp://127.0.0.1:{sink.port}", "STATEMENT_TIMEOUT": "2", "LEAST_FREE_SPACE": "8"}
            with served(made, **more) as (web, front):
                drill = Drill(say, made, web, front, Path(address.partition("host=")[2]), sink.handler)
                return all([part(drill) for part in PARTS])
    finally:
        sink.stop()


@dataclass
class Drill:
    say: object
    made: object
    web: object
    front: str  # the address of nginx
    cluster: Path
    mail: object
    paths: list = field(default_factory=list)

    def __post_init__(self):
        self.paths = json.loads(asked(self.made, "inside_site", "paths"))
        for path in self.paths:
            assert get(self.front + path)[0] == 200, path

    def readers(self, paths=None):
        return Readers(self.front, paths or self.paths)

    def is_well(self):
        return get(self.front + SEARCH)[0] == 200


# Web processes


def processes_end(drill):
    fine = True
    for kind, words in ((signal.SIGTERM, "told to end"), (signal.SIGKILL, "killed")):
        with drill.readers([*drill.paths, SEARCH]) as readers, Senders(drill.front, f"{kind.name.lower()}") as senders:
            for number in range(ENDINGS):
                drill.web.signal_one(number, kind)
        fine &= _told(drill, f"a process {words} {ENDINGS} times", readers, senders)
    with drill.readers([*drill.paths, SEARCH]) as readers, Senders(drill.front, "reload") as senders:
        drill.web.reload()
    fine &= _told(drill, "all processes renewed by SIGHUP", readers, senders)
    with drill.readers() as readers, Senders(drill.front, "restart") as senders:
        for _time in range(2):
            drill.web.restart()
            time.sleep(2)
    return _told(drill, "the whole web server stopped and started twice", readers, senders) and fine


def _told(drill, what, readers, senders):
    failed = [answer for answer in readers.answers if answer.status != 200]
    lost = _lost(drill, senders.thanked)
    drill.say(
        f"{what}: readers {counted(readers.answers)}, p95 {percentile(readers.answers) * 1000:.0f} ms; "
        f"{len(senders.thanked)} forms thanked for, {senders.again} times one was sent again, "
        f"lost or doubled {lost or 'none'}"
    )
    for answer in failed[:3]:
        drill.say(f"  {answer.path}: {answer.status} after {answer.seconds:.1f} s")
    return not failed and not lost and len(senders.thanked) > 0


def _lost(drill, thanked):
    """Senders who saw the thanks and have not exactly one submission."""
    counts = json.loads(asked(drill.made, "inside_site", "senders"))
    return [email for email in thanked if counts.get(email) != 1]


# The database


def database_away(drill):
    with drill.readers() as readers, Readers(drill.front, [SEARCH, "/submit/open/"], count=2) as others:
        time.sleep(1)
        tracebacks = drill.web.said("Traceback")
        began = time.monotonic()
        _pg_ctl(drill, "stop", "-m", "fast")
        time.sleep(AWAY)
        health = get(drill.front + "/healthz")[0], get(drill.front + "/readyz")[0]
        away = readers.since(began), others.since(began)
        _pg_ctl(drill, "start")
        back = until(drill.is_well)
        time.sleep(3)
        now = time.monotonic() - 1
        after = [*readers.since(now), *others.since(now)]
    tracebacks = drill.web.said("Traceback") - tracebacks
    told = [answer for answer in others.answers if answer.status == 503]
    slowest = max(answer.seconds for answer in [*away[0], *away[1]])
    without = sum(answer.retry_after is None for answer in told)
    odd = [answer for answer in [*away[0], *away[1]] if answer.status not in (200, 503) or answer.is_odd]
    drill.say(
        f"the database away for {AWAY} s: kept pages {counted(away[0])}; others {counted(away[1])}; slowest "
        f"{slowest:.1f} s; {without} × 503 without Retry-After; healthz {health[0]}, readyz {health[1]}; {tracebacks} "
        f"tracebacks; well again after {back:.1f} s, then {counted(after)}"
    )
    for answer in odd[:3]:
        drill.say(f"  {answer.path}: {answer.status} after {answer.seconds:.1f} s")
    fine = told and not odd and not without and slowest < LATE and back < BACK and not tracebacks
    return bool(fine) and health == (200, 503) and {answer.status for answer in after} == {200}


def database_slow(drill):
    """A table that somebody holds: whoever needs it is told so after STATEMENT_TIMEOUT, here 2 seconds."""
    address = drill.made.environment["DATABASE_URL"]
    with contextlib.closing(psycopg2.connect(address)) as holder, holder.cursor() as cursor:
        cursor.execute("LOCK TABLE articles_publication IN ACCESS EXCLUSIVE MODE")
        status, headers, _text, seconds = get(drill.front + SEARCH)
        holder.rollback()
    well = drill.is_well()
    drill.say(f"a query that hangs: {status} after {seconds:.1f} s, Retry-After {headers.get('Retry-After')}")
    return status == 503 and headers.get("Retry-After") and seconds < 2 + LATE and well


def _pg_ctl(drill, *arguments):
    """Stop or start the server of tests/postgres.py, with what it was started with."""
    package = drill.cluster / "package"
    binaries = next(package.rglob("pg_ctl"), None) if package.exists() else postgres.find_binaries() / "pg_ctl"
    options = (drill.cluster / "data" / "postmaster.opts").read_text().split(maxsplit=1)[1].replace('"', "'")
    started = ["-o", options, "-l", str(drill.cluster / "server.log")] if arguments[0] == "start" else []
    command = [str(binaries), "-D", str(drill.cluster / "data"), "-w", *arguments, *started]
    who, environment = postgres.unprivileged(), {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}
    subprocess.run(command, cwd=drill.cluster, env=environment, stdout=QUIET, stderr=QUIET, check=True, **who)


# The cache


def cache_gone(drill):
    drill.web.restart()  # with counters of their own for what was logged
    before = drill.web.said("The cache is down"), drill.web.said("Traceback")
    with contextlib.closing(psycopg2.connect(drill.made.environment["DATABASE_URL"])) as done, done.cursor() as cursor:
        cursor.execute("DROP TABLE cache")
        done.commit()
    with drill.readers([*drill.paths, SEARCH, "/submit/open/"]) as readers, Senders(drill.front, "cache") as senders:
        until(lambda: len(senders.thanked) >= 4, seconds=60)
        login = get(drill.front + "/accounts/login/")[0]  # that it can be used: tests/test_limits.py
        ready = get(drill.front + "/readyz")[2].strip()
    lines, tracebacks = drill.web.said("The cache is down") - before[0], drill.web.said("Traceback") - before[1]
    drill.made.command("createcachetable")
    back = get(drill.front + "/readyz")[0]
    drill.say(
        f"the cache gone: readers {counted(readers.answers)}, {len(senders.thanked)} forms taken, log-in page {login}; "
        f"{lines} lines in the log, {tracebacks} tracebacks; readyz says “{ready}”, then {back}"
    )
    is_served = {answer.status for answer in readers.answers} == {200} and senders.again == 0 and login == 200
    return is_served and ready == "not ready: cache" and back == 200 and not tracebacks


# The disk


def disk_full(drill):
    """A small disk for private files; as root only, for a disk has to be mounted."""
    private = var(drill.made) / "private"
    mount = ["mount", "-t", "tmpfs", "-o", "size=20m,mode=700", "tmpfs", str(private)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        drill.say(
            "the disk full: not tried, since no disk can be mounted here (tests/test_files.py shows the sentence)"
        )
        return True
    try:
        (private / "arriving").mkdir()
        (private / "filler").write_bytes(b"\0" * (14 << 20))
        sender = Senders(drill.front, "disk")
        refused, text, again = _send_once(sender, "disk1@mail.example")
        halves = [path.name for path in private.rglob("*") if path.is_file() and path.name != "filler"]
        rows = json.loads(asked(drill.made, "inside_site", "senders"))
        plain = _send_once(sender, "disk3@mail.example", files=False)[0]
        (private / "filler").unlink()
        taken = again.post()
    finally:
        subprocess.run(["umount", str(private)], check=True)
    says = "We cannot take files just now" in text
    drill.say(
        f"the disk full: a form with a file {'TAKEN' if refused else 'refused'}, in a sentence: {says}; half rows "
        f"{rows.get('disk1@mail.example', 0)}, files {halves or 'none'}; "
        f"without a file {'taken' if plain else 'REFUSED'}; with room again {'taken' if taken else 'REFUSED'}"
    )
    return not refused and says and not halves and "disk1@mail.example" not in rows and plain and taken


def _send_once(senders, email, files=True):
    from tests.drill.sending import Sender

    sender = Sender(senders.place, email, files=files)
    sender.open()
    return sender.post(), sender.said, sender


# Letters


class MailServer:
    """Takes letters, or fails as it is told: "refuse", "hang" or "drop" in the midst of a letter."""

    def __init__(self):
        self.fault, self.got = "", []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - named by aiosmtpd
        if self.fault == "refuse":
            return "451 not now"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        import asyncio

        if self.fault == "hang":
            await asyncio.sleep(60)
        if self.fault == "drop":
            server.transport.abort()
            return "421 gone"
        text = envelope.content.decode(errors="replace")
        self.got.append(next(line for line in text.splitlines() if line.lower().startswith("message-id:")))
        return "250 taken"


def mail_away(drill):
    slowest = {}
    for fault in ("", "refuse", "hang", "drop"):
        drill.mail.fault = fault
        senders = Senders(drill.front, f"mail-{fault or 'fine'}")
        taken = [senders.send(f"mail-{fault}{n}@mail.example", files=False) for n in range(2)]
        working = drill.made.start("tick") if fault else None  # hands over while the next form is sent
        taken.append(senders.send(f"mail-{fault}2@mail.example", files=False))
        if working:
            working.wait(timeout=180)
            asked(drill.made, "inside_site", "letters_due")
        slowest[fault or "none"] = max(senders.spent) if all(taken) else 99
    drill.mail.fault = ""
    for _round in range(4):
        asked(drill.made, "inside_site", "letters_due")
        drill.made.command("tick")
    ended = json.loads(asked(drill.made, "inside_site", "letters"))
    doubled = {each for each in drill.mail.got if drill.mail.got.count(each) > 1}
    lost = ended["waiting"] + ended["failed"] + ended["sending"]
    times = ", ".join(f"{fault} {seconds:.1f} s" for fault, seconds in slowest.items())
    drill.say(
        f"the mail server refuses, hangs, drops: slowest form {times}; {len(drill.mail.got)} letters arrived, {lost} "
        f"lost, {ended['uncertain']} shown as uncertain, {len(doubled)} doubled"
    )
    return max(slowest.values()) < QUICK and not lost and not doubled and len(drill.mail.got) > 0


# The worker


def worker_killed(drill):
    """Killed while it makes renditions and PDF files; who comes next takes up what it held."""
    asked(drill.made, "inside_site", "give_work")
    killed = 0
    for seconds in (4, 5, 6):
        working = drill.made.start("worker")
        time.sleep(seconds)
        killed += working.poll() is None
        working.kill()
        working.wait()
        asked(drill.made, "inside_site", "let_time_pass")
    working = drill.made.start("worker")
    try:
        took = until(lambda: not json.loads(asked(drill.made, "inside_site", "work"))["left"], seconds=180)
    except SystemExit:
        took = 0
    working.terminate()
    working.wait(timeout=120)
    left = json.loads(asked(drill.made, "inside_site", "work"))
    drill.say(
        f"the worker killed {killed} times at work: the next one ended it in {took:.0f} s; "
        f"left {left['left'] or 'nothing'}"
    )
    return killed == 3 and not left["left"]


PARTS = [processes_end, database_away, database_slow, cache_gone, disk_full, mail_away, worker_killed]
if os.environ.get("DRILL_PARTS"):  # while one of them is being worked on
    PARTS = [getattr(sys.modules[__name__], name) for name in os.environ["DRILL_PARTS"].split(",")]
