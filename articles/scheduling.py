"""What the worker does on a date: publish what is scheduled, take down what has had its time.

Any number of workers may call these at the same time: the move of a piece is a conditional UPDATE, so one of them makes
it and the others find nothing to do. After a downtime everything that was missed is done in the order of its dates.
"""

import logging

from django.utils import timezone

from articles import letters, publishing
from articles.locking import CannotMove, Conflict
from articles.models import Article

logger = logging.getLogger(__name__)

AT_ONCE = 100  # pieces in one round


def publish_due(now=None):
    """Publish every piece whose time has come. Gives how many; what cannot be published goes back to the desk."""
    now = now or timezone.now()
    due = Article.objects.filter(state=Article.State.SCHEDULED, publish_at__lte=now).order_by("publish_at", "pk")
    return sum(_publish(pk, now) for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]))


def _publish(pk, now):
    """Whether this call published it."""
    article = Article.objects.filter(pk=pk, state=Article.State.SCHEDULED, publish_at__lte=now).first()
    if article is None:
        return False
    try:
        publishing.publish(article, now=now)
    except Conflict:
        return False  # another worker, or somebody at the desk; what is still due then is seen in the next round
    except CannotMove as reason:
        _give_back(Article.objects.get(pk=pk), reason.reasons, now)
        return False
    return True


def _give_back(article, reasons, now):
    """It is not tried again every few seconds: the desk learns why, and who had scheduled it gets a letter."""
    publisher = article.scheduled_by
    try:
        event = publishing.miss(article, reasons=reasons, now=now)
    except CannotMove:
        return
    logger.warning("piece %s was due and could not be published", article.pk)
    if publisher and publisher.is_active:
        letters.missed(article, event, publisher, reasons)


def take_down_due(now=None):
    """Take down every public piece whose time is over. Gives how many."""
    now = now or timezone.now()
    due = Article.objects.filter(expire_at__lte=now, publication__isnull=False).order_by("expire_at", "pk")
    return sum(_take_down(pk, now) for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]))


def _take_down(pk, now):
    article = Article.objects.filter(pk=pk, expire_at__lte=now).first()
    if article is None:
        return False
    try:
        publishing.expire(article, now=now)
    except CannotMove:
        return False
    return True
