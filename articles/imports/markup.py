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
ASKS = re.compile(r"\b(?:credit|attribut|acknowledg|permission|exclusive)", re.IGNORECASE)
NOTICE_WORDS = 60


@dataclass
class Converted:
    """What became of a text: HTML, the notice of republication that closed it, and what there is to report."""

    html: str = ""
    notice: str = ""
    pictures: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    @property
    def is_empty(self):
        return not self.html


def convert(content, old_site, post_id=""):
    """Takes the content as exported, what is known of the old site (articles.imports.oldsite), the post's id."""
    text = old_site.reading(post_id)
    blocks = []
    for part, is_classic in sections(content):
        part = shortcodes.replaced(_players_as_links(part), text)
        blocks += Tidy(text.rewrite, breaks=is_classic).flow(parse(part).children)
    blocks, notice = without_notice(trimmed(blocks))
    return Converted(
        html="\n".join(write(block) for block in blocks), notice=notice, pictures=text.pictures, notes=text.notes
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
    if _is_notice(last.words()):
        return trimmed(blocks[:-1]), _line(last.words())
    # It may be the last line of the last paragraph.
    places = [place for place, child in enumerate(last.children) if isinstance(child, Node) and child.name == "br"]
    if places:
        tail = Node("", {}, last.children[places[-1] + 1 :])
        if _is_notice(tail.words()):
            shorter = Node("p", last.attributes, last.children[: places[-1]])
            return [*blocks[:-1], shorter], _line(tail.words())
    return blocks, ""


def _is_notice(words):
    return len(words.split()) <= NOTICE_WORDS and bool(REPUBLISHED.search(words) and ASKS.search(words))


def _line(words):
    return " ".join(words.split())
