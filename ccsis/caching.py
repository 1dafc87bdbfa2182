"""What may be kept of readers' pages, and what a change makes stale.

A page says on what it depends, by names:     caching.keep(request, "site", "list", "piece:12")
Whoever changes what readers see says that:   caching.touch("piece:12", "list:topic:3")      # in the transaction

The change is a row (`ccsis.models.Change`), so it is there exactly if that which it tells about is. Every process looks
for new rows a few times a second and notes by its own clock when it saw the name last; a page is fresh while none of
its names was seen since before it was made. That needs no other server, holds for any number of processes and machines
on one database, and is late by no more than LOOK_EVERY. What nobody touches is made anew after LONGEST, so that a
forgotten touch is a page that is late and not one that is wrong.

Names: `site` (settings, pages, lists that staff keep, people, pictures: rare, and everything hangs on it), `list` (what
is published at all), `list:topic:<id>` and the like, `piece:<article id>`, `group:<id>` (translations), `calls`.
"""

import logging
import threading
import time
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from ccsis.models import Change

logger = logging.getLogger(__name__)

LOOK_EVERY = 0.15  # seconds; nobody reads a page that is older than this and was changed
LOOK_BY_NOW = 0.4  # seconds: who comes this late waits for the look
LONGEST = 60  # seconds that a page is kept at most
REMEMBERED = timedelta(minutes=10)  # how long rows are looked at again: a transaction may have been that long
FORGET_AFTER = timedelta(hours=1)
WITHOUT_DATABASE = 60  # seconds that pages are shown on while the database does not answer


# Saying what changes


def touch(*names):
    """Make every kept page stale that depends on one of these names, once the transaction is committed."""
    names = sorted(set(names))
    if not names:
        return
    Change.objects.bulk_create(Change(name=name) for name in names)
    if connection.in_atomic_block:
        # Again afterwards, with the time of then: the rows of a long transaction come to light late.
        transaction.on_commit(lambda: Change.objects.bulk_create(Change(name=name) for name in names), robust=True)


def sweep():
    """For the worker: forget changes that every process has seen. Gives how many."""
    return Change.objects.filter(at__lt=timezone.now() - FORGET_AFTER).delete()[0]


# Saying what a page depends on

KEPT = "ccsis.kept"  # in the WSGI environment of a request: the names that its page depends on
KEEPER = "ccsis.keeper"  # there is somebody in front who keeps and packs
UNTIL = "ccsis.kept_until"  # the moment from which it says something else, as seconds of time.time()


def keep(request, *names):
    """This page may be kept while nothing of these names changes.

    Views call it before they render a page that is the same for everybody. What depends on who asks must not.
    """
    request.META.setdefault(KEPT, set()).update(names)


def hangs_on(request, *names, until=None):
    """A part of a page: if the page is kept, then while this does not change either, and not beyond `until`.

    `request` may be None, for what is rendered for nobody.
    """
    if request is None or KEPT not in request.META:
        return
    request.META[KEPT].update(names)
    if until is not None:
        request.META[UNTIL] = min(until.timestamp(), request.META.get(UNTIL, until.timestamp()))


def is_kept(request):
    """Whether what is in front of Django will keep this page."""
    return KEPT in request.META and KEEPER in request.META


# Seeing what has changed


class Watch:
    """What this process has seen to change, and when by its own clock (time.monotonic)."""

    def __init__(self):
        self.seen = {}  # {name: when it was seen last}
        self.known = {}  # {id of a row: when it was seen}
        self.looked_at = -LOOK_BY_NOW  # when the last look began
        self.is_able = False  # whether what is kept can be judged: the database answers, or did just now
        self.failing_since = None
        self.lock = threading.Lock()

    def look(self):
        """Look for changes if the last look is old. Gives whether what is kept can be judged."""
        age = time.monotonic() - self.looked_at
        if age < LOOK_EVERY:
            return self.is_able
        if not self.lock.acquire(blocking=age >= LOOK_BY_NOW):
            return self.is_able  # somebody is looking, and the last look is young enough
        try:
            if time.monotonic() - self.looked_at >= LOOK_EVERY:  # nobody did while this one waited
                self._look()
        finally:
            self.lock.release()
        return self.is_able

    def _look(self):
        began = time.monotonic()
        try:
            rows = Change.objects.filter(at__gte=timezone.now() - REMEMBERED).values_list("pk", "name")
            found = [row for row in rows if row[0] not in self.known]
        except DatabaseError as error:
            connection.close()  # the next look begins with a fresh one
            self._without_database(began, error)
        else:
            after = time.monotonic()
            for pk, name in found:
                self.known[pk] = self.seen[name] = after
            self._forget(after)
            self.is_able, self.failing_since = True, None
        self.looked_at = began

    def _without_database(self, now, error):
        """Nobody changes anything while the database is away, so what is kept stays true for a while."""
        if self.failing_since is None:
            self.failing_since = now
            logger.error("Changes cannot be looked for: %s", type(error).__name__)
        self.is_able = self.is_able and now - self.failing_since < WITHOUT_DATABASE

    def _forget(self, now):
        before = now - 2 * REMEMBERED.total_seconds()
        if len(self.known) > 1000:
            self.known = {pk: at for pk, at in self.known.items() if at > before}
            self.seen = {name: at for name, at in self.seen.items() if at > before}

    def is_fresh(self, names, made_at):
        """Whether nothing of these names was seen to change since then."""
        seen = self.seen
        return all(seen.get(name, -1) < made_at for name in names)


watch = Watch()


def is_on():
    """Whether pages are kept at all."""
    return settings.KEEP_PAGES


# Small things that stand on every page

remembered = {}


def remember(key, make, *names):
    """What `make()` gives, asked of the database again only when one of these names has changed.

    For what is small and stands on many pages. All who ask get the same object, so nobody may change it.
    """
    if not is_on():
        return make()
    can_judge = watch.look()
    made_at, value = remembered.get(key, (None, None))
    is_young = made_at is not None and time.monotonic() - made_at < LONGEST
    if not (is_young and can_judge and watch.is_fresh(names, made_at)):
        made_at = time.monotonic()
        value = make()
        remembered[key] = made_at, value
    return value
