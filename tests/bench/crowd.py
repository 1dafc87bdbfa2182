"""A hundred thousand submissions, written into a database at once: `make(100_000)`. The same at every call.

Most are ended, as on a desk that has worked for years. Each has a text of some 250 words in one of six languages, of
words that are frequent and rare as in real texts, a contributor, and the words by which it is found. No event and no
letter: the lists read none.
"""

import random
from datetime import timedelta
from itertools import accumulate

from django.db import connection
from django.utils import timezone

from submissions import searching
from submissions.models import Contributor, Event, Flag, Revision, Searched, Submission
from tests import make as data

LETTERS = {
    "en": "abcdefghiklmnoprstuvwy",
    "ru": "абвгдежзиклмнопрстуэюя",
    "ka": "აბგდევზთიკლმნოპრსტუფქღ",
    "hy": "աբգդեզէըթժիլխծկհձղճմն",
    "az": "abcçdeəgğhiıjklmnoöprs",
    "fa": "ابپتثجچحخدذرزژسشصضطظعف",
}
WEIGHTS = {"en": 50, "ru": 20, "ka": 12, "hy": 8, "az": 8, "fa": 2}
STATES = {
    **{"declined": 520, "published": 150, "expired": 90, "withdrawn": 50, "submitted": 50, "in_review": 30},
    **{"draft": 30, "unconfirmed": 20, "changes_requested": 20, "quarantined": 15, "accepted": 10, "on_hold": 10},
    **{"proof": 4, "retracted": 1},
}
DECIDED = ("declined", "published", "accepted", "proof", "retracted")
CALLS, STAFF, YEARS, BATCH = 40, 12, 6, 1000
FREQUENT, RARE, RUSSIAN = (
    "frequently",
    "rarest",
    "частослово",
)  # in every English text, in ten texts, in every Russian one


class Crowd:
    def __init__(self, count):
        self.count = count
        self.rng = random.Random(11)  # noqa: S311 - no secret
        self.now = timezone.now()
        self.paragraphs = {language: self._paragraphs(letters) for language, letters in LETTERS.items()}
        self.calls = [data.call(f"Call {n}", response_days=21) for n in range(CALLS)]
        self.staff = [data.user("moderator") for _n in range(STAFF)]

    def write(self):
        """Write all of them; the index of words is made afterwards, at once."""
        searching.drop_index(connection)
        for first in range(1, self.count + 1, BATCH):
            self._batch(range(first, min(first + BATCH, self.count + 1)))
        searching.make_index(connection)
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("INSERT INTO submissions_bag(submissions_bag) VALUES ('rebuild')")
            else:
                cursor.execute("VACUUM ANALYZE")

    def _batch(self, numbers):
        rows = [self._submission(n) for n in numbers]
        Submission.objects.bulk_create(rows)
        texts = [self._revision(row) for row in rows]
        Revision.objects.bulk_create(texts)
        people = [self._contributor(row) for row in rows]
        for row, text in zip(rows, texts, strict=True):
            row.revision, row.title_key = text, searching.title_key(text.title)
        Submission.objects.bulk_update(rows, ["revision", "title_key"])
        found = []
        for row, text, person in zip(rows, texts, people, strict=True):
            words, person.contact_words = searching.words_of_row(row.reference, text, [person])
            found.append(Searched(submission=row, words=words))
        Contributor.objects.bulk_create(people)
        Searched.objects.bulk_create(found)
        flagged = [row for row in rows if row.pk % 20 == 0]
        Flag.objects.bulk_create(Flag(submission=row, code="many_links") for row in flagged)
        Event.objects.bulk_create(
            Event(submission=row, action="resubmit", actor_kind="contributor", version=1) for row in flagged
        )

    def _submission(self, n):
        state = self._one_of(STATES)
        came = self.now - timedelta(seconds=self.rng.randrange(YEARS * 365 * 86_400))
        since = min(self.now, came + timedelta(hours=self.rng.randrange(1000)))
        holder = self.rng.choice(self.staff) if state in ("submitted", "in_review") and n % 3 == 0 else None
        return Submission(
            reference=f"SIM-{n // 10_000:04d}-{n % 10_000:04d}",
            call=self.rng.choice(self.calls),
            state=state,
            language=self._one_of(WEIGHTS),
            created_at=came,
            confirmed_at=None if state in ("draft", "unconfirmed") else came,
            state_since=since,
            promised_at=came + timedelta(days=21),
            due_at=since + timedelta(days=14) if state == "changes_requested" else None,
            decided_at=since if state in DECIDED else None,
            claimed_by=holder,
            claimed_until=self.now + timedelta(hours=48) if holder else None,
        )

    def _revision(self, row):
        source = "\n\n".join(self.rng.sample(self.paragraphs[row.language], 4))
        marks = [FREQUENT] if row.language == "en" else [RUSSIAN] if row.language == "ru" else []
        marks += [RARE] if row.pk % (self.count // 10) == 0 else []
        title = " ".join(source.split()[:5]).capitalize() + f" {row.pk}"
        return Revision(
            submission=row, n=1, title=title, source=f"{source} {' '.join(marks)}", html="<p>x</p>", words=250
        )

    def _contributor(self, row):
        name = " ".join(self.rng.choice(self.paragraphs[row.language]).split()[:2]).title()
        hidden = row.pk % 10 == 0
        return Contributor(
            submission=row,
            full_name=name,
            credit_choice="withheld" if hidden else "full",
            email=f"person{row.pk}@mail.example",
            email_folded=f"person{row.pk}@mail.example",
            mailbox=f"person{row.pk}@mail.example",
            phone=f"+995 555 {row.pk:06d}",
        )

    def _one_of(self, weights):
        return self.rng.choices(list(weights), weights=weights.values())[0]

    def _paragraphs(self, letters):
        words = ["".join(self.rng.choices(letters, k=self.rng.randint(3, 9))) for _n in range(8000)]
        often = list(accumulate(1 / (n + 3) for n in range(len(words))))
        return [" ".join(self.rng.choices(words, cum_weights=often, k=62)) for _n in range(400)]
