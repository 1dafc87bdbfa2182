"""Addresses that staff type in the admin: any script is fine, and a changed one leaves a redirect."""

from django import forms
from django.db import models

from ccsis.models import Redirect
from ccsis.scripts import slugify


class AddressField(forms.SlugField):
    """A slug. What is typed in another script, or with blanks, is written in Latin letters and hyphens."""

    def to_python(self, value):
        value = super().to_python(value)
        return slugify(value) if value else ""


class TypesAddress:
    """For a ModelAdmin whose rows have a slug."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, models.SlugField):
            kwargs["form_class"] = AddressField
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class KeepsAddress(TypesAddress):
    """For a ModelAdmin whose rows readers see as they are saved: their old address leads to the new one."""

    leave_address = staticmethod(Redirect.objects.leave)

    def save_model(self, request, obj, form, change):
        before = type(obj)._default_manager.get(pk=obj.pk).get_absolute_url() if change else None
        super().save_model(request, obj, form, change)
        if before and before != obj.get_absolute_url():
            self.leave_address(before, obj.get_absolute_url())
