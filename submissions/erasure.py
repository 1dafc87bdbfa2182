"""Erasing a person: rows, texts, files, letters; what stays is a tombstone that names nobody.

Of a published simulation the article stays, with the credit that the contributor chose. Every erasure stands in two
lists, the table Erasure and a file beside the database, so that a database restored from a backup loses again what
was erased after the backup was made.
"""

import json
import os
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ccsis import letters as outbox
from submissions import files, letters, moves, searching, similar
from submissions.models import (
    Comment,
    Consent,
    Contributor,
    Draft,
    Erasure,
    Flag,
    Link,
    Message,
    Point,
    Reason,
    Revision,
    State,
    Submission,
)

PUBLIC = (State.PUBLISHED, State.RETRACTED)


@transaction.atomic
def erase(submission, *, by, now=None):
    """Erase everything that a contributor gave us, and withdraw what was not decided yet.

    Takes the Submission and one of Erasure.By. Gives whether it was erased; False where it was before.
    """
    now = now or timezone.now()
    if not Submission.objects.filter(pk=submission.pk, erased_at=None).update(erased_at=now):
        return False
    submission.erased_at = now
    _end_the_review(submission, by, now)
    address = _confirmed_address(submission)
    _erase_rows(submission)
    outbox.forget(f"submission:{submission.pk}")
    Erasure.objects.create(reference=submission.reference, by=by, at=now)
    if address and by != Erasure.By.RETENTION:
        letters.erased(submission, address)
    transaction.on_commit(lambda: write_down([submission.reference]), robust=True)
    return True


def _end_the_review(submission, by, now):
    """What waits for somebody is withdrawn; a draft of the desk that nobody has read goes with it."""
    submission.refresh_from_db()
    ways = [("expire", moves.WORKER)] if by == Erasure.By.RETENTION else []
    for action, actor in [*ways, ("withdraw", moves.CONTRIBUTOR)]:
        if moves.BY_ACTION[action].fits(submission):
            _move(submission, action, actor, now)
            break
    if submission.state not in PUBLIC:
        moves.discard_article(submission)


def _move(submission, action, actor, now):
    try:
        with transaction.atomic():
            moves.transition(submission, action, actor=actor, now=now)
    except moves.CannotMove:  # it has just become public: the article stays
        submission.refresh_from_db()


def _confirmed_address(submission):
    contributor = Contributor.objects.filter(submission=submission).first()
    return contributor.email if contributor and submission.is_confirmed else ""


def _erase_rows(submission):
    """Delete what was written and by whom. Events stay: they hold codes and ids only."""
    of_it = {"submission": submission}
    Submission.objects.filter(pk=submission.pk).update(revision=None, nonce=None)
    submission.revision = None
    files.forget(submission)
    similar.forget(submission)
    searching.forget(submission)
    for model in (Draft, Link, Contributor, Consent, Flag, Message, Comment):
        model.objects.filter(**of_it).delete()
    submission.coauthors.all().delete()
    Point.objects.filter(event__submission=submission).delete()
    Reason.objects.filter(event__submission=submission).delete()
    Revision.objects.filter(**of_it).erase()
    if submission.state not in PUBLIC:
        submission.credits.all().delete()


# The list that outlives a restored backup


def list_of_erasures():
    """Where the references of erased submissions are written down: a file that no restored database takes back."""
    return Path(settings.PRIVATE_ROOT) / "erasures.jsonl"


def write_down(references):
    """Add references to the file, on disk before this returns. They name nobody."""
    path = list_of_erasures()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = "".join(json.dumps({"reference": reference}) + "\n" for reference in references)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, lines.encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def written_down():
    """The references in the file. A line that was cut off when the machine died is passed over."""
    try:
        lines = list_of_erasures().read_text().splitlines()
    except FileNotFoundError:
        return set()
    found = set()
    for line in lines:
        try:
            found.add(json.loads(line)["reference"])
        except (ValueError, KeyError, TypeError):
            continue
    return found


def keep_lists_alike(now=None):
    """For the worker: erase again what a restored backup brought back, and write down what a crash left out.

    Gives how many submissions were erased.
    """
    known = set(Erasure.objects.values_list("reference", flat=True))
    listed = written_down()
    if known - listed:
        write_down(sorted(known - listed))
    missing = listed - known
    rows = Submission.objects.filter(reference__in=missing, erased_at=None) if missing else []
    return sum(erase(row, by=Erasure.By.RETENTION, now=now) for row in rows)
