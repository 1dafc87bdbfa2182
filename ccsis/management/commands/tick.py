from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

from ccsis import worker


class Command(BaseCommand):
    help = "Does everything that is due once and exits: for cron, and for trying things out."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="change nothing, and list what would be erased or closed now"
        )

    def handle(self, *, dry_run, **options):
        if dry_run:
            self.preview()
            return
        done = worker.run_once() | worker.run_slow_once()
        for path, count in done.items():
            self.stdout.write(f"{path}: {'failed' if count is None else count}")
        if None in done.values():
            raise CommandError("Not everything that is due could be done; the log says why.")

    def preview(self):
        lines = [line for path in settings.PREVIEWS for line in import_string(path)()]
        for line in lines:
            self.stdout.write(line)
        self.stdout.write(f"{len(lines)} in all. Nothing was changed.")
