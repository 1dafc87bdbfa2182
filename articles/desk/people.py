from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.desk.addresses import KeepsAddress
from articles.desk.replacing import Replaceable
from articles.models import Byline, Person
from ccsis.editor import ShowsEditor


class PersonForm(forms.ModelForm):
    def clean_is_default_byline(self):
        is_default = self.cleaned_data["is_default_byline"]
        other = Person.objects.filter(is_default_byline=True).exclude(pk=self.instance.pk).first()
        if is_default and other:
            raise ValidationError(_("Only one can be: “%s” is the default byline now. Untick it there first.") % other)
        return is_default

    def clean_family_name(self):
        family, name = self.cleaned_data["family_name"], self.cleaned_data.get("name", "")
        if family and f" {family} " not in f" {name} ":
            raise ValidationError(_("Write it as it stands in the name: these words are not in “%s”.") % name)
        return family


@admin.register(Person)
class PersonAdmin(ShowsEditor, KeepsAddress, Replaceable, admin.ModelAdmin):
    touches = ["site"]
    desk_place = 3
    when_empty = _("Who signs texts: people, and bodies such as the centre. Each has a page with all under that name.")
    first_action = _("Add the first person")
    form = PersonForm
    chosen_by = Byline._meta.get_field("person")
    fieldsets = [
        (None, {"fields": ["name", "native_name", "family_name", "title", "is_body"]}),
        (_("For their page"), {"fields": ["biography", "photo", "links", "orcid"]}),
        (_("At the desk"), {"classes": ["collapse"], "fields": ["user", "is_default_byline", "slug"]}),
    ]
    list_display = ["name", "native_name", "title", "is_body"]
    list_filter = ["is_body"]
    search_fields = ["name", "native_name", "slug"]
    autocomplete_fields = ["photo"]
