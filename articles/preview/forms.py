"""What an outsider sends from the page of a draft: words about it, and which text stood on the screen."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L

from articles import commenting


class WordsForm(forms.Form):
    """A comment on the piece or on one paragraph. `is_needed`: an approval may go without words."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    paragraph = forms.ChoiceField(label=L("What it is about"), required=False)
    text = forms.CharField(
        label=L("What you think of it"),
        required=False,
        max_length=commenting.LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "class": "short", "maxlength": commenting.LONGEST}),
        error_messages={"max_length": L("This is too long: at most %(limit_value)d characters. Send it in two parts.")},
    )

    def __init__(self, data=None, *, piece, is_needed=True):
        super().__init__(data, label_suffix="")
        self.is_needed = is_needed
        lines = commenting.paragraphs(piece.body)
        known = {each.fingerprint: f"{each.n}. {each.beginning}" for each in reversed(lines)}
        self.fields["paragraph"].choices = [("", _("The whole text")), *reversed(known.items())]
        self.fields["paragraph"].error_messages["invalid_choice"] = _(
            "This paragraph was changed meanwhile. Choose it again, or write about the whole text."
        )

    def clean_text(self):
        text = self.cleaned_data["text"].strip()
        if self.is_needed and not text:
            raise forms.ValidationError(_("Write what you think of it first."))
        return text
