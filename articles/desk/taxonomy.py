from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.desk.addresses import KeepsAddress
from articles.desk.replacing import Replaceable
from articles.models import Article, ImportantPiece, Region, Series, Topic
from ccsis.editor import ShowsEditor
from ccsis.wordings import AsksWordings, form_for


class ImportantPieceInline(admin.TabularInline):
    """What readers of this list shall find first, in this order; only what is published is shown."""

    model = ImportantPiece
    fields = ["position", "article"]
    autocomplete_fields = ["article"]
    extra = 0


class ControlledListAdmin(AsksWordings, ShowsEditor, KeepsAddress, Replaceable, admin.ModelAdmin):
    """A list that editors keep: topics, regions, series."""

    touches = ["site"]
    fields = ["name", "introduction", "position", "slug"]
    inlines = [ImportantPieceInline]
    list_display = ["name", "slug", "position"]
    search_fields = ["name", "slug"]


@admin.register(Topic)
class TopicAdmin(ControlledListAdmin):
    form = form_for(Topic)
    desk_place = 4
    when_empty = _("Readers find texts by topic. Ten or so are enough: what your readers would look for.")
    chosen_by = Article._meta.get_field("topics")


@admin.register(Region)
class RegionAdmin(ControlledListAdmin):
    form = form_for(Region)
    desk_place = 5
    when_empty = _("The countries and areas that you write about. Each has a page with every text on it.")
    chosen_by = Article._meta.get_field("regions")


@admin.register(Series)
class SeriesAdmin(ControlledListAdmin):
    form = form_for(Series)
    desk_place = 6
    when_empty = _("Texts that belong together, part by part: readers see “part 2 of 4” and the way to the others.")
    first_action = _("Begin the first series")
    chosen_by = Article._meta.get_field("series")
