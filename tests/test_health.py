import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection

pytestmark = pytest.mark.django_db


def test_the_site_says_that_it_lives_without_asking_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.text) == (200, "ok\n")
    assert "no-store" in response["Cache-Control"]


def test_the_site_says_that_it_can_serve_and_leaves_nothing_behind(client):
    response = client.get("/readyz")
    assert (response.status_code, response.text) == (200, "ready\n")
    assert not [name for name in default_storage.listdir("")[1] if name.startswith("readyz")]


def raising(error):
    def call(*args, **kwargs):
        raise error

    return call


def test_what_fails_is_named_and_why_is_not(client, monkeypatch):
    monkeypatch.setattr(connection, "cursor", raising(DatabaseError("password authentication failed")))
    monkeypatch.setattr(cache, "set", raising(OSError("disk full")))
    monkeypatch.setattr(default_storage, "save", raising(OSError("disk full")))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.text == "not ready: database, cache, storage, migrations\n"


def test_a_cache_that_forgets_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(cache, "get", lambda key: None)
    assert client.get("/readyz").text == "not ready: cache\n"


def test_a_database_behind_the_code_is_not_ready(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'ccsis'")
    assert client.get("/readyz").text == "not ready: migrations\n"
