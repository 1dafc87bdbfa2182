from django.core.management.base import BaseCommand

from articles.searching import index


class Command(BaseCommand):
    help = (
        "Makes the index of search anew from what is published, a hundred pieces at a time, while the site serves. "
        "It may be broken off and begun again. Needed after a new version says so, or when search misses something."
    )

    def handle(self, *, verbosity, **options):
        def told(done):
            if verbosity and done % 1000 == 0:
                self.stdout.write(f"{done:,} …")

        done = index.rebuild(told=told)
        self.stdout.write(f"{done:,} pieces are in the index of search.")
