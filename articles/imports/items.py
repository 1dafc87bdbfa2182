"""What an export is made of, as plain dataclasses: the site, its terms and authors, the entries, whole posts."""

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit


class UnreadableExport(Exception):
    """The file cannot be imported. The message is one line for the person who asked."""


@dataclass(slots=True)
class Site:
    """The site that the export comes from."""

    title: str = ""
    address: str = ""
    language: str = ""
    version: str = ""

    @property
    def key(self):
        """The site's name in our keys; the same whether it was read by http or https."""
        parts = urlsplit(self.address)
        return (parts.netloc.lower() + parts.path).rstrip("/")

    @property
    def host(self):
        return (urlsplit(self.address).hostname or "").removeprefix("www.")

    @property
    def path(self):
        """The folder of the site on its host, without a slash at its end; mostly empty."""
        return urlsplit(self.address).path.rstrip("/")


@dataclass(slots=True, frozen=True)
class Term:
    """A category or a tag as it stands on a post: its domain (category, post_tag, author), address and name."""

    domain: str
    slug: str
    name: str


@dataclass(slots=True)
class Heading:
    """A category or a tag as the head of an export lists it, and how many posts and pages carry it."""

    domain: str
    slug: str
    name: str = ""
    parent: str = ""  # the slug of the category above it
    description: str = ""
    number: str = ""
    uses: int = 0


@dataclass(slots=True)
class Author:
    """Somebody who writes there: a user, or a guest author of Co-Authors Plus, who may stand for a user."""

    login: str
    name: str
    number: str = ""
    slug: str = ""
    biography: str = ""
    website: str = ""
    linked: str = ""  # the login of the user that a guest author stands for


@dataclass(slots=True)
class Entry:
    """One item in the list: enough to order the items, to know them again and to find what they point to."""

    id: str
    type: str
    status: str
    title: str
    link: str
    guid: str
    slug: str
    date: datetime | None
    day: str = ""  # of publication by the clock there, as in 2021-03-02
    parent: str = ""
    has_password: bool = False
    is_sticky: bool = False
    problem: str = ""  # why it cannot be read
    categories: tuple = ()
    place: int = -1  # in the export
    # of attachments
    file: str = ""
    address: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(slots=True)
class Post:
    """A whole post, page, revision or reusable block."""

    id: str
    type: str
    status: str
    title: str
    link: str
    content: str
    excerpt: str
    creators: list
    terms: list = field(default_factory=list)
    thumbnail: str = ""
    old_slugs: list = field(default_factory=list)
    footnotes: str = ""  # JSON, as the block editor keeps them beside the text
    language: str = ""  # where it is not that of the site
