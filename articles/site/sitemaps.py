"""For search engines: every public address, each translation beside its original; and what to leave alone."""

from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from articles import translating
from articles.models import Page, Publication, Region, Series, Topic
from articles.site.listings import counted, counted_people, counted_tags

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
MOST = 45_000  # pieces; the format allows 50,000 addresses in all
LISTS = ["home", "analyses", "simulations", "topics", "regions", "tags", "series_index", "people", "archive"]
LISTS += ["corrections"]
ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /accounts/
Disallow: /submissions/
Disallow: /preview/
Disallow: /search/

Sitemap: {sitemap}
"""


@require_safe
def robots(request):
    text = ROBOTS.format(sitemap=settings.SITE_URL + reverse("site:sitemap"))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
@conditional_page
def sitemap(request):
    urlset = Element("urlset", {"xmlns": SITEMAP, "xmlns:xhtml": XHTML})
    for name in LISTS:
        _address(urlset, reverse(f"site:{name}"))
    _publications(urlset)
    for rows in (_used(Topic), _used(Region), _used(Series), counted_tags(), counted_people()):
        for row in rows:
            _address(urlset, row.get_absolute_url())
    for page in Page.objects.filter(is_public=True):
        _address(urlset, page.get_absolute_url(), page.updated_at)
    content = tostring(urlset, encoding="utf-8", xml_declaration=True)
    return HttpResponse(content, content_type="application/xml; charset=utf-8")


def _used(model):
    return counted(model).filter(total__gt=0)


def _publications(urlset):
    fields = ("slug", "kind", "language", "group_id", "article_id", "follows_version", "published_at", "updated_at")
    rows = list(Publication.objects.newest_first().only(*fields)[:MOST])
    current = translating.current(rows)
    alike = {}
    for row in rows:
        if row.article_id in current:
            alike.setdefault(row.group_id, []).append(row)
    for row in rows:
        url = _address(urlset, row.get_absolute_url(), row.last_changed_at)
        if row.article_id in current and len(alike[row.group_id]) > 1:
            for other in alike[row.group_id]:
                SubElement(url, "xhtml:link", rel="alternate", hreflang=other.language, href=other.full_address)


def _address(urlset, path, changed=None):
    url = SubElement(urlset, "url")
    SubElement(url, "loc").text = settings.SITE_URL + path
    if changed:
        SubElement(url, "lastmod").text = changed.isoformat(timespec="seconds")
    return url
