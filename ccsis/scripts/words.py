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
    return len(WORD.findall(text.translate(KINDS)))


def reading_minutes(words):
    """Whole minutes that an unhurried reader takes, at least one."""
    return max(1, round(words / WORDS_A_MINUTE))


class _Kinds(dict):
    """For str.translate: what a character counts as, worked out at its first use."""

    def __missing__(self, code):
        char = chr(code)
        is_part_of_word = unicodedata.category(char)[0] in "LMN"
        self[code] = kind = "w" if is_part_of_word else char if char in JOINERS else " "
        return kind


KINDS = _Kinds()
