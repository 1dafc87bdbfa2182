"""Rows that say the same in other languages of the site: `topic|said:"name"` in templates, `.said("name")` in code.

The row's own fields speak the site's first language. Its `wordings` hold what staff wrote for the others, as
{language: {field: text}}; where nothing is written the row says it in its own words.
"""

from django import forms
from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ccsis.scripts import LANGUAGE_NAMES, direction


class Worded(models.Model):
    """A row with `WORDED`, the names of the fields that may be written in other languages."""

    WORDED = ()

    wordings = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    def said(self, name):
        """What this field says in the language that is being spoken."""
        return self._other().get(name) or getattr(self, name)

    def language_of(self, name):
        """The language in which said() says it."""
        return get_language() if self._other().get(name) else settings.LANGUAGE_CODE

    def _other(self):
        return self.wordings.get(get_language() or settings.LANGUAGE_CODE, {})


def other_languages():
    """The codes of the languages that a row's own fields do not speak."""
    return [code for code in dict(settings.LANGUAGES) if code != settings.LANGUAGE_CODE]


def names_of(model, language):
    """The names of the form's fields for one language."""
    return [f"{name}_{language}" for name in model.WORDED]


class WordingsForm(forms.ModelForm):
    """The form of a Worded row, with its wordings in the languages of the site. See `form_for`."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for language in other_languages():
            for name in self._meta.model.WORDED:
                self.initial.setdefault(f"{name}_{language}", self.instance.wordings.get(language, {}).get(name, ""))

    def _post_clean(self):
        super()._post_clean()
        kept = dict(self.instance.wordings)  # of a language that is switched off nothing is lost
        for language in other_languages():
            texts = {
                name: self.cleaned_data[f"{name}_{language}"]
                for name in self._meta.model.WORDED
                if self.cleaned_data.get(f"{name}_{language}")
            }
            kept.pop(language, None)
            if texts:
                kept[language] = texts
        self.instance.wordings = kept


def form_for(model):
    """The form class of a Worded model for the desk."""
    fields = {}
    for language in other_languages():
        for name in model.WORDED:
            field = model._meta.get_field(name).formfield(required=False, initial=None)
            field.label, field.help_text = field.label, ""
            field.widget.attrs |= {"lang": language, "dir": direction(language)}
            fields[f"{name}_{language}"] = field
    return type(f"{model.__name__}Form", (WordingsForm,), fields)


class AsksWordings:
    """For a ModelAdmin of a Worded model whose `form` is form_for(model): a folded group for each other language.

    Who may only look is shown the row's own words.
    """

    def get_form(self, request, obj=None, change=False, **kwargs):
        if not self._may_write(request, obj):
            kwargs["form"] = forms.ModelForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        own = [name for name in super().get_fields(request, obj) if not _is_wording(self.model, name)]
        groups = list(self.fieldsets or [(None, {"fields": own})])
        for language in other_languages() if self._may_write(request, obj) else []:
            heading = _("In %s") % LANGUAGE_NAMES[language]
            groups.append((heading, {"classes": ["collapse"], "fields": names_of(self.model, language)}))
        return groups

    def _may_write(self, request, obj):
        return self.has_change_permission(request, obj) if obj else self.has_add_permission(request)


def _is_wording(model, name):
    return any(name in names_of(model, language) for language in other_languages())
