"""Where a piece stands, for its page: state, standing, whose turn it is, what is pending, what was done with it."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L

from articles import pending, publishing
from articles.desk.piece_list import STANDINGS
from articles.models import Article, EventNote, Notice, Publication
from articles.table import BY_ACTION
from ccsis.models import User

State = Article.State
EVENTS = {
    "create": L("began it"),
    "plan": L("planned it"),
    "import": L("imported it"),
    "save": L("saved it"),
    "begin": L("began to write"),
    "hand_in": L("handed it in"),
    "take_back": L("took it back"),
    "send_back": L("sent it back"),
    "pass_on": L("passed it on to copy-editing"),
    "approve": L("approved it"),
    "schedule": L("scheduled it"),
    "unschedule": L("took it off the schedule"),
    "miss": L("could not publish it"),
    "set_dates": L("set its dates"),
    "publish": L("published it"),
    "correct": L("published it with a correction"),
    "retract": L("retracted it"),
    "expire": L("took it down on its date"),
    "replace": L("replaced something in it"),
    "add_file": L("added a file to it"),
    "change_file": L("renamed or moved a file of it"),
    "remove_file": L("took a file from it"),
    "restore": L("restored an older text"),
    "assign": L("assigned it to"),
    "unassign": L("took it from"),
    "hold": L("put it on hold"),
    "lift": L("lifted a hold"),
    "show": L("showed it to somebody outside"),
    "unshow": L("ended a preview link"),
}
EVENTS_SHOWN = REVISIONS_SHOWN = 30
NEW = {"standing": "draft", "standing_words": STANDINGS["draft"]}


def shown(piece, assignment, failures):
    """For the page of a piece; `failures` are what the checklist found."""
    standing = publishing.standing(piece)
    publication = Publication.objects.filter(article=piece)
    return {
        "standing": standing,
        "standing_words": STANDINGS[standing],
        "state_words": piece.get_state_display(),
        "way": _way(piece),
        "turn": turn(piece, standing, assignment),
        "pending": pending.pending(piece) if standing == "pending" else None,
        "publication": publication.only("slug", "kind", "version", "published_at", "updated_at").first(),
        "notice": Notice.objects.filter(article=piece).first(),
        "obstacles": _obstacles(piece, failures),
        "last_word": _last_word(piece),
        "events": events(piece),
        "revisions": piece.revisions.defer("snapshot")[:REVISIONS_SHOWN],
    }


def _obstacles(piece, failures):
    """What publishing.obstacles says, with the checklist as it was read for the page."""
    required = [failure.sentence for failure in failures if failure.is_required]
    return list(dict.fromkeys(publishing.obstacles(piece, is_checked=False) + required))


def _way(piece):
    """The states in their order: those that it has passed, the one where it stands, those ahead."""
    states = list(State)
    here = states.index(piece.state)
    return [
        {"label": state.label, "kind": "past" if place < here else "now" if place == here else "ahead"}
        for place, state in enumerate(states)
    ]


def turn(piece, standing, assignment):
    """Whose turn it is, as a sentence."""
    if piece.state == State.SCHEDULED:
        at = date_format(timezone.localtime(piece.publish_at), "j F Y, H:i T")
        return _("It is published by itself on %s.") % at
    if assignment and assignment.to:
        if assignment.due_on:
            day = date_format(assignment.due_on, "DATE_FORMAT")
            return _("It is the turn of %(who)s, until %(day)s.") % {"who": assignment.to, "day": day}
        return _("It is the turn of %s.") % assignment.to
    if standing == "published" and piece.state == State.DRAFT:
        return _("Nobody’s turn: readers see what stands here.")
    return _turn_by_state(piece)


def _turn_by_state(piece):
    if piece.state in (State.PLANNED, State.DRAFT):
        return (
            _("It is the turn of %s, who began it.") % piece.created_by if piece.created_by else _("Nobody has it yet.")
        )
    return {
        State.REVIEW: _("It is the turn of the editors: somebody shall read it."),
        State.COPYEDIT: _("It is the turn of the copy-editor."),
        State.READY: _("It is the turn of the publishers: it can go out."),
    }[piece.state]


def _last_word(piece):
    """The note that came with the last move, while it stands: above all why a piece was sent back."""
    last = piece.events.filter(action__in=BY_ACTION).order_by("-at", "-id").first()
    note = EventNote.objects.filter(event=last).first() if last else None
    if note is None:
        return None
    return {"who": _who(last), "what": EVENTS[last.action], "at": last.at, "text": note.text, "action": last.action}


def events(piece):
    """The last things that were done with a piece, the newest first."""
    rows = list(piece.events.select_related("note").order_by("-at", "-id")[:EVENTS_SHOWN])
    names = User.objects.in_bulk({row.details["to"] for row in rows if "to" in row.details})
    labels = dict(State.choices)
    return [
        {
            "at": row.at,
            "who": _who(row),
            "what": EVENTS.get(row.action, row.action),
            "whom": names.get(row.details["to"], _("somebody who has left")) if "to" in row.details else "",
            "version": row.details.get("version"),
            "note": row.note.text if hasattr(row, "note") else "",
            "from": labels.get(row.from_state) if row.from_state != row.to_state else "",
            "to": labels.get(row.to_state),
        }
        for row in rows
    ]


def _who(event):
    return event.actor_name or _("the worker")
