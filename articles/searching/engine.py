"""The database that is at hand, as search asks it: articles.searching.postgres or articles.searching.sqlite."""

from django.db import connection
from django.utils.functional import SimpleLazyObject


def _at_hand():
    if connection.vendor == "postgresql":
        from articles.searching.postgres import Postgres

        return Postgres()
    from articles.searching.sqlite import Sqlite

    return Sqlite()


engine = SimpleLazyObject(_at_hand)
