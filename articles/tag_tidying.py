"""Which tags want tidying: those that nothing has, and those that look like the same word written twice."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Count, Exists, OuterRef

from articles.models import Publication, Tag
from ccsis.scripts import slugify

SHORTEST = 5  # letters: of shorter words, one other letter is another word
LONG = 8  # from here on two letters may differ
MOST = 200  # pairs
CROWD = 40  # tags of one key: beyond that it says nothing


@dataclass
class Pair:
    """Two tags that look alike. The one that stands on more pieces comes first."""

    tags: tuple


def used(tags):
    """With how many pieces at the desk have each, as `uses`."""
    return tags.annotate(uses=Count("tagged", distinct=True))


def unused():
    """Tags that no piece has, no publication shows and no other word leads to."""
    shown = Publication.tags.through.objects.filter(tag=OuterRef("pk"))
    tags = Tag.objects.filter(synonym_of=None, tagged=None, synonyms=None).exclude(Exists(shown))
    return tags.order_by("folded")


def alike():
    """Pairs of tags that may be one: a letter or two differ, or only blanks, hyphens, or the script. A list of Pair."""
    rows = list(used(Tag.objects.filter(synonym_of=None)).order_by("folded"))
    found = {}
    for group in _groups(rows).values():
        for one, other in combinations(group[:CROWD], 2):
            if (one.pk, other.pk) not in found and _are_alike(one, other):
                found[one.pk, other.pk] = Pair(tuple(sorted((one, other), key=lambda tag: (-tag.uses, tag.pk))))
    return sorted(found.values(), key=lambda pair: pair.tags[0].folded)[:MOST]


def _groups(rows):
    """Tags that share a key: the bare word, the word without one of its letters, the word in Latin letters."""
    groups = defaultdict(list)
    for row in rows:
        word = _bare(row.folded)
        keys = {word, f"slug:{slugify(row.name, fallback='')}"}
        if len(word) >= SHORTEST:
            keys |= {word[:n] + word[n + 1 :] for n in range(len(word))}
        for key in keys - {"", "slug:"}:
            groups[key].append(row)
    return groups


def _bare(folded):
    """Letters and digits alone."""
    return "".join(sign for sign in folded if sign.isalnum())


def _are_alike(one, other):
    a, b = _bare(one.folded), _bare(other.folded)
    if _digits(a) != _digits(b):  # 2008 and 2018 are two years
        return False
    if a == b or slugify(one.name, fallback="") == slugify(other.name, fallback="-"):
        return True
    shorter = min(len(a), len(b))
    return shorter >= SHORTEST and distance(a, b) <= (2 if shorter >= LONG else 1)


def _digits(word):
    return [sign for sign in word if sign.isdigit()]


def distance(a, b):
    """How many letters are to be put, taken, changed or swapped with their neighbour to make `b` of `a`."""
    before, row = [], list(range(len(b) + 1))
    for i, left in enumerate(a, start=1):
        before, last, row = row, before, [i]
        for j, right in enumerate(b, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
