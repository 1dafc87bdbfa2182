"""`/metrics` for Prometheus: what an operator watches, asked of the database when somebody asks. Nothing personal.

Each function of settings.METRICS gives [(name, help, {labels: value})] of gauges; labels are a tuple of (name, value).
How much is read, and how fast, the proxy's log tells better.
"""

import hmac
import shutil

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.db.models import Count, Min
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ccsis.models import Letter

HEARTBEAT = "worker-heartbeat"  # in the cache: when a worker last ended a round, as seconds since 1970
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@require_safe
@never_cache
def metrics(request):
    """The gauges, for whoever brings METRICS_TOKEN as a bearer; for everybody else there is no such page."""
    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(given.encode(), token.encode()):
        raise Http404("no such page")
    lines = []
    for path in settings.METRICS:
        try:
            gauges = import_string(path)()
        except DatabaseError:
            continue  # what is missing is a sign, too; /readyz says why
        for name, says, values in gauges:
            lines += [f"# HELP ccsis_{name} {says}", f"# TYPE ccsis_{name} gauge"]
            lines += [f"ccsis_{name}{_labels(labels)} {value}" for labels, value in values.items()]
    return HttpResponse("\n".join(lines) + "\n", content_type=CONTENT_TYPE)


def _labels(labels):
    inside = ",".join(f'{name}="{value}"' for name, value in labels)
    return f"{{{inside}}}" if inside else ""


# Of the frame


def letters():
    """The outbox: how many in each state, and for how long the oldest has been due."""
    counted = dict(Letter.objects.values_list("status").annotate(n=Count("pk")).order_by())
    oldest = Letter.objects.filter(status=Letter.Status.QUEUED).aggregate(at=Min("send_at"))["at"]
    waited = max((timezone.now() - oldest).total_seconds(), 0) if oldest else 0
    by_status = {(("status", each),): counted.get(each, 0) for each in Letter.Status.values}
    return [
        ("letters", "Letters in the outbox.", by_status),
        ("oldest_letter_seconds", "How long the oldest letter has been due.", {(): round(waited)}),
    ]


def worker():
    """How long ago a worker ended a round; a large number is a worker that stands still."""
    beat = cache.get(HEARTBEAT)
    ago = timezone.now().timestamp() - beat if beat else -1
    return [("worker_seconds", "Since a worker last ended a round; -1 where none is known.", {(): round(ago)})]


def disk():
    """Space where the files lie."""
    usage = shutil.disk_usage(settings.DATA_DIR)
    return [("disk_free_bytes", "Free space in DATA_DIR.", {(): usage.free})]


def beat():
    """For the worker: note that a round was made."""
    cache.set(HEARTBEAT, timezone.now().timestamp(), 24 * 3600)
    return 0
