from ipaddress import ip_network

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError, connection, connections
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from ccsis import environment, limits, shared_cache


def test_a_limit_allows_so_many_and_then_no_more():
    assert [limits.allow("form", "192.0.2.1", 3, 60) for _n in range(5)] == [True, True, True, False, False]


@pytest.mark.django_db
def test_a_busy_address_costs_no_more_than_a_quiet_one(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
    call_command("createcachetable", verbosity=0)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            limits.allow("form", "192.0.2.1", 30, 60)
        return len(queries)

    quiet = cost()
    assert [cost() for _n in range(29)] == [quiet] * 29
    assert cost() < quiet


def test_limits_of_others_and_of_other_things_are_apart():
    assert limits.allow("form", "192.0.2.1", 1, 60)
    assert limits.allow("form", "192.0.2.2", 1, 60)
    assert limits.allow("login", "192.0.2.1", 1, 60)


def test_a_slot_that_is_given_back_can_be_taken_again():
    slot = limits.take("login", "nino", 1, 60)
    assert not limits.allow("login", "nino", 1, 60)
    limits.give_back(slot)
    assert limits.allow("login", "nino", 1, 60)


def test_the_limit_ends_with_its_time(monkeypatch):
    now = 1_800_000_000.0
    monkeypatch.setattr("time.time", lambda: now)
    assert limits.allow("form", "nino", 1, 60)
    assert not limits.allow("form", "nino", 1, 60)
    now += 61
    assert limits.allow("form", "nino", 1, 60)


def test_any_text_can_be_limited_and_none_can_be_read_from_the_cache(monkeypatch):
    keys = []
    monkeypatch.setattr(cache, "add", lambda key, value, seconds: keys.append(key) or True)
    for who in ("nino@example.org", "ნინო " * 200, "a\nb\0c"):
        assert limits.allow("form", who, 1, 60)
    assert [len(key) <= 100 and key.isascii() and " " not in key for key in keys] == [True] * 3
    assert not any("nino" in key for key in keys)


@pytest.mark.parametrize("error", [OperationalError("gone"), ConnectionError("refused"), TimeoutError()])
def test_a_broken_cache_does_not_close_the_house(monkeypatch, caplog, error):
    def broken(*args):
        raise error

    monkeypatch.setattr(cache, "add", broken)
    monkeypatch.setattr(limits, "told_at", {})
    slot = limits.take("form", "nino", 1, 60)
    assert slot is not None
    assert limits.allow("form", "nino", 1, 60)
    limits.give_back(slot)
    said = f"The cache is down, so form is not limited: {type(error).__name__}"
    assert [record.getMessage() for record in caplog.records] == [said]  # and not again within a minute


@pytest.mark.django_db(transaction=True)
def test_without_its_cache_the_site_serves_on_and_says_so_once(client, monkeypatch, caplog, settings):
    settings.CACHES = {"default": environment.cache("CACHE_URL", "db://no_such_table")}
    monkeypatch.setattr(shared_cache, "told_at", None)
    assert (cache.get("a"), cache.get("a", 1), cache.get("a", default=2), cache.get_many(["a"])) == (None, 1, 2, {})
    assert [cache.add("a", 1), cache.add("a", 1), cache.set("a", 1), cache.delete("a")] == [True, True, None, False]
    assert all(limits.allow("form", "nino", 1, 60) for _time in range(3))
    for _time in range(12):  # more often than the limits of log-ins allow
        assert client.post("/accounts/login/", {"login": "nobody", "password": "wrong"}).status_code == 200
    assert client.get("/search/?q=road").status_code == 200
    assert client.get("/readyz").text == "not ready: cache\n"
    said = [record.getMessage() for record in caplog.records if "cache is down" in record.getMessage()]
    assert len(said) == 1 and said[0].startswith("The cache is down, so nothing is limited: ")


def test_two_at_the_same_moment_do_not_share_a_slot(together, settings):
    assert sorted(together(*[lambda: limits.allow("form", "nino", 3, 60)] * 8)) == [False] * 5 + [True] * 3
    connections.close_all()


def address(settings, remote, forwarded=None, proxies=()):
    settings.TRUSTED_PROXIES = [ip_network(proxy) for proxy in proxies]
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
    return limits.client_address(RequestFactory().get("/", REMOTE_ADDR=remote, **headers))


def test_without_trusted_proxies_nobody_is_believed(settings):
    assert address(settings, "198.51.100.7", "192.0.2.1") == "198.51.100.7"


def test_a_stranger_cannot_name_another_address(settings):
    assert address(settings, "198.51.100.7", "192.0.2.1", ["10.0.0.0/8"]) == "198.51.100.7"


def test_a_trusted_proxy_is_believed_for_what_it_saw_itself(settings):
    assert address(settings, "10.0.0.1", "6.6.6.6, 192.0.2.1, 10.0.0.2", ["10.0.0.0/8"]) == "192.0.2.1"


def test_a_proxy_that_says_nothing_or_nonsense_is_taken_for_the_client(settings):
    assert address(settings, "10.0.0.1", "", ["10.0.0.0/8"]) == "10.0.0.1"
    assert address(settings, "10.0.0.1", "192.0.2.1, <script>", ["10.0.0.0/8"]) == "10.0.0.1"


def test_a_proxy_on_a_socket_has_no_address_of_its_own(settings):
    assert address(settings, "", "192.0.2.1", ["127.0.0.1/32"]) == "192.0.2.1"
    assert address(settings, "", "192.0.2.1") == "unknown"


def test_a_household_of_the_newer_addresses_counts_as_one(settings):
    assert address(settings, "2001:db8:1:2:aaaa::1") == address(settings, "2001:db8:1:2:bbbb::2") == "2001:db8:1:2::/64"
    assert address(settings, "::ffff:192.0.2.1") == "192.0.2.1"
