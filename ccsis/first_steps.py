"""The walk through the first days of a site: what is to be done first, by whom, and what is done already.

The steps stand in settings.FIRST_STEPS, in their order. Each is a function that takes nothing and gives a Step; whether
it is done is read from the data, so nobody has to tick anything off.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from ccsis.models import SiteSettings, User


@dataclass
class Way:
    """A link that does a step, for those who hold the permission."""

    label: str
    address: str
    permission: str


@dataclass
class Step:
    """`who` says whom to ask where one may not do it oneself. `state` and the ways that are left come from `walk`."""

    title: str
    text: str
    who: str
    is_done: bool
    ways: list = field(default_factory=list)
    state: str = ""


def walk(user):
    """The steps as this person meets them: done, next (the first that this person may do) or open; [] when all is done.

    Of each step only those ways are left that this person may go. Who may go none at all is shown none.
    """
    steps = [import_string(path)() for path in settings.FIRST_STEPS]
    has_next = False
    for step in steps:
        step.ways = [way for way in step.ways if user.has_perm(way.permission)]
        is_next = bool(step.ways) and not step.is_done and not has_next
        step.state = "done" if step.is_done else "next" if is_next else "open"
        has_next = has_next or is_next
    return steps if has_next else []


# The steps of the frame


def who_we_are():
    return Step(
        title=_("Say who you are"),
        text=_(
            "The name, one sentence on what you do, and the address that readers write to. They stand on every page "
            "and under every letter."
        ),
        who=_("an administrator or a publisher"),
        is_done=SiteSettings.objects.exclude(contact_address="").exists(),
        ways=[
            Way(
                _("To the site settings"),
                reverse("admin:ccsis_sitesettings_change", args=[SiteSettings.ONLY]),
                "ccsis.change_sitesettings",
            )
        ],
    )


def colleagues():
    return Step(
        title=_("Invite your colleagues"),
        text=_(
            "Each gets a letter with a link to choose a password, and a role: authors write, editors edit, publishers "
            "publish, moderators decide on simulations."
        ),
        who=_("an administrator"),
        is_done=User.objects.filter(is_active=True).count() > 1,
        ways=[Way(_("Invite somebody"), reverse("admin:ccsis_user_add"), "ccsis.add_user")],
    )
