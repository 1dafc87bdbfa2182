"""Notes and sources in the form of a piece. A note names what it cites by its key, so that both can be new at once."""

import re

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk.piece_forms import PieceInline, RowForm, WholeFormSet
from articles.models import Note, Source
from ccsis.scripts import slugify

SOURCE_KEY = re.compile(r"sources-(\d+)-key")


def _tidy(key):
    """In the form that a mark in the text can name."""
    return key.strip().lower().replace("_", "-").strip("-")


class SourceForm(RowForm):
    class Meta:
        widgets = {
            "title": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "author": forms.TextInput(attrs={"class": "vTextField"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].required = False
        self.fields["key"].help_text = _("A short word for it, by which notes cite it. Made when left empty.")

    def clean(self):
        cleaned = super().clean()
        key = _tidy(cleaned.get("key") or "") or self._made_key(cleaned)
        if "key" not in self.errors:
            cleaned["key"] = key
        return cleaned

    def _made_key(self, cleaned):
        """Author and year, as in lezhvari-2024; with the row's number where another row has it."""
        words = (cleaned.get("author") or cleaned.get("title") or "").split()
        year = re.search(r"\d{4}", cleaned.get("date") or "")
        base = slugify(" ".join([*words[-1:], *([year[0]] if year else [])]), fallback="source")[:24].strip("-")
        number = self.prefix.rpartition("-")[2]
        return f"{base}-{number}" if base in known_sources(self.data) else base


class NoteForm(RowForm):
    cites = forms.CharField(
        label=gettext_lazy("source"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"size": 14}),
        help_text=gettext_lazy("The key of a source above."),
    )

    class Meta:
        widgets = {
            "text": forms.Textarea(attrs={"rows": 2, "cols": 70}),
            "locator": forms.TextInput(attrs={"size": 10}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.source_id:
            self.initial["cites"] = self.instance.source.key

    def clean_key(self):
        return _tidy(self.cleaned_data["key"])

    def clean_cites(self):
        key = _tidy(self.cleaned_data["cites"])
        if key and key not in known_sources(self.data):
            raise ValidationError(_("No source of this piece has the key “%s”.") % key)
        return key

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("text") and not cleaned.get("cites") and not self.errors:
            raise ValidationError({"text": _("Write the text of the note, or name the source that it cites.")})
        return cleaned

    def save(self, commit=True):
        """Sources stand before notes in the form, so what is cited has been saved."""
        key = self.cleaned_data.get("cites")
        self.instance.source = self.instance.article.sources.filter(key=key).first() if key else None
        return super().save(commit)


def known_sources(data):
    """The keys of the sources in a form that was sent, without those that are to be deleted."""
    return {
        _tidy(value)
        for name, value in data.items()
        if (row := SOURCE_KEY.fullmatch(name)) and value.strip() and not data.get(f"sources-{row[1]}-DELETE")
    }


class SourceInline(admin.StackedInline):
    model = Source
    form = SourceForm
    formset = WholeFormSet
    extra = 0
    classes = ["collapse"]
    fields = [("author", "date"), "title", "container", ("address", "accessed_on"), "archived", ("key", "position")]
    verbose_name_plural = gettext_lazy("Sources")


class NoteInline(PieceInline):
    model = Note
    form = NoteForm
    fields = ["key", "cites", "locator", "text", "position"]
    verbose_name_plural = gettext_lazy("Notes")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source")
