import re
from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY, authenticate
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import Group
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from ccsis import letters
from ccsis.accounts import known_browser
from ccsis.accounts import letters as account_letters
from ccsis.models import Letter, Redirect, SiteSettings, User
from tests import make

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
NEW = "nine-apricots-under-kazbek"


def log_in(client, name, password=make.PASSWORD, **more):
    return client.post(LOGIN, {"username": name, "password": password}, **more)


def user_of(client):
    return client.session.get(SESSION_KEY)


def is_in(client):
    return client.get("/accounts/password/").status_code == 200


def link_in_last_letter():
    letters.send_due()
    return re.search(r"http://testserver(/accounts/password/set/\S+)", mail.outbox[-1].body).group(1)


def set_password(client, address, password=NEW, again=None):
    page = client.get(address, follow=True)
    fields = {"new_password1": password, "new_password2": again or password}
    return client.post(page.redirect_chain[-1][0] if page.redirect_chain else address, fields)


# What an account is


def test_addresses_and_user_names_are_kept_folded():
    user = User.objects.create_user(" Nino@Example.ORG ", "Nino", "Nino Kapanadze")
    assert (user.email, user.username, str(user)) == ("nino@example.org", "nino", "Nino Kapanadze")
    assert User.objects.get_by_natural_key("NINO@example.org ") == user
    assert not user.has_usable_password()


def test_the_database_refuses_an_unfolded_address():
    user = make.user()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(email="Nino@example.org")


def test_the_same_address_in_other_letters_is_the_same():
    make.user(email="nino@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        make.user(email="NINO@example.org")


# Login


@pytest.mark.parametrize("name", ["nino", "NINO", "nino@example.org", " Nino@Example.org "])
def test_staff_log_in_with_address_or_user_name(client, name):
    user = make.user(username="nino")
    response = log_in(client, name)
    assert (response.status_code, response["Location"]) == (302, reverse("admin:index"))
    assert user_of(client) == str(user.pk)


@pytest.mark.parametrize("fields", [{"is_active": False}, {"password": None}])
def test_who_is_deactivated_or_only_invited_cannot_log_in(client, fields):
    make.user(username="nino", **fields)
    log_in(client, "nino")
    assert user_of(client) is None


def test_a_wrong_name_and_a_wrong_password_are_answered_alike(client):
    make.user(username="nino")
    pages = [log_in(client, name, "wrong").content.decode() for name in ("nino", "nana")]
    without_name = [re.sub(r'value="[^"]*"', "", page) for page in pages]
    assert without_name[0] == without_name[1]
    assert "The name and the password do not belong together." in pages[0]
    assert 'value="nino"' in pages[0]


@pytest.mark.parametrize("name", ["nino", "nana", "invited", "gone", "nobody@example.org"])
def test_an_unknown_name_costs_as_much_as_a_wrong_password(monkeypatch, name):
    make.user(username="nino")
    make.user(username="invited", password=None)
    make.user(username="gone", is_active=False)
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *given: hashed.append(given[1]) or encode(*given))
    assert authenticate(None, username=name, password="wrong") is None
    assert len(hashed) == 1


def test_login_begins_a_new_session(client):
    make.user(username="nino")
    session = client.session
    session["planted"] = "yes"
    session.save()
    before = client.session.session_key
    log_in(client, "nino")
    assert client.session.session_key != before


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "\t//evil.example",
    ],
)
def test_after_login_nobody_is_led_to_another_site(client, target):
    make.user(username="nino")
    response = client.post(LOGIN, {"username": "nino", "password": make.PASSWORD, "next": target})
    assert response["Location"] == reverse("admin:index")


def test_after_login_one_comes_where_one_wanted_to(client):
    make.user(username="nino")
    response = client.post(LOGIN, {"username": "nino", "password": make.PASSWORD, "next": "/accounts/password/"})
    assert response["Location"] == "/accounts/password/"


def test_errors_stand_beside_their_fields_and_on_top(client):
    page = client.post(LOGIN, {"username": "", "password": ""}).content.decode()
    assert 'aria-describedby="id_username_error"' in page
    assert '<p class="error-text" id="id_username_error">' in page
    assert '<a href="#id_username">Write your e-mail address or your user name.</a>' in page
    assert "<title>Error: Log in" in page


def test_logging_out_is_a_post_and_ends_the_session(client):
    client.force_login(make.user())
    assert client.get("/accounts/logout/").status_code == 405
    assert is_in(client)
    client.post("/accounts/logout/")
    assert not is_in(client)


def test_the_desk_has_the_same_login(client):
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/login/?next=%2Fadmin%2F"


# Guessing passwords


def guess(client, name="nino", address="192.0.2.66", times=1):
    return [log_in(client, name, f"guess {n}", REMOTE_ADDR=address).status_code for n in range(times)]


def test_guessing_is_slowed_down_with_a_sentence(client):
    make.user(username="nino")
    assert guess(client, times=10) == [200] * 8 + [429] * 2
    response = log_in(client, "nino", REMOTE_ADDR="192.0.2.66")
    assert (response.status_code, response["Retry-After"]) == (429, "300")
    assert "Wait 5 minutes, then try again." in response.content.decode()
    assert user_of(client) is None


def test_another_address_in_a_header_does_not_help(client):
    make.user(username="nino")
    guess(client, times=8)
    response = log_in(client, "nino", REMOTE_ADDR="192.0.2.66", HTTP_X_FORWARDED_FOR="198.51.100.1")
    assert response.status_code == 429


def test_the_name_in_another_form_is_the_same_account(client):
    make.user(username="nino")
    guess(client, times=8)
    assert guess(client, name=" NINO ") == [429]


def test_blanks_before_the_name_are_no_other_account(client):
    make.user(username="nino")
    assert [guess(client, " " * blanks + "nino", times=4)[-1] for blanks in (0, 250, 252, 254, 300)] == [
        *[200, 200],
        *[429, 429, 429],
    ]


def test_one_address_cannot_try_many_accounts(client):
    answers = [guess(client, name=f"user{n}")[0] for n in range(41)]
    assert answers == [200] * 40 + [429]


def test_a_stranger_does_not_lock_the_owner_out(client):
    make.user(username="nino")
    guess(client, times=10)
    assert log_in(client, "nino", REMOTE_ADDR="203.0.113.5").status_code == 302


def at_most(settings, tries):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_account": f"{tries}/5m/key"}


def test_many_strangers_do_not_lock_the_owners_browser_out(client, settings):
    at_most(settings, 3)
    make.user(username="nino")
    log_in(client, "nino")
    client.post("/accounts/logout/")
    strangers = type(client)()
    assert [guess(strangers, address=f"192.0.2.{n}")[0] for n in range(5)] == [200] * 3 + [429] * 2
    assert log_in(strangers, "nino").status_code == 429
    assert log_in(client, "nino@example.org").status_code == 302


def test_the_mark_of_a_known_browser_is_good_for_its_owner_only_and_cannot_be_made(client, settings):
    make.user(username="nino")
    ann = make.user(username="ann")
    log_in(client, "ann")
    at_most(settings, 0)
    assert log_in(client, "nino").status_code == 429
    client.cookies[known_browser.COOKIE] = f"{ann.pk}:made:up"
    assert log_in(client, "ann").status_code == 429


def test_right_passwords_do_not_count(client):
    make.user(username="nino")
    assert [log_in(client, "nino").status_code for _n in range(12)] == [302] * 12


# Invitation and forgotten passwords


def test_an_invitation_leads_to_a_password_and_a_login(client):
    user = make.user(username="nino", password=None, name="Nino")
    account_letters.invite(user, by=make.user(name="Ann Admin"))
    address = link_in_last_letter()
    assert mail.outbox[-1].to == ["nino@example.org"]
    assert "Ann Admin has made an account for you" in mail.outbox[-1].body
    assert address not in Letter.objects.get(template="invitation").text
    response = set_password(client, address)
    assert response["Location"] == "/accounts/password/set/done/"
    assert log_in(client, "nino", NEW).status_code == 302


def test_a_link_holds_once_and_not_for_ever(client, settings):
    user = make.user(username="nino")
    account_letters.password_reset(user)
    address = link_in_last_letter()
    set_password(client, address)
    assert "This link has ended" in client.get(address, follow=True).content.decode()
    account_letters.password_reset(user)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "This link has ended" in client.get(link_in_last_letter(), follow=True).content.decode()


def test_opening_a_link_does_not_use_it_up(client):
    account_letters.password_reset(make.user(username="nino"))
    address = link_in_last_letter()
    for _n in range(2):
        type(client)().get(address, follow=True)
    set_password(client, address)
    assert log_in(client, "nino", NEW).status_code == 302


def test_the_secret_does_not_stay_in_the_address(client):
    account_letters.password_reset(make.user())
    address = link_in_last_letter()
    response = client.get(address)
    assert response.status_code == 302
    assert address.rsplit("/", 2)[1] not in response["Location"]


@pytest.mark.parametrize("end", [User.end_sessions, User.deactivate])
def test_links_end_with_the_sessions(client, end):
    user = make.user()
    account_letters.password_reset(user)
    address = link_in_last_letter()
    end(user)
    assert "This link has ended" in client.get(address, follow=True).content.decode()


def test_a_letter_to_somebody_deactivated_meanwhile_does_not_leave():
    user = make.user()
    letter = account_letters.password_reset(user)
    user.deactivate()
    assert letters.send_due() == 0
    letter.refresh_from_db()
    assert letter.status == Letter.Status.CANCELLED


def test_whether_there_is_an_account_is_not_told(client):
    make.user(email="nino@example.org")
    make.user(email="gone@example.org", is_active=False)
    answers = [
        client.post("/accounts/password/reset/", {"email": email}, follow=True)
        for email in ("NINO@example.org", "nobody@example.org", "gone@example.org")
    ]
    assert len({(answer.status_code, answer.content) for answer in answers}) == 1
    assert list(Letter.objects.values_list("template", "recipient")) == [("password_reset", "nino@example.org")]


def test_nobody_can_fill_a_mailbox_and_it_is_not_told(client):
    make.user(email="nino@example.org")
    answers = [client.post("/accounts/password/reset/", {"email": "nino@example.org"}).status_code for _n in range(5)]
    assert answers == [302] * 5
    assert Letter.objects.count() == 3


def test_one_address_cannot_ask_for_many_mailboxes(client):
    answers = [client.post("/accounts/password/reset/", {"email": f"{n}@example.org"}) for n in range(11)]
    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert answers[-1]["Retry-After"] == "3600"
    assert 'value="10@example.org"' in answers[-1].text


def test_a_link_is_built_from_the_configured_address_of_the_site(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    make.user(email="nino@example.org")
    client.post("/accounts/password/reset/", {"email": "nino@example.org"}, HTTP_HOST="evil.example")
    assert link_in_last_letter()
    assert "evil.example" not in mail.outbox[-1].body


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("short", None, "This password is too short"),
        ("q1w2e3r4t5y6", None, "This password is too common"),
        (NEW, NEW + "!", "The two passwords differ."),
        ("x" * 1001, None, "at most 1000 characters"),
        ("", "", "Write a new password."),
    ],
)
def test_a_poor_password_is_refused_in_words(client, password, again, sentence):
    account_letters.password_reset(make.user(username="nino"))
    page = set_password(client, link_in_last_letter(), password, again).content.decode()
    assert sentence in page
    assert log_in(client, "nino").status_code == 302


# Sessions


def test_changing_the_password_ends_the_other_sessions_and_tells_the_owner(client):
    user = make.user()
    here, elsewhere = type(client)(), type(client)()
    here.force_login(user)
    elsewhere.force_login(user)
    fields = {"old_password": make.PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert here.post("/accounts/password/", fields, follow=True).status_code == 200
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert list(Letter.objects.values_list("template", "recipient")) == [("password_changed", user.email)]


def test_the_old_password_is_needed_for_a_new_one(client):
    user = make.user()
    client.force_login(user)
    fields = {"old_password": "wrong", "new_password1": NEW, "new_password2": NEW}
    assert "This is not your present password." in client.post("/accounts/password/", fields).content.decode()
    assert not Letter.objects.exists()


def test_setting_a_password_by_link_ends_all_sessions(client):
    user = make.user()
    elsewhere = type(client)()
    elsewhere.force_login(user)
    account_letters.password_reset(user)
    set_password(client, link_in_last_letter())
    assert not is_in(elsewhere)


def test_deactivating_ends_the_sessions_for_good(client):
    user = make.user()
    client.force_login(user)
    user.deactivate()
    assert not is_in(client)
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert not is_in(client)


def test_sessions_outlive_a_change_of_the_secret_but_not_their_end(client, settings):
    user = make.user()
    client.force_login(user)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another secret key " * 4
    assert user.get_session_auth_hash() not in list(user.get_session_auth_fallback_hash())
    fallbacks = list(user.get_session_auth_fallback_hash())
    user.end_sessions()
    assert set(fallbacks).isdisjoint(user.get_session_auth_fallback_hash())


# Accounts on the desk


def change(client, user, **fields):
    address = reverse("admin:ccsis_user_change", args=[user.pk])
    values = {"email": user.email, "name": user.name, "username": user.username, "is_active": "on", **fields}
    return client.post(address, {name: value for name, value in values.items() if value is not None})


@pytest.fixture
def admin_client(client):
    client.force_login(make.user("admin", username="admin"))
    return client


def test_an_admin_invites_a_colleague_without_knowing_a_password(admin_client):
    editors = make.user("editor").groups.get()
    response = admin_client.post(
        reverse("admin:ccsis_user_add"),
        {"email": "Nino@Example.org", "name": "Nino", "username": "Nino", "groups": [editors.pk]},
    )
    assert response.status_code == 302
    nino = User.objects.get(username="nino")
    assert (nino.email, list(nino.groups.all()), nino.has_usable_password()) == ("nino@example.org", [editors], False)
    assert (nino.is_staff, nino.is_superuser) == (True, False)
    assert list(Letter.objects.values_list("template", "recipient")) == [("invitation", "nino@example.org")]


def test_an_invitation_goes_again_only_to_who_waits_for_it(admin_client):
    waiting, inside, gone = make.user(password=None), make.user(), make.user(password=None, is_active=False)
    fields = {"action": "invite_again", "_selected_action": [waiting.pk, inside.pk, gone.pk]}
    admin_client.post(reverse("admin:ccsis_user_changelist"), fields)
    assert list(Letter.objects.values_list("recipient", flat=True)) == [waiting.email]


def test_nobody_becomes_a_superuser_through_an_admin(admin_client):
    user = make.user("editor")
    change(admin_client, user, is_superuser="on", groups=[])
    user.refresh_from_db()
    assert (user.is_superuser, user.groups.count()) == (False, 0)


def test_an_admin_cannot_take_over_a_superuser(admin_client):
    boss = make.user(is_superuser=True)
    assert change(admin_client, boss, email="mine@example.org").status_code == 403
    fields = {"action": "deactivate", "_selected_action": [boss.pk]}
    admin_client.post(reverse("admin:ccsis_user_changelist"), fields)
    boss.refresh_from_db()
    assert (boss.email, boss.is_active) == (f"{boss.username}@example.org", True)


def test_an_admin_changes_no_rights_of_the_own_account(admin_client):
    own = User.objects.get(username="admin")
    privacy = make.user("privacy").groups.get()
    change(admin_client, own, groups=[privacy.pk], is_superuser="on", is_active=None)
    own.refresh_from_db()
    assert [group.name for group in own.groups.all()] == ["admin"]
    assert (own.is_superuser, own.is_active) == (False, True)


def test_who_may_not_assign_roles_gives_only_rights_that_are_held(client):
    keeper = make.user("reader")
    keeper.user_permissions.add(*Group.objects.get(name="admin").permissions.exclude(codename="assign_roles"))
    client.force_login(keeper)
    readers, publishers = Group.objects.get(name="reader"), Group.objects.get(name="publisher")
    nobody, publisher = make.user(), make.user("publisher")
    assert change(client, nobody, groups=[publishers.pk]).status_code == 200
    assert list(nobody.groups.all()) == []
    assert change(client, nobody, groups=[readers.pk]).status_code == 302
    assert list(nobody.groups.all()) == [readers]
    assert change(client, publisher, email="mine@example.org").status_code == 403


def test_other_roles_do_not_see_accounts(client):
    for role in ("author", "editor", "publisher", "moderator", "reader", "privacy"):
        client.force_login(make.user(role))
        assert client.get(reverse("admin:ccsis_user_changelist")).status_code == 403


def test_deactivating_on_the_desk_ends_the_sessions(admin_client, client):
    user, other = make.user(), make.user()
    theirs, others = type(client)(), type(client)()
    theirs.force_login(user)
    others.force_login(other)
    change(admin_client, user, is_active=None)
    fields = {"action": "deactivate", "_selected_action": [other.pk, User.objects.get(username="admin").pk]}
    admin_client.post(reverse("admin:ccsis_user_changelist"), fields)
    assert (is_in(theirs), is_in(others)) == (False, False)
    User.objects.filter(pk__in=[user.pk, other.pk]).update(is_active=True)
    assert (is_in(theirs), is_in(others)) == (False, False)
    assert is_in(admin_client)


def test_a_new_address_is_told_at_the_old_one(admin_client):
    user = make.user(email="old@example.org")
    change(admin_client, user, email="new@example.org")
    assert list(Letter.objects.values_list("template", "recipient")) == [("address_changed", "old@example.org")]


@pytest.mark.parametrize("question", ["password__startswith=md5", "session_version__gt=0", "groups__name=editor"])
def test_no_question_in_the_address_tells_a_password(admin_client, question):
    make.user("editor", username="nino")
    assert admin_client.get(f"{reverse('admin:ccsis_user_changelist')}?{question}").status_code == 400
    active = admin_client.get(f"{reverse('admin:ccsis_user_changelist')}?is_active__exact=1&groups__id__exact=1")
    assert active.status_code == 200


def test_accounts_are_never_deleted(admin_client):
    user = make.user()
    assert admin_client.post(reverse("admin:ccsis_user_delete", args=[user.pk]), {"post": "yes"}).status_code == 403
    admin_client.post(
        reverse("admin:ccsis_user_changelist"),
        {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"},
    )
    assert User.objects.filter(pk=user.pk).exists()


def test_the_list_of_accounts_costs_the_same_however_many_there_are(admin_client, django_assert_max_num_queries):
    for role in ("author", "editor", "publisher", "moderator"):
        make.user(role)
    with django_assert_max_num_queries(10):
        admin_client.get(reverse("admin:ccsis_user_changelist"))


# Site settings, letters and redirects on the desk


def settings_fields(**fields):
    site = SiteSettings.load()
    names = "name wordmark strapline contact_address footer mail_signature licence_name licence_address".split()
    management = {"links-TOTAL_FORMS": "1", "links-INITIAL_FORMS": "0"}
    link = {"links-0-label": "", "links-0-address": "", "links-0-position": "0"}
    return {name: getattr(site, name) for name in names} | management | link | fields


@pytest.mark.parametrize("role", ["publisher", "admin"])
def test_a_chief_editor_changes_the_settings_and_their_links(client, role):
    client.force_login(make.user(role))
    page = client.get(reverse("admin:ccsis_sitesettings_changelist"), follow=True)
    address = page.redirect_chain[-1][0]
    assert not SiteSettings.objects.exists()  # looking at them writes nothing
    link = {"links-0-label": "About", "links-0-address": "/about/"}
    assert client.post(address, settings_fields(name="The Centre", **link)).status_code == 302
    site = SiteSettings.load()
    assert (site.pk, site.name) == (1, "The Centre")
    assert [(link.label, link.address) for link in site.footer_links] == [("About", "/about/")]


def test_settings_are_read_in_one_query_with_all_their_links(django_assert_num_queries):
    site = SiteSettings(pk=1, name="The Centre")
    site.save()
    for position, label in enumerate(["Third", "First", "Second"]):
        site.links.create(label=label, address="/x/", position=(position - 1) % 3)
    with django_assert_num_queries(1):
        site = SiteSettings.load()
        assert [link.label for link in site.footer_links] == ["First", "Second", "Third"]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//evil.example", "about", "https://a b"])
def test_a_link_in_the_footer_leads_to_a_page(client, address):
    client.force_login(make.user("admin"))
    link = {"links-0-label": "About", "links-0-address": address}
    response = client.post(reverse("admin:ccsis_sitesettings_change", args=[1]), settings_fields(**link))
    assert (response.status_code, SiteSettings.load().footer_links) == (200, [])


def letter_pages(client, letter):
    addresses = [reverse("admin:ccsis_letter_changelist"), reverse("admin:ccsis_letter_change", args=[letter.pk])]
    return "".join(client.get(address).content.decode() for address in addresses)


@pytest.mark.parametrize("role", ["admin", "privacy"])
def test_a_letter_to_an_outsider_is_masked_in_the_outbox(client, role):
    client.force_login(make.user(role))
    letter = Letter.objects.create(
        template="received", recipient="canary@outside.example", subject="canary", text="Dear Canary", status="sent"
    )
    page = letter_pages(client, letter)
    assert ("canary@outside.example" in page, "Dear Canary" in page) == (False, False)
    assert "c…@o…" in page
    found = client.get(reverse("admin:ccsis_letter_changelist"), {"q": "canary@outside"}).content.decode()
    assert "1 letter" not in found


@pytest.mark.parametrize("role", ["admin", "privacy"])
def test_what_a_mail_server_said_of_an_outsider_is_masked_too(client, role):
    client.force_login(make.user(role))
    letter = Letter.objects.create(
        template="received",
        recipient="canary@outside.example",
        status="failed",
        error="SMTPRecipientsRefused: 550 User unknown: CANARY@mx.outside.example",
    )
    page = letter_pages(client, letter)
    assert "SMTPRecipientsRefused" in page
    assert "CANARY" not in page


@pytest.mark.parametrize(
    "question",
    ["recipient__startswith=canary", "text__contains=Canary", "params__name=Canary", "key__startswith=s", "is_open=1"],
)
def test_no_question_in_the_address_tells_what_is_masked(client, question):
    client.force_login(make.user("admin"))
    Letter.objects.create(template="received", recipient="canary@outside.example", text="Dear Canary", status="sent")
    changelist = reverse("admin:ccsis_letter_changelist")
    assert client.get(f"{changelist}?{question}").status_code == 400
    assert "1 letter" in client.get(f"{changelist}?status__exact=sent&created_at__year=2026").content.decode()


def test_a_letter_to_a_colleague_is_shown(client):
    client.force_login(make.user("admin"))
    letter = account_letters.password_changed(make.user(email="nino@example.org"))
    letters.send_due()
    page = letter_pages(client, letter)
    assert "nino@example.org" in page
    assert "Your password was changed" in page


def test_letters_are_only_looked_at_sent_again_or_cancelled(client):
    client.force_login(make.user("admin"))
    failed = Letter.objects.create(template="received", recipient="a@example.org", status="failed")
    held = Letter.objects.create(
        template="received", recipient="b@example.org", status="held", send_at=timezone.now() + timedelta(days=1)
    )
    changelist = reverse("admin:ccsis_letter_changelist")
    client.post(changelist, {"action": "resend", "_selected_action": [failed.pk, held.pk]})
    client.post(changelist, {"action": "cancel", "_selected_action": [held.pk]})
    client.post(reverse("admin:ccsis_letter_change", args=[held.pk]), {"recipient": "me@example.org"})
    rows = Letter.objects.order_by("pk").values_list("status", "recipient")
    assert list(rows) == [("queued", "a@example.org"), ("cancelled", "b@example.org")]


def test_who_may_only_look_at_letters_sends_none(client):
    client.force_login(make.user("privacy"))
    failed = Letter.objects.create(template="received", recipient="a@example.org", status="failed")
    client.post(reverse("admin:ccsis_letter_changelist"), {"action": "resend", "_selected_action": [failed.pk]})
    failed.refresh_from_db()
    assert failed.status == "failed"


def redirects():
    return dict(Redirect.objects.values_list("old_path", "new_path"))


def test_redirects_make_no_chains_and_no_loops():
    for old, new in [("/a/", "/b/"), ("/b/", "/c/"), ("/x/", "/c/")]:
        Redirect.objects.leave(old, new)
    assert redirects() == {"/a/": "/c/", "/b/": "/c/", "/x/": "/c/"}
    Redirect.objects.leave("/c/", "/a/")
    assert redirects() == {"/b/": "/a/", "/c/": "/a/", "/x/": "/a/"}
    assert Redirect.objects.leave("/a/", "/a/") is None


def test_a_redirect_typed_in_follows_a_page_to_where_it_is_now(client):
    client.force_login(make.user("admin"))
    Redirect.objects.leave("/b/", "/c/")
    Redirect.objects.leave("/y/", "/old/")
    add = reverse("admin:ccsis_redirect_add")
    client.post(add, {"old_path": "/a/", "new_path": "/b/"})
    client.post(add, {"old_path": "/old/", "new_path": "/new/"})
    assert redirects() == {"/a/": "/c/", "/b/": "/c/", "/old/": "/new/", "/y/": "/new/"}


@pytest.mark.parametrize(
    ("old", "new"),
    [("/a/", "//evil.example/"), ("/a/", "https://evil.example/"), ("a", "/b/"), ("/a/", "/a/"), ("/c/", "/b/")],
)
def test_a_redirect_stays_on_this_site_and_leads_elsewhere_on_it(client, old, new):
    client.force_login(make.user("publisher"))
    Redirect.objects.leave("/b/", "/c/")
    response = client.post(reverse("admin:ccsis_redirect_add"), {"old_path": old, "new_path": new})
    assert response.status_code == 200
    assert redirects() == {"/b/": "/c/"}
