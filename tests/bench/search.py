"""Search with 100,000 pieces on PostgreSQL and 10,000 on SQLite: rare words, phrases, a word that stands in 17 of 100
pieces, facets, guesses. `python -m tests.bench.search` is the part that runs inside a site and writes what it measured.
BENCH_SEARCH="1000 10000" takes other sizes.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import time

from tests.bench.running import ROOT, site
from tests.bench.table import Row, Table

SIZES = os.environ.get("BENCH_SEARCH", "10000 100000").split()
COUNTS = dict(zip(("SQLite", "PostgreSQL"), map(int, SIZES), strict=True))
TRIES = 9  # the median counts
RARE_MOST, FREQUENT_MOST = 100, 400  # milliseconds, for whole pages as a browser gets them
QUICK = ("rare", "phrase")


def measure():
    from tests import postgres

    with site() as empty:
        yield from tables("SQLite", inside(empty, "SQLite"))
    with postgres.server() as address, site(address) as empty:
        yield from tables("PostgreSQL", inside(empty, "PostgreSQL"))


def inside(empty, database):
    """What the other half of this module measured in a site of its own."""
    empty.command("collectstatic", "--no-input", "--verbosity", "0")
    made = empty.command("make_corpus", COUNTS[database], "--verbosity", "0")
    environment = empty.environment | {"DJANGO_SETTINGS_MODULE": "ccsis.settings"}
    command = [sys.executable, "-m", "tests.bench.search"]
    done = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout) | {"made": made.seconds}


def tables(database, found):
    table = Table(f"Search in {COUNTS[database]:,} pieces on {database}: whole pages, medians of {TRIES}")
    table.note("making the pieces, with their index", found["made"], "s")
    for name, took in found["pages"].items():
        table.most(name, took, RARE_MOST if name.startswith(QUICK) else FREQUENT_MOST, "ms")
    yield table
    plans = Table(f"How {database} looks for words")
    plans.rows += [Row(name, "", how) for name, how in found["plans"].items()]
    yield plans


# Inside


def main():
    import django

    django.setup()
    json.dump({"pages": pages(), "plans": plans()}, sys.stdout)


def pages():
    from django.core.cache import cache
    from django.test import Client

    from articles.corpus.texts import FREQUENT, PHRASE, RARE
    from articles.models import Person, Topic

    client = Client(headers={"host": "localhost"})
    topic = Topic.objects.order_by("pk").first().slug
    person = Person.objects.filter(credits__isnull=False).order_by("pk").first().slug

    def page(address):
        took = []
        for _n in range(TRIES):
            cache.clear()  # nothing of it may come from memory
            client.get("/search/")  # but what every page needs
            began = time.perf_counter()
            answer = client.get(address)
            took.append((time.perf_counter() - began) * 1000)
            if answer.status_code != 200:
                raise SystemExit(f"{answer.status_code} at {address}")
        return statistics.median(took)

    found = {
        "rare word": f"/search/?q={RARE}",
        "rare word, newest first": f"/search/?q={RARE}&sort=new",
        "phrase": f'/search/?q="{PHRASE}"',
        "phrase under a topic": f'/search/?q="{PHRASE}"&topic={topic}',
        "frequent word": f"/search/?q={FREQUENT}",
        "frequent word, newest first": f"/search/?q={FREQUENT}&sort=new",
        "frequent word, second page": f"/search/?q={FREQUENT}&sort=new&before={second_page(client, FREQUENT)}",
        "frequent word under a topic, two types and years": (
            f"/search/?q={FREQUENT}&topic={topic}&type=analysis&type=brief&from=2010&to=2020"
        ),
        "frequent word by one author": f"/search/?q={FREQUENT}&author={person}",
        "frequent word and a rare one": f"/search/?q={FREQUENT}+{RARE}",
        "a beginning": f"/search/?q={FREQUENT[:4]}",
        "a word that nobody wrote, with a guess": f"/search/?q={FREQUENT[:2]}x{FREQUENT[2:]}",
        "suggestions": f"/search/suggest?q={FREQUENT[:4]}",
    }
    return {name: page(address) for name, address in found.items()}


def second_page(client, word):
    return re.search(r"before=([\w-]+)", client.get(f"/search/?q={word}&sort=new").text)[1]


def plans():
    """How the database looks for a frequent word: the lines of the plan that name the index."""
    from django.db import connection

    from articles.corpus.texts import FREQUENT
    from articles.searching.engine import engine
    from articles.searching.question import read
    from articles.searching.wider import widen

    found, asked = {}, engine.expression(widen(read(FREQUENT)).nodes)

    def explain(execute, sql, params, many, context):
        if "articles_searched" in sql and sql.lstrip().startswith(("SELECT", "WITH")):
            with connection.cursor():
                word = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
                execute(f"{word} {sql}", params, many, context)
                lines = [str(row[-1]).split("  (")[0].strip() for row in context["cursor"].fetchall()]
            found[sql.split("FROM")[0].strip()[:40]] = "; ".join(lines)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        engine.hits(asked, 20_000)
        engine.newest(asked, None, 21)
        engine.best(asked)
    return found


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ccsis.settings")
    main()
