"""The catalogue: every publication as one line, for aggregators and libraries, as CSV or JSON.

It is written while it is sent, a batch after the other, so that memory stays the same however many pieces there are.
"""

import csv
import json

from django.http import StreamingHttpResponse
from django.utils.http import http_date
from django.utils.timezone import localdate

from articles import bylines, record, republishing
from articles.api.asking import Refused
from articles.citations.record import whole_title
from articles.cursor import older_than
from articles.models import Publication
from ccsis import limits, tables
from ccsis.models import SiteSettings

BATCH = 500
MOST_AN_HOUR = 30  # for one address: it is the most expensive thing that a stranger can ask for
HOUR = 3600
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # by which spreadsheets know UTF-8
COLUMNS = {
    "authors": "author",
    "date": "date",
    "type": "type",
    "institution": "institution",
    "title": "title",
    "abstract": "abstract",
    "topics": "topic",
    "regions": "political geography",
    "language": "language",
    "series": "series",
    "number": "number",
    "address": "address",
    "licence": "licence",
}


def as_csv(asked):
    return _stream(asked, _csv_lines, "text/csv; charset=utf-8", "catalogue.csv")


def as_json(asked):
    return _stream(asked, _json_parts, "application/json", "catalogue.json")


def _stream(asked, write, content_type, name):
    if not limits.allow("catalogue", limits.client_address(asked.request), MOST_AN_HOUR, HOUR):
        detail = "The catalogue was asked for too often from here. Try again in an hour, or ask for what is new alone."
        raise Refused(429, "Too many requests", detail, {"Retry-After": str(HOUR)})
    parts = [] if asked.request.method == "HEAD" else write(SiteSettings.load())
    response = StreamingHttpResponse(parts, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    if changed := record.last_change():
        response["Last-Modified"] = http_date(changed.timestamp())
    return response


# What stands in it


def entries(site):
    """Each publication, newest first, as a dict of COLUMNS: words, and lists of words where there may be several."""
    kinds = dict(Publication._meta.get_field("kind").choices)
    for row in _all():
        yield {
            "authors": [credit.name for credit in bylines.writers(row.credits.all())] or [site.name],
            "date": localdate(row.published_at).isoformat(),
            "type": str(kinds[row.kind]),
            "institution": site.name,
            "title": whole_title(row),
            "abstract": " ".join(row.description.split()),
            "topics": [topic.name for topic in row.topics.all()],
            "regions": [region.name for region in row.regions.all()],
            "language": row.language,
            "series": row.series.name if row.series else "",
            "number": row.number,
            "address": row.full_address,
            "licence": republishing.terms(row, site).licence or "All rights reserved",
        }


def _all():
    """Every publication in batches, each asked for by where the one before it ended."""
    fields = ["kind", "slug", "number", "language", "title", "subtitle", "standfirst", "meta_description"]
    fields += ["published_at", "republication", "originally_in", "series__name"]
    rows = Publication.objects.newest_first().select_related("series").only(*fields)
    rows = rows.prefetch_related("credits", "topics", "regions")
    batch = list(rows[:BATCH])
    while batch:
        yield from batch
        last = batch[-1]
        batch = list(rows.filter(older_than(last.published_at, last.pk))[:BATCH])


# How it is written


class _Echo:
    """What csv writes to: it gives each line back."""

    def write(self, line):
        return line


def _csv_lines(site):
    writer = csv.writer(_Echo())
    yield MARK + writer.writerow(COLUMNS.values())
    lines = []
    for entry in entries(site):
        cells = [entry[name] for name in COLUMNS]
        words = ["; ".join(cell) if isinstance(cell, list) else cell for cell in cells]
        lines.append(writer.writerow([tables.safe_cell(cell) for cell in words]))
        if len(lines) == BATCH:
            yield "".join(lines)
            lines = []
    yield "".join(lines)


def _json_parts(site):
    yield '{"institution": ' + json.dumps(site.name, ensure_ascii=False) + ', "publications": ['
    before = "\n"
    for entry in entries(site):
        yield before + json.dumps(entry, ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n"
