"""Deleting what is in use: the delete page says where it stands and offers to put another one in its place."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles import merging
from articles.desk.piece_forms import choosable_by
from articles.locking import Conflict
from articles.models import Article, Publication

MOST_SHOWN = 50


class ReplaceForm(forms.Form):
    """Which row shall stand in the place of another."""

    def __init__(self, *args, row, key, site, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["replacement"] = forms.ModelChoiceField(
            type(row)._default_manager.exclude(pk=row.pk),
            label=_("Put in its place"),
            widget=AutocompleteSelect(key, site),
            error_messages={"required": _("Choose what shall stand in its place.")},
        )


class Replaceable:
    """For a ModelAdmin whose rows stand elsewhere. `chosen_by` is a relation to the model: its autocomplete is used."""

    chosen_by = None
    delete_confirmation_template = "admin/articles/delete_used.html"

    def get_deleted_objects(self, objs, request):
        """What is in use protects itself, many-to-many relations included."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        used = [sentence for sentence in map(_sentence, objs) if sentence]
        return (deleted, counts, set(), used) if used else (deleted, counts, lacking, protected)

    def delete_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return super().delete_view(request, object_id, extra_context)
        if not self.has_delete_permission(request, row):
            raise PermissionDenied
        is_replacing = request.method == "POST" and "_replace" in request.POST
        form = ReplaceForm(request.POST if is_replacing else None, row=row, key=self.chosen_by, site=self.admin_site)
        if is_replacing and form.is_valid() and self._replace(request, row, form):
            return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))
        if is_replacing:
            request.POST = {}  # not the confirmation of a plain deletion
        extra = {
            "uses": shown_uses(request, row),
            "form": form,
            "keeps_synonym": self.opts.model_name == "tag",
        }
        return super().delete_view(request, object_id, {**extra, **(extra_context or {})})

    def render_delete_form(self, request, context):
        response = super().render_delete_form(request, context)
        response.context_data["media"] += context["form"].media
        return response

    def _replace(self, request, row, form):
        """Whether it was done; where not, the form has the reason."""
        name, message = str(row), _("“%(new)s” now stands wherever “%(old)s” stood.")
        try:
            new = merging.merge(row, form.cleaned_data["replacement"], by=request.user)
        except (merging.CannotMerge, Conflict) as reason:
            form.add_error("replacement", str(reason))
            return False
        self.log_change(request, new, _("Put in the place of “%s”.") % name)
        self.message_user(request, message % {"new": new, "old": name}, messages.SUCCESS)
        return True


def _sentence(row):
    """That a row is in use, and where, in one line; empty where it is not."""
    uses = merging.uses(row)
    places = ", ".join(f"{len(use.rows)} {use.name}" for use in uses)
    words = _("“%(row)s” is in use: %(places)s. Delete it by itself to put another one in its place.")
    return words % {"row": row, "places": places} if uses else ""


def shown_uses(request, row):
    """Where a row stands, for a template: [{"name", "rows": links, "more": how many are left out}]."""
    return [_shown(request, use) for use in merging.uses(row)]


def _shown(request, use):
    """Pieces that this person does not know of are only counted."""
    known = use.rows
    if use.model is Article:
        known = choosable_by(request.user).filter(pk__in=[row.pk for row in known])
    rows = [_link(request, row) for row in known[:MOST_SHOWN]]
    return {"name": capfirst(use.name), "rows": rows, "more": len(use.rows) - len(rows)}


def _link(request, row):
    if isinstance(row, Publication):
        return format_html('<a href="{}">{}</a>', row.get_absolute_url(), row)
    opts = row._meta
    try:
        address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])
    except NoReverseMatch:  # nothing that the admin shows by itself
        return str(row)
    if not request.user.has_perm(f"{opts.app_label}.view_{opts.model_name}"):
        return str(row)
    return format_html('<a href="{}">{}</a>', address, row)
