"""Gives every piece of an export its address here before the first is written, since a text may link to a later one."""

from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote

from articles.imports import report
from articles.imports.addresses import source_key
from articles.imports.items import Entry, Term
from articles.imports.prepared import is_public, why_not
from articles.imports.terms import kind_of
from articles.models import Article, Imported, Page, Publication
from ccsis.html import plain_text
from ccsis.scripts import slugify
from ccsis.slugs import RESERVED, free_slug, taken_slugs

AT_ONCE = 500  # entries looked at with a handful of queries


@dataclass
class Planned:
    """Where an entry will stand: its slug here and the address under which readers will find it."""

    entry: Entry
    key: str
    slug: str
    address: str


@dataclass
class Here:
    """What stands here of an entry that came before; all of it None where staff deleted it."""

    article_slug: str | None
    article_kind: str | None
    page_slug: str | None


class Plan:
    """Takes the Import. `make` plans all; then `pieces` gives what is to be done, in the order of the dates."""

    def __init__(self, work):
        self.work = work
        self.store = work.export.store
        self.promised = {Article: set(), Page: set()}
        self.taken = {Article: set(), Page: set()}

    def make(self):
        """Give every piece its address, and the report its lines on what is left out. Gives how many pieces there are.

        Takes memory for their slugs alone.
        """
        count = 0
        entries = self.store.entries("post", "page")
        while batch := list(islice(entries, AT_ONCE)):
            known = self._known(batch)
            self._look_up_slugs(batch)
            count += sum(self._plan(entry, known) for entry in batch)
        for plan in self.pieces():
            if is_public(plan.entry) and plan.address:
                self.work.old_site.learn(plan.entry, plan.address)
        for entry in self.store.entries("attachment"):
            self.work.old_site.learn_picture(entry)
        return count

    def pieces(self):
        return (Planned(*planned) for planned in self.store.planned())

    def own_page(self, slug):
        """The page that stands at this address here and came from nowhere, such as our own /about/; or None."""
        came = Imported.objects.filter(source_key__startswith=source_key(self.work.export.site, ""))
        pages = Page.objects.exclude(pk__in=came.filter(page__isnull=False).values("page"))
        return pages.filter(slug=slugify(slug)).first() if slug else None

    def _plan(self, entry, known):
        """Gives whether it has its place now."""
        reason = why_not(entry) or ("" if entry.id else "it has no number in the export")
        key = self.work.known.key(entry.id)
        if not reason and not self.store.plan(entry, key, *self._place(entry, known.get(key))):
            reason = "the same number stands on another item"
        if reason:
            self.work.report.add(report.LEFT, entry, reason=reason)
        return not reason

    def _place(self, entry, here):
        """(slug, address) of an entry: where it stands here already, even if it is another thing there now."""
        if here and here.page_slug:
            return self._page(here.page_slug)
        if here and here.article_slug:
            return self._piece(here.article_slug, here.article_kind)
        if here:  # staff deleted it
            return "", ""
        if entry.type == "page":
            return self._page(self._slug_for(entry, Page))
        terms = [Term("category", each, "") for each in entry.categories]
        return self._piece(self._slug_for(entry, Article), kind_of(terms, self.work.guide))

    def _page(self, slug):
        return slug, Page(slug=slug).get_absolute_url()

    def _piece(self, slug, kind):
        return slug, Publication(slug=slug, kind=kind).get_absolute_url()

    def _slug_for(self, entry, model):
        """The old slug where it is valid and free, else one made from it or from the title."""
        wanted, promised = unquote(entry.slug), self.promised[model]
        slug = self._base(entry, model)
        if model is Page and slug in self.taken[model] and (own := self.own_page(wanted)):
            return own.slug
        if slug in promised or slug in self.taken[model] or slug in RESERVED:
            text = plain_text(entry.title)
            slug = free_slug(model, text, wanted=wanted, fallback=model._meta.model_name, promised=promised)
        promised.add(slug)
        return slug

    def _base(self, entry, model):
        return slugify(unquote(entry.slug) or plain_text(entry.title), fallback=model._meta.model_name)

    # What is asked of the database for many entries at a time

    def _known(self, batch):
        keys = {self.work.known.key(entry.id) for entry in batch}
        rows = Imported.objects.filter(source_key__in=keys)
        fields = ("source_key", "article__slug", "article__kind", "page__slug")
        return {key: Here(*rest) for key, *rest in rows.values_list(*fields)}

    def _look_up_slugs(self, batch):
        for model, kind in ((Article, "post"), (Page, "page")):
            wanted = {self._base(entry, model) for entry in batch if entry.type == kind}
            self.taken[model] = taken_slugs(model, wanted)
