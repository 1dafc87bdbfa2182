"""Canned replies: the words that staff keep for letters they write often."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class CannedReplyAdmin(admin.ModelAdmin):
    when_empty = _("Sentences that moderators write again and again, ready to be put into a letter and changed there.")
    first_action = _("Write the first reply")
    list_display = ["title", "kind", "language", "position"]
    list_filter = ["kind", "language"]
    search_fields = ["title", "text"]
    fields = ["kind", "title", "language", "text", "position"]
