"""Who may judge a submission, and which moves are a colleague's now.

The rules beside the table: nobody judges what they wrote or declared a conflict of interest in, a colleague's claim is
respected, and a sensitive call takes two people.
"""

from django.utils.translation import gettext as _

from submissions.models import mailbox_of
from submissions.refusals import CannotMove, NotAllowed, claimed
from submissions.table import IN_SPITE_OF_A_CLAIM, MOVES, STAFF

COME_BACK = "come_back"


def open_moves(submission, user):
    """The moves that this member of staff may make now, in the table's order."""
    if wrote(submission, user):
        return []
    is_aside = stands_aside(submission, user)
    fitting = [move for move in MOVES if STAFF in move.who and move.fits(submission)]
    return [
        move
        for move in fitting
        if user.has_perm(f"submissions.{move.permission}")
        and (move.action == COME_BACK) == is_aside
        and _why_not_now(submission, move, user) is None
    ]


def is_barred(submission, user):
    """Whether this member of staff may not judge: who wrote it, and who declared a conflict of interest."""
    return wrote(submission, user) or stands_aside(submission, user)


def stands_aside(submission, user):
    """Whether this member of staff declared a conflict of interest, and has not taken it back."""
    return submission.recusals.filter(user=user).exists()


def wrote(submission, user):
    """Whether this member of staff wrote or co-wrote it, also by an alias of the address."""
    return mailbox_of(user.email) in writers(submission)


def writers(submission):
    """The mailboxes of those who wrote it. For comparing, never for showing."""
    first = [submission.contributor.mailbox] if hasattr(submission, "contributor") else []
    return {*first, *(mailbox_of(coauthor.email) for coauthor in submission.coauthors.all())}


def why_not(submission, move, user):
    """The refusal that this move would meet of a member of staff who has the permission for it, or None."""
    is_aside = stands_aside(submission, user)
    if wrote(submission, user) or (is_aside and move.action != COME_BACK):
        return NotAllowed(_("You wrote this, or declared a conflict of interest: others decide on it."))
    if move.action == COME_BACK and not is_aside:
        return CannotMove(_("You have not declared a conflict of interest here. Each takes back the own one alone."))
    return _why_not_now(submission, move, user)


def _why_not_now(submission, move, user):
    """What stands in the way of somebody who may: a colleague's claim, an own decision, or the second key."""
    holder = submission.holder
    if holder and holder != user and move.action not in IN_SPITE_OF_A_CLAIM:
        return claimed(submission)
    if holder == user and move.action == "take_over":
        return CannotMove(_("You have it already."))
    if move.action == COME_BACK and _has_decided(submission, user):
        return CannotMove(_("A decision of yours can still be undone. Wait until it stands, or have it undone."))
    return _why_not_yet(submission, move, user)


def _has_decided(submission, user):
    """Whether the decision that can still be undone is this person's."""
    version = submission.held_version()
    return version is not None and submission.events.filter(version=version, actor=user).exists()


def _why_not_yet(submission, move, user):
    """What a sensitive call asks: two different people accept the same text."""
    if not submission.call.is_sensitive or move.action not in ("accept", "first_key"):
        return None
    has_first = submission.first_key_by_id is not None and submission.first_key_revision_id == submission.revision_id
    if move.action == "first_key":
        return CannotMove(_("Somebody accepted it already. A second person has to.")) if has_first else None
    if not has_first:
        return CannotMove(_("This call is sensitive: two people accept. Be the first of them."))
    if submission.first_key_by_id == user.pk:
        return NotAllowed(_("You were the first to accept. A second person has to."))
    return None
