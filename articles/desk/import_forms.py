"""What the pages of the import ask for."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_EXPORTS = 50
CHOICES = ("fetch", "revisions", "all_pictures")
BASES = ("category_base", "tag_base")


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several, as a list."""

    widget = SeveralFiles

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files or [None]]


class FilesForm(forms.Form):
    """The export and, if there are, its pictures. Only names are looked at here: a worker reads the files."""

    export = FilesField(
        label=_("The export"),
        help_text=_(
            "The XML file that WordPress gives under Tools → Export → All content. If it gave several, choose all."
        ),
        widget=SeveralFiles(attrs={"accept": ".xml,.gz,text/xml,application/xml,application/gzip"}),
        error_messages={
            "required": _("Choose the XML file that WordPress gave you."),
            "empty": _("This file is empty. Export once more from WordPress, then choose the new file."),
        },
    )
    pictures = forms.FileField(
        label=_("Its pictures"),
        required=False,
        help_text=_(
            "A ZIP of the folder wp-content/uploads of the old server. Without it the texts come without pictures, "
            "and you can bring the pictures later in a second import."
        ),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
        error_messages={"empty": _("This ZIP is empty. Pack the folder wp-content/uploads once more.")},
    )

    fetch = forms.BooleanField(
        label=_("Fetch missing pictures from the old site"),
        required=False,
        help_text=_(
            "What is not in the ZIP is fetched from the old site while it still stands, and from nowhere else."
        ),
    )
    revisions = forms.BooleanField(
        label=_("Keep earlier versions"),
        required=False,
        help_text=_(
            "What WordPress kept of a text before its last change becomes its history here; no reader sees it."
        ),
    )
    all_pictures = forms.BooleanField(
        label=_("Bring pictures that no text shows"),
        required=False,
        help_text=_("Everything of the old media library, not only what stands in a text."),
    )
    category_base = forms.CharField(
        label=_("Word before categories in the old addresses"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": "category", "size": 20}),
        help_text=_(
            "Leave it empty if the old addresses of categories begin with /category/. WordPress tells it under "
            "Settings → Permalinks."
        ),
    )
    tag_base = forms.CharField(
        label=_("Word before tags in the old addresses"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": "tag", "size": 20}),
        help_text=_("Leave it empty if the old addresses of tags begin with /tag/."),
    )
    # Comes last: a sender who goes away in the middle has not sent it, and nothing is kept.
    whole = forms.CharField(
        initial="1",
        widget=forms.HiddenInput,
        error_messages={"required": _("The files did not arrive whole. Choose them again and send them once more.")},
    )

    def choices(self):
        return [self[name] for name in CHOICES]

    def clean_export(self):
        exports = self.cleaned_data["export"]
        for export in exports:
            name = export.name.lower()
            if name.endswith(".zip"):
                raise ValidationError(
                    _("“%s” is a ZIP. Open it on your computer and choose the XML file that lies in it.") % export.name
                )
            if not name.endswith((".xml", ".xml.gz")):
                raise ValidationError(_("“%s” is no export: its name ends in .xml.") % export.name)
        if len(exports) > MOST_EXPORTS:
            raise ValidationError(_("Choose at most %d files of one site.") % MOST_EXPORTS)
        return sorted(exports, key=lambda export: export.name)

    def options(self):
        """What the importer is told, besides the files; of a valid form."""
        given = {name: self.cleaned_data[name] for name in CHOICES}
        words = {name: self.cleaned_data[name].strip("/") for name in BASES}
        return given | {name: word for name, word in words.items() if word}

    def clean_pictures(self):
        pictures = self.cleaned_data["pictures"]
        if pictures and not pictures.name.lower().endswith(".zip"):
            raise ValidationError(
                _("“%s” is no ZIP. Pack the folder wp-content/uploads into one ZIP file.") % pictures.name
            )
        return pictures
