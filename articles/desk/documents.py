"""The PDF files of a piece, on its page: sent, named, put in order, taken away, looked at."""

from pathlib import PurePath

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L
from django.views.decorators.http import require_safe

from articles import documents, publishing
from articles.locking import CannotMove
from articles.models import Document
from ccsis.scripts import clean_name


class FileForm(forms.ModelForm):
    """A new file. Without a title it gets that of its name."""

    file = forms.FileField(
        label=L("PDF file"),
        help_text=L("At most 20 MB. We keep a copy without the names and dates that programs write into it."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={"required": L("Choose a file."), "empty": L("This file is empty. Choose it once more.")},
    )

    class Meta:
        model = Document
        fields = ["title", "language"]
        widgets = {"title": forms.TextInput(attrs={"dir": "auto"})}
        help_texts = {"title": L("What readers choose it by. Left empty, it is the name of the file.")}

    def __init__(self, data=None, files=None, *, piece):
        super().__init__(data, files, prefix="file", label_suffix="", initial={"language": piece.language})
        self.fields["title"].required = False

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("title") and cleaned.get("file"):
            words = PurePath(cleaned["file"].name).stem.replace("_", " ")
            cleaned["title"] = clean_name(words)[:200] or _("File")
        return cleaned

    def _post_clean(self):
        """There is no row yet; articles.documents makes it."""


class NameForm(forms.ModelForm):
    """What can be changed about a file that is here."""

    class Meta:
        model = Document
        fields = ["title", "language", "position"]
        widgets = {"title": forms.TextInput(attrs={"dir": "auto"})}
        error_messages = {"title": {"required": L("Write a title: readers choose the file by it.")}}

    def __init__(self, data=None, *, instance):
        super().__init__(data, instance=instance, prefix=f"file{instance.pk}", label_suffix="")


def may(request, piece):
    return request.user.has_perm("articles.add_document") and publishing.may_write(piece, request.user)


def shown(request, piece, answers):
    """For the page of a piece: its files, each with the form to change it, and the form for a new one."""
    is_writing = may(request, piece)
    sent = answers.get("named")
    rows = list(piece.documents.at_the_desk())
    return {
        "files": [
            (row, (sent if sent and sent.instance.pk == row.pk else NameForm(instance=row)) if is_writing else None)
            for row in rows
        ],
        "file_form": answers.get("file") or (FileForm(piece=piece) if is_writing else None),
        "files_open": bool(rows or "file" in answers),
    }


def send(request, piece):
    """Take a new file, or with `change` or `remove` and its id do that. Gives the forms to be shown again."""
    if not may(request, piece):
        raise PermissionDenied
    for action, act in (("change", _change), ("remove", _remove)):
        if (number := request.POST.get(action, "")).isdecimal():
            document = get_object_or_404(piece.documents.at_the_desk().select_related("article"), pk=int(number[:18]))
            return act(request, document)
    form = FileForm(request.POST, request.FILES, piece=piece)
    if form.is_valid():
        given = form.cleaned_data
        try:
            documents.add(piece, given["file"], title=given["title"], language=given["language"], by=request.user)
        except (documents.Refused, CannotMove) as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, _("The file is here. Readers get it with the next publication of this piece."))
            return {}
    return {"file": form}


def _change(request, document):
    form = NameForm(request.POST, instance=Document.objects.get(pk=document.pk))
    if form.is_valid():
        try:
            documents.change(document, by=request.user, **form.cleaned_data)
        except CannotMove as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Changed. Readers see it with the next publication of this piece."))
            return {}
    return {"named": form}


def _remove(request, document):
    try:
        documents.remove(document, by=request.user)
    except CannotMove as refused:
        messages.error(request, str(refused))
    else:
        words = _("Taken away. Readers who have it keep it until the piece is published again.")
        messages.success(request, words if documents.is_public(document) else _("Taken away."))
    return {}


@require_safe
def download(request, pieces, pk, number):
    """The file, for those who may see the piece."""
    piece = get_object_or_404(pieces, pk=pk)
    document = get_object_or_404(piece.documents, pk=number)
    try:
        file = documents.store().open(document.file)
    except FileNotFoundError:
        raise Http404("lost") from None
    response = FileResponse(file, as_attachment=True, filename=document.original_name, content_type="application/pdf")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
