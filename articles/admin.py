"""What the admin shows of this app: see articles/desk."""

from articles.desk import (
    broken_links,
    calendar,
    check_rules,
    home,
    images,
    imports,
    name_groups,
    people,
    pieces,
    tags,
    taxonomy,
    terms,
)

__all__ = [
    "broken_links",
    "calendar",
    "check_rules",
    "home",
    "images",
    "imports",
    "name_groups",
    "people",
    "pieces",
    "tags",
    "taxonomy",
    "terms",
]
