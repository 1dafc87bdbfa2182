"""The readers' addresses. Slugs are ASCII; whatever has none of these shapes is looked up last, as a page."""

from django.templatetags.static import static
from django.urls import path, re_path
from django.utils.functional import lazy
from django.views.generic import RedirectView

from articles.site import (
    archive,
    citations,
    corrections,
    documents,
    feeds,
    forms,
    home,
    listings,
    media,
    pages,
    publications,
    search,
    sitemaps,
    versions,
)
from ccsis.languages import spoken

app_name = "site"

YEAR = r"(?P<year>[12][0-9]{3})"
MONTH = r"(?P<month>0[1-9]|1[0-2])"
PIECE = r"(?P<section>analyses|simulations)/(?P<slug>[-a-zA-Z0-9_]+)"  # one pattern for what lies below a piece
VERSION = r"v/(?P<number>[1-9][0-9]{0,5})"

urlpatterns = [
    path(spoken(""), home.home, name="home"),
    # lists
    path(spoken("analyses/"), listings.analyses, name="analyses"),
    path(spoken("simulations/"), listings.simulations, name="simulations"),
    path(spoken("topics/"), listings.topics, name="topics"),
    path(spoken("topics/<slug:slug>/"), listings.topic, name="topic"),
    path(spoken("regions/"), listings.regions, name="regions"),
    path(spoken("regions/<slug:slug>/"), listings.region, name="region"),
    path(spoken("tags/"), listings.tags, name="tags"),
    path(spoken("tags/<slug:slug>/"), listings.tag, name="tag"),
    path(spoken("series/"), listings.series_index, name="series_index"),
    path(spoken("series/<slug:slug>/"), listings.series, name="series"),
    path(spoken("people/"), listings.people, name="people"),
    path(spoken("people/<slug:slug>/"), listings.person, name="person"),
    path(spoken("archive/"), archive.years, name="archive"),
    re_path(spoken(rf"^archive/{YEAR}/$"), archive.year, name="archive_year"),
    re_path(spoken(rf"^archive/{YEAR}/{MONTH}/$"), archive.month, name="archive_month"),
    path(spoken("corrections/"), corrections.corrections, name="corrections"),
    path("corrections/feed.atom", corrections.feed, name="corrections_feed"),
    path(spoken("search/"), search.search, name="search"),
    # feeds
    path("feeds/atom.xml", feeds.everything, name="feed"),
    path("analyses/feed.atom", feeds.analyses, name="analyses_feed"),
    path("simulations/feed.atom", feeds.simulations, name="simulations_feed"),
    path("topics/<slug:slug>/feed.atom", feeds.topic, name="topic_feed"),
    path("regions/<slug:slug>/feed.atom", feeds.region, name="region_feed"),
    path("tags/<slug:slug>/feed.atom", feeds.tag, name="tag_feed"),
    path("series/<slug:slug>/feed.atom", feeds.series, name="series_feed"),
    path("people/<slug:slug>/feed.atom", feeds.person, name="person_feed"),
    # one piece
    path("analyses/<slug:slug>/", publications.publication, name="publication"),
    path("simulations/<slug:slug>/", publications.publication, name="simulation"),
    re_path(rf"^{PIECE}/{VERSION}/$", versions.version, name="version"),
    re_path(rf"^{PIECE}/{VERSION}/since/(?P<since>[1-9][0-9]{{0,5}})/$", versions.since, name="since"),
    re_path(rf"^{PIECE}/text\.md$", forms.text, name="text"),
    re_path(rf"^{PIECE}/print\.pdf$", forms.pdf, name="print"),
    re_path(rf"^{PIECE}/cite\.(?P<form>bib|ris|json)$", citations.download, name="citation"),
    # machines and files
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("favicon.ico", RedirectView.as_view(url=lazy(static, str)("img/icon-32.png"))),
    path("images/<int:pk>", media.image, name="image"),
    path("documents/<int:pk>.pdf", documents.file, name="document"),
    path("documents/<int:pk>/cover", documents.cover, name="cover"),
    path("media/<path:name>", media.media, name="media"),
    # whatever staff wrote
    path(spoken("<slug:slug>/"), pages.page, name="page"),
]
