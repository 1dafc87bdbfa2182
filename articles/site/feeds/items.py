"""From rows that readers see to the items of a feed, in a number of queries that does not grow with the rows."""

import mimetypes
from dataclasses import dataclass
from datetime import UTC
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Prefetch, Subquery, Value
from django.template.defaultfilters import linebreaks
from django.urls import reverse

from articles import bylines, showing
from articles.models import Correction, Credit, Image, Notice, Publication
from articles.site.feeds import text
from articles.site.feeds.item import Category, Item, Name, Picture

UNREAD = ("text", "headings")


def full(path):
    return settings.SITE_URL + path


def new_id(site, what):
    """An id for ever (RFC 4151): neither a new title, slug or text nor a new domain changes it.

    What stands in front is the domain and the day under which `setup` first saw the site in public; it is kept in the
    settings of the site, because the same made from SITE_URL would show every reader everything anew after a move.
    """
    return f"tag:{site.tagging_entity or _entity_of_today()}:{what}"


def _entity_of_today():
    return f"{urlsplit(settings.SITE_URL).hostname},2026"


# Pieces


@dataclass(frozen=True)
class _Around:
    """What the items of some publications need besides the rows: by id of the publication, image or article."""

    site: object
    categories: dict
    images: dict
    told: dict


def rows_of(publications, most):
    """The newest of some publications, with their names, and with `retracted_at` of the last piece that was taken
    back, of whatever it was. Two queries."""
    # The newest are found by their numbers alone; sorting whole texts would take long where there are many.
    newest = publications.newest_first().values("pk")[:most]
    names = Prefetch("credits", Credit.objects.select_related("person"))
    rows = Publication.objects.filter(pk__in=newest).newest_first().prefetch_related(names).defer(*UNREAD)
    return list(rows.annotate(retracted_at=Subquery(retractions()[:1])))


def retractions():
    """The moments of all retractions, the last one first."""
    return Notice.objects.order_by("-retracted_at").values_list("retracted_at", flat=True)


def of_publications(rows, site):
    """An Item of each. Two queries, four where there are pictures."""
    around = _Around(site, _categories(rows), _images(rows), _told(rows))
    return [_item(row, around) for row in rows]


def _item(row, around):
    told = around.told.get(row.article_id, [])
    return Item(
        id=new_id(around.site, row.number),
        address=row.full_address,
        title=row.title,
        language=row.language,
        html=text.of_publication(row, told, around.images, row.republication_notice),
        summary=row.standfirst,
        published=row.published_at,
        updated=row.last_changed_at,
        number=row.number,
        version=row.version,
        names=[_name(credit) for credit in row.credits.all()],
        categories=around.categories.get(row.pk, []),
        picture=_picture(around.images.get(row.lead_image_id)),
    )


def _name(credit):
    return Name(
        name=credit.name,
        role=credit.role,
        is_writer=credit.role in bylines.WRITERS,
        native_name=credit.native_name,
        title=credit.title,
        address=full(credit.person.get_absolute_url()) if credit.person else "",
    )


def _categories(rows):
    """{id of the publication: its topics, regions and tags, in this order}: one query for all three."""
    parts = [_category_rows(rows, *each) for each in enumerate((("topic", True), ("region", True), ("tag", False)))]
    schemes = [full(reverse(f"site:{name}")) for name in ("topics", "regions", "tags")]
    found = {}
    for pk, kind, _place, name, slug in sorted(parts[0].union(*parts[1:], all=True)):
        found.setdefault(pk, []).append(Category(name=name, slug=slug, scheme=schemes[kind]))
    return found


def _category_rows(rows, kind, of):
    name, is_ordered = of
    through = getattr(Publication, f"{name}s").through.objects
    place = f"{name}__position" if is_ordered else Value(0)
    mine = through.filter(publication__in=[row.pk for row in rows])
    return mine.values_list("publication_id", Value(kind), place, f"{name}__name", f"{name}__slug")


def _images(rows):
    """The pictures of these rows by number, those at their heads too. Two queries, where there are any."""
    numbers = {int(number) for row in rows for number, _alt in showing.STORED.findall(row.page)}
    numbers |= {row.lead_image_id for row in rows} - {None}
    return Image.objects.for_pages().in_bulk(numbers) if numbers else {}


def _told(rows):
    """{id of the article: its corrections, newest first}. One query."""
    told = {}
    articles = [row.article_id for row in rows]
    for each in Correction.objects.filter(article__in=articles).newest_first().defer("by"):
        told.setdefault(each.article_id, []).append(each)
    return told


def _picture(image):
    """The copy that every reader knows; the picture itself until the worker has made one."""
    if image is None:
        return None
    copy = showing.share_copy(image)
    if copy:
        kind, size = f"image/{copy.format}", copy.bytes
    else:
        kind, size = mimetypes.guess_type(image.file.name)[0] or "application/octet-stream", 0
    shown = copy or image
    measures = {"bytes": size, "width": shown.width, "height": shown.height}
    return Picture(address=full(shown.file.url), type=kind, credit=image.credit, **measures)


# Corrections


def of_corrections(rows, site):
    """An Item of each correction; `piece` stands at each. No query."""
    return [
        Item(
            id=new_id(site, f"{row.piece.number}:correction-{row.at.astimezone(UTC):%Y%m%dT%H%M%S%f}"),
            address=full(f"{row.piece.get_absolute_url()}#correction-{row.pk}"),
            title=f"{row.get_type_display()}: {row.piece.title}",
            language=row.piece.language,
            html=linebreaks(row.text, autoescape=True),
            summary=row.text,
            published=row.at,
            updated=row.at,
            number=row.piece.number,
            version=row.version or 0,
        )
        for row in rows
    ]
