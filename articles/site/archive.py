"""By date: years with their months and counts, a year, a month. Days begin in the site's time zone."""

from datetime import datetime

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Publication
from articles.site.cursor import page_of


def months_by_year():
    """[(year, total, [{"month": first day, "total": n}])], newest first: one query."""
    rows = (
        Publication.objects.order_by()
        .annotate(month=TruncMonth("published_at"))
        .values("month")
        .annotate(total=Count("pk"))
        .order_by("-month")
    )
    years = {}
    for row in rows:
        years.setdefault(row["month"].year, []).append(row)
    return [(year, sum(row["total"] for row in months), months) for year, months in years.items()]


@require_safe
def years(request):
    context = {"years": months_by_year(), "canonical": request.path}
    return render(request, "articles/archive.html", context)


@require_safe
def year(request, year):
    year = int(year)
    publications = Publication.objects.filter(published_at__gte=_start(year), published_at__lt=_start(year + 1))
    return _period(request, publications, heading=str(year), year=year)


@require_safe
def month(request, year, month):
    year, month = int(year), int(month)
    end = _start(year + month // 12, month % 12 + 1)
    publications = Publication.objects.filter(published_at__gte=_start(year, month), published_at__lt=end)
    heading = date_format(_start(year, month), "YEAR_MONTH_FORMAT")
    return _period(request, publications, heading=heading, year=year, month=month)


def _start(year, month=1):
    return timezone.make_aware(datetime(year, month, 1))


def _period(request, publications, *, heading, year, month=None):
    """The list of one year or month; what had no publication is not there."""
    count = publications.count()
    if not count:
        raise Http404("nothing was published then")
    page = page_of(publications.for_cards(), request)
    context = {
        "heading": heading,
        "kicker": _("Archive"),
        "year": year if month else None,
        "months": [] if month else next(months for known, _total, months in months_by_year() if known == year),
        "page": page,
        "count": count,
        "noindex": not page.is_first,
        "canonical": request.path if page.is_first else "",
    }
    return render(request, "articles/listing.html", context)
