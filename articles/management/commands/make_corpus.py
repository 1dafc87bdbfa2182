from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from articles.corpus import making


class Command(BaseCommand):
    help = (
        "Fills the site with published pieces that nobody wrote, to rehearse and to measure with: in seven languages, "
        "over 25 years, with names, lists, notes, translations and corrections. The same number and seed give the same "
        "pieces. Refuses where the site has content of its own."
    )

    def add_arguments(self, parser):
        parser.add_argument("count", type=int, help="how many pieces")
        parser.add_argument("--seed", type=int, default=1, help="another number gives other pieces")
        parser.add_argument("--anyway", action="store_true", help="also on a site that has content of its own")

        parser.add_argument(
            "--find-later", action="store_true", help="leave the index of search, half of the work, to the worker"
        )

    def handle(self, *, count, seed, anyway, find_later, verbosity, **options):
        if count < 1:
            raise CommandError("Say how many pieces: 1 or more. Nothing was made.")
        call_command("setup", verbosity=0)
        try:
            told = self._told(count, verbosity)
            making.make(count, seed=seed, anyway=anyway, find_later=find_later, told=told)
        except making.OtherContent as error:
            raise CommandError(f"{error} Nothing was made. With --anyway the corpus is added to it.") from None
        if verbosity:
            self.stdout.write(f"{count:,} pieces were made.")

    def _told(self, count, verbosity):
        """A line for every ten thousand of them."""
        last = 0

        def told(done):
            nonlocal last
            if verbosity and done // 10_000 > last and done < count:
                last = done // 10_000
                self.stdout.write(f"{done:,} of {count:,}")

        return told
