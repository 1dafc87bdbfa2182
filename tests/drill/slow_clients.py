"""Clients that are slow, broken or greedy, through the nginx of deploy/, while others read.

The bad ones come from 127.0.0.2 and so on, the readers from 127.0.0.1, for limits go by address.
"""

import contextlib
import http.client
import json
import re
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

from tests import postgres
from tests.bench.running import site
from tests.drill.sending import FIELDS, TICKS
from tests.drill.serving import Readers, asked, counted, percentile, served

SLOW, LASTS, PATIENCE = 200, 30, 15  # connections, seconds that they try, seconds in which nginx must let go
POSTS, FORMS, MOST_TAKEN = 1000, 24, 20
SLOW_P95, FLOOD_P95 = 0.5, 0.3  # seconds, of those who only read

ODD = {
    "both lengths": "POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 4\r\n"
    "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nG",
    "two lengths": "POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
    "a length below zero": "POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: -1\r\n\r\n",
    "a length that is a word": "POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: ten\r\n\r\n",
    "a length of twenty digits": "POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 99999999999999999999\r\n\r\n",
    "a length with a plus": "POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: +4\r\n\r\nabcd",
    "an odd coding": "POST / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a coding twice": "POST / HTTP/1.1\r\nHost: {host}\r\n"
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n",
    "a space before the colon": "GET / HTTP/1.1\r\nHost : {host}\r\nTransfer-Encoding : chunked\r\n\r\n",
    "a chunk without end": "POST / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
    "a chunk that is a word": "POST / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
    "a folded header": "GET / HTTP/1.1\r\nHost: {host}\r\nX-A: b\r\n c\r\n\r\n",
    "NUL in a header": "GET / HTTP/1.1\r\nHost: {host}\r\nX-A: b\0c\r\n\r\n",
    "bare line feeds": "GET / HTTP/1.1\nHost: {host}\nConnection: close\n\n",
    "a header of 64 KB": "GET / HTTP/1.1\r\nHost: {host}\r\nX-A: " + "a" * 65_536 + "\r\n\r\n",
    "a thousand headers": "GET / HTTP/1.1\r\nHost: {host}\r\n" + "X-A: b\r\n" * 1000 + "\r\n",
    "an address of 64 KB": "GET /" + "a" * 65_536 + " HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "no host": "GET / HTTP/1.1\r\n\r\n",
    "two hosts": "GET / HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\n\r\n",
    "another host": "GET http://evil.example/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n",
    "an old version": "GET /\r\n\r\n",
    "a version of its own": "GET / HTTP/9.9\r\nHost: {host}\r\n\r\n",
    "a method of its own": "HACK / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n",
    "TLS where there is none": "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "a second request inside": "GET / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 30\r\n\r\n"
    "GET /admin/ HTTP/1.1\r\nHost: x\r\n",
}


def run(say):
    with postgres.server() as address, site(address) as made:
        made.command("make_corpus", 40)
        with served(made, limits=True) as (web, front):
            place = tuple(front.removeprefix("http://").split(":"))
            pages = json.loads(asked(made, "inside_site", "paths"))
            fine = _odd(say, place)
            fine &= _slow(say, front, place, pages)
            return _flood(say, made, front, place, pages, web) and fine


def _connected(place, source, seconds=PATIENCE):
    return socket.create_connection((place[0], int(place[1])), timeout=seconds, source_address=(source, 0))


# Broken ones


def _odd(say, place):
    said = {}
    for name, text in ODD.items():
        content = text.replace("{host}", ":".join(place)).encode("latin-1")
        began = time.monotonic()
        with _connected(place, "127.0.0.2") as line, contextlib.suppress(ConnectionError):
            line.sendall(content)
            answer = _all_of(line)
            # What may come late is held to a bound; an open line that was answered is no hang
            said[name] = [int(each) for each in re.findall(rb"HTTP/1\.[01] (\d{3})", answer)], time.monotonic() - began
    bad = {
        name: codes
        for name, (codes, seconds) in said.items()
        if [code for code in codes if code >= 500] or (not codes and seconds > PATIENCE)
    }
    refused = sum(codes[:1] >= [400] or not codes for codes, _seconds in said.values())
    say(f"{len(ODD)} odd requests: {refused} refused or closed, 5xx or hanging {bad or 'none'}")
    return not bad


def _all_of(line):
    found = b""
    line.settimeout(PATIENCE + 1)
    with contextlib.suppress(TimeoutError, ConnectionError):
        while piece := line.recv(65_536):
            found += piece
            if b"\r\n\r\n" in found:
                line.settimeout(0.5)  # whether a second answer follows
    return found


# Slow ones


def _slow(say, front, place, pages):
    ended = threading.Event()
    with Readers(front, pages) as calm:
        ended.wait(5)
    with ThreadPoolExecutor(SLOW) as crowd, Readers(front, pages) as readers:
        held = [crowd.submit(_trickle, place, number, ended) for number in range(SLOW)]
        ended.wait(LASTS)
        answers = list(readers.answers)
        ended.set()
        seconds = [each.result() for each in held]
    say(
        f"{SLOW} half-open or slow connections for {LASTS} s: the longest held {max(seconds):.0f} s; readers "
        f"{counted(answers)}, p95 {percentile(answers) * 1000:.0f} ms (before {percentile(calm.answers) * 1000:.0f} ms)"
    )
    good = {answer.status for answer in answers} == {200}
    return good and percentile(answers) < SLOW_P95 and len(answers) > 100


def _trickle(place, number, ended):
    """Sends a byte now and then: in the head, in the body, or nothing at all. Gives how long it was let."""
    source, began, longest = f"127.0.0.{2 + number % 8}", time.monotonic(), 0.0
    beginnings = [
        b"",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
        b"POST /submit/open/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n",
    ]
    while not ended.is_set():
        began = time.monotonic()
        with contextlib.suppress(OSError), _connected(place, source) as line:
            line.sendall(beginnings[number % len(beginnings)])
            line.settimeout(1)
            while not ended.is_set():
                if number % len(beginnings):
                    line.sendall(b"a")
                with contextlib.suppress(TimeoutError):
                    if not line.recv(4096):
                        break
        longest = max(longest, time.monotonic() - began)
        ended.wait(0.5)
    return longest


# Greedy ones


def _flood(say, made, front, place, pages, web):
    """A thousand forms from one address through the proxy; then as many as the site itself lets in, past the proxy."""
    with Readers(front, pages) as readers:
        began = time.monotonic()
        answers = _posts(place, "127.0.0.20", POSTS)
        took = time.monotonic() - began
    past = _posts(("127.0.0.1", str(web.port)), "127.0.0.21", 60, forwarded="203.0.113.9")
    taken = json.loads(asked(made, "inside_site", "senders"))
    through = sum(email.startswith("f127.0.0.20-") for email in taken)
    beside = sum(email.startswith("f127.0.0.21-") for email in taken)
    refused = [headers for status, headers in answers if status == 429]
    without = sum("retry-after" not in headers for headers in refused)
    worst = [status for status, _headers in [*answers, *past] if status >= 500 or status == 0]
    say(
        f"{len(answers)} forms from one address in {took:.0f} s: {len(refused)} × 429 ({without} without Retry-After), "
        f"{through} taken; of {len(past)} more past the proxy {beside} taken; 5xx or none {worst or 'none'}; readers "
        f"{counted(readers.answers)}, p95 {percentile(readers.answers) * 1000:.0f} ms"
    )
    fine = refused and not without and 0 < through <= MOST_TAKEN and 0 < beside <= MOST_TAKEN and not worst
    return bool(fine) and percentile(readers.answers) < FLOOD_P95


def _posts(place, source, count, forwarded=None):
    """Forms that are all right, from one address. Gives [(status, headers)]."""
    forms = [form for _n in range(min(FORMS, count)) if (form := _opened(place, source, forwarded))]
    assert forms
    with ThreadPoolExecutor(8) as crowd:
        return list(crowd.map(lambda n: _posted(place, source, forms[n % len(forms)], n, forwarded), range(count)))


def _asked(place, source, method, body=None, forwarded=None, **headers):
    line = http.client.HTTPConnection(place[0], int(place[1]), timeout=30, source_address=(source, 0))
    if forwarded:
        headers["X-Forwarded-For"] = forwarded
    try:
        line.request(method, "/submit/open/", body, {"Connection": "close", **headers})
        answer = line.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()
    except (OSError, http.client.HTTPException):
        return 0, {}, ""
    finally:
        line.close()


def _opened(place, source, forwarded):
    status, headers, text = _asked(place, source, "GET", forwarded=forwarded)
    if status != 200:
        return None
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))
    return {"hidden": hidden, "cookie": headers.get("set-cookie", "").partition(";")[0]}


def _posted(place, source, form, number, forwarded):
    fields = {**FIELDS, **form["hidden"], "email": f"f{source}-{number}@mail.example", "language": "en"}
    fields |= dict.fromkeys(TICKS, "on")
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": form["cookie"]}
    headers["Origin"] = f"http://{':'.join(place)}"
    status, told, _text = _asked(place, source, "POST", urlencode(fields), forwarded, **headers)
    return status, told
