"""An import that staff began in the admin, done by the worker: the look through first, and after “Start” the import.

It takes minutes, so it has a thread of its own there (settings.SLOW_FUNCTIONS). Whatever ends it in the middle, even
SIGKILL, it is taken up again from the beginning, knows what came already, and ends as if nothing had happened.
"""

import shutil

from django.utils import timezone

from articles import importing
from articles.imports import archive, lease
from articles.imports.export import UnreadableExport, open_export
from articles.imports.lines import Lines, pictures_of
from articles.imports.wordpress import Import
from articles.models import ImportRun

State, Step = ImportRun.State, ImportRun.Step

PICTURES = "pictures"


def never():
    return False


def run_due(is_ending=never):
    """Do what is due of one import. A slow due-function: `is_ending` says whether the worker was asked to end.

    Gives 1 where something was brought to its end, else 0. What nobody foresaw is raised, for the worker's log; the
    import is then taken up again when its lease has run out, a few times.
    """
    held = lease.take(is_ending)
    if held is None:
        return 0
    if held.run.tries > lease.MOST_TRIES:
        _fail(held, f"It broke off {lease.MOST_TRIES} times. The log of the worker says why.")
        return 1
    try:
        _work(held)
    except lease.Ended:
        held.give_back()
        return 0
    except (UnreadableExport, archive.BadArchive) as error:
        path = importing.folder_of(held.run) / importing.EXPORT
        _fail(held, str(error).replace(str(path), held.run.export_name))
        importing.delete_files(held.run)
    return 1


def _fail(held, problem):
    try:
        held.finish(State.FAILED, problem=problem[:500], ended_at=timezone.now())
    except lease.Ended:  # stopped at this moment
        held.give_back()


def _work(held):
    run = held.run
    is_dry = run.state == State.LOOKING
    folder = _pictures(held)
    path = importing.folder_of(run) / importing.EXPORT
    size = path.stat().st_size if path.exists() else 0
    with open_export(path, lambda done: held.tell(Step.READING, done, size)) as export:
        work = Import(export, folder, dry_run=is_dry, now=run.begun_at)
        lines = Lines(run, work)

        def told(done, of):
            lines.write()
            held.tell(Step.PIECES, done, of)

        report = work.run(told)
        lines.write(at_once=True)
        sums = {"comments": report.comments, "others": dict(report.others)}
        sums["pictures"] = report.pictures if is_dry else pictures_of(export.site, since=run.begun_at)
    known = {"source": report.source[:300], "sums": sums}
    if is_dry:
        held.finish(State.READY, **known)
    else:
        held.finish(State.DONE, ended_at=timezone.now(), **known)


def _pictures(held):
    """The folder with the pictures, unpacked where it is not yet; or None."""
    folder = importing.folder_of(held.run)
    packed, half, whole = folder / importing.PICTURES, folder / f"{PICTURES}.new", folder / PICTURES
    if packed.exists():
        shutil.rmtree(half, ignore_errors=True)
        shutil.rmtree(whole, ignore_errors=True)
        try:
            archive.unpack(packed, half, lambda done, of: held.tell(Step.UNPACKING, done, of))
        except archive.BadArchive as error:
            raise archive.BadArchive(f"{held.run.pictures_name}: {error}") from error
        half.rename(whole)
        packed.unlink()
    return whole if whole.exists() else None
