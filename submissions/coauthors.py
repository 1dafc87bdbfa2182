"""What those who are named as co-authors answer: whether they agree, and how they want to be named."""

from django.db import transaction
from django.utils import timezone

from submissions import searching
from submissions.models import CoAuthor, State, Submission

# Until it is accepted: then the names are frozen.
OPEN = (
    State.QUARANTINED,
    State.SUBMITTED,
    State.IN_REVIEW,
    State.ON_HOLD,
    State.CHANGES_REQUESTED,
)


def can_answer(coauthor):
    """Whether the answer of this co-author still changes something."""
    return _is_open(coauthor.submission)


def seems_open(coauthor):
    """The same, as far as the co-author may know: nothing of a decision that can still be undone."""
    return _is_open(coauthor.submission.as_shown())


def _is_open(submission):
    return submission.state in OPEN and submission.is_confirmed and submission.erased_at is None


def agree(coauthor, named, *, now=None):
    """They agree to be named, as the fields of `named` say. Gives whether that was in time."""
    return _answer(coauthor, {**named, "agreed_at": now or timezone.now(), "declined_at": None})


def refuse(coauthor, *, now=None):
    """They do not want to be named. Gives whether that was in time."""
    return _answer(coauthor, {"agreed_at": None, "declined_at": now or timezone.now()})


@transaction.atomic
def _answer(coauthor, changes):
    # Whoever accepts the submission at this moment waits, or is waited for: no name is frozen half changed.
    row = Submission.objects.select_for_update().get(pk=coauthor.submission_id)
    coauthor.submission.state = row.state
    if not can_answer(coauthor):
        return False
    CoAuthor.objects.filter(pk=coauthor.pk).update(**changes)
    for name, value in changes.items():
        setattr(coauthor, name, value)
    searching.take(row)
    return True
