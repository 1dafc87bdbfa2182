"""What publications are found under (topics, regions, series, tags, people), and every correction that was made."""

from django.db.models import Count, Exists, OuterRef

from articles import record
from articles.api import shapes
from articles.api.answering import Answer, page, page_by_id
from articles.api.publications import named, under
from articles.citations.names import one_line
from articles.models import Correction, Credit, Person, Publication, Region, Series, Tag, Topic
from ccsis.html import plain_text


def terms(model, name):
    """The view that lists topics, regions or series in the order that editors gave them, with how much is in each."""

    def view(asked):
        rows = model.objects.annotate(total=Count("publications")).order_by("position", "name")
        found = [_term(row, name, row.total) for row in (rows.filter(total__gt=0) if model is Series else rows)]
        return Answer({_plural(model): found})

    return view


def term(model, name):
    """The view of one of them."""

    def view(asked):
        row = named(model, name, asked.places["slug"])
        return Answer(_term(row, name, under(row).count()))

    return view


def _plural(model):
    return {Topic: "topics", Region: "regions", Series: "series"}[model]


def _term(row, name, total):
    kept = shapes.term(row, "series_one" if name == "series" else name)
    return {**kept, "introduction": _words(row.introduction), "publications": total}


def _words(html):
    return one_line(plain_text(html))


# Tags and people: there may be thousands, so they come in pages, the newest first


def tags(asked):
    used = Publication.tags.through.objects.filter(tag=OuterRef("pk"))
    rows, after = page_by_id(asked, Tag.objects.filter(Exists(used), synonym_of=None))
    totals = _totals(Publication.tags.through.objects, "tag", rows)
    return Answer({"tags": [_term(row, "tag", totals[row.pk]) for row in rows], "next": after or None}, next=after)


def tag(asked):
    """One tag; asked for by a synonym, the one that it stands for."""
    row = named(Tag, "tag", asked.places["slug"]).final
    return Answer(_term(row, "tag", under(row).count()))


def people(asked):
    signs = Credit.objects.filter(person=OuterRef("pk"))
    rows, after = page_by_id(asked, Person.objects.filter(Exists(signs)).select_related("photo"))
    totals = _totals(Credit.objects, "person", rows)
    return Answer({"people": [_person(row, totals[row.pk]) for row in rows], "next": after or None}, next=after)


def person(asked):
    row = named(Person, "person", asked.places["slug"])
    return Answer(_person(row, under(row).count()))


def _totals(through, name, rows):
    """{pk of a row: how many publications are under it}: one query."""
    counted = through.filter(**{f"{name}__in": [row.pk for row in rows]}).order_by().values(name)
    return dict(counted.annotate(total=Count("publication", distinct=True)).values_list(name, "total"))


def _person(row, total):
    return {
        "slug": row.slug,
        "name": row.name,
        "native_name": row.native_name,
        "title": row.title,
        "is_body": row.is_body,
        "orcid": f"https://orcid.org/{row.orcid}" if row.orcid else "",
        "biography": _words(row.biography),
        "links": [{"label": label, "address": address} for label, address in row.link_pairs],
        "photo": shapes.picture(row.photo) if row.photo else None,
        "address": shapes.full(row.get_absolute_url()),
        "self": shapes.own("person", row.slug),
        "publications": total,
    }


# Corrections


def corrections(asked):
    rows, after = page(asked, Correction.objects.of_pieces_known_to_readers(), by="at")
    record.give_pieces(rows)
    return Answer({"corrections": [_correction(row) for row in rows], "next": after or None}, next=after)


def _correction(row):
    piece, is_public = row.piece, isinstance(row.piece, Publication)
    return {
        **shapes.correction(row),
        "changes": shapes.full(row.address) if row.address else None,
        "publication": {
            "number": piece.number,
            "title": piece.title,
            "language": piece.language,
            "address": shapes.full(piece.get_absolute_url()),
            "self": shapes.own("publication", piece.slug),
            "is_public": is_public,
        },
    }
