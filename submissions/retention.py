"""What is erased, and when. Called by the worker."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from ccsis import letters
from submissions.models import Call, Contributor, State

DRAFTS_LIVE = timedelta(days=30)  # since they were last saved
ENDED = (State.DECLINED, State.WITHDRAWN, State.EXPIRED)


def erase_contact_data(now=None):
    """Erase addresses and telephone numbers of work that ended without being published, after its call's time.

    The time counts from the last move. Letters about it keep neither recipient nor words. Gives how many
    contributors were erased; running it again, or many at once, changes nothing more.
    """
    now = now or timezone.now()
    return sum(_erase(call, now - timedelta(days=call.retention_days)) for call in Call.objects.all())


def _erase(call, before):
    due = Contributor.objects.filter(
        submission__call=call, submission__state__in=ENDED, submission__state_since__lte=before
    ).exclude(email="", phone="")
    erased = 0
    for contributor in due.only("pk", "submission_id"):
        with transaction.atomic():
            erased += due.filter(pk=contributor.pk).update(email="", email_folded="", phone="")
            letters.forget(f"submission:{contributor.submission_id}")
    return erased
