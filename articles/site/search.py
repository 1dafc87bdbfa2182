"""Simple search: every word of the question must stand in the title, the standfirst, the names or the text.

Words are compared folded, so letters with and without marks, ё and е, ı and i are alike (ccsis.scripts.fold).
"""

import re
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, Value, When
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Publication
from articles.site.cursor import PAGE
from ccsis.scripts import fold

LONGEST = 200  # characters of a question that are looked at
MOST_WORDS = 8
SHOWN = 3 * PAGE  # the best ones; a question that finds more wants another word
WORD = re.compile(r"\w[\w'-]*")
AROUND = 16  # words of a snippet before and after the one that was found
IN_TITLE = 5  # how much more a word in the title says than one in the text


@dataclass
class Hit:
    """A publication that was found, with a few of its words as [(text, is it one of the words asked for)]."""

    publication: Publication
    snippet: list


@require_safe
def search(request):
    asked = " ".join(request.GET.get("q", "")[:LONGEST].split())
    words = words_of(asked)
    found = find(words)
    count = found.count() if words else 0
    rows = list(found.for_cards().defer(None).defer("body", "page", "search_text")[:SHOWN]) if count else []
    context = {
        "asked": asked,
        "count": count,
        "hits": [Hit(row, snippet(row, words)) for row in rows],
        "has_more": count > len(rows),
        "is_empty_site": bool(asked) and not count and not Publication.objects.exists(),
        "noindex": True,
    }
    return render(request, "articles/search.html", context)


def words_of(asked):
    """The words of a question, folded, each once, at most MOST_WORDS."""
    return list(dict.fromkeys(WORD.findall(fold(asked))))[:MOST_WORDS]


def find(words):
    """The publications that have all of these folded words, best first."""
    wanted, score = Q(), Value(0)
    for word in words:
        wanted &= Q(search_text__contains=word)
        in_title = When(search_title__contains=word, then=Value(IN_TITLE))
        score = score + Case(in_title, default=Value(0), output_field=IntegerField())
    if not words:
        return Publication.objects.none()
    return Publication.objects.filter(wanted).annotate(score=score).order_by("-score", "-published_at", "-id")


def snippet(publication, words):
    """A few words of the piece round the first that was asked for, or its beginning."""
    for text in (publication.standfirst, publication.text):
        place = _place(text, words)
        if place is not None:
            return _marked(text.split(), place, words)
    return [(publication.standfirst, False)]


def _place(text, words):
    """How many words of the text stand before the first that was asked for; None where it has none of them."""
    before = 0
    for line in text.splitlines():
        said = line.split()
        # Folding a line at once is quick; folding the words of sixty long texts one by one would take seconds.
        if _is_asked(line, words):
            for place, word in enumerate(said, start=before):
                if _is_asked(word, words):
                    return place
        before += len(said)
    return None


def _marked(said, place, words):
    start, end = max(0, place - AROUND), place + AROUND
    pieces = [("… ", False)] if start else []
    for word in said[start:end]:
        pieces += [(word, _is_asked(word, words)), (" ", False)]
    return pieces + [("…", False)] if end < len(said) else pieces


def _is_asked(word, words):
    folded = fold(word)
    return any(asked in folded for asked in words)
