"""An import that staff began in the admin, done by the worker: the look through first, and after “Start” the import.

It takes minutes, so it has a thread of its own there (settings.SLOW_FUNCTIONS). Whatever ends it in the middle, even
SIGKILL, it is taken up again from the beginning, knows what came already, and ends as if nothing had happened.
"""

import re
import shutil

from django.utils import timezone

from articles import importing
from articles.imports import archive, lease, mapping
from articles.imports.export import UnreadableExport, open_export
from articles.imports.lines import Lines, pictures_of
from articles.imports.wordpress import Import
from articles.models import ImportRun
from ccsis import tables

State, Step = ImportRun.State, ImportRun.Step

PICTURES = "pictures"
OPTIONS = ("fetch", "revisions", "all_pictures", "category_base", "tag_base")  # as the importer calls them
COMMAND = re.compile(r" \(--[a-z-]+ takes them\)")  # what only the command can be told
MOST_CATEGORIES = 500  # that a page can ask about


class TooMany(Exception):
    """It would make more topics, regions or series than anybody wants, unless somebody sorts the categories."""


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
        _fail(held, _said(held.run, error))
        importing.delete_files(held.run)
    except (mapping.BadTable, TooMany) as error:
        _fail(held, str(error))
    return 1


def _fail(held, problem):
    try:
        held.finish(State.FAILED, problem=problem[:500], ended_at=timezone.now())
    except lease.Ended:  # stopped at this moment
        held.give_back()


def _said(run, error):
    """What is wrong with a file, with the name that it has for the person who sent it."""
    text = str(error)
    for path, name in zip(importing.exports_of(run), run.export_names, strict=True):
        text = text.replace(str(path), name)
    return text


def _work(held):
    run = held.run
    is_dry = run.state == State.LOOKING
    folder = _pictures(held)
    paths = importing.exports_of(run)
    size = sum(path.stat().st_size for path in paths if path.exists())
    with open_export(paths, lambda done: held.tell(Step.READING, done, size)) as export:
        if is_dry:
            held.keep(categories=_categories(export))
        work = _import(held, export, folder, is_dry)
        lines = Lines(run, work)

        def told(done, of):
            lines.write()
            held.tell(Step.PIECES, done, of)

        try:
            report = work.run(told)
        except UnreadableExport as error:  # it can be read, but would make far too much
            raise TooMany(str(error).partition(" Say in a table")[0]) from error
        lines.write(at_once=True)
        known = {"source": report.source[:300], "sums": _sums(run, report, lines, export)}
    if is_dry:
        held.finish(State.READY, **known)
    else:
        held.finish(State.DONE, ended_at=timezone.now(), **known)


def _import(held, export, folder, is_dry):
    run = held.run
    work = Import(
        export,
        folder,
        dry_run=is_dry,
        now=run.begun_at,
        table=_table(run, export),
        # Whoever may import need not be somebody who may look round the network that the server stands in.
        private_addresses=False,
        **{name: run.options[name] for name in OPTIONS if name in run.options},
    )
    work.uploads.before_look = held.beat  # pictures that come slowly do not cost us the lease
    return work


def _sums(run, report, lines, export):
    sums = {"comments": report.comments, "others": dict(report.others)}
    # What an interrupted try had made is not new to the one that took it up.
    said = report.remarks if lines.is_resumed else report.sentences()
    sums["remarks"] = [COMMAND.sub("", sentence) for sentence in said]
    sums["pictures"] = report.pictures if lines.work.dry_run else pictures_of(export.site, since=run.begun_at)
    return sums


# The categories


def _categories(export):
    """What becomes of each category where nobody says otherwise, the largest first: rows of ImportRun.CATEGORY."""
    rows = [row[1:] for row in mapping.Guide(export).rows()]
    return sorted(rows, key=lambda row: -row[2])[:MOST_CATEGORIES]


def _table(run, export):
    """What staff said becomes of the categories, or None. Raises BadTable."""
    told = run.options.get("table")
    if not told:
        return None
    path = importing.folder_of(run) / "categories.csv"
    with tables.open_csv(path) as file:
        tables.write_csv(file, [("slug", "becomes", "here"), *told])
    try:
        return mapping.read(path, export)
    except mapping.BadTable as error:
        raise mapping.BadTable(str(error).removeprefix(f"{path}: ")) from error


# The pictures


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
