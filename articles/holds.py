"""Holds of the desk: a reason of a colleague's why a piece must not be published yet.

Those of the other app come and go by articles.door, and nobody here lifts them.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.locking import CannotMove, NotAllowed, record
from articles.models import Article, Hold

LONGEST = 200


@transaction.atomic
def place(article, *, by, reason, now=None):
    """Keep a piece from being published until this hold is lifted. Gives the Hold.

    Whoever is publishing it at this very moment is done before this returns, or finds the hold. Raises NotAllowed, or
    CannotMove where no reason is given.
    """
    now, reason = now or timezone.now(), " ".join(reason.split())[:LONGEST]
    if not by.has_perm("articles.add_hold"):
        raise NotAllowed(_("You may not put a piece on hold. Ask an editor."))
    if not reason:
        raise CannotMove(_("Write why it must wait: colleagues see it with the piece."))
    list(Article.objects.select_for_update().filter(pk=article.pk).values_list("pk"))
    event = record(article, "hold", by=by, now=now)
    # Named after its event, so that two colleagues can each have a reason.
    return Hold.objects.create(
        article=article, name=f"desk-{event.pk}", reason=reason, placed_by=by, placed_by_name=str(by), placed_at=now
    )


def may_lift(hold, user):
    """Whether this person may lift it: who placed it, or a publisher; one of the other app's nobody here."""
    if not hold.placed_by_name or not user.has_perm("articles.change_hold"):
        return False
    return hold.placed_by_id == user.pk or user.has_perm("articles.publish_article")


def who_may_lift(hold):
    """The same as a sentence for those who look at it."""
    if not hold.placed_by_name:
        return _("It is lifted by itself, when what it waits for has happened.")
    return _("%s or a publisher can lift it.") % hold.placed_by_name


@transaction.atomic
def lift(article, hold_id, *, by, now=None):
    """Take a hold away. Gives whether it was still there. Raises NotAllowed."""
    hold = Hold.objects.filter(article=article, pk=hold_id).first()
    if hold is None:
        return False
    if not may_lift(hold, by):
        raise NotAllowed(who_may_lift(hold))
    if not Hold.objects.filter(pk=hold.pk).delete()[0]:
        return False
    record(article, "lift", by=by, now=now or timezone.now(), hold=hold.pk)
    return True
