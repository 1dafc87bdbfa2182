"""Who may open what, and who may change what: every address of the desk, with every role, on every kind of object.

The table stands in tests/who_may.py. A new address without a row fails; so does a row that no longer holds. Views are
asked directly, without rendering what they answer: two thousand questions take a few seconds.
"""

from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import get_resolver, resolve, reverse

from tests import make
from tests.who_may import ACCOUNT, ACTIONS, ELSEWHERE, LETTERS, ROUTES, objects_of, rows

pytestmark = pytest.mark.django_db
MAY_GROW = {"sessions.Session"}


def patterns(inside=None, before=""):
    """Every named address of the site, as (name, pattern)."""
    for pattern in get_resolver().url_patterns if inside is None else inside:
        if hasattr(pattern, "url_patterns"):
            namespace = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from patterns(pattern.url_patterns, before + namespace)
        elif pattern.name:
            yield before + pattern.name, pattern


def test_every_address_has_its_rows_here_or_in_a_table_of_its_own():
    names = {name for name, _pattern in patterns() if name.split(":")[0] not in ELSEWHERE}
    told = {row.name.partition("?")[0] for row in rows(ROUTES)} | set(ACCOUNT)
    assert names - told == set(), "say in tests/who_may.py who may open it, and who may send something to it"
    assert told - names == set(), "these are gone"


@pytest.fixture
def users():
    return {letter: make.user(role, username=role) for letter, role in LETTERS.items()}


@pytest.fixture
def world(users):
    return objects_of(users)


@pytest.fixture
def unrendered(monkeypatch):
    """Pages are decided on and not drawn, nor are forms."""
    monkeypatch.setattr("django.template.loader.render_to_string", lambda *given, **more: "\n")
    monkeypatch.setattr("ccsis.desk.Desk.each_context", lambda *given: {})
    for model_admin in admin.site._registry.values():
        monkeypatch.setattr(model_admin, "render_change_form", lambda *given, **more: HttpResponse())


def is_let_in(address, user, method):
    """Whether the view does something for this person: neither refuses, nor knows of nothing, nor asks who it is.
    An address that only leads on is as open as where it leads."""
    answer, told = ask(address, user, method)
    if answer is None or answer.status_code in (401, 403, 404, 405):
        return False
    assert answer.status_code < 500
    target = answer.get("Location", "")
    if not target or "/login/" in target:
        return not target
    is_plain = method == "get" or (also := ask(address, user, "get")[0]) and also.get("Location") == target
    if target == "/admin/" and messages.WARNING in told:  # there is no such object
        return False
    return is_let_in(target, user, "get") if is_plain and target.startswith(("/admin/", "/accounts/")) else True


def ask(address, user, method):
    """What a view answers, None where it refuses, and the levels of what it says besides."""
    request, told = getattr(RequestFactory(), method)(address), []
    request.user, request.session = user, Session()
    request._messages = SimpleNamespace(add=lambda level, *words, **more: told.append(level))
    request._dont_enforce_csrf_checks = True
    found = request.resolver_match = resolve(urlsplit(address).path)
    try:
        answer = found.func(request, *found.args, **found.kwargs)
        for close in answer._resource_closers:  # a file that would be sent
            close()
        return answer, told
    except (PermissionDenied, Http404):
        return None, told
    except BadRequest:
        return HttpResponse(status=400), told


class Session(dict):
    session_key = "a" * 32
    is_empty = cycle_key = save = flush = lambda self: None

    def set_expiry(self, when):
        pass


def counts():
    models = [model for model in apps.get_models() if model._meta.managed and model._meta.label not in MAY_GROW]
    return {model._meta.label: model._base_manager.count() for model in models if not model._meta.proxy}


def who(address, users, method):
    """The letters of those who are let in; what they do is undone."""
    letters = ""
    for letter, user in users.items():
        with transaction.atomic():
            letters += letter if is_let_in(address, user, method) else ""
            transaction.set_rollback(method == "post")
    return letters or "-"


def test_the_table_says_who_may_open_and_who_may_send_and_looking_changes_nothing(client, users, world, unrendered):
    before = counts()
    table = [(row, row.address(world)) for row in rows(ROUTES)]
    told = [(row.name, row.object, row.opens, row.sends) for row, _address in table]
    opens = [who(address, users, "get") for _row, address in table]
    assert counts() == before
    sends = [who(address, users, "post") for _row, address in table]
    found = [(row.name, row.object, *letters) for (row, _address), *letters in zip(table, opens, sends, strict=True)]
    pairs = zip(told, found, strict=True)
    assert [f"{' '.join(is_now)}, not {' '.join(was[2:])}" for was, is_now in pairs if was != is_now] == []


def test_a_stranger_is_let_in_nowhere(client, world, unrendered):
    strangers = {"?": AnonymousUser()}
    for method in ("get", "post"):
        assert [row.name for row in rows(ROUTES) if who(row.address(world), strangers, method) != "-"] == []


def test_of_the_own_account_strangers_see_what_they_need_to_enter(client):
    found = {}
    for name, pattern in patterns():
        if name in ACCOUNT:
            kwargs = dict.fromkeys(pattern.pattern.converters, 1)
            found[name] = client.get(reverse(name, kwargs=kwargs)).status_code
    assert found == ACCOUNT
    client.force_login(make.user("editor"))
    before = counts()
    for name, pattern in patterns():
        if name in ACCOUNT:
            client.get(reverse(name, kwargs=dict.fromkeys(pattern.pattern.converters, 1)))
    assert counts() == before


def test_the_table_says_who_may_take_which_action_in_a_list(users, client):
    found = {}
    for model, model_admin in admin.site._registry.items():
        for letter, user in users.items():
            request = RequestFactory().get("/")
            request.user = user
            if not model_admin.has_view_or_change_permission(request):
                continue
            for action in model_admin.get_actions(request):
                key = f"{model._meta.label} {action}"
                found[key] = found.get(key, "") + letter
    assert found == ACTIONS
