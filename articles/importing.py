"""What staff decide about an import from WordPress: begin, sort anew, start, stop, go on. A worker does the rest.

Each decision is one conditional UPDATE, so that of two people, or of two clicks, one comes first and the other is told.
The files of an import lie in a private folder that no address leads to, and go some days after its end.
"""

import os
import secrets
import shutil
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import ImportRun

State = ImportRun.State

PICTURES = "pictures.zip"
AFRESH = {"step": "", "done": 0, "of": 0, "tries": 0}
KEPT_AFTER_END = timedelta(days=7)
KEPT_UNDECIDED = timedelta(days=14)
KEPT_WITHOUT_RUN = timedelta(days=1)  # longer than any upload takes


class CannotMove(Exception):
    """A decision that is not possible any more. The message is a sentence for the person who asked."""


def folder_of(run):
    """Where the files of an import lie."""
    return home() / run.folder


def exports_of(run):
    """The exports among them, in the order in which they came."""
    return [folder_of(run) / f"export-{n}.xml" for n in range(1, len(run.export_names) + 1)]


def home():
    return Path(settings.PRIVATE_ROOT) / "imports"


# The decisions


def begin(exports, pictures=None, *, by, **options):
    """Keep uploaded files and have a worker look through them. `options` are for the importer. Gives the ImportRun."""
    names = [export.name[-255:] for export in exports]
    run = ImportRun(
        folder=secrets.token_hex(16),
        export_name=names[0],
        pictures_name=pictures.name[-255:] if pictures else "",
        options={"exports": names, **options},
        created_by=by,
        moved_by=by,
    )
    folder = folder_of(run)
    try:
        folder.mkdir(mode=0o700, parents=True)
        for export, path in zip(exports, exports_of(run), strict=True):
            _keep(export, path)
        if pictures:
            _keep(pictures, folder / PICTURES)
        run.save()
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return run


def _keep(upload, path):
    """Put an uploaded file in its place; one that lies on the same disk already is moved and not copied."""
    if hasattr(upload, "temporary_file_path"):
        shutil.move(upload.temporary_file_path(), path)
        return
    with open(path, "xb", opener=_for_ourselves) as file:
        for chunk in upload.chunks():
            file.write(chunk)


def _for_ourselves(path, flags):
    return os.open(path, flags, mode=0o600)


def look_again(run, *, by, **options):
    """Have a worker look through the files once more, with other options. Raises CannotMove."""
    changes = {"state": State.LOOKING, "options": {**run.options, **options}, "ended_at": None, "problem": "", **AFRESH}
    _move(run, by, out_of=[State.READY, State.FAILED], **changes)


def start(run, *, by):
    """From now on the worker writes. Raises CannotMove where somebody was first."""
    with transaction.atomic():
        _move(run, by, out_of=[State.READY], state=State.IMPORTING, begun_at=timezone.now(), **AFRESH)
        run.lines.all().delete()  # they said what would be


def stop(run, *, by):
    """The worker stops after the piece in hand. Raises CannotMove where it is over already."""
    _move(run, by, out_of=ImportRun.AT_WORK, state=State.STOPPED, ended_at=timezone.now())


def go_on(run, *, by):
    """Take up what was stopped or broke off. Raises CannotMove where the files are gone or somebody was first."""
    state = State.IMPORTING if run.begun_at else State.LOOKING
    _move(run, by, out_of=[State.STOPPED, State.FAILED], state=state, ended_at=None, problem="", **AFRESH)


def _move(run, by, *, out_of, **changes):
    rows = ImportRun.objects.filter(pk=run.pk, state__in=out_of, files_deleted_at=None)
    if not rows.update(moved_by=by, moved_at=timezone.now(), **changes):
        run.refresh_from_db()
        raise CannotMove(_where_it_stands(run))
    run.refresh_from_db()


def _where_it_stands(run):
    if not run.has_files:
        return _("The files of this import are deleted. Begin a new one.")
    if run.moved_by is None:
        return _("Nothing was changed: this import stands as you see it here.")
    moment = timezone.localtime(run.moved_at)
    return _("Somebody was first: %(who)s at %(time)s on %(day)s. The import stands as you see it here.") % {
        "who": run.moved_by,
        "time": moment.strftime("%H:%M"),
        "day": moment.strftime("%Y-%m-%d"),
    }


# The files


def delete_files(run):
    """The folder of an import goes, its report stays. Gives whether it went: not while the import is at work."""
    over = ImportRun.objects.filter(pk=run.pk, state__in=ImportRun.OVER, files_deleted_at=None)
    if not over.update(files_deleted_at=timezone.now()):
        return False
    shutil.rmtree(folder_of(run), ignore_errors=True)
    return True


def forget_old():
    """Delete the files of imports that are long over or that nobody decided on, and what an upload left that broke off.

    A due-function. Gives how many folders went.
    """
    now = timezone.now()
    undecided = ImportRun.objects.filter(state=State.READY, moved_at__lt=now - KEPT_UNDECIDED)
    undecided.update(state=State.STOPPED, ended_at=now, problem=_("Nobody decided within two weeks."))
    old = ImportRun.objects.filter(state__in=ImportRun.OVER, files_deleted_at=None, ended_at__lt=now - KEPT_AFTER_END)
    return sum(delete_files(run) for run in old) + _sweep(now)


def _sweep(now):
    """What lies in the folder without an import that knows it: uploads whose server was killed."""
    if not home().is_dir():
        return 0
    known = set(ImportRun.objects.filter(files_deleted_at=None).values_list("folder", flat=True))
    before = (now - KEPT_WITHOUT_RUN).timestamp()
    lost = [path for path in home().iterdir() if path.name not in known and path.stat().st_mtime < before]
    for path in lost:
        shutil.rmtree(path, ignore_errors=True)
    return len(lost)
