"""The first page of each PDF file as a small picture, drawn by the worker in a process with limits (ccsis.pdf)."""

import logging
import secrets
import tempfile
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.db.models import F, Q
from django.utils import timezone

from articles import documents, stale
from articles.models import Document
from ccsis import caching, limited

logger = logging.getLogger(__name__)

WIDTH, HEIGHT = 360, 520  # pixels at most: twice what the page shows
LASTS = timedelta(minutes=5)  # far longer than one takes
MOST_TRIES = 3


def draw_due(is_ending=lambda: False):
    """For the worker, slow: draw the covers that are missing. Gives how many."""
    done = 0
    while not is_ending() and (document := _take()):
        done += _draw(document)
    return done


def _take():
    """A file without a cover that is ours to do for a while; None where there is none."""
    now = timezone.now()
    is_free = Q(cover_held_until=None) | Q(cover_held_until__lt=now)
    due = Document.objects.filter(is_free, cover="", cover_tries__lt=MOST_TRIES)
    for pk in due.order_by("id").values_list("pk", flat=True)[:20]:
        if due.filter(pk=pk).update(cover_held_until=now + LASTS, cover_tries=F("cover_tries") + 1):
            return Document.objects.filter(pk=pk).first()
    return None


def _draw(document):
    """Draw the cover of one file. Gives 1, or 0 where it cannot be drawn or another worker was first."""
    shelf = documents.store()
    # What a crash leaves there ccsis.arrivals sweeps away.
    with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix="cover-") as made:
        try:
            path = shelf.path(document.file)
            width, height = limited.run("ccsis.pdf.cover", path, made.name, WIDTH, HEIGHT, memory=1024)
        except (limited.NotTaken, limited.Refused) as error:
            logger.warning("no cover of document %s: %s", document.pk, type(error).__name__)
            return 0
        with Path(made.name).open("rb") as file:
            cover = shelf.save(f"{secrets.token_hex(24)}.webp", File(file))
    done = {"cover": cover, "cover_width": width, "cover_height": height, "cover_held_until": None}
    is_ours = Document.objects.filter(pk=document.pk, cover="").update(**done)
    caching.touch(stale.piece(document.article_id))
    if not is_ours:
        shelf.delete(cover)
    return is_ours
