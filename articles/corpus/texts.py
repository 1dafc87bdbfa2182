"""Texts of the corpus: put together from paragraphs that are made, cleaned and rendered once and stand in many pieces.

Every piece begins with a paragraph of its own, which holds what tells it from the others, so that words are frequent
and rare as in real archives. Three marks are for those who measure a search: FREQUENT stands in 17 of 100 pieces,
PHRASE in 1 of 100, RARE in 1 of 10,000, the first one included.
"""

from dataclasses import dataclass, field
from itertools import accumulate

from articles import body
from articles.corpus.words import WORDS
from ccsis.html import cleaned, together

FREQUENT, PHRASE, RARE = "corridor", "the keeper of the upper lock", "quernstone"
SHARES = {"en": 50, "ru": 16, "hy": 8, "ka": 8, "az": 7, "tr": 6, "fa": 5}  # of the languages, in 100 pieces
POOL = {"en": 600, "ru": 300}  # paragraphs ready for use, at most; of the other languages there are 150
SMALLEST_POOL = 30
PLACES = 4000
LEAST, MOST = 5, 20  # paragraphs of a piece


@dataclass
class Block:
    """One block of a body, in all the forms in which a publication keeps it."""

    html: str
    page: str
    text: str
    words: int
    headings: list


@dataclass
class Text:
    """The text of a piece. `page` is what articles.body would make of `body` and the notes."""

    title: str
    standfirst: str
    points: str
    body: str
    page: body.Page
    notes: list = field(default_factory=list)


class Language:
    """What the pieces of one language are made of."""

    def __init__(self, code, rng, count):
        """Takes the code, the source of chance, and how many pieces there will be in all languages."""
        self.code, self.words, self.rng = code, WORDS[code], rng
        self.places = self._places()
        self.often = list(accumulate(1 / (n + 8) for n in range(len(self.places))))
        pool = min(POOL.get(code, 150), max(SMALLEST_POOL, count // 4))
        self.pool = [self._block(f"<p>{self.sentences(2, 6)}</p>") for _n in range(pool)]
        self.headings = [self._block(f"<h2>{words}</h2>") for words in self.words.headings]

    def _places(self):
        """Names of places, each once, those first that are named often."""
        begins, ends = self.words.begins, self.words.ends
        names = {a + b.lower() for a in begins for b in ends} | {
            a + b.lower() + c for a in begins for b in begins for c in ends
        }
        found = sorted(names)
        self.rng.shuffle(found)
        return found[:PLACES]

    def _block(self, html):
        html = cleaned(html)
        page = body.render(html, language=self.code)
        return Block(html, page.html, page.text, page.words, page.headings)

    def place(self):
        return self.rng.choices(self.places, cum_weights=self.often)[0]

    def sentence(self):
        words, pick = self.words, self.rng.choice
        said = {name: pick(getattr(words, name)) for name in ("times", "subjects", "verbs", "objects")}
        return words.sentence.format(place=self.place(), **said)

    def sentences(self, least, most):
        return " ".join(self.sentence() for _n in range(self.rng.randint(least, most)))

    def title(self):
        """What it is about, and where: short enough for a card."""
        objects = self.rng.choice(self.words.objects)
        return f"{self.place()}: {objects[0].upper()}{objects[1:]}, {self.place()}"

    def text(self, marks="", notes=()):
        """A text. Takes words that it shall hold besides its own, and its notes as [{"key", "text"}]."""
        count = min(self.rng.randint(LEAST, MOST), self.rng.randint(LEAST, MOST))
        blocks = self.rng.sample(self.pool, count)
        if count >= 8:
            for place, heading in enumerate(self.rng.sample(self.headings, min(3, len(self.headings)))):
                blocks.insert(1 + place * 4, heading)
        own = self._own(marks, notes)
        page = body.render(own, notes, self.code)
        made, list_of_notes = page.html.partition(body.NOTES)[::2]
        whole = body.Page(
            html=made + "".join(block.page for block in blocks) + (body.NOTES + list_of_notes if list_of_notes else ""),
            headings=[heading for block in blocks for heading in block.headings],
            text="\n".join([page.text, *(block.text for block in blocks)]),
            words=page.words + sum(block.words for block in blocks),
        )
        standfirst = self.sentences(1, 2)
        points = "\n".join(self.sentence() for _n in range(3)) if self.rng.random() < 0.3 else ""
        text = together([own, *(block.html for block in blocks)])
        return Text(self.title(), standfirst, points, text, whole, list(notes))

    def _own(self, marks, notes):
        """The first paragraph: it names two places that few texts name, and bears the marks of all notes."""
        rare = " ".join(self.rng.choices(self.places, k=2))
        signs = "".join(
            f'<sup class="note"><a href="#fn-{note["key"]}">{number}</a></sup>' for number, note in enumerate(notes, 1)
        )
        return cleaned(f"<p>{self.sentence()} {rare}. {marks} {self.sentence()}{signs}</p>")


def marks_of(number):
    """The words that the piece of this number holds so that somebody can measure a search; most hold none."""
    said = [FREQUENT] if number % 100 < 17 else []
    said += [PHRASE] if number % 100 == 50 else []
    return ", ".join(said + ([RARE] if number % 10_000 == 0 else []))
