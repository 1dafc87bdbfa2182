"""Translations beside their originals: which are current, and how far the others are behind.

    drift(rows) -> {article id: Drift}       takes publications; originals are no translations and not in it
    current(rows) -> the ids of those that say the same as the original does today

A version of the original that brings small fixes only leaves its translations as current as they were.
"""

from dataclasses import dataclass

from articles.models import Revision


@dataclass(frozen=True)
class Drift:
    """What a translation follows, and what there is to follow. `follows` is None where nobody has said it."""

    follows: int | None
    latest: int  # the newest version of the original that readers had
    behind: int | None  # how many versions with real changes came since; None where it is not known

    @property
    def is_current(self):
        return self.behind == 0


def drift(rows):
    """How far each translation among some publications (or pieces) is behind. At most one query."""
    translations = [row for row in rows if _original(row)]
    versions = _versions_of({_original(row) for row in translations}) if translations else {}
    return {_id(row): _drift(row.follows_version, versions.get(_original(row), [])) for row in translations}


def _drift(follows, versions):
    """Takes the version that is followed and [(number, is it minor)] of the original, oldest first."""
    latest = versions[-1][0] if versions else 0
    real = [number for number, is_minor in versions if number == 1 or not is_minor]
    if follows is None:
        return Drift(None, latest, 0 if len(real) <= 1 else None)
    return Drift(follows, latest, sum(number > follows for number in real))


def _versions_of(articles):
    rows = Revision.objects.filter(article__in=articles, version__isnull=False).order_by("version")
    found = {}
    for article, version, is_minor in rows.values_list("article_id", "version", "is_minor"):
        found.setdefault(article, []).append((version, is_minor))
    return found


def _id(row):
    return row.article_id if hasattr(row, "article_id") else row.pk


def _original(row):
    """The id of the original, None for one that is an original itself."""
    return row.group_id if row.group_id != _id(row) else None


def current(rows, behind=None):
    """The article ids of the publications that stand for each other today: originals, and translations up to date.

    `behind`: their drift, where the caller has asked.
    """
    behind = drift(rows) if behind is None else behind
    return {_id(row) for row in rows if _id(row) not in behind or behind[_id(row)].is_current}
