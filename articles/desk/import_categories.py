"""What becomes of the categories of the old site: a table that staff look through before anything is imported."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles.models import Kind

TYPE = "type"
BECOMES = [
    ("topic", _("a topic")),
    ("region", _("a region")),
    ("series", _("a series")),
    ("tag", _("a tag")),
    (_("the type of its pieces"), [(f"{TYPE}:{value}", label) for value, label in Kind.choices]),
    ("nothing", _("nothing")),
]
NAMED = {"topic", "region", "series", "tag"}
LONGEST = 100


class CategoriesForm(forms.Form):
    """Two questions for each category of an import: what it becomes, and its name here where that is another one."""

    def __init__(self, run, data=None):
        super().__init__(data)
        self.categories = run.categories
        told = {slug: (becomes, here) for slug, becomes, here in run.options.get("table", [])}
        for place, (slug, name, _pieces, becomes, here) in enumerate(self.categories):
            now, name_now = told.get(slug, (becomes, here))
            choice = f"{TYPE}:{name_now}" if now == TYPE else now
            self.fields[f"becomes-{place}"] = forms.ChoiceField(
                label=_("What “%s” becomes") % name, choices=BECOMES, initial=choice
            )
            self.fields[f"here-{place}"] = forms.CharField(
                label=_("Name of “%s” here") % name,
                required=False,
                max_length=LONGEST,
                initial=name_now if now in NAMED and name_now != name else "",
                widget=forms.TextInput(attrs={"placeholder": name, "autocomplete": "off"}),
            )

    def rows(self):
        """For the template: each category with its two fields."""
        for place, (_slug, name, pieces, *_guess) in enumerate(self.categories):
            yield {"name": name, "pieces": pieces, "fields": [self[f"becomes-{place}"], self[f"here-{place}"]]}

    def table(self):
        """What differs from what the names tell, as (slug, becomes, here); of a valid form."""
        told = []
        for place, (slug, name, _pieces, *guess) in enumerate(self.categories):
            becomes, _colon, kind = self.cleaned_data[f"becomes-{place}"].partition(":")
            here = kind or (self.cleaned_data[f"here-{place}"] or name if becomes in NAMED else "")
            if [becomes, here] != guess:
                told.append([slug, becomes, here])
        return told


def said(run):
    """How the categories are sorted now, in a few words for the page: (what it becomes, [names])."""
    told = {slug: becomes for slug, becomes, _here in run.options.get("table", [])}
    sorted_by = {}
    for slug, name, _pieces, becomes, _here in run.categories:
        sorted_by.setdefault(told.get(slug, becomes), []).append(name)
    words = {"topic": _("topics"), "region": _("regions"), "series": _("series"), "tag": _("tags")}
    words |= {TYPE: _("types of pieces"), "nothing": _("nothing")}
    return [(capfirst(words[what]), sorted_by[what]) for what in words if what in sorted_by]
