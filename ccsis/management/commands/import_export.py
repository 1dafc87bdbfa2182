from django.core.management.base import BaseCommand
from django.db import transaction

from ccsis.exports import loading
from ccsis.exports.reading import check
from ccsis.exports.telling import one_line
from ccsis.progress import Progress


class Command(BaseCommand):
    help = (
        "Reads what `export` wrote into an empty site: the same addresses, numbers and history. What `setup` made may "
        "be there and gives way. Everything is looked at first, and it is all or nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR", help="the folder that export wrote")
        parser.add_argument("--dry-run", action="store_true", help="only look whether it is whole and fits")

    def handle(self, *, folder, dry_run, **options):
        progress = Progress(self.stderr)
        try:
            with one_line(folder, "Nothing was changed."):
                found = check(folder, progress)
                told = self.try_out(folder, found) if dry_run else self.read_in(folder, found, progress)
        finally:
            progress.end()
        self.stdout.write(told)
        if found.with_contact_data:
            self.stderr.write(self.style.WARNING(LOUD))

    def try_out(self, folder, found):
        with transaction.atomic():
            loading.refuse_a_site_with_content()
        return (
            f"{folder} is whole: {found.row_count} rows of {len(found.rows)} kinds and {len(found.files)} files of "
            f"“{found.site}”, written by version {found.software}. It fits into this site. Nothing was changed."
        )

    def read_in(self, folder, found, progress):
        report = loading.load(folder, found, progress)
        return "\n".join(
            [
                f"Imported from {folder}: {report.rows} rows and {report.files} files of “{found.site}”.",
                *(f"{count} {change}." for change, count in sorted(report.changes.items())),
                NO_PASSWORDS,
            ]
        )


LOUD = "ATTENTION: this export holds contact data of contributors. Delete it when it has served."
NO_PASSWORDS = "Nobody has a password here yet: each sets one by the link “Set a new password” of the login page."
