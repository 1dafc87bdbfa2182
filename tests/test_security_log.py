"""The security log: who did what, when, from where; read by those who look after accounts, altered by none."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from articles import publishing
from ccsis import roles
from ccsis.models import SecurityEvent
from submissions import moves
from tests import make
from tests.reviewing import decide

pytestmark = pytest.mark.django_db
LIST = "admin:ccsis_securityevent_changelist"


def log():
    rows = SecurityEvent.objects.order_by("pk").values_list("action", "actor_name", "about", "network", "details")
    return [(action, actor, about, network, details) for action, actor, about, network, details in rows]


@pytest.fixture
def somewhere(client):
    """A browser at an address of which only the network is kept."""
    client.defaults["REMOTE_ADDR"] = "203.0.113.77"
    return client


NETWORK = "203.0.113.x"


def test_a_login_is_told_with_its_way_and_a_refused_one_without_what_was_typed(somewhere):
    user = make.user(username="nino", name="Nino")
    for name, password in (("nino", "seven-walnuts"), ("my-password-by-mistake", "x"), ("nino", make.PASSWORD)):
        somewhere.post("/accounts/login/", {"username": name, "password": password})
    somewhere.post("/admin/logout/")
    about = f"ccsis.user:{user.pk}"
    assert log() == [
        ("login_failed", "", about, NETWORK, {}),
        ("login_failed", "", "", NETWORK, {}),
        ("login", "Nino", about, NETWORK, {"how": ["password"]}),
        ("logout", "Nino", about, NETWORK, {}),
    ]


def test_rights_passwords_and_the_end_of_an_account_are_told(somewhere):
    admin, user = make.user("admin", name="Sona"), make.user("author", name="Nana")
    editors = make.user("editor").groups.get()
    somewhere.force_login(admin)
    fields = {"email": user.email, "name": "Nana", "username": user.username, "is_active": "on"}
    change = reverse("admin:ccsis_user_change", args=[user.pk])
    somewhere.post(change, fields | {"groups": [editors.pk]})
    somewhere.post(change, fields | {"groups": [editors.pk]})  # says nothing new
    somewhere.post(reverse("admin:ccsis_user_changelist"), {"action": "deactivate", "_selected_action": [user.pk]})
    somewhere.force_login(admin)
    new = "nine-apricots-under-kazbek"
    passwords = {"old_password": make.PASSWORD, "new_password1": new, "new_password2": new}
    somewhere.post("/accounts/password/", passwords)
    about = f"ccsis.user:{user.pk}"
    given = {"changed": ["groups"], "roles": ["editor"], "is_active": True}
    assert log() == [
        ("rights", "Sona", about, NETWORK, given),
        ("rights", "Sona", about, NETWORK, {"changed": ["is_active"], "is_active": False}),
        ("password", "Sona", f"ccsis.user:{admin.pk}", NETWORK, {}),
    ]


def test_what_readers_see_is_told_with_who_let_it_out(somewhere):
    publisher = make.user("publisher", name="Anahit")
    piece = make.article(created_by=publisher)
    publishing.approve(piece, by=publisher)
    publishing.publish(piece, by=publisher)
    publishing.retract(piece, by=publisher, reason="A figure was wrong.")
    about = f"articles.article:{piece.pk}"
    # Outside of a request there is no network.
    told = [("published", "Anahit", about, "", {"move": move}) for move in ("approve", "publish", "retract")]
    assert log() == told


def test_a_decision_and_its_undoing_are_told_and_what_others_do_is_not(somewhere):
    moderator, submission = make.user("moderator", name="Murad"), make.submission()
    somewhere.force_login(moderator)
    decide(somewhere, submission, "accept", note="Strong.")
    submission.refresh_from_db()
    moves.transition(submission, "undo", actor=moderator)
    about = f"submissions.submission:{submission.pk}"
    assert log() == [
        ("decided", "Murad", about, NETWORK, {"move": "accept"}),
        ("decided", "Murad", about, "", {"move": "undo"}),
    ]


def test_what_is_deleted_is_told_one_by_one_or_many_at_once(somewhere):
    editor, page = make.user("editor", name="Levan"), make.topic("Mines")
    somewhere.force_login(editor)
    several = [make.person("One"), make.person("Two")]
    somewhere.post(reverse("admin:articles_topic_delete", args=[page.pk]), {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in several], "post": "yes"}
    somewhere.post(reverse("admin:articles_person_changelist"), chosen)
    told = {("deleted", "Levan", f"articles.person:{row.pk}", NETWORK) for row in several}
    assert {row[:4] for row in log()} == told | {("deleted", "Levan", f"articles.topic:{page.pk}", NETWORK)}
    assert len(log()) == 3


def test_an_export_is_told(tmp_path):
    call_command("export", str(tmp_path / "out"), with_contact_data=True, verbosity=0)
    assert log() == [("exported", "", "", "", {"with_contact_data": True})]


def test_it_is_read_by_those_who_look_after_accounts_and_changed_by_nobody(client):
    event = SecurityEvent.objects.create(action="login", actor_name="Nino", network=NETWORK)
    before = list(SecurityEvent.objects.values())
    boss = make.user(is_superuser=True)
    change, delete = (reverse(f"admin:ccsis_securityevent_{what}", args=[event.pk]) for what in ("change", "delete"))
    readers = set()
    for user in (*[make.user(role) for role in roles.ROLES], boss):
        client.force_login(user)
        if client.get(reverse(LIST)).status_code == 200:
            readers.add(user)
            assert "Nino" in client.get(change).text
        assert client.post(change, {"actor_name": "Nobody"}).status_code == 403
        assert client.post(delete, {"post": "yes"}).status_code == 403
        client.post(reverse(LIST), {"action": "delete_selected", "_selected_action": [event.pk], "post": "yes"})
    assert list(SecurityEvent.objects.values()) == before
    assert {user.groups.first() and user.groups.first().name for user in readers} == {"admin", None}
