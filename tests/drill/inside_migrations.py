"""Migrations from inside a site: `python -m tests.drill.inside_migrations back_and_forward`."""

import hashlib
import json
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ccsis.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.db.migrations.exceptions import IrreversibleError  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

OURS = ("ccsis", "articles", "submissions")
FIRST = "0001_start"


def back_and_forward():
    """Each migration of ours but the first, the last one first: taken back alone, and applied again."""
    before, steps = tables(), []
    for app, name in reversed(order()):
        try:
            steps.append(step(app, name))
        except IrreversibleError:
            steps.append({"name": f"{app}.{name}", "back": 0, "forward": 0, "one_way": True})
    after = tables()
    differ = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    one_way = [each["name"] for each in steps if each["one_way"]]
    print(json.dumps({"steps": steps, "differ": differ, "one_way": one_way}))


def order():
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    return [(each.app_label, each.name) for each, _back in plan if each.app_label in OURS and each.name != FIRST]


def step(app, name):
    """Take back this migration and all that stand on it, and apply them again; the seconds of this way."""
    began = time.monotonic()
    executor = MigrationExecutor(connection)
    before = [key for key in executor.loader.graph.node_map[(app, name)].parents if key.key[0] == app]
    executor.migrate([(app, before[0].key[1])])
    half = time.monotonic()
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    return {
        "name": f"{app}.{name}",
        "back": half - began,
        "forward": time.monotonic() - half,
        "one_way": False,
    }


def tables():
    """{table: [rows, checksum]} of all that has rows of ours."""
    told = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if not table.startswith(OURS):
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names of the database
            columns = sorted(range(len(cursor.description)), key=lambda n: cursor.description[n][0])
            digest, rows = 0, 0
            for row in cursor:
                line = repr([row[n] for n in columns]).encode()
                digest ^= int.from_bytes(hashlib.blake2b(line, digest_size=16).digest())
                rows += 1
            told[table] = [rows, digest]
    return told


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
