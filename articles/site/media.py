"""Pictures: files below MEDIA_ROOT by their path, and images of the library by their number."""

import mimetypes
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from django.views.static import was_modified_since

from articles import relief_files
from articles.models import Image, Person, Publication

SHOWN = {"image/svg+xml", "image/png", "image/jpeg", "image/webp", "image/avif", "image/gif"}
# A file that is opened by itself may do nothing at all. The reliefs carry their two colour schemes in a <style>.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
A_YEAR = 365 * 24 * 3600  # a name is never used for a second file


@require_safe
def media(request, name):
    """A file below MEDIA_ROOT; whatever is not a picture goes as a download. A relief is drawn when it is missing."""
    try:
        path = path_below(settings.MEDIA_ROOT, name)
    except Http404:
        if not (name.startswith(relief_files.FOLDER) and relief_files.draw(name)):
            raise
        path = path_below(settings.MEDIA_ROOT, name)
    changed = path.stat().st_mtime
    if not was_modified_since(request.headers.get("if-modified-since"), changed):
        return HttpResponseNotModified()
    kind = mimetypes.guess_type(path.name)[0]
    is_shown = kind in SHOWN
    response = FileResponse(
        path.open("rb"), as_attachment=not is_shown, content_type=kind if is_shown else "application/octet-stream"
    )
    response["Cache-Control"] = f"public, max-age={A_YEAR}"
    response["Content-Security-Policy"] = POLICY
    response["Last-Modified"] = http_date(changed)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def path_below(root, name):
    """The file of this name below `root`. Raises Http404 for all else: what is not there, folders, ways out."""
    root = Path(root).resolve()
    try:
        path = (root / name).resolve()
    except (OSError, ValueError, RuntimeError):  # too long, a NUL, links in a circle
        raise Http404("no such file") from None
    if not path.is_relative_to(root) or not _is_file(path):
        raise Http404("no such file")
    return path


def _is_file(path):
    try:
        return path.is_file()
    except OSError:  # a name longer than the system takes
        return False


@require_safe
def image(request, pk):
    """The library's image of this number: for readers those they can see on a page, for staff all of them.

    Numbers can be counted through, so a picture that only a draft shows must not be found that way.
    """
    row = get_object_or_404(Image, pk=_id(pk))
    if not is_public(row) and not _is_staff(request):
        raise Http404("readers do not see this image")
    return redirect(row.file.url)


def _id(pk):
    if pk > 2**63 - 1:
        raise Http404("no such image")
    return pk


def is_public(image):
    """Does a published piece or the page of a published person show this image?"""
    if Publication.objects.showing(image).exists():
        return True
    return Person.objects.filter(photo=image, credits__isnull=False).exists()


def _is_staff(request):
    # Whoever brings no session is not asked about one: readers' pages leave sessions alone.
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_staff
