"""`transition()`: the only place where a submission's state changes.

To know what may be done, read MOVES in submissions.table. To know what happens when, read the functions at the end
that follow a move: `_accept` and its neighbours. Who may judge stands in submissions.judges. A move always reads: may
it move? move it (a conditional UPDATE on id, state and version is the lock); record the event; do what follows; put
the letter into the outbox. One transaction.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import door
from ccsis import letters as outbox
from ccsis import trail
from submissions import judges, letters, points, refusals, searching, telling
from submissions.models import Credit, Event, Point, Reason, Recusal, State, Submission
from submissions.models.submission import BESIDE_A_DECISION
from submissions.refusals import CannotMove, Conflict, Incomplete, NotAllowed
from submissions.table import (
    BACK,
    BY_ACTION,
    CLAIMED_FOR,
    CONTRIBUTOR,
    HELD_FOR,
    OUR_CLOCK_BEGINS,
    SAME,
    STAFF,
    WORKER,
)

TAKES_A_DECISION_BACK = ("undo", "reopen")


@transaction.atomic
def transition(
    submission,
    action,
    *,
    actor,
    revision_id=None,
    note="",
    message="",
    due_at=None,
    to=None,
    write=None,
    details=None,
    now=None,
):
    """Make one move.

    Takes the Submission as the caller read it (its state and version are what the lock compares), the action, the
    actor (a User, CONTRIBUTOR or WORKER), the id of the revision that was read where a text is decided on, and what
    the move needs. `write` is called with the submission once it is locked, to write what comes with the move; what
    it gives is the new revision, if there is one. `details` are more codes for the event. Gives the submission in its
    new state. Raises NotAllowed, Incomplete, Conflict or CannotMove; then nothing has changed.
    """
    now = now or timezone.now()
    move = _legal(submission, action, actor)
    _complete(move, note=note, message=message, due_at=due_at, to=to, actor=actor)
    if to is not None and judges.is_barred(submission, to):
        raise Incomplete(_("This colleague cannot decide on it. Choose somebody else."), "to")
    if revision_id is not None and revision_id != submission.revision_id:
        raise refusals.other_text()
    source, held_version = submission.state, submission.held_version(now)
    _move(submission, move, due_at=due_at, actor=actor, to=to, now=now)
    if held_version and action not in ("undo", *BESIDE_A_DECISION):
        outbox.release(f"submission:{submission.pk}")  # the decision stands: its letter goes before the next one
    if write:
        _write(submission, write)
    more = {"undoes": held_version} if action == "undo" else {"to": to.pk} if to else {}
    event = _record(submission, move, source, actor=actor, details={**(details or {}), **more}, now=now)
    if note or message:
        Reason.objects.create(event=event, note=note.strip(), message=message.strip())
    follow = FOLLOW.get(action)
    if follow:
        follow(submission, event, now)
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
    if not move.fits(submission):
        raise refusals.too_late(submission)
    if kind == STAFF:
        if submission.holder in (None, actor):  # else that a colleague has it is the better answer
            _refuse_who_is_late(submission)
        if refusal := judges.why_not(submission, move, actor):
            raise refusal
    return move


def _refuse_who_is_late(submission):
    """One question in place of all that follow, where somebody was first. What decides is the lock, in _move."""
    last = refusals.last_event(submission)
    if last and last.version != submission.version:
        raise refusals.overtaken(submission, last)


def _complete(move, *, note, message, due_at, to, actor):
    # A contributor withdraws without having to give a reason; among staff a reason is owed to colleagues.
    if "note" in move.needs and not note.strip() and actor != CONTRIBUTOR:
        raise Incomplete(_("Write a note, so that colleagues know why."), "note")
    if "message" in move.needs and not message.strip():
        raise Incomplete(_("Write to the contributor: they will read this in our letter."), "message")
    if "due" in move.needs and due_at is None:
        raise Incomplete(_("Say until when."), "due_at")
    if "to" in move.needs and (to is None or not to.is_active or not to.has_perm(f"submissions.{move.permission}")):
        raise Incomplete(_("Choose a colleague who may decide."), "to")


def _move(submission, move, *, due_at, actor, to, now):
    changes = {"version": submission.version + 1, **_claim_after(submission, move, actor, to, now)}
    if move.to == BACK:
        changes |= {"state": submission.held_from, "state_since": now, "due_at": None}
        changes |= {"decided_by": None, "decided_at": None}
    elif move.to != SAME:
        changes |= {"state": move.to, "state_since": now, "due_at": due_at}
        changes |= {"first_key_by": None, "first_key_revision": None}
    if move.action not in BESIDE_A_DECISION:
        changes |= {"held_from": "", "held_until": None}
    if move.can_be_undone:
        changes |= {"held_from": submission.state, "held_until": now + HELD_FOR}
    if move.action == "first_key":
        changes |= {"first_key_by": actor, "first_key_revision": submission.revision}
    if move.action == "stand_aside" and submission.first_key_by_id == actor.pk:
        changes |= {"first_key_by": None, "first_key_revision": None}
    if move.is_decision:
        changes |= {"decided_by": actor, "decided_at": now}
    if move.action == "confirm":
        changes |= {"confirmed_at": now}
    if move.action in OUR_CLOCK_BEGINS:
        changes |= {"promised_at": now + timedelta(days=submission.call.response_days)}
    as_read = {"state": submission.state, "version": submission.version, "revision_id": submission.revision_id}
    if not Submission.objects.filter(pk=submission.pk, **as_read).update(**changes):
        raise refusals.overtaken(submission)
    for name, value in changes.items():
        setattr(submission, name, value)


def _claim_after(submission, move, actor, to, now):
    """Who has it after this move: every move of the staff's lets go, but for those by which somebody takes it on."""
    if actor in (CONTRIBUTOR, WORKER) or (move.action in BESIDE_A_DECISION and submission.claimed_by_id != actor.pk):
        return {}
    takers = {"begin": actor, "claim": actor, "take_over": actor, "undo": actor, "hand_over": to}
    taker = takers.get(move.action)
    return {"claimed_by": taker, "claimed_until": now + CLAIMED_FOR if taker else None}


def _write(submission, write):
    revision = write(submission)
    if revision is not None:
        Submission.objects.filter(pk=submission.pk).update(revision=revision)
        submission.revision = revision
    searching.take(submission)


def _record(submission, move, source, *, actor, details, now):
    is_staff = actor not in (CONTRIBUTOR, WORKER)
    if is_staff and (move.is_decision or move.can_be_undone or move.action in TAKES_A_DECISION_BACK):
        trail.record(trail.Action.DECIDED, actor=actor, about=submission, move=move.action)
    return Event.objects.create(
        submission=submission,
        action=move.action,
        from_state=source,
        to_state=submission.state,
        actor_kind=STAFF if is_staff else actor,
        actor=actor if is_staff else None,
        actor_name=str(actor) if is_staff else "",
        version=submission.version,
        details={"revision": submission.revision_id, **details},
        at=now,
    )


# What follows a move


def _set_aside(submission, event, now):
    """What looks like spam goes to the quarantine; to its sender this looks like success."""
    if submission.looks_like_spam:
        transition(submission, "quarantine", actor=WORKER, now=now)


def _let_in(submission, event, now):
    """It counts from now on, and those who look after the call are told; unless it looks like spam."""
    _set_aside(submission, event, now)
    if submission.state == State.SUBMITTED:
        telling.arrived(submission, event)
        _ask_coauthors(submission, event, now)


def _release(submission, event, now):
    _clear(submission, event, now)
    telling.arrived(submission, event)
    _ask_coauthors(submission, event, now)


def _ask_coauthors(submission, event, now):
    """One letter to each co-author who has not been asked. None before the address of who named them is confirmed."""
    if submission.is_confirmed and submission.state != State.QUARANTINED:
        for coauthor in submission.coauthors.filter(agreed_at=None, declined_at=None):
            letters.coauthor(coauthor)


def _take_changes(submission, event, now):
    _ask_coauthors(submission, event, now)
    telling.answered(submission, event)


def _clear(submission, event, now):
    """Somebody has looked: the points no longer count."""
    submission.spam_score = 0
    Submission.objects.filter(pk=submission.pk).update(spam_score=0)


def _list_points(submission, event, now):
    """What is asked for, point by point, so that each can be answered."""
    Point.objects.bulk_create(
        Point(event=event, n=n, text=text) for n, text in enumerate(points.points_of(event.reason.message), start=1)
    )


def _accept(submission, event, now):
    """Freeze the credits as they are today, and put one draft on the desk."""
    credits = _freeze_credits(submission)
    if submission.article_id and not door.discard_untouched(submission.article_id):
        # Reopened and accepted again, and an editor has worked on the first draft: it is not thrown away.
        door.lift_hold(submission.article_id, "submission")
        return
    text, call = submission.revision, submission.call
    submission.article_id = door.create_draft(
        title=text.title,
        body=text.html,
        notes=text.notes,
        credits=[{"name": credit.name, "native_name": credit.native_name, "title": credit.title} for credit in credits],
        language=submission.language,
        series_id=call.series_id,
        topic_ids=list(call.topics.values_list("pk", flat=True)),
        region_ids=list(call.regions.values_list("pk", flat=True)),
        call_title=call.title,
        call_address=call.get_absolute_url(),
        scenario=text.scenario,
        interests=submission.contributor.interests,
        licence=call.licence,
        now=now,
    )
    Submission.objects.filter(pk=submission.pk).update(article_id=submission.article_id)


def _undo(submission, event, now):
    """Nobody outside has heard of the decision, and nobody shall: its letter is stopped, its draft goes."""
    decision = submission.events.get(version=event.details["undoes"])
    letter = BY_ACTION[decision.action].letter
    if letter and not outbox.cancel(f"submission:{submission.pk}") and hasattr(submission, "contributor"):
        raise CannotMove(_("The letter has left already. Reopen the decision instead."))
    if decision.action != "accept":
        return
    submission.credits.all().delete()
    if not door.discard_untouched(submission.article_id):
        raise CannotMove(_("An editor has begun to work on the draft. Reopen the decision instead."))
    submission.article_id = None


def _stand_aside(submission, event, now):
    Recusal.objects.create(submission=submission, user=event.actor, at=now)


def _come_back(submission, event, now):
    submission.recusals.filter(user=event.actor).delete()


def _tell_colleague(submission, event, now):
    telling.handed_over(submission, event)


def _freeze_credits(submission):
    """Name, title and order of those who wrote, as they chose to be named. A co-author who has not agreed is not."""
    writers = [submission.contributor, *submission.coauthors.filter(agreed_at__isnull=False)]
    submission.credits.all().delete()
    return Credit.objects.bulk_create(
        Credit(
            submission=submission,
            position=place,
            name=writer.credit_name,
            native_name=writer.credit_native_name,
            title=writer.credit_title,
        )
        for place, writer in enumerate(writers, start=1)
    )


def _ask_approval(submission, event, now):
    door.place_hold(submission.article_id, "proof", _("Waits for the contributor’s word on the final text."))


def _approve(submission, event, now):
    """The hash of what was approved stays in the event; what was changed meanwhile is not approved unread."""
    if event.details.get("text") not in (None, final_text(submission)["sha256"]):
        raise Conflict(_("The editors changed the text while you were reading. Read it once more, then decide."))
    _take_word(submission, event, now)


def _take_word(submission, event, now):
    door.lift_hold(submission.article_id, "proof")


def _take_objection(submission, event, now):
    _take_word(submission, event, now)
    telling.answered(submission, event)


def _hold_draft(submission, event, now):
    """A piece that is no longer accepted must not be published by mistake; one that is public stays what it is."""
    if not submission.article_id:
        return
    door.place_hold(submission.article_id, "submission", _("The simulation is no longer accepted."))
    if door.standing(submission.article_id) == "published":
        raise CannotMove(_("This is public already. An editor has to retract the piece first."))


FOLLOW = {
    "confirm": _let_in,
    "send": _set_aside,
    "release": _release,
    "revise": _ask_coauthors,
    "resubmit": _take_changes,
    "ask_to_confirm": _clear,
    "request_changes": _list_points,
    "accept": _accept,
    "ask_approval": _ask_approval,
    "drop_proof": _take_word,
    "undo": _undo,
    "hand_over": _tell_colleague,
    "stand_aside": _stand_aside,
    "come_back": _come_back,
    "approve": _approve,
    "object": _take_objection,
    "withdraw": _hold_draft,
    "reopen": _hold_draft,
}


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


def discard_article(submission):
    """Delete the draft on the desk that was made of a submission, unless readers have ever seen it."""
    if submission.article_id and door.discard_draft(submission.article_id):
        submission.article_id = None


def final_text(submission):
    """The edited text as readers would see it, with its hash, see articles.door.final_text; None without a draft."""
    return door.final_text(submission.article_id) if submission.article_id else None


def publication_address(submission):
    """Where readers find the published simulation, in full, or None."""
    return door.public_address(submission.article_id) if submission.article_id else None
