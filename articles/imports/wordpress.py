"""The import of a WordPress export: plan every address, then go through the pieces in the order of their dates.

A page, a change, or a few new articles are one transaction, so an import that was interrupted can be run again and
ends in the same state. What is known by its key and said the same again is left alone; what changed there is taken over
unless staff changed it here.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import chain

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from articles import newcomers, publishing
from articles.imports import mapping, people, pieces, report
from articles.imports.export import UnreadableExport
from articles.imports.fetching import Fetcher
from articles.imports.frontpage import FrontPage
from articles.imports.items import Post, Term
from articles.imports.known import Known
from articles.imports.library import Library
from articles.imports.oldsite import OldSite
from articles.imports.plan import Plan, Planned
from articles.imports.prepared import Prepared, prepare
from articles.imports.redirects import OldAddresses
from articles.imports.terms import MODELS, Rows
from articles.imports.uploads import Uploads, save
from articles.models import Imported
from ccsis.models import Redirect

MOST_WAITING = 50  # new articles that are written in one transaction
LONGEST_WAITING = 1_000_000  # characters of their texts
MOST_LISTS = 1000  # topics, regions and series that one import may make
AT_ONCE = "somebody else changed the same thing at the same moment; run the import again"


@dataclass
class Work:
    """A piece in hand: where it will stand, what was exported of it, what it will be here; what is done, and why."""

    plan: Planned
    post: Post
    made: Prepared
    outcome: str
    reason: str

    @property
    def changes(self):
        return self.outcome in (report.IMPORTED, report.UPDATED)

    @property
    def is_new_article(self):
        return self.outcome == report.IMPORTED and self.plan.entry.type != "page"


class Import:
    """One run over an export. `run()` gives the Report; with `dry_run` nothing is written anywhere.

    Takes the Export and the uploads folder or None; the table of categories (mapping.read); `fetch`: may pictures that
    do not lie in the folder be fetched from the old site's own host, and may that be in a private network; `revisions`:
    is what a piece was before kept as its history; `all_pictures`: do those come that no piece shows; what stood before
    the names of categories and tags in addresses.
    """

    def __init__(
        self,
        export,
        folder=None,
        *,
        dry_run=False,
        now=None,
        table=None,
        fetch=False,
        private_addresses=True,
        revisions=False,
        all_pictures=False,
        category_base="category",
        tag_base="tag",
    ):
        self.export = export
        self.dry_run = dry_run
        self.revisions = revisions
        self.now = now or timezone.now()
        self.known = Known(export.site)
        fetcher = Fetcher(export.site, private_addresses=private_addresses) if fetch else None
        self.uploads = Uploads(export, folder, fetcher)
        self.old_site = OldSite(export, self.uploads)
        self.guide = mapping.Guide(export, table)
        self.rows = Rows()
        self.old_addresses = OldAddresses(self, category_base=category_base, tag_base=tag_base)
        self.front_page = FrontPage(self.known, dry_run=dry_run)
        self.library = Library(self, is_wanted=all_pictures)
        self.report = report.Report(
            source=export.site.title or export.site.key, comments=export.comments, others=Counter(export.others)
        )
        self.new_pictures = set()
        self.plan = Plan(self)
        self.waiting = []

    def run(self, progress=None):
        """`progress` is called with how many pieces are done and how many there are.

        Raises UnreadableExport, before anything is written, where the export would make far too many topics.
        """
        self._refuse_too_many_lists()
        count = self.plan.make()
        for done, plan in enumerate(self.plan.pieces(), start=1):
            self._take(plan)
            self.uploads.let_go(is_dry=self.dry_run)
            if progress:
                progress(done, count)
        self._write_waiting()
        self._finish()
        return self.report

    def _refuse_too_many_lists(self):
        count = 0
        for heading in self.export.store.terms("category"):
            term = Term(heading.domain, heading.slug, heading.name)
            count += self.guide.target(term).what in MODELS
        if count > MOST_LISTS:
            raise UnreadableExport(
                f"{count:,} categories would become topics, regions or series, and at most {MOST_LISTS:,} can. Say in "
                "a table what becomes of them: --write-map writes it, --map reads it."
            )

    def _finish(self):
        if sentence := self.front_page.arrange():
            self.report.remarks.append(sentence)
        self.report.remarks += self.library.finish()
        self.report.pictures = len(self.new_pictures)
        names = {"topics": "Topic", "regions": "Region", "series": "Series", "tags": "Tag"}
        made = {model.__name__: list(found.values()) for model, found in self.rows.made.items()}
        self.report.made = {label: made[name] for label, name in names.items()}
        earlier = self.export.store.count("revision")
        if earlier and not self.revisions:
            self.report.others["revision"] = earlier

    # One piece

    def _take(self, plan):
        post = self.export.post(plan.entry)
        made = prepare(plan.entry, post, self.old_site, self.guide, self.now)
        row = self.known.get(plan.key)
        work = Work(plan, post, made, *self._decide(plan, made, row))
        if work.changes:
            self._count_new(work, row)
        if work.changes and not self.dry_run:
            if work.is_new_article:
                self._save_pictures(work)  # now, so that they need not be held until it is written
            else:
                self._write_waiting()
                self._try([work], lambda: self._write_one(work, row))
        self.waiting.append(work)
        if len(self.waiting) >= MOST_WAITING or sum(len(each.made.html) for each in self.waiting) > LONGEST_WAITING:
            self._write_waiting()

    def _tell(self, work):
        """The line in the report."""
        is_here = work.made.is_public and work.outcome != report.LEFT
        if is_here:
            self.front_page.notice(work.plan)
        self.report.add(
            work.outcome,
            work.plan.entry,
            address=work.plan.address if is_here else "",
            reason=work.reason or work.made.reason,
            notes=work.made.notes if work.changes or work.outcome == report.LEFT else [],
        )

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
        if (row.page is not None) != (plan.entry.type == "page"):
            return report.CONFLICT, f"it is a {plan.entry.type} there now; here it stays what it is"
        if row.mark != pieces.mark_of(row.article or row.page):
            return report.CONFLICT, "it changed there and here since the last import; the text here stays"
        if row.article and row.article.first_published_at and not made.is_public:
            return report.CONFLICT, "it is no longer public there; here it stays"
        return report.UPDATED, ""

    def _decide_on_new(self, plan):
        if plan.entry.type == "page" and self.plan.own_page(plan.slug):
            return report.LEFT, f"there is a page at {plan.address} here already"
        return report.IMPORTED, ""

    def _count_new(self, work, row):
        """What comes with a piece, counted also where nothing is written."""
        self.new_pictures.update(found.key for found in work.made.pictures if found.image_id is None)
        if work.plan.entry.type != "page":
            self.rows.foresee(work.made.found)
        if row is None:
            self.report.revisions += len(self._earlier(work.plan.entry, work.post))

    def _try(self, works, write):
        """Write these pieces, or nothing of them: then they are told why. Gives whether they are written."""
        try:
            write()
            return True
        except publishing.CannotMove as error:
            problem = str(error)
        except IntegrityError:
            problem = AT_ONCE
        except DataError as error:
            problem = f"the database does not take it ({str(error).splitlines()[0]})"
        for memory in (self.rows, self.known, self.old_addresses):
            memory.forget()
        for work in works:
            work.outcome = report.LEFT if work.outcome == report.IMPORTED else report.CONFLICT
            work.reason = problem
        return False

    def _write_one(self, work, row):
        """Write a page, or bring an article up to date."""
        self._save_pictures(work)
        with transaction.atomic():
            published_at = None
            if work.plan.entry.type == "page":
                page = pieces.put_page(row.page if row else None, work.made, work.plan.slug)
                row = pieces.remember(work.plan.key, work.made, row, page=page)
            else:
                pieces.change_article(row.article, work.made, self, self.now)
                row = pieces.remember(work.plan.key, work.made, row, article=row.article)
                published_at = row.article.first_published_at
            row.save()
            redirects = self._redirects(work, published_at)
            Redirect.objects.leave_missing(redirects)
        self.known.learn([row])
        self.old_addresses.done(redirects)

    def _save_pictures(self, work):
        for found in work.made.pictures:
            save(found)

    def _redirects(self, work, published_at):
        return self.old_addresses.of(work.plan, work.post, work.made, published_at) if work.made.is_public else {}

    # New articles, some in one transaction

    def _write_waiting(self):
        """Write the new ones of those in hand, all together or else each by itself, and tell what became of each."""
        waiting, self.waiting = self.waiting, []
        new = [work for work in waiting if work.is_new_article and not self.dry_run]
        if new and not self._try(new, lambda: self._write_together(new)):
            for work in new:
                work.outcome, work.reason = report.IMPORTED, ""
                self._try([work], lambda work=work: self._write_together([work]))
        for work in waiting:
            self._tell(work)

    def _write_together(self, works):
        with transaction.atomic():
            found = [pieces.newcomer(work.made, work.plan.slug, self, self.now, self._before(work)) for work in works]
            newcomers.take_in(found, action="import", note=pieces.origin(self), now=self.now)
            pairs = list(zip(works, found, strict=True))
            rows = [pieces.remember(work.plan.key, work.made, article=new.article) for work, new in pairs]
            Imported.objects.bulk_create(rows)
            redirects = [self._redirects(work, new.at) for work, new in pairs]
            together = dict(chain.from_iterable(each.items() for each in reversed(redirects)))  # the first one counts
            if together.keys() & set(together.values()):  # one leads to where another begins
                for each in redirects:
                    Redirect.objects.leave_missing(each)
            else:
                Redirect.objects.leave_missing(together)
        self.known.learn(rows)
        self.old_addresses.done(together)

    # What it was before

    def _earlier(self, entry, post):
        """The entries of what a piece was before, where they are wanted, without what is the same as the piece now."""
        if not self.revisions or entry.type == "page":
            return []
        return [before for before in self.export.revisions(entry.id) if self._differs(self.export.post(before), post)]

    def _before(self, work):
        """What a new piece was before, as (Prepared, name of who wrote it)."""
        return [self._prepared_earlier(before) for before in self._earlier(work.plan.entry, work.post)]

    def _differs(self, before, post):
        return any(getattr(before, name) != getattr(post, name) for name in ("title", "content", "excerpt"))

    def _prepared_earlier(self, before):
        """(Prepared, name of who wrote it), its pictures saved."""
        kept = self.export.post(before)
        made = prepare(before, kept, self.old_site, self.guide, self.now)
        for found in made.pictures:
            save(found)
        login, name = (kept.creators or [["", ""]])[0]
        return made, people.name_of(login, name, self.export)
