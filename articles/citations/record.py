"""What a citation says about a piece, whatever its form."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from articles import bylines
from articles.citations.names import Name, name_of, one_line
from articles.models import Kind

# What stands by itself and is numbered as a paper; the rest is cited as a page of the site.
PAPERS = frozenset({Kind.ANALYSIS, Kind.BRIEF, Kind.REPORT})
# In English, like everything round the title in a citation, whatever language a reader's page speaks.
GENRES = {
    Kind.ANALYSIS: "Analysis",
    Kind.COMMENTARY: "Commentary",
    Kind.BRIEF: "Policy brief",
    Kind.REPORT: "Report",
    Kind.QA: "Q&A",
    Kind.STATEMENT: "Statement",
    Kind.SIMULATION: "Simulation",
    Kind.ANNOUNCEMENT: "Announcement",
}


@dataclass(frozen=True)
class Record:
    """One piece, as its citations name it. `address` is its own; `link` the DOI where it has one."""

    title: str
    authors: tuple[Name, ...]
    editors: tuple[Name, ...]
    translators: tuple[Name, ...]
    genre: str
    is_paper: bool
    number: str
    version: int
    date: datetime.date
    language: str
    address: str
    publisher: str
    series: str = ""
    part: int | None = None
    doi: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()

    @property
    def link(self):
        return f"https://doi.org/{self.doi}" if self.doi else self.address

    @property
    def file_name(self):
        """For downloads, without what follows the dot; also the key of a BibTeX entry."""
        return self.number.lower()


def record_of(publication, site, credits=None, subjects=None):
    """Takes a Publication, the SiteSettings, and the names and subjects under it where they are read or unsaved.

    Gives its Record.
    """
    credits = list(publication.credits.all()) if credits is None else credits
    subjects = subjects_of(publication) if subjects is None else subjects
    publisher = one_line(site.name)
    editors = _names(bylines.editors(credits))
    return Record(
        title=whole_title(publication),
        # Somebody has to stand for a piece: where nobody signed or edited it, the house does.
        authors=_names(bylines.writers(credits)) or (() if editors else (Name(publisher),)),
        editors=editors,
        translators=_names(bylines.translators(credits)),
        genre=GENRES[publication.kind],
        is_paper=publication.kind in PAPERS,
        number=publication.number,
        version=publication.version,
        date=timezone.localdate(publication.published_at),
        language=publication.language,
        address=publication.full_address,
        publisher=publisher,
        series=one_line(publication.series.name) if publication.series else "",
        part=publication.series_part if publication.series else None,
        doi=one_line(publication.doi).removeprefix("https://doi.org/").replace(" ", ""),
        abstract=one_line(publication.description),
        keywords=tuple(dict.fromkeys(one_line(row.name) for row in subjects)),
    )


def _names(credits):
    return tuple(name_of(credit) for credit in credits)


def whole_title(publication):
    """Title and subtitle, with a colon between them unless the title ends with a sign of its own."""
    title, subtitle = one_line(publication.title), one_line(publication.subtitle)
    if not subtitle:
        return title
    return f"{title} {subtitle}" if title.endswith(("?", "!", "؟", "…")) else f"{title}: {subtitle}"


def subjects_of(publication):
    return [*publication.topics.all(), *publication.regions.all(), *publication.tags.all()]
