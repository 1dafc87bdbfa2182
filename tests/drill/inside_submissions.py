"""What the drills of submissions ask of a site, from inside: `python -m tests.drill.inside_submissions sent`.

sent                 every submission that was sent, with what it has, and what lies about without a row
prepare N M          N submissions that wait, M moderators
decide SEED FROM TO  the moderators with these numbers, each on an own connection, decide on all of them at once
decided              what the events, letters and articles say of each submission
age                  makes every file of the private store two hours old, so that sweeping may find it
"""

import json
import os
import random
import sys
import threading
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ccsis.settings")
django.setup()

from django.contrib.auth.models import Group  # noqa: E402
from django.db import close_old_connections  # noqa: E402

from articles.models import Article  # noqa: E402
from ccsis.models import Letter, User  # noqa: E402
from submissions import files, moves, receiving  # noqa: E402
from submissions.models import Attachment, Call, Consent, Contributor, Submission  # noqa: E402
from submissions.statistics import DECISIONS  # noqa: E402


def sent():
    """What stands of each submission, and what should not be there."""
    rows = {}
    for row in Submission.objects.exclude(state="draft").select_related("revision"):
        contributor = Contributor.objects.filter(submission=row).first()
        attached = [files.store().exists(each.name) for each in row.attachments.all()]
        rows[contributor.email if contributor else row.reference] = {
            "words": row.revision.words if row.revision else 0,
            "consents": Consent.objects.filter(submission=row).count(),
            "files": attached,
            "events": [event.action for event in row.events.all()],
        }
    known = {name for each in Attachment.objects.values_list("name", "shown_name") for name in each}
    folder = Path(files.store().location)
    lying = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    abouts = {f"submission:{pk}" for pk in Submission.objects.values_list("pk", flat=True)}
    letters = Letter.objects.filter(about__startswith="submission:").values_list("about", flat=True)
    print(
        json.dumps(
            {
                "sent": rows,
                "files without a row": sorted(lying - known),
                "rows without their file": sorted(known - lying),
                "letters without a submission": sorted(set(letters) - abouts),
            }
        )
    )


def age():
    long_ago = time.time() - 2 * files.ORPHAN_AFTER
    folder = Path(files.store().location)
    for path in folder.iterdir() if folder.is_dir() else ():
        os.utime(path, (long_ago, long_ago))


def prepare(number, moderators):
    call = Call.objects.get(slug="open")
    for n in range(int(moderators)):
        user = User.objects.create_user(f"m{n}@example.org", f"m{n}", f"Moderator {n}")
        user.groups.add(Group.objects.get(name="moderator"))
    for n in range(int(number)):
        contributor = {"full_name": f"Reader {n}", "email": f"reader{n}@mail.example"}
        row = receiving.take(call, receiving.Filled(f"Text {n}", "One road, one winter.", contributor))
        moves.transition(row, "confirm", actor=moves.CONTRIBUTOR)


def decide(seed, begin, end):
    """Each moderator has read all of them, then decides on all in an order of their own."""
    barrier = threading.Barrier(int(end) - int(begin))
    threads = [
        threading.Thread(target=_decide_all, args=(n, random.Random(f"{seed}-{n}"), barrier))  # noqa: S311
        for n in range(int(begin), int(end))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _decide_all(number, rng, barrier):
    try:
        user = User.objects.get(username=f"m{number}")
        rows = list(Submission.objects.select_related("call", "revision", "contributor"))
        rng.shuffle(rows)
        if barrier.wait(timeout=60) == 0:
            print("they begin", flush=True)
        for row in rows:
            action = rng.choice(DECISIONS)
            try:
                moves.transition(
                    row, action, actor=user, revision_id=row.revision_id, message="Thank you.", note="Read."
                )
            except moves.CannotMove:
                continue
    finally:
        close_old_connections()


def decided():
    found = []
    for row in Submission.objects.order_by("pk"):
        decisions = [event for event in row.events.all() if event.action in DECISIONS]
        keys = [f"submission-{event.pk}" for event in decisions]
        letters = Letter.objects.filter(
            about=f"submission:{row.pk}", template__in=["submission_accepted", "submission_declined"]
        )
        found.append(
            {
                "state": row.state,
                "decisions": [event.action for event in decisions],
                "letters": [letter.key in keys for letter in letters],
                "article": row.article_id is not None,
            }
        )
    print(json.dumps({"rows": found, "articles": Article.objects.count()}))


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
