"""Readers' lists with two thousand pieces and with a hundred thousand: no page may be much slower, page 5,000 of the
archive included. On SQLite and on PostgreSQL.

`python -m tests.bench.lists` is the part that runs inside a site and writes what it measured. The two sites are
measured in turns, page by page, so that what else the machine does slows both alike; processor time is compared, which
it lengthens least. BENCH_LISTS="2000 20000" takes other sizes.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from contextlib import ExitStack

from tests.bench.running import ROOT, site
from tests.bench.table import Table

FEW, MANY = (int(number) for number in os.environ.get("BENCH_LISTS", "2000 100000").split())
RATIO = 1.3
QUERIES = 8
ROUNDS, TRIES = 3, 8
LATE = 5000  # the page whose cursor is asked for; of fewer pieces the last one
RATE = 500  # pieces a second
RATE_JUDGED_AT = 250  # by the processor's time, which other programs lengthen too


def measure():
    from tests import postgres

    yield from tables("SQLite")
    with postgres.server() as address:
        yield from tables("PostgreSQL", address)


def tables(database, server=None):
    with ExitStack() as stack:
        sites = {count: stack.enter_context(site(server)) for count in (FEW, MANY)}
        made = {count: sites[count].command("make_corpus", count, "--find-later") for count in sites}
        yield making(database, made)
        yield reading(database, {count: stack.enter_context(Inside(sites[count])) for count in sites})


def making(database, made):
    table = Table(f"Making {MANY:,} pieces in {database}")
    table.note("pieces a second, by the clock", MANY / made[MANY].seconds)
    table.least("pieces a second of the processor", MANY / made[MANY].cpu, RATE, judged_at=RATE_JUDGED_AT)
    table.note(f"largest memory with {FEW:,} pieces", made[FEW].peak, "MB")
    table.most("as much with more of them", made[MANY].peak / made[FEW].peak, 1.2)
    return table


def reading(database, insides):
    """Each page of both sites in turns. The first answers are not counted: they open files and compile templates."""
    table = Table(f"Lists of {FEW:,} and of {MANY:,} pieces on {database}: processor time of a page, made anew")
    for name in insides[FEW].names:
        took, shown = {count: [] for count in insides}, {}
        for n in range(ROUNDS + 1):
            for count, inside in insides.items():
                found = inside.ask(name)
                took[count] += found["took"] if n else []
                shown[count] = found["shown"]
        few, many = (statistics.median(took[count]) for count in (FEW, MANY))
        table.note(name, many, "ms")
        if shown[FEW] == shown[MANY]:
            table.most(f"    to that of {FEW:,} ({few:.1f} ms)", many / few, RATIO)
        else:  # a list that the smaller site does not fill: not the same page
            table.note(f"    to that of {FEW:,}, which shows {shown[FEW]} and not {shown[MANY]}", many / few)
        if found["judged"]:
            table.most("    queries", found["queries"], QUERIES)
        else:
            table.note("    queries", found["queries"])
    return table


class Inside:
    """The other half of this module, running in a site and answering one page at a time."""

    def __init__(self, empty):
        environment = empty.environment | {"DJANGO_SETTINGS_MODULE": "ccsis.settings"}
        empty.command("collectstatic", "--no-input", "--verbosity", "0")
        command = [sys.executable, "-m", "tests.bench.lists"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.running = subprocess.Popen(command, env=environment, cwd=ROOT, **pipes)

    def __enter__(self):
        self.names = json.loads(self.running.stdout.readline())
        return self

    def __exit__(self, *_error):
        self.running.stdin.close()
        self.running.wait()

    def ask(self, name):
        self.running.stdin.write(name + "\n")
        self.running.stdin.flush()
        return json.loads(self.running.stdout.readline())


# Inside


def main():
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["testserver"]
    client, pages = Client(), addresses()
    print(json.dumps(list(pages)), flush=True)
    for line in sys.stdin:
        address, judged = pages[line.strip()]
        took = []
        for _n in range(TRIES):
            began = time.process_time()
            answer = client.get(address)
            took.append((time.process_time() - began) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{answer.status_code} at {address}")
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        shown = answer.content.count(b'class="entry"') + answer.content.count(b"<loc>")
        print(json.dumps({"took": took, "queries": len(queries), "judged": judged, "shown": shown}), flush=True)


def addresses():
    """{what it is: (address, whether its queries are judged)}. Lists are taken that most, some and few stand in."""
    from articles import cursor
    from articles.models import Person, Publication, Region, Series, Tag, Tally, Topic

    def of_rank(model, shelf, rank):
        numbers = list(Tally.objects.filter(shelf=shelf).order_by("-total").values_list("number", flat=True))
        return model.objects.get(pk=numbers[min(rank, len(numbers) - 1)])

    everything = Publication.objects.newest_first()
    late = min(LATE, (everything.count() - 1) // 20)
    row = everything.only("published_at")[(late - 1) * 20 - 1]
    cursor_late = cursor.write(row.published_at, row.pk)
    topic, region, tag = of_rank(Topic, "topic", 0), of_rank(Region, "region", 4), of_rank(Tag, "tag", 0)
    rare, person, series = of_rank(Tag, "tag", 250), of_rank(Person, "person", 0), of_rank(Series, "series", 0)
    deep = Publication.objects.under(topic).newest_first()
    last = deep[max(deep.count() - 41, 0)]

    lists = {
        "all analyses, first page": "/analyses/",
        f"all analyses, page {LATE:,}": f"/analyses/?before={cursor_late}",
        "simulations": "/simulations/",
        "the largest topic": topic.get_absolute_url(),
        "the largest topic, near its end": f"{topic.get_absolute_url()}?before={cursor.write(last.filed_at, last.pk)}",
        "a region": region.get_absolute_url(),
        "the largest tag": tag.get_absolute_url(),
        "a rare tag": rare.get_absolute_url(),
        "the person with most pieces": person.get_absolute_url(),
        "the largest series": series.get_absolute_url(),
        "the archive": "/archive/",
        "a year": "/archive/2015/",
        "a month": "/archive/2015/05/",
        "topics": "/topics/",
        "tags": "/tags/",
        "people": "/people/",
    }
    others = {
        "home": "/",
        "the feed": "/feeds/atom.xml",
        "the feed of a topic": f"{topic.get_absolute_url()}feed.atom",
        "the index of sitemaps": "/sitemap.xml",
        "a part of the sitemap": "/sitemap-pieces-1.xml",
    }
    return {name: (address, True) for name, address in lists.items()} | {
        name: (address, False) for name, address in others.items()
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ccsis.settings")
    main()
