"""The blocks of a document, each with what is known of it: paragraphs, pictures with captions, tables."""

import re
from dataclasses import dataclass, field

from articles.word.tidy import line_of, take_pictures, tidied, without_whole
from ccsis.scripts import count_words
from ccsis.tree import Node

KEY = re.compile(r"k\d+")
SENTENCE_ENDS = re.compile(r"[.!?…:;,։՝。؟؛،]$")
LABEL = re.compile(
    r"^(?:figure|fig\.|photo|map|chart|graph|рис\.|рисунок|фото|карта|схема|şəkil|foto|xəritə|şekil|fotoğraf|harita|"
    r"სურათი|სურ\.|ნახ\.|ფოტო|რუკა|նկար|լուսանկար|քարտեզ|شکل|تصویر|عکس|نقشه)(?:\s|\d|:|\.)",
    re.IGNORECASE,
)
MOST_OF_CAPTION, MOST_OF_NAME = 30, 20  # words: behind a label, and of a table's name that nothing marks


@dataclass
class Block:
    """`kind` is p, pictures or table; `children` its inside; `caption` what stands under or over it."""

    kind: str
    facts: dict = field(default_factory=dict)
    children: list = field(default_factory=list)
    caption: list = field(default_factory=list)

    @property
    def role(self):
        return self.facts.get("role", "") if self.kind == "p" else ""

    @property
    def item(self):
        return self.facts.get("list") if self.kind == "p" else None

    @property
    def is_plain(self):
        return self.kind == "p" and self.role in ("", "goes on") and not self.item

    @property
    def line(self):
        return line_of(Node("", children=self.children))


def blocks_of(children, facts):
    """The blocks of what mammoth wrote. `facts` are those of articles.word.prepare."""
    found = []
    for child in children:
        if isinstance(child, str):
            child = Node("p", children=[child])
        if child.name == "table":
            found.append(Block("table", children=[child]))
        elif child.name == "img":
            found.append(Block("pictures", children=[child]))
        elif child.name == "p":
            found += _of_paragraph(child, facts)
    return found


def _of_paragraph(node, facts):
    known = {}
    first = node.children[0] if node.children else ""
    if isinstance(first, Node) and KEY.fullmatch(first.attributes.get("id", "")):
        known = facts.get(first.attributes["id"], {})
        del node.children[0]
    pictures = take_pictures(node)
    made = Block("p", known, tidied(node.children))
    found = [made] if made.children or made.role == "rule" else []
    return found + ([Block("pictures", children=pictures)] if pictures else [])


def with_captions(blocks):
    """Captions put to their pictures and tables. Gives the blocks, and the captions that were guessed."""
    kept, guessed = [], []
    for place, block in enumerate(blocks):
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        before = kept[-1] if kept else None
        target = None
        if block.role == "caption":
            target = _target(before, after)
        elif block.is_plain and _is_free(before, "pictures") and _labels(block.line):
            target = before
            guessed.append(block.line)
        elif kept and _is_free(after, "table") and _names_table(block):
            target = after
            guessed.append(block.line)
        if target is None:
            kept.append(block)
        else:
            target.caption = without_whole(block.children, "strong", "em")
    return kept, guessed


def _labels(line):
    """Words such as “Figure 3: …” right below a picture."""
    return bool(LABEL.match(line)) and count_words(line) <= MOST_OF_CAPTION


def _target(before, after):
    """What a caption belongs to: the picture above it, the table or picture below it, the table above it."""
    order = [(before, "pictures"), (after, "table"), (after, "pictures"), (before, "table")]
    return next((block for block, kind in order if _is_free(block, kind)), None)


def _is_free(block, kind):
    return block is not None and block.kind == kind and not block.caption


def _names_table(block):
    """A few words right above a table that are no sentence are its name."""
    line = block.line
    return (
        block.is_plain
        and bool(line)
        and count_words(line) <= MOST_OF_NAME
        and len(line) <= 200
        and not SENTENCE_ENDS.search(line)
    )
