"""The lists: all analyses, simulations, and everything under a topic, region, tag, series or person.

What only drafts know (a tag, a person, a series without a published piece) is not there for readers.
"""

from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Person, Publication, Region, Series, Tag, Topic
from articles.site.cursor import page_of


def _listing(request, publications, template, **context):
    """One page of a list. Takes the publications, the template and what else it shows."""
    page = page_of(publications.for_cards(), request)
    context["page"] = page
    context["count"] = publications.count()
    # Later pages hold the same pieces at other addresses every day, so they are followed and not kept.
    context["noindex"] = not page.is_first
    context["canonical"] = request.path if page.is_first else ""
    return render(request, template, context)


def _plain(request, publications, *, heading, feed, kicker="", **context):
    return _listing(
        request,
        publications,
        "articles/listing.html",
        heading=heading,
        kicker=kicker,
        feed=feed,
        **context,
    )


@require_safe
def analyses(request):
    return _plain(
        request,
        Publication.objects.all(),
        heading=_("Analyses"),
        lede=_("Everything that we have published, newest first, with the simulations that readers sent."),
        feed=reverse("site:analyses_feed"),
        section="analyses",
    )


@require_safe
def simulations(request):
    return _listing(
        request,
        Publication.objects.simulations(),
        "articles/simulations.html",
        feed=reverse("site:simulations_feed"),
        section="simulations",
    )


# One of a kind, with everything under it


@require_safe
def topic(request, slug):
    return _under(request, Topic, slug, "topic", _("Topic"), section="topics")


@require_safe
def region(request, slug):
    return _under(request, Region, slug, "region", _("Region"), section="regions")


def _under(request, model, slug, name, kicker, section):
    row = get_object_or_404(model, slug=slug)
    return _plain(
        request,
        Publication.objects.filter(**{f"{name}s": row}),
        heading=str(row),
        kicker=kicker,
        subject=row,
        feed=reverse(f"site:{name}_feed", args=[slug]),
        section=section,
    )


@require_safe
def tag(request, slug):
    row = get_object_or_404(Tag.objects.select_related("synonym_of"), slug=slug)
    final = row.final
    publications = Publication.objects.tagged(final)
    if not publications.exists():
        raise Http404("nothing is published under this tag")
    if final != row:
        return redirect(final, permanent=True)
    feed = reverse("site:tag_feed", args=[slug])
    return _plain(request, publications, heading=row.name, kicker=_("Tag"), subject=row, feed=feed)


@require_safe
def series(request, slug):
    row = get_object_or_404(Series, slug=slug)
    publications = row.publications.all()
    if not publications.exists():
        raise Http404("nothing of this series is published")
    return _plain(
        request,
        publications,
        heading=str(row),
        kicker=_("Series"),
        subject=row,
        feed=reverse("site:series_feed", args=[slug]),
        section="series",
    )


@require_safe
def person(request, slug):
    row = get_object_or_404(Person.objects.select_related("photo").prefetch_related("photo__renditions"), slug=slug)
    publications = Publication.objects.of_person(row)
    if not publications.exists():
        raise Http404("nothing of this person is published")
    feed = reverse("site:person_feed", args=[slug])
    return _listing(request, publications, "articles/person.html", person=row, feed=feed)


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
    return model.objects.annotate(total=Count("publications")).order_by("position", "name")


def counted_tags():
    """Tags that something is published under, synonyms left out."""
    tags = Tag.objects.filter(synonym_of=None).annotate(total=Count("publications"))
    return tags.filter(total__gt=0).order_by("folded")


def counted_people():
    """People under whose names something is published, each with how much of it as `total`."""
    published = Person.objects.annotate(total=Count("credits__publication", distinct=True))
    with_faces = published.select_related("photo").prefetch_related("photo__renditions")
    return with_faces.filter(total__gt=0).order_by("name", "pk")


def _index(request, rows, **context):
    return render(request, "articles/index.html", {"rows": rows, "canonical": request.path, **context})
