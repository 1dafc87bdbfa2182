"""Planning a piece from the calendar: a title and a type, who shall write it, and until when."""

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L

from articles import assigning, publishing
from articles.models import Article, Byline, Person
from ccsis.models import User


class PlanForm(forms.ModelForm):
    """Who may assign pieces says who and until when; who may not plans for themselves."""

    to = forms.ModelChoiceField(
        User.objects.none(), label=L("Who writes it"), required=False, empty_label=L("Nobody yet")
    )
    due_on = forms.DateField(
        label=L("Due"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": L("Write the day as year-month-day, like 2026-12-31.")},
    )

    class Meta:
        model = Article
        fields = ["title", "kind", "language"]
        widgets = {"title": forms.TextInput(attrs={"dir": "auto"})}
        error_messages = {"title": {"required": L("Write a title, even one that will change.")}}

    def __init__(self, data=None, *, user):
        super().__init__(data, prefix="plan", label_suffix="")
        self.user = user
        if user.has_perm(assigning.PERMISSION):
            self.fields["to"].queryset = User.objects.holding("articles.change_article")
        else:
            del self.fields["to"], self.fields["due_on"]

    def clean(self):
        data = super().clean()
        if data.get("due_on") and not data.get("to") and "to" not in self.errors:
            self.add_error("to", _("Choose somebody: a day on which a piece is due belongs to a colleague."))
        return data

    def _post_clean(self):
        """The piece is made by its move, not by the form."""


@transaction.atomic
def plan(form, *, by):
    """Make the planned piece that the form describes, and assign it. Gives the Article.

    Who shall write it gets the byline too, where that person stands among the people.
    """
    given = form.cleaned_data
    piece = publishing.plan(title=given["title"], by=by, kind=given["kind"], language=given["language"])
    if to := given.get("to"):
        if person := Person.objects.filter(user=to).first():
            Byline.objects.create(article=piece, person=person, position=1)
        assigning.assign(piece, by=by, to=to, due_on=given.get("due_on"))
    return piece
