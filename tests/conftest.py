"""What every test may use: a clean cache, real threads, the browser."""

import gc
import os
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zlib import crc32

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.template import Template

pytest_plugins = ["tests.chromium"]


def pytest_addoption(parser):
    parser.addoption(
        "--database-only",
        action="store_true",
        help="leave out tests that touch no database: one pass of them is enough",
    )
    parser.addoption(
        "--pages-once",
        action="store_true",
        help="with --database-only: leave out pages, too, that ask nothing which databases answer each in its way; "
        "for a machine that has fifteen minutes. `make test` by hand looks at everything on both databases",
    )

    parser.addoption("--half", choices=["1", "2"], help="only this half of the files, of those outside tests/browser")
    parser.addoption(
        "--dearest", action="store_true", help="at the end: the 25 files that took most of the processors' time"
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item, nextitem):
    """Add up what each file costs: its own time and that of programs which it started and that have ended."""
    begun = sum(os.times()[:4])
    try:
        return (yield)
    finally:
        costs = item.config.stash.setdefault(COSTS, Counter())
        costs[item.path.name] += sum(os.times()[:4]) - begun


def pytest_terminal_summary(terminalreporter, config):
    if config.getoption("dearest"):
        costs = config.stash.get(COSTS, Counter())
        terminalreporter.section(f"the dearest files, in seconds of the processor, of {costs.total():.0f}")
        for name, seconds in costs.most_common(25):
            terminalreporter.write_line(f"{seconds:8.1f}  {name}")


COSTS = pytest.StashKey()
BROWSERS = Path(__file__).parent / "browser"


def pytest_ignore_collect(collection_path, config):
    """What a pass has no use for it does not even load: tests with a browser stand in a folder of their own."""
    wanted = config.getoption("markexpr")
    if wanted == "not browser" and collection_path == BROWSERS:
        return True
    if wanted == "browser" and collection_path.suffix == ".py" and collection_path.parent != BROWSERS:
        return True
    return True if is_of_the_other_half(collection_path, config) else None


def is_of_the_other_half(path, config):
    half = config.getoption("half")
    is_one = half and path.name.startswith("test_") and path.suffix == ".py"
    return bool(is_one) and crc32(path.name.encode()) % 2 != int(half) - 1


def pytest_collection_finish(session):
    """What is loaded by now stays to the end, so the collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_collection_modifyitems(config, items):
    leave_out(config, items, [item for item in items if is_of_the_other_half(item.path, config)])
    if config.getoption("database_only"):
        leave_out(config, items, [item for item in items if not uses_database(item)])
        if config.getoption("pages_once"):
            leave_out(config, items, [item for item in items if is_a_page(item)])
    if connection.vendor == "postgresql":
        return
    reason = pytest.mark.skip(reason=f"needs a real PostgreSQL, this pass runs on {connection.vendor}")
    for item in items:
        if item.get_closest_marker("postgres_only"):
            item.add_marker(reason)


# Pages whose lists, searches and counts each database works out in its own way.
ASKS_MUCH = "queue searching search lists feeds today statistics calendar export moderators similar archive library"


def leave_out(config, items, those):
    config.hook.pytest_deselected(items=those)
    gone = set(those)
    items[:] = [item for item in items if item not in gone]


def is_a_page(item):
    """Whether a test looks at a page through Django's client, and no real connections are needed for it."""
    marker = item.get_closest_marker("django_db")
    is_real = "transactional_db" in item.fixturenames or (marker and marker.kwargs.get("transaction"))
    asks_much = any(word in item.path.stem for word in ASKS_MUCH.split())
    return "client" in item.fixturenames and not is_real and not asks_much and "postgres_only" not in item.keywords


def uses_database(item):
    return item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames)


@pytest.fixture(scope="session")
def locks_after_migrating():
    """Which models the migrations locked in the database, by name; filled when the database is made."""
    return {}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, locks_after_migrating):
    """The database as pytest-django makes it, with the groups of the house, which many tests need and none changes.

    Without the locks: tests with real connections empty its tables.
    """
    from ccsis import roles, unchangeable
    from ccsis.models import SecurityEvent
    from submissions.models import Event, Look

    with django_db_blocker.unblock():
        roles.ensure_groups()
        for model in (Event, Look, SecurityEvent):
            locks_after_migrating[model.__name__] = unchangeable.is_locked(connection, model)
            unchangeable.lift(connection, model)


@pytest.fixture(scope="session", autouse=True)
def only_contexts_of_pages(django_test_environment):
    """Django notes the context of every template for `response.context`. Nobody asks for those of single fields, of
    which a form has hundreds."""
    noting = Template._render

    def render(template, context):
        if (template.name or "").startswith(("django/forms/", "admin/widgets/")):
            return template.nodelist.render(context)
        return noting(template, context)

    Template._render = render
    yield
    Template._render = noting


@pytest.fixture(autouse=True)
def empty_cache():
    """Rate limits and cached settings of one test do not reach the next."""
    cache.clear()


@pytest.fixture
def together(transactional_db):
    """Call functions at the same moment, each in a thread with a database connection of its own.

    `together(first, second)` gives the list of what they returned; what one raised stands in its place.
    """

    def run(*functions):
        start = threading.Barrier(len(functions))

        def one(function):
            try:
                start.wait(timeout=10)
                return function()
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(functions)) as pool:
            calls = [pool.submit(one, function) for function in functions]
            return [call.exception(timeout=60) or call.result() for call in calls]

    return run
