"""HTML as a small tree, for those who rearrange it: parse it, change it, write it again."""

from dataclasses import dataclass, field
from html import escape

from ccsis.markup import CELLS, EMPTY_SAYS_NOTHING, MAX_VALUE, VOID, Nester
from ccsis.scripts import clean_text

BLOCKS = CELLS | set(
    "p h1 h2 h3 h4 h5 h6 hr pre ul ol li dl dt dd blockquote aside figure figcaption table caption colgroup col"
    " thead tbody tfoot tr".split()
)


@dataclass(slots=True, eq=False)
class Node:
    name: str
    attributes: dict = field(default_factory=dict)
    children: list = field(default_factory=list)  # of nodes and strings

    def classes(self):
        return self.attributes.get("class", "").split()

    def __iter__(self):
        """This node and every node inside it, in the order of the text."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(child for child in reversed(node.children) if isinstance(child, Node))

    def words(self):
        """The text inside, as it stands; a line break is one."""
        if self.name == "br":
            return "\n"
        return "".join(child if isinstance(child, str) else child.words() for child in self.children)


def parse(html):
    """The tree of any text read as HTML, in a node without a name. Its depth is bounded by ccsis.markup."""
    grower = _Grower()
    grower.read(html)
    return grower.root


class _Grower(Nester):
    """Grows a tree of what it reads."""

    def __init__(self):
        super().__init__()
        self.root = Node("")
        self.inside = [self.root]  # and every open node

    def add_words(self, words):
        children = self.inside[-1].children
        if children and isinstance(children[-1], str):
            children[-1] = clean_text(children[-1] + words)  # a letter may meet its marks
        else:
            children.append(words)

    def add_break(self):
        self.add_words("\n")

    def add_void(self, name, attributes):
        self.inside[-1].children.append(Node(name, _short(attributes)))

    def begin(self, name, attributes):
        node = Node(name, _short(attributes))
        self.inside[-1].children.append(node)
        self.inside.append(node)

    def end(self, name, attributes, _element):
        node = self.inside.pop()
        if not node.children and name in EMPTY_SAYS_NOTHING and not node.attributes:
            self.inside[-1].children.pop()  # nothing inside and nothing said about it


def _short(attributes):
    return {name: value for name, value in attributes.items() if len(value) <= MAX_VALUE}


def write(child):
    """The HTML of a node or a string."""
    if isinstance(child, str):
        return escape(child, quote=False)
    inside = "".join(map(write, child.children))
    if not child.name:
        return inside
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in child.attributes.items())
    return f"<{child.name}{attributes}>" + ("" if child.name in VOID else f"{inside}</{child.name}>")


def is_block(child):
    return isinstance(child, Node) and child.name in BLOCKS
