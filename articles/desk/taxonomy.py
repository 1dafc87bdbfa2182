from django.contrib import admin

from articles.desk.addresses import KeepsAddress
from articles.desk.replacing import Replaceable
from articles.models import Article, Region, Series, Topic
from ccsis.editor import ShowsEditor


class ControlledListAdmin(ShowsEditor, KeepsAddress, Replaceable, admin.ModelAdmin):
    """A list that editors keep: topics, regions, series."""

    fields = ["name", "introduction", "position", "slug"]
    list_display = ["name", "slug", "position"]
    search_fields = ["name", "slug"]


@admin.register(Topic)
class TopicAdmin(ControlledListAdmin):
    desk_place = 4
    chosen_by = Article._meta.get_field("topics")


@admin.register(Region)
class RegionAdmin(ControlledListAdmin):
    desk_place = 5
    chosen_by = Article._meta.get_field("regions")


@admin.register(Series)
class SeriesAdmin(ControlledListAdmin):
    desk_place = 6
    chosen_by = Article._meta.get_field("series")
