"""A publication as it was: each public version at an address of its own, and what changed between two of them."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from articles import changes, record, sheet, stale
from articles.models import Notice, Publication, Region, Revision
from articles.site.publications import retracted
from ccsis import caching, languages, redirects

A_WHILE = 300  # seconds: what is retracted is soon gone from caches, too


def of_piece(view):
    """For views of something below a piece's address: finds the piece, and has an answer where it is not public.

    The view is called with the request, the Publication, and what else the address says.
    """

    @require_safe
    @conditional_page
    def answer(request, section, slug, **rest):
        row = Publication.objects.filter(slug=slug).first()
        here = row or Notice.objects.filter(slug=slug).first()
        if here is None:
            return _moved(request, section, slug)
        own = here.get_absolute_url()
        asked = f"/{section}/{slug}/"
        if own != asked:
            return redirect(own + request.path.removeprefix(asked), permanent=True)
        if row:
            caching.keep(request, *stale.below(row))
        with languages.framed(here.language):
            response = view(request, row, **rest) if row else _gone(request, here, rest)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, public=True, max_age=A_WHILE)
        return response

    return answer


def _moved(request, section, slug):
    """An address below one that the piece had before leads to where it stands now."""
    old = f"/{section}/{slug}/"
    new = redirects.find(old)
    if new is None or "?" in new or not new.startswith("/"):
        raise Http404("no such publication")
    return redirect(new + request.path.removeprefix(old), permanent=True)


def _gone(request, notice, rest):
    """410 with the notice, for every version that there was."""
    numbers = [int(rest[name]) for name in ("number", "since") if name in rest]
    known = Revision.objects.filter(article_id=notice.article_id, version__in=numbers).count() if numbers else 0
    if known < len(set(numbers)):
        raise Http404("there was no such version")
    return retracted(request, notice)


@of_piece
def version(request, publication, number):
    """One version as readers had it, out of indexes, with a way to the one that counts."""
    shown = record.shown(publication)
    this, kept = _readable(publication, shown["versions"], number)
    if kept is None:
        return _taken_back(request, publication, this)
    when = record.updated_by(shown["versions"], this.number)
    was, credits = record.edition_of(publication, kept, this, when)
    regions = Region.objects.filter(pk__in=[pk for pk, _name in kept["regions"]])
    context = sheet.context(was, credits, [], list(regions), [])
    context |= {
        "canonical": publication.get_absolute_url(),
        "noindex": True,
        "related": [],
        "documents": [],
        "corrections": [],
        "this_version": this,
        "current": publication,
        "versions": shown["versions"],
    }
    return render(request, "articles/version.html", context)


@of_piece
def since(request, publication, number, since):
    """What changed from one version to a later one."""
    versions = record.versions(publication)
    (old, old_kept), (new, new_kept) = (_readable(publication, versions, each) for each in (since, number))
    if old_kept is None or new_kept is None or old.number >= new.number:
        raise Http404("these two cannot be compared")
    between = [each for each in versions if old.number < each.number <= new.number]
    context = {
        "publication": publication,
        "old": old,
        "new": new,
        "steps": between,
        "changes": changes.between(old_kept, new_kept),
        "canonical": publication.get_absolute_url(),
        "noindex": True,
        "section": "simulations" if publication.is_simulation else "analyses",
    }
    return render(request, "articles/changes.html", context)


def _readable(publication, versions, number):
    """The Version of this number and what was kept of it; None for that where it was taken back. Raises Http404."""
    this = next((each for each in versions if each.number == int(number)), None)
    if this is None:
        raise Http404("there is no such version")
    return this, record.kept_of(publication, this.number) if this.can_be_read else None


def _taken_back(request, publication, this):
    """A version that was retracted does not come back with a later one."""
    context = {
        "publication": publication,
        "this_version": this,
        "noindex": True,
        "section": "simulations" if publication.is_simulation else "analyses",
    }
    return render(request, "articles/version_gone.html", context, status=410)
