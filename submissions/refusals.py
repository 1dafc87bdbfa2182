"""Why a move is not made: the exceptions of submissions.moves, and the sentences in them that tell who was first."""

from django.utils import timezone
from django.utils.translation import gettext as _

from submissions.models import Event, State
from submissions.table import BY_ACTION, CONTRIBUTOR


class CannotMove(Exception):
    """A move that is not legal, or lacks something. Its text is a sentence for the person who asked."""


class NotAllowed(CannotMove):
    """The person may not make this move."""


class Claimed(CannotMove):
    """A colleague has it."""


class Conflict(CannotMove):
    """Somebody was first, or the text is no longer the one that was read."""


class Incomplete(CannotMove):
    """Something that the move needs was not given; `missing` names it."""

    def __init__(self, text, missing):
        super().__init__(text)
        self.missing = missing


def claimed(submission):
    """A colleague has it, and until when. Gives the Claimed."""
    until = timezone.localtime(submission.claimed_until)
    words = {"who": submission.claimed_by, "time": until.strftime("%H:%M"), "day": until.strftime("%Y-%m-%d")}
    return Claimed(_("%(who)s has it until %(time)s on %(day)s. Take it over first, with a note why.") % words)


def last_event(submission):
    """What happened last to a submission, or None for a draft. Its version is that of the row."""
    return Event.objects.filter(submission=submission.pk).order_by("-version").first()


def overtaken(submission, last=None):
    """Why the row is not the one that the caller read: another move, or another text. Gives the Conflict."""
    last = last or last_event(submission)
    if last and (last.version == submission.version or last.action == "revise"):
        return other_text()
    return too_late(submission, last)


def other_text():
    return Conflict(_("The contributor changed the text while you were reading. Read the new one, then decide."))


def too_late(submission, last=None):
    """Says who did what, and when, to a submission that is no longer where the caller saw it."""
    last = last or last_event(submission)
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
