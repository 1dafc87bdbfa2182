"""The import of a WordPress export: plan every address, then go through the pieces in the order of their dates.

Each piece is one transaction, so an import that was interrupted can be run again and ends in the same state. What is
known by its key and said the same again is left alone; what changed there is taken over unless staff changed it here.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import unquote

from django.db import transaction
from django.utils import timezone

from articles import publishing
from articles.imports import pieces, report
from articles.imports.oldsite import OldSite
from articles.imports.prepared import is_public, prepare, why_not
from articles.imports.terms import kind_of
from articles.imports.uploads import Uploads, save, source_key
from articles.models import Article, Imported, Page, Publication
from ccsis.html import plain_text
from ccsis.scripts import slugify
from ccsis.slugs import free_slug

LAST = datetime.max.replace(tzinfo=UTC)


@dataclass
class Planned:
    """Where an entry will stand: its slug here and the address under which readers will find it."""

    entry: object
    key: str
    slug: str
    address: str


class Import:
    """One run over an export. `run()` gives the Report; with `dry_run` nothing is written anywhere."""

    def __init__(self, export, folder=None, *, dry_run=False, now=None):
        self.export = export
        self.dry_run = dry_run
        self.now = now or timezone.now()
        rows = Imported.objects.filter(source_key__startswith=source_key(export.site, ""))
        self.known = {row.source_key: row for row in rows.select_related("article", "page")}
        self.uploads = Uploads(export, folder, self.known)
        self.old_site = OldSite(export.site, self.uploads)
        self.report = report.Report(
            source=export.site.title or export.site.key, comments=export.comments, others=export.others
        )
        self.new_pictures = set()

    def run(self, progress=None):
        """`progress` is called with how many pieces are done and how many there are."""
        planned = self._plan()
        for done, plan in enumerate(planned, start=1):
            self._take(plan)
            if progress:
                progress(done, len(planned))
        self.report.pictures = len(self.new_pictures)
        return self.report

    # The plan: links in a text may lead to a piece that comes later

    def _plan(self):
        planned, keys, taken = [], set(), {Article: set(), Page: set()}
        for entry in sorted(self._wanted(), key=_by_date):
            key = source_key(self.export.site, entry.id)
            if reason := why_not(entry):
                self.report.add(report.LEFT, entry, reason=reason)
            elif not entry.id or key in keys:
                reason = "the same number stands on another item" if entry.id else "it has no number in the export"
                self.report.add(report.LEFT, entry, reason=reason)
            else:
                keys.add(key)
                planned.append(self._planned(entry, key, taken))
        for plan in planned:
            if is_public(plan.entry):
                self.old_site.learn(plan.entry, plan.address)
        return planned

    def _wanted(self):
        return (entry for entry in self.export.entries if entry.type in ("post", "page"))

    def _planned(self, entry, key, taken):
        row = self.known.get(key)
        article, page = (row.article, row.page) if row else (None, None)
        model = Page if entry.type == "page" else Article
        slug = (article or page).slug if article or page else self._slug_for(entry, model, taken[model])
        taken[model].add(slug)
        if model is Page:
            return Planned(entry, key, slug, Page(slug=slug).get_absolute_url())
        kind = article.kind if article else kind_of(entry.categories)
        return Planned(entry, key, slug, Publication(slug=slug, kind=kind).get_absolute_url())

    def _slug_for(self, entry, model, taken):
        """The old slug where it is valid and free, else one made from it or from the title."""
        wanted = unquote(entry.slug)
        if model is Page and (own := self._own_page(wanted)):
            return own.slug
        return free_slug(model, plain_text(entry.title), wanted=wanted, fallback=model._meta.model_name, promised=taken)

    def _own_page(self, slug):
        """The page that stands at this address here and came from nowhere, such as our own /about/; or None."""
        imported = [row.page_id for row in self.known.values() if row.page_id]
        return Page.objects.filter(slug=slugify(slug)).exclude(pk__in=imported).first() if slug else None

    # One piece

    def _take(self, plan):
        made = prepare(plan.entry, self.export.post(plan.entry), self.old_site)
        row = self.known.get(plan.key)
        outcome, reason = self._decide(plan, made, row)
        changes = outcome in (report.IMPORTED, report.UPDATED)
        if changes:
            self._count_pictures(made)
        if changes and not self.dry_run:
            try:
                self._write(plan, made, row)
            except publishing.CannotMove as error:
                outcome, reason = report.CONFLICT if row else report.LEFT, str(error)
        address = plan.address if made.is_public and outcome != report.LEFT else ""
        notes = made.notes if changes or outcome == report.LEFT else []
        self.report.add(outcome, plan.entry, address=address, reason=reason or made.reason, notes=notes)

    def _decide(self, plan, made, row):
        """What is to be done with a piece, and why where that is not plain."""
        if row and not (row.article or row.page):
            return report.LEFT, "it was imported before and deleted here"
        if row and row.sha256 == made.sha256:
            return report.UNCHANGED, ""
        if made.is_public and made.is_empty:
            return report.LEFT, "it has no text"
        if not made.title:
            return report.LEFT, "it has neither title nor text"
        if row is None:
            return self._decide_on_new(plan)
        if row.mark != pieces.mark_of(row.article or row.page):
            return report.CONFLICT, "it changed there and here since the last import; the text here stays"
        if row.article and row.article.first_published_at and not made.is_public:
            return report.CONFLICT, "it is no longer public there; here it stays"
        return report.UPDATED, ""

    def _decide_on_new(self, plan):
        if plan.entry.type == "page" and self._own_page(plan.slug):
            return report.LEFT, f"there is a page at {plan.address} here already"
        return report.IMPORTED, ""

    def _write(self, plan, made, row):
        for found in made.pictures:
            save(found)
        with transaction.atomic():
            if plan.entry.type == "page":
                page = pieces.put_page(row.page if row else None, made, plan.slug)
                self.known[plan.key] = pieces.remember(plan.key, made, page=page)
            else:
                article = self._write_article(plan, made, row.article if row else None)
                self.known[plan.key] = pieces.remember(plan.key, made, article=article)
            if made.is_public:
                pieces.leave_redirects(self._old_paths(plan.entry), plan.address)

    def _write_article(self, plan, made, article):
        if article is None:
            return pieces.add_article(made, plan.slug, self.export, self.now)
        pieces.change_article(article, made, self.export, self.now)
        return article

    def _old_paths(self, entry):
        """Every old address of a piece that has a path: those with a query cannot be told apart by path."""
        found = {self.old_site.old_path(entry.link): None, self.old_site.old_path(entry.guid): None}
        link = self.old_site.old_path(entry.link).rstrip("/")
        for slug in self.export.post(entry).old_slugs:
            path = f"{link.rpartition('/')[0]}/{slug}/" if link else ""
            if self.old_site.old_path(path) and path.rstrip("/") not in self.old_site.by_path:
                found[path] = None
        return [path for path in found if path]

    def _count_pictures(self, made):
        for found in made.pictures:
            if found.image_id is None:
                self.new_pictures.add(found.key)
            if self.dry_run:
                found.made = None  # nobody will save it


def _by_date(entry):
    return entry.date or LAST, int(entry.id) if entry.id.isdecimal() else 0
