"""Tags to be tidied: a page of what looks alike or is unused, and one where several tags become one."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L
from django.utils.translation import ngettext

from articles import merging, tag_tidying
from articles.locking import Conflict
from articles.models import Tag

MOST_AT_ONCE = 50


class MergeForm(forms.Form):
    """Which of these tags stays."""

    def __init__(self, *args, tags, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["keep"] = forms.ModelChoiceField(
            Tag.objects.filter(pk__in=[tag.pk for tag in tags]),
            label=L("Which one stays?"),
            widget=forms.RadioSelect,
            empty_label=None,
            initial=max(tags, key=lambda tag: tag.uses).pk if tags else None,
            error_messages={"required": L("Choose the tag that stays."), "invalid_choice": L("Choose one of these.")},
        )


class TidiesTags:
    """For the ModelAdmin of tags."""

    change_list_template = "admin/articles/tag/list.html"

    def get_urls(self):
        guarded = self.admin_site.admin_view
        return [
            path("tidy/", guarded(self.tidy), name="articles_tag_tidy"),
            path("merge/", guarded(self.merge_several), name="articles_tag_merge"),
            *super().get_urls(),
        ]

    # What wants tidying

    def tidy(self, request):
        """What looks like one word written twice, and what nothing has. Deletes of the latter what is ticked."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            self._delete_unused(request)
            return HttpResponseRedirect(reverse("admin:articles_tag_tidy"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Tags to be tidied"),
            "opts": self.opts,
            "pairs": [{"tags": pair.tags, "address": merge_address(pair.tags)} for pair in tag_tidying.alike()],
            "unused": list(tag_tidying.unused()),
            "may_delete": self.has_delete_permission(request),
        }
        return TemplateResponse(request, "admin/articles/tag/tidy.html", context)

    def _delete_unused(self, request):
        """Those that were ticked and that still nothing has."""
        if not self.has_delete_permission(request):
            raise PermissionDenied
        ticked = [int(number) for number in request.POST.getlist("tag") if number.isdecimal()]
        with transaction.atomic():
            rows = list(tag_tidying.unused().filter(pk__in=ticked))
            rows = [row for row in rows if not merging.uses(row)]
            self.log_deletions(request, Tag.objects.filter(pk__in=[row.pk for row in rows]))
            Tag.objects.filter(pk__in=[row.pk for row in rows]).delete()
        words = ngettext("%d unused tag was deleted.", "%d unused tags were deleted.", len(rows)) % len(rows)
        self.message_user(request, words, messages.SUCCESS)

    # Several become one

    def merge_several(self, request):
        """The tags named by `?tag=…&tag=…`: which stays, and what becomes of the others."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        tags = _asked_for(request)
        if len(tags) < 2:
            self.message_user(request, _("Choose two tags or more that mean the same."), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:articles_tag_changelist"))
        form = MergeForm(request.POST or None, tags=tags)
        if request.method == "POST" and form.is_valid() and self._merge(request, form, tags):
            return HttpResponseRedirect(reverse("admin:articles_tag_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Make one tag of several"),
            "opts": self.opts,
            "form": form,
            "tags": tags,
        }
        return TemplateResponse(request, "admin/articles/tag/merge.html", context)

    def _merge(self, request, form, tags):
        """Whether it was done; where not, the form has the reason."""
        keep = form.cleaned_data["keep"]
        others = [tag for tag in tags if tag.pk != keep.pk]
        try:
            with transaction.atomic():
                for tag in others:
                    merging.merge(tag, keep, by=request.user)
                    self.log_change(request, keep, _("Put in the place of “%s”.") % tag.name)
        except (merging.CannotMerge, Conflict) as reason:
            form.add_error("keep", str(reason))
            return False
        words = ngettext(
            "“%(keep)s” stands wherever the other tag stood; its word is a synonym now.",
            "“%(keep)s” stands wherever the other %(n)d tags stood; their words are synonyms now.",
            len(others),
        )
        self.message_user(request, words % {"keep": keep.name, "n": len(others)}, messages.SUCCESS)
        return True


def _asked_for(request):
    """The tags that stand for themselves among those asked for; a synonym brings its main tag."""
    numbers = [int(number) for number in request.GET.getlist("tag")[:MOST_AT_ONCE] if number.isdecimal()]
    asked = Tag.objects.filter(pk__in=numbers).select_related("synonym_of")
    mains = {tag.final.pk for tag in asked}
    return list(tag_tidying.used(Tag.objects.filter(pk__in=mains)).order_by("folded"))


def merge_address(tags):
    return f"{reverse('admin:articles_tag_merge')}?{urlencode({'tag': [tag.pk for tag in tags]}, doseq=True)}"
