"""What changed between two public versions of a piece, told to readers: part by part, word by word.

    between(old, new) -> [Change]     takes what two revisions kept

Only what readers were shown is compared: not what editors wrote for each other, for search engines or for other sites.
"""

import re
from dataclasses import dataclass

from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles import citing, record
from articles.models import Publication, Role
from ccsis.compare import compare
from ccsis.html import plain_text

# Fields of words that readers see, in the order of the page; `body` stands for the text itself.
SHOWN = [
    *("title", "subtitle", "standfirst", "whats_new", "why_it_matters", "what_to_do", "key_points", "body"),
    *("recommendations", "known", "assessed", "confidence", "not_known", "source_remark", "fieldwork", "as_of"),
    *("originally_in", "republication_notice", "funding", "interests", "doi"),
]
BY_QUESTIONS = ("whats_new", "why_it_matters", "what_to_do")  # they stand in the place of the key points
PICTURE = re.compile(r'<img [^>]*alt="([^"]*)"[^>]*>')
PARAGRAPH = re.compile(r"<p>.*?</p>", re.DOTALL)
AROUND = 1  # paragraphs that stayed as they were, shown before and after one that changed


@dataclass(frozen=True)
class Change:
    """One part that differs: what it is called, how many words came and went, and a remark where no word did.

    Its paragraphs are pairs: HTML and 0, or nothing and how many are left out here that stayed as they were.
    """

    label: str
    paragraphs: list
    came: int
    went: int
    remark: str = ""


def between(old, new):
    """The Changes from one version to another, in the order of the page."""
    before, after = _parts(old), _parts(new)
    found = []
    for label in after:
        was, has_become = before.get(label, ""), after[label]
        if was != has_become:
            found.append(_change(label, was, has_become))
    return found + _beside_the_words(old, new, found)


def _change(label, was, has_become):
    compared = compare(was, has_become)
    paragraphs = PARAGRAPH.findall(compared.html)
    changed = {place for place, pair in enumerate(compared.pairs) if pair.is_changed}
    near = {place + step for place in changed for step in range(-AROUND, AROUND + 1)}
    return Change(label, list(_shortened(paragraphs, near)), compared.came, compared.went)


def _shortened(paragraphs, near):
    left_out = 0
    for place, paragraph in enumerate(paragraphs):
        if place not in near:
            left_out += 1
            continue
        if left_out:
            yield "", left_out
        left_out = 0
        yield paragraph, 0
    if left_out:
        yield "", left_out


def _beside_the_words(old, new, found):
    """Said where the text reads the same and its form or its links do not."""
    label = _("Text")
    if old["fields"]["body"] == new["fields"]["body"] or label in [each.label for each in found]:
        return []
    return [Change(label, [], 0, 0, _("The words are the same; links, headings, emphasis or pictures differ."))]


# A version as parts with words


def _parts(kept):
    """{what a part is called: its words, an empty line between paragraphs}."""
    fields = record.fields_of(kept)
    piece = Publication(**fields)
    told = {}
    for name in SHOWN:
        if name not in fields or (name == "key_points" and any(fields.get(each) for each in BY_QUESTIONS)):
            continue
        told[_label(name)] = _words(piece, name)
    told[_("Names")] = "\n\n".join(_name(row) for row in kept["bylines"])
    told[_("Notes")] = _join(note["text"] for note in record.notes_of(kept))
    told[_("Sources")] = _join(citing.source_html(source) for source in kept.get("sources", []))
    return told


def _label(name):
    if name == "body":
        return _("Text")
    return str(capfirst(Publication._meta.get_field(name).verbose_name))


def _words(piece, name):
    value = getattr(piece, name)
    if name == "body":
        return plain_text(PICTURE.sub(_picture, value)).replace("\n", "\n\n")
    if name == "confidence":
        return piece.get_confidence_display()
    return "\n\n".join(str(value or "").splitlines())


def _picture(found):
    return f"<p>[{_('picture')}{': ' if found[1] else ''}{found[1]}]</p>"


def _name(row):
    role = "" if row["role"] == Role.AUTHOR else str(dict(Role.choices).get(row["role"], row["role"]))
    return ", ".join(part for part in (row["name"], row["title"], role) if part)


def _join(lines):
    return "\n\n".join(strip_tags(line) for line in lines)
