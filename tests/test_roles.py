import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured

from ccsis import roles
from tests import make

pytestmark = pytest.mark.django_db


def held(group):
    return {f"{app}.{name}" for app, name in group.permissions.values_list("content_type__app_label", "codename")}


def test_every_role_of_the_contract_gets_exactly_its_permissions():
    roles.ensure_groups()
    assert {group.name: held(group) for group in Group.objects.all()} == roles.ROLES
    assert set(roles.ROLES) == {"author", "editor", "publisher", "moderator", "reader", "privacy", "admin"}


def test_making_the_groups_again_changes_nothing_and_mends_what_was_changed():
    roles.ensure_groups()
    before = list(Group.objects.values_list("id", "name"))
    Group.objects.get(name="editor").permissions.clear()
    Group.objects.create(name="guests")
    roles.ensure_groups()
    assert list(Group.objects.exclude(name="guests").values_list("id", "name")) == before
    assert held(Group.objects.get(name="editor")) == roles.ROLES["editor"]


def test_a_permission_that_no_model_declares_is_named(monkeypatch):
    before = {group.name: held(group) for group in Group.objects.all()}
    monkeypatch.setitem(roles.ROLES, "reader", {"submissions.view_queue", "submissions.read_minds"})
    with pytest.raises(ImproperlyConfigured, match=r"The role reader asks for submissions\.read_minds, which no model"):
        roles.ensure_groups()
    assert {group.name: held(group) for group in Group.objects.all()} == before


@pytest.mark.parametrize(
    ("permission", "holders"),
    [
        ("articles.change_article", {"author", "editor", "publisher"}),
        ("articles.change_any_article", {"editor", "publisher"}),
        ("articles.approve_article", {"editor", "publisher"}),
        ("articles.change_home", {"editor", "publisher"}),
        ("articles.publish_article", {"publisher"}),
        ("articles.retract_article", {"publisher"}),
        ("submissions.view_queue", {"moderator", "reader", "privacy"}),
        ("submissions.decide", {"moderator"}),
        ("submissions.change_call", {"moderator"}),
        ("submissions.view_contact", {"privacy"}),
        ("submissions.erase", {"privacy"}),
        ("ccsis.change_user", {"admin"}),
        ("ccsis.assign_roles", {"admin"}),
        ("ccsis.change_sitesettings", {"publisher", "admin"}),
        ("auth.change_group", set()),
    ],
)
def test_a_permission_is_held_by_these_roles_and_no_other(permission, holders):
    assert {role for role in roles.ROLES if make.user(role).has_perm(permission)} == holders


def test_nobody_whom_we_make_is_a_superuser():
    assert not any(make.user(role).is_superuser for role in roles.ROLES)
