"""PDF files of published pieces, and their covers: there exactly while a publication names them."""

from django.http import FileResponse, Http404, HttpResponseNotModified
from django.views.decorators.http import require_safe

from articles import documents
from articles.models import Document, Publication
from ccsis.scripts import slugify

A_WHILE = 300  # seconds: what is retracted is soon gone from caches, too
A_DAY = 24 * 3600


@require_safe
def file(request, pk):
    """The file, as a download: a browser that opened it here would run what readers of PDF run, in our name."""
    document = _public(pk)
    etag = f'"{document.sha256[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified()
    name = f"{slugify(document.title, fallback='document')}.pdf"
    response = _response(document.file, "application/pdf", A_WHILE, as_attachment=True, filename=name)
    response["ETag"] = etag
    address = Publication.objects.only("slug", "kind").get(article_id=document.article_id).full_address
    response["Link"] = f'<{address}>; rel="canonical"'
    return response


@require_safe
def cover(request, pk):
    """Its first page, as a picture."""
    document = _public(pk)
    if not document.cover:
        raise Http404("not drawn yet")
    return _response(document.cover, "image/webp", A_DAY)


def _public(pk):
    document = Document.objects.filter(pk=pk).first() if pk < 2**63 else None
    if document is None or not documents.is_public(document):
        raise Http404("readers do not see this file")
    return document


def _response(name, kind, seconds, **how):
    try:
        response = FileResponse(documents.store().open(name), content_type=kind, **how)
    except FileNotFoundError:
        raise Http404("lost") from None
    response["Cache-Control"] = f"public, max-age={seconds}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
