"""How gunicorn serves the site: `gunicorn -c deploy/gunicorn.py ccsis.wsgi`. `--bind` on the command line wins."""

import os

from ccsis.environment import load_settings_or_exit

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = 2
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 30
keepalive = 5
max_requests = 5000  # a leak never grows old
max_requests_jitter = 500
if os.path.isdir("/dev/shm"):  # noqa: S108 - a heartbeat must not wait for a disk
    worker_tmp_dir = "/dev/shm"  # noqa: S108
control_socket_disable = True

# Whom to believe about X-Forwarded-* is decided in one place, ccsis.limits and settings, by TRUSTED_PROXIES.
forwarded_allow_ips = ""

# ccsis.middleware.RequestLog writes the line for each request; what gunicorn says is masked in the same way.
accesslog = None
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"private": {"()": "ccsis.logs.HidePrivate"}},
    "formatters": {"line": {"()": "ccsis.logs.OneLine", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["private"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"gunicorn.error": {"handlers": ["stderr"], "propagate": False, "level": "INFO"}},
}


def on_starting(server):
    load_settings_or_exit()
