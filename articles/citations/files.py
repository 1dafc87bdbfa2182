"""The record as a file for programs: BibTeX, RIS, and CSL-JSON.

Values come from people: each format has signs that would end a value, and none of them gets through.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "$&#%_"},
}
ADDRESS_SIGNS = "/:?&=#%@!$'()*+,;~-._"


# BibTeX


def bibtex(record):
    """One entry: @techreport for papers, @online for the rest. In UTF-8, with braces round what must stay as it is."""
    fields = {
        "author": _people(record.authors),
        "title": f"{{{tex(record.title)}}}",
        "editor": _people(record.editors),
        "translator": _people(record.translators),
        "institution" if record.is_paper else "organization": f"{{{tex(record.publisher)}}}",
        "type": f"{{{tex(record.genre)}}}",
        "number": tex(record.number),
        "version": str(record.version),
        "year": str(record.date.year),
        "date": record.date.isoformat(),
        "series": tex(record.series),
        "url": plain_address(record.address),
        "doi": plain_address(record.doi),
        "langid": record.language,
        "note": f"Version {record.version}",
        "abstract": tex(record.abstract),
        "keywords": ", ".join(tex(word.replace(",", " ")) for word in record.keywords),
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    lines.append(f"  month = {record.date:%b}".lower() + "\n")
    return f"@{'techreport' if record.is_paper else 'online'}{{{record.file_name},\n{''.join(lines)}}}\n"


def _people(names):
    return " and ".join(_person(name) for name in names)


def _person(name):
    # Braces keep a body in one piece, with its commas and its "and".
    if name.is_whole:
        return f"{{{tex(name.family)}}}"
    return f"{_part(name.family)}, {_part(name.given)}"


def _part(words):
    return f"{{{tex(words)}}}" if "," in words or " and " in f" {words} " else tex(words)


def tex(text):
    return "".join(TEX.get(sign, sign) for sign in text)


def plain_address(address):
    """An address, or a DOI, in which nothing ends the value: programs take it as it is, so no sign of TeX stands in."""
    return quote(address, safe=ADDRESS_SIGNS)


# RIS


def ris(record):
    """Lines of two letters and a value. Names of bodies have no comma, which would make persons of them."""
    lines = [
        ("TY", "RPRT" if record.is_paper else "ELEC"),
        *(("AU", _in_ris(name)) for name in record.authors),
        ("TI", record.title),
        *(("ED", _in_ris(name)) for name in record.editors),
        *(("A4", _in_ris(name)) for name in record.translators),
        ("T2", record.series if record.is_paper else record.publisher),
        ("PB", record.publisher),
        ("PY", str(record.date.year)),
        ("DA", f"{record.date:%Y/%m/%d}"),
        ("SN" if record.is_paper else "M1", record.number),
        ("ET", f"Version {record.version}"),
        ("M3", record.genre),
        ("LA", record.language),
        ("UR", plain_address(record.address)),
        ("DO", record.doi),
        ("AB", record.abstract),
        *(("KW", word) for word in record.keywords),
        ("N1", f"Version {record.version}"),
        ("ID", record.file_name),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value) + "ER  - \r\n"


def _in_ris(name):
    return name.family.replace(",", "") if name.is_whole else name.inverted


# CSL-JSON


def csl(record):
    """One item in a list, as Zotero and pandoc read it."""
    item = {
        "id": record.file_name,
        "type": "report" if record.is_paper else "webpage",
        "title": record.title,
        "author": _in_csl(record.authors),
        "editor": _in_csl(record.editors),
        "translator": _in_csl(record.translators),
        "issued": {"date-parts": [[record.date.year, record.date.month, record.date.day]]},
        "container-title": "" if record.is_paper else record.publisher,
        "collection-title": record.series,
        "collection-number": record.part,
        "publisher": record.publisher,
        "genre": record.genre,
        "number": record.number,
        "version": str(record.version),
        "language": record.language,
        "URL": record.address,
        "DOI": record.doi,
        "abstract": record.abstract,
        "keyword": ", ".join(record.keywords),
    }
    kept = {name: value for name, value in item.items() if value}
    return json.dumps([kept], ensure_ascii=False, indent=2) + "\n"


def _in_csl(names):
    return [_one_in_csl(name) for name in names]


def _one_in_csl(name):
    return {"literal": name.family} if name.is_whole else {"family": name.family, "given": name.given}


@dataclass(frozen=True)
class Form:
    """A file that readers can download: what it is called, what it is, and who writes it."""

    label: str
    content_type: str
    write: Callable


# By what stands behind the dot of the address.
FORMS = {
    "bib": Form("BibTeX", "application/x-bibtex; charset=utf-8", bibtex),
    "ris": Form("RIS", "application/x-research-info-systems; charset=utf-8", ris),
    "json": Form("CSL-JSON", "application/vnd.citationstyles.csl+json; charset=utf-8", csl),
}
