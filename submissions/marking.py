"""Words of a text between <mark> tags. Nothing else of it is touched: without these tags it is what it was."""

import re
from html import unescape

from ccsis.html import EDGES, plain_text
from ccsis.markup import CELLS

WORD = re.compile(r"[^\W_]+")
PART = re.compile(r'(<[^<>"]*(?:"[^"]*"[^<>"]*)*>)')  # a tag of our own small HTML; the rest is words
SIGN = re.compile(r"&[#a-zA-Z0-9]+;|.", re.DOTALL)
NOTE = '<sup class="note"'
OPEN, CLOSE = "<mark>", "</mark>"


def marked(html, spans):
    """HTML with some of its words marked. `spans` are (first, last + 1) of the words of plain_text(html).

    A mark goes round words alone and never round a tag, so it is well formed wherever it begins. Where the words
    cannot be told apart the way plain_text does, the HTML is given as it is.
    """
    parts = PART.split(html)
    signs = list(_signs(parts))  # each with its place: (sign, part, begin, end)
    words = [(match.start(), match.end()) for match in WORD.finditer("".join(sign for sign, *_place in signs))]
    if [_word(signs, *word) for word in words] != WORD.findall(plain_text(html)):
        return html
    for part, begin, end in reversed(list(_places(signs, words, _joined(spans, len(words))))):
        text = parts[part]
        parts[part] = f"{text[:begin]}{OPEN}{text[begin:end]}{CLOSE}{text[end:]}"
    return "".join(parts)


def _signs(parts):
    """What is read, sign by sign, with where it stands; an edge of a block is a line's end, and marks of notes are not
    read."""
    in_note = False
    for number, part in enumerate(parts):
        if number % 2:
            in_note = part.startswith(NOTE) or (in_note and part != "</sup>")
            if part.strip("</>").partition(" ")[0] in {*EDGES, *CELLS}:
                yield "\n", number, 0, 0
        elif not in_note:
            for match in SIGN.finditer(part):
                sign = unescape(match[0])
                yield sign if len(sign) == 1 else " ", number, match.start(), match.end()


def _word(signs, begin, end):
    return "".join(sign for sign, *_place in signs[begin:end])


def _joined(spans, most):
    """Spans in their order, those that touch made one; none beyond the last word."""
    joined = []
    for first, last in sorted((max(0, first), min(last, most)) for first, last in spans):
        if joined and first <= joined[-1][1]:
            joined[-1][1] = max(last, joined[-1][1])
        elif first < last:
            joined.append([first, last])
    return joined


def _places(signs, words, spans):
    """(part, begin, end) of what gets a mark, in its order: of each span what lies in one part of the HTML."""
    for first, last in spans:
        found = {}
        for sign, part, begin, end in signs[words[first][0] : words[last - 1][1]]:
            if end:
                found.setdefault(part, []).append((sign, begin, end))
        for part, inside in found.items():
            if any(not sign.isspace() for sign, _begin, _end in inside):
                yield part, inside[0][1], inside[-1][2]
