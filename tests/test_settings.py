"""Wrong or missing variables are named in one line; with nothing set the site is safe."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from ccsis import environment

ROOT = Path(__file__).parent.parent
KEY = "k" * 60


def run(*command, **environment):
    """Runs Python at the project's root with only these variables."""
    environment = {"PATH": os.environ["PATH"]} | environment
    return subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True)


def setting(*names, **environment):
    """The values of these settings under this environment."""
    code = "import json; from ccsis import settings; print(json.dumps([getattr(settings, n) for n in %r], default=str))"
    done = run("-c", code % (names,), **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    "name, value",
    [
        ("ALLOWED_HOSTS", ""),
        ("CACHE_URL", "memory"),
        ("DATABASE_URL", "mysql://localhost/ccsis"),
        ("DATABASE_URL", "postgres://user:secret@host:port/ccsis"),
        ("DATABASE_URL", "postgres://user:sec[ret@host/ccsis"),
        ("DATA_DIR", "/dev/null/ccsis"),
        ("DEBUG", "maybe"),
        ("EMAIL_URL", "smtp://user:secret@host:port"),
        ("EMAIL_URL", "carrier-pigeon"),
        ("LOG_LEVEL", "LOUD"),
        ("SECRET_KEY", ""),
        ("SITE_URL", "ccsis.example"),
        ("SITE_URL", "https://ccsis.example/blog"),
        ("TIME_ZONE", "Mars/Olympus"),
        ("TRUSTED_PROXIES", "the proxy"),
    ],
)
def test_a_variable_that_cannot_be_used_is_named_in_one_line(name, value, tmp_path):
    done = run("manage.py", "check", **{"SECRET_KEY": KEY, "DATA_DIR": str(tmp_path), name: value})
    if name == "ALLOWED_HOSTS":  # empty means: the name in SITE_URL
        assert done.returncode == 0
        return
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert name in done.stderr
    assert "secret" not in done.stderr and "sec[ret" not in done.stderr


def test_the_web_server_names_it_too_and_does_not_start():
    done = run("deploy/serve.py")
    assert done.returncode == 1
    assert "SECRET_KEY is not set" in done.stderr
    assert "Traceback" not in done.stderr


def test_with_only_a_key_the_site_is_safe(tmp_path):
    names = ("DEBUG", "ALLOWED_HOSTS", "TRUSTED_PROXIES", "CSRF_COOKIE_HTTPONLY", "X_FRAME_OPTIONS")
    assert setting(*names, SECRET_KEY=KEY, DATA_DIR=str(tmp_path)) == [False, ["localhost"], [], True, "DENY"]


def test_a_site_with_tls_passes_djangos_deployment_checks(tmp_path):
    done = run(
        *("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        SECRET_KEY="".join(chr(33 + number) for number in range(60)),
        SITE_URL="https://ccsis.example",
        DATA_DIR=str(tmp_path),
    )
    assert done.returncode == 0, done.stderr


def test_the_cookies_of_a_site_with_tls_belong_to_this_host_alone(tmp_path):
    names = ("SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE")
    found = setting(*names, SECRET_KEY=KEY, SITE_URL="https://ccsis.example", DATA_DIR=str(tmp_path))
    assert found == ["__Host-sessionid", True, "__Host-csrftoken", True]


def test_a_postgres_address_is_read_whole(tmp_path):
    (databases,) = setting(
        "DATABASES",
        SECRET_KEY=KEY,
        DATA_DIR=str(tmp_path),
        DATABASE_URL="postgres://desk:a%2Fb@db.example:5433/ccsis?sslmode=require",
    )
    names = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    found = [databases["default"][name] for name in names]
    waits = {"connect_timeout": "3", "tcp_user_timeout": "10000"}
    assert found == ["ccsis", "desk", "a/b", "db.example", "5433", {**waits, "sslmode": "require"}]


def test_queries_of_the_web_server_come_to_an_end(monkeypatch):
    monkeypatch.setenv("STATEMENT_TIMEOUT", "20")
    assert environment.patience_of_postgresql()["options"] == "-c statement_timeout=20000"
    monkeypatch.setenv("STATEMENT_TIMEOUT", "0")
    assert "options" not in environment.patience_of_postgresql()
    monkeypatch.setenv("STATEMENT_TIMEOUT", "20s")
    with pytest.raises(ImproperlyConfigured, match="STATEMENT_TIMEOUT='20s' cannot be used: write a number"):
        environment.patience_of_postgresql()
