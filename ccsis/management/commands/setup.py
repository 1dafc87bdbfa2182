from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.module_loading import import_string

from ccsis.start import invite_admin


class Command(BaseCommand):
    help = (
        "Makes an empty site ready for use: groups, settings, first pages, topics and regions, the standing open call. "
        "Safe to run again: it adds what is missing and changes nothing that is there."
    )

    def add_arguments(self, parser):
        parser.add_argument("--admin-email", metavar="ADDRESS", help="who manages accounts; is invited by letter")
        parser.add_argument("--admin-name", metavar="NAME", default="", help="the name of that person")

    @transaction.atomic
    def handle(self, *, admin_email, admin_name, verbosity, **options):
        made = [line for path in settings.SETUP_STEPS for line in import_string(path)()]
        if admin_email:
            made += self.invite(admin_email, admin_name)
        if verbosity:
            told = [f"Made {line}." for line in made] or ["Everything is there already, nothing was changed."]
            self.stdout.write("\n".join(told))

    def invite(self, email, name):
        try:
            return invite_admin(email, name)
        except ValidationError as error:
            raise CommandError(f"--admin-email {email}: {' '.join(error.messages)}") from None
