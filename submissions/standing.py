"""What a contributor is told about the own submission: where it stands, whose turn it is, and the way so far.

Read from the events, of which those of a quarantine are ours alone: with them and without them it looks the same.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as L
from django.utils.translation import ngettext

from submissions.models import State, Submission
from submissions.models.submission import OUR_TURN, PROMISED, THEIR_TURN
from submissions.table import CONTRIBUTOR, MOVES

# What happened, as the contributor reads it. What is not here is not shown.
HAPPENED = {
    "send": L("Sent"),
    "confirm": L("Address confirmed"),
    "begin": L("An editor began to read"),
    "hold": L("Kept to be considered further"),
    "resume": L("Taken up again"),
    "request_changes": L("We asked you for changes"),
    "drop_request": L("Taken up again without changes"),
    "resubmit": L("Your changes arrived"),
    "accept": L("Accepted"),
    "decline": L("Not selected"),
    "decline_silently": L("Not selected"),
    "withdraw": L("Withdrawn"),
    "ask_approval": L("Final text sent to you"),
    "drop_proof": L("Taken back to be edited"),
    "approve": L("You approved the final text"),
    "object": L("You objected to the final text"),
    "publish": L("Published"),
    "retract": L("Removed from the site"),
    "restore": L("Public again"),
    "reopen": L("Taken up again"),
    "expire": L("Closed"),
}
SEND, CONFIRM = L("You send it"), L("You confirm your address")
READ, DECIDE = L("An editor reads it"), L("A decision")
APPROVE, PUBLISH = L("You see the final text"), L("Published")
# What is still to come, in its order.
LATER = {
    State.DRAFT: (SEND, CONFIRM, READ, DECIDE, APPROVE, PUBLISH),
    State.UNCONFIRMED: (READ, DECIDE, APPROVE, PUBLISH),
    State.SUBMITTED: (READ, DECIDE, APPROVE, PUBLISH),
    State.IN_REVIEW: (DECIDE, APPROVE, PUBLISH),
    State.ON_HOLD: (DECIDE, APPROVE, PUBLISH),
    State.CHANGES_REQUESTED: (DECIDE, APPROVE, PUBLISH),
    State.ACCEPTED: (APPROVE, PUBLISH),
    State.PROOF: (PUBLISH,),
}
NAMES_ARE_SET = (State.ACCEPTED, State.PROOF, State.PUBLISHED, State.RETRACTED)  # as they were when it was accepted


@dataclass(frozen=True)
class Step:
    """One step of the way: `is_now` for where it stands, without a day where it is still to come."""

    label: str
    at: datetime | None = None
    is_now: bool = False
    note: str = ""

    @property
    def is_later(self):
        return self.at is None


@dataclass(frozen=True)
class Standing:
    """Where a submission stands. `actions` are the moves that are the contributor's now, by name."""

    state: str
    label: str
    turn: str  # ours, theirs or nobody
    since: datetime
    promised: datetime | None = None
    is_late: bool = False
    usual_days: int | None = None
    way: list = field(default_factory=list)
    actions: frozenset = frozenset()


def standing(submission, now=None):
    """The Standing of a submission, in a few queries."""
    now = now or timezone.now()
    state = submission.shown_state
    events = _events(submission)
    since = events[-1].at if events else submission.state_since
    promised = submission.promised_at if state in PROMISED else None
    usual = Submission.objects.usual_days()
    return Standing(
        state=state,
        label=submission.public_label,
        turn="ours" if state in OUR_TURN else "theirs" if state in THEIR_TURN else "nobody",
        since=since,
        promised=promised,
        is_late=promised is not None and promised < now,
        usual_days=usual,
        way=_way(submission, state, events, since, usual),
        actions=actions(submission),
    )


def happened(submission):
    """What happened, as the contributor may know it: (label, moment), the oldest first."""
    return [(HAPPENED[event.action], event.at) for event in _events(submission)]


def _events(submission):
    return [event for event in submission.told_events() if event.action in HAPPENED]


def actions(submission):
    """The names of the moves that the contributor may make now, from the table, as far as they may know of now."""
    seen = submission.as_shown()
    return frozenset(move.action for move in MOVES if CONTRIBUTOR in move.who and move.fits(seen))


def _way(submission, state, events, since, usual):
    walked = [Step(HAPPENED[event.action], event.at) for event in events[:-1]]
    was_read = any(event.action in ("approve", "drop_proof") for event in events)
    later = [label for label in LATER.get(state, ()) if not (label is APPROVE and was_read)]
    steps = [Step(label, note=_usually(usual) if label is DECIDE else "") for label in later]
    return [*walked, Step(submission.public_label, since, is_now=True), *steps]


def _usually(days):
    if days is None:
        return ""
    return ngettext("usually within a day", "usually within %(days)d days", days) % {"days": days}
