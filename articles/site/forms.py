"""A publication in other forms: as Markdown."""

from django.http import HttpResponse

from articles import markdown, record
from articles.site.versions import of_piece
from ccsis.models import SiteSettings


@of_piece
def text(request, publication):
    """The piece as Markdown: the page is what counts, so this stays out of indexes and names it."""
    credits = list(publication.credits.all())
    told = record.corrections(publication.article_id)
    source = markdown.text_of(publication, credits, told, SiteSettings.load())
    response = HttpResponse(source, content_type="text/markdown; charset=utf-8")
    response["Content-Language"] = publication.language
    return canonical(response, publication)


def canonical(response, publication):
    """Say that the page of the piece is the form that counts."""
    response["X-Robots-Tag"] = "noindex"
    response["Link"] = f'<{publication.full_address}>; rel="canonical"'
    return response
