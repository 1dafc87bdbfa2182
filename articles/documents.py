"""PDF files of pieces: what is taken, where it lies, who gets it, when it goes.

    document = add(article, upload, title=…, language=…, by=user)     # or Refused, with a sentence
    remove(document, by=user)

A file is looked through in a process of its own (ccsis.pdf), and a copy without metadata is kept. It lies in the
private store, not with the pictures: it becomes public with the publication that names it and stops being so with it,
without a file being moved, and nobody finds the report of a draft by a guess or from an address that was passed on.
"""

import hashlib
import re
import secrets
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import locking
from articles.models import Document, Publication
from ccsis import file_words, limited
from ccsis.scripts import clean_name

MEGABYTE = 1 << 20
MOST_BYTES = 20 * MEGABYTE
MOST_OF_A_PIECE = 10
MOST_PAGES, MOST_OBJECTS = 1000, 300_000
MEMORY, SECONDS = 1024, 60  # for looking through one
ORPHAN_AFTER = 3600  # seconds: a file without a row is not one whose row is just being written
SENTENCES = file_words.SENTENCES | {
    "kind": _("“%(name)s” is no PDF. Save it as a PDF, then send that."),
    "too_much": _("“%(name)s” is too large to be looked through. Make its pictures smaller, or part it in two."),
    "twice": _("“%(name)s” is here already."),
    "too_many": _("A piece takes at most %(most)s files. Remove one first."),
}


class Refused(Exception):
    """A file that is not taken. Its text is a sentence for the person who sent it; `code` names the reason."""

    def __init__(self, code, **values):
        self.code = code
        super().__init__(SENTENCES[code] % values)


def store():
    """Where the files and their covers lie: outside everything that a web server shows."""
    return FileSystemStorage(
        location=settings.PRIVATE_ROOT / "documents",
        base_url=None,
        file_permissions_mode=0o600,
        directory_permissions_mode=0o700,
    )


# Coming


def add(article, upload, *, title, language, by=None, now=None):
    """Take an uploaded PDF for a piece. Gives the Document.

    Raises Refused; locking.Conflict where somebody changed the piece at this moment.
    """
    name = re.sub(r"[\x00-\x1f\x7f]", "", clean_name(Path(upload.name or "").name))[-200:] or "file.pdf"
    _refuse_from_outside(name, upload)
    with _passing_file() as sent, _passing_file() as copy:
        for piece in upload.chunks():
            sent.write(piece)
        sent.flush()
        pages = _look_through(name, sent.name, copy.name)
        kept = {"pages": pages, "bytes": Path(copy.name).stat().st_size, "sha256": _sha256(copy)}
        fields = {"title": title, "language": language, "original_name": name, "added_by": by, **kept}
        file = store().save(f"{secrets.token_hex(24)}.pdf", File(copy))
    try:
        return _keep(article, file, fields, by=by, now=now or timezone.now())
    except BaseException:
        store().delete(file)
        raise


def _refuse_from_outside(name, upload):
    if not name.lower().endswith(".pdf"):
        raise Refused("kind", name=name)
    if not upload.size:
        raise Refused("empty", name=name)
    if upload.size > MOST_BYTES:
        has, most = (f"{size / MEGABYTE:.1f}" for size in (upload.size, MOST_BYTES))
        raise Refused("too_big", name=name, has=has, most=most)


def _passing_file():
    """A file that only we may read and that goes again; what a crash leaves, ccsis.arrivals sweeps away."""
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return tempfile.NamedTemporaryFile(dir=folder, prefix="document-")


def _look_through(name, path, copy):
    """How many pages it has. Raises Refused where it holds what we do not take."""
    limits = {"memory": MEMORY, "seconds": SECONDS, "written": 2 * MOST_BYTES // MEGABYTE}
    try:
        return limited.run("ccsis.pdf.inspect", path, copy, MOST_PAGES, MOST_OBJECTS, **limits)["pages"]
    except limited.NotTaken as error:
        raise Refused(error.code, name=name) from None
    except limited.Refused as error:
        raise Refused("too_much" if error.args[0] == limited.TOO_MUCH else "broken", name=name) from None


def _sha256(file):
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


@transaction.atomic
def _keep(article, file, fields, *, by, now):
    locking.take_files(article, now=now)  # also keeps two of them apart
    here = article.documents.at_the_desk()
    if here.filter(sha256=fields["sha256"]).exists():
        raise Refused("twice", name=fields["original_name"])
    if here.count() >= MOST_OF_A_PIECE:
        raise Refused("too_many", most=MOST_OF_A_PIECE)
    place = (here.aggregate(last=Max("position"))["last"] or 0) + 1
    document = Document.objects.create(article=article, file=file, position=place, **fields)
    locking.record(article, "add_file", by=by, now=now, document=document.pk)
    return document


# Changing


@transaction.atomic
def change(document, *, title, language, position, by=None, now=None):
    """Give it another title, language or place. The file stays. Raises locking.Conflict."""
    now = now or timezone.now()
    locking.take_files(document.article, now=now)
    document.title, document.language, document.position = title, language, position
    document.save(update_fields=["title", "language", "position"])
    locking.record(document.article, "change_file", by=by, now=now, document=document.pk)


@transaction.atomic
def remove(document, *, by=None, now=None):
    """Take it from the piece at the desk. Readers keep it until the piece is published without it."""
    now = now or timezone.now()
    locking.take_files(document.article, now=now)
    document.removed_at = now
    document.save(update_fields=["removed_at"])
    locking.record(document.article, "remove_file", by=by, now=now, document=document.pk)


# Going out


def is_public(document):
    """Does a publication name this file?"""
    publication = Publication.objects.filter(article_id=document.article_id).only("documents").first()
    return publication is not None and document.pk in [kept["id"] for kept in publication.documents]


def covers(publication):
    """{id: Document} of the files that a publication names, for their covers; no query where it names none."""
    ids = [kept["id"] for kept in publication.documents]
    return Document.objects.only("cover", "cover_width", "cover_height").in_bulk(ids) if ids else {}


# Going


def sweep():
    """For the worker: delete what was removed and no reader sees, and files without a row. Gives how many went."""
    gone = 0
    for document in Document.objects.exclude(removed_at=None).only("article_id"):
        if not is_public(document):
            gone += document.delete()[0]
    known = {name for row in Document.objects.values_list("file", "cover") for name in row}
    before = time.time() - ORPHAN_AFTER
    folder = Path(store().location)
    for path in folder.iterdir() if folder.is_dir() else ():
        with suppress(FileNotFoundError):
            if path.is_file() and path.name not in known and path.stat().st_mtime < before:
                path.unlink()
                gone += 1
    return gone
