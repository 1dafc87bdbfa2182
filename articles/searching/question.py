"""What somebody typed: words, "phrases", -unwanted, either OR or, and a last word that may be the beginning of one.

Nothing that is typed is wrong: signs that mean nothing are passed over.
"""

import re
from dataclasses import dataclass, field

from articles.searching import words
from ccsis.scripts import fold

LONGEST = 200  # characters of a question that are looked at
MOST_TERMS = 12
LEAST_OF_A_BEGINNING = 3  # letters that may be the beginning of a word
SIGNS = str.maketrans(dict.fromkeys("“”„«»‟″", '"') | dict.fromkeys("‐‑‒–—−", "-") | {"|": " OR "})
TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
# Words that say nothing about a text, folded; in a question with others they are passed over.
EMPTY = frozenset(
    "a an and are as at be by for from has have how in is it its of on or that the this to was were what when which "
    "who why will with "
    "и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по от о из для это или ли "
    "ve ile bir bu da de icin ki ne hangi "
    "və və ile ucun bir bu ki ya "
    "და რომ ეს არ თუ "
    "եւ ու է որ այս մի "
    "و در به از که را این با است".split()
) | {fold("և")}


@dataclass(frozen=True)
class Phrase:
    """Words that follow each other; one word is a short phrase. With `is_prefix` the last may go on."""

    words: tuple
    is_prefix: bool = False


@dataclass(frozen=True)
class Every:
    """All of these must be there."""

    parts: tuple


@dataclass(frozen=True)
class Either:
    """One of these must be there."""

    parts: tuple


@dataclass(frozen=True)
class Term:
    """One thing that was typed: its words as written, where it stands, and how it is meant."""

    written: tuple
    start: int
    end: int
    is_exact: bool = False  # in quotes: neither other endings nor other names
    is_unwanted: bool = False
    is_prefix: bool = False

    @property
    def folded(self):
        return tuple(part for word in self.written for part in words.folded(word))


@dataclass(frozen=True)
class Question:
    """`groups`: lists of terms of which a piece must have one each; `unwanted`: terms that it must not have."""

    text: str
    groups: list = field(default_factory=list)
    unwanted: list = field(default_factory=list)

    @property
    def is_empty(self):
        return not self.groups and not self.unwanted

    @property
    def terms(self):
        return [term for group in self.groups for term in group]


def read(asked):
    """A Question of what was typed, whatever it is."""
    text = " ".join(asked[:LONGEST].split())
    groups, unwanted, is_or, left = [], [], False, MOST_TERMS
    for match in TERM.finditer(text.translate(SIGNS)):
        if match["word"] == "OR" and not match["minus"]:
            is_or = bool(groups)
            continue
        term = _term(match)
        if not term.folded or not left:
            continue
        left -= 1
        if term.is_unwanted:
            unwanted.append(term)
        elif is_or:
            groups[-1].append(term)
        else:
            groups.append([term])
        is_or = False
    return Question(text, _without_empty(_open_ended(groups, text)), unwanted)


def _term(match):
    typed = match["phrase"] if match["word"] is None else match["word"]
    written = tuple(words.cut(typed)[:MOST_TERMS])
    is_exact, is_unwanted = match["word"] is None, bool(match["minus"])
    return Term(written, match.start(), match.end(), is_exact=is_exact, is_unwanted=is_unwanted)


def _open_ended(groups, text):
    """The last word may be the beginning of one, where nothing was typed after it."""
    last = groups[-1][-1] if groups else None
    if last is None or last.is_exact or last.end < len(text) or len(last.folded[-1]) < LEAST_OF_A_BEGINNING:
        return groups
    groups[-1][-1] = Term(last.written, last.start, last.end, is_prefix=True)
    return groups


def _without_empty(groups):
    def is_empty(group):
        return all(not term.is_exact and EMPTY.issuperset(term.folded) for term in group)

    return [group for group in groups if not is_empty(group)] or groups
