"""Text as it may be stored: composed letters, no control characters, and names on one line without hidden marks."""

import re
import unicodedata

MOST_MARKS = 8  # on one letter; no orthography needs more, and sorting a long run takes quadratic time

# What a text may not hold: control characters but line break and tab, halves of surrogate pairs, non-characters. Most
# texts hold nothing that is suspect, which is all of that and odd line breaks.
UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)  # or a line break
LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Invisible and not of the category Cf, so that a list has to name them: joiners, fillers, variation selectors.
INVISIBLE = {*"\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0", *map(chr, range(0xFE00, 0xFE10))}
ZWNJ = "\u200c"
# A run of what may be combining marks, longer than it may be. Of the rare planes all counts: a second look decides.
COMBINING = "".join(char for char in map(chr, range(0x300, 0x10000)) if unicodedata.combining(char))
MAY_BE_MARK = f"[{COMBINING}\U00010000-\U0010ffff]"
LONG_RUN = re.compile(f"{MAY_BE_MARK}{MAY_BE_MARK}{{{MOST_MARKS}}}")  # the first one alone makes the search quick


def clean_text(text):
    """Text of many lines: NFC, line feeds for line breaks, no control characters. Nothing is trimmed."""
    if text.isascii() and text.isprintable():
        return text
    if SUSPECT.search(text):
        text = UNWANTED.sub("", LINE_BREAKS.sub("\n", text))
    text = bound_marks(text)
    return text if unicodedata.is_normalized("NFC", text) else bound_marks(unicodedata.normalize("NFC", text))


def clean_name(text):
    """One line for names and titles: NFC, trimmed, without bidi controls and stray zero-width characters.

    A Persian ZWNJ between two letters of Arabic script stays: it is spelling.
    """
    text = "".join(_visible(" ".join(clean_text(text).split())))
    return unicodedata.normalize("NFC", " ".join(text.split()))


def bound_marks(text):
    """At most MOST_MARKS combining marks in a row, so that normalising stays quick."""
    if text.isascii() or not LONG_RUN.search(text):
        return text
    marks = "".join(char for char in set(text) if unicodedata.combining(char))
    return re.sub(f"([{marks}]{{{MOST_MARKS}}})[{marks}]+", r"\1", text) if marks else text


def _visible(text):
    before = ""
    for place, char in enumerate(text):
        if unicodedata.category(char) in ("Cf", "Co", "Cn") or char in INVISIBLE:
            is_spelling = char == ZWNJ and _is_arabic(before) and _is_arabic(text[place + 1 : place + 2])
        else:
            is_spelling = True
        if is_spelling:
            yield char
            before = char


def _is_arabic(char):
    return bool(char) and unicodedata.category(char)[0] in "LM" and unicodedata.name(char, "").startswith("ARABIC ")
