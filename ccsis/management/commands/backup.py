from django.core.management.base import BaseCommand

from ccsis.backups.making import backup
from ccsis.backups.telling import one_line
from ccsis.progress import Progress


class Command(BaseCommand):
    help = (
        "Copies the whole site, database and files, into a new folder, while it serves. It holds everything, contact "
        "data and passwords' hashes too: keep it where only operators can read, and encrypted where it travels."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR", help="a folder that does not exist yet, such as saved/2026-11-25")

    def handle(self, *, folder, **options):
        progress = Progress(self.stderr)
        try:
            with one_line(folder, "No backup was made."):
                made = backup(folder, progress)
        finally:
            progress.end()
        size = sum(size for size, _sha256 in made.files.values())
        self.stdout.write(f"Backed up to {folder}: the database and {len(made.files) - 1} files, {size / 1e6:,.1f} MB.")
