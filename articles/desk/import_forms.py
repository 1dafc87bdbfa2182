"""What the pages of the import ask for."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class FilesForm(forms.Form):
    """The export and, if there are, its pictures. Only names are looked at here: a worker reads the files."""

    export = forms.FileField(
        label=_("The export"),
        help_text=_("The XML file that WordPress gives under Tools → Export → All content."),
        widget=forms.FileInput(attrs={"accept": ".xml,text/xml,application/xml"}),
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

    # Comes last: a sender who goes away in the middle has not sent it, and nothing is kept.
    whole = forms.CharField(
        initial="1",
        widget=forms.HiddenInput,
        error_messages={"required": _("The files did not arrive whole. Choose them again and send them once more.")},
    )

    def clean_export(self):
        export = self.cleaned_data["export"]
        if export.name.lower().endswith(".zip"):
            raise ValidationError(_("This is a ZIP. Open it on your computer and choose the XML file that lies in it."))
        if not export.name.lower().endswith(".xml"):
            raise ValidationError(_("“%s” is no export: its name ends in .xml.") % export.name)
        return export

    def clean_pictures(self):
        pictures = self.cleaned_data["pictures"]
        if pictures and not pictures.name.lower().endswith(".zip"):
            raise ValidationError(
                _("“%s” is no ZIP. Pack the folder wp-content/uploads into one ZIP file.") % pictures.name
            )
        return pictures
