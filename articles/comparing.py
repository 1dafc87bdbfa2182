"""Two snapshots of a piece set side by side: what differs, part by part and word by word.

A part is a field of the form or a list that hangs on the piece: title, body, bylines, tags. Takes what
articles.history.snapshot gives; knows nothing of who wrote it or whether it was saved.
"""

import hashlib
import json
import re
from dataclasses import dataclass, field

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import citing
from articles.models import Article, Image, Role, Series, SourceKind
from articles.models.article import Piece
from ccsis.compare import Comparison, compare
from ccsis.editor import shape
from ccsis.html import plain_text
from ccsis.scripts import fold

ROWS = {
    "bylines": gettext_lazy("Bylines"),
    "notes": gettext_lazy("Notes"),
    "sources": gettext_lazy("Sources"),
    "picks": gettext_lazy("Read next"),
    "documents": gettext_lazy("PDF files"),
}
LISTS = ("topics", "regions", "tags")
# In the order in which an editor reads a piece.
LINES = ["key_points", "whats_new", "why_it_matters", "what_to_do", "recommendations", "known", "assessed", "not_known",
         "fieldwork"]  # fmt: skip
ORDER = ["title", "subtitle", "standfirst", *LINES[:4], "body", *LINES[4:], "confidence", "source_kinds",
         "source_remark", "as_of", "lead_image", "bylines", "notes", "sources", "tags", "topics", "regions", "kind",
         "language"]  # fmt: skip
HOUSE_KEEPING = ("relief", "scenario", "call_title", "call_address")  # nobody types them
AROUND = 1  # paragraphs that stayed as they were, shown before and after one that changed
PICTURE = re.compile(r'<img [^>]*src="/images/(\d+)"[^>]*>')
LINK = re.compile(r'<a [^>]*href="([^"#][^"]*)"')


@dataclass(frozen=True)
class Skipped:
    """How many paragraphs that stayed as they were are left out here."""

    number: int


@dataclass(frozen=True)
class Difference:
    """One part that differs: its name and label, the paragraphs in pairs, and how many words came and went."""

    name: str
    label: str
    compared: Comparison
    words: str = ""  # what differs where no word does
    rows: list = field(default_factory=list)  # pairs, and a Skipped where paragraphs are left out

    @property
    def as_list(self):
        return [self]

    @property
    def is_prose(self):
        return self.name in ("body", "standfirst", "notes", *LINES)


# The same or not


def parts(kept):
    """A snapshot as {name of a part: its value}."""
    names = [each.attname for each in Piece._meta.local_fields if each.attname not in HOUSE_KEEPING]
    found = {_field(attname).name: kept["fields"].get(attname) for attname in names}
    found |= {name: kept.get(name) for name in ("slug", "original", *LISTS)}
    return found | {name: kept.get(name) or [] for name in ROWS}


def _field(attname):
    return Article._meta.get_field(attname)


def mark(name, value):
    """A short mark of one part: equal where no editor would see a difference."""
    plain = json.dumps(_normal(name, value), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()[:12]


def marks(kept):
    return {name: mark(name, value) for name, value in parts(kept).items()}


def changed(old, new):
    """The names of the parts in which two snapshots differ, in the order of reading."""
    before, after = marks(old), marks(new)
    return sorted((name for name in before if before[name] != after.get(name)), key=place)


def place(name):
    return (ORDER.index(name) if name in ORDER else len(ORDER), name)


def _normal(name, value):
    if name == "body":
        return shape(value or "")
    if name == "tags":
        return sorted(fold(tag) for _pk, tag in value or [])
    if name in LISTS:
        return sorted(pk for pk, _name in value or [])
    if name in ROWS and name != "picks":
        return [{key: _trimmed(each) for key, each in row.items() if each not in ("", None)} for row in value or []]
    return value if isinstance(value, bool) else _trimmed(value) or None


def _trimmed(value):
    """Browsers break lines in their own way."""
    return "\n".join(line.rstrip() for line in value.strip().splitlines()) if isinstance(value, str) else value


# What differs


def differences(old, new, *, names=None, shows_all=False):
    """The Differences of two snapshots; `names`: of these parts alone. Paragraphs far from a change are left out."""
    before, after = parts(old), parts(new)
    found = []
    for name in changed(old, new) if names is None else names:
        found.append(_difference(name, before[name], after[name], shows_all))
    return found


def _difference(name, old, new, shows_all):
    compared = compare(_told(name, old), _told(name, new))
    words = ""
    if compared.is_same and not any(pair.is_changed for pair in compared.pairs):
        words = _beside_the_words(name, old, new)
    rows = list(_rows(compared.pairs, shows_all or name != "body"))
    return Difference(name, label(name), compared, words, rows)


def label(name):
    """What the form calls this part."""
    if name in ROWS:
        return str(ROWS[name])
    words = str(_field(name).verbose_name)
    return words[:1].upper() + words[1:]


def _beside_the_words(name, old, new):
    """Said where the words of a text are the same and something else in it is not."""
    if name != "body":
        return _("The words are the same; their order or form differs.")
    gone, came = set(LINK.findall(old or "")), set(LINK.findall(new or ""))
    if gone != came:
        told = [f"− {address}" for address in sorted(gone - came)] + [f"+ {address}" for address in sorted(came - gone)]
        return _("The words are the same; links differ:") + " " + ", ".join(told)
    return _("The words are the same; headings, emphasis, lists or other form differ.")


def _rows(pairs, shows_all):
    near = {place + step for place, pair in enumerate(pairs) if pair.is_changed for step in range(-AROUND, AROUND + 1)}
    skipped = 0
    for place, pair in enumerate(pairs):
        if not shows_all and place not in near:
            skipped += 1
            continue
        if skipped:
            yield Skipped(skipped)
        skipped = 0
        yield pair
    if skipped:
        yield Skipped(skipped)


# Each part as paragraphs that can be read and compared


def _told(name, value):
    if value in (None, "", [], {}):
        return ""
    if name in TELLERS:
        return TELLERS[name](value)
    if name in LISTS:
        return "\n\n".join(each for _pk, each in value)
    if isinstance(value, bool):
        return _("yes") if value else ""
    choices = dict(_field(name).flatchoices) if name not in ROWS else {}
    return str(choices.get(value, value))


def _told_body(html):
    html = PICTURE.sub(lambda found: f"<p>[{_('picture')} {found[1]}]</p>", html)
    return plain_text(html).replace("\n", "\n\n")


def _told_points(text):
    return "\n\n".join(text.splitlines())


def _told_bylines(rows):
    return "\n\n".join(_byline(row) for row in rows)


def _byline(row):
    name = f"{row['name']} ({row['native_name']})" if row["native_name"] else row["name"]
    roles = dict(Role.choices)
    role = "" if row["role"] == Role.AUTHOR else str(roles.get(row["role"], row["role"]))
    return ", ".join(part for part in (name, row["title"], role) if part)


def _told_notes(rows):
    return "\n\n".join(_note(row) for row in rows)


def _note(row):
    cited = " ".join(part for part in (row.get("source", ""), row.get("locator", "")) if part)
    return f"{row['key']}: " + " – ".join(part for part in (cited, strip_tags(row["text"])) if part)


def _told_sources(rows):
    return "\n\n".join(f"{row['key']}: {plain_text(citing.source_html(row))}" for row in rows)


def _told_pieces(pks):
    titles = dict(Article.objects.filter(pk__in=pks).values_list("pk", "title"))
    return "\n\n".join(titles.get(pk) or _("a piece that is gone") for pk in pks)


def _told_picture(pk):
    image = Image.objects.filter(pk=pk).first()
    return f"{_('picture')} {pk}: {image.alt}" if image else f"{_('picture')} {pk}, {_('no longer here')}"


def _told_series(pk):
    return str(Series.objects.filter(pk=pk).first() or _("a series that is gone"))


def _told_kinds(kinds):
    return "\n\n".join(str(label) for code, label in SourceKind.choices if code in kinds)


TELLERS = {
    "body": _told_body,
    **dict.fromkeys(LINES, _told_points),
    "source_kinds": _told_kinds,
    "bylines": _told_bylines,
    "notes": _told_notes,
    "sources": _told_sources,
    "documents": lambda rows: "\n\n".join(row["title"] for row in rows),
    "picks": _told_pieces,
    "lead_image": _told_picture,
    "series": _told_series,
    "original": lambda pk: _told_pieces([pk]),
}
