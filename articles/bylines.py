"""The one order of the names under a piece: whoever shows, feeds, cites or draws them asks here.

Those who wrote it stand first, in the order of the byline, whether it calls them authors or contributors.
"""

from articles.models import Role

WRITERS = (Role.AUTHOR, Role.CONTRIBUTOR)


def writers(credits):
    """Those who wrote it."""
    return [credit for credit in credits if credit.role in WRITERS]


def translators(credits):
    return [credit for credit in credits if credit.role == Role.TRANSLATOR]


def editors(credits):
    return [credit for credit in credits if credit.role == Role.EDITOR]


def on_card(credits):
    """Those who wrote it; where nobody did, as in a collection, everybody."""
    return writers(credits) or list(credits)
