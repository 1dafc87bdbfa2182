"""“Bring a Word document”: a file comes, a draft and a report are there. What was read stays a while in the session."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import publishing
from articles.models import Article
from articles.word import bringing

WAITING, REPORTS = "word_waiting", "word_reports"  # in the session
MOST_REPORTS = 5
WORD = ".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class WordForm(forms.Form):
    document = forms.FileField(
        label=gettext_lazy("Word document"),
        help_text=gettext_lazy("A .docx file of at most 30 MB, as Word, LibreOffice and Google Docs save it."),
        widget=forms.FileInput(attrs={"accept": WORD}),
        error_messages={
            "required": gettext_lazy("Choose a Word document first."),
            "empty": gettext_lazy("This file is empty. Save it once more in Word, and choose it again."),
        },
    )


class BringsWord:
    """For the admin of pieces: the addresses of these pages, and the way to them from an empty list."""

    more_first_actions = [("admin:articles_article_word", gettext_lazy("Bring a Word document"))]

    def get_urls(self):
        pages = [
            ("word/", self.bring_word, "articles_article_word"),
            ("<int:pk>/word/", self.show_word, "articles_article_word_report"),
            ("<int:pk>/word/standfirst/", self.take_standfirst, "articles_article_word_standfirst"),
        ]
        own = [path(route, self.admin_site.admin_view(view), name=name) for route, view, name in pages]
        return [*own, *super().get_urls()]

    def bring_word(self, request):
        return bring(request, self._word_context(request))

    def show_word(self, request, pk):
        context = self._word_context(request)
        return show(request, get_object_or_404(self.get_queryset(request), pk=pk), context)

    def take_standfirst(self, request, pk):
        self._word_context(request)
        return take_standfirst(request, get_object_or_404(self.get_queryset(request), pk=pk))

    def _word_context(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        return {**self.admin_site.each_context(request), "opts": self.opts}


# The pages


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request, context):
    """The form; with a file, the draft and the way to its report."""
    if request.method == "POST" and "again" in request.POST:
        return _bring_again(request, context)
    form = WordForm(request.POST, request.FILES) if request.method == "POST" else WordForm()
    if form.is_valid():
        upload = form.cleaned_data["document"]
        file = _kept(upload)
        try:
            found = bringing.look(file, upload.name)
            here = bringing.here_already(found.sha256)
            if not here:
                return _finished(request, found)
            return _ask(request, context, file, found, here)
        except bringing.NotBrought as error:
            form.add_error("document", str(error))
        finally:
            if str(file) != request.session.get(WAITING, {}).get("file"):
                _forget(file)
    return _form(request, context, form)


def _form(request, context, form):
    context |= {"title": _("Bring a Word document"), "form": form}
    return TemplateResponse(request, "admin/articles/word/bring.html", context)


def _ask(request, context, file, found, here):
    """The file came before: show what became of it, and offer another draft. The file waits meanwhile."""
    _let_go(request)
    token = secrets.token_hex(8)
    request.session[WAITING] = {"token": token, "file": str(file), "name": found.name}
    own = set(
        Article.objects.editable_by(request.user).filter(pk__in=[row.pk for row in here]).values_list("pk", flat=True)
    )
    context |= {
        "title": _("This document is here already"),
        "found": found,
        "pieces": [row for row in here if row.pk in own],
        "is_elsewhere": len(own) < len({row.pk for row in here}),
        "token": token,
    }
    return TemplateResponse(request, "admin/articles/word/here.html", context)


def _bring_again(request, context):
    """Another draft of a file that waits since it was found to be here."""
    waiting = request.session.get(WAITING, {})
    file = Path(waiting.get("file", ""))
    if waiting.get("token") != request.POST["again"] or not file.is_file():
        form = WordForm()
        messages.warning(request, _("This file is not kept any more. Choose it once more."))
        return _form(request, context, form)
    try:
        found = bringing.look(file, waiting["name"])
    except bringing.NotBrought as error:
        messages.error(request, str(error))
        return _form(request, context, WordForm())
    finally:
        _let_go(request)
    return _finished(request, found)


def _finished(request, found):
    article = bringing.keep(found, by=request.user)
    reports = {**request.session.get(REPORTS, {}), str(article.pk): found.report}
    request.session[REPORTS] = dict(list(reports.items())[-MOST_REPORTS:])
    return HttpResponseRedirect(reverse("admin:articles_article_word_report", args=[article.pk]))


@require_safe
def show(request, piece, context):
    """What came of the document, and what did not."""
    report = request.session.get(REPORTS, {}).get(str(piece.pk))
    if report is None:
        messages.info(request, _("The report of this import is not kept any more."))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[piece.pk]))
    offers = bool(report["first"]) and not piece.standfirst and piece.row_version == 1
    context |= {"title": _("What came of “%s”") % report["file"], "piece": piece, "report": report, "offers": offers}
    return TemplateResponse(request, "admin/articles/word/report.html", context)


@require_POST
def take_standfirst(request, piece):
    """The first paragraph becomes the standfirst."""
    try:
        if bringing.make_standfirst(piece, by=request.user):
            messages.success(request, _("The first paragraph is the standfirst now."))
        else:
            messages.warning(request, _("The text has changed since. Write the standfirst in the draft."))
    except publishing.CannotMove as error:
        messages.warning(request, str(error))
    return HttpResponseRedirect(reverse("admin:articles_article_word_report", args=[piece.pk]))


# The file


def _kept(upload):
    """The uploaded file in a private folder; what nobody takes from there is swept away after a day."""
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / f"word-{secrets.token_hex(16)}.docx"
    with open(file, "xb", opener=lambda name, flags: os.open(name, flags, mode=0o600)) as kept:
        for chunk in upload.chunks():
            kept.write(chunk)
    return file


def _let_go(request):
    waiting = request.session.pop(WAITING, None)
    if waiting:
        _forget(Path(waiting["file"]))


def _forget(file):
    with suppress(FileNotFoundError):
        file.unlink()
