"""Write the whole site into a folder: export(folder) -> Manifest."""

import shutil
import tempfile
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from ccsis.exports import Refused, kinds, manifest
from ccsis.exports.files import Copies, HashedFile
from ccsis.exports.numbers import last_number
from ccsis.exports.values import line_of, to_plain
from ccsis.models import SiteSettings

AT_ONCE = 200  # rows held in memory


def export(folder, *, with_contact=False, tell=lambda done, of, what: None):
    """Write everything that is the site into `folder`, which must be new or empty.

    Takes whether contact data goes along, and a function that is told how far it is. Gives the Manifest. Until all is
    there it stands under another name, so that half an export is never taken for a whole one. Raises Refused, OSError.
    """
    folder = _place(folder)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}.unfinished-", dir=folder.parent))
    try:
        with _one_moment():
            written = _write(unfinished, with_contact, tell)
        unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return written


def _place(folder):
    folder = Path(folder).resolve()
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder} is a file. Name a folder that does not exist yet.")
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder} is not empty. Name a folder that does not exist yet.")
    if not folder.parent.is_dir():
        raise Refused(f"{folder.parent}: there is no such folder.")
    for root in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
        if folder.is_relative_to(Path(root).resolve()):
            raise Refused(f"Readers can fetch what lies in {root}. Name a folder somewhere else.")
    return folder


@contextmanager
def _one_moment():
    """All that is read inside is of one moment, and nobody who writes has to wait for us."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        connection.ensure_connection()
        usual, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
        try:
            with transaction.atomic():
                yield
        finally:
            connection.transaction_mode = usual
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def _write(folder, with_contact, tell):
    going = kinds.all_rows(with_contact)
    of = sum(rows.model._base_manager.count() for rows in going)
    copies, lines, done = Copies(folder), [], 0
    for rows in going:
        with HashedFile(folder, rows.path) as file:
            count, last = 0, 0
            for row in rows_of(rows, with_contact):
                file.write(line_of(row))
                _take_files(rows, row, copies)
                count, last = count + 1, row[rows.key]
                tell(done + count, of, rows.name)
            lines.append(_line(rows, file, count, last, with_contact))
        done += count
    site = SiteSettings.load().name
    return manifest.write(folder, site=site, with_contact=with_contact, rows=lines, copies=copies)


def _line(rows, file, count, last, with_contact):
    """What the manifest says of one file of rows."""
    fields = [each.name for each in rows.written(with_contact)]
    number = max(last, last_number(rows.model)) if rows.is_numbered else 0
    return file.facts() | {"kind": rows.name, "rows": count, "fields": fields, "last_number": number}


def _take_files(rows, row, copies):
    for field, store in rows.stores.items():
        if row.get(field):
            copies.take(store, row[field], should_be_there=field not in rows.made_again)


def rows_of(rows, with_contact):
    """Each row of a kind as a dict, in the order of its numbers or names."""
    columns = [each for each in rows.written(with_contact) if not each.many_to_many]
    lists = [each for each in rows.written(with_contact) if each.many_to_many]
    for chunk in _chunks(_in_order(rows)):
        listed = {each.name: _listed(each, chunk) for each in lists}
        for row in chunk:
            plain = {each.name: to_plain(each, each.value_from_object(row)) for each in columns}
            plain |= {name: found[row.pk] for name, found in listed.items()}
            if rows.hide and not with_contact:
                plain |= rows.hide(row)
            yield plain


def _in_order(rows):
    query = rows.model._base_manager.all()
    if rows.is_named:  # few, and databases sort words in different ways
        return iter(sorted(query, key=lambda row: getattr(row, rows.key)))
    return query.order_by("pk").iterator(chunk_size=AT_ONCE)


def _chunks(rows):
    while chunk := list(islice(rows, AT_ONCE)):
        yield chunk


def _listed(field, chunk):
    """{number of the row: what stands in this list of it}, for each row of a chunk: numbers or names, sorted."""
    through = field.remote_field.through._base_manager
    here, there = field.m2m_field_name(), field.m2m_reverse_field_name()
    found = {row.pk: [] for row in chunk}
    for pk, target in through.filter(**{f"{here}__in": list(found)}).values_list(f"{here}_id", f"{there}_id"):
        found[pk].append(target)
    if field.related_model._meta.label_lower in kinds.NAMED:
        names = kinds.names_of(field.related_model)
        found = {pk: [names[target] for target in targets] for pk, targets in found.items()}
    return {pk: sorted(targets) for pk, targets in found.items()}
