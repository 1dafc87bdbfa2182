"""The pictures for cards of other sites: drawn by the worker, once for each version of a publication.

A file lies below the number of its publication, under the hash of its content: another picture has another address,
because other sites keep what they fetched. Until it is there, and where it cannot be drawn, the page names its lead
image (templates/articles/_meta.html).
"""

import hashlib
import logging
import random
from datetime import timedelta

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import bylines, relief, share_image, stale
from articles.models import Publication, Relief
from ccsis import caching
from ccsis.models import SiteSettings

logger = logging.getLogger(__name__)

FOLDER = "share"
LASTS = timedelta(minutes=5)  # far longer than one takes
MOST_TRIES = 3
AT_ONCE = 50  # candidates, of which the workers take different ones
SWEPT_EVERY = 3600  # seconds


def draw_due(is_ending=lambda: False):
    """For the worker, slow: draw what is missing. Gives how many."""
    done = 0
    while not is_ending() and (publication := _take()):
        done += _draw(publication)
    return done


def _take():
    """A publication without a picture that is ours to do for a while; None where there is none."""
    due = Publication.objects.filter(_is_due(timezone.now()))
    candidates = list(due.order_by("id").values_list("pk", flat=True)[:AT_ONCE])
    random.shuffle(candidates)
    for pk in candidates:
        now = timezone.now()
        ours = Publication.objects.filter(_is_due(now), pk=pk)
        if ours.update(share_held_until=now + LASTS, share_tries=F("share_tries") + 1):
            return Publication.objects.for_cards().filter(pk=pk).first()
    return None


def _is_due(now):
    is_free = Q(share_held_until=None) | Q(share_held_until__lt=now)
    return Q(share_image="", share_tries__lt=MOST_TRIES) & is_free


def _draw(publication):
    """Draw one. Gives 1, or 0 where it cannot be drawn or another version was published meanwhile."""
    same = Publication.objects.filter(pk=publication.pk, row_version=publication.row_version, share_image="")
    try:
        content = share_image.draw(card_of(publication, SiteSettings.load()))
    except share_image.NotDrawable as reason:
        logger.info("no share image of %s: %s", publication.number, reason)
        same.update(share_tries=MOST_TRIES)
        return 0
    name = f"{FOLDER}/{publication.pk}/{hashlib.sha256(content).hexdigest()[:32]}.png"
    if not default_storage.exists(name):
        name = default_storage.save(name, ContentFile(content))
    is_ours = same.update(share_image=name, share_held_until=None)
    if is_ours:
        caching.touch(stale.piece(publication.article_id))
        _delete_below(publication.pk, but=name)
    return is_ours


def card_of(publication, site):
    """What the picture of a publication says."""
    return share_image.Card(
        title=" ".join((publication.share_title or publication.title).split()),
        names=tuple(names_on(list(publication.credits.all()))),
        kind=publication.get_kind_display(),
        house=site.name,
        wordmark=site.wordmark,
        seed=_seed(publication),
        direction=publication.direction,
        is_simulation=publication.is_simulation,
    )


def names_on(credits):
    """The names in lines: those who wrote it, then in their roles those who translated and edited it."""
    groups = [
        ("%s", bylines.writers(credits)),
        (_("Translated by %s"), bylines.translators(credits)),
        (_("Edited by %s"), bylines.editors(credits)),
    ]
    for words, found in groups:
        if found:
            yield words % ", ".join("\u00a0".join(credit.name.split()) for credit in found)


def _seed(publication):
    """That of the relief on its page, so that both show the same ground."""
    row = Relief.objects.filter(name=publication.relief).first() if publication.relief else None
    return int(row.seed, 16) if row else relief.seed_of(publication.title)


# Going


def sweep():
    """For the worker: delete the pictures of what is no longer public. Gives how many folders were emptied."""
    if not cache.add("articles.share_files.sweep", True, SWEPT_EVERY) or not default_storage.exists(FOLDER):
        return 0
    known = {str(pk) for pk in Publication.objects.values_list("pk", flat=True)}
    gone = [name for name in default_storage.listdir(FOLDER)[0] if name not in known]
    for name in gone:
        _delete_below(name)
        default_storage.delete(f"{FOLDER}/{name}")
    return len(gone)


def _delete_below(pk, but=""):
    folder = f"{FOLDER}/{pk}"
    for name in default_storage.listdir(folder)[1]:
        if f"{folder}/{name}" != but:
            default_storage.delete(f"{folder}/{name}")
