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
    forms,
    home,
    listings,
    media,
    pages,
    publications,
    robots,
    search,
    sitemaps,
    versions,
)
from articles.site.feeds import views as feeds
from ccsis.languages import spoken

app_name = "site"

YEAR = r"(?P<year>[12][0-9]{3})"
MONTH = r"(?P<month>0[1-9]|1[0-2])"
PIECE = r"(?P<section>analyses|simulations)/(?P<slug>[-a-zA-Z0-9_]+)"  # one pattern for what lies below a piece
VERSION = r"v/(?P<number>[1-9][0-9]{0,5})"
SECTION = "|".join(sitemaps.SECTIONS)
FORMS = ["json", "rss", "atom"]  # of a feed


def feed(below, view, name, files="feed.json feed.rss feed.atom"):
    """A feed in each of its forms, all of one name; reversed without a form it is the last, Atom."""
    forms = zip(FORMS, files.split(), strict=True)
    return [path(below + file, view, {"form": form}, name=name) for form, file in forms]


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
    path(spoken("search/"), search.search, name="search"),
    path(spoken("search/suggest"), search.suggest, name="suggest"),
    # feeds
    *feed("feeds/", feeds.everything, "feed", "feed.json rss.xml atom.xml"),
    *feed("analyses/", feeds.analyses, "analyses_feed"),
    *feed("simulations/", feeds.simulations, "simulations_feed"),
    *feed("topics/<slug:slug>/", feeds.topic, "topic_feed"),
    *feed("regions/<slug:slug>/", feeds.region, "region_feed"),
    *feed("tags/<slug:slug>/", feeds.tag, "tag_feed"),
    *feed("series/<slug:slug>/", feeds.series, "series_feed"),
    *feed("people/<slug:slug>/", feeds.person, "person_feed"),
    *feed("search/", feeds.search, "search_feed"),
    *feed("corrections/", feeds.corrections, "corrections_feed"),
    # one piece
    path("analyses/<slug:slug>/", publications.publication, name="publication"),
    path("simulations/<slug:slug>/", publications.publication, name="simulation"),
    re_path(rf"^{PIECE}/{VERSION}/$", versions.version, name="version"),
    re_path(rf"^{PIECE}/{VERSION}/since/(?P<since>[1-9][0-9]{{0,5}})/$", versions.since, name="since"),
    re_path(rf"^{PIECE}/text\.md$", forms.text, name="text"),
    re_path(rf"^{PIECE}/print\.pdf$", forms.pdf, name="print"),
    re_path(rf"^{PIECE}/cite\.(?P<form>bib|ris|json)$", citations.download, name="citation"),
    # machines and files
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    re_path(
        rf"^sitemap-(?P<section>{SECTION})-(?P<number>[1-9][0-9]{{0,8}})\.xml$", sitemaps.part, name="sitemap_part"
    ),
    path("news-sitemap.xml", sitemaps.news, name="news_sitemap"),
    path("robots.txt", robots.robots, name="robots"),
    path("llms.txt", robots.llms, name="llms"),
    path("opensearch.xml", robots.opensearch, name="opensearch"),
    path("favicon.ico", RedirectView.as_view(url=lazy(static, str)("img/icon-32.png"))),
    path("images/<int:pk>", media.image, name="image"),
    path("documents/<int:pk>.pdf", documents.file, name="document"),
    path("documents/<int:pk>/cover", documents.cover, name="cover"),
    path("media/<path:name>", media.media, name="media"),
    # whatever staff wrote
    path(spoken("<slug:slug>/"), pages.page, name="page"),
]
