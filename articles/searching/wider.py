"""From what was typed to what is looked for: other endings, other scripts, other names of the same place or person."""

from dataclasses import dataclass, field

from articles.models import NameGroup, Word
from articles.searching import words
from articles.searching.question import Either, Every, Phrase
from articles.searching.sounds import sound

MOST_ALIKE = 12  # words of other scripts that one word is looked for by
LEAST_TO_SOUND = 4  # letters; shorter words sound like too many others
LONGEST_NAME = 5  # words


@dataclass(frozen=True)
class Wanted:
    """What a piece must have and must not have, as nodes of articles.searching.question; and whether names of the
    house made it wider: [(what was typed, [other names])]."""

    nodes: list = field(default_factory=list)
    unwanted: list = field(default_factory=list)
    names: list = field(default_factory=list)


def widen(question):
    """The Wanted of a Question. Two queries, or none for a question without words."""
    if question.is_empty:
        return Wanted()
    names = Names() if question.groups else None
    alike = _sounding_alike(question)
    nodes, told, place = [], [], 0
    while place < len(question.groups):
        used, node, found = _by_name(question.groups, place, names, alike)
        nodes.append(node or _either(question.groups[place], alike))
        told += found
        place += used or 1
    unwanted = [_node(term, {}) for term in question.unwanted]
    return Wanted(nodes, unwanted, told)


def single(word, alike=(), is_prefix=False):
    """A node for one written word: as it is, its possible stems, and the words of other scripts that sound like it."""
    folded = words.folded(word)
    nodes = {Phrase(folded, is_prefix): None}
    for stem in sorted(words.stems(word)):
        if not (is_prefix and stem.startswith(folded[-1])) and (stem,) != folded:
            nodes[Phrase((stem,))] = None
    for other in alike:
        nodes |= dict.fromkeys(_flat(single(other)))
    return Either(tuple(nodes)) if len(nodes) > 1 else next(iter(nodes))


def _flat(node):
    return node.parts if isinstance(node, Either) else (node,)


def _either(group, alike):
    nodes = [_node(term, alike) for term in group]
    return Either(tuple(nodes)) if len(nodes) > 1 else nodes[0]


def _node(term, alike):
    if term.is_exact or len(term.written) > 1:
        return Phrase(term.folded, term.is_prefix)
    [word] = term.written
    return single(word, alike.get(term.folded, ()), term.is_prefix)


# Other scripts


def _sounding_alike(question):
    """{folded words of a term: words of the archive in other scripts that sound like it}."""
    asked = {}
    for term in question.terms:
        if not term.is_exact and len(term.folded) == 1 and len(term.folded[0]) >= LEAST_TO_SOUND:
            asked.setdefault(sound(term.folded[0]), []).append(term)
    asked.pop("", None)
    found = {}
    if asked:
        for written, heard in Word.objects.filter(sound__in=asked).order_by("folded").values_list("written", "sound"):
            for term in asked[heard]:
                others = found.setdefault(term.folded, [])
                if words.script(written) != words.script(term.written[0]) and len(others) < MOST_ALIKE:
                    others.append(written)
    return found


# Other names


class Names:
    """The names that staff keep, by their words: as they are, and by their stems, so that an ending does no harm."""

    def __init__(self):
        self.groups = [group.name_list for group in NameGroup.objects.order_by("pk")]
        self.known = {}
        for number, names in enumerate(self.groups):
            for name in names:
                for key in _keys(words.cut(name)):
                    self.known.setdefault(key, number)

    def others(self, written):
        """The other names of what is written so, or []."""
        for key in _keys(written):
            if key in self.known:
                own = _keys(written)
                return [name for name in self.groups[self.known[key]] if not own & _keys(words.cut(name))]
        return []


def _keys(written):
    if not written:
        return set()
    plain = tuple(part for word in written for part in words.folded(word))
    return {plain, tuple(words.stem(word, words.language_of(word, "")) for word in written)}


def _by_name(groups, place, names, alike):
    """(how many groups are one name, the node for them, [(what was typed, other names)]); (0, None, []) for none."""
    for end in range(min(len(groups), place + LONGEST_NAME), place, -1):
        terms = [term for group in groups[place:end] for term in group]
        if len(terms) != end - place or any(term.is_exact for term in terms):
            continue
        written = [word for term in terms for word in term.written]
        others = names.others(written)
        if others:
            typed = _every([_node(term, alike) for term in terms])
            nodes = [_every([single(word) for word in words.cut(name)]) for name in others]
            return end - place, Either((typed, *nodes)), [(" ".join(written), others)]
    return 0, None, []


def _every(nodes):
    return Every(tuple(nodes)) if len(nodes) > 1 else nodes[0]
