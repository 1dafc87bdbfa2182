"""For search engines: an index of sitemaps, the parts that it names, and the news of two days.

A part holds the rows of a range of ids. So each costs the same however many there are, and none but the last changes
when something new comes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.db.models import F, Max
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import conditional_page, require_safe

from articles import filing, stale, translating
from articles.models import Kind, Page, Person, Publication, Region, Series, Tag, Topic
from ccsis import caching
from ccsis.models import SiteSettings

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
MOST = 10_000  # addresses in a part; the format allows 50,000
NEWS_SINCE, MOST_NEWS = timedelta(days=2), 1000  # as Google News asks
LISTS = ["home", "analyses", "simulations", "topics", "regions", "tags", "series_index", "people", "archive"]
LISTS += ["corrections"]
PIECE = ("pk", "slug", "kind", "language", "group_id", "article_id", "follows_version", "published_at", "updated_at")


@dataclass(frozen=True)
class Section:
    """One kind of pages. `rows` gives all of them, `entries` takes some and gives (alternates, path, changed) of each
    address; `spread` is how many addresses a row has."""

    rows: Callable
    entries: Callable
    spread: Callable = lambda: 1

    @property
    def step(self):
        """How many ids go into a part."""
        return MOST // self.spread()

    def part(self, number):
        return self.rows().filter(pk__gt=(number - 1) * self.step, pk__lte=number * self.step).order_by("pk")

    def parts(self):
        """[(number, when its newest changed, or None where nobody knows)]."""
        last = self.rows().order_by("-pk").values_list("pk", flat=True).first()
        numbers = range(1, (last - 1) // self.step + 2) if last else []
        return [(number, None) for number in numbers if self.part(number).exists()]


class Pieces(Section):
    def parts(self):
        rows = Publication.objects.order_by().annotate(part=(F("id") - 1) / self.step + 1).values("part")
        changed = Max(Coalesce("updated_at", "published_at"))
        return list(rows.annotate(changed=changed).order_by("part").values_list("part", "changed"))


class Lists(Section):
    """All lists and what editors keep: a few hundred, in one part."""

    def part(self, number):
        return number

    def parts(self):
        return [(1, None)]


# What is in them


def _used(rows):
    """Those of some rows that something public stands under."""
    return filing.with_totals(rows).filter(total__gt=0)


def _tags():
    return _used(Tag.objects.filter(synonym_of=None))


def _people():
    return _used(Person.objects.all())


def _languages():
    return len(settings.LANGUAGES)


def _spoken(name, args=()):
    """The path of a page in each language of the site: {code: path}; one where it exists once."""
    found = {}
    for code in dict(settings.LANGUAGES):
        with translation.override(code):
            found[code] = reverse(f"site:{name}", args=args)
    return found if len(set(found.values())) > 1 else {settings.LANGUAGE_CODE: found[settings.LANGUAGE_CODE]}


def _in_each_language(paths, changed=None):
    """The entries of a page that exists in some languages."""
    alternates = {**paths, "x-default": paths[settings.LANGUAGE_CODE]} if len(paths) > 1 else {}
    return [(alternates, path, changed) for path in paths.values()]


def _entries_of(name):
    """A function from rows to the entries of their pages. The address is made once, and not for each row."""

    def entries(rows):
        paths = {code: path.split("SLUG") for code, path in _spoken(name, ["SLUG"]).items()}
        for slug in rows.values_list("slug", flat=True):
            yield from _in_each_language({code: slug.join(path) for code, path in paths.items()})

    return entries


def _lists(number):
    if number > 1:
        return
    for name in LISTS:
        yield from _in_each_language(_spoken(name))
    for name, model in (("topic", Topic), ("region", Region), ("series", Series)):
        yield from _entries_of(name)(_used(model.objects.order_by("pk")))
    for page in Page.objects.filter(is_public=True).order_by("pk"):
        yield from _in_each_language(_spoken("page", [page.slug]), page.updated_at)


def _pieces(rows):
    """Each piece, with the translations that say the same today."""
    rows = list(rows.values_list(*PIECE, named=True))
    elsewhere = Publication.objects.filter(group_id__in={row.group_id for row in rows}).values_list(*PIECE, named=True)
    everything = [*rows, *elsewhere.exclude(pk__gte=rows[0].pk, pk__lte=rows[-1].pk)] if rows else []
    current = translating.current(everything)
    paths = {kind: _piece_path(kind) for kind in Kind}
    alike = {}
    for row in everything:
        if row.article_id in current:
            alike.setdefault(row.group_id, {})[row.language] = row.slug.join(paths[row.kind])
    for row in rows:
        alternates = alike.get(row.group_id, {}) if row.article_id in current else {}
        changed = row.updated_at or row.published_at
        yield (alternates if len(alternates) > 1 else {}), row.slug.join(paths[row.kind]), changed


def _piece_path(kind):
    return Publication(kind=kind, slug="SLUG").get_absolute_url().split("SLUG")


SECTIONS = {
    "lists": Lists(None, _lists),
    "pieces": Pieces(Publication.objects.all, _pieces),
    "tags": Section(_tags, _entries_of("tag"), _languages),
    "people": Section(_people, _entries_of("person"), _languages),
}


# The answers


@require_safe
@conditional_page
def index(request):
    caching.keep(request, stale.SITE, stale.LIST, stale.TEXTS)
    root = Element("sitemapindex", {"xmlns": SITEMAP})
    for name, section in SECTIONS.items():
        for number, changed in section.parts():
            _address(root, "sitemap", reverse("site:sitemap_part", args=[name, number]), changed)
    return _answer(root)


@require_safe
@conditional_page
def part(request, section, number):
    section, number = SECTIONS[section], int(number)
    caching.keep(request, stale.SITE, stale.LIST, stale.TEXTS)
    root = Element("urlset", {"xmlns": SITEMAP, "xmlns:xhtml": XHTML})
    for alternates, path, changed in section.entries(section.part(number)):
        url = _address(root, "url", path, changed)
        for code, other in alternates.items():
            SubElement(url, "xhtml:link", rel="alternate", hreflang=code, href=settings.SITE_URL + other)
    if not len(root):
        raise Http404("there is no such part")
    return _answer(root)


@require_safe
@conditional_page
def news(request):
    """The pieces of the last two days, for Google News. May be empty."""
    site = SiteSettings.load()
    since = timezone.now() - NEWS_SINCE
    rows = Publication.objects.filter(published_at__gte=since).newest_first()
    root = Element("urlset", {"xmlns": SITEMAP, "xmlns:news": NEWS})
    for row in rows.only("title", "slug", "kind", "language", "published_at")[:MOST_NEWS]:
        told = SubElement(_address(root, "url", row.get_absolute_url()), "news:news")
        publisher = SubElement(told, "news:publication")
        SubElement(publisher, "news:name").text = site.name
        SubElement(publisher, "news:language").text = row.language
        SubElement(told, "news:publication_date").text = row.published_at.isoformat(timespec="seconds")
        SubElement(told, "news:title").text = row.title
    return _answer(root)


def _address(root, name, path, changed=None):
    found = SubElement(root, name)
    SubElement(found, "loc").text = settings.SITE_URL + path
    if changed:
        SubElement(found, "lastmod").text = changed.isoformat(timespec="seconds")
    return found


def _answer(root):
    content = tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(content, content_type="application/xml; charset=utf-8")
