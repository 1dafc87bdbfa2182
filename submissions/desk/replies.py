"""Canned replies: the words that staff keep for letters they write often, and how they are offered with a letter."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from submissions.models import CannedReply


class CannedReplyAdmin(admin.ModelAdmin):
    when_empty = _("Sentences that moderators write again and again, ready to be put into a letter and changed there.")
    first_action = _("Write the first reply")
    list_display = ["title", "kind", "language", "begins"]
    list_filter = ["kind", "language"]
    search_fields = ["title", "text"]
    fields = ["kind", "title", "language", "text", "position"]
    ordering = ["kind", "language", "position", "title"]

    @admin.display(description=CannedReply._meta.get_field("text").verbose_name)
    def begins(self, reply):
        return reply.begins


def offered(kind, language):
    """The kept replies for one kind of letter in groups, [(language, replies)]: those in the letter's language first.

    Takes one of CannedReply.Kind and the letter's language.
    """
    groups = {}
    for reply in CannedReply.objects.filter(kind=kind).order_by("language", "position", "title"):
        groups.setdefault(reply.language, []).append(reply)
    in_order = sorted(groups, key=lambda each: (each != language, each))
    return [(groups[each][0].get_language_display(), groups[each]) for each in in_order]


def find(pk, groups):
    """The reply of this id among those that are offered, or None."""
    return next((reply for _language, replies in groups for reply in replies if str(reply.pk) == pk), None)
