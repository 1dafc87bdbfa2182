"""The lists: all analyses, simulations, and everything under a topic, region, tag, series or person.

What only drafts know (a tag, a person, a series without a published piece) is not there for readers.
"""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import filing, stale
from articles.models import Kind, Person, Publication, Region, Series, Tag, Topic
from articles.site import facets, shelf
from articles.site.cursor import page_of
from articles.site.paging import newest_page
from ccsis import caching


def _listing(request, page, template, hangs_on=(stale.LIST,), **context):
    """One page of a list. Takes the page, the template, on what it hangs besides the site, and what else it shows."""
    caching.keep(request, stale.SITE, *hangs_on)
    context["page"] = page
    # Later pages hold the same pieces at other addresses every day, so they are followed and not kept.
    context["noindex"] = not page.is_first or context.get("is_narrowed", False)
    context["canonical"] = "" if context["noindex"] else request.path
    return render(request, template, context)


@require_safe
def analyses(request):
    chosen = facets.Chosen.read(request.GET)
    panel = facets.panel(chosen)
    return _listing(
        request,
        newest_page(chosen.expression, request) if chosen else page_of(Publication.objects.for_cards(), request),
        "articles/analyses.html",
        count=panel.total if chosen else filing.in_all(),
        panel=panel,
        keep=chosen.keeping,
        is_narrowed=bool(chosen),
        heading=_("Analyses"),
        lede=_("Everything that we have published, newest first, with the simulations that readers sent."),
        feed=reverse("site:analyses_feed"),
        section="analyses",
    )


@require_safe
def simulations(request):
    return _listing(
        request,
        page_of(Publication.objects.for_cards().simulations(), request),
        "articles/simulations.html",
        count=filing.in_all(Kind.SIMULATION),
        feed=reverse("site:simulations_feed"),
        section="simulations",
    )


# One of a kind, with everything under it


@require_safe
def topic(request, slug):
    row = _found(shelf.found(Topic, slug, with_important=True), may_be_empty=True)
    return _under(request, row, _("Topic"), feed="topic_feed", narrows="topic", section="topics")


@require_safe
def region(request, slug):
    row = _found(shelf.found(Region, slug, with_important=True), may_be_empty=True)
    return _under(request, row, _("Region"), feed="region_feed", narrows="region", section="regions")


@require_safe
def series(request, slug):
    row = _found(shelf.found(Series, slug, with_important=True))
    return _under(request, row, _("Series"), feed="series_feed", narrows="series", section="series")


@require_safe
def tag(request, slug):
    row = shelf.found(Tag, slug)
    if row and row.final != row:
        _found(shelf.found(Tag, row.final.slug))
        return redirect(row.final, permanent=True)
    return _under(request, _found(row), _("Tag"), feed="tag_feed", narrows="tag")


@require_safe
def person(request, slug):
    row = _found(shelf.found(Person, slug))
    return _under(request, row, "", feed="person_feed", narrows="author", template="articles/person.html", person=row)


def _found(row, *, may_be_empty=False):
    """The row, where readers know of it: what only drafts know is not there, but topics and regions are."""
    if row is None or not (row.total or may_be_empty):
        raise Http404("nothing is published under this address")
    return row


def _under(request, row, kicker, *, feed, narrows, template="articles/listing.html", **context):
    """The page of a row, with what stands under it. `narrows`: the parameter of the search that asks for it alone."""
    here = shelf.shelf_of(row, request, with_experts=narrows != "author")
    return _listing(
        request,
        here.page,
        template,
        # What editors chose may stand elsewhere, or nowhere yet.
        [stale.under(row._meta.model_name, row.pk), *map(stale.piece, row.chosen)],
        count=row.total,
        heading=str(row),
        kicker=kicker,
        subject=row,
        important=here.important,
        experts=here.experts,
        within=[(narrows, row.slug)],
        feed=reverse(f"site:{feed}", args=[row.slug]),
        **context,
    )


# The index of each


@require_safe
def topics(request):
    nothing = _("The topics of our work will stand here, each with everything on it.")
    return _index(request, counted(Topic), heading=_("Topics"), section="topics", nothing=nothing)


@require_safe
def regions(request):
    nothing = _("The countries and areas that we write about will stand here, each with everything on it.")
    return _index(request, counted(Region), heading=_("Regions"), section="regions", nothing=nothing)


@require_safe
def tags(request):
    nothing = _("Tags come with the first texts: what they are about, in a word or two.")
    return _index(request, counted_tags(), heading=_("Tags"), is_cloud=True, nothing=nothing)


@require_safe
def series_index(request):
    nothing = _("No series has begun yet. Texts that belong together will stand here, part by part.")
    rows = counted(Series).filter(total__gt=0)
    return _index(request, rows, heading=_("Series"), section="series", nothing=nothing)


@require_safe
def people(request):
    nothing = _("Whoever writes here stands on this page from the day of the first text.")
    return _index(request, counted_people(), heading=_("People"), is_people=True, nothing=nothing)


def counted(model):
    """The rows of a controlled list in their order, each with how much is published under it as `total`."""
    return filing.with_totals(model.objects.order_by("position", "name"))


def counted_tags():
    """Tags that something is published under, synonyms left out."""
    return filing.with_totals(Tag.objects.filter(synonym_of=None)).filter(total__gt=0).order_by("folded")


def counted_people():
    """People under whose names something is published, each with how much of it as `total`."""
    with_faces = Person.objects.select_related("photo").prefetch_related("photo__renditions")
    return filing.with_totals(with_faces).filter(total__gt=0).order_by("name", "pk")


def _index(request, rows, **context):
    caching.keep(request, stale.SITE, stale.LIST)
    return render(request, "articles/index.html", {"rows": rows, "canonical": request.path, **context})
