from django.core.management.base import BaseCommand, CommandError

from ccsis.accounts import factors
from ccsis.accounts.backend import find


class Command(BaseCommand):
    help = (
        "Takes the second factor of an account away, with its recovery codes, where nobody is left who could do it on "
        "the desk. It is logged out everywhere, gets a letter, and sets up a new one after its next login."
    )

    def add_arguments(self, parser):
        parser.add_argument("account", metavar="NAME", help="a user name or an e-mail address")

    def handle(self, *, account, **options):
        user = find(account)
        if user is None:
            raise CommandError(f"There is no account {account}.")
        if not factors.reset(user):
            raise CommandError(f"{user.username} has no second factor. Nothing was changed.")
        self.stdout.write(f"{user.username} logs in with the password now, and sets up a new second factor.")
