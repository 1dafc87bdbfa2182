"""The files that come with a text: what is taken, where it lies, who gets it, when it goes.

    checked = check(upload, call.file_kinds)     # or Refused, with a sentence for the contributor
    attach(submission, checked)

A file is first looked through in a process of its own (submissions.inspection). It lies in the private store under a
random name, beside a copy without metadata, which is what staff see. It is written before its row is committed and
deleted after its row is, so a crash leaves at most a file without a row, which sweep() finds.
"""

import hashlib
import os
import re
import secrets
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import puremagic
from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.db import IntegrityError, transaction
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _

from ccsis import file_words, limited, space
from ccsis.scripts import clean_name
from submissions.models import Attachment

MEGABYTE = 1 << 20
MOST_BYTES = 8 * MEGABYTE  # of one file
LONGEST_NAME = 120
ORPHAN_AFTER = 3600  # seconds: a file without a row is not one whose row is just being written
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
NAMES = {"docx": ".docx", "pdf": ".pdf"}
SAVE_AGAIN = _("Save it again with your own program, or send the text alone.")

# Why a file is not taken, in words that help: by the codes of submissions.inspection and of this module.
SENTENCES = file_words.SENTENCES | {
    "kind": _("“%(name)s” is not a file of a kind that we take here: %(kinds)s."),
    "not_docx": _("“%(name)s” ends in .docx but is something else. Save it as a Word document, then send it again."),
    "macros": _("“%(name)s” holds macros. Save it as a document without macros (.docx), then send it again."),
    "external": _("“%(name)s” brings in something from outside. Turn linked pictures and templates into your own."),
    "entities": _("“%(name)s” is built in a way that we do not take. Save it again with your own program."),
    "too_much": _("“%(name)s” unpacks to more than we can take. Make its pictures smaller, or send the text alone."),
    "full": _("We cannot take files just now. Your words are safe: send the text alone, or come back with “%(name)s”."),
    "twice": _("“%(name)s” is here already."),
    "too_many": _("The most files that this call takes: %(most)s. Remove one first."),
}


class Refused(Exception):
    """A file that is not taken. Its text is a sentence for the contributor; `code` names the reason."""

    def __init__(self, code, **values):
        self.code = code
        super().__init__(SENTENCES[code] % values)


@dataclass
class Checked:
    """A file that was looked through: where it lies for now, and its copy without metadata."""

    original_name: str
    kind: str
    path: Path
    copy: Path
    size: int
    sha256: str

    def discard(self):
        for path in (self.path, self.copy):
            with suppress(FileNotFoundError):
                path.unlink()


def store():
    """Where attachments lie: outside everything that a web server shows."""
    return FileSystemStorage(
        location=settings.PRIVATE_ROOT / "attachments",
        base_url=None,
        file_permissions_mode=0o600,
        directory_permissions_mode=0o700,
    )


# Taking


def check(upload, kinds):
    """Look through an uploaded file.

    Takes Django's UploadedFile and the kinds that the call takes. Gives a Checked, which must be attached or
    discarded. Raises Refused; then nothing of the file is left.
    """
    name = shown_name(upload.name)
    kind = _kind_of(name, kinds)
    if not upload.size:
        raise Refused("empty", name=name)
    if upload.size > MOST_BYTES:
        has, most = (f"{size / MEGABYTE:.1f}" for size in (upload.size, MOST_BYTES))
        raise Refused("too_big", name=name, has=has, most=most)
    if space.is_short():
        raise Refused("full", name=name)
    checked = _written(upload, name, kind)
    try:
        _look_through(checked)
    except Refused:
        checked.discard()
        raise
    return checked


def shown_name(name):
    """The name of a file as it is shown and offered: no folders, no hidden signs, not too long."""
    name = clean_name(re.split(r"[/\\]", name or "")[-1]).strip(". ")
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"[:LONGEST_NAME] or str(_("file"))


def _kind_of(name, kinds):
    kind = name.rpartition(".")[2].lower()
    if kind not in kinds:
        raise Refused("kind", name=name, kinds=_(", ").join(NAMES[each] for each in kinds) or "–")
    return kind


def _written(upload, name, kind):
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR)  # what a crash leaves there ccsis.arrivals sweeps away
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, path = tempfile.mkstemp(dir=folder, prefix="attachment-", suffix=f".{kind}")
    path, digest = Path(path), hashlib.sha256()
    checked = Checked(name, kind, path, path.with_suffix(f".copy.{kind}"), upload.size, "")
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in upload.chunks():
                digest.update(piece)
                file.write(piece)
    except OSError as error:
        checked.discard()
        raise _refused_if_full(error, name) from None
    checked.sha256 = digest.hexdigest()
    return checked


def _refused_if_full(error, name):
    """What to raise instead of an OSError: a sentence where the disk is full."""
    return Refused("full", name=name) if error.errno in space.FULL else error


def _look_through(checked):
    """The bytes say the same as the ending, and the structure holds nothing that we do not take."""
    if not _begins_like(checked.path, checked.kind):
        raise Refused(f"not_{checked.kind}", name=checked.original_name)
    try:
        limited.run(f"submissions.inspection.{checked.kind}.inspect", str(checked.path), str(checked.copy))
    except limited.NotTaken as error:
        raise Refused(error.code, name=checked.original_name) from None
    except limited.Refused as error:
        code = "too_much" if error.args[0] == limited.TOO_MUCH else "broken"
        raise Refused(code, name=checked.original_name) from None


def _begins_like(path, kind):
    """Whether the sniffed type agrees with the ending. A Word file that is locked is told apart later."""
    with path.open("rb") as file:
        head = file.read(1024)
    if kind == "docx" and head.startswith(b"\xd0\xcf\x11\xe0"):
        return True
    if kind == "pdf":
        return head.lstrip().startswith(b"%PDF-")
    try:
        found = {match.extension for match in puremagic.magic_file(path)}
    except (puremagic.PureError, ValueError, OSError):
        found = set()
    return head.startswith(b"PK\x03\x04") and bool(found & {".docx", ".zip", ".xlsx", ".pptx", ".docm"})


def attach(submission, checked):
    """Keep a file that was looked through. Gives the Attachment; raises Refused where there are enough, or it is here.

    Inside the caller's transaction: where that is undone, the files go by sweep().
    """
    call = submission.call
    if submission.attachments.count() >= call.most_files:
        checked.discard()
        raise Refused("too_many", most=call.most_files)
    if submission.attachments.filter(sha256=checked.sha256).exists():
        checked.discard()
        raise Refused("twice", name=checked.original_name)
    try:
        names = [_stored(path, checked.kind) for path in (checked.path, checked.copy)]
    except OSError as error:  # what lies there already has no row, and goes by sweep()
        raise _refused_if_full(error, checked.original_name) from None
    finally:
        checked.discard()
    try:
        with transaction.atomic():
            return Attachment.objects.create(
                submission=submission,
                name=names[0],
                shown_name=names[1],
                original_name=checked.original_name,
                kind=checked.kind,
                size=checked.size,
                sha256=checked.sha256,
            )
    except IntegrityError:  # the same file, sent twice at the same moment
        for name in names:
            store().delete(name)
        raise Refused("twice", name=checked.original_name) from None


def _stored(path, kind):
    with path.open("rb") as file:
        return store().save(f"{secrets.token_hex(24)}.{kind}", File(file))


# Giving out


def as_download(attachment, *, is_original):
    """The file as a download that no browser opens by itself. Who may have it is asked by the caller.

    The sender gets the file as it came, staff the copy without metadata.
    """
    name = attachment.name if is_original else attachment.shown_name
    response = FileResponse(
        store().open(name), as_attachment=True, filename=attachment.original_name, content_type=TYPES[attachment.kind]
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store, private"
    return response


# Going


def forget(submission):
    """Delete all files of a submission, rows now and files after commit. Gives how many."""
    return sum(remove(attachment) for attachment in Attachment.objects.filter(submission=submission))


def remove(attachment):
    """Delete one file: its row now, the file itself after commit. Gives 1."""
    names = [name for name in (attachment.name, attachment.shown_name) if name]
    attachment.delete()
    transaction.on_commit(lambda: [store().delete(name) for name in names], robust=True)
    return 1


def sweep():
    """For the worker: delete files that have no row, as a crash leaves them. Gives how many went."""
    known = {name for row in Attachment.objects.values_list("name", "shown_name") for name in row}
    before = time.time() - ORPHAN_AFTER
    gone = 0
    folder = Path(store().location)
    for path in folder.iterdir() if folder.is_dir() else ():
        with suppress(FileNotFoundError):
            if path.is_file() and path.name not in known and path.stat().st_mtime < before:
                path.unlink()
                gone += 1
    return gone
