from django.core.management.base import BaseCommand

from ccsis import trail
from ccsis.exports.telling import one_line
from ccsis.exports.writing import export
from ccsis.progress import Progress


class Command(BaseCommand):
    help = (
        "Writes the whole site into a new folder, as lines of JSON and files: texts with their history, people, "
        "taxonomy, pictures, submissions, accounts, settings. Passwords, sessions and letters are never in it."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR", help="a folder that does not exist yet, or is empty")
        parser.add_argument(
            "--with-contact-data",
            action="store_true",
            help="also the e-mail addresses and telephone numbers of contributors",
        )

    def handle(self, *, folder, with_contact_data, **options):
        progress = Progress(self.stderr)
        try:
            with one_line(folder, "Nothing was exported."):
                written = export(folder, with_contact=with_contact_data, tell=progress)
        finally:
            progress.end()
        trail.record(trail.Action.EXPORTED, with_contact_data=with_contact_data)
        self.stdout.write(summary(folder, written))
        for path in written.missing_files:
            self.stderr.write(self.style.WARNING(f"A row names {path}, and there is no such file."))
        if with_contact_data:
            self.stderr.write(self.style.WARNING(LOUD))


LOUD = (
    "ATTENTION: this export holds the e-mail addresses and telephone numbers of contributors, who gave them for one "
    "purpose. Nobody may read it who has not the right to see contact data. Delete it when it has served."
)
WITHOUT = "Contact data of contributors is not in it; --with-contact-data would write it."
KEEP = (
    "Unpublished texts and the names and addresses of staff are in it, so keep it as safe as the database. "
    "What is left out, and why, stands in manifest.json."
)


def summary(folder, written):
    counts = f"{written.row_count} rows of {len(written.rows)} kinds and {len(written.files)} files"
    lines = [f"Exported to {folder}: {counts}, {written.bytes / 1e6:.1f} MB.", KEEP]
    return "\n".join(lines if written.with_contact_data else [*lines, WITHOUT])
