"""Search: words, facets and an order, every state of it an address. The one door to articles.searching for readers.

`Asked` reads an address; `found` gives the publications that it asks for, for feeds and machines; `search` is the page
and `suggest` what may be meant while somebody types. Both databases are asked alike (articles.searching.engine).
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from articles import cursor
from articles.models import Publication
from articles.searching import question, snippets, spelling, suggesting
from articles.searching.engine import engine
from articles.searching.index import EPOCH, micros
from articles.searching.wider import Wanted, widen
from articles.site import facets
from articles.site.cursor import PAGE
from articles.site.facets import Chosen

BEST, NEWEST = "best", "new"
NOT_SHOWN = ("body", "page", "notes", "headings", "sources")


@dataclass
class Hit:
    """A publication that was found: its title and a few of its words as [(text, is it one of the words asked for)]."""

    publication: Publication
    title: list
    snippet: list


@dataclass
class Page:
    """One page of what was found, the cursor of the next one ("" on the last), and whether it is the first."""

    rows: list = field(default_factory=list)
    older: str = ""
    is_first: bool = True


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
        return self.question.is_empty and self.chosen.is_empty

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
    """The publications that an address of search asks for, newest first: a queryset. Takes the parameters of a request
    (a QueryDict): q, and the facets type, region, topic, series, author, tag, language, from, to.

    None where nothing is asked for.
    """
    asked = Asked(params)
    if asked.is_empty:
        return Publication.objects.none()
    return Publication.objects.filter(engine.condition(asked.expression)).newest_first()


# The page


@require_safe
def search(request):
    asked = Asked(request.GET)
    context = {"asked": asked, "noindex": True, "longest": question.LONGEST, "suggestions": suggesting.common()}
    if not asked.is_empty:
        panel = facets.panel(asked.chosen, asked.words)
        page = _page(asked, request.GET.get("before"))
        context["feed"] = reverse("site:search_feed") + asked.chosen.address(without=[("sort", NEWEST)])
        context |= {"panel": panel, "page": page, "hits": _hits(page.rows, asked)}
        if not page.rows and page.is_first:
            context |= _instead(asked)
        if not asked.question.is_empty:
            context |= {"other_order": _other_order(asked)}
    return render(request, "articles/search.html", context)


def _page(asked, before):
    """The Page after the cursor `before`. A score is written into a cursor where a list has its time."""
    after = None
    if before is not None:
        try:
            at, pk = cursor.read(before)
        except cursor.BadCursor:
            raise Http404("no such page of this list") from None
        after = (micros(at), pk)
    rows = _best(asked, after) if asked.is_best_first else engine.newest(asked.expression, after, PAGE + 1)
    shown = rows[:PAGE]
    older = cursor.write(EPOCH + timedelta(microseconds=shown[-1][0]), shown[-1][1]) if len(rows) > PAGE else ""
    known = _publications([pk for _place, pk in shown])
    return Page([known[pk] for _place, pk in shown if pk in known], older, is_first=before is None)


def _best(asked, after):
    """One more row than a page has. What was retracted since the last page leaves no gap: the place after it counts."""
    rows = engine.best(asked.expression)
    if after is None:
        return rows[: PAGE + 1]
    numbers = [pk for _score, pk in rows]
    start = numbers.index(after[1]) + 1 if after[1] in numbers else sum(score >= after[0] for score, _pk in rows)
    return rows[start : start + PAGE + 1]


def _publications(numbers):
    rows = Publication.objects.filter(pk__in=numbers).for_cards().defer(None).defer(*NOT_SHOWN)
    return {row.pk: row for row in rows}


def _hits(rows, asked):
    sought = snippets.Sought(asked.wanted.nodes)
    return [Hit(row, snippets.marked(row.title, sought, row.language), snippets.snippet(row, sought)) for row in rows]


def _instead(asked):
    """What helps where nothing was found."""
    pieces = [] if asked.question.is_empty else spelling.meant(asked.question)
    text = "".join(piece for piece, _is_changed in pieces)
    is_elsewhere = bool(not asked.chosen.is_empty and asked.words and engine.hits(asked.words, 1))
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
