"""Marks of notes in a tree: made ours, hung on the word before them; and the lines that notes stand on."""

import re

from ccsis.tree import Node, is_block

BLANKS = " \t\n\r\f\v\xa0"
SIGNS = "*†‡§¶#"
UNSEEN = BLANKS + "\u200b\ufeff"
LABEL = re.compile(rf"[\[(]?\s*(\d{{1,4}}|[ivxlc]{{1,7}}|[a-z]|[{SIGNS}]{{1,4}})\s*[\])]?[.:]?", re.IGNORECASE)
SEPARATORS = re.compile(r"[\s\[\](),;\xa0]*")


def label_of(node):
    """The number or sign that a node is, without its brackets; or None where it is something else."""
    label = LABEL.fullmatch("".join(node.words().split()))
    return label[1] if label else None


def become_mark(node, key):
    """Turns a node into the mark of the note with this key."""
    node.name, node.attributes = "sup", {"class": "note"}
    node.children = [Node("a", {"href": f"#fn-{key}"}, [key])]


def is_mark(child):
    return isinstance(child, Node) and child.name == "sup" and child.attributes == {"class": "note"}


def hang_marks(node):
    """Marks stand at the end of the word before them, free of brackets and of elements that hold nothing else."""
    if is_mark(node):
        return
    children = []
    for child in node.children:
        if isinstance(child, Node):
            hang_marks(child)
            children += _freed(child)
        else:
            children.append(child)
    node.children = _closed_up(children)


def _freed(child):
    """A child, or what it holds where that is marks only; marks inside a link stand after it."""
    marks = [inner for inner in child.children if is_mark(inner)]
    if not marks or is_block(child):
        return [child]
    others = [inner for inner in child.children if not is_mark(inner)]
    if all(isinstance(other, str) and SEPARATORS.fullmatch(other) for other in others if says_something(other)):
        return marks
    if child.name == "a":
        child.children = others
        return [child, *marks]
    return [child]


def _closed_up(children):
    out = []
    for place, child in enumerate(children):
        if is_mark(child) and out and isinstance(out[-1], str):
            after = children[place + 1] if place + 1 < len(children) else ""
            before = out[-1].rstrip(BLANKS)
            if before.endswith("[") and isinstance(after, str) and after.lstrip().startswith("]"):
                before = before[:-1].rstrip(BLANKS)
                children[place + 1] = after.lstrip()[1:]
            out[-1] = before
        out.append(child)
    return out


def says_something(child):
    """Is there anything to read or look at?"""
    if isinstance(child, str):
        return bool(child.strip(UNSEEN))
    return any(
        node.name == "img" or any(isinstance(inner, str) and inner.strip(UNSEEN) for inner in node.children)
        for node in child
    )


# Lines


def into_paragraphs(root, breaks):
    """Makes paragraphs of the text between blocks, and of each note that stands on a line of its own.

    With `breaks` an empty line in the text parts paragraphs.
    """
    out, run = [], []
    for child in root.children:
        if isinstance(child, Node) and any(is_block(node) for node in child):
            out += [*_paragraph(run), *_parted(child)]
            run = []
        elif breaks and isinstance(child, str) and "\n" in child:
            first, *others = re.split(r"\n[ \t\xa0]*\n\s*", child)
            run.append(first)
            for other in others:
                out += _paragraph(run)
                run = [other]
        else:
            run.append(child)
    root.children = out + _paragraph(run)


def _paragraph(run):
    return _parted(Node("p", {}, run)) if any(map(says_something, run)) else []


def _parted(node):
    """A paragraph that holds several notes, each on a line of its own, as one paragraph for each."""
    if node.name != "p" or sum(map(_begins_note, node.children)) < 2:
        return [node]
    found, run = [], []
    for child in node.children:
        if _begins_note(child) and _ends_line(run):
            found.append(Node("p", node.attributes, run))
            run = []
        run.append(child)
    return [part for part in [*found, Node("p", node.attributes, run)] if any(map(says_something, part.children))]


def _begins_note(child):
    """A link that has a name and shows a number."""
    return isinstance(child, Node) and any(
        inner.name == "a" and "#" in inner.attributes.get("href", "") and inner.attributes.keys() & {"name", "id"}
        for inner in child
        if label_of(inner)
    )


def _ends_line(run):
    for child in reversed(run):
        if isinstance(child, Node) and child.name == "br":
            return True
        if isinstance(child, str) and (child.strip(" \t\xa0") or "\n" in child):
            return child.rstrip(" \t\xa0").endswith("\n")
        if isinstance(child, Node) and says_something(child):
            return False
    return True
