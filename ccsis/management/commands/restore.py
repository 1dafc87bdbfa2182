from django.core.management.base import BaseCommand

from ccsis.backups.restoring import restore
from ccsis.backups.telling import one_line
from ccsis.progress import Progress


class Command(BaseCommand):
    help = (
        "Brings back what `backup` wrote, into an empty database and an empty DATA_DIR, with the web server and the "
        "worker stopped. Every file is compared with the manifest first. What was erased since is erased again."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR", help="the folder that backup wrote")
        parser.add_argument(
            "--erasures",
            metavar="DIR",
            help="a folder with the erasures.jsonl of the machine that is gone (private/ there), if it can be had: "
            "who was erased after the backup is then erased again",
        )

    def handle(self, *, folder, erasures, **options):
        progress = Progress(self.stderr)
        try:
            with one_line(folder, "Nothing was restored."):
                found, done = restore(folder, progress, lists=erasures)
        finally:
            progress.end()
        self.stdout.write(f"Restored from {folder}, as of {found.made_at[:16].replace('T', ' ')} UTC.")
        if not done:
            self.stdout.write("The backup is of an older version: run migrate now, before anything is started.")
        elif any(done.values()):
            self.stdout.write(f"{sum(done.values())} submissions were erased again.")
