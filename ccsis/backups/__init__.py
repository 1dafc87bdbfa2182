"""A copy of the whole site, for the day on which the machine is gone: `backup DIR` and `restore DIR`.

A backup is a folder: `database` (a copy of the SQLite file, or what pg_dump writes), `media/` and `private/` as they
lie in DATA_DIR, and `manifest.json` with the size and SHA-256 of each. It belongs to one kind of database; who wants to
change that takes `export` and `import_export`.
"""


class Refused(Exception):
    """Why nothing was done, in one sentence for whoever typed the command."""
