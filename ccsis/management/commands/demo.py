from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from ccsis.demo import NAMES, AlreadyThere, Demo, OtherContent, chosen_password


class Command(BaseCommand):
    help = (
        "Fills the site with demo content and makes one demo account for each role. Runs once; refuses where the site "
        "has other content. The password is DEMO_PASSWORD, or random and printed once."
    )

    def add_arguments(self, parser):
        parser.add_argument("--anyway", action="store_true", help="also on a site that has content of its own")

    def handle(self, *, anyway, **options):
        try:
            demo = Demo(now=timezone.now(), password=chosen_password(), anyway=anyway)
        except ValidationError as error:
            raise CommandError(f"DEMO_PASSWORD cannot be used: {' '.join(error.messages)}") from None
        try:
            self.make(demo)
        except AlreadyThere:
            self.stdout.write("The demo is there already, nothing was changed.")
        except OtherContent as error:
            raise CommandError(f"{error} Nothing was changed. With --anyway the demo is added to it.") from None
        else:
            self.stdout.write(box(lines(demo.password)))

    @transaction.atomic
    def make(self, demo):
        call_command("setup", verbosity=0)
        for path in settings.DEMO_STEPS:
            import_string(path)(demo)


def lines(password):
    return [
        "The demo is made. Readers:  " + settings.SITE_URL + "/",
        "                   Staff:  " + settings.SITE_URL + "/admin/",
        "",
        "User names: " + ", ".join(NAMES),
        "Password of all of them, shown only now: " + password,
    ]


def box(rows):
    width = max(map(len, rows))
    edge = "─" * (width + 2)
    return "\n".join([f"┌{edge}┐", *(f"│ {row:<{width}} │" for row in rows), f"└{edge}┘"])
