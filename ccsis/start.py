"""What an empty site needs of the frame: the cache table, the groups, the site settings, a first person who may invite.

Each step adds what is missing, touches nothing else, and gives a line for each thing that it made.
"""

import re
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from ccsis import roles
from ccsis.accounts.letters import invite
from ccsis.models import SiteSettings, User, folded
from ccsis.scripts import slugify

STRAPLINE = "Independent analysis of the South Caucasus and its neighbours, and simulations sent by readers."
FOOTER = (
    "Independent analysis of the South Caucasus and its neighbours, and simulations sent by readers. "
    "Every piece is numbered, dated and corrected in public."
)
WORDINGS = {
    "ru": {
        "name": "Кавказский центр стратегических и международных исследований",
        "strapline": "Независимая аналитика о Южном Кавказе и его соседях и симуляции, присланные читателями.",
        "footer": (
            "Независимая аналитика о Южном Кавказе и его соседях и симуляции, присланные читателями. "
            "У каждого материала есть номер и дата, а исправления мы делаем открыто."
        ),
    },
    "fa": {
        "name": "مرکز مطالعات راهبردی و بین‌المللی قفقاز",
        "strapline": "تحلیل مستقل دربارهٔ قفقاز جنوبی و همسایگانش، و شبیه‌سازی‌هایی که خوانندگان فرستاده‌اند.",
        "footer": (
            "تحلیل مستقل دربارهٔ قفقاز جنوبی و همسایگانش، و شبیه‌سازی‌هایی که خوانندگان فرستاده‌اند. "
            "هر نوشته شماره و تاریخ دارد و آشکارا تصحیح می‌شود."
        ),
    },
}


def make_cache_table():
    """The table that rate limits live in, where the cache is the database."""
    before = connection.introspection.table_names()
    call_command("createcachetable", verbosity=0)
    made = set(connection.introspection.table_names()) - set(before)
    return [f"the table of the cache, {name}" for name in sorted(made)]


def make_groups():
    before = _rights()
    roles.ensure_groups()
    return [] if _rights() == before else [f"the groups and their rights: {', '.join(roles.ROLES)}"]


def _rights():
    return set(Group.objects.values_list("name", "permissions"))


def make_site_settings():
    if SiteSettings.objects.exists():
        return []
    site = SiteSettings(pk=SiteSettings.ONLY, strapline=STRAPLINE, footer=FOOTER, wordings=WORDINGS)
    site.contact_address = _own_address()
    site.save()
    return [f"the settings of the site: {site.name}"]


def keep_tagging_entity():
    """The domain and the day that begin the ids of feeds, once and for ever: on the first day in public."""
    if settings.IS_LOCAL_TRIAL:
        return []
    entity = f"{urlsplit(settings.SITE_URL).hostname},{timezone.now():%Y-%m-%d}"
    kept = SiteSettings.objects.filter(pk=SiteSettings.ONLY, tagging_entity="").update(tagging_entity=entity)
    return [f"the beginning of all ids in feeds: tag:{entity}"] if kept else []


def _own_address():
    """The address that letters come from, unless nobody has set one."""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return "" if address.endswith("@localhost") else address


def invite_admin(email, name=""):
    """Make an account that may invite all others, and send it a letter. Gives lines, none where it is there already."""
    email = folded(email)
    if User.objects.filter(email=email).exists():
        return []
    user = User(email=email, username=_free_username(email), name=name or email.split("@")[0])
    user.set_unusable_password()
    user.full_clean()
    user.save()
    user.groups.add(Group.objects.get(name="admin"))
    invite(user, by=SiteSettings.load())
    return [f"an account for {email}, who is sent a letter with a link to set a password"]


def _free_username(email):
    base = re.sub(r"^[^a-z]+", "", slugify(email.split("@")[0], fallback="admin"))[:36] or "admin"
    name, n = base, 1
    while User.objects.filter(username=name).exists():
        n += 1
        name = f"{base}{n}"
    return name
