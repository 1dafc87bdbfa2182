"""A printed name, as citations need it: family name and given names, without titles and degrees.

Bodies, and words in the place of a name ("Name withheld"), stay as they are printed.
"""

import re
import unicodedata
from dataclasses import dataclass

# Compared without dots and in small letters.
BEFORE = frozenset(
    "dr prof professor doc docent assoc associate asst mr mrs ms miss sir dame rev hon amb ambassador gen col "
    "др д-р проф профессор доц доктор г-н г-жа დოქ დრ პროფ დოქტორი პროფესორი դոկտոր պրոֆեսոր دکتر استاد پروفسور".split()
)
AFTER = frozenset(
    "phd dphil md ma msc ms mphil mba mpa mpp mts ba bsc bs llm llb jd dsc edd esq emeritus "
    "кин дин кпн дпн кэн дэн кюн дюн".split()
)
PARTICLES = frozenset(
    "van von der den de del della dello di da du la le los las dos das do ter ten te zu zum zur af av bin ibn ben "
    "bint abu al el ul".split()
)
GENERATIONS = frozenset("jr sr ii iii iv".split())
# Of a father's name, written small behind it: they make no sentence of a name.
OF_THE_FATHER = frozenset("oğlu oglu oghlu qızı qizi kızı kizi gyzy".split())


@dataclass(frozen=True)
class Name:
    """`family` holds the whole of a name that is not taken apart."""

    family: str
    given: str = ""

    @property
    def is_whole(self):
        """A body, words in the place of a name, or a name of one word."""
        return not self.given

    @property
    def straight(self):
        """Tamar Lezhvari"""
        return f"{self.given} {self.family}".strip()

    @property
    def inverted(self):
        """Lezhvari, Tamar"""
        return f"{self.family}, {self.given}" if self.given else self.family

    @property
    def with_initials(self):
        """Lezhvari, T. Scripts without capitals, such as the Persian, know no initials; the names stay."""
        return f"{self.family}, {initials(self.given)}" if self.given else self.family


def name_of(credit):
    """The Name of a credit: whole where it is a body."""
    person = credit.person
    if person and person.is_body:
        return Name(one_line(credit.name))
    return parse(credit.name, person.family_name if person else "")


def parse(printed, family=""):
    """Take a printed name apart. `family`: its family name where an editor has said which words those are."""
    words = without_degrees(one_line(printed)).split(" ")
    said = family.split()
    if said and (apart := _taken_out(words, said)):
        return apart
    if len(words) == 1 or is_a_phrase(words):
        return Name(" ".join(words))
    start = len(words) - 1
    while start > 1 and bare(words[start]) in GENERATIONS:
        start -= 1
    while start > 1 and words[start - 1] in PARTICLES:
        start -= 1
    return Name(" ".join(words[start:]), " ".join(words[:start]))


def _taken_out(words, family):
    """The name without the words of the family name, wherever those stand in it; None where they do not."""
    for place in range(len(words) - len(family) + 1):
        if words[place : place + len(family)] == family:
            return Name(" ".join(family), " ".join(words[:place] + words[place + len(family) :]))
    return None


def without_degrees(name):
    """A name without the titles before it and the degrees behind it."""
    first, *rest = [part.strip() for part in re.split("[,،]", name)]
    rest = [part for part in rest if not all(bare(word) in AFTER for word in part.split())]
    if rest and all(bare(word) in GENERATIONS for word in rest[0].split()):
        first = f"{first} {rest.pop(0)}"
    words = first.split(" ")
    while len(words) > 1 and bare(words[0]) in BEFORE:
        words = words[1:]
    while len(words) > 2 and bare(words[-1]) in AFTER and not words[-1].islower():
        words = words[:-1]
    return ", ".join([" ".join(words), *rest]) if rest else " ".join(words)


def is_a_phrase(words):
    """Whether these are words in the place of a name, such as "Name withheld" or "a reader in Gyumri"."""
    small = [word for word in words if word[:1].islower() and _has_capitals(word[0])]
    return any(word not in PARTICLES and bare(word) not in OF_THE_FATHER for word in small)


def initials(given):
    return " ".join(_initial(word) for word in given.split())


def _initial(word):
    parts = [part for part in word.split("-") if part]
    if not all(_has_capitals(part[0]) or unicodedata.name(part[0], "").startswith("GEORGIAN") for part in parts):
        return word
    return "-".join(f"{part[0]}." for part in parts)


def _has_capitals(letter):
    # Georgian has capitals in Unicode only; nobody writes a name with them.
    return letter.lower() != letter.upper() and not unicodedata.name(letter, "").startswith("GEORGIAN")


def bare(word):
    return word.replace(".", "").lower()


def one_line(text):
    """A text without breaks, control signs and marks of direction, which no citation carries."""
    return " ".join("".join(" " if _is_control(sign) else sign for sign in text).split())


def _is_control(sign):
    # The two joiners of Persian are letters' business and stay.
    return unicodedata.category(sign) in ("Cc", "Cf") and sign not in "\u200c\u200d"
