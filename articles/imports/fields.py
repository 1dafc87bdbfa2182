"""From the fields of an item, as the XML has them, to what an export gives out."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape

from django.utils import timezone

from articles.imports.items import Author, Entry, Heading, Post

TERM_DOMAINS = {"category": "category", "post_tag": "post_tag", "tag": "post_tag"}
NEVER = "0000-00-00 00:00:00"
DAY = re.compile(r"[1-9]\d{3}-\d\d-\d\d\b", re.ASCII)
EARLIEST = 1000  # years before it are typing errors
PHOTO_CREDIT = re.compile(r's:6:"credit";s:\d+:"([^"]{1,200})"')


def author_of(part):
    login = part.get("author_login", "")
    names = f"{part.get('author_first_name', '')} {part.get('author_last_name', '')}".strip()
    return Author(
        login=login,
        name=unescape(part.get("author_display_name") or names or login),
        number=part.get("author_id", ""),
        slug=nicename(login),
    )


def nicename(login):
    """The login as WordPress writes it in the address of an author."""
    return re.sub(r"[^a-z0-9_]+", "-", login.lower()).strip("-")


def guest_of(item):
    """A guest author of Co-Authors Plus, who stands in an export as an item of its own."""
    meta = {key.removeprefix("cap-"): values[0] for key, values in item["meta"].items() if values}
    names = f"{meta.get('first_name', '')} {meta.get('last_name', '')}".strip()
    title = item["fields"].get("title", "").strip()
    slug = item["fields"].get("wp:post_name", "").strip().removeprefix("cap-")
    return Author(
        login=meta.get("user_login", "") or slug,
        name=unescape(meta.get("display_name") or title or names or slug),
        slug=slug or nicename(meta.get("user_login", "")),
        biography=meta.get("description", ""),
        website=meta.get("website", ""),
        linked=meta.get("linked_account", ""),
    )


def heading_of(name, part):
    """A term of the head of an export, or None where it is of no taxonomy that is taken."""
    get = part.get
    if name == "wp:category":
        slug, domain, label = get("category_nicename", ""), "category", get("cat_name", "")
        parent, description = get("category_parent", ""), get("category_description", "")
    elif name == "wp:tag":
        slug, domain, label = get("tag_slug", ""), "post_tag", get("tag_name", "")
        parent, description = "", get("tag_description", "")
    else:
        slug, domain, label = get("term_slug", ""), get("term_taxonomy", ""), get("term_name", "")
        parent, description = get("term_parent", ""), get("term_description", "")
    domain = TERM_DOMAINS.get(domain)
    if not domain or not slug:
        return None
    return Heading(domain, slug, label, parent, description[:10_000], get("term_id", ""))


def entry_of(item):
    def get(name):
        return item["fields"].get(name, "").strip()

    return Entry(
        id=get("wp:post_id"),
        type=get("wp:post_type") or "post",
        status=get("wp:status") or "publish",
        title=get("title")[:1000],
        link=get("link")[:2000],
        guid=get("guid")[:2000],
        slug=get("wp:post_name")[:1000],
        date=_date(get("wp:post_date_gmt"), get("wp:post_date"), get("pubDate")),
        day=_day(get("wp:post_date")),
        parent=get("wp:post_parent"),
        has_password=bool(get("wp:post_password")),
        is_sticky=get("wp:is_sticky") == "1",
        problem=item["problem"],
        categories=tuple(term.slug for term in item["terms"] if term.domain == "category"),
    )


def attachment_of(item):
    entry, meta = entry_of(item), item["meta"]
    entry.address = item["fields"].get("wp:attachment_url", "").strip()[:2000]
    entry.file = _first(meta, "_wp_attached_file")[:2000] or entry.address
    entry.alt = _first(meta, "_wp_attachment_image_alt")[:1000]
    entry.caption = item["fields"].get("excerpt:encoded", "").strip()[:10_000]
    credit = PHOTO_CREDIT.search(_first(meta, "_wp_attachment_metadata"))
    entry.credit = credit[1].strip() if credit else ""
    return entry


def post_of(item):
    def get(name):
        return item["fields"].get(name, "")

    return Post(
        id=get("wp:post_id").strip(),
        type=get("wp:post_type").strip() or "post",
        status=get("wp:status").strip() or "publish",
        title=get("title").strip(),
        link=get("link").strip(),
        content=get("content:encoded"),
        excerpt=get("excerpt:encoded"),
        creators=_creators(item),
        terms=[term for term in item["terms"] if term.domain != "author"],
        thumbnail=_first(item["meta"], "_thumbnail_id"),
        old_slugs=item["meta"].get("_wp_old_slug", []),
        footnotes=_first(item["meta"], "footnotes"),
        language=item["language"],
    )


def _creators(item):
    """Logins with names where the export tells them: several authors stand as terms (Co-Authors Plus)."""
    several = [[term.slug.removeprefix("cap-"), term.name] for term in item["terms"] if term.domain == "author"]
    one = item["fields"].get("dc:creator", "").strip()
    return several or ([[one, ""]] if one else [])


def _first(meta, key):
    return meta.get(key, [""])[0]


def _day(local):
    return local[:10] if DAY.match(local) and local != NEVER else ""


def _date(gmt, local, published):
    """The moment of publication: by Greenwich, else by this site's clock, else as the feed says it; or None."""
    for text, zone in ((gmt, UTC), (local, timezone.get_default_timezone())):
        if text and text != NEVER:
            try:
                found = datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone).astimezone(UTC)
            except (ValueError, OverflowError):
                continue
            if found.year >= EARLIEST:
                return found
    try:
        found = parsedate_to_datetime(published)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
