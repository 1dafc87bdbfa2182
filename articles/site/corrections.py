"""Every correction that was ever made, newest first."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles import record, stale
from articles.models import Correction, Page
from articles.site.cursor import page_of
from ccsis import caching

POLICY = "corrections-policy"  # the address of the page that articles.start makes


@require_safe
def corrections(request):
    caching.keep(request, stale.SITE, stale.TEXTS)
    page = page_of(Correction.objects.of_pieces_known_to_readers(), request, by="at")
    record.give_pieces(page.rows)
    context = {
        "page": page,
        "policy": Page.objects.filter(slug=POLICY, is_public=True).only("slug", "title").first(),
        "feed": reverse("site:corrections_feed"),
        "noindex": not page.is_first,
        "canonical": request.path if page.is_first else "",
    }
    return render(request, "articles/corrections.html", context)
