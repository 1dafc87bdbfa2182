"""From the content of a WordPress post to our small HTML.

    convert(content, old_site) -> Converted

Block-editor and classic text, also mixed. Nothing is fetched and nothing saved: a picture stands in the HTML as
`upload:<key>` until articles.imports.pieces knows its number.
"""

import re
from dataclasses import dataclass, field

from articles.imports import footnotes, players, shortcodes, typed_notes
from articles.imports.blocks import sections
from articles.imports.shelf import spans
from articles.imports.tidy import Tidy, trimmed
from ccsis.html import inline_html
from ccsis.tree import Node, parse, write

SUMMARY = re.compile(r"<summary(?=[\s>])[^<>]*>", re.IGNORECASE)
HEADING = re.compile(r"<h[1-6][\s>]", re.IGNORECASE)
SECOND_LINK = re.compile(r"(</a>)\s*<a\b[^<>]*\bwp-block-file__button\b[^<>]*>[^<>]*</a>", re.IGNORECASE)
FORM = re.compile(r"<form[\s>]", re.IGNORECASE)
REPUBLISHED = re.compile(r"\b(?:re-?publish|re-?publication|re-?print|re-?produc)", re.IGNORECASE)
ASKS = re.compile(r"\b(?:credit|attribut|acknowledg|permission)", re.IGNORECASE)
OPENING = re.compile(
    r"\W*(?:exclusive|copyright|all rights|any (?:form|re)|re-?publi|re-?print|reproduc|no part|you may|permission|"
    r"this (?:analysis|article|commentary|paper|piece|publication|report|text)\b)|\s*©",
    re.IGNORECASE,
)
SET_OFF = {"em", "strong", "small", "br"}
NOTICE_WORDS = 60


@dataclass
class Converted:
    """What became of a text: HTML, its notes, the notice of republication that closed it, what there is to report."""

    html: str = ""
    notice: str = ""
    pictures: list = field(default_factory=list)
    footnotes: list = field(default_factory=list)  # of (key, words as inline HTML)
    reused: list = field(default_factory=list)  # of (id, content) of blocks from elsewhere
    notes: list = field(default_factory=list)  # for the report


def convert(content, old_site, post_id="", kept_notes=""):
    """Takes the content as exported, what is known of the old site (articles.imports.oldsite), the post's id.

    `kept_notes` is what the block editor keeps of its notes beside the text, as JSON.
    """
    reading = old_site.reading(post_id)
    reading.typed_notes.look(content)
    roots = [(parse(_html(part, reading, is_classic)), is_classic) for part, is_classic in sections(content, reading)]
    notes = footnotes.collect(roots, reading, footnotes.kept_by_the_editor(kept_notes))
    blocks = [block for root, breaks in roots for block in Tidy(reading.rewrite, breaks=breaks).flow(root.children)]
    blocks, notice = without_notice(trimmed(blocks))
    return Converted(
        html="\n".join(write(block) for block in blocks),
        notice=notice,
        footnotes=[(note.key, _on_one_line(note, reading)) for note in notes],
        pictures=reading.pictures,
        reused=reading.reused_blocks,
        notes=reading.remarks(),
    )


def _html(part, reading, is_classic):
    """A part of the text with players, shortcodes and typed notes as HTML that the rest of the import knows."""
    part = reading.shelf.without_code(part, breaks=is_classic)
    for name, words in (("script", "a script was left out"), ("svg", "a drawing (SVG) was left out")):
        if name in reading.shelf.elements:
            reading.note(words)
    if FORM.search(part):
        reading.note("a form was left out; its words stay in the text")
    part = shortcodes.replaced(players.as_links(SECOND_LINK.sub(r"\1", part)), reading)
    return reading.shelf.back(_with_summaries(typed_notes.marked(part, reading.typed_notes, reading)))


def _with_summaries(text):
    """What can be opened and closed there is open here; the line that opened it is set off."""
    out, at = [], 0
    for opening, inner, end in spans(text, SUMMARY, lambda opening: (r"</summary\s*>", 0)):
        words = inner if HEADING.search(inner) else f"<p><strong>{inner}</strong></p>"
        out += [text[at : opening.start()], words]
        at = end
    return "".join([*out, text[at:]])


def _on_one_line(note, reading):
    blocks = Tidy(reading.rewrite, breaks=note.breaks).flow(note.children)
    if any(node.name == "img" for block in blocks for node in block):
        reading.note(f"a picture in note {note.key} was left out")
    return inline_html(" ".join("".join(map(write, block.children)) for block in blocks))


# The notice of republication


def without_notice(blocks):
    """The blocks, and the closing notice that asks for credit as plain text, if there is one."""
    if not blocks or blocks[-1].name != "p":
        return blocks, ""
    last = blocks[-1]
    # It may be a paragraph of its own, or the last lines of the last paragraph.
    for start in _line_starts(last):
        lines = Node("p", {}, last.children[start:])
        if _is_notice(lines):
            shorter = [Node("p", last.attributes, last.children[: start - 1])] if start else []
            rest = trimmed([*blocks[:-1], *shorter])
            return (rest, _words(lines)) if rest else (blocks, "")  # a piece that is nothing else keeps it
    return blocks, ""


def _line_starts(paragraph):
    breaks = (place for place, child in enumerate(paragraph.children) if isinstance(child, Node) and child.name == "br")
    return [0, *(place + 1 for place in breaks)]


def _is_notice(lines):
    """A few words that ask for credit, and begin or look like a notice and not like the end of the text."""
    words = _words(lines)
    if len(words.split()) > NOTICE_WORDS or not (REPUBLISHED.search(words) and ASKS.search(words)):
        return False
    return bool(OPENING.match(words)) or all(
        child.name in SET_OFF if isinstance(child, Node) else not child.strip() for child in lines.children
    )


def _words(node):
    return " ".join(node.words().split())
