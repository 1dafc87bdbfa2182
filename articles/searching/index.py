"""The index follows the publications: `take` writes their words and facets, in the transaction that wrote them.

What is taken away from readers is gone from the index in the same statement, because the rows go with each other. A
change that touches many pieces at once (a topic gets another name, two people become one) marks them: `take_later`
takes a few at once and leaves the rest to the worker (`catch_up`).
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from articles.models import Credit, Person, Publication, Region, Searched, Series, Tag, Topic, Word
from articles.searching import tokens, words
from articles.searching.engine import engine
from articles.searching.sounds import sound
from ccsis.html import plain_text

MOST_WORDS = 50_000  # of one piece; PostgreSQL takes a megabyte
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
AT_ONCE = 30  # pieces that are taken within a request, where a change touches many
BATCH = 100
COLUMNS = ["at", "facets", "a", "b", "c", "d", "head", "words", "taken_at"]
AT_A_TIME = 800  # words in one statement; SQLite may have been built for 999 values
LEAST_OF_A_WORD = 3  # letters of a word that may be meant by somebody's mistake


# What is written


@transaction.atomic(savepoint=False)
def take(numbers, now=None):
    """Write the index of the publications with these numbers anew, from what readers see. Call it in the transaction
    that changed them."""
    now = now or timezone.now()
    publications = list(_with_everything(Publication.objects.filter(pk__in=numbers)))
    main = _main_tags() if publications else {}
    rows, met = [], {}
    for publication in publications:
        bag = _bag(publication)
        rows.append(_row(publication, bag, main, now))
        met |= bag.met
    Searched.objects.bulk_create(rows, update_conflicts=True, unique_fields=["publication"], update_fields=COLUMNS)
    Publication.objects.filter(pk__in=[row.pk for row in publications], is_indexed=False).update(is_indexed=True)
    _remember(met, now.date())


def numbers_under(row):
    """The numbers of the publications that are found by the name of a topic, region, series, tag or person."""
    ways = {Topic: "topics", Region: "regions", Series: "series", Tag: "tags", Person: "credits__person"}
    way = ways.get(type(row))
    return sorted(set(Publication.objects.filter(**{way: row}).values_list("pk", flat=True))) if way else []


def take_later(numbers):
    """Mark publications as changed in what they are found by; the first of them are taken at once."""
    Publication.objects.filter(pk__in=numbers[AT_ONCE:]).update(is_indexed=False)
    take(numbers[:AT_ONCE])


def catch_up(is_ending=lambda: False):
    """Take what was marked, a batch at a time. A slow due-function; gives how many pieces that were."""
    done = 0
    while not is_ending() and (found := _take_some()):
        done += found
    return done


def _take_some():
    with transaction.atomic():
        waiting = Publication.objects.filter(is_indexed=False).order_by("pk")
        waiting = waiting.select_for_update(skip_locked=engine.skips)
        numbers = list(waiting.values_list("pk", flat=True)[:BATCH])
        if numbers:
            take(numbers)
    return len(numbers)


def rebuild(now=None, told=lambda done: None):
    """Take every publication anew, while the site serves; then forget words that no text has any more.

    `told` is called with how many are done after each batch. Broken off and begun again it loses nothing.
    """
    now = now or timezone.now()
    engine.mend()
    done, last = 0, 0
    while True:
        with transaction.atomic():
            rows = Publication.objects.filter(pk__gt=last).order_by("pk").select_for_update()
            numbers = list(rows.values_list("pk", flat=True)[:BATCH])
            if not numbers:
                break
            take(numbers)
        done, last = done + len(numbers), numbers[-1]
        told(done)
    Word.objects.filter(seen_on__lt=now.date() - timedelta(days=1)).delete()
    return done


def micros(moment):
    """A moment as the index orders by it."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def _with_everything(publications):
    credits = Prefetch("credits", Credit.objects.select_related("person"))
    return publications.select_related("series").prefetch_related("topics", "regions", "tags", credits).order_by("pk")


def _main_tags():
    """{synonym: the tag that it stands for}, by their numbers."""
    main = dict(Tag.objects.filter(synonym_of__isnull=False).values_list("pk", "synonym_of"))
    for number in main:
        seen = {number}
        while main[number] in main and main[number] not in seen:
            seen.add(main[number])
            main[number] = main[main[number]]
    return main


def _row(publication, bag, main, now):
    facets = tokens.of(
        publication,
        topics=[row.pk for row in publication.topics.all()],
        regions=[row.pk for row in publication.regions.all()],
        tags=[main.get(row.pk, row.pk) for row in publication.tags.all()],
        people=[credit.person_id for credit in publication.credits.all() if credit.person_id],
    )
    return Searched(
        publication=publication,
        at=micros(publication.published_at),
        facets=" ".join(facets),
        taken_at=now,
        **engine.columns(bag, facets),
    )


# The words of a piece


@dataclass
class Bag:
    """The words of a piece by their weight: `texts` {weight: [[(folded words, stem) of each written word]]}.

    `met`: {folded word: as it was written}, for guessing.
    """

    texts: dict = field(default_factory=lambda: {weight: [] for weight in "abcd"})
    met: dict = field(default_factory=dict)
    left: int = MOST_WORDS

    def put(self, weight, text, language):
        said = words.cut(text)[: self.left]
        pairs = [words.known_by(written, language) for written in said]
        found = [pair for pair in pairs if pair]
        self.left -= len(found)
        self.met |= {pair[0][0]: written for pair, written in zip(pairs, said, strict=True) if pair}
        if found:
            self.texts[weight].append(found)


def _bag(publication):
    """Weight a: titles. b: what is said in short, and names. c: the text. d: notes, files, what it is filed under."""
    bag, row = Bag(), publication
    for weight, texts in (
        ("a", [row.title, row.subtitle]),
        ("b", [row.standfirst, row.key_points, row.number, *_names(row)]),
        ("c", [row.knowing_text, row.text, *_strings(row.scenario), row.call_title]),
        ("d", [*_filed_under(row), *map(_words_of_note, row.notes), *(each["title"] for each in row.documents)]),
    ):
        for text in texts:
            bag.put(weight, text, row.language)
    return bag


def _names(row):
    """Every name of everybody who stands under the piece, in every script, each once."""
    found = {}
    for credit in row.credits.all():
        people = [credit, credit.person] if credit.person else [credit]
        found |= {name: None for each in people for name in (each.name, each.native_name) if name}
    return list(found)


def _filed_under(row):
    """The names of its topics, regions, series and tags, in all languages that they are said in."""
    listed = [*row.topics.all(), *row.regions.all(), *([row.series] if row.series else [])]
    names = [said.get("name", "") for thing in listed for said in thing.wordings.values()]
    return [*(thing.name for thing in [*listed, *row.tags.all()]), *names]


def _words_of_note(note):
    return plain_text(note["text"])


def _strings(value):
    """The words in the fields of a scenario."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


def _remember(met, today):
    """Keep the words of the archive, in one order, so that two who write at once never wait crosswise.

    `seen_on` moves on once a day, so that `rebuild` knows which words no text has any more.
    """
    new = sorted(word for word in met if len(word) >= LEAST_OF_A_WORD and word.isalpha())
    for start in range(0, len(new), AT_A_TIME):
        part = new[start : start + AT_A_TIME]
        known = set(Word.objects.filter(folded__in=part, seen_on=today).values_list("folded", flat=True))
        rows = [_word(word, met[word], today) for word in part if word not in known]
        Word.objects.bulk_create(rows, update_conflicts=True, unique_fields=["folded"], update_fields=["seen_on"])


def _word(word, written, today):
    return Word(folded=word, written=written[:60], sound=sound(word), start=word[0], length=len(word), seen_on=today)
