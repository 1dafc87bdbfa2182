"""A publication in other forms: as Markdown, and as a PDF for print."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render

from articles import markdown, record
from articles.models import Printout
from articles.site import printing
from articles.site.versions import of_piece
from ccsis import paper
from ccsis.models import SiteSettings

SECONDS = 5  # until the page of somebody who waits looks again


@of_piece
def text(request, publication):
    """The piece as Markdown: the page is what counts, so this stays out of indexes and names it."""
    credits = list(publication.credits.all())
    told = record.corrections(publication.article_id)
    source = markdown.text_of(publication, credits, told, SiteSettings.load())
    response = HttpResponse(source, content_type="text/markdown; charset=utf-8")
    response["Content-Language"] = publication.language
    return canonical(response, publication)


@of_piece
def pdf(request, publication):
    """The PDF of the current version. Who asks first waits a moment: 202, until the worker has made it."""
    if not paper.can_be_made():
        return _no_pdf(request, publication, status=404)
    if request.method == "HEAD":  # only looks, so asks for nothing
        printout = Printout.objects.filter(publication=publication, version=publication.version).first()
    else:
        printout = printing.ask(publication)
    if printout and printout.file:
        return _file(publication, printout.file)
    if printout and printing.has_failed(printout):
        return _no_pdf(request, publication, status=404)
    response = _wait(request, publication, status=202)
    response["Retry-After"] = response["Refresh"] = str(SECONDS)  # the second is what browsers go by
    return response


def _file(publication, name):
    try:
        content = printing.store().open(name)
    except FileNotFoundError:
        raise Http404("lost") from None
    called = f"{publication.number.lower()}-v{publication.version}.pdf"
    response = FileResponse(content, content_type="application/pdf", as_attachment=True, filename=called)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["ETag"] = f'"{name[:32]}"'
    return canonical(response, publication)


def _wait(request, publication, *, status, is_failed=False):
    context = {"publication": publication, "seconds": SECONDS, "is_failed": is_failed}
    response = render(request, "articles/print_wait.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _no_pdf(request, publication, *, status):
    return _wait(request, publication, status=status, is_failed=True)


def canonical(response, publication):
    """Say that the page of the piece is the form that counts."""
    response["X-Robots-Tag"] = "noindex"
    response["Link"] = f'<{publication.full_address}>; rel="canonical"'
    return response
