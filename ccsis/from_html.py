"""From the HTML of a word processor or a web page to CommonMark with footnotes, as contributors write it.

    source, dropped = to_commonmark(html)

Headings, emphasis, lists, quotes, links, simple tables, code and footnotes are kept; every word is. What has no sign
in CommonMark is named in `dropped`, as {"pictures": 2}. Word's paste, LibreOffice's, Google's and mammoth's output are
known by how they mark notes and lists.
"""

import re
from collections import Counter

from ccsis.tree import Node, is_block, parse

HEADINGS = {"h2": "##", "h3": "###", "h4": "####"}
LISTS = {"ul", "ol"}
BLANKS = re.compile(r"[ \t\n\r\f\v\xa0]+")
ESCAPED = re.compile(r"([\\`*\[\]<>~|])|(?<![^\W_])(_)|(_)(?![^\W_])|(&)(?=#?\w+;)")
AT_START = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+=](?=\s|$|-|=)|>|\d{1,9}(?=[.)](?:\s|$)))")
CLOSING = re.compile(r"(#+)$")  # at the end of a heading they would close it
NUMBERED = re.compile(r"^(\s*\d{1,9})([.)])(?=\s|$)")
MARK = re.compile(r"^\W*(?:\d{1,4}|[ivxlc]{1,6}|[a-z]|\*+|†+|‡+|§+)\W*$", re.IGNORECASE)
BACK = re.compile(r"^[\s↑↩^\[\]⏎\ufe0e\ufe0f]*(?:\d{0,4}|[ivxlc]*)[\s↑↩^\[\].⏎\ufe0e\ufe0f]*$", re.IGNORECASE)
# What Word writes before the words of an item of a list: bullets of all kinds, numbers, letters.
BULLET = re.compile(
    r"^[\s\xa0]*(?:([·•▪◦‣–—§o\uf0b7\uf0a7\uf0d8-])|(\d{1,3}|[a-z]|[ivx]{1,5})[.)])[\s\xa0]+", re.IGNORECASE
)
LEVEL = re.compile(r"level(\d)", re.IGNORECASE)
WEB = re.compile(r"^(?:https?://|mailto:)\S+$", re.IGNORECASE)
RULE = "---"
NOTE_CONTAINERS = {"p", "li", "dd", "dt", "blockquote", "td", "h2", "h3", "h4", "figcaption"}


def to_commonmark(html):
    """Takes any HTML. Gives (CommonMark, {what was dropped: how many})."""
    root = parse(html)
    dropped = Counter()
    notes = _take_notes(root)
    writer = _Writer(notes, dropped)
    blocks = writer.blocks(root.children)
    while blocks and blocks[-1] == RULE:  # what a word processor draws above its notes
        blocks.pop()
    text = "\n\n".join(blocks)
    definitions = [writer.definition(note) for note in notes.values() if note.number]
    parts = [part for part in (text, "\n\n".join(definitions)) if part]
    return ("\n\n".join(parts) + "\n" if parts else ""), dict(dropped)


# Footnotes


class _Note:
    def __init__(self, container):
        self.container = container
        self.number = 0


def _take_notes(root):
    """The notes of a text by the ids that their marks lead to; they are taken out of the tree."""
    places, parents, anchors, order = {}, {}, [], {}
    for node in root:
        order[node] = len(order)
        for child in node.children:
            if isinstance(child, Node):
                parents[child] = node
        for name in filter(None, (node.attributes.get("id"), node.attributes.get("name"))):
            places.setdefault(name, node)
        if node.name == "a" and node.attributes.get("href", "").startswith("#"):
            anchors.append(node)
    notes = {}
    for mark in anchors:
        target = mark.attributes["href"][1:]
        place = places.get(target)
        if place is None or target in notes or order[place] < order[mark] or not MARK.match(mark.words()):
            continue
        container = _container(place, parents)
        if container is not None and _leads_back(container, mark, parents):
            notes[target] = _Note(container)
    for note in notes.values():
        _take_out(note.container, parents)
    return notes


def _container(place, parents):
    """The block that a note stands in: from where its mark leads up to the nearest block."""
    node = place
    while node is not None and node.name not in NOTE_CONTAINERS:
        node = parents.get(node)
    return node


def _leads_back(container, mark, parents):
    """Whether a link in this block leads to the mark, and the mark does not stand in it."""
    node = mark
    own = set()
    while node is not None:
        if node is container:
            return False
        own |= {name for name in (node.attributes.get("id"), node.attributes.get("name")) if name}
        node = parents.get(node)
    own |= {inner.attributes.get("id") or inner.attributes.get("name") for inner in mark} - {None}
    own |= _beside(mark, parents)
    return any(
        inner.name == "a" and inner.attributes.get("href", "")[1:] in own and inner is not mark
        for inner in container
        if inner.attributes.get("href", "").startswith("#")
    )


def _beside(mark, parents):
    """Names of anchors beside the mark: some editors put the way back's target next to it."""
    around = parents.get(mark)
    siblings = around.children if around else []
    return {
        child.attributes.get("id") or child.attributes.get("name") for child in siblings if isinstance(child, Node)
    } - {None}


def _take_out(node, parents):
    parent = parents.get(node)
    if parent is not None and any(child is node for child in parent.children):
        parent.children = [child for child in parent.children if child is not node]
        if parent.name in LISTS | {"dl"} and not parent.words().strip():
            _take_out(parent, parents)


# Writing


class _Writer:
    def __init__(self, notes, dropped):
        self.notes, self.dropped = notes, dropped

    def definition(self, note):
        blocks = self.blocks(_without_way_back(note.container).children) or [""]
        first, *rest = blocks
        return "\n\n".join(
            [f"[^{note.number}]: {_indented(first, 4).lstrip()}", *(_indented(each, 4) for each in rest)]
        )

    # Blocks

    def blocks(self, children):
        """The blocks of a list of nodes and words, each as lines of CommonMark."""
        found, run = [], []
        for child in children:
            if isinstance(child, Node) and (
                is_block(child) or any(is_block(inner) for inner in child if inner is not child)
            ):
                found += self._paragraph(run)
                run = []
                found += self._block(child)
            else:
                run.append(child)
        return _lists_joined(found + self._paragraph(run))

    def _paragraph(self, children):
        text = self.line(children)
        return [_guarded(text)] if text else []

    def _block(self, node):
        if node.name == "p":
            return self._plain(node)
        if node.name in HEADINGS:
            text = self.line(node.children, is_bold=True).replace("\\\n", " ")
            text = CLOSING.sub(r"\\\1", text)
            return [f"{HEADINGS[node.name]} {text}"] if text else []
        if node.name in LISTS:
            return self._list(node)
        if node.name == "blockquote":
            inside = "\n\n".join(self.blocks(node.children))
            return ["\n".join(f"> {line}".rstrip() for line in inside.split("\n"))] if inside else []
        if node.name == "pre":
            return self._code(node)
        if node.name == "hr":
            return [RULE]
        if node.name == "table":
            return self._table(node)
        if node.name == "dl":
            return [block for child in node.children if isinstance(child, Node) for block in self._term(child)]
        return self.blocks(node.children)

    def _plain(self, node):
        """A paragraph; or an item of a list that Word writes as one."""
        classes, style = node.attributes.get("class", ""), node.attributes.get("style", "")
        if "mso-list" in style or "MsoListParagraph" in classes:
            text = self.line(node.children)
            bullet = BULLET.match(text.replace("\\", ""))
            level = LEVEL.search(style)
            if bullet:
                words = text.replace("\\", "", 1) if text.startswith("\\") else text
                return [_Item(words[bullet.end() :] or words, bool(bullet[2]), int(level[1]) if level else 1)]
        return self.blocks(node.children) if any(map(is_block, node.children)) else self._paragraph(node.children)

    def _term(self, node):
        if node.name == "dt":
            text = self.line(node.children, is_bold=True)
            return [f"**{text}**"] if text else []
        return self.blocks(node.children)

    def _list(self, node):
        items, number = (
            [],
            int(node.attributes.get("start", "1")) if node.attributes.get("start", "1").isdecimal() else 1,
        )
        for child in node.children:
            if not isinstance(child, Node):
                continue
            if child.name in LISTS and items:  # a list beside the items belongs to the one before
                items[-1] += "\n" + "\n".join(_indented(each, 4) for each in self._list(child))
                continue
            inside = self.blocks(child.children if child.name == "li" else [child])
            if not inside:
                continue
            mark = f"{number}." if node.name == "ol" else "-"
            number += 1
            body = "\n".join(inside) if all(_is_list(each) for each in inside[1:]) else "\n\n".join(inside)
            items.append(f"{mark} {_indented(body, len(mark) + 1).lstrip()}")
        return ["\n".join(items)] if items else []

    def _code(self, node):
        text = node.words().strip("\n")
        longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
        fence = "`" * (longest + 1)
        return [f"{fence}\n{text}\n{fence}"] if text.strip() else []

    def _table(self, node):
        rows = [
            [self._cell(cell) for cell in row.children if isinstance(cell, Node)] for row in node if row.name == "tr"
        ]
        rows = [row for row in rows if any(row)]
        caption = [text for inner in node if inner.name == "caption" for text in self._paragraph(inner.children)]
        width = max(map(len, rows), default=0)
        if width < 2 or len(rows) < 2:  # a table that only lays out
            return caption + [text for row in rows for text in row if text]
        if any(inner.attributes.get("colspan", "1") != "1" for inner in node):
            self.dropped["merged cells"] += 1
        lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
        lines.insert(1, f"|{' --- |' * width}")
        return [*caption, "\n".join(lines)]

    def _cell(self, cell):
        return " ".join(self.line([block]) for block in cell.children).replace("\\\n", " ").strip()

    # Words

    def line(self, children, *, is_bold=False):
        """Inline CommonMark on one line; a break is a backslash at its end."""
        text = "".join(self._inline(child, is_bold, False) for child in children)
        lines = [BLANKS.sub(" ", part).strip() for part in text.split("\\\n")]
        while lines and not lines[-1]:
            lines.pop()
        while lines and not lines[0]:
            lines.pop(0)
        return "\\\n".join(lines)

    def _inline(self, child, is_bold, is_italic):
        if isinstance(child, str):
            return ESCAPED.sub(lambda match: f"\\{match[0]}", child)
        if child.name == "br":
            return "\\\n"
        if child.name == "img":
            self.dropped["pictures"] += 1
            return ""
        if child.name == "a":
            return self._link(child, is_bold, is_italic)
        if child.name == "code":
            return _code_span(child.words())
        weight = child.attributes.get("style", "").replace(" ", "").lower()
        bold = child.name in ("strong", "b") and "font-weight:normal" not in weight
        bold = bold or bool(re.search(r"font-weight:(?:bold|[6-9]00)", weight))
        italic = child.name in ("em", "i", "cite") and "font-style:normal" not in weight
        italic = italic or "font-style:italic" in weight
        text = "".join(self._inline(inner, is_bold or bold, is_italic or italic) for inner in child.children)
        if bold and not is_bold:
            text = _wrapped(text, "**")
        if italic and not is_italic:
            text = _wrapped(text, "*")
        return _wrapped(text, "~~") if child.name in ("s", "del") else text

    def _link(self, node, is_bold, is_italic):
        href = node.attributes.get("href", "").strip()
        note = self.notes.get(href[1:]) if href.startswith("#") else None
        if note:
            note.number = note.number or 1 + max(each.number for each in self.notes.values())
            return f"[^{note.number}]"
        text = "".join(self._inline(inner, is_bold, is_italic) for inner in node.children)
        if not WEB.match(href) or not text.strip():
            return text
        address = href.replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")
        return f"{_lead(text)}[{text.strip()}]({address}){_tail(text)}"


class _Item(str):
    """The words of a list's item that Word wrote as a paragraph, with what is known of its place."""

    def __new__(cls, words, is_numbered, level):
        item = super().__new__(cls, words)
        item.is_numbered, item.level = is_numbered, level
        return item


def _lists_joined(blocks):
    """Word's items that follow each other, as lists."""
    found, number = [], {}
    for block in blocks:
        if not isinstance(block, _Item):
            found.append(block)
            number = {}
            continue
        number = {level: n for level, n in number.items() if level <= block.level}
        number[block.level] = number.get(block.level, 0) + 1
        mark = f"{number[block.level]}." if block.is_numbered else "-"
        line = _indented(f"{mark} {_indented(str(block), len(mark) + 1).lstrip()}", 4 * (block.level - 1))
        goes_on = bool(found) and getattr(found[-1], "is_made_of_items", False)
        made = _List(f"{found.pop()}\n{line}" if goes_on else line.lstrip())
        found.append(made)
    return found


class _List(str):
    is_made_of_items = True


def _is_list(text):
    return bool(re.match(r"(?:-|\d+\.) ", text))


def _indented(text, width):
    return "\n".join(f"{' ' * width}{line}" if line.strip() else line for line in text.split("\n"))


def _guarded(text):
    """A paragraph whose lines do not begin like something else."""
    lines = []
    for line in text.split("\n"):
        line = NUMBERED.sub(r"\1\\\2", line)
        lines.append(
            AT_START.sub(lambda match: f"{match[1]}\\{match[2]}" if not match[2].isdecimal() else match[0], line)
        )
    return "\n".join(lines)


def _wrapped(text, sign):
    """Formatting hugs the words; blanks stay outside of it, and a break ends it."""
    parts = text.split("\\\n")
    return "\\\n".join(
        f"{_lead(part)}{sign}{part.strip()}{sign}{_tail(part)}" if part.strip() else part for part in parts
    )


def _lead(text):
    return " " if text[:1].isspace() else ""


def _tail(text):
    return " " if text[-1:].isspace() else ""


def _code_span(text):
    text = " ".join(text.split())
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    gap = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{gap}{text}{gap}{fence}" if text else ""


def _without_way_back(container):
    """The note without the link that leads back to its mark."""

    def cleaned(node):
        children = []
        for child in node.children:
            if isinstance(child, Node):
                is_back = child.name == "a" and child.attributes.get("href", "").startswith("#")
                if is_back and BACK.match(child.words()):
                    continue
                child = cleaned(child)
                if (
                    child.name in ("sup", "span")
                    and not child.words().strip()
                    and not any(i.name == "img" for i in child)
                ):
                    continue
            children.append(child)
        return Node(node.name, node.attributes, children)

    return cleaned(container)
