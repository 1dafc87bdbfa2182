"""What becomes of the old site's categories and tags: as a table that staff wrote says, else as their names tell.

The table is a CSV file that any spreadsheet opens, one line for each category:

    kind,slug,name,pieces,becomes,here
    category,security,Security,120,topic,Security and defence
    category,reports,Reports,14,type,report
    category,misc,Misc,3,nothing,
    tag,nato,NATO,40,region,Euro-Atlantic area

`kind` may be missing and is then category; the slug or the name says which one; `pieces` is there for who reads it.
"""

import codecs
import csv
import io
import re
from dataclasses import dataclass
from html import unescape
from itertools import zip_longest
from urllib.parse import unquote

from articles.imports.items import Term
from articles.models import Kind
from ccsis import tables
from ccsis.scripts import clean_name, fold

TOPIC, REGION, SERIES, TYPE, TAG, NOTHING = "topic", "region", "series", "type", "tag", "nothing"
BECOMES = (TOPIC, REGION, SERIES, TYPE, TAG, NOTHING)
OTHER_WORDS = {"skip": NOTHING, "none": NOTHING, "-": NOTHING, "topics": TOPIC, "regions": REGION, "tags": TAG}
DOMAINS = {"": "category", "category": "category", "tag": "post_tag", "post_tag": "post_tag"}
COLUMNS = ("kind", "slug", "name", "pieces", "becomes", "here")
LONGEST = {TOPIC: 120, REGION: 120, SERIES: 120, TAG: 100}
LARGEST_FILE = 5_000_000
HIGHEST = 10  # categories above one another

# What names tell where no table does.
KINDS = {
    slug: kind
    for kind, slugs in {
        Kind.ANALYSIS: "analysis analyses",
        Kind.COMMENTARY: "commentary commentaries comment opinion opinions op-ed",
        Kind.BRIEF: "brief briefs policy-brief policy-briefs",
        Kind.REPORT: "report reports",
        Kind.QA: "qa q-a interview interviews",
        Kind.STATEMENT: "statement statements",
        Kind.SIMULATION: "simulation simulations",
        Kind.ANNOUNCEMENT: "announcement announcements",
    }.items()
    for slug in slugs.split()
}
NO_CATEGORIES = {"uncategorized", "uncategorised"}
IS_SERIES = re.compile(r"(?:^|-)series(?:-|$)")
# Categories that hold others and are nothing themselves, and what those below them are.
HOLDERS = {"regions": REGION, "region": REGION, "countries": REGION, "country": REGION, "series": SERIES,
           "topics": TOPIC, "topic": TOPIC, "themes": TOPIC}  # fmt: skip


class BadTable(Exception):
    """The table cannot be used. The message is one line, with the number of the line in the file."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a category or tag becomes: one of BECOMES, and the name here; of a type its value."""

    what: str
    name: str = ""
    is_told: bool = False  # by the table, so that the name alone counts and not the old address


class Guide:
    """Says of each category and tag of an export what it becomes. `table` is what `read` gave, or None."""

    def __init__(self, export, table=None):
        self.store = export.store
        self.table = table or {}

    def target(self, term):
        told = self.table.get((term.domain, term.slug))
        return told or self._guess(term)

    def carried(self, terms):
        """The terms of a piece with the categories above them, as the lists there showed them.

        A category above counts where pieces carry it too, or the table names it: others are mere headings of a menu.
        """
        found = {(term.domain, term.slug): term for term in reversed(terms)}
        found = dict(reversed(found.items()))
        for term in terms:
            for above in self.all_above(term):
                place = ("category", above.slug)
                if above.uses or place in self.table:
                    found.setdefault(place, Term(*place, above.name or above.slug))
        return list(found.values())

    def all_above(self, term):
        above, steps = self._above(term), 0
        while above and steps < HIGHEST:  # two may stand above each other
            yield above
            above, steps = self._above(above), steps + 1

    def _above(self, term):
        known = self.store.term("category", term.slug) if term.domain == "category" else None
        return self.store.term("category", known.parent) if known and known.parent else None

    def _guess(self, term):
        name = name_of(term)
        if term.domain != "category":
            return Target(TAG, name)
        if term.slug in KINDS:
            return Target(TYPE, KINDS[term.slug])
        if term.slug in NO_CATEGORIES or (term.slug in HOLDERS and self.store.has_children(term.slug)):
            return Target(NOTHING)
        if IS_SERIES.search(term.slug):
            return Target(SERIES, name)
        above = self._above(term)
        return Target(HOLDERS.get(above.slug if above else "", TOPIC), name)

    def rows(self):
        """The table as it stands now: the values of COLUMNS for each category that pieces carry."""
        for heading in self.store.terms("category"):
            target = self.target(heading)
            yield ["category", unquote(heading.slug), name_of(heading), heading.uses, target.what, target.name]


def name_of(term):
    """The name as people read it: WordPress stores & as &amp;."""
    return clean_name(unescape(term.name))[:100] or clean_name(unquote(term.slug))[:100]


# The table


def read(path, export):
    """The table in this file, for a Guide. Raises BadTable with one line."""
    try:
        with open(path, "rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise BadTable(f"{path}: {error.strerror or error}.") from error
    try:
        return _table(raw, export)
    except BadTable as error:
        raise BadTable(f"{path}: {error}") from error


def _table(raw, export):
    if len(raw) > LARGEST_FILE:
        raise BadTable("larger than any table of categories.")
    found, lines = {}, {}
    for line, row in _rows(_text(raw)):
        try:
            place, target = _told(row, export)
            if place in lines:
                raise BadTable(f"{_quoted(row)} stands in line {lines[place]} already.")
        except BadTable as error:
            raise BadTable(f"line {line}: {error}") from error
        found[place], lines[place] = target, line
    return found


def _text(raw):
    encoding = "utf-16" if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        line = raw[: _place_of_error(raw, encoding)].count(b"\n") + 1
        raise BadTable(f"line {line}: not in UTF-8. Save the table as “CSV UTF-8”.") from None


def _place_of_error(raw, encoding):
    try:
        raw.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _rows(text):
    """Yields (line, {column: value}) of what is neither empty nor a remark."""
    head = text.lstrip("\r\n").partition("\n")[0]
    comma = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=True)
    columns = None
    try:
        for cells in reader:
            cells = [tables.plain_cell(cell).strip() for cell in cells]
            if not any(cells) or cells[0].startswith("#"):
                continue
            if columns is None:
                columns = _columns(cells, reader.line_num)
            elif any(cells[len(columns) :]):
                raise BadTable(f"line {reader.line_num}: more cells than columns. A name with a comma needs quotes.")
            else:
                yield reader.line_num, dict(zip_longest(columns, cells[: len(columns)], fillvalue=""))
    except csv.Error as error:
        raise BadTable(f"line {reader.line_num}: {error}.") from error
    if columns is None:
        raise BadTable(f"it is empty. Its first line names the columns: {','.join(COLUMNS)}.")


def _columns(cells, line):
    columns = [cell.lower() for cell in cells]
    unknown = [cell for cell in columns if cell not in COLUMNS]
    if unknown or len(set(columns)) < len(columns) or "becomes" not in columns or not {"slug", "name"} & set(columns):
        raise BadTable(f"line {line}: the first line names the columns, once each: {','.join(COLUMNS)}.")
    return columns


def _told(row, export):
    """((domain, slug), Target) of a line. Raises BadTable."""
    kind, becomes = row.get("kind", "").lower(), row["becomes"].lower()
    if kind not in DOMAINS:
        raise BadTable(f"“{row['kind']}” is neither category nor tag.")
    becomes = OTHER_WORDS.get(becomes, becomes)
    if becomes not in BECOMES:
        raise BadTable(f"“{row['becomes']}” is none of {', '.join(BECOMES)}.")
    heading = _heading(DOMAINS[kind], row, export)
    return (heading.domain, heading.slug), _target(becomes, clean_name(row.get("here", "")), heading)


def _heading(domain, row, export):
    slug, name = row.get("slug", ""), row.get("name", "")
    found = export.store.find_term(domain, slug, name)
    if found is None:
        raise BadTable(f"the export has no {'tag' if domain == 'post_tag' else domain} {_quoted(row)}.")
    return found


def _target(becomes, here, heading):
    if becomes == NOTHING:
        return Target(NOTHING, is_told=True)
    if becomes == TYPE:
        return Target(TYPE, _kind(here), is_told=True)
    if len(here) > LONGEST[becomes]:
        raise BadTable(f"the name in “here” is longer than {LONGEST[becomes]} letters.")
    # The name that it has there: then its old address counts too.
    return Target(becomes, here or name_of(heading), is_told=bool(here) and fold(here) != fold(name_of(heading)))


def _kind(here):
    for value, label in Kind.choices:
        if fold(here) in (fold(value), fold(str(label))):
            return value
    raise BadTable(f"“{here}” is no type of ours; they are {', '.join(Kind.values)}.")


def _quoted(row):
    return f"“{row.get('slug') or row.get('name')}”"
