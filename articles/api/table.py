"""Everything that machines may ask for, in one table: routes, the OpenAPI document and the page are made of it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from articles.api import catalogue, document, lists, publications
from articles.api.answering import Answer
from articles.api.asking import PAGED
from articles.models import Region, Series, Topic

SLUG = {"slug": "The last part of its address."}


@dataclass(frozen=True)
class Endpoint:
    """One address below /api/v1/: what it tells (`gives` names a schema), what may stand in it and behind it."""

    name: str
    route: str
    view: Callable
    told: str
    gives: str
    asks: tuple = ()
    places: dict = field(default_factory=dict)
    media: str = "application/json"
    also: tuple = ()  # further statuses, besides 200, 304, 400 and 404
    example: str = ""  # a query worth showing

    @property
    def template(self):
        """The route as OpenAPI writes it: publications/{slug}/"""
        return self.route.replace("<slug:", "{").replace(">", "}")


def described(asked):
    return Answer(document.of(ENDPOINTS))


ENDPOINTS = (
    Endpoint(
        "publications",
        "publications/",
        publications.listed,
        "Everything that is published, newest first, without the texts.",
        "Publications",
        publications.ASKS,
        example="?type=analysis&language=en&limit=5",
    ),
    Endpoint(
        "publication",
        "publications/<slug:slug>/",
        publications.by_slug,
        "One publication with its text, versions, corrections, translations and citation.",
        "Publication",
        places=SLUG,
        also=(301, 410),
    ),
    Endpoint(
        "numbered",
        "publications/by-number/<slug:number>/",
        publications.by_number,
        "The same, by its number, which never changes.",
        "Publication",
        places={"number": "Its number, like CCSIS-AN-2026-014."},
        also=(410,),
    ),
    Endpoint("topics", "topics/", lists.terms(Topic, "topic"), "Topics, in the order of the editors.", "Topics"),
    Endpoint("topic", "topics/<slug:slug>/", lists.term(Topic, "topic"), "One topic.", "CountedTerm", places=SLUG),
    Endpoint("regions", "regions/", lists.terms(Region, "region"), "Countries and areas.", "Regions"),
    Endpoint(
        "region", "regions/<slug:slug>/", lists.term(Region, "region"), "One of them.", "CountedTerm", places=SLUG
    ),
    Endpoint("series", "series/", lists.terms(Series, "series"), "Series that have begun.", "Series"),
    Endpoint(
        "series_one", "series/<slug:slug>/", lists.term(Series, "series"), "One series.", "CountedTerm", places=SLUG
    ),
    Endpoint("tags", "tags/", lists.tags, "Tags that something has, the newest first.", "Tags", PAGED),
    Endpoint(
        "tag", "tags/<slug:slug>/", lists.tag, "One tag; for a synonym, its main tag.", "CountedTerm", places=SLUG
    ),
    Endpoint("people", "people/", lists.people, "Who writes here, the newest first.", "People", PAGED),
    Endpoint("person", "people/<slug:slug>/", lists.person, "One of them.", "Person", places=SLUG),
    Endpoint(
        "corrections",
        "corrections/",
        lists.corrections,
        "Every correction and retraction, newest first: whoever keeps copies looks here for what to mend.",
        "Corrections",
        PAGED,
    ),
    Endpoint(
        "catalogue_csv",
        "catalogue.csv",
        catalogue.as_csv,
        "The whole catalogue as a table, for spreadsheets and libraries.",
        "",
        media="text/csv",
        also=(429,),
    ),
    Endpoint(
        "catalogue_json",
        "catalogue.json",
        catalogue.as_json,
        "The whole catalogue as JSON.",
        "Catalogue",
        also=(429,),
    ),
    Endpoint("openapi", "openapi.json", described, "This description, for programs (OpenAPI 3.1).", "Document"),
)
