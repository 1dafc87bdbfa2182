"""A demo site as in production, on a free port, with its data in a temporary folder."""

import os
import socket
import subprocess
import sys
import tempfile
import urllib.request
from contextlib import closing, contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]


@contextmanager
def running():
    """Makes the site and serves it; this process may then use its models. Gives its address."""
    with tempfile.TemporaryDirectory(prefix="ccsis-audit-") as folder:
        port = _free_port()
        address = f"http://localhost:{port}"
        _become(folder, address)
        _fill()
        command = [sys.executable, "deploy/serve.py"]
        with open(Path(folder) / "log", "w") as log:
            server = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PORT": str(port)}, stderr=log)
        try:
            _wait_for(f"{address}/healthz", server)
            yield address
        finally:
            server.terminate()
            server.wait(30)


def _free_port():
    with closing(socket.socket()) as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]


def _become(folder, address):
    """Set up Django in this process with the settings of the site."""
    for name in "CACHE_URL DATABASE_URL DEBUG TIME_ZONE TRUSTED_PROXIES".split():
        os.environ.pop(name, None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "ccsis.settings",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright runs an event loop in this thread
        "SECRET_KEY": "only-for-audits-0123456789-abcdefghijklmnopqrstuvwxyz",
        "DATA_DIR": folder,
        "SITE_URL": address,
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "EMAIL_URL": f"file://{folder}/mail",
        "LOG_LEVEL": "ERROR",
        "REQUIRE_MFA": "0",  # the audit logs in with a password alone
    }
    import django

    django.setup()


def _fill():
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("setup", verbosity=0)
    call_command("demo", verbosity=0)

    from articles import renditions

    renditions.make_due()  # as the worker would have


def _wait_for(address, server):
    """Until the server answers, half a minute at most. Raises SystemExit where it does not, or ends."""
    for _try in range(300):
        with suppress(OSError), urllib.request.urlopen(address):  # noqa: S310 - our own server
            return
        with suppress(subprocess.TimeoutExpired):
            raise SystemExit(f"the web server of the audit ended by itself, with {server.wait(timeout=0.1)}")
    raise SystemExit("the web server of the audit did not answer")
