"""Reads citations back with parsers that are not ours, each into the same plain record."""

import json
from html.parser import HTMLParser

import bibtexparser
import rispy
from bibtexparser import middlewares
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

NAMES = ("author", "editor", "translator")
# Signs that TeX knows and the reader of TeX does not.
SIGNS = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}
VOCABULARY = get_default_latex_context_db()
VOCABULARY.add_context_category("signs", [MacroTextSpec(*pair) for pair in SIGNS.items()], prepend=True)
TEX = LatexNodes2Text(latex_context=VOCABULARY)


def bibtex(text):
    """The one entry of a BibTeX file: {field: words}, names as [(family, given)]."""
    fields = {"allow_inplace_modification": True, "name_fields": NAMES}
    stack = [
        middlewares.RemoveEnclosingMiddleware(),
        middlewares.SeparateCoAuthors(**fields),
        middlewares.SplitNameParts(**fields),
    ]
    library = bibtexparser.parse_string(text, parse_stack=stack)
    assert library.failed_blocks == []
    (entry,) = library.entries
    found = {field.key: field.value for field in entry.fields}
    people = {
        role: [(_words(name.von + name.last + name.jr), _words(name.first)) for name in found.pop(role, [])]
        for role in NAMES
    }
    return {name: TEX.latex_to_text(value) for name, value in found.items()} | people


def _words(parts):
    return TEX.latex_to_text(" ".join(parts))


def ris(text):
    (entry,) = rispy.loads(text)
    return entry


def csl(text):
    (entry,) = json.loads(text)
    return entry


class Page(HTMLParser):
    """The <meta> of a page as (name or property, content), and its JSON-LD."""

    def __init__(self, html):
        super().__init__()
        self.metas, self.data, self._is_data = [], [], False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "meta" and ("name" in found or "property" in found):
            self.metas.append((found.get("name") or found["property"], found["content"]))
        self._is_data = tag == "script" and found.get("type") == "application/ld+json"
        if self._is_data:
            self.data.append("")

    def handle_data(self, data):
        if self._is_data:
            self.data[-1] += data

    def handle_endtag(self, tag):
        self._is_data = False

    def all(self, name):
        return [content for known, content in self.metas if known == name]

    @property
    def schema(self):
        data = self.data[0]
        return json.loads(data)


# The same record from each


def from_bibtex(text):
    found = bibtex(text)
    people = {role: [_named(*name) for name in found[role]] for role in NAMES}
    publisher = found.get("institution") or found["organization"]
    return people | {
        "title": found["title"],
        "publisher": publisher,
        "number": found["number"],
        "version": found["version"],
        "date": found["date"],
        "language": found["langid"],
        "address": found["url"],
        "genre": found["type"],
    }


def from_ris(text):
    found = ris(text)
    return {
        "author": found["authors"],
        "editor": found.get("unknown_tag", {}).get("ED", []),
        "translator": found.get("subsidiary_authors", []),
        "title": found["title"],
        "publisher": found["publisher"],
        "number": found.get("issn") or found["note"],
        "version": found["edition"].removeprefix("Version "),
        "date": found["date"].replace("/", "-"),
        "language": found["language"],
        "address": found["urls"][0],
        "genre": found["type_of_work"],
    }


def from_csl(text):
    found = csl(text)
    people = {
        role: [each.get("literal") or _named(each["family"], each["given"]) for each in found.get(role, [])]
        for role in NAMES
    }
    (date,) = found["issued"]["date-parts"]
    return people | {
        "title": found["title"],
        "publisher": found["publisher"],
        "number": found["number"],
        "version": found["version"],
        "date": "{}-{:02}-{:02}".format(*date),
        "language": found["language"],
        "address": found["URL"],
        "genre": found["genre"],
    }


def from_highwire(html):
    """What the tags of a report say; they know neither version nor type."""
    page = Page(html)
    people = {role: page.all(f"citation_{role}") for role in NAMES}
    (title,), (publisher,) = page.all("citation_title"), page.all("citation_technical_report_institution")
    (number,), (date,) = page.all("citation_technical_report_number"), page.all("citation_publication_date")
    (language,), (address,) = page.all("citation_language"), page.all("citation_public_url")
    return people | {
        "title": title,
        "publisher": publisher,
        "number": number,
        "date": date.replace("/", "-"),
        "language": language,
        "address": address,
    }


def _named(family, given):
    return f"{family}, {given}" if given else family
