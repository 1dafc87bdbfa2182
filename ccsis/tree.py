"""HTML as a small tree, for those who rearrange it: parse it, change it, write it again."""

from dataclasses import dataclass, field
from html import escape

from ccsis.markup import CELLS, VOID, tokens, well_formed

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
    root = Node("")
    open_nodes = [root]
    for token in tokens(well_formed(html)):
        if token[0] == "text":
            open_nodes[-1].children.append(token[1])
        elif token[0] == "open":
            node = Node(token[1], token[2])
            open_nodes[-1].children.append(node)
            if node.name not in VOID:
                open_nodes.append(node)
        elif len(open_nodes) > 1 and open_nodes[-1].name == token[1]:
            open_nodes.pop()
    return root


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
