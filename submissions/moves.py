"""The table of states and `transition()`: the only place where a submission's state changes.

To know what the desk can do, read MOVES. To know what happens when, read the functions at the end that follow a
move: `_accept` and its neighbours. A move always reads: may it move? move it (a conditional UPDATE on id, state
and version is the lock); record the event; do what follows; put the letter into the outbox. One transaction.
"""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import door
from ccsis.commonmark import to_html
from ccsis.html import plain_text
from ccsis.scripts import count_words
from submissions import letters
from submissions.models import Consent, Contributor, Credit, Event, Reason, Revision, State, Submission
from submissions.models.submission import new_reference

CONTRIBUTOR = Event.Actor.CONTRIBUTOR
WORKER = Event.Actor.WORKER
STAFF = Event.Actor.STAFF

ACTIVE = (State.SUBMITTED, State.IN_REVIEW, State.ON_HOLD, State.CHANGES_REQUESTED)


@dataclass(frozen=True)
class Move:
    """One row of the table.

    `who` may make it: contributor, staff (with `permission`) or worker. `letter` names the function in
    submissions.letters that tells the contributor. `needs` lists what must be given with it: "message" (words for
    the contributor), "note" (words among ourselves), "due" (a date).
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


L = gettext_lazy
MOVES = (
    Move("send", L("Send"), (State.DRAFT,), State.UNCONFIRMED, (CONTRIBUTOR,)),
    Move("confirm", L("Confirm the address"), (State.UNCONFIRMED,), State.SUBMITTED, (CONTRIBUTOR,), letter="received"),
    Move("receive", L("Receive"), (State.DRAFT,), State.SUBMITTED, (CONTRIBUTOR,), letter="received"),
    Move(
        "quarantine",
        L("Quarantine"),
        (State.UNCONFIRMED, State.SUBMITTED),
        State.QUARANTINED,
        (WORKER, STAFF),
        "decide",
    ),
    Move("release", L("Release"), (State.QUARANTINED,), State.SUBMITTED, (STAFF,), "decide", letter="received"),
    Move("begin", L("Begin reading"), (State.SUBMITTED,), State.IN_REVIEW, (STAFF,), "decide"),
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
    Move("accept", L("Accept"), ACTIVE, State.ACCEPTED, (STAFF,), "decide", "accepted", is_decision=True),
    Move(
        "decline", L("Decline"), ACTIVE, State.DECLINED, (STAFF,), "decide", "declined", ("message",), is_decision=True
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
    ),
    Move(
        "withdraw",
        L("Withdraw"),
        (State.DRAFT, *ACTIVE, State.ACCEPTED, State.PROOF),
        State.WITHDRAWN,
        (CONTRIBUTOR, STAFF),
        "decide",
        "withdrawn",
        ("note",),
    ),
    Move(
        "ask_approval", L("Ask for approval of the text"), (State.ACCEPTED,), State.PROOF, (STAFF,), "decide", "proof"
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
    Move("expire", L("Expire"), (State.DRAFT, State.UNCONFIRMED, State.CHANGES_REQUESTED), State.EXPIRED, (WORKER,)),
)
BY_ACTION = {move.action: move for move in MOVES}


class CannotMove(Exception):
    """A move that is not legal, or lacks something. Its text is a sentence for the person who asked."""


class NotAllowed(CannotMove):
    """The person may not make this move."""


class Conflict(CannotMove):
    """Somebody was first, or the text is no longer the one that was read."""


class Incomplete(CannotMove):
    """Something that the move needs was not given; `missing` names it."""

    def __init__(self, text, missing):
        super().__init__(text)
        self.missing = missing


# What may be asked


def open_moves(submission, user):
    """The moves that this member of staff may make now, in the table's order."""
    return [
        move
        for move in MOVES
        if submission.state in move.sources and STAFF in move.who and user.has_perm(f"submissions.{move.permission}")
    ]


# The moves


@transaction.atomic
def take(call, *, title, source, contributor, consents, language="en", nonce=None, reference=None, now=None):
    """Take in what a reader sends: submission, first revision, contributor and consents, and receive it.

    Takes the call, the title and the CommonMark text, the contributor's fields as a dict, the consents as
    {wording: text}, the form's nonce: the same form sent twice gives the same submission, and a reference where it
    must not be a new one. Gives the Submission.
    """
    now = now or timezone.now()
    earlier = Submission.objects.filter(nonce=nonce).first() if nonce else None
    if earlier:
        return earlier
    try:
        with transaction.atomic():
            submission = Submission.objects.create(
                call=call,
                language=language,
                nonce=nonce,
                reference=reference or new_reference(),
                state_since=now,
                created_at=now,
            )
    except IntegrityError:
        return Submission.objects.get(nonce=nonce)
    submission.revision = add_revision(submission, title=title, source=source, now=now)
    Submission.objects.filter(pk=submission.pk).update(revision=submission.revision)
    Contributor.objects.create(submission=submission, created_at=now, **contributor)
    Consent.objects.bulk_create(
        Consent(submission=submission, wording=wording, text=text, given_at=now) for wording, text in consents.items()
    )
    return transition(submission, "receive", actor=CONTRIBUTOR, now=now)


def add_revision(submission, *, title, source, by_contributor=True, now=None):
    """A new text of the submission, rendered and counted. Gives the Revision; the caller makes it the current one."""
    html, notes = to_html(source)
    last = submission.revisions.order_by("-n").values_list("n", flat=True).first() or 0
    return Revision.objects.create(
        submission=submission,
        n=last + 1,
        title=title,
        source=source,
        html=html,
        notes=notes,
        words=count_words(plain_text(html)),
        by_contributor=by_contributor,
        created_at=now or timezone.now(),
    )


@transaction.atomic
def transition(submission, action, *, actor, revision_id=None, note="", message="", due_at=None, now=None):
    """Make one move.

    Takes the Submission as the caller read it (its state and version are what the lock compares), the action, the
    actor (a User, CONTRIBUTOR or WORKER), the id of the revision that was read where a text is decided on, and what
    the move needs. Gives the submission in its new state. Raises NotAllowed, Incomplete, Conflict or CannotMove;
    then nothing has changed.
    """
    now = now or timezone.now()
    move = _legal(submission, action, actor)
    _complete(move, note=note, message=message, due_at=due_at, actor=actor)
    if revision_id is not None and revision_id != submission.revision_id:
        raise _other_text()
    source = submission.state
    _move(submission, move, due_at=due_at, actor=actor, now=now)
    event = _record(submission, move, source, actor=actor, now=now)
    if note or message:
        Reason.objects.create(event=event, note=note.strip(), message=message.strip())
    follow = FOLLOW.get(action)
    if follow:
        follow(submission, now)
    if move.letter:
        getattr(letters, move.letter)(
            submission, event, message=message.strip(), address=publication_address(submission)
        )
    return submission


def _legal(submission, action, actor):
    move = BY_ACTION.get(action)
    if move is None:
        raise CannotMove(_("There is no such move: %s.") % action)
    kind = actor if actor in (CONTRIBUTOR, WORKER) else STAFF
    if kind not in move.who:
        raise NotAllowed(_("This move is not yours to make."))
    if kind == STAFF and not actor.has_perm(f"submissions.{move.permission}"):
        raise NotAllowed(_("You may not do this. Ask a colleague who decides on submissions."))
    if submission.state not in move.sources:
        raise _too_late(submission)
    return move


def _complete(move, *, note, message, due_at, actor):
    # A contributor withdraws without having to give a reason; among staff a reason is owed to colleagues.
    if "note" in move.needs and not note.strip() and actor != CONTRIBUTOR:
        raise Incomplete(_("Write a note, so that colleagues know why."), "note")
    if "message" in move.needs and not message.strip():
        raise Incomplete(_("Write to the contributor: they will read this in our letter."), "message")
    if "due" in move.needs and due_at is None:
        raise Incomplete(_("Say until when."), "due_at")


def _move(submission, move, *, due_at, actor, now):
    changes = {"state": move.to, "version": submission.version + 1, "state_since": now, "due_at": due_at}
    if move.is_decision:
        changes |= {"decided_by": actor, "decided_at": now}
    as_read = {"state": submission.state, "version": submission.version, "revision_id": submission.revision_id}
    if not Submission.objects.filter(pk=submission.pk, **as_read).update(**changes):
        raise _overtaken(submission)
    for name, value in changes.items():
        setattr(submission, name, value)


def _overtaken(submission):
    """Why the row is not the one that the caller read: another move, or another text."""
    if Submission.objects.filter(pk=submission.pk, version=submission.version).exists():
        return _other_text()
    return _too_late(submission)


def _other_text():
    return Conflict(_("The contributor changed the text while you were reading. Read the new one, then decide."))


def _too_late(submission):
    """Says who did what, and when, to a submission that is no longer where the caller saw it."""
    last = Event.objects.filter(submission=submission.pk).order_by("-version").first()
    if last is None:
        return CannotMove(_("This cannot be done while the submission is a draft."))
    if last.version == submission.version:
        return CannotMove(_("This cannot be done while the submission is %s.") % State(submission.state).label)
    when = timezone.localtime(last.at)
    return Conflict(
        _("Somebody was first: %(who)s, “%(what)s”, at %(time)s on %(day)s. Nothing of yours was done.")
        % {
            "who": last.actor_name or _actor_word(last.actor_kind),
            "what": BY_ACTION[last.action].label,
            "time": when.strftime("%H:%M"),
            "day": when.strftime("%Y-%m-%d"),
        }
    )


def _actor_word(kind):
    return _("the contributor") if kind == CONTRIBUTOR else _("the worker")


def _record(submission, move, source, *, actor, now):
    is_staff = actor not in (CONTRIBUTOR, WORKER)
    return Event.objects.create(
        submission=submission,
        action=move.action,
        from_state=source,
        to_state=move.to,
        actor_kind=STAFF if is_staff else actor,
        actor=actor if is_staff else None,
        actor_name=str(actor) if is_staff else "",
        version=submission.version,
        details={"revision": submission.revision_id},
        at=now,
    )


# What follows a move


def _accept(submission, now):
    """Freeze the credit as it is today, and put one draft on the desk."""
    contributor, text, call = submission.contributor, submission.revision, submission.call
    credit, _made = Credit.objects.update_or_create(
        submission=submission,
        position=1,
        defaults={
            "name": contributor.full_name,
            "native_name": contributor.native_name,
            "title": contributor.credit_title,
        },
    )
    if submission.article_id:  # reopened and accepted again: the draft of the first time is still on the desk
        return
    submission.article_id = door.create_draft(
        title=text.title,
        body=text.html,
        notes=text.notes,
        credits=[{"name": credit.name, "native_name": credit.native_name, "title": credit.title}],
        language=submission.language,
        series_id=call.series_id,
        topic_ids=list(call.topics.values_list("pk", flat=True)),
        region_ids=list(call.regions.values_list("pk", flat=True)),
        call_title=call.title,
        call_address=call.get_absolute_url(),
        now=now,
    )
    Submission.objects.filter(pk=submission.pk).update(article_id=submission.article_id)


def _hold_draft(submission, now):
    """A piece that is no longer accepted must not be published by mistake; one that is public stays what it is."""
    if not submission.article_id:
        return
    door.place_hold(submission.article_id, "submission", _("The simulation is no longer accepted."))
    if door.standing(submission.article_id) == "published":
        raise CannotMove(_("This is public already. An editor has to retract the piece first."))


def _lift_hold(submission, now):
    if submission.article_id:
        door.lift_hold(submission.article_id, "submission")


def _accept_and_lift(submission, now):
    _accept(submission, now)
    _lift_hold(submission, now)


FOLLOW = {"accept": _accept_and_lift, "withdraw": _hold_draft, "reopen": _hold_draft}


# What the worker notices


def follow_publications():
    """Move on every accepted submission whose piece was published, and every published one whose piece was retracted.

    Gives how many moved. Any number may run at once: the loser of a race finds the row moved already.
    """
    public, retracted = door.public_ids(), door.retracted_ids()
    due = [
        ("publish", Submission.objects.filter(state__in=(State.ACCEPTED, State.PROOF), article_id__in=public)),
        ("retract", Submission.objects.filter(state=State.PUBLISHED, article_id__in=retracted)),
        ("restore", Submission.objects.filter(state=State.RETRACTED, article_id__in=public)),
    ]
    return sum(_follow(submission, action) for action, rows in due for submission in rows.order_by("id"))


def _follow(submission, action):
    try:
        transition(submission, action, actor=WORKER)
    except CannotMove:
        return 0
    return 1


def publication_address(submission):
    """Where readers find the published simulation, in full, or None."""
    return door.public_address(submission.article_id) if submission.article_id else None
