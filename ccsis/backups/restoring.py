"""`restore DIR`: a backup into an empty place; what was erased since it was made is erased again."""

import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from ccsis.backups import Refused, databases, manifest
from ccsis.backups.making import STORES, stored
from ccsis.exports.files import make_private_folders


def restore(folder, tell, *, lists=None):
    """Bring a backup back. Gives (its Manifest, {dotted path: how many} of what settings.AFTER_RESTORE did).

    `lists` is a folder with newer copies of the lists that outlive a backup (settings.JOINED_LISTS), from the machine
    that is gone. Raises Refused, and then nothing was changed but for files that were already copied.
    """
    found = manifest.read(folder)
    _refuse_what_does_not_fit(folder, found)
    manifest.check(folder, found, tell)
    joined = _joined_lists(folder, lists)
    for number, path in enumerate(found.files):
        if path != "database" and path not in joined:
            tell(number, len(found.files), path)
            _put(Path(folder, path), place_of(path))
    for path, lines in joined.items():  # before the database: wherever this ends, the worker erases what they name
        _write_lines(place_of(path), lines)
    databases.read_from(Path(folder, "database"))
    return found, _finish()


def _refuse_what_does_not_fit(folder, found):
    if found.database != databases.kind():
        raise Refused(
            f"{folder} is of a {found.database} database and this site uses {databases.kind()}. "
            "To change the database, use export and import_export."
        )
    newer = manifest.unknown(found.migrations)
    if newer:
        raise Refused(f"{folder} comes from a newer version of this program ({newer[0]} is not known here).")
    if not databases.is_empty():
        raise Refused("The database of this site is not empty. Restore into a new one, before migrate and setup.")
    # What the backup holds itself is from a restore that was broken off, and is written anew.
    kept = {*settings.JOINED_LISTS, *found.files}
    there = [path for path, _source, _size in stored() if path not in kept]
    if there:
        raise Refused(f"There are files already, {there[0]} and {len(there) - 1} more. Restore into an empty DATA_DIR.")


def place_of(path):
    """Where a file of a backup belongs in this site."""
    store, _slash, name = path.partition("/")
    return STORES[store]() / name


def _put(source, target):
    top = next(place() for place in STORES.values() if target.is_relative_to(place()))
    top.mkdir(mode=0o700, parents=True, exist_ok=True)
    make_private_folders(top, target.parent)
    shutil.copyfile(source, target)
    target.chmod(0o644 if top == STORES["media"]() else 0o600)


def _joined_lists(folder, lists):
    """{path: lines} of the lists that no backup takes back: its own lines, those here, and those in `lists`."""
    joined = {}
    for path in settings.JOINED_LISTS:
        places = [Path(folder, path), place_of(path), *([Path(lists, Path(path).name)] if lists else [])]
        if lists and not places[-1].is_file():
            raise Refused(f"There is no {places[-1].name} in {lists}.")
        lines = [line for place in places if place.is_file() for line in place.read_text().splitlines()]
        joined[path] = list(dict.fromkeys(lines))
    return joined


def _write_lines(path, lines):
    if lines:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text("".join(line + "\n" for line in lines))
        path.chmod(0o600)


def _finish():
    """What has to be done before anybody sees the site. Where migrations are missing the worker does it after them."""
    if set(_known_migrations()) - set(manifest.applied()):
        return {}
    return {path: import_string(path)() for path in settings.AFTER_RESTORE}


def _known_migrations():
    from django.db.migrations.loader import MigrationLoader

    return [f"{app}.{name}" for app, name in MigrationLoader(connection).disk_migrations]
