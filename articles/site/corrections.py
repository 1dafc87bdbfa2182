"""Every correction that was ever made, newest first; and the same as a feed."""

from xml.etree.ElementTree import SubElement

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from articles import record
from articles.models import Correction, Page
from articles.site import feeds
from articles.site.cursor import page_of

POLICY = "corrections-policy"  # the address of the page that articles.start makes


@require_safe
def corrections(request):
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


@require_safe
@conditional_page
def feed(request):
    rows = list(Correction.objects.of_pieces_known_to_readers().newest_first()[: feeds.ENTRIES])
    record.give_pieces(rows)
    changed = max([row.at for row in rows], default=feeds.NEVER)
    element = feeds.frame(_("Corrections"), request.path, reverse("site:corrections"), changed)
    for row in rows:
        _entry(element, row)
    return feeds.answer(element, changed)


def _entry(parent, row):
    entry = SubElement(parent, "entry", {"xml:lang": row.piece.language})
    feeds.add(entry, "id", f"{feeds.entry_id(row.piece)}:correction-{row.pk}")
    feeds.add(entry, "title", f"{row.get_type_display()}: {row.piece.title}")
    link = settings.SITE_URL + row.piece.get_absolute_url()
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": link})
    feeds.add(entry, "published", feeds.stamp(row.at))
    feeds.add(entry, "updated", feeds.stamp(row.at))
    feeds.add(entry, "content", row.text).set("type", "text")
