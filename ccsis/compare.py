"""Two versions of a text, word by word: what went stands in <del>, what came in <ins>, all of it escaped.

    compared = compare(old, new)
    compared.html            # a <p> for each paragraph
    compared.came, .went     # how many words
    compared.pairs           # each paragraph as it was and as it is, to be set side by side

Paragraphs are matched first; words are compared inside those that changed. The work grows with the length of the
texts, whatever stands in them: common words that both have once are taken as fixed points, what lies between them is
divided again, and a stretch without such a point is compared one by one only where it is short.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from html import escape

from ccsis.html import plain_text
from ccsis.scripts.words import JOINERS

PARAGRAPH_BREAK = re.compile(r"\n[ \t]*\n\s*")
# A text is translated sign for sign: w for what makes words, j for what joins them, s for space, p for the rest.
TOKEN = re.compile(r"w+(?:jw+)*|[pj]")
SHORT = 10_000  # pairs of words that may be tried one by one in a stretch
DEEPEST = 12  # how often a stretch is divided
ALIKE = 0.4  # of the words of two paragraphs, for the one to be a version of the other


@dataclass(frozen=True)
class Pair:
    """A paragraph as it was, with what went marked, and as it is, with what came; empty where there is none."""

    old: str
    new: str
    is_changed: bool


@dataclass(frozen=True)
class Comparison:
    """What changed between two texts: the new one with the old one's traces, how many words came and went, and the
    paragraphs in pairs."""

    html: str
    came: int
    went: int
    pairs: tuple = ()

    @property
    def is_same(self):
        return not (self.came or self.went)


def compare(old, new):
    """The Comparison of two plain texts. An empty line parts paragraphs; other white space makes no difference."""
    html, pairs, came, went = [], [], 0, 0
    for before, after in _aligned(_paragraphs(old), _paragraphs(new)):
        runs = list(_runs(before, after))
        html.append(f"<p>{_written(before, after, runs)}</p>")
        pairs.append(_pair(before, after, runs))
        went += sum(_count(before.tokens[run.gone]) for run in runs)
        came += sum(_count(after.tokens[run.fresh]) for run in runs)
    return Comparison("\n".join(html), came, went, tuple(pairs))


def compare_html(old, new):
    """The same for two pieces of our small HTML, by the words that a reader sees."""
    return compare(*(plain_text(html).replace("\n", "\n\n") for html in (old, new)))


# Reading


@dataclass(frozen=True)
class Paragraph:
    """The words and signs of a paragraph, and the white space before each."""

    tokens: tuple
    spaces: tuple


NOTHING = Paragraph((), ())


def _paragraphs(text):
    parts = (part.strip() for part in PARAGRAPH_BREAK.split(text))
    return [_paragraph(part) for part in parts if part]


def _paragraph(text):
    kinds = text.translate({ord(char): _kind(char) for char in set(text)})
    edges = [match.span() for match in TOKEN.finditer(kinds)]
    ends = [0, *(end for _start, end in edges)]
    return Paragraph(
        tuple(text[start:end] for start, end in edges),
        tuple(text[end:start] for end, (start, _end) in zip(ends, edges, strict=False)),
    )


def _kind(char):
    if unicodedata.category(char)[0] in "LMN":
        return "w"
    if char in JOINERS:
        return "j"
    return "s" if char.isspace() else "p"


def _count(tokens):
    """How many of these are words."""
    return sum(_kind(token[0]) == "w" for token in tokens)


# Matching


def _matches(old, new):
    """Pairs of places (i, j), both growing, where two sequences have the same. Not always the most that could be."""
    pairs = []
    stretches = [(0, len(old), 0, len(new), 0)]
    while stretches:
        i, i_end, j, j_end, depth = stretches.pop()
        while i < i_end and j < j_end and old[i] == new[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        while i < i_end and j < j_end and old[i_end - 1] == new[j_end - 1]:
            i_end, j_end = i_end - 1, j_end - 1
            pairs.append((i_end, j_end))
        if i == i_end or j == j_end:
            continue
        fixed = _fixed_points(old, new, i, i_end, j, j_end) if depth < DEEPEST else []
        if fixed:
            pairs += fixed
            edges = [(i - 1, j - 1), *fixed, (i_end, j_end)]
            for (left, above), (right, below) in zip(edges, edges[1:], strict=False):
                stretches.append((left + 1, right, above + 1, below, depth + 1))
        elif (i_end - i) * (j_end - j) <= SHORT:
            pairs += _longest_common(old, new, i, i_end, j, j_end)
    return sorted(pairs)


def _fixed_points(old, new, i, i_end, j, j_end):
    """Pairs of what stands once in each of two stretches, as many as are in the same order.

    Four in a row are seldom there twice, and seldom there by chance; only where there are none, single ones count.
    """
    for run in (4, 1):
        before, after = _rows(old, i, i_end, run), _rows(new, j, j_end, run)
        once_before, once_after = Counter(before), Counter(after)
        places = {row: place for place, row in enumerate(after, j) if once_after[row] == 1}
        both = [(p, places[row]) for p, row in enumerate(before, i) if once_before[row] == 1 and row in places]
        if both:
            return _longest_growing(both)
    return []


def _rows(sequence, start, end, length):
    """What stands in a stretch, each together with those after it."""
    return list(zip(*(sequence[start + step : end] for step in range(length)), strict=False))


def _longest_growing(pairs):
    """The longest row of pairs whose second numbers grow; the first ones do already."""
    ends, tails, before = [], [], [None] * len(pairs)
    for number, (_i, j) in enumerate(pairs):
        at = bisect_left(ends, j)
        before[number] = tails[at - 1] if at else None
        ends[at : at + 1], tails[at : at + 1] = [j], [number]
    row, number = [], tails[-1] if tails else None
    while number is not None:
        row.append(pairs[number])
        number = before[number]
    return row[::-1]


def _longest_common(old, new, i, i_end, j, j_end):
    """The longest common subsequence of two short stretches, as pairs of places."""
    height, width = i_end - i, j_end - j
    lengths = [[0] * (width + 1) for _row in range(height + 1)]
    for row in range(height - 1, -1, -1):
        here, below, what = lengths[row], lengths[row + 1], old[i + row]
        for column in range(width - 1, -1, -1):
            here[column] = below[column + 1] + 1 if what == new[j + column] else max(below[column], here[column + 1])
    row = column = 0
    while row < height and column < width:
        if old[i + row] == new[j + column]:
            yield i + row, j + column
            row, column = row + 1, column + 1
        elif lengths[row + 1][column] >= lengths[row][column + 1]:
            row += 1
        else:
            column += 1


def _aligned(old, new):
    """Pairs (before, after) of Paragraphs in the order of reading; NOTHING stands for one that is not there."""
    i = j = 0
    same = _matches([each.tokens for each in old], [each.tokens for each in new])
    for end, below in [*same, (len(old), len(new))]:
        yield from _aligned_stretch(old[i:end], new[j:below])
        if end < len(old):
            yield old[end], new[below]
        i, j = end + 1, below + 1


def _aligned_stretch(old, new):
    """The same for paragraphs none of which stayed as it was: a version of the old one stands beside it."""
    i = j = 0
    for left, right in [*_versions(old, new), (len(old), len(new))]:
        yield from ((gone, NOTHING) for gone in old[i:left])
        yield from ((NOTHING, fresh) for fresh in new[j:right])
        if left < len(old):
            yield old[left], new[right]
        i, j = left + 1, right + 1


def _versions(old, new):
    """Which paragraph became which: those that share most of their words, in the same order."""
    if not old or not new:
        return
    old_tokens, old_homes = _flat(old)
    new_tokens, new_homes = _flat(new)
    pairs = _matches(old_tokens, new_tokens)
    shared = Counter((old_homes[i], new_homes[j]) for i, j in pairs if _kind(old_tokens[i][0]) == "w")
    next_left = next_right = 0
    for (left, right), number in sorted(shared.items(), key=lambda each: (each[0][0], -each[1])):
        if left < next_left or right < next_right:
            continue
        if 2 * number >= ALIKE * (_count(old[left].tokens) + _count(new[right].tokens)):
            yield left, right
            next_left, next_right = left + 1, right + 1


def _flat(paragraphs):
    """All tokens of some Paragraphs, and for each the number of its paragraph."""
    tokens = [token for paragraph in paragraphs for token in paragraph.tokens]
    return tokens, [number for number, paragraph in enumerate(paragraphs) for _token in paragraph.tokens]


# Writing


@dataclass(frozen=True)
class Run:
    """What went, what came in its place, and what stayed after that: slices of the old and of the new tokens."""

    gone: slice
    fresh: slice
    both: slice

    @property
    def kept(self):
        """What stayed, as a slice of the old tokens."""
        return slice(self.gone.stop, self.gone.stop + self.both.stop - self.both.start)


def _runs(before, after):
    old, new = before.tokens, after.tokens
    pairs = [*_matches(old, new), (len(old), len(new))]
    i = j = place = 0
    while place < len(pairs):
        left, right = pairs[place]
        gone, fresh = slice(i, left), slice(j, right)
        while place + 1 < len(pairs) and pairs[place + 1] == (left + 1, right + 1):
            place, left, right = place + 1, left + 1, right + 1
        is_end = place == len(pairs) - 1
        i, j, place = left + 1, right + 1, place + 1
        yield Run(gone, fresh, slice(fresh.stop, right if is_end else j))


def _written(before, after, runs):
    parts = []
    for run in runs:
        parts += [_marked("del", before, run.gone), _marked("ins", after, run.fresh), _text(after, run.both)]
    return "".join(parts)


def _pair(before, after, runs):
    old = "".join(_marked("del", before, run.gone) + _text(before, run.kept) for run in runs)
    new = "".join(_marked("ins", after, run.fresh) + _text(after, run.both) for run in runs)
    return Pair(old, new, before.tokens != after.tokens)


def _marked(tag, paragraph, part):
    """The tokens inside a tag, which begins after the white space."""
    text = _text(paragraph, part)
    inside = text.lstrip()
    return f"{text[: len(text) - len(inside)]}<{tag}>{inside}</{tag}>" if text else ""


def _text(paragraph, part):
    pairs = zip(paragraph.spaces[part], paragraph.tokens[part], strict=True)
    return escape("".join(space + token for space, token in pairs))
