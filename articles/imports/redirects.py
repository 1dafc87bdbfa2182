"""The old addresses of a piece and of every list that it stood in, with the pages here that took their place."""

from functools import lru_cache
from urllib.parse import unquote

from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils import timezone

from articles.imports import mapping
from articles.imports.addresses import SIZE
from articles.imports.fields import nicename
from articles.imports.items import Term
from articles.imports.oldsite import LONGEST
from articles.models import Kind
from ccsis.redirects import canonical

FEED = "feed.atom"
FEED_KINDS = ("rss2", "rss", "atom", "rdf")
MOST_KNOWN = 50_000  # addresses of lists that this run has left already


class OldAddresses:
    """Takes the Import, and what stands before the names of categories and tags in addresses there."""

    def __init__(self, work, *, category_base="category", tag_base="tag"):
        self.work = work
        self.old_site = work.old_site
        self.home = f"{work.export.site.path}/"
        self.bases = {"category": category_base.strip("/"), "post_tag": tag_base.strip("/")}
        self.everywhere = {old: new for old, new in self._everywhere().items() if self._fits(old, new)}
        self.archive = lru_cache(_archive)
        self.left = set()

    def of(self, plan, post, made, published_at=None):
        """{old: new} of a public piece or page that was written just now. Call `done` when it is in the database."""
        found = self._of_piece(plan, post) | self._of_pictures(plan, made)
        if plan.entry.type != "page":
            lists = self.everywhere | self._of_terms(made) | self._of_people(made)
            lists |= self._of_dates(plan, published_at)
            found |= {old: new for old, new in lists.items() if old not in self.left}
        return {old: new for old, new in found.items() if self._fits(old, new)}

    def done(self, pairs):
        """These are left: of the lists, the next pieces need not ask for them again."""
        if len(self.left) > MOST_KNOWN:
            self.left.clear()
        self.left.update(pairs)

    def forget(self):
        self.left.clear()

    # The piece

    def _of_piece(self, plan, post):
        entry, pages = plan.entry, post.content.count("<!--nextpage-->")
        link = self.old_site.old_path(entry.link)
        old = [link, self.old_site.old_path(entry.guid), f"{self.home}?p={entry.id}"]
        old += [f"{link.rstrip('/')}/{number}/" for number in range(2, min(pages, 50) + 2) if link]
        old += [path for path in map(self._renamed(link), post.old_slugs) if path]
        return {path: plan.address for path in old if path}

    def _renamed(self, link):
        """What makes of an old slug the address that the piece had under it, if no other piece has it now."""
        above = link.rstrip("/").rpartition("/")[0]

        def path_of(slug):
            path = self.old_site.old_path(f"{above}/{slug}/") if link and slug else ""
            return path if path and self.old_site.new_address(path) is None else ""

        return path_of

    def _of_pictures(self, plan, made):
        """The pages of its pictures lead to the piece, and the files to the pictures here."""
        entries = self.work.export.store.children("attachment", plan.entry.id)
        used = [self.work.export.store.entry("attachment", found.attachment) for found in made.pictures]
        entries += [entry for entry in used if entry and entry.parent in ("", "0")]
        found = {f"{self.home}?p={entry.id}": plan.address for entry in entries if entry.id}
        found |= {self.old_site.old_path(entry.link): plan.address for entry in entries}
        for picture in made.pictures:
            if picture.image_id and picture.path:
                file = f"{self.home}wp-content/uploads/{picture.path}"
                found |= dict.fromkeys((file, SIZE.sub("", file)), f"/images/{picture.image_id}")
        return found

    # The lists

    def _everywhere(self):
        names = {"category": "topics", "post_tag": "tags"}
        found = {f"{self.home}{self.bases[domain]}/": reverse(f"site:{name}") for domain, name in names.items()}
        found[f"{self.home}author/"] = reverse("site:people")
        found[f"{self.home}page/"] = reverse("site:analyses")
        found[self.home] = reverse("site:home")
        feeds = ["feed/", "comments/feed/", *(f"?feed={kind}" for kind in FEED_KINDS)]
        return found | dict.fromkeys((f"{self.home}{feed}" for feed in feeds), reverse("site:feed"))

    def _of_terms(self, made):
        found = {}
        for (domain, slug), wanted in made.found.lists.items():
            address = self.work.rows.page_of(wanted) if wanted else self._instead(domain, slug)
            for path in self._paths_of_term(domain, slug) if address else ():
                found[path] = address
                if not path.rpartition("/")[2]:
                    found[f"{path}feed/"] = f"{address}{FEED}"
        return found

    def _instead(self, domain, slug):
        """Of what became a type, or nothing."""
        target = self.work.guide.target(Term(domain, slug, ""))
        is_simulation = target.what == mapping.TYPE and target.name == Kind.SIMULATION
        return reverse("site:simulations" if is_simulation else "site:analyses")

    def _paths_of_term(self, domain, slug):
        known = self.work.export.store.term(domain, slug)
        base, name = self.bases[domain], unquote(slug)
        if domain == "post_tag":
            return [f"{self.home}{base}/{name}/", f"{self.home}?tag={name}"]
        above = [unquote(each.slug) for each in self.work.guide.all_above(known)] if known else []
        nested = "/".join([*reversed(above), name])
        paths = [f"{self.home}{base}/{path}/" for path in dict.fromkeys((nested, name))]
        paths += [f"{self.home}?cat={known.number}"] if known and known.number else []
        # Many sites leave the base out; a page or a post of that address comes first.
        bare = [f"{self.home}{path}/" for path in dict.fromkeys((nested, name))]
        return paths + [path for path in bare if self.old_site.new_address(path) is None]

    def _of_people(self, made):
        found = {}
        for person, logins in made.people.items():
            address = person.get_absolute_url()
            for login in logins:
                author = self.work.export.author(login)
                names = [login, nicename(login), *([author.slug] if author else [])]
                paths = [f"{self.home}author/{unquote(name)}/" for name in dict.fromkeys(names) if name]
                found |= dict.fromkeys(paths, address)
                found |= {f"{path}feed/": f"{address}{FEED}" for path in paths}
                if author and author.number:
                    found[f"{self.home}?author={author.number}"] = address
        return found

    def _of_dates(self, plan, published_at):
        """The day, the month and the year of the piece by the clock there lead to its month and year here."""
        here = timezone.localtime(published_at)
        year, month, day = (plan.entry.day or f"{here:%Y-%m-%d}").split("-")
        new_year, new_month = self.archive(f"{here:%Y}", f"{here:%m}")
        if not new_year:
            return {}
        link = self.old_site.old_path(plan.entry.link)
        front = link.partition(f"/{year}/{month}/")[0] if f"/{year}/{month}/" in link else self.home.rstrip("/")
        return {
            f"{front}/{year}/{month}/{day}/": new_month,
            f"{front}/{year}/{month}/": new_month,
            f"{front}/{year}/": new_year,
            f"{self.home}?m={year}{month}{day}": new_month,
            f"{self.home}?m={year}{month}": new_month,
            f"{self.home}?m={year}": new_year,
        }

    def _fits(self, old, new):
        """May this be left: an address that a reader can ask for, and no page of the site itself."""
        if not old.startswith("/") or old.startswith("//") or not old.isprintable() or len(old) > LONGEST:
            return False
        if not new.startswith("/") or len(new) > LONGEST or old.rstrip("/") == new.rstrip("/") or canonical(old) != old:
            return False
        return "?" in old or not _is_fixed(old)


def _archive(year, month):
    """The pages of a year and of a month here; empty strings where our archive does not show that year."""
    try:
        return reverse("site:archive_year", args=[year]), reverse("site:archive_month", args=[year, month])
    except NoReverseMatch:
        return "", ""


def _is_fixed(path):
    """Is this the address of a page that is always there, such as /analyses/?"""
    try:
        return not resolve(path).kwargs
    except Resolver404:
        return False
