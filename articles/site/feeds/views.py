"""The feeds: which rows are in each, and the answer."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.templatetags.static import static
from django.urls import resolve, reverse
from django.utils.cache import patch_cache_control
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from articles import record, stale
from articles.models import Correction, Filed, Person, Publication, Region, Series, Tag, Topic
from articles.site.feeds import atom, items, jsonfeed, rss
from articles.site.feeds.item import Feed
from articles.site.search import NEWEST, Asked, found
from ccsis import caching
from ccsis.models import SiteSettings

ITEMS = 20
A_WHILE = 300  # seconds: what is retracted is soon gone from caches, too
NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # what an empty feed was last changed at


@dataclass(frozen=True)
class Form:
    """One of the forms of every feed: its writer, and what people call it."""

    writer: object
    label: str

    @property
    def type(self):
        return self.writer.TYPE


FORMS = {"atom": Form(atom, "Atom"), "rss": Form(rss, "RSS"), "json": Form(jsonfeed, "JSON Feed")}


def addresses(address):
    """The feed at this address in each form, as [(Form, its address)]. Takes the path of any of them."""
    path, mark, query = address.partition("?")
    found = resolve(path)
    return [
        (form, reverse(found.view_name, kwargs={**found.kwargs, "form": name}) + mark + query)
        for name, form in FORMS.items()
    ]


def feed(view):
    """A view that gives a feed: it is only read, and who has it already gets 304."""
    return wraps(view)(require_safe(conditional_page(view)))


# Which rows


@dataclass(frozen=True)
class About:
    """What a feed is of: `key` is for ever, `name` its own words (empty for everything), `page` a path of ours,
    `query` what belongs to its address."""

    key: str
    name: str
    page: str
    query: str = ""


@feed
def everything(request, form):
    return of_publications(request, form, Publication.objects.all(), About("all", "", reverse("site:home")))


@feed
def analyses(request, form):
    about = About("analyses", _("Analyses"), reverse("site:analyses"))
    return of_publications(request, form, Publication.objects.all(), about)


@feed
def simulations(request, form):
    about = About("simulations", _("Simulations"), reverse("site:simulations"))
    return of_publications(request, form, Publication.objects.simulations(), about)


@feed
def topic(request, form, slug):
    return _under(request, form, get_object_or_404(Topic, slug=slug))


@feed
def region(request, form, slug):
    return _under(request, form, get_object_or_404(Region, slug=slug))


@feed
def series(request, form, slug):
    return _under(request, form, get_object_or_404(Series, slug=slug), is_known=False)


@feed
def tag(request, form, slug):
    row = get_object_or_404(Tag.objects.select_related("synonym_of"), slug=slug)
    final = row.final
    if final != row:
        return redirect("site:tag_feed", form=form, slug=final.slug, permanent=True)
    return _under(request, form, row, is_known=False)


@feed
def person(request, form, slug):
    return _under(request, form, get_object_or_404(Person, slug=slug), is_known=False)


@feed
def search(request, form):
    """What an address of search asks for: the newest of it, whatever order the page has."""
    asked = Asked(request.GET)
    if asked.is_empty:
        raise Http404("nothing is asked for")
    query = asked.chosen.address(without=[("sort", NEWEST)])
    about = About(f"search{query}", asked.told, reverse("site:search") + query, query)
    response = of_publications(request, form, found(request.GET), about)
    response["X-Robots-Tag"] = "noindex"
    return response


def _under(request, form, row, *, is_known=True):
    """What stands under a topic, region, tag, series or person."""
    newest = Filed.objects.filter(shelf=row._meta.model_name, number=row.pk).order_by("-published_at", "-publication")
    about = About(f"{row._meta.model_name}-{row.pk}", row.name, row.get_absolute_url())
    publications = Publication.objects.filter(pk__in=newest.values("publication")[:ITEMS])
    return of_publications(request, form, publications, about, is_known=is_known)


def of_publications(request, form, publications, about, *, is_known=True):
    """The feed of the newest of some publications. What only drafts know (`is_known` is false) has none while empty."""
    rows = items.rows_of(publications, ITEMS)
    if not rows and not is_known:
        raise Http404("nothing is published here")
    # A retraction is news too: the piece is gone from the feed, and so are the words of it.
    retracted = rows[0].retracted_at if rows else items.retractions().first()
    changed = max([row.last_changed_at for row in rows] + [retracted or NEVER])
    site = SiteSettings.load()
    return answer(request, form, about, site, items.of_publications(rows, site), changed)


@feed
def corrections(request, form):
    rows = list(Correction.objects.of_pieces_known_to_readers().newest_first()[:ITEMS])
    record.give_pieces(rows)
    changed = max([row.at for row in rows], default=NEVER)
    about, site = About("corrections", _("Corrections"), reverse("site:corrections")), SiteSettings.load()
    return answer(request, form, about, site, items.of_corrections(rows, site), changed)


# The answer


def answer(request, form, about, site, rows, changed):
    """The response with a feed in this form."""
    feed = Feed(
        id=items.new_id(site, f"feed-{about.key}"),
        title=f"{about.name} · {site.name}" if about.name else site.name,
        description=site.strapline,
        language=get_language(),
        address=items.full(request.path + about.query),
        page=items.full(about.page),
        publisher=site.name,
        home=items.full("/"),
        icon=items.full(static("img/icon-180.png")),
        updated=changed,
        rights=site.licence_name,
        hub=settings.WEBSUB_HUB,
        items=rows,
    )
    caching.keep(request, stale.SITE, stale.LIST, stale.TEXTS)
    writer = FORMS[form].writer
    response = HttpResponse(writer.write(feed), content_type=f"{writer.TYPE}; charset=utf-8")
    response["Last-Modified"] = http_date(changed.timestamp())
    response["Link"] = ", ".join(f'<{address}>; rel="{rel}"' for rel, address in _links(feed))
    patch_cache_control(response, public=True, max_age=A_WHILE)
    return response


def _links(feed):
    return [("self", feed.address), *([("hub", feed.hub)] if feed.hub else [])]
