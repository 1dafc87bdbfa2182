"""What the drills of a site under load ask of it, from inside: `python -m tests.drill.inside_site found`.

write             writes until it is killed, and prints a line for each thing that is committed: there|gone KIND NAME
erase N           erases N contributors for good; prints their submissions
found             what stands in it, as JSON: names, files that are missing or differ, what the database finds broken
tables            a checksum of each table
paths             addresses of pages that readers read
senders           how many submissions came from each mailbox
letters           how many letters are in each state
letters_due       makes every letter due that waits
give_work         pictures without renditions and PDF files that somebody asked for
work              what of it is left
let_time_pass     what a worker holds is free again, as after the time for which it may
"""

import hashlib
import json
import os
import random
import sys
import time
from contextlib import suppress
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ccsis.settings")
django.setup()

from django.core.files.storage import default_storage  # noqa: E402
from django.db import DatabaseError, connection, transaction  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles import locking, publishing, renditions  # noqa: E402
from articles.models import Article, Image, Printout, Publication, Rendition  # noqa: E402
from articles.site import printing  # noqa: E402
from ccsis.models import Letter  # noqa: E402
from submissions import erasure, files  # noqa: E402
from submissions.models import Attachment, Call, Contributor, Erasure, Submission  # noqa: E402
from tests import make, pictures  # noqa: E402

# What a restored site does at its first breath, without anybody: nothing of a backup
OF_THE_PROGRAM = {"django_session", "cache"}


def write():
    call = Call.objects.get(slug="open")
    for number in range(10**6):
        what = random.choice((_send, _send, _publish, _correct, _picture, _drop))  # noqa: S311
        with suppress(locking.Conflict, locking.CannotMove):  # the other one was first
            what(call, f"{os.getpid()}-{number}")


def _tell(what, kind, name):
    print(what, kind, name, flush=True)


def _send(call, name):
    with transaction.atomic():
        row = make.submission(f"Text {name}", call=call, email=f"r{name}@mail.example")
        files.attach(row, _checked(name))
    _tell("there", "submission", row.reference)


def _checked(name):
    """A file that was looked through, without the second that this takes."""
    arriving = files.Path(files.settings.FILE_UPLOAD_TEMP_DIR)
    content = os.urandom(30_000)
    paths = [arriving / f"{name}.{ending}" for ending in ("pdf", "copy.pdf")]
    for path in paths:
        path.write_bytes(content)
    return files.Checked(f"{name}.pdf", "pdf", *paths, len(content), hashlib.sha256(content).hexdigest())


def _publish(call, name):
    publication = publishing.publish(make.article(f"Piece {name}", body=f"<p>{name} {'words ' * 500}</p>"))
    _tell("there", "piece", publication.slug)


def _correct(call, name):
    piece = Article.objects.filter(title__startswith="Piece ").order_by("?").first()
    if piece:
        publishing.correct(piece, type="update", text=f"More {name}.")
        _tell("there", "correction", name)


def _picture(call, name):
    _tell("there", "picture", make.image(alt=f"Picture {name}").file.name)


def _drop(call, name):
    """A file goes: of a picture or of a submission."""
    image = Image.objects.filter(alt__startswith="Picture ").order_by("pk").first()
    if image:
        with transaction.atomic():
            renditions.delete_after_commit(image)
            image.delete()
        _tell("gone", "picture", image.file.name)
    attachment = Attachment.objects.order_by("pk").first()
    if attachment:
        with transaction.atomic():
            files.remove(attachment)


def erase(count):
    for row in Submission.objects.filter(erased_at=None).order_by("pk")[: int(count)]:
        erasure.erase(row, by=Erasure.By.CONTRIBUTOR)
        print(row.reference)


def found():
    missing = [image.file.name for image in Image.objects.all() if not default_storage.exists(image.file.name)]
    missing += [row.file.name for row in Rendition.objects.all() if not default_storage.exists(row.file.name)]
    for row in Attachment.objects.all():
        for name in (row.name, row.shown_name):
            if not files.store().exists(name):
                missing.append(name)
            elif hashlib.sha256(files.store().open(name).read()).hexdigest() != row.sha256:
                missing.append(f"{name} differs")
    try:
        connection.check_constraints()
        broken = ""
    except DatabaseError as error:
        broken = str(error)
    ready = Client(headers={"host": "localhost"}).get("/readyz")
    answer = {
        "submission": list(Submission.objects.values_list("reference", flat=True)),
        "erased": list(Submission.objects.exclude(erased_at=None).values_list("reference", flat=True)),
        "piece": list(Publication.objects.values_list("slug", flat=True)),
        "picture": list(Image.objects.values_list("file", flat=True)),
        "correction": [text[5:-1] for text in _corrections()],
        "missing": missing,
        "broken": broken,
        "ready": f"{ready.status_code} {ready.text.strip()}",
    }
    print(json.dumps(answer))


def _corrections():
    from articles.models import Correction

    return Correction.objects.filter(text__startswith="More ").values_list("text", flat=True)


def tables():
    told = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names of the database
            told[table] = hashlib.sha256(repr(sorted(map(repr, cursor.fetchall()))).encode()).hexdigest()
    print(json.dumps({name: value for name, value in told.items() if name not in OF_THE_PROGRAM}))


def paths():
    slugs = [row.get_absolute_url() for row in Publication.objects.order_by("-pk")[:4]]
    print(json.dumps(["/", "/analyses/", *slugs]))


def senders():
    rows = Contributor.objects.exclude(submission__state="draft").values_list("email").annotate(n=Count("pk"))
    print(json.dumps(dict(rows.order_by())))


def letters():
    rows = list(Letter.objects.values_list("status", flat=True))
    told = {status: rows.count(status) for status in Letter.Status.values}
    print(json.dumps(told | {"waiting": told["queued"]}))


def letters_due():
    Letter.objects.filter(status=Letter.Status.QUEUED).update(send_at=timezone.now())
    Letter.objects.filter(status=Letter.Status.SENDING).update(sending_since=timezone.now() - timedelta(hours=1))


def give_work():
    for number in range(8):
        make.image(alt=f"Work {number}", file=pictures.upload(pictures.image((2400, 1600)), f"work{number}.png"))
    for publication in Publication.objects.order_by("pk")[:4]:
        printing.ask(publication)


def work():
    left = {
        "renditions": Image.objects.filter(renditions_at=None).count(),
        "files for print": Printout.objects.filter(file="").count(),
    }
    print(json.dumps({"left": {name: count for name, count in left.items() if count}}))


def let_time_pass():
    Image.objects.update(renditions_held_until=None)
    Printout.objects.update(held_until=None)


if __name__ == "__main__":
    time.tzset()
    globals()[sys.argv[1]](*sys.argv[2:])
