"""Addresses of what readers find things under: the feed below one moves with it."""

from articles import merging
from articles.searching import index
from ccsis import addresses

NAMES = ("name", "native_name")  # and a name in another language: name_ru


class KeepsAddress(addresses.KeepsAddress):
    """For a ModelAdmin whose rows readers see as they are saved: old page and old feed lead to the new ones, and the
    pieces under a row are found by its new name."""

    leave_address = staticmethod(merging.leave_address)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and any(name.startswith(NAMES) for name in form.changed_data):
            index.take_later(index.numbers_under(obj))
