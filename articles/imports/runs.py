"""Runs of words inside a paragraph: blanks folded, breaks where they belong, formatting without empty shells.

A run is looked at as a flat list of leaves, each a word, a break or a picture with the path of formatting elements
round it. So a break or a blank between two elements needs no special case, and what holds no words falls away.
"""

import re
from dataclasses import dataclass

from ccsis.html import INLINE_TAGS, INVISIBLE
from ccsis.tree import Node, is_block

BLANKS = " \t\n\r\f\v\xa0"
TO_FOLD = re.compile(r"[ \t\n\r\f\v\xa0]{2,}|[\t\n\r\f\v\xa0]")
# Where a no-break space is typography and not what an editor left behind: beside digits, and with these signs.
AFTER_IT = frozenset("»›:;!?%—–°")
BEFORE_IT = frozenset("«‹—–№§")
NAMES = {"b": "strong", "i": "em"}
ONCE = {"a", "strong", "em", "u", "s", "code", "small", "mark"}


@dataclass(slots=True)
class Leaf:
    value: object  # a string, or a node without children: br, img, wbr
    path: tuple = ()

    def is_break(self):
        return isinstance(self.value, Node) and self.value.name == "br"

    def is_picture(self):
        return isinstance(self.value, Node) and self.value.name == "img"


def leaves(children, rewrite, *, breaks=False, path=()):
    """The flat list of a run.

    `rewrite` is asked about each link and picture: it gives the node to put there, a string, or None for nothing of
    it. With `breaks` a line break in the text is a line break on the page, as in WordPress's classic editor.
    """
    found = []
    for child in children:
        if isinstance(child, str):
            found += _text_leaves(child, breaks, path)
        elif child.name == "img":
            found += _picture_leaves(rewrite(child), path)
        elif child.name in ("br", "wbr"):
            found.append(Leaf(Node(child.name), path))
        elif not _is_ornament(child):
            shell = _shell(child, path, rewrite)
            inside = leaves(child.children, rewrite, breaks=breaks, path=(*path, shell) if shell else path)
            # A block in the middle of a heading: its words are not the end of the word before.
            edge = [Leaf(" ", path)] if is_block(child) else []
            found += edge + inside + edge
    return found


def _is_ornament(node):
    """A sign that is hidden from readers who listen, such as the plus before what opens."""
    return node.name in ("span", "i") and node.attributes.get("aria-hidden") == "true" and len(node.words()) < 3


def _picture_leaves(found, path):
    if found is None:
        return []
    if isinstance(found, Node) and found.children:  # a link in the place of the picture
        shells = () if any(shell.name == "a" for shell in path) else (Node(found.name, found.attributes),)
        return [Leaf(found.words(), (*path, *shells))]
    return [Leaf(found, path)]


def _text_leaves(text, breaks, path):
    text = text.replace("\ufeff", "")
    if not breaks or "\n" not in text:
        return [Leaf(text, path)]
    found = []
    for place, line in enumerate(text.split("\n")):
        if place:
            found.append(Leaf(Node("br"), path))
        found.append(Leaf(line, path))
    return found


def _shell(node, path, rewrite):
    """The element to keep round the words of this one, or None where it says nothing."""
    if node.name == "a":
        node = rewrite(node)
        if node is None or not node.attributes.get("href"):
            return None
    name = NAMES.get(node.name, node.name)
    if name not in INLINE_TAGS or (name in ONCE and any(outer.name == name for outer in path)):
        return None
    if name in ("span", "bdi") and not node.attributes.keys() & {"lang", "dir"}:
        return None
    return Node(name, node.attributes)


def folded(run):
    """The run with its blanks folded and none beside a break or at its ends."""
    out, gap = [], ""
    for leaf in run:
        if not isinstance(leaf.value, str):
            if gap and leaf.is_picture() and out and not out[-1].is_break():
                out.append(Leaf(" ", _common(out[-1].path, leaf.path)))
            gap = ""
            out.append(leaf)
            continue
        words = leaf.value.strip(BLANKS)
        if not words:
            gap += leaf.value
            continue
        start = leaf.value.index(words[0])
        gap += leaf.value[:start]
        if gap and out and not out[-1].is_break():
            before = out[-1].value[-1] if isinstance(out[-1].value, str) else " "
            out.append(Leaf(_blank(before, gap, words[0]), _common(out[-1].path, leaf.path)))
        out.append(Leaf(TO_FOLD.sub(_folded_blank, words), leaf.path))
        gap = leaf.value[start + len(words) :]
    return out


def _folded_blank(match):
    text = match.string
    return _blank(text[match.start() - 1], match[0], text[match.end()])  # the text begins and ends with a word


def _blank(before, blank, after):
    is_typography = before.isdigit() or after.isdigit() or before in BEFORE_IT or after in AFTER_IT
    return "\xa0" if blank == "\xa0" and is_typography else " "


def _common(one, other):
    shared = 0
    while shared < min(len(one), len(other)) and one[shared] is other[shared]:
        shared += 1
    return one[:shared]


def parts(run):
    """A folded run, parted where two breaks or more follow each other; single ones at the ends fall away."""
    found, part, breaks = [], [], []
    for leaf in run:
        if leaf.is_break():
            breaks.append(leaf)
            continue
        if len(breaks) > 1 and part:
            found.append(part)
            part = []
        elif breaks and part:
            part.append(breaks[0])
        breaks = []
        part.append(leaf)
    if part:
        found.append(part)
    return [part for part in found if has_substance(part)]


def has_substance(run):
    """Is there anything to read or look at?"""
    return any(
        leaf.is_picture() or (isinstance(leaf.value, str) and leaf.value.strip(INVISIBLE + BLANKS)) for leaf in run
    )


def nodes(run):
    """The run as nodes and strings again, each formatting element opened once and closed in order."""
    top = Node("")
    stack = [(None, top)]
    for leaf in run:
        shared = 0
        while shared < min(len(leaf.path), len(stack) - 1) and stack[shared + 1][0] is leaf.path[shared]:
            shared += 1
        del stack[shared + 1 :]
        for shell in leaf.path[shared:]:
            node = Node(shell.name, shell.attributes)
            stack[-1][1].children.append(node)
            stack.append((shell, node))
        children = stack[-1][1].children
        if isinstance(leaf.value, str) and children and isinstance(children[-1], str):
            children[-1] += leaf.value
        else:
            children.append(leaf.value)
    return top.children
