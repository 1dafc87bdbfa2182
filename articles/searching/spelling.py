"""What may have been meant: words of the archive that differ from what was typed by a slip of the hand.

Candidates begin with the same letter and are about as long; where PostgreSQL has pg_trgm, also those that have
trigrams in common. Which of them is nearest is worked out here, alike on every database, and a guess is told only
where it finds something.
"""

from articles.models import Word
from articles.searching.engine import engine
from articles.searching.question import Phrase, read
from articles.searching.wider import single, widen

MOST_CANDIDATES = 20_000
MOST_ASKED = 6  # candidates whose pieces are counted
LEAST = 3  # letters of a word that is looked at
NEAR, FAR = 1, 2  # slips in a short word and in a longer one
LONG = 5  # letters of a word in which two slips may be
ENOUGH = 50  # pieces; more say nothing more


def meant(question):
    """[(text, is it changed)] of the question as it may have been meant, or []: only where that finds something."""
    changes = {}
    for term in question.terms:
        if term.is_exact or len(term.written) != 1 or len(term.folded) != 1 or term in changes:
            continue
        if not _finds(single(term.written[0], is_prefix=term.is_prefix)):
            guess = nearest(term.folded[0])
            if not guess:
                return []
            changes[term] = guess
    if not changes:
        return []
    pieces, place = [], 0
    for term, guess in sorted(changes.items(), key=lambda change: change[0].start):
        word_at = question.text.find(term.written[0], term.start)
        start = word_at if 0 <= word_at < term.end else term.start
        pieces += [(question.text[place:start], False), (guess, True)]
        place = term.end
    pieces.append((question.text[place:], False))
    text = "".join(piece for piece, _is_changed in pieces)
    wanted = widen(read(text))
    found = engine.hits(engine.expression(wanted.nodes, wanted.unwanted), 1)
    return [piece for piece in pieces if piece[0]] if found else []


def nearest(word):
    """The word of the archive that is nearest to a folded one, as it is written there, or "". The more pieces have it,
    the likelier it was meant."""
    if len(word) < LEAST:
        return ""
    most = FAR if len(word) >= LONG else NEAR
    near = []
    for folded, written in _candidates(word, most):
        far = distance(word, folded, most)
        if 0 < far <= most:
            near.append((far, folded, written))
    near.sort()
    asked = [(far, -_finds(Phrase((folded,))), folded, written) for far, folded, written in near[:MOST_ASKED]]
    asked = sorted(each for each in asked if each[1])
    return asked[0][3] if asked else ""


def _candidates(word, most):
    length = (len(word) - most, len(word) + most)
    rows = Word.objects.filter(start=word[0], length__range=length).order_by("folded")
    letters = set(word)
    found = {
        folded: written
        for folded, written in rows.values_list("folded", "written")[:MOST_CANDIDATES]
        if len(letters.symmetric_difference(folded)) <= 2 * most
    }
    if engine.has_trigrams():
        found |= {folded: written for folded, written in engine.alike(word, 200)}
    return found.items()


def _finds(node):
    return len(engine.hits(engine.expression([node]), ENOUGH))


def distance(one, other, most):
    """How many slips lie between two words: a letter too many, too few, another one, or two that changed places.

    Gives `most` + 1 as soon as it is more than `most`.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, row = None, list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        last, before, row = before, row, [i]
        for j, its in enumerate(other, start=1):
            cost = letter != its
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + cost)
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                least = min(least, last[j - 2] + 1)
            row.append(least)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
