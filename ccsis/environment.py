"""Typed readers of environment variables: a missing or bad value is one sentence that names the variable."""

import os
import sys
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def bad(name, value, wants):
    """The error for a value that cannot be used; `wants` ends the sentence."""
    return ImproperlyConfigured(f"{name}={value!r} cannot be used: {wants}.")


def text(name, default=""):
    return os.environ.get(name, default).strip()


def required(name, why):
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: {why}.")
    return value


def flag(name, default):
    value = text(name, "1" if default else "0").lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise bad(name, value, "write 1 or 0")


def words(name, default=""):
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def choice(name, default, allowed):
    value = text(name, default)
    if value not in allowed:
        raise bad(name, value, "write one of " + ", ".join(allowed))
    return value


def languages(name, default, known):
    """The languages of the interface as Django wants them, the site's own first. `known`: {code: its own name}."""
    codes = words(name, default)
    for code in codes:
        if code not in known:
            raise bad(name, code, "write some of " + ", ".join(known))
    return [(code, known[code]) for code in dict.fromkeys(["en", *codes])]


def folder(name, default):
    """A folder that exists when this returns."""
    path = Path(text(name) or default).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise bad(name, str(path), f"the folder cannot be made ({error.strerror})") from None
    return path


def address(name, value):
    """The parts of an address; an error shows nothing before the @, where passwords stand."""
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - reading it checks it
    except ValueError:
        wants = "write it as an address, with %2F for / and the like in a password"
        raise bad(name, value.split("@")[-1], wants) from None
    return parts


def web_address(name, default):
    """An address like https://ccsis.example, without a path and without the last slash."""
    value = text(name, default).rstrip("/")
    parts = address(name, value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise bad(name, value, "write an address like https://ccsis.example")
    return value


def hub(name):
    """The address of a service, with whatever path it has; empty where none is set."""
    value = text(name)
    parts = address(name, value)
    if value and (parts.scheme not in ("http", "https") or not parts.hostname or set(value) & set("<>\"' ")):
        raise bad(name, value, "write an address like https://hub.example/")
    return value


def database(name, default):
    """`sqlite:///file` or `postgres://user:password@host:port/name?option=value` as Django's settings."""
    value = text(name, default)
    parts = address(name, value)
    if parts.scheme == "sqlite":
        file = unquote(parts.path[1:]) or ":memory:"
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": file,
            "OPTIONS": {
                # Readers never wait for a writer (WAL); writers queue up (IMMEDIATE) and for long enough.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    if parts.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": patience_of_postgresql() | dict(parse_qsl(parts.query)),
        }
    raise bad(name, value.split("@")[-1], "write sqlite:///path/to/file or postgres://user:password@host/name")


def patience_of_postgresql():
    """How long to wait for PostgreSQL: 3 seconds for an answer to a call, 10 for a line that is dead, and for a query
    as many as STATEMENT_TIMEOUT says, which the web server sets (deploy/serve.py) and commands and the worker do not.
    """
    seconds = text("STATEMENT_TIMEOUT", "0")
    if not (seconds.isascii() and seconds.isdecimal()):
        raise bad("STATEMENT_TIMEOUT", seconds, "write a number of seconds, or 0 for no end")
    waits = {"connect_timeout": "3", "tcp_user_timeout": "10000"}
    return waits | ({"options": f"-c statement_timeout={int(seconds) * 1000}"} if int(seconds) else {})


def megabytes(name, default):
    """A number of megabytes, as bytes."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdecimal()):
        raise bad(name, value, "write a number of megabytes, or 0 for none")
    return int(value) * 1024 * 1024


def cache(name, default):
    """`db://table`, `file:///folder` or `redis://host:port/0` as Django's settings."""
    value = text(name, default)
    parts = address(name, value)
    if parts.scheme == "db":
        return {
            "BACKEND": "ccsis.shared_cache.InDatabase",
            "LOCATION": parts.netloc or "cache",
            "OPTIONS": {"MAX_ENTRIES": 20_000},  # with Django's 300 a flood would wash the rate limits away
        }
    if parts.scheme == "file":
        return {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": unquote(parts.path)}
    if parts.scheme in ("redis", "rediss", "unix"):
        return {"BACKEND": "ccsis.shared_cache.InRedis", "LOCATION": value}
    raise bad(name, value, "write db://table, file:///folder or redis://host:6379/0")


def mail(name, default):
    """`console:`, `file:///folder` or `smtp(s)://user:password@host:port` as a dict of Django's EMAIL_* settings."""
    value = text(name, default)
    parts = address(name, value)
    backends = "django.core.mail.backends."
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": backends + "console.EmailBackend"}
    if parts.scheme == "file":
        return {"EMAIL_BACKEND": backends + "filebased.EmailBackend", "EMAIL_FILE_PATH": unquote(parts.path)}
    if parts.scheme in ("smtp", "smtps", "smtp+tls"):
        return {
            "EMAIL_BACKEND": backends + "smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname or "localhost",
            "EMAIL_PORT": parts.port or {"smtp": 25, "smtps": 465, "smtp+tls": 587}[parts.scheme],
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
            "EMAIL_TIMEOUT": 20,
        }
    raise bad(name, value.split("@")[-1], "write console:, file:///folder or smtp://user:password@host:25")


def networks(name):
    """Addresses or networks of proxies that may speak for a client, like 10.0.0.0/8."""
    from ipaddress import ip_network

    found = []
    for word in words(name):
        try:
            found.append(ip_network(word, strict=False))
        except ValueError:
            raise bad(name, word, "write addresses or networks, like 127.0.0.1,10.0.0.0/8") from None
    return found


def is_command(*names):
    """True while manage.py runs one of these commands."""
    return len(sys.argv) > 1 and sys.argv[1] in names


def load_settings_or_exit():
    """What manage.py and the web server do first: a variable that cannot be used ends them with one line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ccsis.settings")
    try:
        settings.INSTALLED_APPS  # noqa: B018 - reading any of them loads all
    except ImproperlyConfigured as error:
        sys.exit(str(error))
