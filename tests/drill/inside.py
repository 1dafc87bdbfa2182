"""What a drill asks of a site, from inside: `python -m tests.drill.inside state`, in the environment of that site.

    state      every row of every table and every file, in an order and with names instead of numbers of rows
    checksum   one value for all tables and files as they are, to see whether anything at all was changed
    cut FILE N SEED   imports the file cut off at N random places; prints what was not refused or changed something

In `state` rows are named by what they are known by (a slug, a key), because a database may leave out numbers when a
transaction is taken back. Moments of the import itself are `now`. Nothing else is left aside.
"""

import hashlib
import json
import os
import random
import re
import sys
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ccsis.settings")
django.setup()

from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import CommandError, call_command  # noqa: E402
from django.db import models  # noqa: E402

from tests import checksum  # noqa: E402

OURS = ("articles", "ccsis", "submissions")
KNOWN_BY = ("slug", "source_key", "sha256", "name", "old_path", "username", "codename", "kind")
BEGAN = datetime(2024, 1, 1, tzinfo=UTC)  # no date of an export in a drill is later, every moment of an import is
IMAGE = re.compile(r"/images/(\d+)")


def state():
    for model in sorted(apps.get_models(include_auto_created=True), key=lambda model: model._meta.label):
        if model._meta.app_label in OURS:
            for line in sorted(json.dumps(told(row), ensure_ascii=False) for row in model._base_manager.all()):
                yield f"{model._meta.label} {line}"
    yield from files()


def told(row):
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    found = {field.attname: plain(row, field) for field in fields}
    if row._meta.model_name == "revision":
        found.pop("sha256")  # of the snapshot with its numbers
    if row._meta.model_name == "imported" and row.page_id:
        found.pop("mark")  # the moment of the page
    return found


def plain(row, field):
    value = getattr(row, field.attname)
    if field.is_relation:
        return name_of(field.related_model, value)
    if field.attname == "group_id":
        return name_of(apps.get_model("articles.Article"), value)
    if isinstance(value, datetime):
        return "now" if value > BEGAN else value.isoformat()
    if isinstance(field, models.JSONField):
        return without_numbers(value)
    return IMAGE.sub(lambda match: f"/images/{image(match[1])}", str(value))


@cache
def name_of(model, pk):
    """What a row is known by."""
    row = model._base_manager.filter(pk=pk).first() if pk else None
    names = [getattr(row, name) for name in KNOWN_BY if row is not None and hasattr(row, name)]
    return str(names[0] if names else row and told(row))


def image(pk):
    return name_of(apps.get_model("articles.Image"), int(pk))


def without_numbers(value):
    """JSON without the numbers of rows: [number, name] is the name, and what ends in _id is whether it is there."""
    if isinstance(value, dict):
        kept = {name: each for name, each in value.items() if name not in ("revision", "person")}
        return {name: bool(each) if name.endswith("_id") else without_numbers(each) for name, each in kept.items()}
    if isinstance(value, list):
        if len(value) == 2 and isinstance(value[0], int) and isinstance(value[1], str):
            return value[1]
        return sorted(map(without_numbers, value), key=json.dumps)
    return IMAGE.sub(lambda match: f"/images/{image(match[1])}", value) if isinstance(value, str) else value


def files():
    for path in sorted(Path(settings.MEDIA_ROOT).rglob("*")):
        if path.is_file():
            yield f"{path.relative_to(settings.MEDIA_ROOT)} {hashlib.sha256(path.read_bytes()).hexdigest()}"


def whole():
    return hashlib.sha256("\n".join([checksum.of_all_tables(), *files()]).encode()).hexdigest()


def cut(file, count, seed):
    """Yields a line for each cut that was not refused in one line or that changed something."""
    content, rng, before = Path(file).read_bytes(), random.Random(int(seed)), whole()  # noqa: S311 - no secret
    with tempfile.NamedTemporaryFile(suffix=".xml") as short:
        for _time in range(int(count)):
            place = rng.randrange(content.rindex(b"</rss>") + 6)
            Path(short.name).write_bytes(content[:place])
            try:
                call_command("import_wordpress", short.name, stdout=open(os.devnull, "w"))  # noqa: SIM115
                yield f"cut off after {place} bytes it was imported"
            except CommandError as refusal:
                if not str(refusal).endswith("Nothing was imported.") or "\n" in str(refusal):
                    yield f"cut off after {place} bytes: {refusal}"
            if whole() != before:
                yield f"cut off after {place} bytes it changed something"
                before = whole()


if __name__ == "__main__":
    asked, *arguments = sys.argv[1:]
    answers = {"state": state, "checksum": lambda: [whole()], "cut": cut}
    for line in answers[asked](*arguments):
        print(line)
