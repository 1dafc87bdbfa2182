from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from articles.word import bringing, telling
from ccsis.models import User


class Command(BaseCommand):
    help = (
        "Imports Word documents (.docx) as drafts: headings, lists, tables, quotes, pictures, footnotes and endnotes. "
        "Nothing is published. Prints one line for each file; -v 2 tells where things were left out."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="+", help="a .docx file")
        parser.add_argument("--dry-run", action="store_true", help="change nothing, and print the same lines")
        parser.add_argument("--again", action="store_true", help="make a new draft also of a file that is here already")
        parser.add_argument("--by", metavar="NAME", help="the user name of whoever brings them: the drafts are theirs")

    def handle(self, *, file, dry_run, again, by, verbosity, **options):
        user = self._user(by)
        failed = 0
        for path in file:
            try:
                report = self._bring(Path(path), user, dry_run, again)
            except (bringing.NotBrought, OSError, DatabaseError) as error:
                failed += 1
                self.stderr.write(f"{path}: {error}")
            else:
                if verbosity > 1 and report:
                    self._tell(report)
        if failed:
            raise CommandError(f"{failed} of {len(file)} files did not come.")

    def _user(self, name):
        user = User.objects.filter(username=name).first() if name else None
        if name and user is None:
            raise CommandError(f"There is no account {name}. Nothing was imported.")
        if user and not user.has_perm("articles.add_article"):
            raise CommandError(f"{name} may not begin pieces. Nothing was imported.")
        return user

    def _bring(self, path, user, dry_run, again):
        """Bring one file and print its line. Gives its report, or None where it is here already."""
        found = bringing.look(path, path.name)
        here = bringing.here_already(found.sha256)
        if here and not again:
            self.stdout.write(f"{path}: here already as piece {here[0].pk}, “{here[0]}”. --again makes another draft.")
            return None
        if dry_run:
            self.stdout.write(f"{path}: {telling.line(found.report)}")
        else:
            article = bringing.keep(found, by=user)
            self.stdout.write(f"{path}: {telling.line(found.report)} → piece {article.pk}")
        return found.report

    def _tell(self, report):
        for row in report["left_out"]:
            detail = f" “{row['detail']}”" if row["detail"] else ""
            self.stdout.write(f"    {row['what']}{detail} {row['place']} {row['remark']}".rstrip())
        for sentence in [*report["guesses"], *report["changes"]]:
            self.stdout.write(f"    {sentence}")
