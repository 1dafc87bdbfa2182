"""How a word sounds, in a few Latin letters: Tbilisi, Тбилиси and თბილისი sound alike, Garabagh and Qarabağ, too."""

import re
from functools import lru_cache

from ccsis.scripts import slugify

ALIKE = [(re.compile(written), sound) for written, sound in (
    ("kh|x", "h"), ("gh", "g"), ("q", "k"), ("w", "v"), ("ts|tz", "c"), ("dzh|dj", "j"), ("zh", "j"),
    ("iy|yi|y", "i"), (r"(.)\1+", r"\1"),
)]  # fmt: skip
LONGEST = 60


@lru_cache(maxsize=100_000)
def sound(word):
    """What a folded word sounds like; empty for one that cannot be read."""
    latin = word if word.isascii() else slugify(word).replace("-", "")
    for pattern, sound_of_it in ALIKE:
        latin = pattern.sub(sound_of_it, latin)
    return latin[:LONGEST]
