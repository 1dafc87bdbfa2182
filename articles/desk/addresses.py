"""Addresses of what readers find things under: the feed below one moves with it."""

from articles import merging
from ccsis import addresses


class KeepsAddress(addresses.KeepsAddress):
    """For a ModelAdmin whose rows readers see as they are saved: old page and old feed lead to the new ones."""

    leave_address = staticmethod(merging.leave_address)
