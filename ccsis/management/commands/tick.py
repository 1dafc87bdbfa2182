from django.core.management.base import BaseCommand, CommandError

from ccsis import worker


class Command(BaseCommand):
    help = "Does everything that is due once and exits: for cron, and for trying things out."

    def handle(self, **options):
        done = worker.run_once() | worker.run_slow_once()
        for path, count in done.items():
            self.stdout.write(f"{path}: {'failed' if count is None else count}")
        if None in done.values():
            raise CommandError("Not everything that is due could be done; the log says why.")
