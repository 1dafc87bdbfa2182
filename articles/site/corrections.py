"""Every correction that was ever made, newest first; and the same as a feed."""

from xml.etree.ElementTree import SubElement

from django.conf import settings
from django.db.models import Max
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from articles.models import Correction, Notice, Page, Publication
from articles.site import feeds
from articles.site.cursor import page_of

POLICY = "corrections-policy"  # the address of the page that articles.start makes


@require_safe
def corrections(request):
    page = page_of(Correction.objects.of_pieces_known_to_readers(), request, by="at")
    _with_pieces(page.rows)
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
    _with_pieces(rows)
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


def _with_pieces(rows):
    """Give each its `piece`, a publication or the notice in its place, and the `address` of what changed. Three
    queries however many there are."""
    articles = {row.article_id for row in rows}
    fields = ("article_id", "slug", "kind", "language", "title", "number", "published_at")
    pieces = {row.article_id: row for row in Notice.objects.filter(article__in=articles).only(*fields)}
    pieces |= {row.article_id: row for row in Publication.objects.filter(article__in=articles).only(*fields)}
    retractions = Correction.objects.filter(article__in=articles, type=Correction.Type.RETRACTION)
    last = retractions.order_by().values("article_id").annotate(last=Max("version"))
    taken_back = dict(last.values_list("article_id", "last"))
    for row in rows:
        row.piece = pieces[row.article_id]
        row.address = ""
        before = (row.version or 1) - 1
        is_public = isinstance(row.piece, Publication) and row.type != Correction.Type.RETRACTION
        if is_public and before > (taken_back.get(row.article_id) or 0):
            row.address = f"{row.piece.get_absolute_url()}v/{row.version}/since/{before}/"
