"""By date: years with their months and counts, a year, a month. Days begin in the site's time zone."""

from datetime import datetime

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import filing, stale
from articles.models import Publication
from articles.site.cursor import page_of
from ccsis import caching


def months_by_year():
    """{year: [{"month": first day, "total": how many}]}, newest first: one query, and nothing is counted."""
    years = {}
    for year, month, total in filing.months():
        years.setdefault(year, []).append({"month": _start(year, month), "total": total})
    return years


@require_safe
def years(request):
    caching.keep(request, stale.SITE, stale.LIST)
    rows = [(year, _sum(months), months) for year, months in months_by_year().items()]
    return render(request, "articles/archive.html", {"years": rows, "canonical": request.path})


@require_safe
def year(request, year):
    year = int(year)
    known = months_by_year()
    publications = Publication.objects.filter(published_at__gte=_start(year), published_at__lt=_start(year + 1))
    return _period(
        request,
        publications,
        _neighbours(list(known), year, lambda each: (str(each), reverse("site:archive_year", args=[each]))),
        heading=str(year),
        count=_sum(known.get(year, [])),
        months=known.get(year, []),
        within=[("year", year)],
    )


@require_safe
def month(request, year, month):
    year, month = int(year), int(month)
    known = {row["month"]: row["total"] for months in months_by_year().values() for row in months}
    begins, ends = _start(year, month), _start(year + month // 12, month % 12 + 1)
    return _period(
        request,
        Publication.objects.filter(published_at__gte=begins, published_at__lt=ends),
        _neighbours(list(known), begins, lambda each: (_name(each), _address(each))),
        heading=_name(begins),
        year=year,
        count=known.get(begins, 0),
    )


def _sum(months):
    return sum(row["total"] for row in months)


def _name(month):
    return date_format(month, "YEAR_MONTH_FORMAT")


def _address(month):
    return reverse("site:archive_month", args=[month.year, f"{month.month:02d}"])


def _neighbours(known, here, link):
    """(earlier, later): the nearest ones before and after in which anything was published, as links."""
    if here not in known:
        return None, None
    place = known.index(here)  # newest first
    earlier = known[place + 1 : place + 2]
    later = known[place - 1 : place] if place else []
    return tuple(link(each[0]) if each else None for each in (earlier, later))


def _start(year, month=1):
    return timezone.make_aware(datetime(year, month, 1))


def _period(request, publications, neighbours, *, count, **context):
    """The list of one year or month; what had no publication is not there."""
    if not count:
        raise Http404("nothing was published then")
    caching.keep(request, stale.SITE, stale.LIST)
    page = page_of(publications.for_cards(), request)
    earlier, later = neighbours
    context |= {
        "kicker": _("Archive"),
        "is_archive": True,
        "earlier": earlier,
        "later": later,
        "page": page,
        "count": count,
        "noindex": not page.is_first,
        "canonical": request.path if page.is_first else "",
    }
    return render(request, "articles/listing.html", context)
