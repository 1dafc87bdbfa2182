"""The lock of every change at the desk, and the record of what was done. The moves and the form of a piece use it."""

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, ArticleEvent
from articles.table import BY_ACTION
from ccsis import trail

# What changes what the world reads, or lets it be changed: these stand in the security log too.
IN_THE_SECURITY_LOG = ("approve", "schedule", "publish", "correct", "retract", "expire")


class CannotMove(Exception):
    """A move that is not legal now. `reasons` are sentences for the person who asked."""

    def __init__(self, *reasons):
        self.reasons = [str(reason) for reason in reasons]
        super().__init__(" ".join(self.reasons))


class NotAllowed(CannotMove):
    """The person may not make this move."""


class Conflict(CannotMove):
    """Somebody was first."""


def take_row(article, *, now, **changes):
    """Move the row on if nobody else has since it was read; the lock of every change at the desk.

    `changes` are written with it. Raises Conflict, with who did what and when, where somebody was first. Call it
    inside a transaction.
    """
    as_read = Article.objects.filter(pk=article.pk, state=article.state, row_version=article.row_version)
    changes |= {"changed_at": now}
    if not as_read.update(row_version=F("row_version") + 1, **changes):
        raise Conflict(who_was_first(article))
    article.row_version += 1
    for name, value in changes.items():
        setattr(article, name, value)


def take_text(article, *, now, **changes):
    """The same, where the text itself changes: whoever has it open is told, and it differs from what readers see."""
    take_row(article, now=now, text_version=article.row_version + 1, **changes)


def take_files(article, *, now):
    """The same, where its PDF files change: no form holds them, so none that is open is overtaken."""
    take_row(article, now=now, files_version=article.row_version + 1)


def who_was_first(article):
    """A sentence for whoever comes second: who changed the piece, in what way and when."""
    event = article.events.order_by("-at", "-id").first()
    if event is None:
        return _("Somebody else saved this piece since you opened it.")
    words = {"replace": _("replaced something in"), "import": _("imported"), "restore": _("restored an older text of")}
    move = BY_ACTION.get(event.action)
    when = timezone.localtime(event.at)
    return _("Somebody was first: %(who)s %(done)s this piece at %(time)s on %(day)s.") % {
        "who": event.actor_name or _("the worker"),
        "done": move.done if move else words.get(event.action, _("saved")),
        "time": when.strftime("%H:%M"),
        "day": when.strftime("%Y-%m-%d"),
    }


def record(article, action, *, by, now, source=None, **details):
    """Add an event. `source` is the state that the piece came from, where that changed; details are codes and ids."""
    row = event(article, action, by=by, now=now, source=source, **details)
    row.save()
    if action in IN_THE_SECURITY_LOG:
        trail.record(trail.Action.PUBLISHED, actor=by, about=article, move=action)
    return row


def event(article, action, *, by=None, now, source=None, **details):
    """The same, unsaved."""
    return ArticleEvent(
        article=article,
        actor=by,
        actor_name=str(by) if by else "",
        action=action,
        from_state=source or article.state,
        to_state=article.state,
        at=now,
        details=details,
    )
