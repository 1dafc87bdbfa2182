"""One move for many submissions at once: each is moved by itself, as it was on the page, and has its own answer."""

import logging
import re
from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import BadRequest
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L

from submissions import moves
from submissions.desk.queue.rows import PAGE
from submissions.models import Submission

logger = logging.getLogger(__name__)
PICK = re.compile(r"([1-9][0-9]{0,17})-([1-9][0-9]{0,8})")


@dataclass(frozen=True)
class Batch:
    """Something that can be done with many. `ways` are moves: of each submission the first one that fits is made."""

    name: str
    label: str
    done: str
    ways: tuple
    is_dangerous: bool = False

    @property
    def needs_note(self):
        return any("note" in moves.BY_ACTION[way].needs for way in self.ways)

    def way(self, submission):
        """The move for a submission as it is now; what does not fit is refused by the move itself."""
        return next((way for way in self.ways if moves.BY_ACTION[way].fits(submission)), self.ways[0])


BATCHES = (
    Batch("claim", L("Take on"), L("Taken on"), ("begin", "claim")),
    Batch("let_go", L("Let go"), L("Let go"), ("let_go",)),
    Batch("hold", L("Hold"), L("Put on hold"), ("hold",)),
    Batch("release", L("Release"), L("Released"), ("release", "ask_to_confirm")),
    Batch("quarantine", L("Quarantine"), L("Put in quarantine"), ("quarantine",), is_dangerous=True),
    Batch("decline_silently", L("Decline without a letter"), L("Declined"), ("decline_silently",), is_dangerous=True),
)
BY_NAME = {batch.name: batch for batch in BATCHES}


def offered(rows):
    """What can be done with at least one of these submissions, in its order."""
    return [batch for batch in BATCHES if any(moves.BY_ACTION[way].fits(row) for way in batch.ways for row in rows)]


class NoteForm(forms.Form):
    """The note that all of them get."""

    note = forms.CharField(
        label=L("Among ourselves"),
        help_text=L("Colleagues read this beside each of them, the contributors do not."),
        max_length=10_000,
        error_messages={"required": L("Write a note, so that colleagues know why.")},
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "autofocus": True}),
    )

    use_required_attribute = False


def picked(data):
    """What was ticked, {id: version that was on the page}. Raises BadRequest for what no page of ours sends."""
    found = [PICK.fullmatch(pick) for pick in data.getlist("pick")]
    if not all(found) or len(found) > PAGE:
        raise BadRequest("not a page of the queue")
    return {int(match[1]): int(match[2]) for match in found}


def chosen(picks):
    """The submissions that were ticked, in their order, as they are now; with the `pick` that stands for each."""
    rows = Submission.objects.seen_by_staff().select_related("call", "revision", "contributor", "claimed_by")
    by_id = rows.in_bulk(picks)
    found = [by_id[pk] for pk in picks if pk in by_id]
    for row in found:
        row.pick = f"{row.pk}-{picks[row.pk]}"
    return found


@dataclass
class Outcome:
    """What became of each: those that were moved, and (submission, sentence) of those that were not."""

    done: list = field(default_factory=list)
    refused: list = field(default_factory=list)
    gone: int = 0  # how many are not there any more


def make(batch, picks, *, user, note=""):
    """Make the move for each submission by itself. Gives an Outcome; nothing that happens to one touches another."""
    outcome = Outcome()
    rows = chosen(picks)
    outcome.gone = len(picks) - len(rows)
    for row in rows:
        row.version = picks[row.pk]  # the lock compares what was on the page
        sentence = _made(batch, row, user, note)
        if sentence is None:
            outcome.done.append(row)
        else:
            outcome.refused.append((row, sentence))
    return outcome


def _made(batch, row, user, note):
    """Make one move. Gives None, or the sentence why not."""
    try:
        moves.transition(row, batch.way(row), actor=user, note=note)
    except moves.CannotMove as error:
        return str(error)
    except DatabaseError:
        logger.exception("a move of a batch failed")
        return _("The database did not take it. Try it once more.")
    return None
