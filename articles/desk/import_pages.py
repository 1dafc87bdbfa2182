"""The pages of an import: choose the files, see what would come, start, watch, read the report.

The views ask and show; what is decided goes to articles.importing, and a worker does it.
"""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import importing
from articles.desk.import_categories import CategoriesForm, said
from articles.desk.import_forms import FilesForm
from articles.desk.import_report import as_csv, report
from articles.models import ImportRun
from ccsis.middleware import LONG_BODY_LIMIT

State, Step = ImportRun.State, ImportRun.Step
PATIENCE = timedelta(seconds=45)  # so long a worker may take to begin
DECISIONS = {"start": importing.start, "stop": importing.stop, "go-on": importing.go_on}


def address_of(run):
    return reverse("admin:articles_importrun_change", args=[run.pk])


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request, context):
    """The form with the files."""
    form = FilesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        run = importing.begin(given["export"], given["pictures"], by=request.user, **form.options())
        return HttpResponseRedirect(address_of(run))
    context |= {"title": _("Import from WordPress"), "form": form, "most": LONG_BODY_LIMIT}
    return TemplateResponse(request, "admin/articles/import/begin.html", context)


@require_safe
def show(request, pk, context):
    """Where an import stands, whatever that is."""
    run = get_object_or_404(ImportRun.objects.select_related("created_by", "moved_by"), pk=pk)
    context |= {"title": str(run), "run": run, "State": State, "progress": progress_of(run)}
    if not run.is_at_work:
        context |= report(run, request.GET) | {"categories": said(run)}
    return TemplateResponse(request, "admin/articles/import/run.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sort(request, pk, context):
    """What becomes of the categories; then the worker looks through the files anew."""
    run = get_object_or_404(ImportRun, pk=pk)
    form = CategoriesForm(run, request.POST or None)
    if not run.can_be_sorted:
        return HttpResponseRedirect(address_of(run))
    if request.method == "POST" and form.is_valid():
        try:
            importing.look_again(run, by=request.user, table=form.table())
        except importing.CannotMove as reason:
            messages.warning(request, str(reason))
        return HttpResponseRedirect(address_of(run))
    context |= {"title": _("Sort the categories"), "run": run, "form": form}
    return TemplateResponse(request, "admin/articles/import/categories.html", context)


@require_POST
def decide(request, pk, decision):
    """Start, stop or go on; who comes second is told who was first."""
    run = get_object_or_404(ImportRun, pk=pk)
    try:
        DECISIONS[decision](run, by=request.user)
    except importing.CannotMove as reason:
        messages.warning(request, str(reason))
    return HttpResponseRedirect(address_of(run))


@require_safe
def progress(request, pk):
    """How far it is, for the page that waits."""
    return JsonResponse(progress_of(get_object_or_404(ImportRun.objects.defer("categories"), pk=pk)))


@require_safe
def download(request, pk):
    return as_csv(get_object_or_404(ImportRun, pk=pk))


def progress_of(run):
    """How far an import is, in words and numbers; `of` is 0 where nobody knows yet."""
    return {
        "state": run.state,
        "step": run.get_step_display() if run.is_held else _waiting(run),
        "done": min(run.done, run.of) if run.is_held else 0,
        "of": run.of if run.is_held else 0,
        "detail": _detail(run) if run.is_held else "",
    }


def _waiting(run):
    others = ImportRun.objects.filter(is_held=True).exclude(pk=run.pk)
    if others.exists():
        return _("Waits until another import is through")
    if timezone.now() - run.moved_at > PATIENCE:
        return _("Nobody has begun yet. Is the worker running? Ask whoever runs the site.")
    return _("Begins in a moment")


def _detail(run):
    if run.step == Step.PIECES:
        words = ngettext("%(done)s of %(of)s piece", "%(done)s of %(of)s pieces", run.of)
        return words % {"done": run.done, "of": run.of}
    megabyte = 1_000_000
    if run.step and run.of >= megabyte:
        return _("%(done)s of %(of)s MB") % {"done": run.done // megabyte, "of": run.of // megabyte}
    return ""
