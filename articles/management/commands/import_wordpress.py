from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from articles.imports import mapping
from articles.imports.export import UnreadableExport, open_export
from articles.imports.wordpress import Import
from ccsis import tables

WIDTH = 30
HANDED_ON = ("dry_run", "fetch", "revisions", "all_pictures", "category_base", "tag_base")  # to the Import as they are
GO_ON = "What is imported so far is whole; run it again to go on."


class Command(BaseCommand):
    help = (
        "Imports a WordPress export: posts, pages, authors, categories, tags, pictures, old addresses. Nothing is "
        "fetched from the network without --fetch. Safe to run again: only what changed there is taken over, and "
        "never what staff changed here."
    )

    def add_arguments(self, parser):
        add = parser.add_argument
        add("file", nargs="+", help="the XML file from Tools → Export → All content, or all the files of one site")
        add("--uploads", metavar="DIR", help="the folder wp-content/uploads of the old server")
        add(
            "--fetch", action="store_true", help="fetch pictures that are not there from the old site, and only from it"
        )
        add("--dry-run", action="store_true", help="change nothing, and print the same report")
        add("--map", dest="table", metavar="FILE", help="a table (CSV) that says what becomes of categories and tags")
        add(
            "--write-map", metavar="FILE", help="write such a table of all the categories, to be edited; import nothing"
        )
        add("--csv", metavar="FILE", help="write the report as a table too, every item on a line")
        add("--revisions", action="store_true", help="keep what new pieces were before as their history")
        add("--all-pictures", action="store_true", help="take pictures along that no piece shows")
        add("--category-base", default="category", metavar="WORD", help="what stands before categories in addresses")
        add("--tag-base", default="tag", metavar="WORD", help="what stands before tags in addresses")

    def handle(self, *, file, uploads, csv, write_map, **options):
        if uploads and not Path(uploads).is_dir():
            raise CommandError(f"{uploads}: there is no such folder. Nothing was imported.")
        self.size = sum(Path(path).stat().st_size for path in file if Path(path).is_file())
        try:
            with open_export(file, self._read) as export:
                if write_map:
                    return self._write_map(export, options["table"], write_map)
                report = self._import(export, uploads, csv, **options)
                self._line("")
                self._print(report, options["dry_run"])
        except (UnreadableExport, mapping.BadTable) as error:
            raise CommandError(f"{error} Nothing was imported.") from None
        except KeyboardInterrupt:
            raise CommandError(f"Interrupted. {GO_ON}") from None
        except (OSError, DatabaseError) as error:
            raise CommandError(f"Broken off: {_reason(error)}. {GO_ON}") from None
        finally:
            self._line("")

    def _import(self, export, uploads, csv, *, table, **options):
        table = mapping.read(table, export) if table else None
        if csv:
            self._try(csv)
        wanted = {name: options[name] for name in HANDED_ON}
        report = Import(export, uploads, table=table, **wanted).run(self._done)
        if csv:
            report.write_csv(csv)
        return report

    def _try(self, path):
        """Raise CommandError now and not after the import where a file cannot be written."""
        try:
            with open(path, "a"):
                pass
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}. Nothing was imported.") from None

    def _write_map(self, export, table, path):
        guide = mapping.Guide(export, mapping.read(table, export) if table else None)
        self._try(path)
        with tables.open_csv(path) as file:
            tables.write_csv(file, [mapping.COLUMNS, *guide.rows()])
        self.stdout.write(f"{path}: edit the columns “becomes” and “here”, then import with --map {path}.")

    def _print(self, report, is_dry):
        if is_dry:
            self.stdout.write("Dry run: nothing was changed. An import would do this:")
        for line in report.text():
            self.stdout.write(line)

    # How far it is

    def _read(self, size):
        self._bar("reading", size, self.size)

    def _done(self, done, of):
        self._bar("importing", done, of)

    def _bar(self, word, done, of):
        share = min(1.0, done / of) if of else 1.0
        if (word, int(share * 1000)) != getattr(self, "shown", None):
            self.shown = (word, int(share * 1000))
            self._line(f"{word} [{'#' * round(share * WIDTH):<{WIDTH}}] {share:.1%}")

    def _line(self, text):
        """One line that is written over, and only where somebody looks at it."""
        if self.stderr.isatty():
            self.stderr.write(f"\r\033[K{text}", style_func=str, ending="")
            self.stderr.flush()


def _reason(error):
    return getattr(error, "strerror", None) or str(error).splitlines()[0]
