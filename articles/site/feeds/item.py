"""What a feed is made of, said once: the three writers beside this file only put it into their own words.

A Feed has Items, an Item has Names, Categories and at most one Picture. Addresses are absolute, moments aware,
words plain text; only `Item.html` is HTML, with absolute links.
"""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Name:
    """Somebody under a piece. `role`: a value of articles.models.Role; `address`: of a page here, or empty."""

    name: str
    role: str
    is_writer: bool
    native_name: str = ""
    title: str = ""
    address: str = ""


@dataclass(frozen=True)
class Category:
    """A topic, region or tag: its name, its word in addresses, and the address of the list that it is one of."""

    name: str
    slug: str
    scheme: str


@dataclass(frozen=True)
class Picture:
    """A picture file. `bytes`, `width` and `height` are 0 where nobody has measured it yet."""

    address: str
    type: str
    bytes: int
    width: int
    height: int
    credit: str


@dataclass(frozen=True)
class Item:
    """One piece, or one correction."""

    id: str
    address: str
    title: str
    language: str
    html: str
    published: datetime
    updated: datetime
    summary: str = ""
    number: str = ""
    version: int = 0
    names: list = field(default_factory=list)
    categories: list = field(default_factory=list)
    picture: Picture | None = None

    @property
    def writers(self):
        return [name for name in self.names if name.is_writer]

    @property
    def others(self):
        """Who translated or edited it."""
        return [name for name in self.names if not name.is_writer]


@dataclass(frozen=True)
class Feed:
    """`address` is its own, `page` that of the page with the same in it, `hub` of a WebSub hub or empty."""

    id: str
    title: str
    description: str
    language: str
    address: str
    page: str
    publisher: str
    home: str
    icon: str
    updated: datetime
    rights: str = ""
    hub: str = ""
    items: list = field(default_factory=list)
