"""The people, topics, regions, series, tags and sources of the corpus: few are frequent and most are not."""

from itertools import accumulate

from articles.corpus.words import WORDS
from articles.models import Person, Region, Series, Tag, Topic
from articles.start.lists import REGIONS, TOPICS
from ccsis.scripts import slugify

PEOPLE, TAGS, SERIES, SOURCES = 240, 300, 40, 200
CORRECTIONS = [
    "An earlier version named the wrong year in the third paragraph.",
    "The length of the line was given in miles and called kilometres.",
    "A quotation has been attributed to the person who said it.",
    "Figures for the last quarter have been added.",
    "The name of the ministry was misspelled.",
]


class Lists:
    """All rows that pieces are put under, found or made."""

    def __init__(self, rng):
        self.rng = rng
        self.topics = [_listed(Topic, name, introduction) for name, introduction in TOPICS]
        self.regions = [_listed(Region, name, introduction) for name, introduction in REGIONS]
        self.series = [_listed(Series, name, "") for name in self._names_of_series()]
        self.people = [self._person(n) for n in range(PEOPLE)]
        self.tags = [self._tag(name) for name in self._names_of_tags()]
        self.sources = [self._source(n) for n in range(SOURCES)]
        self.often = {
            name: list(accumulate(1 / (n + 4) for n in range(len(getattr(self, name)))))
            for name in ("topics", "regions", "series", "people", "tags")
        }

    def _some(self, name, most):
        """Some rows of a list, each once, the first ones more often than the last."""
        rows = self.rng.choices(getattr(self, name), cum_weights=self.often[name], k=self.rng.randint(1, most))
        return list(dict.fromkeys(rows))

    def topics_of_one(self):
        return self._some("topics", 3)

    def regions_of_one(self):
        return self._some("regions", 2)

    def tags_of_one(self):
        return self._some("tags", 6)

    def one_series(self):
        return self.rng.choices(self.series, cum_weights=self.often["series"])[0]

    def some_people(self, number):
        found = {}
        while len(found) < number:
            person = self.one_person()
            found[person.pk] = person
        return list(found.values())

    def one_person(self, but=()):
        while True:
            person = self.rng.choices(self.people, cum_weights=self.often["people"])[0]
            if person not in but:
                return person

    def _names_of_series(self):
        subjects, objects = WORDS["en"].subjects, WORDS["en"].objects
        names = sorted({f"{a[0].upper()}{a[1:]} and {b}" for a in subjects for b in objects})
        return self.rng.sample(names, SERIES)

    def _person(self, n):
        """Somebody with a name of the region, in Latin letters and in those of the language."""
        words = list(WORDS.values())[n % len(WORDS)]
        native = f"{self.rng.choice(words.given_names)} {self.rng.choice(words.family_names)}"
        latin = native if native.isascii() else slugify(native).replace("-", " ").title()
        name = f"{latin} {chr(65 + n % 26)}." if n >= len(WORDS) * 8 else latin
        title = self.rng.choice(["Senior fellow", "Fellow", "Analyst", "Visiting researcher", ""])
        found = Person.objects.filter(name=name).first()
        written = "" if native.isascii() else native
        biography = f"<p>{native} writes on what the region shares.</p>"
        return found or Person.objects.create(name=name, native_name=written, title=title, biography=biography)

    def _names_of_tags(self):
        """Tags as people write them: words of all languages, and a few hundred places."""
        names = [tag for words in WORDS.values() for tag in words.tags]
        for words in WORDS.values():
            names += [a + b.lower() for a, b in zip(words.begins, words.ends, strict=False)]
        names += [f"{a}{b} {year}" for a in WORDS["en"].begins for b in WORDS["en"].ends[:2] for year in (2008, 2020)]
        return list(dict.fromkeys(names))[:TAGS]

    def _tag(self, name):
        return Tag.objects.named(name) or Tag.objects.create(name=name)

    def _source(self, n):
        words = WORDS["en"]
        subject, thing = self.rng.choice(words.subjects), self.rng.choice(words.objects)
        return {
            "key": f"source-{n}",
            "author": f"{self.rng.choice(words.given_names)} {self.rng.choice(words.family_names)}",
            "title": f"{thing[0].upper()}{thing[1:]}: a report to {subject}",
            "container": self.rng.choice(["Yearbook of the Roads", "Papers of the Institute", "The Valley Courier"]),
            "date": str(1998 + n % 28),
            "address": f"https://library.example.org/papers/{n}" if n % 4 == 0 else "",
        }


def _listed(model, name, introduction):
    made = {"introduction": f"<p>{introduction}</p>"} if introduction else {}
    return model.objects.get_or_create(name=name, defaults=made)[0]
