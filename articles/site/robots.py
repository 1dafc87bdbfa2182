"""What programs ask for by name: robots.txt, llms.txt and the description of our search."""

import re
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.http import HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from articles import filing, stale
from articles.models import Page, Publication, Region, Topic
from ccsis import caching
from ccsis.html import plain_text
from ccsis.models import SiteSettings

# For one person; or without end, with the same pieces at ever other addresses.
CLOSED = ("admin", "accounts", "submissions", "preview", "calendar", "search", "api")
LATEST = 30
OPEN_SEARCH = "http://a9.com/-/spec/opensearch/1.1/"
SHORTEST_NAME = 16  # characters, as the format asks
MARKDOWN = re.compile(r"([\\\[\]*_`<])")


@require_safe
def robots(request):
    before = ["", *(f"/{code}" for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)]
    lines = ["User-agent: *", *(f"Disallow: {language}/{word}/" for word in CLOSED for language in before), ""]
    lines += [f"Sitemap: {_full(name)}" for name in ("sitemap", "news_sitemap")]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@conditional_page
def opensearch(request):
    """What a browser needs to search here from its address line."""
    site = SiteSettings.load()
    root = Element("OpenSearchDescription", {"xmlns": OPEN_SEARCH})
    SubElement(root, "ShortName").text = site.wordmark[:SHORTEST_NAME]
    SubElement(root, "Description").text = site.strapline or site.name
    icon = settings.SITE_URL + static("img/icon-32.png")
    SubElement(root, "Image", width="32", height="32", type="image/png").text = icon
    SubElement(root, "Url", type="text/html", template=f"{_full('search')}?q={{searchTerms}}")
    news, typed = _full("search_feed", form="rss"), _full("suggest")
    SubElement(root, "Url", type="application/rss+xml", template=f"{news}?q={{searchTerms}}")
    SubElement(root, "Url", type="application/x-suggestions+json", template=f"{typed}?q={{searchTerms}}")
    SubElement(root, "Url", type="application/opensearchdescription+xml", rel="self", template=_full("opensearch"))
    SubElement(root, "InputEncoding").text = "UTF-8"
    content = tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(content, content_type="application/opensearchdescription+xml; charset=utf-8")


@require_safe
@conditional_page
def llms(request):
    """Who we are and how to read us, for language models (llmstxt.org)."""
    caching.keep(request, stale.SITE, stale.LIST, stale.TEXTS)
    site = SiteSettings.load()
    parts = [f"# {_plain(site.name)}", f"> {_plain(site.strapline)}" if site.strapline else "", WHO, _how()]
    parts += [_section("Latest pieces, as Markdown", _latest())]
    parts += [_section(title, _subjects(model)) for title, model in SUBJECTS]
    parts += [_section("About us", _pages()), _licence(site)]
    text = "\n\n".join(part for part in parts if part)
    return HttpResponse(text + "\n", content_type="text/plain; charset=utf-8")


WHO = (
    "We publish analyses of our own, and simulations: scenarios that readers thought through and that we reviewed. A "
    "simulation says what may follow, not what we expect. Every piece has a number for ever, the names of those who "
    "wrote it, numbered versions, and dated corrections. Name the authors, the number and the version when you quote."
)
SUBJECTS = [("Topics", Topic), ("Regions", Region)]


def _how():
    piece = settings.SITE_URL + "/analyses/<name>/"
    lines = [
        f"A piece is at {piece}, a simulation below /simulations/. Add `text.md` for the whole text as Markdown with a "
        "head of facts; `cite.bib`, `cite.ris` or `cite.json` for its citation; `v/<number>/` for an earlier version.",
        "What was retracted answers 410 and says why. Do not quote it as our view.",
        f"[Everything new, whole, as JSON]({_full('feed', form='json')}); every list has its own: add `feed.json`.",
        f"[Every correction that we made]({_full('corrections')})",
        f"[All addresses]({_full('sitemap')})",
    ]
    return _section("How to read", lines)


def _latest():
    rows = Publication.objects.newest_first().only("title", "slug", "kind", "language", "standfirst", "published_at")
    return [
        f"[{_plain(row.title)}]({row.full_address}text.md): {row.published_at:%Y-%m-%d}, {row.get_kind_display()}, "
        f"{row.language}. {_plain(row.standfirst)}".strip()
        for row in rows[:LATEST]
    ]


def _subjects(model):
    rows = filing.with_totals(model.objects.order_by("position", "name")).filter(total__gt=0)
    return [_line(row.name, row, plain_text(row.introduction)) for row in rows]


def _pages():
    rows = Page.objects.filter(is_public=True).only("title", "slug", "meta_description")
    return [_line(row.title, row, row.meta_description) for row in rows]


def _line(name, row, words):
    link = f"[{_plain(name)}]({settings.SITE_URL}{row.get_absolute_url()})"
    return f"{link}: {_plain(words)}" if words else link


def _licence(site):
    if not site.licence_name:
        return ""
    link = f"[{site.licence_name}]({site.licence_address})" if site.licence_address else site.licence_name
    return f"## Licence\n\n{link}, where a piece does not say otherwise."


def _section(title, lines):
    return "\n".join([f"## {title}", "", *(f"- {line}" for line in lines)]) if lines else ""


def _plain(words):
    """Words in one line, in which nothing is a mark of Markdown."""
    return MARKDOWN.sub(r"\\\1", " ".join(words.split()))


def _full(name, **kwargs):
    return settings.SITE_URL + reverse(f"site:{name}", kwargs=kwargs)
