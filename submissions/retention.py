"""How long we keep what was not published: the periods, and what is due. Called by the worker; `tick --dry-run` asks.

| what | kept | then |
|---|---|---|
| drafts | 30 days since they were last saved | expired and erased |
| texts whose address was not confirmed | 72 hours | expired and erased |
| quarantined texts | 30 days | expired and erased |
| requests for changes without an answer | 60 days after their day | closed, with a letter |
| letters with somebody's links | 7 days | they keep no address |
| contact data of ended work, files | as many days as the call says | erased; the text stays |
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ccsis import letters
from ccsis.models import Letter
from submissions import erasure, files, links, moves
from submissions.models import Call, Contributor, Erasure, State, Submission

DRAFTS_LIVE = timedelta(days=30)
UNCONFIRMED_LIVE = timedelta(hours=72)
QUARANTINED_LIVE = timedelta(days=30)
LINKS_TOLD = timedelta(days=7)  # how long a letter with somebody's links keeps the address that it went to
REQUESTS_LIVE = timedelta(days=60)  # after the day until which an answer was hoped for
ENDED = (State.DECLINED, State.WITHDRAWN, State.EXPIRED)


@dataclass(frozen=True)
class Due:
    """One thing that is due: what is done with which submission."""

    what: str  # erase, close or forget contact
    submission: Submission

    def __str__(self):
        return f"{self.what}: {self.submission.reference} ({self.submission.state})"


def due(now=None):
    """Everything that is due now, in the order in which it is done: a list of Due. Changes nothing."""
    now = now or timezone.now()
    to_erase = Submission.objects.filter(
        Q(state=State.DRAFT, state_since__lte=now - DRAFTS_LIVE)
        | Q(state=State.UNCONFIRMED, state_since__lte=now - UNCONFIRMED_LIVE)
        | Q(state=State.QUARANTINED, state_since__lte=now - QUARANTINED_LIVE),
        erased_at=None,
    )
    to_close = Submission.objects.filter(state=State.CHANGES_REQUESTED, due_at__lte=now - REQUESTS_LIVE, erased_at=None)
    found = [Due("erase", row) for row in to_erase.select_related("call").order_by("pk")]
    found += [Due("close", row) for row in to_close.select_related("call", "revision").order_by("pk")]
    return found + [Due("forget contact", row) for row in _with_old_contact(now)]


def _with_old_contact(now):
    """Ended work whose call's time is over, and which still holds an address, a number or a file."""
    is_over = Q(pk__in=[])
    for days in Call.objects.order_by().values_list("retention_days", flat=True).distinct():
        is_over |= Q(call__retention_days=days, state_since__lte=now - timedelta(days=days))
    holds = (
        ~Q(contributor__email="", contributor__phone="") & Q(contributor__isnull=False)
        | Q(attachments__isnull=False)
        | Q(coauthors__isnull=False) & ~Q(coauthors__email="")
    )
    ids = Submission.objects.filter(is_over, holds, state__in=ENDED, erased_at=None).values("pk")
    return Submission.objects.filter(pk__in=ids).select_related("call").order_by("pk")


def apply(now=None):
    """Do what is due. Gives how many things were done; running it again, or many at once, does nothing more."""
    now = now or timezone.now()
    return sum(DO[each.what](each.submission, now) for each in due(now)) + _forget_last_letters(now)


def preview():
    """What apply() would do now, as lines."""
    return [str(each) for each in due()]


def _erase(submission, now):
    return erasure.erase(submission, by=Erasure.By.RETENTION, now=now)


def _close(submission, now):
    try:
        moves.transition(submission, "expire", actor=moves.WORKER, now=now)
    except moves.CannotMove:  # answered at this moment
        return 0
    return 1


@transaction.atomic
def _forget_contact(submission, now):
    """Addresses, numbers, personal answers and files go, letters keep neither recipient nor words, links end."""
    still = Submission.objects.filter(pk=submission.pk, state=submission.state, state_since=submission.state_since)
    if not still.exists():  # reopened meanwhile
        return 0
    forgotten = Contributor.objects.filter(submission=submission).exclude(email="", phone="", answers={})
    done = forgotten.update(email="", email_folded="", mailbox="", phone="", answers={}, contact_words="")
    done += submission.coauthors.exclude(email="").update(email="")
    done += files.forget(submission)
    links.end(submission, now=now)
    letters.forget(f"submission:{submission.pk}")
    return int(bool(done))


def _forget_last_letters(now):
    """The letter that told of an erasure is itself forgotten once it has left, or cannot leave; and the letters with
    somebody's links, which are about no single submission, after a week."""
    letters.forget_kind("submission_links", now - LINKS_TOLD)
    gone = [Letter.Status.SENT, Letter.Status.FAILED, Letter.Status.CANCELLED, Letter.Status.UNCERTAIN]
    last = Letter.objects.filter(about__startswith="erased:", status__in=gone).exclude(recipient="")
    return sum(bool(letters.forget(about)) for about in set(last.values_list("about", flat=True)))


DO = {"erase": _erase, "close": _close, "forget contact": _forget_contact}
