"""The queue with a hundred thousand submissions: every order, early and late pages, counts and searches, on SQLite and
on PostgreSQL. `python -m tests.bench.queue` is the part that runs inside a site and writes what it measured.
"""

import json
import os
import re
import subprocess
import sys
import time

from tests.bench.running import ROOT, site
from tests.bench.table import Row, Table

COUNT = 100_000
LATE = 1000  # the page that must not be slower than the first
TRIES = 7  # the quickest counts: what else the machine does makes none of them quicker
A_LIST, A_SEARCH, COUNTS = 500, 1000, 300  # milliseconds, for whole pages as a browser gets them
RATIO = 2  # of a late page to the first one
OF_THE_LIST = re.compile(r"(->)?\s*(SCAN|SEARCH|.*Scan\b).* submissions_submission\b|.*\bSort\b|.*TEMP B-TREE")


def measure():
    from tests import postgres

    with site() as empty:
        yield from tables("SQLite", inside(empty))
    with postgres.server() as address, site(address) as empty:
        yield from tables("PostgreSQL", inside(empty))


def inside(empty):
    """What the other half of this module measured in a site of its own."""
    empty.command("collectstatic", "--no-input", "--verbosity", "0")
    environment = empty.environment | {"DJANGO_SETTINGS_MODULE": "ccsis.settings"}
    command = [sys.executable, "-m", "tests.bench.queue"]
    done = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def tables(database, found):
    lists = Table(f"Queue of {COUNT:,} submissions on {database}: pages of 50")
    for name, (first, late) in found["orders"].items():
        lists.most(f"{name}, first page", first, A_LIST, "ms")
        lists.most(f"{name}, page {LATE:,}", late, A_LIST, "ms")
        lists.most("    one to the other", late / first, RATIO)
    yield lists
    rest = Table(f"Queue of {COUNT:,} submissions on {database}: views, filters, words")
    for name, took in found["views"].items():
        rest.most(name, took, A_LIST, "ms")
    rest.most("the counts of all views", found["counts"], COUNTS, "ms")
    rest.most("the front page of the desk", found["front"], A_LIST, "ms")
    for name, took in found["searches"].items():
        rest.most(name, took, A_SEARCH, "ms")
    yield rest
    plans = Table(f"How {database} reads a page")
    plans.rows += [Row(name, "", how) for name, how in found["plans"].items()]
    yield plans


# Inside


def main():
    import django

    django.setup()
    from tests.bench import crowd

    began = time.monotonic()
    made = crowd.Crowd(COUNT)
    made.write()
    print(f"  made {COUNT:,} submissions in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    json.dump(measured(made), sys.stdout)


def measured(made):
    from django.test import Client

    from submissions import waiting
    from submissions.desk.queue import asked
    from tests.bench.crowd import FREQUENT, RARE, RUSSIAN

    user, officer = made.staff[0], officer_of()
    clients = {each: Client(headers={"host": "localhost"}) for each in (user, officer)}
    for each, client in clients.items():
        client.force_login(each)

    def page(query, *others):
        asked = [f"/admin/submissions/queue/{each}" for each in (query, *others)]
        took = quickest(*(lambda path=path: got(clients[user].get(path)) for path in asked))
        return took if others else took[0]

    def contact(words):
        return quickest(lambda: got(clients[officer].post("/admin/submissions/queue/contact/", {"words": words})))[0]

    orders, plans = {}, {}
    for view in ("all", "closed"):
        for sort in asked.SORTS:
            listed = asked.Asked(waiting.BY_NAME[view], user, made.now, sort=sort)
            query = listed.address()
            orders[f"{view}, {sort}"] = page(query, f"{query}&after={late_cursor(listed)}")
            plans[f"{view}, {sort}"] = plan(listed)
    call = made.calls[0].pk
    return {
        "orders": orders,
        "plans": plans,
        "views": {
            **{f"view {name}": page(f"?view={name}") for name in waiting.BY_NAME if name not in ("all", "closed")},
            "one call": page(f"?view=all&call={call}"),
            "one call, our turn": page(f"?view=ours&call={call}"),
            "one call, by title": page(f"?view=all&call={call}&sort=title"),
            "a rare language": page("?view=all&language=fa"),
            "a language that none has": page("?view=all&language=zh"),
            "a flag": page("?view=all&flag=many_links"),
            "a flag that none has": page("?view=all&flag=trap"),
            "what a colleague has": page(f"?view=all&claimed={made.staff[1].pk}"),
            "rare language, call and flag": page(f"?view=all&language=fa&call={call}&flag=many_links"),
        },
        "counts": quickest(lambda: waiting.counts(waiting.BY_NAME, user, made.now))[0],
        "front": quickest(lambda: got(clients[user].get("/admin/")))[0],
        "searches": {
            "a word that ten have": page(f"?view=all&q={RARE}"),
            "a word that half of them have": page(f"?view=all&q={FREQUENT}"),
            "the same, by title": page(f"?view=all&q={FREQUENT}&sort=title"),
            "the same, under our turn": page(f"?view=ours&q={FREQUENT}"),
            "a word that nobody has": page("?view=all&q=qqqqqq"),
            "two frequent words that never meet": page(f"?view=all&q={FREQUENT}+{RUSSIAN}"),
            "three letters": page("?view=all&q=abc"),
            "a reference": page("?view=all&q=SIM-0007-7777"),
            "an e-mail address": contact("person77777@mail.example"),
            "a telephone number": contact("555077777"),
            "an address that all begin with": contact("person"),
        },
    }


def got(answer):
    if answer.status_code != 200:
        raise SystemExit(f"{answer.status_code} at {answer.request['PATH_INFO']}")


def quickest(*each):
    """The quickest of some tries of each, in milliseconds. They take turns, so that what else the machine does slows
    all of them alike."""
    took = [[] for _what in each]
    for _n in range(TRIES):
        for tries, what in zip(took, each, strict=True):
            began = time.perf_counter()
            what()
            tries.append(time.perf_counter() - began)
    return [min(tries) * 1000 for tries in took]


def officer_of():
    from tests import make

    return make.user("privacy")


def late_cursor(listed):
    """The cursor of the last row before the late page. Here alone rows are counted past."""
    from submissions.desk.queue import rows
    from submissions.models import Submission

    found = rows.in_order(Submission.objects.filter(listed.condition()), listed)
    return rows.place_of(found[(LATE - 1) * rows.PAGE - 1], listed)


def plan(listed):
    """The line of the plan that says by which index the first page is read."""
    from django.db import connection

    from submissions import waiting
    from submissions.desk.queue import rows
    from submissions.models import Submission

    found = rows.in_order(Submission.objects.filter(listed.condition()), listed)
    sql, parameters = waiting.for_list(found)[: rows.PAGE + 1].query.sql_with_params()
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql}", parameters)
        lines = [str(row[-1]).strip() for row in cursor.fetchall()]
    own = [line.split("  (")[0].removeprefix("->").strip() for line in lines if OF_THE_LIST.match(line)]
    return "; ".join(own)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ccsis.settings")
    main()
