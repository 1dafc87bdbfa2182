"""Rows as machines get them: plain JSON with full addresses and moments with their zone."""

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime

from articles import bylines, republishing


def full(path):
    return settings.SITE_URL + path


def at(moment):
    return localtime(moment).isoformat() if moment else None


def own(name, *args):
    """The address of something in this API."""
    return full(reverse(f"api:{name}", args=args))


def brief(row, site):
    """A publication as it stands in lists. Its relations are prefetched."""
    return {
        "number": row.number,
        "slug": row.slug,
        "address": row.full_address,
        "self": own("publication", row.slug),
        "type": row.kind,
        "language": row.language,
        "title": row.title,
        "subtitle": row.subtitle,
        "standfirst": row.standfirst,
        "published_at": at(row.published_at),
        "updated_at": at(row.updated_at),
        "version": row.version,
        "bylines": [byline(credit) for credit in in_order(row)],
        "series": {**term(row.series, "series_one"), "part": row.series_part} if row.series else None,
        "topics": [term(topic, "topic") for topic in row.topics.all()],
        "regions": [term(region, "region") for region in row.regions.all()],
        "tags": [term(tag, "tag") for tag in row.tags.all()],
        "licence": licence(row, site),
        "is_exclusive": row.is_exclusive,
        "doi": row.doi,
        "words": row.words,
        "image": picture(row.lead_image) if row.lead_image else None,
    }


def in_order(row):
    """The names under a piece in the order of the house: who wrote it, translated it, edited it."""
    credits = list(row.credits.all())
    return [*bylines.writers(credits), *bylines.translators(credits), *bylines.editors(credits)]


def byline(credit):
    """A name as it was on the day, and the person as far as there is a page."""
    person = credit.person
    return {
        "role": credit.role,
        "name": credit.name,
        "native_name": credit.native_name,
        "title": credit.title,
        "is_body": bool(person and person.is_body),
        "person": {"slug": person.slug, "address": full(person.get_absolute_url()), "self": own("person", person.slug)}
        if person
        else None,
    }


def term(row, name):
    """A topic, region, series or tag where it is only named."""
    return {
        "slug": row.slug,
        "name": row.name,
        "address": full(row.get_absolute_url()),
        "self": own(name, row.slug),
    }


def licence(row, site):
    """Under which licence anybody may republish it; None where nobody may without asking."""
    terms = republishing.terms(row, site)
    return {"name": terms.licence, "address": terms.address} if terms.licence else None


def picture(image):
    return {
        "address": full(image.file.url),
        "alt": image.alt,
        "caption": image.caption,
        "credit": image.credit,
        "licence": image.licence,
    }


def correction(row):
    return {"type": row.type, "text": row.text, "at": at(row.at), "version": row.version}
