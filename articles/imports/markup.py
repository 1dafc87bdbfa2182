"""From the content of a WordPress post to our small HTML.

    convert(content, old_site) -> Converted

Block-editor and classic text, also mixed. Nothing is fetched and nothing saved: a picture stands in the HTML as
`upload:<key>` until articles.imports.pieces knows its number.
"""

import re
from dataclasses import dataclass, field

from articles.imports import shortcodes
from articles.imports.tidy import Tidy, trimmed
from articles.imports.tree import Node, parse, write

CLASSIC_BLOCKS = {"freeform", "core/freeform", "shortcode", "core/shortcode"}
PLAYER = re.compile(r"<(?:iframe|video|audio|embed)\b[^>]*?\ssrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)')[^>]*>", re.IGNORECASE)
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
    """What became of a text: HTML, the notice of republication that closed it, and what there is to report."""

    html: str = ""
    notice: str = ""
    pictures: list = field(default_factory=list)
    notes: list = field(default_factory=list)


def convert(content, old_site, post_id=""):
    """Takes the content as exported, what is known of the old site (articles.imports.oldsite), the post's id."""
    reading = old_site.reading(post_id)
    blocks = []
    for part, is_classic in sections(content):
        part = shortcodes.replaced(_players_as_links(part), reading)
        blocks += Tidy(reading.rewrite, breaks=is_classic).flow(parse(part).children)
    blocks, notice = without_notice(trimmed(blocks))
    return Converted(
        html="\n".join(write(block) for block in blocks), notice=notice, pictures=reading.pictures, notes=reading.notes
    )


def sections(content):
    """Yields (text, is_classic): each block of the block editor, and the classic text between the blocks."""
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    kept, depth, name = [], 0, ""
    for kind, value in _delimited(content):
        if kind == "text":
            kept.append(value)
        elif kind == "open":
            if not depth:
                yield "".join(kept), True
                kept, name = [], value
            depth += 1
        elif kind == "close" and depth:
            depth -= 1
            if not depth:
                yield "".join(kept), name in CLASSIC_BLOCKS
                kept = []
    yield "".join(kept), not depth or name in CLASSIC_BLOCKS


def _delimited(content):
    """The text between comments, and the comments that say where blocks begin and end."""
    at = 0
    while True:
        start = content.find("<!--", at)
        end = content.find("-->", start + 4) if start >= 0 else -1
        if end < 0:
            yield "text", content[at:]
            return
        yield "text", content[at:start]
        at = end + 3
        comment = content[start + 4 : end].strip()
        if comment.startswith("/wp:"):
            yield "close", comment[4:]
        elif comment.startswith("wp:") and not comment.endswith("/"):
            yield "open", comment[3:].split(None, 1)[0] if comment[3:].strip() else ""
        elif re.match(r"more\b|nextpage\b", comment):
            yield "text", "\n\n"


def _players_as_links(text):
    """Players would be dropped with all they hold, so a link goes before each."""

    def link(match):
        address = (match[1] or match[2] or "").strip().replace('"', "%22")
        if address.startswith("//"):
            address = f"https:{address}"
        return f'<a class="embed" href="{address}">{address}</a>{match[0]}' if address else match[0]

    return PLAYER.sub(link, text)


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
