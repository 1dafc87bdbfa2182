from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.desk.addresses import KeepsAddress
from articles.models import Disclaimer, Home, HomePick, Page
from ccsis.editor import ShowsEditor
from ccsis.wordings import AsksWordings, form_for


class HomePickInline(admin.TabularInline):
    model = HomePick
    fields = ["position", "article"]
    autocomplete_fields = ["article"]
    extra = 0


@admin.register(Home)
class HomeAdmin(admin.ModelAdmin):
    """There is one home page, so its list leads straight to it."""

    touches = ["list"]
    desk_place = 8
    fields = ["lead", "series"]
    autocomplete_fields = ["lead", "series"]
    inlines = [HomePickInline]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            return super().changelist_view(request, extra_context)
        return HttpResponseRedirect(reverse("admin:articles_home_change", args=[Home.load().pk]))


@admin.register(Page)
class PageAdmin(AsksWordings, ShowsEditor, KeepsAddress, admin.ModelAdmin):
    touches = ["site"]
    form = form_for(Page)
    desk_place = 9
    fieldsets = [
        (None, {"fields": ["title", "body"]}),
        (_("Where it stands"), {"fields": ["is_public", "in_footer", "position", "slug"]}),
        (_("For machines"), {"classes": ["collapse"], "fields": ["meta_description"]}),
    ]
    when_empty = _("Pages that stand for themselves: about, contact, privacy. You say which the footer links to.")
    first_action = _("Write the first page")
    list_display = ["title", "slug", "is_public", "in_footer", "updated_at"]
    search_fields = ["title", "slug"]


@admin.register(Disclaimer)
class DisclaimerAdmin(AsksWordings, admin.ModelAdmin):
    touches = ["site"]
    form = form_for(Disclaimer)
    desk_place = 10
    when_empty = _("The sentence at the foot of every piece of one type: whose views these are.")
    first_action = _("Write the first disclaimer")
    list_display = ["kind", "text"]
