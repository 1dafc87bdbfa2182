"""What staff and the contributor write to each other. Both sides read all of it; notes among ourselves are not here.

say(submission, "May we cut the last part?", by=moderator)   # a letter takes it to the contributor
say(submission, "You may.")                                  # the contributor's answer; a letter tells who has it
thread(submission)                                           # everything that was said, in its order
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from submissions import judges, letters, points, telling
from submissions.models import Event, Message, State, Submission

LONGEST = 10_000  # letters in one message
PRESSED_TWICE = timedelta(minutes=2)  # the same words again are the same message


class CannotSay(Exception):
    """There is nobody who could be written to. Its text is a sentence for the person who wrote."""


@dataclass(frozen=True)
class Said:
    """Something that one side said to the other. `action` names the move that it came with, if it came with one.

    Of a request for changes `round` counts which one it is, and `around` has its words besides the points.
    """

    at: datetime
    by_contributor: bool
    text: str
    author_name: str = ""  # of staff; for colleagues alone
    action: str = ""
    points: list = field(default_factory=list)
    around: str = ""
    round: int = 0
    was_undone: bool = False  # so it never left; for colleagues alone
    held_until: datetime | None = None  # it has not left yet; for colleagues alone

    @property
    def answered(self):
        """How many of the points were answered."""
        return sum(bool(point.sent_answer) for point in self.points)


@transaction.atomic
def say(submission, text, *, by=None, now=None):
    """Write a message: of the contributor, or of the member of staff `by`, whose words a letter takes along.

    Gives the Message; the same words once more, right after, give the first one. Raises CannotSay where the address
    is not confirmed, or nobody's any more, and for who may not judge.
    """
    now = now or timezone.now()
    if by is not None and judges.is_barred(submission, by):
        raise CannotSay(_("You wrote this, or declared a conflict of interest: others write about it."))
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
    if by is None:
        telling.wrote(submission, message)
    else:
        letters.said(submission, message)
    return message


def thread(submission, *, for_contributor=False):
    """Everything that was said, the oldest first: messages, and the words that came with moves. `for_contributor`
    leaves out a decision that can still be undone, or was."""
    messages = [
        Said(each.at, each.by_contributor, each.text, author_name=each.author_name)
        for each in submission.messages.all()
    ]
    return sorted([*messages, *_with_moves(submission, for_contributor)], key=lambda said: said.at)


def _with_moves(submission, for_contributor):
    """Words to the other side that came with a move, and the points that it asked for with their answers."""
    told = {event.pk for event in submission.told_events()}
    rounds = 0
    for event in submission.events.select_related("reason").prefetch_related("points").order_by("version"):
        is_told = event.pk in told
        rounds += is_told and event.action == "request_changes"
        message = event.reason.message if hasattr(event, "reason") else ""
        if message and (is_told or not for_contributor):
            yield _said(event, message, rounds, submission, is_told)


def _said(event, message, rounds, submission, is_told):
    is_held = not is_told and submission.is_held() and event.version == submission.held_version()
    return Said(
        event.at,
        event.actor_kind == Event.Actor.CONTRIBUTOR,
        message,
        author_name=event.actor_name,
        action=event.action,
        points=list(event.points.all()),
        around=points.words_around_points(message) if event.action == "request_changes" else "",
        round=rounds + is_held if event.action == "request_changes" and (is_told or is_held) else 0,
        was_undone=not is_told and not is_held,
        held_until=submission.held_until if is_held else None,
    )


def can_be_written_to(submission):
    """Whether the contributor has proved the address, so that both sides may write."""
    return submission.is_confirmed and not submission.erased_at and submission.state != State.DRAFT
