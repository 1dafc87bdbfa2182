"""The table of moves: from which state to which a piece may be brought, by whom, and what that takes.

Buttons, guards, docs and tests read this one table; articles.publishing has one function for each move. The state is
that of the desk's own copy: a published piece begins again as a draft, and its changes go the same way to the readers.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as L

from articles.models import Article, Publication

State = Article.State
PLANNED, DRAFT, REVIEW, COPYEDIT, READY, SCHEDULED = State
WRITTEN = (DRAFT, REVIEW, COPYEDIT, READY, SCHEDULED)
ANY = tuple(State)


@dataclass(frozen=True)
class Move:
    """One row of the table.

    `permission` is what a member of staff needs besides the right to open the piece. `done` completes "Leyla … this
    piece". `needs` lists what must be given with it: "note" (words for colleagues), "reason" (words for readers), "at"
    (a time). `only_if` names what must be true of the piece besides its state, see CONDITIONS. A move
    without `permission` is the worker's alone; the worker also carries out what was scheduled.
    """

    action: str
    label: str
    done: str
    sources: tuple
    to: str
    permission: str = ""
    needs: tuple = ()
    only_if: str = ""

    def fits(self, article):
        """Whether the piece stands where this move begins."""
        return article.state in self.sources and (not self.only_if or CONDITIONS[self.only_if](article))


def _is_public(article):
    return Publication.objects.filter(article=article).exists()


CONDITIONS = {"public": _is_public}

CHANGE, APPROVE, PUBLISH, RETRACT = "change_article", "approve_article", "publish_article", "retract_article"
MOVES = (
    Move("begin", L("Begin writing"), L("began writing"), (PLANNED,), DRAFT, CHANGE),
    Move("hand_in", L("Hand in for review"), L("handed in"), (DRAFT,), REVIEW, CHANGE),
    Move("take_back", L("Take back"), L("took back"), (REVIEW,), DRAFT, CHANGE),
    Move(
        "send_back",
        L("Send back"),
        L("sent back"),
        (REVIEW, COPYEDIT, READY),
        DRAFT,
        APPROVE,
        needs=("note",),
    ),
    Move("pass_on", L("Pass on to copy-editing"), L("passed on to copy-editing"), (REVIEW,), COPYEDIT, APPROVE),
    Move("approve", L("Approve"), L("approved"), (DRAFT, REVIEW, COPYEDIT), READY, APPROVE),
    Move("schedule", L("Schedule"), L("scheduled"), WRITTEN, SCHEDULED, PUBLISH, needs=("at",)),
    Move("unschedule", L("Take off the schedule"), L("took off the schedule"), (SCHEDULED,), READY, PUBLISH),
    Move("miss", L("Could not be published"), L("could not publish"), (SCHEDULED,), READY),
    Move("publish", L("Publish"), L("published"), WRITTEN, DRAFT, PUBLISH),
    Move(
        "correct",
        L("Publish with a correction"),
        L("corrected"),
        WRITTEN,
        DRAFT,
        PUBLISH,
        needs=("reason",),
        only_if="public",
    ),
    Move("retract", L("Retract"), L("retracted"), ANY, DRAFT, RETRACT, needs=("reason",), only_if="public"),
    Move("expire", L("Take down on its date"), L("took down"), ANY, DRAFT, only_if="public"),
)
BY_ACTION = {move.action: move for move in MOVES}

# Who may write on a piece at these stages: after them, those who approve.
STILL_THE_AUTHORS = (PLANNED, DRAFT, REVIEW)
