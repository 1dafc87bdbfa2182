"""A lock in the database itself on rows that are only ever added: events, looks. For migrations.

A trigger refuses to change or delete them, whoever asks, past all Python. One change is allowed: an account that is
deleted leaves its events, so the column that points to it may become empty. Only tests, which empty their database,
and a restore may lift the lock; SQLite loses its triggers when a later migration alters the table, so such a
migration puts them back (a test looks for them).
"""

FUNCTION = """
CREATE OR REPLACE FUNCTION {table}_is_unchangeable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.actor_id IS NULL
        AND (to_jsonb(NEW) - 'actor_id') = (to_jsonb(OLD) - 'actor_id') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '{table}: rows are never changed or deleted';
END $$
"""
POSTGRES = (
    "CREATE TRIGGER {table}_is_unchangeable BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION {table}_is_unchangeable()"
)
SQLITE = (
    "CREATE TRIGGER {table}_is_never_changed BEFORE UPDATE ON {table} "
    "WHEN NOT (NEW.actor_id IS NULL AND {same}) "
    "BEGIN SELECT RAISE(ABORT, '{table}: rows are never changed'); END",
    "CREATE TRIGGER {table}_is_never_deleted BEFORE DELETE ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table}: rows are never deleted'); END",
)


def lock(connection, model):
    """Put the lock on the table of a model. Its pointer to an account is `actor`."""
    table = model._meta.db_table
    if connection.vendor == "postgresql":
        statements = [FUNCTION.format(table=table), POSTGRES.format(table=table)]
    else:
        columns = [field.column for field in model._meta.concrete_fields if field.column != "actor_id"]
        same = " AND ".join(f'NEW."{column}" IS OLD."{column}"' for column in columns)
        statements = [statement.format(table=table, same=same) for statement in SQLITE]
    _execute(connection, statements)


def lift(connection, model):
    """Take the lock off."""
    table = model._meta.db_table
    if connection.vendor == "postgresql":
        statements = [f"DROP TRIGGER IF EXISTS {table}_is_unchangeable ON {table}"]
    else:
        statements = [f"DROP TRIGGER IF EXISTS {table}_is_never_{what}" for what in ("changed", "deleted")]
    _execute(connection, statements)


def is_locked(connection, model):
    """Whether the lock is on."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname = %s", [f"{table}_is_unchangeable"])
            return cursor.fetchone()[0] == 1
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        return cursor.fetchone()[0] == 2


def _execute(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
