"""What a backup says of itself, and whether it is whole."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from ccsis.backups import Refused
from ccsis.exports.files import PIECE, is_safe

NAME = "manifest.json"
FORMAT = "ccsis-backup-1"


@dataclass(frozen=True)
class Manifest:
    """`files`: {path in the backup: [bytes, sha256]}, the database among them. `migrations`: what it had applied."""

    format: str
    made_at: str
    database: str
    migrations: list
    files: dict

    def write(self, folder):
        path = Path(folder, NAME)
        path.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False))
        path.chmod(0o600)


def applied():
    """The migrations of this site's database, as app.name in their order."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def unknown(migrations):
    """Those of these migrations that this program does not have: the backup is from a newer one."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    return [name for name in migrations if name not in known]


def read(folder):
    """The Manifest of a backup. Raises Refused for a folder that is none."""
    try:
        said = json.loads(Path(folder, NAME).read_text())
        found = Manifest(**said)
        is_ours = found.format == FORMAT and all(is_safe(path) for path in found.files) and "database" in found.files
    except FileNotFoundError:
        raise Refused(f"{folder} has no {NAME}: it is no backup, or one that did not come to its end.") from None
    except (ValueError, TypeError, AttributeError):
        is_ours = False
    if not is_ours:
        raise Refused(f"{folder}/{NAME} is not the manifest of a backup that this version can read.")
    return found


def check(folder, manifest, tell):
    """Compare every file with what the manifest says of it. Raises Refused with the first that differs."""
    done, of = 0, sum(size for size, _sha256 in manifest.files.values())
    for path, (size, sha256) in manifest.files.items():
        try:
            facts = facts_of(Path(folder, path))
        except OSError:
            raise Refused(f"{path} is missing in the backup.") from None
        if facts != [size, sha256]:
            raise Refused(f"{path} is not what was backed up: the backup is damaged.")
        done += size
        tell(done, of, path)


def facts_of(path):
    """[bytes, SHA-256] of a file."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
            size += len(piece)
    return [size, digest.hexdigest()]
