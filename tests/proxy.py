"""The nginx of deploy/, really started: on loopback, without TLS, in a folder of its own, before a running site."""

import contextlib
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

CONFIG = Path(__file__).parent.parent / "deploy" / "nginx" / "ccsis.conf"
FRAME = """
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/error.log;
{user}
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxied;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include {folder}/ccsis.conf;
}}
"""


def is_installed():
    return shutil.which("nginx") is not None


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def config(folder, port, site_port, data, *, limits=True):
    """Our configuration for a rehearsal: other places and ports, no TLS; the rest as it is delivered."""
    text = CONFIG.read_text()
    blocks = text.split("\nserver {\n")
    ours = blocks[-1]  # the one that serves; the others send to TLS and refuse other names
    for line in ours.splitlines():
        if line.strip().startswith(("ssl_", "listen ")):
            ours = ours.replace(line + "\n", "", 1)
    text = blocks[0] + f"\nserver {{\n    listen 127.0.0.1:{port};\n" + ours
    for old, new in {
        "127.0.0.1:8000": f"127.0.0.1:{site_port}",
        "/srv/ccsis/var": str(data),
        "/var/cache/nginx/ccsis": f"{folder}/cache",
        "/var/log/nginx/ccsis.log": f"{folder}/access.log",
        "server_name ccsis.example;": "server_name localhost 127.0.0.1;",
        "proxy_set_header Host $host;": "proxy_set_header Host $http_host;",  # the port is part of the name here
    }.items():
        assert old in text, old
        text = text.replace(old, new)
    if not limits:  # for a load that comes from one address
        # A file is compared with a page there, so both are written into the log.
        limited = ("limit_req ", "limit_conn ", "access_log off")
        text = "\n".join(line for line in text.splitlines() if not line.strip().startswith(limited))
    return text


@contextlib.contextmanager
def proxy(site_port, data, *, limits=True):
    """Gives (port, folder with access.log and error.log) of an nginx before the site at this port."""
    with tempfile.TemporaryDirectory(prefix="ccsis-nginx-") as folder:
        Path(folder).chmod(0o755)
        port = free_port()
        Path(folder, "ccsis.conf").write_text(config(folder, port, site_port, data, limits=limits))
        user = "user root;" if Path("/proc/self").owner() == "root" else ""
        Path(folder, "nginx.conf").write_text(FRAME.format(folder=folder, user=user))
        command = ["nginx", "-c", f"{folder}/nginx.conf", "-e", f"{folder}/error.log"]
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait(port, running)
            yield port, Path(folder)
        finally:
            running.terminate()
            running.wait(timeout=30)


def _wait(port, running):
    end = time.monotonic() + 20
    while time.monotonic() < end and running.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
    raise SystemExit("nginx did not come up")
