"""Atom feeds: full text, all authors, ids that never change, and 304 for who has seen it."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from articles import body, bylines, showing
from articles.models import Notice, Person, Publication, Region, Series, Tag, Topic
from ccsis.models import SiteSettings

ATOM = "http://www.w3.org/2005/Atom"
ENTRIES = 30
NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # what an empty feed was last changed at
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


# Which publications


@require_safe
@conditional_page
def everything(request):
    return _feed(request, Publication.objects.all(), "", reverse("site:home"))


@require_safe
@conditional_page
def analyses(request):
    return _feed(request, Publication.objects.all(), _("Analyses"), reverse("site:analyses"))


@require_safe
@conditional_page
def simulations(request):
    return _feed(request, Publication.objects.simulations(), _("Simulations"), reverse("site:simulations"))


@require_safe
@conditional_page
def topic(request, slug):
    row = get_object_or_404(Topic, slug=slug)
    return _feed(request, row.publications.all(), row.name, row.get_absolute_url())


@require_safe
@conditional_page
def region(request, slug):
    row = get_object_or_404(Region, slug=slug)
    return _feed(request, row.publications.all(), row.name, row.get_absolute_url())


@require_safe
@conditional_page
def series(request, slug):
    row = get_object_or_404(Series, slug=slug)
    return _unless_empty(request, row.publications.all(), row)


@require_safe
@conditional_page
def tag(request, slug):
    row = get_object_or_404(Tag, slug=slug).final
    return _unless_empty(request, Publication.objects.tagged(row), row)


@require_safe
@conditional_page
def person(request, slug):
    row = get_object_or_404(Person, slug=slug)
    return _unless_empty(request, Publication.objects.of_person(row), row)


def _unless_empty(request, publications, row):
    """What only drafts know has no feed."""
    if not publications.exists():
        raise Http404("nothing is published here")
    return _feed(request, publications, row.name, row.get_absolute_url())


# How they are written


def _feed(request, publications, title, page_address):
    rows = list(publications.for_page().newest_first()[:ENTRIES])
    images = showing.images_in(row.page for row in rows)
    changed = _last_change(rows)
    feed = _feed_element(rows, images, title, request.path, page_address, changed)
    return answer(feed, changed)


def answer(feed, changed):
    """The response that brings a feed."""
    content = tostring(feed, encoding="utf-8", xml_declaration=True)
    response = HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
    response["Last-Modified"] = http_date(changed.timestamp())
    return response


def _last_change(rows):
    """When a reader of this feed last had something new to see; a retraction is something new."""
    retracted = Notice.objects.values_list("retracted_at", flat=True).order_by("-retracted_at").first()
    return max([row.last_changed_at for row in rows] + [retracted or NEVER])


def _feed_element(rows, images, title, own_address, page_address, changed):
    feed = frame(title, own_address, page_address, changed)
    for row in rows:
        _entry(feed, row, images)
    return feed


def frame(title, own_address, page_address, changed):
    """A feed without entries: what it is called, the paths of itself and of its page, when it last changed."""
    site = SiteSettings.load()
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    add(feed, "id", settings.SITE_URL + own_address)
    add(feed, "title", f"{title} · {site.name}" if title else site.name)
    if site.strapline:
        add(feed, "subtitle", site.strapline)
    add(feed, "updated", stamp(changed))
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": settings.SITE_URL + own_address})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": settings.SITE_URL + page_address})
    add(SubElement(feed, "author"), "name", site.name)
    if site.licence_name:
        add(feed, "rights", site.licence_name)
    return feed


def _entry(feed, row, images):
    entry = SubElement(feed, "entry", {"xml:lang": row.language})
    add(entry, "id", entry_id(row))
    add(entry, "title", row.title)
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": row.full_address})
    add(entry, "published", stamp(row.published_at))
    add(entry, "updated", stamp(row.last_changed_at))
    for credit in row.credits.all():
        person = SubElement(entry, "author" if credit.role in bylines.WRITERS else "contributor")
        add(person, "name", credit.name)
        if credit.person:
            add(person, "uri", settings.SITE_URL + credit.person.get_absolute_url())
    for thing in [*row.topics.all(), *row.regions.all(), *row.tags.all()]:
        SubElement(entry, "category", {"term": thing.slug, "label": _clean(thing.name)})
    if row.standfirst:
        add(entry, "summary", row.standfirst)
    html = body.page_html(row, images, is_plain=True)
    content = add(entry, "content", showing.absolute(html, row.full_address))
    content.set("type", "html")


def entry_id(row):
    """A tag: address (RFC 4151) that no later title, slug or correction changes."""
    host = urlsplit(settings.SITE_URL).hostname
    return f"tag:{host},{row.published_at.astimezone(UTC):%Y}:{row.number}"


def add(parent, name, text):
    """A child with words in it."""
    child = SubElement(parent, name)
    child.text = _clean(text)
    return child


def _clean(text):
    return NOT_XML.sub("", str(text))


def stamp(moment):
    """A moment as Atom writes it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
