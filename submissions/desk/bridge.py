"""The page where staff turn a letter into a draft: drop an .eml or paste, look at it, mend it, send the link."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L

from ccsis.commonmark import LONGEST
from ccsis.scripts import clean_name, clean_text
from submissions import mailed
from submissions.models import Call


class MailForm(forms.Form):
    """A letter: as a file, or as its parts."""

    call = forms.ModelChoiceField(Call.objects.none(), label=L("For the call"), empty_label=None)
    letter = forms.FileField(
        label=L("Letter as a file"),
        required=False,
        help_text=L("An .eml, as mail programs save it. What you write below stands before what is in it."),
        widget=forms.ClearableFileInput(attrs={"accept": ".eml,message/rfc822"}),
    )
    address = forms.CharField(label=L("Sender’s address"), required=False, max_length=254)
    name = forms.CharField(label=L("Sender’s name"), required=False, max_length=200)
    subject = forms.CharField(label=L("Title"), required=False, max_length=200)
    text = forms.CharField(
        label=L("Text"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"})
    )

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["call"].queryset = mailed.open_calls()

    def typed(self):
        """What was typed, as a Mailed."""
        data = self.cleaned_data
        return mailed.Mailed(
            clean_name(data["name"]), data["address"].strip(), clean_name(data["subject"]), clean_text(data["text"])
        )

    def clean(self):
        data = super().clean()
        if not data.get("letter") and not (data.get("text") or "").strip():
            self.add_error("letter", _("Choose a letter, or paste its text below."))
        return data


def page(request, site_context):
    """The page. Needs submissions.decide."""
    if not request.user.has_perm("submissions.decide"):
        raise PermissionDenied
    form = MailForm(request.POST, request.FILES) if request.method == "POST" else MailForm()
    if form.is_bound and form.is_valid():
        answer = _make(request, form)
        if answer:
            return answer
    context = {**site_context, "title": _("From a letter"), "form": form}
    return render(request, "submissions/desk/bridge.html", context, status=422 if form.errors else 200)


def _make(request, form):
    """Make the draft and lead back; None where something is missing, which the form then says."""
    typed, checked = form.typed(), []
    try:
        if form.cleaned_data["letter"]:
            found, checked = mailed.read(form.cleaned_data["letter"], form.cleaned_data["call"])
            typed = _completed(typed, found)
        submission = mailed.make_draft(form.cleaned_data["call"], typed, checked)
    except mailed.NotALetter as error:
        for each in checked:
            each.discard()
        form.add_error("address" if checked or typed.text else "letter", str(error))
        return None
    said = _("A draft was made, %(reference)s, and its sender gets the link. You see it again once it was sent.")
    messages.success(request, said % {"reference": submission.reference})
    for sentence in typed.refused:
        messages.warning(request, sentence)
    return HttpResponseRedirect(reverse("admin:submissions_mail"))


def _completed(typed, found):
    """What was typed, and where nothing was, what the letter says."""
    for name in ("name", "address", "subject", "text"):
        if not getattr(typed, name).strip():
            setattr(typed, name, getattr(found, name))
    typed.refused = found.refused
    return typed
