"""How somebody wants to be named, and what each choice protects and what it cannot."""

from django import forms
from django.utils.translation import gettext_lazy as _

from submissions.models import CreditChoice

WHAT_IT_MEANS = {
    CreditChoice.FULL: "",
    CreditChoice.NAME: _("Without title and affiliation."),
    CreditChoice.PSEUDONYM: _(
        "Readers see the pseudonym, and so do those who decide on your text. Your name is kept apart, with your "
        "address. Whoever knows your style or what you tell of may still recognise you, and a court could order us "
        "to say what we know."
    ),
    CreditChoice.WITHHELD: _(
        "Readers will not learn your name from us, and those who decide on your text do not see it. Whoever knows "
        "your style or what you tell of may still recognise you, and a court could order us to say what we know."
    ),
}


class CreditButtons(forms.RadioSelect):
    """A radio button for each choice, with what it means under it."""

    def create_option(self, name, value, label, selected, index, subindex=None, attrs=None):
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        option["help"] = WHAT_IT_MEANS.get(value, "")
        if option["help"]:
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_help"
        return option
