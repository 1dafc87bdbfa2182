"""Writes WordPress exports for tests, benchmarks and drills: two posts or a million, never holding more than one.

    with open("export.xml", "wb") as file:
        wxr.write(file, posts, site=wxr.Site(), form=wxr.Form())

`posts` may be a generator of Items. Their texts come from tests.wxr_texts, which knows what a reader will see.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape

NEVER = "0000-00-00 00:00:00"
LOCAL = timedelta(hours=4)  # of a site in Tbilisi


@dataclass
class Site:
    title: str = "The Alazani Review"
    address: str = "https://old.example"
    language: str = "en-US"
    authors: dict = field(default_factory=dict)  # login -> name


@dataclass
class Item:
    """A post, a page, an attachment or whatever else an export lists. Dates are in UTC; None means never."""

    id: int
    type: str = "post"
    title: str = ""
    content: str = ""
    excerpt: str = ""
    slug: str = ""
    status: str = "publish"
    date: datetime | None = None
    has_gmt: bool = True
    path: str = ""  # of its page there, such as /2021/03/the-road/
    creators: list = field(default_factory=list)  # logins; several make a piece of co-authors
    terms: list = field(default_factory=list)  # (domain, slug, name)
    meta: list = field(default_factory=list)  # (key, value)
    parent: int = 0
    password: str = ""
    file: str = ""  # of attachments: the path below the uploads folder
    comments: list = field(default_factory=list)  # texts


def cdata(text):
    """The text as WordPress wraps it."""
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def escaped(text):
    """The text as other makers of exports write it."""
    return escape(text, quote=False)


@dataclass
class Form:
    """How an export is written, for the ways in which they differ."""

    version: str = "1.2"
    prefix: str = "wp"
    scheme: str = "http"
    declares: bool = True  # the namespaces
    encoding: str = "utf-8"  # utf-8-sig and utf-16 begin with a mark
    wrap: Callable = cdata

    def head(self, site):
        export = f"{self.scheme}://wordpress.org/export/{self.version}/"
        spaces = {
            "excerpt": f"{export}excerpt/",
            "content": "http://purl.org/rss/1.0/modules/content/",
            "dc": "http://purl.org/dc/elements/1.1/",
            self.prefix: export,
        }
        declared = "".join(f'\n\txmlns:{name}="{space}"' for name, space in spaces.items()) if self.declares else ""
        name = self.encoding.removesuffix("-sig").upper()
        yield f'<?xml version="1.0" encoding="{name}" ?>\n<rss version="2.0"{declared}>\n<channel>\n'
        yield f"\t<title>{escape(site.title)}</title>\n\t<link>{site.address}</link>\n"
        yield f"\t<language>{site.language}</language>\n"
        yield self._line("wxr_version", self.version)
        yield self._line("base_site_url", site.address) + self._line("base_blog_url", site.address)
        for number, (login, author) in enumerate(site.authors.items(), start=1):
            inside = self._line("author_id", str(number)) + self._line("author_login", login, wrapped=True)
            yield self._block("author", inside + self._line("author_display_name", author, wrapped=True))

    def item(self, item, site):
        p, wrap = self.prefix, self.wrap
        yield f"<item>\n\t<title>{wrap(item.title)}</title>\n\t<link>{escape(site.address + item.path)}</link>\n"
        yield f"\t<pubDate>{format_datetime(item.date) if item.date else ''}</pubDate>\n"
        yield f"\t<dc:creator>{wrap(item.creators[0] if item.creators else '')}</dc:creator>\n"
        yield f'\t<guid isPermaLink="false">{site.address}/?p={item.id}</guid>\n'
        yield f"\t<content:encoded>{wrap(item.content)}</content:encoded>\n"
        yield f"\t<excerpt:encoded>{wrap(item.excerpt)}</excerpt:encoded>\n"
        yield self._line("post_id", str(item.id))
        yield self._line("post_date", _stamp(item.date and item.date + LOCAL), wrapped=True)
        yield self._line("post_date_gmt", _stamp(item.date if item.has_gmt else None), wrapped=True)
        yield self._line("post_name", item.slug, wrapped=True) + self._line("status", item.status, wrapped=True)
        yield self._line("post_parent", str(item.parent)) + self._line("post_type", item.type, wrapped=True)
        yield self._line("post_password", item.password, wrapped=True)
        if item.file:
            yield self._line("attachment_url", f"{site.address}/wp-content/uploads/{item.file}", wrapped=True)
        for domain, slug, name in [*item.terms, *self._co_authors(item)]:
            yield f'\t<category domain="{domain}" nicename="{escape(slug)}">{wrap(name)}</category>\n'
        for key, value in [*item.meta, *([("_wp_attached_file", item.file)] if item.file else [])]:
            lines = self._line("meta_key", key, wrapped=True) + self._line("meta_value", value, wrapped=True)
            yield f"\t<{p}:postmeta>\n{lines}\t</{p}:postmeta>\n"
        for number, comment in enumerate(item.comments, start=1):
            lines = self._line("comment_id", str(number)) + self._line("comment_content", comment, wrapped=True)
            yield f"\t<{p}:comment>\n{lines}\t</{p}:comment>\n"
        yield "</item>\n"

    def _co_authors(self, item):
        several = item.creators if len(item.creators) > 1 else []
        return [("author", f"cap-{login}", login) for login in several]

    def _line(self, name, value, *, wrapped=False):
        return f"\t<{self.prefix}:{name}>{self.wrap(value) if wrapped else escape(value)}</{self.prefix}:{name}>\n"

    def _block(self, name, inside):
        return f"\t<{self.prefix}:{name}>\n{inside}\t</{self.prefix}:{name}>\n"


def write(file, items, *, site=None, form=None):
    """Write an export of these items to a file that takes bytes."""
    site, form = site or Site(), form or Form()
    body = form.encoding.removesuffix("-sig") if form.encoding.endswith("-sig") else form.encoding
    file.write("".join(form.head(site)).encode(form.encoding))
    body = {"utf-16": "utf-16-le"}.get(body, body)  # the mark stands at the beginning alone
    for item in items:
        file.write("".join(form.item(item, site)).encode(body))
    file.write("</channel>\n</rss>\n".encode(body))


def attachment(number, file, *, parent=0, alt="", caption=""):
    """The item of a picture in the uploads folder."""
    meta = [("_wp_attachment_image_alt", alt)] if alt else []
    return Item(number, "attachment", file.rpartition("/")[2], status="inherit", file=file, parent=parent,
                excerpt=caption, meta=meta)  # fmt: skip


def _stamp(moment):
    return moment.strftime("%Y-%m-%d %H:%M:%S") if moment else NEVER
