"""What publications are found under (topics, regions, series, tags, people), and every correction that was made."""

from articles import filing, record
from articles.api import shapes
from articles.api.answering import Answer, page, page_by_id
from articles.api.publications import named
from articles.citations.names import one_line
from articles.models import Correction, Person, Publication, Region, Series, Tag, Topic
from ccsis.html import plain_text


def terms(model, name):
    """The view that lists topics, regions or series in the order that editors gave them, with how much is in each."""

    def view(asked):
        rows = filing.with_totals(model.objects.order_by("position", "name"))
        found = [_term(row, name) for row in rows if row.total or model is not Series]
        return Answer({_plural(model): found})

    return view


def term(model, name):
    """The view of one of them."""

    def view(asked):
        return Answer(_term(named(model, name, asked.places["slug"]), name))

    return view


def _plural(model):
    return {Topic: "topics", Region: "regions", Series: "series"}[model]


def _term(row, name):
    kept = shapes.term(row, "series_one" if name == "series" else name)
    return {**kept, "introduction": _words(row.introduction), "publications": row.total}


def _words(html):
    return one_line(plain_text(html))


# Tags and people: there may be thousands, so they come in pages, the newest first


def tags(asked):
    rows, after = page_by_id(asked, _used(Tag.objects.filter(synonym_of=None)))
    return Answer({"tags": [_term(row, "tag") for row in rows], "next": after or None}, next=after)


def tag(asked):
    """One tag; asked for by a synonym, the one that it stands for."""
    return Answer(_term(named(Tag, "tag", asked.places["slug"]), "tag"))


def people(asked):
    rows, after = page_by_id(asked, _used(Person.objects.select_related("photo")))
    return Answer({"people": [_person(row) for row in rows], "next": after or None}, next=after)


def person(asked):
    return Answer(_person(named(Person, "person", asked.places["slug"])))


def _used(rows):
    """Those that something is published under, each with how much of it as `total`."""
    return filing.with_totals(rows).filter(total__gt=0)


def _person(row):
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
        "publications": row.total,
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
