"""What machines read in the head of a publication's page: Highwire tags, OpenGraph, and schema.org as JSON-LD.

All of it is made from the record that citations are made from, and from the readers' row; nothing is written twice.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from articles import bylines, share_image, showing
from articles.models import Kind
from articles.site.schema import house

SCHOLARLY = {Kind.ANALYSIS: "ScholarlyArticle", Kind.BRIEF: "Report", Kind.REPORT: "Report"}
# Languages with the territory that OpenGraph wants beside them.
TERRITORIES = {
    **{"en": "en_US", "ka": "ka_GE", "hy": "hy_AM", "az": "az_AZ", "ru": "ru_RU", "fa": "fa_IR", "tr": "tr_TR"},
    **{"uk": "uk_UA", "de": "de_DE", "fr": "fr_FR", "he": "he_IL", "el": "el_GR", "es": "es_ES", "it": "it_IT"},
}


@dataclass(frozen=True)
class Head:
    """`names` are <meta name>, `properties` <meta property>, each a list of pairs; `data` is one JSON-LD object."""

    names: list
    properties: list
    data: dict


@dataclass(frozen=True)
class About:
    """What the head is made of: the publication, its record and the site, and what the page has read already."""

    publication: object
    record: object
    site: object
    credits: list
    topics: list
    regions: list
    tags: list
    translations: list
    documents: list
    corrections: list


def head_of(about):
    """Takes an About. Gives the Head, without a query."""
    return Head(highwire(about) + twitter(about), open_graph(about), schema(about))


# Highwire, for Google Scholar and Zotero


def highwire(about):
    record = about.record
    pairs = [
        ("citation_title", record.title),
        *(("citation_author", name.inverted) for name in record.authors),
        *(("citation_editor", name.inverted) for name in record.editors),
        *(("citation_translator", name.inverted) for name in record.translators),
        ("citation_publication_date", f"{record.date:%Y/%m/%d}"),
        ("citation_publisher", record.publisher),
        ("citation_technical_report_institution", record.publisher if record.is_paper else ""),
        ("citation_technical_report_number", record.number if record.is_paper else ""),
        ("citation_doi", record.doi),
        ("citation_language", record.language),
        *(("citation_keywords", word) for word in record.keywords),
        ("citation_public_url", record.address),
        ("citation_pdf_url", pdf_address(about)),
    ]
    return [pair for pair in pairs if pair[1]]


def pdf_address(about):
    """The first PDF in the piece's own language that readers can fetch."""
    found = [file for file in about.documents if file["address"] and file["language"] == about.publication.language]
    return settings.SITE_URL + found[0]["address"] if found else ""


# OpenGraph, and the little that Twitter wants besides


def open_graph(about):
    publication = about.publication
    pairs = [
        ("og:type", "article"),
        ("og:site_name", about.site.name),
        ("og:title", publication.share_title or publication.title),
        ("og:description", shortened(publication.description)),
        ("og:url", publication.full_address),
        ("og:locale", TERRITORIES.get(publication.language, "")),
        *(("og:locale:alternate", TERRITORIES.get(row.language, "")) for row in about.translations),
        ("article:published_time", _stamp(publication.published_at)),
        ("article:modified_time", _stamp(publication.last_changed_at)),
        *(("article:author", _profile(credit)) for credit in bylines.writers(about.credits)),
        ("article:section", publication.get_kind_display()),
        *(("article:tag", row.name) for row in [*about.topics, *about.regions, *about.tags]),
        *picture(publication),
    ]
    return [pair for pair in pairs if pair[1]]


def picture(publication):
    """The picture for cards: the drawn one, until then the lead image. A relief is SVG, which no other site shows."""
    if publication.share_image:
        return [
            ("og:image", settings.SITE_URL + default_storage.url(publication.share_image)),
            ("og:image:type", "image/png"),
            ("og:image:width", share_image.WIDTH),
            ("og:image:height", share_image.HEIGHT),
            ("og:image:alt", publication.share_title or publication.title),
        ]
    image = publication.lead_image
    if image:
        return [("og:image", settings.SITE_URL + showing.share_address(image)), ("og:image:alt", image.alt)]
    return []


def twitter(about):
    """Its cards read OpenGraph for the rest."""
    has_picture = about.publication.share_image or about.publication.lead_image
    return [("twitter:card", "summary_large_image" if has_picture else "summary")]


def _profile(credit):
    return settings.SITE_URL + credit.person.get_absolute_url() if credit.person else credit.name


def shortened(text, words=50):
    parts = text.split()
    return " ".join(parts[:words]) + (" …" if len(parts) > words else "")


# schema.org


def schema(about):
    """One object: what the piece is, who wrote it, what belongs to it, what was corrected."""
    publication, record = about.publication, about.record
    kind = SCHOLARLY.get(publication.kind, "Article")
    data = {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": record.address,
        "url": record.address,
        "mainEntityOfPage": record.address,
        "headline": publication.title,
        "alternativeHeadline": publication.subtitle,
        "description": publication.description,
        "inLanguage": record.language,
        "datePublished": _stamp(publication.published_at),
        "dateModified": _stamp(publication.last_changed_at),
        "version": record.version,
        "identifier": {"@type": "PropertyValue", "propertyID": about.site.wordmark, "value": record.number},
        "reportNumber": record.number if kind == "Report" else "",
        "genre": record.genre,
        "author": [_agent(credit) for credit in bylines.writers(about.credits)] or [house(about.site)],
        "editor": [_agent(credit) for credit in bylines.editors(about.credits)],
        "translator": [_agent(credit) for credit in bylines.translators(about.credits)],
        "publisher": house(about.site),
        "isAccessibleForFree": True,
        "license": about.site.licence_address,
        "wordCount": publication.words,
        "about": [_thing("Thing", row) for row in about.topics],
        "spatialCoverage": [_thing("Place", row) for row in about.regions],
        "keywords": [row.name for row in about.tags],
        "isPartOf": _thing("CreativeWorkSeries", publication.series) if publication.series else None,
        "position": publication.series_part,
        "image": [value for name, value in picture(publication) if name == "og:image"],
        "sameAs": f"https://doi.org/{record.doi}" if record.doi else "",
        "isBasedOn": publication.originally_at,
        "correction": [_correction(row) for row in about.corrections],
        **_translations(about, kind),
        "associatedMedia": [_file(file) for file in about.documents if file["address"]],
    }
    return {name: value for name, value in data.items() if value not in ("", None, [])}


def _correction(row):
    return {"@type": "CorrectionComment", "text": row.text, "datePublished": _stamp(row.at)}


def _agent(credit):
    person = credit.person
    found = {
        "@type": "Organization" if person and person.is_body else "Person",
        "name": credit.name,
        "alternateName": credit.native_name,
        "jobTitle": "" if person and person.is_body else credit.title,
        "url": _profile(credit) if person else "",
        "sameAs": f"https://orcid.org/{person.orcid}" if person and person.orcid else "",
    }
    return {name: value for name, value in found.items() if value}


def _thing(kind, row):
    return {"@type": kind, "name": row.name, "url": settings.SITE_URL + row.get_absolute_url()}


def _file(file):
    address = settings.SITE_URL + file["address"]
    kept = {"@type": "MediaObject", "contentUrl": address, "encodingFormat": "application/pdf"}
    return {**kept, "name": file["title"], "inLanguage": file["language"]}


def _translations(about, kind):
    """A translation names its original; an original its translations."""
    works = [
        (row.is_original, {"@type": kind, "@id": row.full_address, "inLanguage": row.language, "headline": row.title})
        for row in about.translations
    ]
    if about.publication.is_original:
        return {"workTranslation": [work for _is_original, work in works]}
    return {"translationOfWork": next((work for is_original, work in works if is_original), None)}


def _stamp(moment):
    return timezone.localtime(moment).isoformat(timespec="seconds")
