"""Names that look alike though they are spelled with other letters, as in Unicode's technical standard 39."""

import unicodedata

from ccsis.scripts.folding import fold

# Letters of other scripts that a reader takes for these Latin ones; after folding, so small letters suffice.
LATIN_LIKE = {
    "a": "аαɑ",
    "b": "Ьвβ",
    "c": "сϲ",
    "d": "ԁժ",
    "e": "еєεҽ",
    "f": "ք",
    "g": "ցɡ",
    "h": "һհн",
    "i": "іιӏ",
    "j": "јյϳ",
    "k": "кκ",
    "l": "ⅼ",
    "m": "м",
    "n": "ոηп",
    "o": "оοօσჿ",
    "p": "рρ",
    "q": "ԛզ",
    "r": "г",
    "s": "ѕտ",
    "t": "тτ",
    "u": "սυ",
    "v": "ѵν",
    "w": "ԝωѡ",
    "x": "хχ",
    "y": "уγყ",
    "z": "ʐ",
}
LIKE = {ord(char): latin for latin, chars in LATIN_LIKE.items() for char in chars} | {ord("0"): "o", ord("1"): "l"}


def skeleton(name):
    """What a name looks like: two names with one skeleton are taken for each other. Never for showing."""
    return fold(name).translate(LIKE).replace("rn", "m").replace("vv", "w")


def scripts_in(word):
    """The scripts of the letters of a word, by the first word of their Unicode names, like LATIN or CYRILLIC."""
    names = (unicodedata.name(char, "") for char in word if unicodedata.category(char).startswith("L"))
    return {name.split()[0] for name in names if name}


def mixes_scripts(name):
    """Whether a single word of the name is spelled with letters of more than one script."""
    return any(len(scripts_in(word)) > 1 for word in name.split())
