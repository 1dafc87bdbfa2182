"""Canned replies: the words that staff keep for letters they write often."""

from django.contrib import admin


class CannedReplyAdmin(admin.ModelAdmin):
    list_display = ["title", "kind", "language", "position"]
    list_filter = ["kind", "language"]
    search_fields = ["title", "text"]
    fields = ["kind", "title", "language", "text", "position"]
