"""Working copies and presence: what somebody types and has not saved, and who has a piece open.

None of it touches the piece, its history or anything that readers see.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from articles.models import Presence, WorkingCopy

STALE = timedelta(seconds=60)  # without a sign of life
KEEPS_SAME = timedelta(days=1)  # a copy that says what was saved anyway
KEEPS_UNSAVED = timedelta(days=90)  # since its last change


# Working copies


class NotYours(Exception):
    """A copy of this name is somebody else's."""


@transaction.atomic
def keep(user, key, *, fields, piece=None, title="", text_version=0, is_same=False, now=None):
    """Keep what stands in an open form, in the place of what it held before. Gives the WorkingCopy.

    Takes who types, the name of the form, [[name, value], …], the piece (None for a new one), and whether the text is
    that of the piece anyway. Raises NotYours.
    """
    if WorkingCopy.objects.filter(key=key).exclude(user=user).exists():
        raise NotYours
    values = {
        "user": user,
        "article": piece,
        "title": title[:250],
        "fields": fields,
        "text_version": text_version,
        "is_same": is_same,
        "saved_at": now or timezone.now(),
    }
    return WorkingCopy.objects.update_or_create(key=key, defaults=values)[0]


def unsaved(user, piece=None):
    """The copies of one person that hold something else than the piece did, newest first; without a piece those of
    pieces that were never saved."""
    return WorkingCopy.objects.filter(user=user, article=piece, is_same=False)


def discard(user, key):
    """It was saved, or shall be thrown away."""
    WorkingCopy.objects.filter(user=user, key=key).delete()


def sweep(now=None):
    """Let go what is saved anyway after a day, and anything that nobody came back to for 90 days. Gives how many."""
    now = now or timezone.now()
    Presence.objects.filter(seen_at__lt=now - KEEPS_SAME).delete()
    same = WorkingCopy.objects.filter(is_same=True, saved_at__lt=now - KEEPS_SAME).delete()
    old = WorkingCopy.objects.filter(saved_at__lt=now - KEEPS_UNSAVED).delete()
    return same[0] + old[0]


# Presence


@dataclass(frozen=True)
class Present:
    """Somebody who has a piece open now, and whether something of theirs is not saved."""

    name: str
    has_unsaved: bool


def attend(user, piece, now=None):
    """A sign of life of somebody who has the piece open."""
    Presence.objects.update_or_create(article=piece, user=user, defaults={"seen_at": now or timezone.now()})


def leave(user, piece):
    Presence.objects.filter(article=piece, user=user).delete()


def present_at(pieces, *, but=None, now=None):
    """Who has which of these pieces open, in one query: {pk of a piece: [Present, …]}. `but`: somebody left out.

    `pieces` is a queryset or a list of pieces or of their keys.
    """
    fresh = Presence.objects.filter(article__in=pieces, seen_at__gte=(now or timezone.now()) - STALE)
    if but is not None:
        fresh = fresh.exclude(user=but)
    theirs = WorkingCopy.objects.filter(user=OuterRef("user"), article=OuterRef("article"), is_same=False)
    found = {}
    for row in fresh.annotate(has_unsaved=Exists(theirs)).select_related("user").order_by("user__name", "pk"):
        found.setdefault(row.article_id, []).append(Present(str(row.user), row.has_unsaved))
    return found
