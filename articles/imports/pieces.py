"""Writes what was prepared: pieces with their history, pages, and the row by which they are known again.

The pictures are saved before, see articles.imports.uploads.
"""

import re
from html import escape

from articles import history, publishing
from articles.imports import people
from articles.models import Article, Imported, Note, Page

MARK = re.compile(r'<sup class="note"[^>]*><a href="#fn-([\w-]+)"[^>]*>[^<]*</a></sup>')


def add_article(made, slug, work, now, earlier=()):
    """A new piece, published as of its date if it is public there. Call it inside a transaction.

    Takes what was prepared, the slug, the Import that does it (its old_site, rows and known), the moment, and what the
    piece was before, as (Prepared, name of who wrote it) in the order of the dates.
    """
    article = Article(kind=made.found.kind, slug=slug, created_at=made.date or now)
    _fill(article, made, work)
    article.save()
    for version, name in earlier:
        _keep_earlier(article, version, name, work)
    if earlier:
        _fill(article, made, work)
        article.save()
    _hang(article, made, work)
    publishing.record(article, "import", by=None, now=now)
    _publish(article, made, work, now)
    return article


def change_article(article, made, work, now):
    """Bring a piece that nobody changed here up to what the other site says now. Call it inside a transaction.

    Raises publishing.CannotMove where somebody is changing it or a hold is on it.
    """
    publishing.take_row(article, now=now)
    _fill(article, made, work)
    article.save()
    _hang(article, made, work)
    publishing.record(article, "import", by=None, now=now)
    _publish(article, made, work, now)


def _fill(article, made, work):
    article.title = made.title
    article.language = made.language
    article.standfirst = made.standfirst
    article.body = made.body()
    article.republication_notice = made.notice
    article.is_exclusive = bool(made.notice)
    article.lead_image_id = made.lead.image_id if made.lead else None
    article.series = work.rows.series(made.found)


def _keep_earlier(article, version, name, work):
    """What the piece said before, in its history: without a public number, since readers never saw it here."""
    _fill(article, version, work)
    _note(article, version)
    note = f"Imported from {work.export.site.key}"
    history.keep(article, by_name=name, note=note, now=version.date)


def _hang(article, made, work):
    _note(article, made)
    made.people = people.put(article, made.creators, work.old_site, work.known)
    work.rows.put(article, made.found)


def _note(article, made):
    article.notes.all().delete()
    Note.objects.bulk_create(
        Note(article=article, key=key, text=text, position=place)
        for place, (key, text) in enumerate(made.footnotes, start=1)
    )


def _publish(article, made, work, now):
    if not made.is_public:
        publishing.keep_relief(article)
        return
    at = min(made.date or now, now)
    publishing.publish(article, at=at, now=now, note=f"Imported from {work.export.site.key}")


def put_page(page, made, slug):
    """Write a page, a new one where `page` is None. Gives the row."""
    page = page or Page(slug=slug, in_footer=False)
    page.title = made.title[:200]
    # A page has no fields for notes and for a notice of republication, so they stay where they stood.
    notice = f"\n<p>{escape(made.notice, quote=False)}</p>" if made.notice else ""
    page.body = _with_notes(made.body() + notice, made.footnotes)
    page.is_public = made.is_public
    page.save()
    return page


def _with_notes(html, footnotes):
    """The text with its notes as a list at its end, and plain numbers for their marks."""
    numbers = {key: number for number, (key, _words) in enumerate(footnotes, start=1)}
    html = MARK.sub(lambda mark: f"<sup>{numbers[mark[1]]}</sup>" if mark[1] in numbers else "", html)
    items = "".join(f"<li>{words}</li>" for _key, words in footnotes)
    return f"{html}\n<ol>{items}</ol>" if items else html


def remember(key, made, *, article=None, page=None):
    """Keep what the other site said and how our row stands after it."""
    defaults = {"article": article, "page": page, "sha256": made.sha256, "mark": mark_of(article or page)}
    return Imported.objects.update_or_create(source_key=key, defaults=defaults)[0]


def mark_of(row):
    """How a row stands now: another mark later means that somebody changed it here."""
    return str(row.row_version) if isinstance(row, Article) else row.updated_at.isoformat()
