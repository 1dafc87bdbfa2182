"""Where it stands: a few words of a piece round those that were looked for, as [(text, is it one of them)]."""

import re

from articles.searching import words
from articles.searching.question import Phrase

AROUND = 15  # words of a snippet before and after the one that was found
MOST_READ = 60_000  # characters of a text that are looked through
SAID = re.compile(r"\S+")


class Sought:
    """The words that shall be marked: whole ones, stems, and beginnings."""

    def __init__(self, nodes):
        self.whole, self.beginnings = set(), ()
        for phrase in _phrases(nodes):
            if phrase.is_prefix:
                self.beginnings += (phrase.words[-1],)
                self.whole |= set(phrase.words[:-1])
            else:
                self.whole |= set(phrase.words)

    def has(self, said, language):
        """Whether what stands between two blanks holds one of them; which one, or ""."""
        for written in words.WORD.findall(said) if said.isascii() else words.cut(said):
            folded, stem = words.known_by(written, language) or ((), "")
            for word in (*folded, stem):
                if word in self.whole:
                    return word
            for word in folded if self.beginnings else ():
                if word.startswith(self.beginnings):
                    return word
        return ""


def _phrases(nodes):
    for node in nodes:
        if isinstance(node, Phrase):
            yield node
        else:
            yield from _phrases(node.parts)


def marked(text, sought, language):
    """A whole line, such as a title, with the words marked."""
    return _pieces(text.split(), sought, language)


def snippet(publication, sought):
    """The words round the best place of the piece, or the beginning of its standfirst where it has none."""
    texts = [publication.standfirst, publication.key_points, publication.text]
    texts += [value for value in publication.scenario.values() if isinstance(value, str)]
    for text in texts:
        found = _best_place(text[:MOST_READ], sought, publication.language)
        if found:
            return found
    return [(publication.standfirst or _beginning(publication.text), False)]


def _beginning(text):
    said = text[:600].split()
    return " ".join(said[: 2 * AROUND]) + (" …" if len(said) > 2 * AROUND else "")


def _best_place(text, sought, language):
    """The window with the most different words that were looked for, the first of those that have as many."""
    said = SAID.findall(text)
    hits = [(place, word) for place, each in enumerate(said) if (word := sought.has(each, language))]
    if not hits:
        return []
    best, most = hits[0][0], 0
    for number, (place, _word) in enumerate(hits):
        within = {word for other, word in hits[number : number + 2 * AROUND] if other - place <= AROUND}
        if len(within) > most:
            best, most = place, len(within)
    start, end = max(0, best - AROUND), best + AROUND + 1
    before = [("… ", False)] if start else []
    after = [(" …", False)] if end < len(said) else []
    return before + _pieces(said[start:end], sought, language) + after


def _pieces(said, sought, language):
    """Neighbours that are marked alike are one piece."""
    pieces = []
    for place, word in enumerate(said):
        is_sought = bool(sought.has(word, language))
        blank = " " if place else ""
        if pieces and pieces[-1][1] == is_sought and not is_sought:
            pieces[-1] = (pieces[-1][0] + blank + word, False)
        else:
            pieces += ([(blank, False)] if blank else []) + [(word, is_sought)]
    return pieces
