"""The words of a text, in any script: as they are compared (folded), and their stems.

A stem stands in the index beside its word, so that another ending finds it. English, Russian, Turkish and Armenian
have stemmers of Snowball. Azerbaijani, Georgian and Persian have none; a list of endings does for them. Snowball's
Turkish wants its own letters, so stems are made of the word as it is written and folded afterwards.
"""

import re
import threading
import unicodedata
from functools import lru_cache

import snowballstemmer

from ccsis.scripts import fold
from ccsis.scripts.cleaning import bound_marks

LONGEST = 40  # letters of a word that are looked at
WORD = re.compile(r"[^\W_]+")
SNOWBALL = {"en": "english", "ru": "russian", "tr": "turkish", "hy": "armenian"}
# Endings of languages without a stemmer, folded as ccsis.scripts.fold does; one of each list in its turn falls away.
ENDINGS = {
    "az": (
        "dan den nan nen da de nin nun in un ni nu na ne ya ye si su i u a e".split(),
        "larimiz lerimiz lariniz leriniz lari leri lar ler imiz umuz iniz unuz".split(),
        "i u".split(),
    ),
    "ka": (
        "ისთვის ისგან იდან სთან ისკენ ამდე ამდის ში ზე თან დან ის ით მა ად ს ი მ".split(),
        "ებ ებულ".split(),
    ),
    "fa": ("هایشان هایی های ها".split(),),
}
LEAST = 4  # letters that an ending leaves
SHORTEST = {"ka": 3, "fa": 2}
# Which languages a word may be in, by its script. The first is taken for a text in a language of another script.
LATIN, CYRILLIC, ARMENIAN, GEORGIAN, ARABIC = "latin", "cyrillic", "armenian", "georgian", "arabic"
LANGUAGES = {
    LATIN: ("en", "tr", "az"),
    CYRILLIC: ("ru",),
    ARMENIAN: ("hy",),
    GEORGIAN: ("ka",),
    ARABIC: ("fa",),
}
BLOCKS = (
    (0x250, LATIN), (0x370, ""), (0x400, ""), (0x530, CYRILLIC), (0x590, ARMENIAN), (0x600, ""), (0x780, ARABIC),
    (0x10A0, ""), (0x1100, GEORGIAN), (0x1C90, ""), (0x1CC0, GEORGIAN), (0x1E00, ""), (0x1F00, LATIN),
)  # fmt: skip


class _Inside(dict):
    """For str.translate: marks, joiners and Armenian accents stand inside words and fall away before they are cut."""

    def __missing__(self, code):
        char = chr(code)
        is_inside = unicodedata.category(char) in ("Mn", "Me", "Cf") or char in "՛՜՞ـ"
        self[code] = kept = None if is_inside else char
        return kept


INSIDE = _Inside()
_own = threading.local()  # a stemmer remembers its word while it works


def cut(text):
    """The words of a text as they are written, in their order."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", bound_marks(text)).translate(INSIDE)
    return WORD.findall(text)


@lru_cache(maxsize=100_000)
def folded(word):
    """What a written word is compared by: nearly always one word; a sign such as ½ makes several."""
    return tuple(part[:LONGEST] for part in WORD.findall(fold(word)))


@lru_cache(maxsize=100_000)
def stem(word, language):
    """The folded stem of a written word, taken to be of this language; the folded word where it has none."""
    plain = "".join(folded(word))[:LONGEST]
    if len(plain) < 3 or plain.isdigit():
        return plain
    if language in ENDINGS:
        return _without_endings(plain, language)
    if language in SNOWBALL:
        return fold(_stemmer(language).stemWord(_small(word, language)))[:LONGEST] or plain
    return plain


@lru_cache(maxsize=200_000)
def known_by(word, language):
    """(folded words, stem) of a written word of a text in this language; None where nothing of it is a word."""
    parts = folded(word)
    return (parts, stem(word, language_of(word, language))) if parts else None


def language_of(word, language):
    """The language by which a word of a text in `language` is stemmed: its own where the script fits, or "" ."""
    possible = LANGUAGES.get(script(word), ())
    main = language.partition("-")[0]
    if main in possible:
        return main
    return possible[0] if possible else ""


def stems(word):
    """The stems that a word of a question may have, whose language nobody knows."""
    return {stem(word, language) for language in LANGUAGES.get(script(word), ())}


def script(word):
    """The script of a word, by its first letter; "" for digits and scripts that have no stems here."""
    code = ord(word[0])
    if code < 0x80:
        return LATIN if word[0].isalpha() else ""
    return next((name for end, name in BLOCKS if code < end), "")


def _small(word, language):
    if language == "tr":
        word = word.replace("İ", "i").replace("I", "ı")
    return word.lower()


def _stemmer(language):
    known = _own.__dict__.setdefault("stemmers", {})
    if language not in known:
        known[language] = snowballstemmer.stemmer(SNOWBALL[language])
    return known[language]


def _without_endings(word, language):
    least = SHORTEST.get(language, LEAST)
    for endings in ENDINGS[language]:
        found = next((each for each in endings if word.endswith(each) and len(word) - len(each) >= least), "")
        word = word[: len(word) - len(found)]
    return word
