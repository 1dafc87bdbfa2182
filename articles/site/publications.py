"""One publication, a simulation, or the notice that stands where one was retracted."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from articles import embeds, record, sheet, stale
from articles.models import Notice, Publication
from ccsis import caching, languages, paper


@require_safe
def publication(request, slug):
    """The piece of this slug at its own address; whoever asks at the other one is sent there for good."""
    row = Publication.objects.for_page().filter(slug=slug).first()
    notice = None if row else Notice.objects.filter(slug=slug).first()
    here = row or notice
    if here is None:
        raise Http404("no such publication")
    if request.path != here.get_absolute_url():
        return redirect(here, permanent=True)
    if notice:
        return retracted(request, notice)
    caching.keep(request, *stale.page_of(row))
    with languages.framed(row.language):
        return _page(request, row)


def _page(request, row):
    names = list(row.credits.all())
    context = sheet.context(row, names, list(row.topics.all()), list(row.regions.all()), list(row.tags.all()))
    context |= record.shown(row)
    context["print_address"] = f"{row.get_absolute_url()}print.pdf" if paper.can_be_made() else ""
    response = render(request, sheet.TEMPLATE, context)
    if "data-player=" in context["text"]:
        response._csp_update = {"frame-src": embeds.HOSTS}  # only what a reader loads by hand; see django-csp
    return response


def retracted(request, notice):
    """410: it was here, it is gone, and this is why."""
    section = "simulations" if notice.kind == "simulation" else "analyses"
    context = {"notice": notice, "section": section, "noindex": True}
    with languages.framed(notice.language):
        return render(request, "articles/retracted.html", context, status=410)
