"""Who is reminded, of what and when. Each reminder goes once: its key says so, whatever runs twice. For the worker.

An address that was not confirmed is never reminded: we promised not to write again.
"""

from datetime import timedelta

from django.utils import timezone

from ccsis.models import Letter
from submissions import letters
from submissions.models import Draft, State, Submission
from submissions.retention import DRAFTS_LIVE

BEFORE = timedelta(days=3)  # the end of a draft, or the day until which changes are hoped for
PROOF_AFTER = (timedelta(days=3), timedelta(days=7))  # days for which the final text has waited


def put_due(now=None):
    """Put the reminders that are due into the outbox. Gives how many; a second run at once gives none."""
    now = now or timezone.now()
    put = 0
    for kind, submission, key, until in due(now):
        if not Letter.objects.filter(key=key).exists():
            put += letters.remind(submission, kind, key=key, until=until) is not None
    return put


def due(now):
    """Yields (kind, submission, key, until) of what is due now, whether or not it was sent before."""
    yield from _drafts(now)
    yield from _changes(now)
    yield from _proofs(now)


def _drafts(now):
    rows = Draft.objects.filter(submission__state=State.DRAFT, saved_at__gt=now - DRAFTS_LIVE).exclude(email="")
    for draft in rows.select_related("submission__call"):
        call = draft.submission.call
        ends = [draft.saved_at + DRAFTS_LIVE, *([call.closes_at] if call.closes_at else [])]
        until = min(ends)
        if until - BEFORE <= now < until:
            yield "draft", draft.submission, f"reminder-draft-{draft.submission_id}", until


def _changes(now):
    waiting = Submission.objects.filter(state=State.CHANGES_REQUESTED, due_at__gt=now, due_at__lte=now + BEFORE)
    for submission in waiting.select_related("call"):
        yield "changes", submission, f"reminder-changes-{submission.pk}-{submission.due_at:%Y%m%d}", submission.due_at


def _proofs(now):
    for number, pause in enumerate(PROOF_AFTER, start=1):
        waiting = Submission.objects.filter(state=State.PROOF, state_since__lte=now - pause)
        for submission in waiting.select_related("call"):
            since = f"{submission.state_since:%Y%m%d%H%M%S}"
            yield "proof", submission, f"reminder-proof-{submission.pk}-{since}-{number}", None
