"""The page that explains the API to people, made of the table."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.api import document
from articles.api.table import ENDPOINTS
from articles.models import Credit, Publication, Region, Series, Tag, Topic


@require_safe
def page(request):
    known = _examples()
    rows = [
        {
            "endpoint": endpoint,
            "address": document.BASE + endpoint.template,
            "example": _example(endpoint, known),
        }
        for endpoint in ENDPOINTS
    ]
    context = {"rows": rows, "base": document.BASE, "about": document.ABOUT, "canonical": request.path}
    return render(request, "articles/api/page.html", context)


def _example(endpoint, known):
    """An address that can be tried; "" where nothing is published that would stand there."""
    if not endpoint.places:
        return reverse(f"api:{endpoint.name}") + endpoint.example
    value = known.get(endpoint.name)
    return reverse(f"api:{endpoint.name}", args=[value]) if value else ""


def _examples():
    """What may stand in the addresses that take a word: of what is published here."""
    newest = Publication.objects.newest_first().values("slug", "number").first()
    if not newest:
        return {}
    signed = Credit.objects.exclude(person=None).order_by("-pk").values_list("person__slug", flat=True).first()
    tagged = Tag.objects.filter(publications__isnull=False).order_by("-pk").values_list("slug", flat=True).first()
    series = Series.objects.filter(publications__isnull=False).order_by("-pk").values_list("slug", flat=True).first()
    return {
        "publication": newest["slug"],
        "numbered": newest["number"],
        "topic": Topic.objects.values_list("slug", flat=True).first(),
        "region": Region.objects.values_list("slug", flat=True).first(),
        "series_one": series,
        "tag": tagged,
        "person": signed,
    }
