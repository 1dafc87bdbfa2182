"""Names that mean the same: search widens a question by them."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L

from articles.models import NameGroup
from ccsis.scripts import clean_name, fold

MOST_NAMES = 60
LONGEST = 120


class NameGroupForm(forms.ModelForm):
    """The names, one a line; what is the same name in another spelling stands once."""

    class Meta:
        widgets = {"names": forms.Textarea(attrs={"rows": 14, "cols": 60, "dir": "auto", "spellcheck": "false"})}

    def clean_names(self):
        names = {fold(name): name for name in map(clean_name, self.cleaned_data["names"].splitlines()) if fold(name)}
        if len(names) < 2:
            raise ValidationError(_("Write two names or more, one a line: a name alone means nothing else."))
        if len(names) > MOST_NAMES or max(map(len, names.values())) > LONGEST:
            raise ValidationError(
                _("A group has at most %(most)d names of %(longest)d letters. Leave some out, or part the group.")
                % {"most": MOST_NAMES, "longest": LONGEST}
            )
        self._refuse_twins(names)
        return "\n".join(names.values())

    def _refuse_twins(self, names):
        for other in NameGroup.objects.exclude(pk=self.instance.pk):
            twice = [name for folded, name in names.items() if folded in map(fold, other.name_list)]
            if twice:
                raise ValidationError(
                    _("“%(name)s” stands in another group: %(group)s. Add your names there, or take it out there.")
                    % {"name": twice[0], "group": str(other)[:200]}
                )


@admin.register(NameGroup)
class NameGroupAdmin(admin.ModelAdmin):
    desk_place = 7.5  # beside the tags
    form = NameGroupForm
    fields = ["names", "note"]
    when_empty = L(
        "Names of one place or one person, in any language and of any side. A reader who searches for one of them "
        "finds the pieces that use another, and is told so."
    )
    first_action = L("Write down the first names")
    list_display = ["first_names", "how_many", "note"]
    search_fields = ["names", "note"]

    @admin.display(description=L("names"), ordering="names")
    def first_names(self, group):
        return " · ".join(group.name_list[:6])

    @admin.display(description=L("how many"))
    def how_many(self, group):
        return len(group.name_list)
