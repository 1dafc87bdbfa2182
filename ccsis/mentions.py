"""Colleagues who are named in a text, as @nino-k."""

import re

NAMED = re.compile(r"(?<![\w@.])@([a-z][a-z0-9_-]{0,39})")


def named(text, among):
    """The users of the query `among` whom a text names, in its order."""
    names = set(NAMED.findall(text.lower()))
    return list(among.filter(username__in=names)) if names else []
