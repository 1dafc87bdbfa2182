from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.imports.export import UnreadableExport, open_export
from articles.imports.wordpress import Import


class Command(BaseCommand):
    help = (
        "Imports a WordPress export: posts, pages, authors, categories, tags, pictures, old addresses. Nothing is "
        "fetched from the network. Safe to run again: only what changed there is taken over, and never what staff "
        "changed here."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="the XML file from Tools → Export → All content")
        parser.add_argument("--uploads", metavar="DIR", help="the folder wp-content/uploads of the old server")
        parser.add_argument("--dry-run", action="store_true", help="change nothing, and print the same report")

    def handle(self, *, file, uploads, dry_run, **options):
        if uploads and not Path(uploads).is_dir():
            raise CommandError(f"{uploads}: there is no such folder. Nothing was imported.")
        try:
            with open_export(file, self._read) as export:
                report = Import(export, uploads, dry_run=dry_run).run(self._done)
        except UnreadableExport as error:
            raise CommandError(f"{error} Nothing was imported.") from None
        except KeyboardInterrupt:
            raise CommandError("Interrupted. What is imported so far is whole; run it again to go on.") from None
        finally:
            self._line("")
        if dry_run:
            self.stdout.write("Dry run: nothing was changed. An import would do this:")
        self.stdout.write(str(report))

    def _read(self, size):
        self._line(f"reading: {size / 1e6:.0f} MB")

    def _done(self, done, of):
        self._line(f"importing: {done} of {of}")

    def _line(self, text):
        """One line that is written over, and only where somebody looks at it."""
        if self.stderr.isatty():
            self.stderr.write(f"\r\033[K{text}", style_func=str, ending="")
            self.stderr.flush()
