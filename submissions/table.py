"""The table of moves: who may bring a submission from which state to which, and what that takes.

Buttons, guards, docs and tests read this one table; submissions.moves makes the moves.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy

from submissions.models import Event, State
from submissions.models.submission import EDITABLE

CONTRIBUTOR = Event.Actor.CONTRIBUTOR
WORKER = Event.Actor.WORKER
STAFF = Event.Actor.STAFF

ACTIVE = (State.SUBMITTED, State.IN_REVIEW, State.ON_HOLD, State.CHANGES_REQUESTED)
EDITABLE_OR_ASKED = (*EDITABLE, State.CHANGES_REQUESTED)
SAME = ""  # a move that leaves the state as it is
BACK = "back"  # a move that brings back the state before the last one


@dataclass(frozen=True)
class Move:
    """One row of the table.

    `who` may make it: contributor, staff (with `permission`) or worker. `letter` names the function in
    submissions.letters that tells the contributor. `needs` lists what must be given with it: "message" (words for
    the contributor), "note" (words among ourselves), "due" (a date), "to" (a colleague). What `can_be_undone` tells
    the contributor only when HELD_FOR is over. `only_if` names what must be true of the
    submission besides its state, see CONDITIONS.
    """

    action: str
    label: str
    sources: tuple
    to: str
    who: tuple
    permission: str = ""
    letter: str = ""
    needs: tuple = ()
    is_decision: bool = False
    can_be_undone: bool = False
    only_if: str = ""

    def fits(self, submission):
        """Whether the submission stands where this move begins."""
        return submission.state in self.sources and (not self.only_if or CONDITIONS[self.only_if](submission))


CONDITIONS = {
    "confirmed": lambda submission: submission.is_confirmed,
    "unconfirmed": lambda submission: submission.is_unconfirmed,
    "editable": lambda submission: submission.can_be_edited(),
    "claimed": lambda submission: submission.holder is not None,
    "unclaimed": lambda submission: submission.holder is None,
    "undoable": lambda submission: submission.is_held(),
    "sensitive": lambda submission: submission.call.is_sensitive,
}

HELD_FOR = timedelta(minutes=10)  # in which a decision can be undone and nobody outside knows of it
CLAIMED_FOR = timedelta(hours=48)
OUR_CLOCK_BEGINS = ("confirm", "resubmit", "reopen")  # from then on we owe an answer within the days of the call
CLAIMABLE = (State.QUARANTINED, State.SUBMITTED, State.IN_REVIEW, State.ON_HOLD, State.CHANGES_REQUESTED)
# What others may do with a submission that somebody has claimed.
IN_SPITE_OF_A_CLAIM = ("take_over", "undo", "stand_aside", "come_back")
SEEN_BY_STAFF = tuple(state for state in State if state not in (State.DRAFT, State.UNCONFIRMED))

L = gettext_lazy
MOVES = (
    Move("send", L("Send"), (State.DRAFT,), State.UNCONFIRMED, (CONTRIBUTOR,), letter="confirm"),
    Move("confirm", L("Confirm the address"), (State.UNCONFIRMED,), State.SUBMITTED, (CONTRIBUTOR,), letter="received"),
    Move("revise", L("Change the text"), EDITABLE_OR_ASKED, SAME, (CONTRIBUTOR,), only_if="editable"),
    Move(
        "quarantine",
        L("Quarantine"),
        (State.UNCONFIRMED, State.SUBMITTED),
        State.QUARANTINED,
        (WORKER, STAFF),
        "decide",
    ),
    Move(
        "release",
        L("Release"),
        (State.QUARANTINED,),
        State.SUBMITTED,
        (STAFF,),
        "decide",
        letter="received",
        only_if="confirmed",
    ),
    Move(
        "ask_to_confirm",
        L("Release, and ask to confirm the address"),
        (State.QUARANTINED,),
        State.UNCONFIRMED,
        (STAFF,),
        "decide",
        letter="confirm",
        only_if="unconfirmed",
    ),
    Move("begin", L("Begin reading"), (State.SUBMITTED,), State.IN_REVIEW, (STAFF,), "decide", only_if="unclaimed"),
    Move("claim", L("Take it on"), CLAIMABLE[2:], SAME, (STAFF,), "decide", only_if="unclaimed"),
    Move("let_go", L("Let it go"), CLAIMABLE, SAME, (STAFF,), "decide", only_if="claimed"),
    Move("take_over", L("Take it over"), CLAIMABLE, SAME, (STAFF,), "decide", needs=("note",), only_if="claimed"),
    Move("hand_over", L("Hand it over"), CLAIMABLE, SAME, (STAFF,), "decide", needs=("to",)),
    Move("stand_aside", L("Declare a conflict of interest"), SEEN_BY_STAFF, SAME, (STAFF,), "decide"),
    Move(
        "come_back",  # for who declared it alone, see submissions.judges
        L("Take back the conflict of interest"),
        SEEN_BY_STAFF,
        SAME,
        (STAFF,),
        "decide",
        needs=("note",),
    ),
    Move("first_key", L("Accept, as the first of two"), ACTIVE, SAME, (STAFF,), "decide", only_if="sensitive"),
    Move("hold", L("Hold"), (State.SUBMITTED, State.IN_REVIEW), State.ON_HOLD, (STAFF,), "decide", needs=("note",)),
    Move("resume", L("Take up again"), (State.ON_HOLD,), State.IN_REVIEW, (STAFF,), "decide"),
    Move(
        "request_changes",
        L("Ask for changes"),
        (State.SUBMITTED, State.IN_REVIEW, State.ON_HOLD),
        State.CHANGES_REQUESTED,
        (STAFF,),
        "decide",
        "changes_requested",
        ("message", "due"),
        can_be_undone=True,
    ),
    Move(
        "drop_request",
        L("Drop the request"),
        (State.CHANGES_REQUESTED,),
        State.IN_REVIEW,
        (STAFF,),
        "decide",
        needs=("note",),
    ),
    Move(
        "resubmit",
        L("Send the changes"),
        (State.CHANGES_REQUESTED,),
        State.SUBMITTED,
        (CONTRIBUTOR,),
        letter="received",
    ),
    Move(
        "accept",
        L("Accept"),
        ACTIVE,
        State.ACCEPTED,
        (STAFF,),
        "decide",
        "accepted",
        is_decision=True,
        can_be_undone=True,
    ),
    Move(
        "decline",
        L("Decline"),
        ACTIVE,
        State.DECLINED,
        (STAFF,),
        "decide",
        "declined",
        ("message",),
        is_decision=True,
        can_be_undone=True,
    ),
    Move(
        "decline_silently",
        L("Decline without a letter"),
        (*ACTIVE, State.QUARANTINED),
        State.DECLINED,
        (STAFF,),
        "decide",
        needs=("note",),
        is_decision=True,
        can_be_undone=True,
    ),
    Move(
        "undo",
        L("Undo"),
        (State.ACCEPTED, State.DECLINED, State.CHANGES_REQUESTED),
        BACK,
        (STAFF,),
        "decide",
        only_if="undoable",
    ),
    Move(
        "withdraw",
        L("Withdraw"),
        (State.DRAFT, State.UNCONFIRMED, State.QUARANTINED, *ACTIVE, State.ACCEPTED, State.PROOF),
        State.WITHDRAWN,
        (CONTRIBUTOR, STAFF),
        "decide",
        "withdrawn",
        ("note",),
    ),
    Move(
        "ask_approval", L("Ask for approval of the text"), (State.ACCEPTED,), State.PROOF, (STAFF,), "decide", "proof"
    ),
    Move(
        "drop_proof",
        L("Go on without approval"),
        (State.PROOF,),
        State.ACCEPTED,
        (STAFF,),
        "decide",
        needs=("note",),
    ),
    Move("approve", L("Approve the text"), (State.PROOF,), State.ACCEPTED, (CONTRIBUTOR,)),
    Move("object", L("Object to the text"), (State.PROOF,), State.ACCEPTED, (CONTRIBUTOR,), needs=("message",)),
    Move("publish", L("Publish"), (State.ACCEPTED, State.PROOF), State.PUBLISHED, (WORKER,), letter="published"),
    Move("retract", L("Retract"), (State.PUBLISHED,), State.RETRACTED, (WORKER,), letter="retracted"),
    Move("restore", L("Restore"), (State.RETRACTED,), State.PUBLISHED, (WORKER,), letter="published"),
    Move(
        "reopen",
        L("Reopen"),
        (State.DECLINED, State.WITHDRAWN, State.EXPIRED, State.ACCEPTED),
        State.IN_REVIEW,
        (STAFF,),
        "reopen",
        "reopened",
        ("note",),
    ),
    Move(
        "expire",
        L("Expire"),
        (State.DRAFT, State.UNCONFIRMED, State.QUARANTINED, State.CHANGES_REQUESTED),
        State.EXPIRED,
        (WORKER,),
        letter="expired",
    ),
)
BY_ACTION = {move.action: move for move in MOVES}
