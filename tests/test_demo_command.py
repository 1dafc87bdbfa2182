"""`manage.py demo` as a command: when it refuses, and the password that it gives. The content is left out here."""

from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from ccsis.models import User
from tests import checksum, make


@pytest.fixture(autouse=True)
def only_accounts(db, settings):
    settings.DEMO_STEPS = ["ccsis.demo.make_accounts", "articles.demo.look_round", "submissions.demo.look_round"]


def run(**options):
    out = StringIO()
    call_command("demo", stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("content", ["article", "submission"])
def test_it_refuses_a_site_with_content_of_its_own(content):
    getattr(make, content)()
    before = checksum.of_all_tables()
    with pytest.raises(CommandError, match="content of its own.*Nothing was changed"):
        run()
    assert checksum.of_all_tables() == before


def test_it_can_be_told_to_do_so_anyway():
    make.article()
    run(anyway=True)
    assert User.objects.count() == 7


def test_an_account_of_somebody_else_is_never_taken_over():
    other = User.objects.create_user("sona@ccsis.example", "admin", "Sona")
    with pytest.raises(CommandError, match="admin"):
        run(anyway=True)
    assert list(User.objects.all()) == [other]


def test_a_random_password_is_long_and_opens_every_account():
    password = run().split("shown only now: ")[1].split()[0]
    assert len(password) >= 12
    assert authenticate(None, username="reader", password=password) == User.objects.get(username="reader")


def test_a_password_that_is_too_easy_is_refused(monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "demo")
    with pytest.raises(CommandError, match="DEMO_PASSWORD cannot be used: .*12"):
        run()
    assert User.objects.count() == 0
