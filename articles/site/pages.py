"""Pages that staff edit: about, contact, privacy."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles import body
from articles.models import Page


@require_safe
def page(request, slug):
    row = get_object_or_404(Page, slug=slug, is_public=True)
    made = body.render(row.said("body"), language=row.language_of("body"))
    context = {"page": row, "text": body.finished(made.html, made.policy), "section": slug, "canonical": request.path}
    return render(request, "articles/page.html", context)
