"""What the demo is made of here: its notebook, its accounts, and the end of its letters.

The steps stand in settings.DEMO_STEPS. Each is called with the same Demo, in one transaction; what a later step needs
of an earlier one is written into it as plain things, so that the apps need not know each other.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.db.models import Q
from django.utils import timezone

from ccsis import environment as env
from ccsis import letters
from ccsis.models import Letter, SiteSettings, User

NAMES = {
    "author": "Nana Ghurtskaia",
    "editor": "Levan Metreladze",
    "publisher": "Anahit Zorabents",
    "moderator": "Murad Səlimbəyli",
    "reader": "Keti Bakuradze",
    "privacy": "Ilia Shonia",
    "admin": "Sona Ter-Avakyan",
}


class AlreadyThere(Exception):
    """The demo was made before."""


class OtherContent(Exception):
    """The site holds something that is not of the demo. The text says what."""


@dataclass
class Demo:
    """One making of the demo. Days count back from the one on which it is made; texts and numbers never change."""

    now: datetime
    password: str
    anyway: bool = False
    users: dict = field(default_factory=dict)  # by user name
    ids: dict = field(default_factory=dict)  # of rows that another app points to, by kind and name
    simulations: list = field(default_factory=list)  # what is to become of accepted ones: see submissions.demo

    def ago(self, days, clock="10:00"):
        """That time of day, so many days before today; days below zero lie ahead."""
        day = timezone.localtime(self.now).date() - timedelta(days=int(days))
        return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))


def chosen_password():
    """DEMO_PASSWORD, or a random one. Raises ValidationError where the one that is set would be too easy."""
    password = env.text("DEMO_PASSWORD")
    if password:
        validate_password(password)
    return password or "-".join(secrets.token_hex(3) for _n in range(3))


def make_accounts(demo):
    """One account for each role, all with the same password, none of them a superuser."""
    if User.objects.filter(email=_address("author")).exists():
        raise AlreadyThere
    taken = User.objects.filter(Q(username__in=NAMES) | Q(email__in=map(_address, NAMES)))
    if taken:
        raise OtherContent(f"The user name {taken[0].username} or its address belongs to somebody already.")
    for username, name in NAMES.items():
        user = User.objects.create_user(_address(username), username, name, demo.password)
        user.groups.add(Group.objects.get(name=username))
        demo.users[username] = user


def _address(username):
    return f"{username}@example.org"


def give_an_address(demo):
    """Readers find an address at the foot of the page, unless an editor chose one already."""
    SiteSettings.objects.filter(contact_address="").update(contact_address=_address("desk"))


def stop_letters(demo):
    """Nobody at example.org reads letters: those of the demo stay in the outbox, cancelled."""
    for letter in Letter.objects.waiting().filter(recipient__endswith="@example.org", created_at__gte=demo.now):
        letters.stop(letter)

