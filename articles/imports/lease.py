"""Who does an import: one worker at a time, for as long as it is heard of.

A lease is taken by a conditional UPDATE, and the database itself holds that no two are held at once. The worker renews
it with every piece; one that is killed renews it no more, and another takes the import up where it stands.
"""

import secrets
import time
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from articles.models import ImportRun

LASTS = timedelta(minutes=5)  # far longer than a piece takes, pictures and all
BEAT = 1.0  # seconds between two notes of how far it is
MOST_TRIES = 5


class Ended(Exception):
    """Not to be gone on with: staff stopped it, another worker has it, or this worker was asked to end."""


class Lease:
    """An import that is ours to do, as `run`. Made by `take`."""

    def __init__(self, run, is_ending):
        self.run = run
        self.state = run.state
        self.is_ending = is_ending
        self.place, self.beaten = None, 0.0

    def tell(self, step, done, of):
        """Note how far it is, and hold on to it. Raises Ended where it is ours no more or the worker shall end."""
        if self.is_ending():
            raise Ended
        moment = time.monotonic()
        is_same_step = self.place and self.place[0] == step
        self.place = (step, done, of)
        if is_same_step and moment - self.beaten < BEAT and done < of:
            return
        self.beaten = moment
        self._ours_or_ended(step=step, done=done, of=of, held_until=timezone.now() + LASTS)

    def beat(self):
        """Hold on to it in the middle of a long piece. Raises Ended as `tell` does."""
        if self.place:
            self.tell(*self.place)

    def keep(self, **changes):
        """Write down what was found out on the way. Raises Ended where it is ours no more."""
        self._ours_or_ended(**changes)

    def finish(self, state, **changes):
        """Leave it in its next state. Raises Ended where it is ours no more."""
        free = {"is_held": False, "holder": "", "held_until": None, "tries": 0}
        self._ours_or_ended(state=state, **free, **changes)

    def give_back(self):
        """Let go of it in good order, so that the next worker goes on at once."""
        mine = ImportRun.objects.filter(pk=self.run.pk, holder=self.run.holder)
        mine.update(is_held=False, holder="", held_until=None, tries=0)

    def _ours_or_ended(self, **changes):
        mine = ImportRun.objects.filter(pk=self.run.pk, holder=self.run.holder, state=self.state)
        if not mine.update(**changes):
            raise Ended


def take(is_ending):
    """A Lease on the import that has waited longest, or None where nothing is due or another worker is at one."""
    now = timezone.now()
    ImportRun.objects.filter(is_held=True, held_until__lt=now).update(is_held=False, holder="")
    waiting = ImportRun.objects.free(now).order_by("moved_at", "pk").values_list("pk", flat=True).first()
    if waiting is None:
        return None
    holder = secrets.token_hex(8)
    try:
        with transaction.atomic():
            mine = ImportRun.objects.free(now).filter(pk=waiting)
            taken = mine.update(is_held=True, holder=holder, held_until=now + LASTS, tries=F("tries") + 1)
    except IntegrityError:  # another import is in hand
        return None
    run = ImportRun.objects.filter(pk=waiting, holder=holder).first() if taken else None
    return Lease(run, is_ending) if run else None
