"""The daily letter on what waits, for those of the staff who wish for it. Counts and references; nobody's name."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from submissions import telling, waiting
from submissions.models import DigestWish

TOLD = ("ours", "overdue", "unclaimed", "mine", "quarantined")  # the views that it counts


def hour_of(user):
    """At which hour this member of staff gets the letter, or None."""
    return DigestWish.objects.filter(user=user).values_list("hour", flat=True).first()


def wish(user, hour, *, now=None):
    """From now on a letter each day at this hour, or none where it is None. Where today's is over, from tomorrow on."""
    if hour is None:
        DigestWish.objects.filter(user=user).delete()
        return
    local = timezone.localtime(now)
    last_on = local.date() if hour <= local.hour else None
    DigestWish.objects.update_or_create(user=user, defaults={"hour": hour, "last_on": last_on})


def put_due(now=None):
    """For the worker: put the letters of this day whose hour has come into the outbox. Gives how many.

    Any number may run at once: each looks for a day once, and the letter's key makes it one.
    """
    now = now or timezone.now()
    local = timezone.localtime(now)
    due = DigestWish.objects.filter(Q(last_on=None) | Q(last_on__lt=local.date()), hour__lte=local.hour)
    return sum(_put(row, local.date(), now) for row in due.select_related("user").order_by("pk"))


@transaction.atomic
def _put(row, today, now):
    mine = DigestWish.objects.filter(Q(last_on=None) | Q(last_on__lt=today), pk=row.pk)
    if not mine.update(last_on=today) or not row.user.is_active or not row.user.has_perm("submissions.view_queue"):
        return 0
    counts = waiting.counts(TOLD, row.user, now)
    if set(counts.values()) == {"0"}:
        return 0
    telling.digest(row.user, today, row.hour, counts, [_line(each, now) for each in waiting.oldest(now)])
    return 1


def _line(submission, now):
    """What the letter says of one submission: neither its title nor anybody's name."""
    return {
        "reference": submission.reference,
        "call": submission.call.title,
        "days": submission.days_in_state(now),
        "is_late": submission.is_overdue(now),
    }
