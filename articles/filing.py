"""Which publications stand in which list, and how many: kept in rows of their own, in the transaction that publishes.

    file(drafts), refile(made, old), unfile(publication)    called by articles.edition, when the readers' row changes
    put_together(old, new)                                  called by articles.merging
    totals(shelf), total(row), months()                     what lists and indexes say
    recount()                                               all of it anew, while the site serves

So a page of a list is read from one index and nothing is counted for it. Two who publish at once change the counts one
after the other: each count is changed where it stands, in one order.
"""

from collections import Counter

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.models import Filed, Publication, Tag, Tally

ALL, MONTH = "all", "month"
THROUGH = {"topic": "topics", "region": "regions", "tag": "tags"}  # lists, and what a publication calls them


# Written when the readers' row is


def file(drafts):
    """Put new publications into their lists."""
    changes, rows = Counter(), []
    for made in drafts:
        places = _places(made)
        rows += _rows(made.publication, places)
        changes.update([*places, *_counted(made.publication)])
    Filed.objects.bulk_create(rows)
    _count(changes)


def refile(made, old):
    """Put a publication that took the place of `old` into the lists that it stands in now."""
    places = _places(made)
    changes = Counter([*places, *_counted(made.publication)])
    changes.subtract([*_places_of(old), *_counted(old)])
    Filed.objects.filter(publication=old).delete()
    Filed.objects.bulk_create(_rows(made.publication, places))
    _count(changes)


def unfile(publication):
    """Take a publication out of all lists; its row is about to go."""
    changes = Counter()
    changes.subtract([*_places_of(publication), *_counted(publication)])
    Filed.objects.filter(publication=publication).delete()
    _count(changes)


def _places(made):
    """The lists that a draft belongs to, as (shelf, number), each once; a tag that is a synonym gives its tag."""
    found = [("topic", row.pk) for row in made.topics] + [("region", row.pk) for row in made.regions]
    found += [("tag", row.final.pk) for row in made.tags]
    found += [("person", credit.person_id) for credit in made.credits if credit.person_id]
    found += [("series", made.publication.series_id)] if made.publication.series_id else []
    return list(dict.fromkeys(found))


def _places_of(publication):
    return list(Filed.objects.filter(publication=publication).values_list("shelf", "number"))


def _rows(publication, places):
    return [
        Filed(publication=publication, shelf=shelf, number=number, published_at=publication.published_at)
        for shelf, number in places
    ]


def _counted(publication):
    """What else a publication counts for: all, its type, its month on the clocks of the site."""
    return [(ALL, 0), (publication.kind, 0), (MONTH, _month(publication.published_at))]


def _month(moment):
    day = timezone.localtime(moment)
    return day.year * 100 + day.month


def _count(changes):
    """Change the counts, in one statement and in one order, so that two who publish at once never wait crosswise."""
    rows = [(shelf, number, change) for (shelf, number), change in sorted(changes.items()) if change]
    if not rows:
        return
    sql = "INSERT INTO articles_tally (shelf, number, total) VALUES {} ON CONFLICT (shelf, number)"
    sql += " DO UPDATE SET total = articles_tally.total + excluded.total"
    with connection.cursor() as cursor:
        for start in range(0, len(rows), 300):
            some = rows[start : start + 300]
            cursor.execute(sql.format(", ".join(["(%s, %s, %s)"] * len(some))), [each for row in some for each in row])


# Two lists become one


def put_together(old, new):
    """What stood under one row stands under another one of its kind from now on."""
    shelf = new._meta.model_name
    gone, moved = _move(shelf, old.pk, new.pk)
    _count({(shelf, old.pk): -gone - moved, (shelf, new.pk): moved})


def _move(shelf, old, new):
    """Gives how many rows stood there already, and how many were moved."""
    twin = Filed.objects.filter(publication=OuterRef("publication"), shelf=shelf, number=new)
    ours = Filed.objects.filter(shelf=shelf, number=old)
    gone, _by_model = ours.filter(Exists(twin)).delete()
    return gone, ours.update(number=new)


# What lists say


def in_all(shelf=ALL):
    """How many publications there are, in all or of a type."""
    return Tally.objects.filter(shelf=shelf, number=0).values_list("total", flat=True).first() or 0


def with_totals(rows):
    """The rows of a model of lists, each with the number of publications under it as `total`, in the same query."""
    shelf = rows.model._meta.model_name
    kept = Tally.objects.filter(shelf=shelf, number=OuterRef("pk")).values("total")
    return rows.annotate(total=Coalesce(Subquery(kept), 0))


def months():
    """[(year, month, how many)] in which anything was published, newest first. One query."""
    rows = Tally.objects.filter(shelf=MONTH, total__gt=0).order_by("-number").values_list("number", "total")
    return [(number // 100, number % 100, total) for number, total in rows]


# All of it anew


@transaction.atomic
def recount():
    """Write all of it anew from the publications; whoever publishes meanwhile waits. Gives how many counts differed."""
    before = dict(_all_kept())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("LOCK TABLE articles_filed, articles_tally IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DELETE FROM articles_filed")
        for sql in _refilled():
            cursor.execute(sql)
        _resolve_synonyms()
        cursor.execute("DELETE FROM articles_tally")
    changes = Counter()
    for shelf, number, total in Filed.objects.values_list("shelf", "number").annotate(total=Count("pk")).order_by():
        changes[shelf, number] = total
    for row in Publication.objects.only("kind", "published_at").order_by().iterator():
        changes.update(_counted(row))
    _count(changes)
    after = dict(_all_kept())
    return sum(before.get(place, 0) != after.get(place, 0) for place in before | after)


def catch_up():
    """For the worker: count where nothing was counted yet, as after an import of a whole site. Gives how many."""
    if Tally.objects.exists() or not Publication.objects.exists():
        return 0
    return recount()


def _all_kept():
    return {(shelf, number): total for shelf, number, total in Tally.objects.values_list("shelf", "number", "total")}


def _refilled():
    """One statement for each kind of list."""
    into = "INSERT INTO articles_filed (shelf, number, published_at, publication_id) SELECT DISTINCT "
    piece = "p.published_at, p.id FROM articles_publication p"
    for shelf, name in THROUGH.items():
        table = Publication._meta.get_field(name).remote_field.through._meta.db_table
        yield f"{into} '{shelf}', t.{shelf}_id, {piece} JOIN {table} t ON t.publication_id = p.id"
    yield (
        f"{into} 'person', c.person_id, {piece} JOIN articles_credit c ON c.publication_id = p.id"
        " WHERE c.person_id IS NOT NULL"
    )
    yield f"{into} 'series', p.series_id, {piece} WHERE p.series_id IS NOT NULL"


def _resolve_synonyms():
    for tag in Tag.objects.filter(synonym_of__isnull=False).select_related("synonym_of"):
        if tag.final != tag:
            _move("tag", tag.pk, tag.final.pk)
