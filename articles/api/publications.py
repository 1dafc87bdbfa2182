"""Publications: the list with its filters, and one of them whole."""

import json
from datetime import datetime

from django.db.models import Q
from django.utils.timezone import make_aware

from articles import body, filing, markdown, record, sheet, showing
from articles.api import shapes
from articles.api.answering import Answer, page
from articles.api.asking import PAGED, Refused, missing, moment, one_of, slug, year
from articles.citations import files, record_of, styles
from articles.models import Kind, Notice, Person, Publication, Region, Series, Tag, Topic
from ccsis import redirects
from ccsis.models import SiteSettings
from ccsis.scripts import LANGUAGE_NAMES

FILTERS = (
    one_of("type", "Only this type.", Kind.values),
    slug("region", "Only what is about this region, by the last part of its address."),
    slug("topic", "Only what is on this topic."),
    slug("series", "Only parts of this series."),
    slug("person", "Only what carries this person's name, in any role."),
    slug("tag", "Only what has this tag or a synonym of it."),
    one_of("language", "Only texts in this language.", LANGUAGE_NAMES),
    year("year", "Only what was first published in this year, on the clocks of the site."),
    moment("since", "Only what was first published at this day or moment, or later."),
    moment("updated_since", "Only what was first published, or changed in a way that readers are told of, since then."),
)
ASKS = (*FILTERS, *PAGED)
LISTS = {"topic": Topic, "region": Region, "series": Series, "person": Person, "tag": Tag}


def listed(asked):
    """A page of the list, newest first."""
    rows, after = page(asked, for_machines(filtered(asked)))
    site = SiteSettings.load()
    data = {"publications": [shapes.brief(row, site) for row in rows], "next": after or None}
    return Answer(data, changed=record.last_change(), next=after)


def for_machines(publications):
    """With what `shapes.brief` shows, in a fixed number of queries."""
    return publications.for_cards().prefetch_related("topics", "tags")


def filtered(asked):
    """The publications that the parameters ask for. Raises Refused where one names what is not there."""
    rows = Publication.objects.all()
    if asked["type"]:
        rows = rows.filter(kind=asked["type"])
    if asked["language"]:
        rows = rows.filter(language=asked["language"])
    for name, model in LISTS.items():
        if asked[name]:
            rows = rows.under(named(model, name, asked[name]))
    return dated(rows, asked)


def dated(rows, asked):
    if asked["year"]:
        begins, ends = (make_aware(datetime(asked["year"] + n, 1, 1)) for n in (0, 1))
        rows = rows.filter(published_at__gte=begins, published_at__lt=ends)
    if asked["since"]:
        rows = rows.filter(published_at__gte=asked["since"])
    if asked["updated_since"]:
        since = asked["updated_since"]
        rows = rows.filter(Q(published_at__gte=since) | Q(updated_at__gte=since))
    return rows


def named(model, name, slug):
    """The row of this slug, with how much is published under it as `total`; of a synonym the tag that it stands for.

    Raises Refused where there is none that readers know.
    """
    row = model.objects.filter(slug=slug).first()
    if row is not None:
        row = filing.with_totals(model.objects).get(pk=row.final.pk if model is Tag else row.pk)
    # What only drafts know is not there; a topic or a region is, from the day on which editors made it.
    if row is None or (model in (Series, Person, Tag) and not row.total):
        raise missing(f"There is no {name} with this address here.", parameter=name)
    return row


# One of them


def by_slug(asked):
    wanted = asked.places["slug"]
    row = Publication.objects.for_page().filter(slug=wanted).first()
    return whole(row) if row else _absent(Notice.objects.filter(slug=wanted).first(), wanted)


def by_number(asked):
    wanted = asked.places["number"].upper()
    row = Publication.objects.for_page().filter(number=wanted).first()
    return whole(row) if row else _absent(Notice.objects.filter(number=wanted).first(), wanted)


def _absent(notice, wanted):
    """Why there is nothing: taken back, moved, never there."""
    if notice:
        raise gone(notice)
    for section in ("analyses", "simulations"):
        moved = redirects.find(f"/{section}/{wanted}/")
        slug = moved.strip("/").rpartition("/")[2] if moved else ""
        if slug and Publication.objects.filter(slug=slug).exists():
            address = shapes.own("publication", slug)
            raise Refused(301, "Moved", f"It stands at another address now: {address}", {"Location": address})
    raise missing("Nothing of this name is published here.")


def gone(notice):
    """410: it was here, it is gone, and this is why."""
    if notice.is_expired:
        title, detail = "No longer available", f"“{notice.title}” was taken down because its time was over."
    else:
        title, detail = "Retracted", f"“{notice.title}” was retracted: {notice.reason}"
    kept = {
        "number": notice.number,
        "address": shapes.full(notice.get_absolute_url()),
        "reason": notice.reason,
        "retracted_at": shapes.at(notice.retracted_at),
    }
    return Refused(410, title, detail, **kept)


def whole(row):
    """A publication with everything: text, record, citation."""
    site = SiteSettings.load()
    credits = list(row.credits.all())
    told = record.corrections(row.article_id)
    versions = record.versions(row, told)
    data = {
        **shapes.brief(row, site),
        "key_points": row.key_point_list,
        "html": showing.absolute(body.page_html(row, is_plain=True), row.full_address),
        "markdown": markdown.text_of(row, credits, told, site),
        "is_original": row.is_original,
        "translations": [_translation(other) for other in sheet.translations(row)],
        "versions": [_version(row, version) for version in versions],
        "corrections": [shapes.correction(each) for each in told],
        "documents": _documents(row),
        "citation": _citation(row, site),
        "funding": row.funding,
        "interests": row.interests,
        "originally_in": row.originally_in,
        "originally_at": row.originally_at,
        "call": {"title": row.call_title, "address": row.call_address} if row.call_title else None,
    }
    changed = max([row.last_changed_at, *(version.at for version in versions), *(each.at for each in told)])
    return Answer(data, changed=changed, links={"canonical": row.full_address})


def _translation(row):
    found = {"language": row.language, "title": row.title, "is_original": row.is_original}
    return {**found, "address": row.full_address, "self": shapes.own("publication", row.slug)}


def _version(row, version):
    return {
        "version": version.number,
        "at": shapes.at(version.at),
        "sha256": version.sha256,
        "is_minor": version.is_minor,
        "is_current": version.is_current,
        "is_taken_back": version.is_taken_back,
        "address": f"{row.full_address}v/{version.number}/",
    }


def _documents(row):
    return [
        {
            "title": file["title"],
            "language": file["language"],
            "address": shapes.full(file["address"]),
            "media_type": "application/pdf",
        }
        for file in sheet.files(row)
        if file["address"]
    ]


def _citation(row, site):
    """The record as CSL, as text in three styles, and where its files lie."""
    made = record_of(row, site)
    return {
        "csl": json.loads(files.csl(made))[0],
        **{name.lower(): styles.plain(style(made)) for name, style in styles.STYLES.items()},
        "files": {form: f"{row.full_address}cite.{form}" for form in files.FORMS},
    }
