"""`backup DIR`: the whole site into a new folder, while it serves.

Files never change here: each has a name of its own, is there before the row that names it, and goes after it. So files
are copied first, then the database in one moment, then what came meanwhile: whatever that database names is there.
"""

import os
import shutil
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from ccsis.backups import Refused, databases, manifest
from ccsis.exports.files import is_safe, make_private_folders

UNFINISHED = ".unfinished"
STORES = {"media": lambda: Path(settings.MEDIA_ROOT), "private": lambda: Path(settings.PRIVATE_ROOT)}
LEFT_OUT = ("private/arriving",)  # uploads on their way in


def backup(folder, tell):
    """Write a backup into a folder that does not exist yet. Gives its Manifest.

    `tell(done, of, what)` is told how far it is. Raises Refused; an unfinished backup is never taken for one.
    """
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"{folder} is there already and is not empty. Name a folder that does not exist.")
    making = folder.with_name(folder.name + UNFINISHED)
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700, parents=True)
    try:
        made = _write(making, tell)
        if folder.exists():
            folder.rmdir()
        os.replace(making, folder)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    return made


def _write(making, tell):
    began = timezone.now()
    copied = {}
    _copy_new(making, copied, tell)
    tell(1, 1, "database")
    databases.copy_to(making / "database")
    migrations = manifest.applied()
    _copy_new(making, copied, tell)
    files = {"database": manifest.facts_of(making / "database")}
    files |= {path: manifest.facts_of(making / path) for path in sorted(copied)}
    made = manifest.Manifest(manifest.FORMAT, began.isoformat(), databases.kind(), migrations, files)
    made.write(making)
    return made


def _copy_new(making, copied, tell):
    """Copy the files that are not in `copied` ({path: True}) or have grown since."""
    found = list(stored())
    for number, (path, source, size) in enumerate(found):
        if copied.get(path) == size:
            continue
        tell(number, len(found), path)
        target = making / path
        make_private_folders(making, target.parent)
        try:
            shutil.copyfile(source, target)
        except FileNotFoundError:  # its row went meanwhile, and it with it
            continue
        target.chmod(0o600)
        copied[path] = size


def stored():
    """Every file of the site: (path in a backup, where it lies, bytes)."""
    for name, place in STORES.items():
        top = place()
        for parent, folders, names in os.walk(top):
            inside = Path(name, Path(parent).relative_to(top))
            folders[:] = sorted(each for each in folders if str(inside / each) not in LEFT_OUT)
            for each in sorted(names):
                source, path = Path(parent, each), str(inside / each)
                if source.is_file() and not source.is_symlink() and is_safe(path):
                    yield path, source, source.stat().st_size
