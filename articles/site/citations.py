"""The downloads: …/<slug>/cite.bib, cite.ris and cite.json."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from articles.citations.files import FORMS
from articles.citations.record import record_of
from articles.models import Notice, Publication
from ccsis.models import Redirect, SiteSettings


@require_safe
@conditional_page
def download(request, section, slug, form):
    """The citation of a piece as a file; 410 where it was taken back, at both of its addresses."""
    row = Publication.objects.for_page().filter(slug=slug).first()
    notice = None if row else Notice.objects.filter(slug=slug).first()
    here = row or notice
    if here is None:
        return _moved(request, form)
    if request.path != address_of(here, form):
        return redirect(address_of(here, form), permanent=True)
    return _file(row, form) if row else _gone(notice)


def address_of(piece, form):
    return f"{piece.get_absolute_url()}cite.{form}"


def _file(row, form):
    made = FORMS[form]
    record = record_of(row, SiteSettings.load())
    response = HttpResponse(made.write(record), content_type=made.content_type)
    response["Content-Disposition"] = f'attachment; filename="{record.file_name}.{form}"'
    response["Link"] = f'<{row.full_address}>; rel="canonical"'
    response["Last-Modified"] = http_date(row.last_changed_at.timestamp())
    return response


def _gone(notice):
    words = _("It was retracted and is not to be cited: %s") if not notice.is_expired else _("No longer available: %s")
    return HttpResponse(words % notice.title + "\n", status=410, content_type="text/plain; charset=utf-8")


def _moved(request, form):
    """The file of a piece that has another address today lies there."""
    old = request.path.removesuffix(f"cite.{form}")
    moved = Redirect.objects.filter(old_path=old).first()
    if moved is None or not moved.new_path.startswith("/"):
        raise Http404("no such publication")
    return redirect(f"{moved.new_path}cite.{form}", permanent=True)
