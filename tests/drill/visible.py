"""What is published, corrected and retracted is seen by everybody within a second and a half, and nothing else ever.

Two hundred readers ask through nginx and two web processes; an editor with a cookie reads drafts there meanwhile.
"""

import asyncio
import json
import os
import random
import subprocess
import sys
import time

from tests import postgres
from tests.bench.running import ROOT, site
from tests.drill.serving import get, served

READERS, PAUSE, ROUNDS = 200, 0.8, 4  # seconds between two questions of a reader
LATE = 1.5  # seconds: the proxy's second, and the look for changes
SECRET = "canary-of-a-draft"


def run(say):
    with postgres.server() as address, site(address) as made:
        made.command("make_corpus", 40)
        with served(made) as (_web, front):
            return asyncio.run(_watched(say, made, front))


async def _watched(say, made, front):
    command = [sys.executable, "-m", "tests.drill.inside_pieces", "obey"]
    desk = subprocess.Popen(
        command, cwd=ROOT, env=made.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    cookie = _answer(desk, "editor")["cookie"]
    steps, seen = [], []  # (path, word, at), (path, asked at, status, text)
    ended = asyncio.Event()
    readers = [asyncio.create_task(_read(front, steps, seen, ended)) for _n in range(READERS)]
    editor = asyncio.create_task(_edit(front, steps, cookie, ended))
    for number in range(ROUNDS):
        for what in ("publish", "correct", "retract"):
            told = await asyncio.to_thread(_answer, desk, f"{what} {number}")
            steps.append((told["path"], what, told["at"]))
            await asyncio.sleep(4)
    ended.set()
    await asyncio.gather(*readers)
    drafts = await editor
    desk.stdin.close()
    desk.wait(timeout=30)
    return _judged(say, steps, seen, drafts)


def _answer(desk, order):
    desk.stdin.write(order + "\n")
    desk.stdin.flush()
    return json.loads(desk.stdout.readline())


async def _read(front, steps, seen, ended):
    """Asks for the piece of this round on one line that stays open, as browsers do."""
    host, port = front.removeprefix("http://").split(":")
    reader = writer = None
    while not ended.is_set():
        await asyncio.sleep(PAUSE * random.uniform(0.5, 1.5))  # noqa: S311 - no secret
        path = steps[-1][0] if steps else "/"
        try:
            if writer is None:
                reader, writer = await asyncio.open_connection(host, port)
            at = time.time()
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
            status, text = await asyncio.wait_for(_response(reader), 20)
            seen.append((path, at, status, text))
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            seen.append((path, time.time(), 0, ""))
            writer = None
    if writer:
        writer.close()


async def _response(reader):
    """(status, marks of the text) of one answer."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    body = b""
    if "transfer-encoding: chunked" in head:
        while size := int(await reader.readline(), 16):
            body += (await reader.readexactly(size + 2))[:-2]
        await reader.readline()
    elif "content-length: " in head:
        body = await reader.readexactly(int(head.partition("content-length: ")[2].split()[0]))
    marks = [mark for mark in (b"Version one", b"Corrected words", SECRET.encode(), b"sessionid") if mark in body]
    return int(head.split()[1]), [mark.decode() for mark in marks] + (["cookie"] if "set-cookie" in head else [])


async def _edit(front, steps, cookie, ended):
    """An editor reads the draft, and the public page with the cookie. Gives how often the draft was read."""
    drafts = 0
    while not ended.is_set():
        await asyncio.sleep(0.2)
        if steps:
            headers = {"Cookie": f"sessionid={cookie}"}
            await asyncio.to_thread(get, front + steps[-1][0], **headers)
            found = await asyncio.to_thread(get, front + "/admin/articles/article/?q=" + SECRET, **headers)
            drafts += SECRET in found[2]
    return drafts


BOTH = {"Version one", "Corrected words"}
EXPECTED = {
    "publish": lambda status, marks: status == 200 and BOTH & {*marks} == {"Version one"},
    "correct": lambda status, marks: status == 200 and BOTH & {*marks} == {"Corrected words"},
    "retract": lambda status, marks: status == 410 and not BOTH & {*marks},
}


def _judged(say, steps, seen, drafts):
    latest, late, wrong = 0.0, [], 0
    moments = [at for _path, _what, at in steps] + [time.time()]
    for number, (path, what, at) in enumerate(steps):
        for asked, when, status, marks in seen:
            if asked == path and at <= when < moments[number + 1] - 0.05:
                wrong += status in (0, 500, 502, 503)
                after = steps[number + 1][1] if number + 1 < len(steps) and steps[number + 1][0] == path else what
                if not EXPECTED[what](status, marks) and not EXPECTED[after](status, marks):  # it may come early
                    latest = max(latest, when - at)
                    if when - at > LATE:
                        late.append(f"{what} {when - at:.2f} s: {status} {marks}")
    private = sum(SECRET in marks or "sessionid" in marks or "cookie" in marks for _p, _a, _s, marks in seen)
    say(
        f"{len(steps)} changes, {READERS} readers, {len(seen)} answers: the last old one was asked for {latest:.2f} s "
        f"after the change; later than {LATE} s {len(late)}; no answer or 5xx {wrong}; private {private}; "
        f"the draft was read {drafts} times by its editor"
    )
    for line in late[:3]:
        say(f"  {line}")
    return not late and not wrong and not private and drafts > 0 and len(seen) > READERS


if os.environ.get("DRILL_READERS"):
    READERS = int(os.environ["DRILL_READERS"])
