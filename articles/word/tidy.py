"""Small repairs of the inside of a paragraph: what an editor would not have typed."""

import re

from ccsis.tree import Node

HUGGED = {"strong", "em", "s", "a", "sup", "sub"}
BLANKS = re.compile(r"[ \t\n\r\f\v]+")


def words_of(node):
    """The words of a node on one line, without the marks of notes."""
    if isinstance(node, str):
        return node
    if is_mark(node):
        return ""
    return " " if node.name == "br" else "".join(map(words_of, node.children))


def line_of(node):
    return " ".join(words_of(node).split())


def is_mark(node):
    """The mark of a note, as mammoth writes it or as we do."""
    return isinstance(node, Node) and node.name == "sup" and (node.classes() == ["note"] or note_of(node) is not None)


def note_of(node):
    """The id of the note that a mark of mammoth's leads to, or None."""
    link = node.children[0] if len(node.children) == 1 else None
    if isinstance(link, Node) and link.name == "a":
        href = link.attributes.get("href", "")
        if href.startswith(("#footnote-", "#endnote-")):
            return href[1:]
    return None


def tidied(children):
    """Nodes and words with single blanks, formatting that hugs its words, and nothing loose at either end."""
    made = _hugged(children)
    _trim(made, 0)
    _trim(made, -1)
    return made


def _hugged(children):
    made = []
    for child in children:
        if isinstance(child, str):
            _add(made, BLANKS.sub(" ", child))
        elif child.name == "br" or is_mark(child) or child.name == "img":
            made.append(child)
        else:
            _add_node(made, Node(child.name, child.attributes, _hugged(child.children)))
    return made


def _add(made, words):
    if made and isinstance(made[-1], str):
        words = made.pop() + words
    if made and isinstance(made[-1], Node) and made[-1].name == "br":
        words = words.lstrip(" ")
    if words:
        made.append(BLANKS.sub(" ", words))


def _add_node(made, node):
    before, after = "", ""
    if node.name in HUGGED:
        while node.children and node.children[0] == " " or _begins_with_blank(node):
            before, node.children[0] = " ", node.children[0].lstrip(" ")
            node.children = [child for child in node.children if child != ""]
        while node.children and isinstance(node.children[-1], str) and node.children[-1].endswith(" "):
            after, node.children[-1] = " ", node.children[-1].rstrip(" ")
            node.children = [child for child in node.children if child != ""]
    if before:
        _add(made, before)
    if node.children or node.attributes.get("id"):
        made.append(node)
    if after:
        _add(made, after)


def _begins_with_blank(node):
    return bool(node.children) and isinstance(node.children[0], str) and node.children[0].startswith(" ")


def _trim(made, end):
    """Take blanks and line breaks away at one end."""
    while made:
        child = made[end]
        if isinstance(child, str):
            made[end] = child.lstrip() if end == 0 else child.rstrip()
            if made[end]:
                return
        elif child.name != "br":
            return
        del made[end]


def unwrapped(children, *names):
    """Without formatting of these names, whose words stay."""
    made = []
    for child in children:
        if isinstance(child, str):
            made.append(child)
            continue
        inside = unwrapped(child.children, *names)
        if child.name in names:
            made += inside
        else:
            made.append(Node(child.name, child.attributes, inside))
    return made


def is_all(children, name):
    """Whether all words stand inside formatting of this name."""
    loose = [child for child in children if not (isinstance(child, Node) and child.name in (name, "br"))]
    return any(isinstance(child, Node) and child.name == name for child in children) and not any(
        words_of(child).strip() for child in loose
    )


def without_whole(children, *names):
    """Without formatting that all of it has: in a heading or a caption that is the look of its style."""
    for name in names:
        if is_all(children, name):
            children = unwrapped(children, name)
    return children


def take_pictures(node):
    """Take every picture out of a node. Gives them in their order."""
    found, kept = [], []
    for child in node.children:
        if isinstance(child, Node) and child.name == "img":
            found.append(child)
            continue
        if isinstance(child, Node):
            found += take_pictures(child)
        kept.append(child)
    node.children = kept
    return found
