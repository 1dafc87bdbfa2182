"""Pages that staff edit: about, contact, privacy."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles import body, stale
from articles.models import Page
from ccsis import caching


@require_safe
def page(request, slug):
    caching.keep(request, stale.SITE)
    row = get_object_or_404(Page, slug=slug, is_public=True)
    made = body.render(row.said("body"), language=row.language_of("body"))
    context = {"page": row, "text": body.finished(made.html, made.policy), "section": slug, "canonical": request.path}
    return render(request, "articles/page.html", context)
