"""Cutting a text into sentences, alike in all scripts. static/js/sentences.js has a twin."""

import re

from ccsis.scripts.words import count_words

# Marks that end a sentence wherever they stand: Armenian, Persian and Arabic, Urdu, Chinese, Devanagari.
FIRM = "։؟۔。！？।"
CLOSERS = "\"'”’»)\\]"
# Armenian is often typed with a plain colon for its full stop; an ellipsis, a question mark, a full stop of others.
END = re.compile(rf"[.!?…{FIRM}]+[{CLOSERS}]*(?=\s|$)|[{FIRM}]+|(?<=[\u0561-\u0587]):(?=\s|$)|\n")
SHORT = re.compile(r"(?:^|[\s(«“\"'.])(?:[^\W\d_]|\d{1,2})\.$")  # J., т., 3.


def sentences(text):
    """The sentences of a text, in order, each on one line. Line ends end a sentence."""
    found, start = [], 0
    for match in END.finditer(text):
        if _goes_on(text, start, match):
            continue
        found.append(" ".join(text[start : match.end()].split()))
        start = match.end()
    found.append(" ".join(text[start:].split()))
    return [sentence for sentence in found if sentence]


def longest(text, number=3):
    """The longest sentences of a text, as (words, sentence), the longest first."""
    counted = [(count_words(sentence), sentence) for sentence in sentences(text)]
    return sorted(counted, key=lambda pair: -pair[0])[:number]


def _goes_on(text, start, match):
    """Whether a full stop only shortens a word: an initial, a number in a row, or a small letter comes next."""
    if match[0] == "\n" or match[0][0] in FIRM:
        return False
    if match[0] == "." and SHORT.search(text[max(start, match.start() - 4) : match.end()]):
        return True
    after = text[match.end() : match.end() + 40].lstrip(" \t")[:1]
    return match[0] in (".", "…", "...") and after.islower() and not _has_no_capitals(after)


def _has_no_capitals(char):
    """Georgian is written without capitals, though Unicode has some."""
    return "\u10d0" <= char <= "\u10ff"
