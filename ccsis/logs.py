"""Log lines that can be kept: one line an event, and nobody's address, e-mail or secret link in them.

An event is a JSON object (LOG_FORMAT=json) with `at`, `level`, `logger`, `message`, the `request` that it belongs to
and whatever facts it brings along (`extra={"facts": {…}}`), or a line for people (LOG_FORMAT=text).
"""

import ipaddress
import json
import logging
import re
import secrets
from contextvars import ContextVar
from datetime import UTC, datetime

request_id = ContextVar("request_id", default="")
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")

# Everything that could start a new line or steer a terminal, also the separators of Unicode and reversed text.
CONTROL = {code: f"\\x{code:02x}" for code in [*range(0x20), *range(0x7F, 0xA0)]}
CONTROL |= {code: f"\\u{code:04x}" for code in [0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]}
CONTROL |= {0x0A: "\\n", 0x0D: "\\r", 0x09: "\\t"}

# Lengths are bounded so that a hostile line costs linear time.
EMAIL = re.compile(r"[^\s@<>\"'(),;:=/\[\]]{1,64}@[^\s@<>\"'(),;:=/\[\]]{1,255}")
IPV4 = re.compile(r"(?<![\d.])(?!127\.)(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}(?!\.?\d)")
IPV6 = re.compile(r"(?<![\w:.])[0-9a-fA-F:]{2,39}(?![\w:])")
# A contributor's page, a preview and a calendar are opened by whoever holds the address.
SECRET = re.compile(r"(?<!/admin)(?<!/articles)(/(?:submissions|preview|calendar)/)[^\s/?#\"']+")
PASSWORD = re.compile(r"(/accounts/password/set/)(?!done/)[^\s?#\"']+")


def _without_host(match):
    """An IPv6 address keeps its first three groups, which name a provider and not a person."""
    try:
        address = ipaddress.IPv6Address(match[0])
    except ValueError:
        return match[0]
    return ":".join(address.exploded.split(":")[:3]) + "::x"


def hide(text):
    """`text` with e-mail addresses, secret links and the last part of IP addresses masked."""
    text = SECRET.sub(r"\1[token]", text)
    text = PASSWORD.sub(r"\1[token]", text)
    text = EMAIL.sub("[e-mail]", text)
    text = IPV4.sub(r"\1.x", text)
    return IPV6.sub(_without_host, text)


class HidePrivate(logging.Filter):
    """Masks message and traceback before any handler writes them."""

    def filter(self, record):
        try:
            message = record.getMessage()
        except (TypeError, ValueError):  # the arguments do not fit the message: no reason to lose either
            message = f"{record.msg} {record.args}"
        record.msg, record.args = hide(message), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = hide(record.exc_text)
        return True


class OneLine(logging.Formatter):
    """Escapes control characters, so that no request can forge a line; a traceback is one line too."""

    def format(self, record):
        return super().format(record).translate(CONTROL)


class JsonLine(logging.Formatter):
    """An event as a JSON object in one line of ASCII, which no text in it can end."""

    def format(self, record):
        event = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id.get():
            event["request"] = request_id.get()
        event |= getattr(record, "facts", {})
        if record.exc_info or record.exc_text:
            event["traceback"] = record.exc_text or self.formatException(record.exc_info)
        return json.dumps(event, default=str)


def new_request_id(given=""):
    """The name of a request in the logs: the one that a proxy of ours gave, if it is harmless, or a new one."""
    return given if REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
