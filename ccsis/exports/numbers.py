"""The last number that a table gave to a row. Rows keep their numbers; the next one must not be one that was used."""

from django.db import connection


def last_number(model):
    """The greatest number ever given, 0 where none was."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row = cursor.fetchone()
            return row[0] if row else 0
        cursor.execute(f"SELECT last_value, is_called FROM {_sequence(cursor, table, column)}")  # noqa: S608
        last, is_called = cursor.fetchone()
        return last if is_called else last - 1


def set_last_number(model, number):
    """From now on the next row gets the number after this one."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])
            return
        # Unlike setval, this is undone with the transaction.
        cursor.execute(f"ALTER SEQUENCE {_sequence(cursor, table, column)} RESTART WITH {int(number) + 1}")


def _sequence(cursor, table, column):
    """The quoted name of the sequence behind a column, as the database gives it."""
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [connection.ops.quote_name(table), column])
    return cursor.fetchone()[0]
