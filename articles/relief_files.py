"""The files of the reliefs: named with the piece, drawn when somebody first asks for one, else by the worker.

Drawing takes longer than everything else that is done with a piece, so no transaction waits for it.
"""

import os
import random
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.crypto import salted_hmac

from articles import relief
from articles.models import Relief

FOLDER = "reliefs/"
AT_ONCE = 100  # drawn in one round of the worker


def names_for(articles):
    """Give pieces their reliefs, of their title and kind as they are now. Gives the names; draws nothing yet.

    A piece that has one keeps it: a later title changes nothing.
    """
    rows = [None if article.relief else _row(article) for article in articles]
    Relief.objects.bulk_create({row.name: row for row in rows if row}.values(), ignore_conflicts=True)
    return [row.name if row else article.relief for article, row in zip(articles, rows, strict=True)]


def _row(article):
    kind = "simulation" if article.is_simulation else "analysis"
    seed = relief.seed_of(article.title)
    # Not the seed itself: whoever guesses a draft's title could ask whether its relief is there.
    secret = salted_hmac("articles.relief", str(seed)).hexdigest()[:32]
    return Relief(name=f"{FOLDER}{secret}-{kind}.svg", seed=f"{seed:016x}", kind=kind)


def draw(name):
    """Draw the relief of this name, for somebody who asks for it. Gives whether there is such a relief.

    Writes the file and nothing into the database: readers' requests change nothing there.
    """
    row = Relief.objects.filter(name=name).first()
    if row:
        _draw(row)
    return row is not None


def draw_due(is_ending=lambda: False):
    """Draw some of those that nobody has asked for yet. Gives how many are done with."""
    due = list(Relief.objects.filter(is_drawn=False)[:AT_ONCE])
    random.shuffle(due)  # several workers take them in different orders
    done = 0
    for row in due:
        if is_ending():
            break
        if not default_storage.exists(row.name):
            _draw(row)
        done += Relief.objects.filter(pk=row.pk, is_drawn=False).update(is_drawn=True)
    return done


def _draw(row):
    _keep(row.name, relief.relief(int(row.seed, 16), row.kind).encode())


def _keep(name, svg):
    """Put the file in its place in one step, so that nobody ever reads half of it."""
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        file.write(svg)
    try:
        os.chmod(file.name, settings.FILE_UPLOAD_PERMISSIONS)
        os.replace(file.name, path)
    except OSError:
        os.unlink(file.name)
        raise
