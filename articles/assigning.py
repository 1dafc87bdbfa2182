"""Who works on a piece, until when, how urgently: one assignment for each piece. It changes nothing of the text."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import letters
from articles.colleagues import writers
from articles.locking import CannotMove, NotAllowed, record
from articles.models import Article, Assignment

PERMISSION = "articles.add_assignment"


@transaction.atomic
def assign(article, *, by, to, due_on=None, priority=Assignment.Priority.NORMAL, note="", now=None):
    """Give a piece to a colleague, or change until when and how urgently. Gives the Assignment.

    Whoever is given a piece may open and write it as an own one. The colleague gets a letter, unless it is the own
    work. Raises NotAllowed, or CannotMove where that person does not work on pieces.
    """
    now = now or timezone.now()
    _may(by)
    if not writers().filter(pk=to.pk).exists():
        raise CannotMove(_("%s does not work on pieces. Choose somebody who does.") % to)
    list(Article.objects.select_for_update().filter(pk=article.pk).values_list("pk"))
    row = Assignment.objects.update_or_create(
        article=article,
        defaults={
            "to": to,
            "due_on": due_on,
            "priority": priority,
            "note": note.strip(),
            "set_by": by,
            "set_by_name": str(by),
            "set_at": now,
        },
    )[0]
    event = record(article, "assign", by=by, now=now, to=to.pk)
    if to != by:
        letters.assigned(article, event, row)
    return row


@transaction.atomic
def unassign(article, *, by, now=None):
    """Take the piece from whoever has it. Gives whether anybody had. Raises NotAllowed."""
    _may(by)
    row = Assignment.objects.filter(article=article).first()
    if row is None or not Assignment.objects.filter(pk=row.pk).delete()[0]:
        return False
    record(article, "unassign", by=by, now=now or timezone.now(), to=row.to_id)
    return True


def _may(by):
    if not by.has_perm(PERMISSION):
        raise NotAllowed(_("You may not assign a piece. Ask an editor."))
