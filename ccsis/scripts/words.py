"""Counting words, alike in all scripts. static/js/ has a twin of the rule; both read tests/words.json."""

import re
import unicodedata

JOINERS = "-'’\u2010\u2011\u00ad\u200c\u200d"
WORD = re.compile(f"w+(?:[{JOINERS}]w+)*")
WORDS_A_MINUTE = 230


def count_words(text):
    """How many words: longest runs of letters, marks and digits (Unicode L, M, N).

    One apostrophe (' or ’), hyphen, soft hyphen, ZWNJ or ZWJ between two such runs joins them.
    """
    kinds = {ord(char): _kind(char) for char in set(text)}
    return sum(1 for _ in WORD.finditer(text.translate(kinds)))


def reading_minutes(words):
    """Whole minutes that an unhurried reader takes, at least one."""
    return max(1, round(words / WORDS_A_MINUTE))


def _kind(char):
    if unicodedata.category(char)[0] in "LMN":
        return "w"
    return char if char in JOINERS else " "
