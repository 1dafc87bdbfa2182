"""What staff and the contributor write to each other. Both sides read all of it; notes among ourselves are not here.

say(submission, "May we cut the last part?", by=moderator)   # a letter takes it to the contributor
say(submission, "You may.")                                  # the contributor's answer
thread(submission)                                           # everything that was said, in its order
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from submissions import letters
from submissions.models import Event, Message, State, Submission

LONGEST = 10_000  # letters in one message
PRESSED_TWICE = timedelta(minutes=2)  # the same words again are the same message


class CannotSay(Exception):
    """There is nobody who could be written to. Its text is a sentence for the person who wrote."""


@dataclass(frozen=True)
class Said:
    """Something that one side said to the other. `action` names the move that it came with, if it came with one."""

    at: datetime
    by_contributor: bool
    text: str
    author_name: str = ""  # of staff; for colleagues alone
    action: str = ""
    points: list = field(default_factory=list)


@transaction.atomic
def say(submission, text, *, by=None, now=None):
    """Write a message: of the contributor, or of the member of staff `by`, whose words a letter takes along.

    Gives the Message; the same words once more, right after, give the first one. Raises CannotSay where the address
    is not confirmed, or nobody's any more.
    """
    now = now or timezone.now()
    if by is not None and not submission.is_confirmed:
        raise CannotSay(_("The address is not confirmed, so we do not write to it yet."))
    if submission.erased_at:
        raise CannotSay(_("The contributor’s data was erased. Nobody is left to write to."))
    # A second press at the same moment waits here, and then finds what the first one wrote.
    list(Submission.objects.select_for_update().filter(pk=submission.pk).values_list("pk"))
    kept = {"by_contributor": by is None, "author": by, "text": text.strip()}
    last = submission.messages.order_by("-at", "-id").first()
    if last and last.at > now - PRESSED_TWICE and all(getattr(last, name) == value for name, value in kept.items()):
        return last
    message = Message.objects.create(submission=submission, author_name=str(by) if by else "", at=now, **kept)
    if by is not None:
        letters.said(submission, message)
    return message


def thread(submission, *, for_contributor=False):
    """Everything that was said, the oldest first: messages, and the words that came with moves. `for_contributor`
    leaves out a decision that can still be undone, or was."""
    messages = [
        Said(each.at, each.by_contributor, each.text, author_name=each.author_name)
        for each in submission.messages.all()
    ]
    told = {event.pk for event in submission.told_events()} if for_contributor else None
    return sorted([*messages, *_with_moves(submission, told)], key=lambda said: said.at)


def _with_moves(submission, told):
    """Words to the other side that came with a move, and the points that it asked for with their answers."""
    events = submission.events.filter(reason__isnull=False).exclude(reason__message="")
    for event in events.select_related("reason").prefetch_related("points"):
        if told is not None and event.pk not in told:
            continue
        yield Said(
            event.at,
            event.actor_kind == Event.Actor.CONTRIBUTOR,
            event.reason.message,
            author_name=event.actor_name,
            action=event.action,
            points=list(event.points.all()),
        )


def can_be_written_to(submission):
    """Whether the contributor has proved the address, so that both sides may write."""
    return submission.is_confirmed and not submission.erased_at and submission.state != State.DRAFT
