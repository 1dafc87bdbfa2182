"""The front page: as an editor arranged it, and the newest where nothing is arranged."""

from django.db.models import Exists, OuterRef, Prefetch, Q, prefetch_related_objects
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import stale
from articles.models import Credit, Home, Publication, Series
from ccsis import caching

CARDS = 3
SERIES_SHOWN = 3
PARTS_SHOWN = 5
CARD = [Prefetch("credits", Credit.objects.select_related("person")), "regions", "lead_image__renditions"]
RECENT = 200  # pieces looked at to find the series that live


@require_safe
def home(request):
    caching.keep(request, *stale.HOME)
    lead_id, series_id, picked = caching.remember("home", arrangement, stale.LIST)
    chosen = _bare().filter(article_id__in=[lead_id, *picked]) if lead_id or picked else []
    chosen = {row.article_id: row for row in chosen}
    newest = list(once_each(_bare()).except_simulations().newest_first()[: CARDS * 2 + 1 + len(chosen)])
    simulations = list(once_each(_bare()).simulations().newest_first()[:CARDS])
    # What all cards show is read at once.
    prefetch_related_objects([*chosen.values(), *newest, *simulations], *CARD)
    lead = chosen.get(lead_id) or next((row for row in newest if row.article_id not in picked), None)
    picks = [chosen[pk] for pk in picked if pk in chosen and chosen[pk] != lead]
    latest = [row for row in newest if row != lead and row not in picks]
    context = {
        "lead": lead,
        "picks": picks,
        "latest": latest[: CARDS if picks else CARDS * 2],
        "simulations": simulations,
        "series": series_cards(series_id),
        "canonical": request.path,
    }
    return render(request, "articles/home.html", context)


def arrangement():
    """(article at the top, series, articles below) as an editor chose them, by id."""
    row = Home.objects.filter(pk=1).first() or Home(pk=1)
    return row.lead_id, row.series_id, list(row.picks.values_list("article_id", flat=True))


def _bare():
    """For cards, without what hangs on the rows."""
    return Publication.objects.for_cards().prefetch_related(None)


def once_each(publications):
    """Each piece once: a translation only where its original is not public."""
    originals = Publication.objects.filter(group_id=OuterRef("group_id"), is_original=True)
    return publications.filter(Q(is_original=True) | ~Exists(originals))


def series_cards(first_id=None):
    """Up to three series that have something to read, the chosen one first, then those published in most lately.

    Each comes with its parts as `parts`. Two queries.
    """
    published = once_each(Publication.objects.filter(series__isnull=False)).newest_first()
    parts = {}
    for row in published.only("title", "slug", "kind", "language", "series_id", "series_part", "published_at")[:RECENT]:
        parts.setdefault(row.series_id, []).append(row)
    wanted = sorted(parts, key=lambda pk: pk != first_id)[:SERIES_SHOWN]
    found = Series.objects.in_bulk(wanted)
    for pk in wanted:
        rows = sorted(reversed(parts[pk]), key=lambda row: row.series_part or 0)
        found[pk].parts = rows[-PARTS_SHOWN:]
    return [found[pk] for pk in wanted]
