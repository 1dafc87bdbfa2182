"""The log of missing addresses: what readers asked for and did not find, so that staff can say where it stands now.

`note` is called where a 404 leaves. Nothing about who asked is kept: no query, no network, of the referring page its
host alone. Both the rows and the pace of writing are bounded, so that a flood of 404s is a few lines and not a load.
"""

import logging
import re
import threading
import time
import unicodedata
from datetime import timedelta
from urllib.parse import urlsplit

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from ccsis.logs import hide
from ccsis.models import MissingAddress

logger = logging.getLogger(__name__)

MOST = 2000  # rows; beyond that nothing new is written
KEPT = 1500  # of them, when they are tidied up
FORGOTTEN_AFTER = timedelta(days=365)
LONGEST = 300
# What no reader asks for: programs that look for doors, and what belongs to machines.
PROBES = re.compile(
    r"^/(?:api|static|healthz|readyz|metrics)(?:/|$)|/\.|/wp-(?:login|admin|includes|json|cron|config)|/xmlrpc\.php"
    r"|/(?:cgi-bin|phpmyadmin|vendor|node_modules|actuator)(?:/|$)"
    r"|\.(?:aspx?|jspx?|cgi|env|sql|bak|ini|ya?ml|git|zip|gz|tar|7z|map)$",
    re.IGNORECASE,
)
# A part of a path that looks like a secret: long, of one piece, capitals, small letters and digits mixed; or a hash.
TOKEN = re.compile(r"(?:^|/)(?:(?=[^/]*[a-z])(?=[^/]*[A-Z])(?=[^/]*[0-9])[A-Za-z0-9_.=-]{20,}|[0-9a-f-]{24,})(?=/|$)")


class Pace:
    """How often this process may write: `burst` times at once, then `a_minute`."""

    def __init__(self, burst, a_minute):
        self.burst, self.each_second = burst, a_minute / 60
        self.left, self.at = burst, time.monotonic()
        self.lock = threading.Lock()

    def allows(self):
        """Whether once more is in time. Counts this time."""
        with self.lock:
            now = time.monotonic()
            self.left = min(self.burst, self.left + (now - self.at) * self.each_second)
            self.at = now
            if self.left < 1:
                return False
            self.left -= 1
            return True


PACE = Pace(burst=20, a_minute=20)


def note(request):
    """Count one more reader who did not find this address, if it is one to be kept and there is time for it."""
    path = unicodedata.normalize("NFC", request.path)
    if not is_kept(path) or not PACE.allows():
        return
    now = timezone.now()
    seen = {"referrer": host_of(request.headers.get("referer", "")), "last_seen_at": now}
    try:
        with transaction.atomic():
            rows = MissingAddress.objects.filter(path=path)
            if not rows.update(count=F("count") + 1, **seen) and MissingAddress.objects.count() < MOST:
                MissingAddress.objects.create(path=path, first_seen_at=now, **seen)
    except DatabaseError as error:  # two were first; or the database has more important things to do
        logger.info("A missing address was not counted: %s", type(error).__name__)


def is_kept(path):
    """Whether an address may stand in the log: not what programs try, nor anything that might be a secret."""
    if len(path) > LONGEST or path == "/" or not path.isprintable():
        return False
    return not PROBES.search(path) and not TOKEN.search(path) and hide(path) == path


def host_of(referrer):
    """The host of the page that a reader came from, and nothing else of it; "" where there is none."""
    try:
        return (urlsplit(referrer[:2000]).hostname or "")[:100]
    except ValueError:
        return ""


def sweep():
    """Forget what nobody asked for in a year, and what was asked for least where there is too much."""
    forgotten, _each = MissingAddress.objects.filter(last_seen_at__lt=timezone.now() - FORGOTTEN_AFTER).delete()
    if MissingAddress.objects.count() < MOST:
        return forgotten
    kept = MissingAddress.objects.order_by("-is_ignored", "-count", "-last_seen_at").values_list("pk", flat=True)
    return forgotten + MissingAddress.objects.exclude(pk__in=list(kept[:KEPT])).delete()[0]
