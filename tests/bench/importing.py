"""The import of a large WordPress site: its speed, and that neither speed nor memory change with its size."""

import tempfile
from pathlib import Path

from tests import postgres
from tests.bench.old_site import OldSite
from tests.bench.running import site
from tests.bench.table import Table

FEW, MANY = 1000, 10_000
LARGE = 300_000_000  # bytes: the export of many posts is filled up to this, that of few in the same measure
MEMORY = 200  # MB
RATE = 100  # posts a second
RATE_JUDGED_AT = 70  # by the processor's time, which other programs lengthen too


def measure():
    with tempfile.TemporaryDirectory(prefix="ccsis-bench-") as folder:
        exports = {count: write(Path(folder, str(count)), count) for count in (1, FEW, MANY)}
        yield reading(*exports[MANY])
        yield importing("SQLite", exports)
        with postgres.server() as address:
            yield importing("PostgreSQL", exports, address)


def write(folder, count):
    folder.mkdir()
    return OldSite(count, bytes_a_post=LARGE // MANY).write(folder)


def reading(export, _uploads):
    table = Table(f"Reading an export of {export.stat().st_size / 1e6:,.0f} MB")
    with site() as empty:
        took = empty.command("import_wordpress", export, "--write-map", empty.folder / "map.csv")
    table.note("time", took.seconds, "s")
    table.most("largest memory", took.peak, MEMORY, "MB")
    return table


def importing(database, exports, server=None):
    table = Table(f"Import of {MANY:,} posts into {database}, from {exports[MANY][0].stat().st_size / 1e6:,.0f} MB")
    took = {count: imported(count, *exports[count], server) for count in exports}
    start = took[1].cpu
    each = {count: (took[count].cpu - start) / count for count in (FEW, MANY)}
    table.note("time", took[MANY].seconds, "s")
    table.note("posts a second, by the clock", MANY / took[MANY].seconds)
    table.least("posts a second of the processor", MANY / took[MANY].cpu, RATE, judged_at=RATE_JUDGED_AT)
    table.note(f"processor for each of {FEW:,} posts", each[FEW] * 1000, "ms")
    table.note(f"processor for each of {MANY:,} posts", each[MANY] * 1000, "ms")
    table.most("one to the other", each[MANY] / each[FEW], 1.3)
    table.note(f"largest memory with {FEW:,} posts", took[FEW].peak, "MB")
    table.most(f"largest memory with {MANY:,} posts", took[MANY].peak, MEMORY, "MB")
    table.most("one to the other", took[MANY].peak / took[FEW].peak, 1.2)
    return table


def imported(count, export, uploads, server):
    with site(server) as empty:
        took = empty.command("import_wordpress", export, "--uploads", uploads)
    if f": {count} imported, 0 updated, 0 unchanged, 0 left out" not in took.said:
        raise SystemExit(f"not every one of the {count} posts came:\n{took.said[:1000]}")
    return took
