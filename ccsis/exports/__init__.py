"""The whole site as text and files, to be taken elsewhere: `manage.py export` and `manage.py import_export`.

    manifest.json               what is here: counts, lengths and hashes of every other file, and what is left out
    rows/articles.article.jsonl one kind of row, one row a line, as JSON
    files/media/images/7f3a.png a file, under the name that it has in its store

Rows keep their numbers, because texts, snapshots and events name other rows by them, and a text that says
`/images/12` must find the same picture. That is safe since an export is read into an empty site only. The last number
that was given is kept too, so that the number of a deleted row is never given again.

The same site gives the same bytes: rows in the order of their numbers, names sorted, times in UTC with microseconds,
nothing of the day on which it was made. What goes along stands in lists that settings.EXPORT_PARTS names.
"""


class Refused(Exception):
    """Something that cannot be exported or imported. The text is one sentence for who asked; nothing was changed."""


def few(names):
    """The first of some names, and how many more there are."""
    shown = ", ".join(names[:6])
    return shown if len(names) <= 6 else f"{shown} and {len(names) - 6} more"
