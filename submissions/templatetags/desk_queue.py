"""What the front page of the desk says of the queue, to those who may read it."""

from django import template
from django.utils import timezone

from submissions import digest, waiting
from submissions.models import Submission

register = template.Library()


@register.inclusion_tag("submissions/desk/_front.html", takes_context=True)
def queue_block(context):
    """How much waits and for whom, the oldest with their age, and whether a letter tells of it each day."""
    user = context["request"].user
    if not user.has_perm("submissions.view_queue"):
        return {}
    now = timezone.now()
    counts = waiting.counts(digest.TOLD, user, now)
    oldest = waiting.oldest(now)
    held = waiting.held_too_long(now)
    for row in (*oldest, *held):
        row.days = row.days_in_state(now)
        row.is_late = row.is_overdue(now)
    return {
        "views": [(waiting.BY_NAME[name], counts[name]) for name in digest.TOLD],
        "oldest": oldest,
        "held": held,
        "is_bare": not oldest and not Submission.objects.filter(pile__gt="").exists(),
        "hours": range(24),
        "hour": digest.hour_of(user),
        "user": user,
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
    }
