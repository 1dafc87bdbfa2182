"""A site full of analyses that nobody wrote, for rehearsals and measurements: `make(100_000)`.

The same seed gives the same pieces; days count back from the one on which they are made. They have what real ones
have: several languages, translations, names, lists, notes, sources, corrections, versions, simulations. What is written
is what articles.newcomers writes, and for corrected ones articles.edition.
"""

import random
from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection, reset_queries, transaction
from django.utils import timezone

from articles import citing, edition, history, locking
from articles.corpus import lists
from articles.corpus.texts import SHARES, Language, marks_of
from articles.models import Article, Byline, Correction, Kind, Note, Publication, Revision, Role, Source
from articles.newcomers import Newcomer, take_in
from articles.parts import Parts
from ccsis.scripts import slugify

FIRST_BATCH, BATCH = 50, 200  # a translation needs an original of an earlier batch
YEARS = 25
KINDS = {
    Kind.ANALYSIS: 40,
    Kind.COMMENTARY: 22,
    Kind.BRIEF: 9,
    Kind.SIMULATION: 9,
    Kind.REPORT: 7,
    Kind.QA: 6,
    Kind.STATEMENT: 4,
    Kind.ANNOUNCEMENT: 3,
}
NAMES = {1: 62, 2: 26, 3: 8, 4: 4}  # of how many people stands under how many pieces in a hundred
TRANSLATED, IN_SERIES, NOTED, CORRECTED = 0.08, 0.15, 0.4, 0.02  # how many of one
LATELY = 300  # originals that the next translations are made of


class OtherContent(Exception):
    """The site has pieces of its own. The text says how many."""


@dataclass
class Maker:
    """Makes the pieces of one corpus, one after the other."""

    count: int
    seed: int
    now: object
    first: int = 0  # how many numbers are taken already
    find_later: bool = False  # the worker takes them into the index of search
    originals: deque = field(default_factory=lambda: deque(maxlen=LATELY))

    def __post_init__(self):
        self.rng = random.Random(self.seed)  # noqa: S311 - no secret
        self.languages = {code: Language(code, self.rng, self.count) for code in SHARES}
        self.lists = lists.Lists(self.rng)
        self.parts_of_series = dict.fromkeys((row.pk for row in self.lists.series), 0)

    def write(self, numbers):
        """Write the pieces of these numbers, in one transaction."""
        made = [self._newcomer(n) for n in numbers]
        with transaction.atomic():
            take_in(made, action="import", note="", now=self.now, find_later=self.find_later)
            for newcomer in made:
                if self.rng.random() < CORRECTED:
                    self._correct(newcomer)
        self.originals.extend(
            (each.article, {each.article.language}) for each in made if each.article.original_id is None
        )

    def _newcomer(self, n):
        original = self._original() if n % 100 >= 51 else None  # the numbers below bear marks, in English
        marks = marks_of(n)
        code = self._language(original) if not marks else "en"
        kind = original.kind if original else self._one_of(KINDS)
        sources, notes = self._notes(code) if self.rng.random() < NOTED else ([], [])
        text = self.languages[code].text(
            f"{marks}." if marks else "", [{"key": note.key, "text": citing.note_html(note)} for note in notes]
        )
        series = self.lists.one_series() if original is None and self.rng.random() < IN_SERIES else None
        article = Article(
            kind=kind,
            language=code,
            title=text.title,
            slug=f"{slugify(text.title)[:66].rstrip('-')}-{self.first + n + 1}",
            standfirst=text.standfirst,
            key_points=text.points,
            body=text.body,
            original=original,
            follows_version=1 if original else None,
            series=series,
            series_part=self._next_part(series),
            created_at=self._day(n) - timedelta(days=self.rng.randint(1, 40)),
            **self._simulation(kind),
        )
        parts = Parts(
            topics=self.lists.topics_of_one(),
            regions=self.lists.regions_of_one(),
            tags=self.lists.tags_of_one(),
            bylines=self._bylines(original),
            notes=notes,
            sources=sources,
        )
        return Newcomer(article, parts, at=self._day(n), page=text.page)

    def _day(self, n):
        """When the piece of this number came out: evenly over the years, at a time of the day that belongs to it."""
        days = YEARS * 365.25 * (1 - (n + 0.9) / self.count)
        return self.now.replace(microsecond=0) - timedelta(days=days, seconds=n % 60)

    def _one_of(self, shares):
        return self.rng.choices(list(shares), weights=shares.values())[0]

    def _original(self):
        """A piece of the last months that is translated now; mostly none is."""
        if not self.originals or self.rng.random() > TRANSLATED * 2:
            return None
        article, taken = self.rng.choice(self.originals)
        return article if len(taken) < len(SHARES) else None

    def _language(self, original):
        if original is None:
            return self._one_of(SHARES)
        taken = next(taken for article, taken in self.originals if article is original)
        code = self._one_of({code: share for code, share in SHARES.items() if code not in taken})
        taken.add(code)
        return code

    def _bylines(self, original):
        people = self.lists.some_people(self._one_of(NAMES))
        rows = [Byline(person=person, role=Role.AUTHOR) for person in people]
        if original:
            rows.append(Byline(person=self.lists.one_person(but=people), role=Role.TRANSLATOR))
        return rows

    def _notes(self, code):
        """Sources, and notes that cite them or say something themselves."""
        drawn = self.rng.sample(self.lists.sources, self.rng.randint(1, 3))
        sources = [Source(**fields) for fields in drawn]
        notes = [Note(key=f"n{place}", source=source) for place, source in enumerate(sources, 1)]
        if self.rng.random() < 0.5:
            text = self.rng.choice(self.languages[code].pool).text.partition(". ")[0] + "."
            notes.append(Note(key=f"n{len(notes) + 1}", text=text))
        return sources, notes

    def _next_part(self, series):
        if series is None:
            return None
        self.parts_of_series[series.pk] = self.parts_of_series[series.pk] % 30_000 + 1
        return self.parts_of_series[series.pk]

    def _simulation(self, kind):
        if kind != Kind.SIMULATION:
            return {}
        return {"call_title": "The open call", "call_address": "/submit/", "scenario": {}}

    def _correct(self, newcomer):
        """A second version, some days later, with a correction that tells readers of it."""
        article, at = newcomer.article, min(self.now, newcomer.at + timedelta(days=self.rng.randint(1, 400)))
        told = self.rng.choice(lists.CORRECTIONS)
        article.standfirst = self.languages[article.language].sentences(1, 2)
        Article.objects.filter(pk=article.pk).update(standfirst=article.standfirst)
        row = history.revision(article, newcomer.parts, n=2, version=2, kind=Revision.Kind.PUBLISH, note=told, now=at)
        row.save()
        old = Publication.objects.get(article=article)
        draft = edition.draft(article, newcomer.parts, newcomer.page)
        edition.save(draft, old, version=2, updated_at=at)
        locking.record(article, "correct", by=None, now=at, revision=row.pk, version=2)
        type = self.rng.choice([each for each in Correction.Type if each != Correction.Type.RETRACTION])
        Correction.objects.create(article=article, type=type, text=told, version=2, at=at)


def make(count, *, seed=1, anyway=False, find_later=False, now=None, told=lambda done: None):
    """Write `count` pieces. Raises OtherContent where there are pieces already, unless `anyway`.

    `find_later`: the worker takes them into the index of search, which is most of the work. `told` is called with the
    number of pieces after each batch of them.
    """
    others = Article.objects.count()
    if others and not anyway:
        raise OtherContent(f"The site has content of its own, pieces: {others}.")
    last = Article.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    maker = Maker(count, seed, now or timezone.now(), first=last, find_later=find_later)
    done = 0
    while done < count:
        end = min(done + (BATCH if done else FIRST_BATCH), count)
        maker.write(range(done, end))
        reset_queries()  # which DEBUG collects
        done = end
        told(done)
    if connection.vendor == "postgresql":  # it would do so by itself in some minutes; until then it plans badly
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
