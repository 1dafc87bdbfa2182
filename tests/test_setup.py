"""`manage.py setup`: an empty site is ready to use after it, and a second run changes nothing."""

import re
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from articles.models import Disclaimer, Home, Kind, Page, Person, Region, Topic
from ccsis import roles
from ccsis.models import Letter, SiteSettings, User
from ccsis.slugs import RESERVED
from submissions.models import Call
from tests import checksum

pytestmark = pytest.mark.django_db


def setup(**options):
    out = StringIO()
    call_command("setup", stdout=out, **options)
    return out.getvalue()


def test_an_empty_site_gets_groups_pages_lists_and_an_open_call():
    told = setup()
    assert set(Group.objects.values_list("name", flat=True)) == set(roles.ROLES)
    assert list(Page.objects.values_list("slug", flat=True)) == [
        "about", "contact", "guidelines", "corrections-policy", "privacy",
    ]  # fmt: skip
    assert set(Disclaimer.objects.values_list("kind", flat=True)) == set(Kind.values)
    assert Topic.objects.count() >= 8
    assert Region.objects.filter(name__in=["Armenia", "Azerbaijan", "Georgia", "Türkiye", "Iran"]).count() == 5
    assert Person.objects.get(is_default_byline=True).name == "The Caucasus Center"
    assert Home.objects.count() == 1
    assert SiteSettings.objects.get().wordmark == "CCSIS"
    call = Call.objects.open().get()
    assert (call.slug, call.closes_at, call.asks_phone) == ("open", None, True)
    assert "/about/" in told and "open call" in told


def test_no_account_is_made_unasked():
    setup()
    assert User.objects.count() == 0
    assert Letter.objects.count() == 0


def test_a_second_run_changes_nothing():
    setup()
    before = checksum.of_all_tables()
    assert setup() == "Everything is there already, nothing was changed.\n"
    assert checksum.of_all_tables() == before


def test_what_editors_changed_stays_changed():
    setup()
    Topic.objects.get(name="Energy").delete()
    Page.objects.filter(slug="about").update(title="Who we are")
    SiteSettings.objects.update(strapline="")
    Call.objects.update(title="Write to us")
    before = checksum.of_all_tables()
    setup()
    assert checksum.of_all_tables() == before


def test_a_page_that_is_missing_comes_back():
    setup()
    Page.objects.get(slug="privacy").delete()
    assert setup() == "Made the pages /privacy/.\n"


def test_the_first_admin_is_invited_by_letter_once():
    setup(admin_email="Nino@Example.org", admin_name="Nino Abashidze")
    setup(admin_email="nino@example.org")
    user = User.objects.get()
    assert (user.email, user.username, user.name) == ("nino@example.org", "nino", "Nino Abashidze")
    assert not user.is_superuser and not user.has_usable_password()
    assert [group.name for group in user.groups.all()] == ["admin"]
    letter = Letter.objects.get()
    assert (letter.template, letter.recipient) == ("invitation", "nino@example.org")


def test_a_taken_user_name_gets_a_number():
    setup(admin_email="nino@example.org")
    setup(admin_email="nino@example.com")
    assert set(User.objects.values_list("username", flat=True)) == {"nino", "nino2"}


@pytest.mark.parametrize("local, username", [("9lives", "lives"), ("n.k+desk", "n-k-desk"), ("42", "admin")])
def test_any_address_gives_a_user_name(local, username):
    setup(admin_email=f"{local}@example.org")
    assert User.objects.get().username == username


def test_an_address_that_is_none_leaves_everything_as_it_was():
    with pytest.raises(CommandError, match="--admin-email nobody"):
        setup(admin_email="nobody")
    assert User.objects.count() == Page.objects.count() == 0


def test_the_address_that_letters_come_from_becomes_the_contact_address(settings):
    settings.DEFAULT_FROM_EMAIL = "The desk <desk@ccsis.example>"
    setup()
    assert SiteSettings.objects.get().contact_address == "desk@ccsis.example"


def test_the_first_pages_stand_at_free_addresses_and_link_to_pages_that_exist():
    setup()
    slugs = set(Page.objects.values_list("slug", flat=True))
    linked = set(re.findall(r'href="/([^"/]*)/?"', "".join(Page.objects.values_list("body", flat=True))))
    assert not slugs & RESERVED
    assert linked <= slugs | {"submit"}
