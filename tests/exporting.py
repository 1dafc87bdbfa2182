"""What the tests of `export` and `import_export` share. `python -m tests.exporting DIR` fills the database of the
environment, which must be empty, with demo content and hostile rows, and exports it.
"""

import hashlib
import json
import sys
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import connection

KEPT = {"django_migrations", "django_content_type", "auth_permission", "sqlite_sequence"}
TEXTS = [
    "Հայաստան և Արցախ",
    "საქართველო",
    "İstanbul'da ığdır, Şəki, Gəncə",
    "Цхинвал, Ӕрыдон, Къарачай",
    "می\u200cخواهم‌ \u200f\u202bپل\u202c \u202eabc",
    "one\u2028two\u2029three\x85four",
    "a\nb\r\nc\rd\te\x0bf",
    "👩‍👩‍👧‍👦 🏔️ 🇬🇪 \U0010ffff",
    "\ufeffbefore, \x7f\x80 between, after ",
    "'\"\\ \\u0041 \\n {} </script> <b> & &amp; %s %(x)s",
    "e\u0301 and é, ﷺ and \u00ad",
    "x" * 300_000,
]
NUMBERS = [0, -0.0, 0.1, 1e-7, 1.0, 1e16, 1e22, 1.5e300, -2.5, 2**70, 123456789.125]


def run(command, *arguments, **options):
    """What a command says: (to whom it serves, to whom it warns)."""
    out, err = StringIO(), StringIO()
    call_command(command, *map(str, arguments), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def tree(folder):
    """Every file below a folder: {path: bytes}."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}


def lines(folder, kind):
    """The rows of one kind in an export, as dicts."""
    return [json.loads(line) for line in (Path(folder) / f"rows/{kind}.jsonl").read_bytes().splitlines()]


def rewrite(folder, kind, change):
    """Change the rows of one kind as somebody would who knows how to write a manifest."""
    rows = lines(folder, kind)
    change(rows)
    text = "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows)
    (Path(folder) / f"rows/{kind}.jsonl").write_bytes(text.encode())
    sign(folder)


def sign(folder, **changes):
    """Make the manifest say what the folder holds now, apart from these changes."""
    path = Path(folder) / "manifest.json"
    said = json.loads(path.read_text())
    for line in said["rows"] + said["files"]:
        content = (Path(folder) / line["path"]).read_bytes()
        line |= {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        if "rows" in line:
            line["rows"] = content.count(b"\n")
    path.write_text(json.dumps(said | changes))


def empty_the_site():
    """Take away every row, as on a new database."""
    with connection.cursor() as cursor:
        # SQLite keeps its index of words in tables of its own, and empties them with the table that they are of.
        names = connection.introspection.table_names(cursor)
        tables = {name for name in names if "_bag" not in name and not name.startswith("articles_found")}
        for table in tables - KEPT:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a name of the database


def exported(site, make_rows):
    """An export of rows that are made for it, in a folder of the test; the site is empty afterwards."""
    make_rows()
    run("export", site / "export")
    empty_the_site()
    return site / "export"


def make_hostile_rows():
    """Rows with everything that a text, a number or a date can hold."""
    from articles.models import ArticleEvent, Correction, Hold, Image, Revision, Tag
    from ccsis.models import Redirect, SiteLink, SiteSettings
    from submissions.models import Event, Reason
    from tests import make

    by = make.user("editor", name=TEXTS[4])
    for n, text in enumerate(TEXTS):
        row = make.article(text[:250].strip(), standfirst=text, key_points=text, body=f"<p>{text}</p>", tags=[f"t{n}"])
        row.scenario = {text[:50]: [text, {"deep": [n, None, True, text[::-1][:99]]}], "numbers": NUMBERS}
        row.save()
        at = datetime(9999, 12, 31, 23, 59, 59, 999999 - n, tzinfo=UTC)
        Correction.objects.create(article=row, type="update", text=text, at=at, by=by)
        ArticleEvent.objects.create(
            article=row, action="save", at=datetime(1, 1, 1, tzinfo=UTC), details={"n": NUMBERS}
        )
        Hold.objects.create(article=row, name=f"hold {n}", reason=text[:200])
        Revision.objects.create(article=row, n=1, snapshot={"text": text, "numbers": NUMBERS}, sha256="0" * 64)
        Redirect.objects.create(old_path=f"/{n}/{text[:400]}", new_path="/about/")
        submission = make.submission(text[:100].strip(), text=text, phone="", full_name=text[:200])
        event = Event.objects.filter(submission=submission).first()
        Reason.objects.create(event=event, note=text, message=text)
    Image.objects.filter(pk=make.image(caption=TEXTS[6], original_name=TEXTS[8]).pk).update(created_at=at)
    first, last = Tag.objects.get(name="t0"), Tag.objects.get(name="t1")
    Tag.objects.filter(pk=first.pk).update(synonym_of=last)  # points to a row that comes later
    site, _made = SiteSettings.objects.get_or_create(pk=SiteSettings.ONLY)
    SiteSettings.objects.update(footer=TEXTS[4], mail_signature=TEXTS[5])
    SiteLink.objects.create(settings=site, label=TEXTS[7][:60], address="/about/")


def main(folder):
    import django

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("demo", verbosity=0)
    make_hostile_rows()
    call_command("export", folder)


if __name__ == "__main__":
    main(sys.argv[1])
