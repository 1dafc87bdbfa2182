"""Search: words, facets and an order, every state of it an address. The one door to articles.searching for readers.

`Asked` reads an address; `found` gives the publications that it asks for, for feeds and machines; `search` is the page
and `suggest` what may be meant while somebody types. Both databases are asked alike (articles.searching.engine).
"""

from dataclasses import dataclass

from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from articles.models import Publication
from articles.searching import question, snippets, spelling, suggesting
from articles.searching.engine import engine
from articles.searching.wider import Wanted, widen
from articles.site import facets
from articles.site.facets import Chosen
from articles.site.paging import best_page, newest_page

NEWEST = "new"
MOST_FOLLOWED = 1000  # pieces of a saved search
NOT_SHOWN = ("body", "page", "notes", "headings", "sources")


@dataclass
class Hit:
    """A publication that was found: its title and a few of its words as [(text, is it one of the words asked for)]."""

    publication: Publication
    title: list
    snippet: list


@dataclass(frozen=True)
class Asked:
    """What an address asks for. Takes the parameters of a request."""

    params: object

    @cached_property
    def question(self):
        return question.read(self.params.get("q", ""))

    @property
    def text(self):
        return self.question.text

    @cached_property
    def wanted(self):
        return widen(self.question) if not self.question.is_empty else Wanted()

    @cached_property
    def chosen(self):
        """What is chosen of the facets; its addresses keep the words and the order."""
        others = [("q", self.text)] if self.text else []
        others += [("sort", NEWEST)] if self.params.get("sort") == NEWEST and not self.question.is_empty else []
        return Chosen.read(self.params, others)

    @property
    def is_empty(self):
        return self.question.is_empty and not self.chosen

    @property
    def told(self):
        """What is asked for, in a line: the words, and the names of what is chosen."""
        chosen = self.chosen
        labels = [choice.label for rows in chosen.values.values() for choice in rows]
        years = f"{chosen.first}–{chosen.last}".strip("–") if chosen.first != chosen.last else chosen.first
        return " · ".join(str(word) for word in (self.text, *labels, years) if word)

    @property
    def is_best_first(self):
        return not self.question.is_empty and self.params.get("sort") != NEWEST

    @property
    def is_too_long(self):
        return len(" ".join(self.params.get("q", "").split())) > question.LONGEST

    @cached_property
    def words(self):
        """The words alone, as the engine takes them."""
        return engine.expression(self.wanted.nodes, self.wanted.unwanted)

    @cached_property
    def expression(self):
        """Words and facets, as the engine takes them."""
        return engine.expression(self.wanted.nodes, self.wanted.unwanted, self.chosen.groups())


def found(params):
    """The publications that an address of search asks for, newest first: a queryset of the newest thousand of them.

    Takes the parameters of a request (a QueryDict): q, and the facets type, region, topic, series, author, tag,
    language, from, to. None where nothing is asked for.
    """
    asked = Asked(params)
    if asked.is_empty:
        return Publication.objects.none()
    numbers = [pk for _at, pk in engine.newest(asked.expression, None, MOST_FOLLOWED)]
    return Publication.objects.filter(pk__in=numbers).newest_first()


# The page


@require_safe
def search(request):
    asked = Asked(request.GET)
    context = {"asked": asked, "noindex": True, "longest": question.LONGEST, "suggestions": suggesting.common()}
    if not asked.is_empty:
        panel = facets.panel(asked.chosen, asked.words)
        page_of = best_page if asked.is_best_first else newest_page
        with_text = Publication.objects.for_cards().defer(None).defer(*NOT_SHOWN)
        page = page_of(asked.expression, request, with_text)
        context["feed"] = reverse("site:search_feed") + asked.chosen.address(without=[("sort", NEWEST)])
        context |= {"panel": panel, "page": page, "hits": _hits(page.rows, asked)}
        if not page.rows and page.is_first:
            context |= _instead(asked)
        if not asked.question.is_empty:
            context |= {"other_order": _other_order(asked)}
    return render(request, "articles/search.html", context)


def _hits(rows, asked):
    sought = snippets.Sought(asked.wanted.nodes)
    return [Hit(row, snippets.marked(row.title, sought, row.language), snippets.snippet(row, sought)) for row in rows]


def _instead(asked):
    """What helps where nothing was found."""
    pieces = [] if asked.question.is_empty else spelling.meant(asked.question)
    text = "".join(piece for piece, _is_changed in pieces)
    is_elsewhere = bool(asked.chosen and asked.words and engine.hits(asked.words, 1))
    return {
        "meant": pieces,
        "meant_address": Chosen(others=(("q", text),)).cleared if text else "",
        "is_elsewhere": is_elsewhere,
        "is_empty_site": not Publication.objects.exists(),
    }


def _other_order(asked):
    pairs = [pair for pair in asked.chosen.pairs() if pair[0] != "sort"]
    pairs += [("sort", NEWEST)] if asked.is_best_first else []
    return Chosen(others=tuple(pairs)).cleared


# While somebody types


@require_safe
def suggest(request):
    """What may be meant, as OpenSearch wants it: [what was typed, [texts], [what each is], [addresses]]."""
    typed = question.read(request.GET.get("q", "")).text
    rows = suggesting.suggest(typed)
    answer = [typed, [row.text for row in rows], [str(row.what) for row in rows], [row.address for row in rows]]
    response = JsonResponse(answer, safe=False, content_type="application/x-suggestions+json")
    response["X-Robots-Tag"] = "noindex"
    return response
