"""Writes what was prepared: pieces with their history, pages, and the row by which they are known again.

The pictures are saved before, see articles.imports.uploads.
"""

import re
from html import escape

from articles import history, locking, publishing
from articles.imports import people
from articles.models import Article, Byline, Imported, Note, Page
from articles.newcomers import Newcomer
from articles.parts import Parts

MARK = re.compile(r'<sup class="note"[^>]*><a href="#fn-([\w-]+)"[^>]*>[^<]*</a></sup>')


def newcomer(made, slug, work, now, earlier=()):
    """A new piece for articles.newcomers, public as of its date if it is so there. Call it inside a transaction.

    Takes what was prepared, the slug, the Import that does it (its old_site, rows and known), the moment, and what the
    piece was before, as (Prepared, name of who wrote it) in the order of the dates.
    """
    article = Article(kind=made.found.kind, slug=slug, created_at=made.date or now)
    for version, name in earlier:
        _keep_earlier(article, version, name, work)
    _fill(article, made, work)
    at = min(made.date or now, now) if made.is_public else None
    return Newcomer(article, _parts(made, work), at=at, n=len(earlier) + 1)


def change_article(article, made, work, now):
    """Bring a piece that nobody changed here up to what the other site says now. Call it inside a transaction.

    Raises publishing.CannotMove where somebody is changing it or a hold is on it.
    """
    locking.take_text(article, now=now)
    _fill(article, made, work)
    article.save()
    _parts(made, work).replace_on(article)
    locking.record(article, "import", by=None, now=now)
    if made.is_public:
        publishing.publish(article, at=min(made.date or now, now), now=now, note=origin(work))


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
    article.save()
    history.keep(article, parts=Parts(notes=_notes(version)), by_name=name, note=origin(work), now=version.date)


def _parts(made, work):
    """What hangs on the piece: rows of ours, and new bylines and notes."""
    made.people = people.of(made.creators, work.old_site, work.known)
    topics, regions, tags = work.rows.joined(made.found)
    bylines = [Byline(person=person) for person in made.people]
    return Parts(topics=topics, regions=regions, tags=tags, bylines=bylines, notes=_notes(made))


def _notes(made):
    return [Note(key=key, text=text) for key, text in made.footnotes]


def origin(work):
    """The note in the history of what came."""
    return f"Imported from {work.export.site.key}"


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
    """The text with its notes as a list at its end, and links between each note and its first mark."""
    numbers = {key: number for number, (key, _words) in enumerate(footnotes, start=1)}
    cited = set()

    def written(mark):
        number = numbers.get(mark[1])
        place = f' id="fnref-{number}"' if number not in cited else ""
        cited.add(number)
        return f'<sup{place}><a href="#fn-{number}">{number}</a></sup>' if number else ""

    html = MARK.sub(written, html)
    items = "".join(
        f'<li id="fn-{number}">{words} <a href="#fnref-{number}">↑</a></li>'
        for number, (_key, words) in enumerate(footnotes, start=1)
    )
    return f"{html}\n<ol>{items}</ol>" if items else html


def remember(key, made, row=None, *, article=None, page=None):
    """Note what the other site said and how our row stands after it. Gives the row of Imported, not saved yet."""
    row = row or Imported(source_key=key)
    row.article_id, row.page_id = article and article.pk, page and page.pk
    row.sha256, row.mark = made.sha256, mark_of(article or page)
    return row


def mark_of(row):
    """How a row stands now: another mark later means that somebody changed it here."""
    return str(row.row_version) if isinstance(row, Article) else row.updated_at.isoformat()
