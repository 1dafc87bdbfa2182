"""The calendar of one person, by a secret address: what is assigned to them, and what is scheduled that they may open.

Calendar programs ask without a login, and many keep what they get with other firms. So rights are asked again at every
request, and of a piece under embargo the calendar names the number and never the title.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Assignment, CalendarKey
from ccsis import ics
from ccsis.secret_words import hash_of, new_secret

PERMISSION = "articles.change_article"
SINCE = timedelta(days=60)  # what was due longer ago is history


@transaction.atomic
def renew(user, now=None):
    """Give this person's calendar an address, a new one if it had one. Gives the address, which is kept nowhere."""
    secret = new_secret()
    made = {"secret_sha256": hash_of(secret), "made_at": now or timezone.now()}
    CalendarKey.objects.update_or_create(user=user, defaults=made)
    return settings.SITE_URL + reverse("desk:calendar_feed", args=[secret])


def end(user):
    """Take the address away. Gives whether there was one."""
    return bool(CalendarKey.objects.filter(user=user).delete()[0])


def owner(secret):
    """Whose calendar this secret opens, or None; also where the account sleeps or has lost its rights."""
    key = CalendarKey.objects.filter(secret_sha256=hash_of(secret)).select_related("user").first()
    user = key and key.user
    return user if user and user.is_active and user.is_staff and user.has_perm(PERMISSION) else None


def written(user, now=None):
    """The calendar of this person, as bytes."""
    now = now or timezone.now()
    pieces = Article.objects.editable_by(user)
    assigned = Assignment.objects.filter(to=user, article__in=pieces.values("pk"), due_on__gte=(now - SINCE).date())
    scheduled = pieces.filter(state=Article.State.SCHEDULED).order_by("publish_at", "pk")
    entries = [_due(row, now) for row in assigned.select_related("article").order_by("due_on", "pk")]
    entries += [_publishing(piece, now) for piece in scheduled]
    return ics.write(entries, product="Desk", name=_("Desk: %s") % user)


def _due(assignment, now):
    piece = assignment.article
    return ics.Entry(
        key=f"piece-{piece.pk}-due",
        title=_("Due: %s") % _told(piece, now),
        start=assignment.due_on,
        changed=max(assignment.set_at, piece.changed_at),
        description=str(piece.get_state_display()),
        address=_address(piece),
    )


def _publishing(piece, now):
    return ics.Entry(
        key=f"piece-{piece.pk}-publish",
        title=_("Published: %s") % _told(piece, now),
        start=piece.publish_at,
        changed=piece.changed_at,
        address=_address(piece),
    )


def _told(piece, now):
    if piece.embargo_until and piece.embargo_until > now:
        return _("piece %d, under embargo") % piece.pk
    return str(piece)


def _address(piece):
    return settings.SITE_URL + reverse("admin:articles_article_change", args=[piece.pk])
