"""Writes what was prepared: pieces, pages, redirects, and the row by which they are known again.

The pictures are saved before, see articles.imports.uploads.
"""

from html import escape

from articles import publishing
from articles.imports import people, terms
from articles.models import Article, Imported, Page
from ccsis.models import Redirect


def add_article(made, slug, export, now):
    """A new piece, published as of its date if it is public there. Call it inside a transaction."""
    article = Article(kind=made.found.kind, slug=slug, created_at=made.date or now)
    _fill(article, made)
    article.save()
    _hang(article, made, export)
    publishing.record(article, "import", by=None, now=now)
    _publish(article, made, export, now)
    return article


def change_article(article, made, export, now):
    """Bring a piece that nobody changed here up to what the other site says now. Call it inside a transaction.

    Raises publishing.CannotMove where somebody is changing it or a hold is on it.
    """
    publishing.take_row(article, now=now)
    _fill(article, made)
    article.save()
    _hang(article, made, export)
    publishing.record(article, "import", by=None, now=now)
    _publish(article, made, export, now)


def _fill(article, made):
    article.title = made.title
    article.language = made.language
    article.standfirst = made.standfirst
    article.body = made.body()
    article.republication_notice = made.notice
    article.is_exclusive = bool(made.notice)
    article.lead_image_id = made.lead.image_id if made.lead else None
    article.series = terms.series_of(made.found)


def _hang(article, made, export):
    people.put(article, made.creators, export)
    terms.put(article, made.found)


def _publish(article, made, export, now):
    if not made.is_public:
        publishing.keep_relief(article)
        return
    at = min(made.date or now, now)
    publishing.publish(article, at=at, now=now, note=f"Imported from {export.site.key}")


def put_page(page, made, slug):
    """Write a page, a new one where `page` is None. Gives the row."""
    page = page or Page(slug=slug, in_footer=False)
    page.title = made.title[:200]
    # A page has no field for a notice of republication, so it stays where it stood.
    page.body = made.body() + (f"\n<p>{escape(made.notice, quote=False)}</p>" if made.notice else "")
    page.is_public = made.is_public
    page.save()
    return page


def remember(key, made, *, article=None, page=None):
    """Keep what the other site said and how our row stands after it."""
    defaults = {"article": article, "page": page, "sha256": made.sha256, "mark": mark_of(article or page)}
    return Imported.objects.update_or_create(source_key=key, defaults=defaults)[0]


def mark_of(row):
    """How a row stands now: another mark later means that somebody changed it here."""
    return str(row.row_version) if isinstance(row, Article) else row.updated_at.isoformat()


def leave_redirects(old_paths, address):
    for old in old_paths:
        has_moved = old.rstrip("/") != address.rstrip("/")
        if has_moved and not Redirect.objects.filter(old_path=old, new_path=address).exists():
            Redirect.objects.leave(old, address)
