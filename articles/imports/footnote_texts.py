"""The words of notes that stand in an old text: read without ways back and numbers, and taken out of the text."""

import re

from articles.imports.footnote_marks import BLANKS, SIGNS, label_of, says_something
from ccsis.tree import Node

LISTS = {"ul", "ol", "dl", "table", "thead", "tbody", "tr", "blockquote", "aside", "li", "figure"}
TITLES = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "b", "em"}
TITLE = re.compile(
    r"\W*(?:(?:foot|end)[- ]?notes?|notes?|notes (?:and|&) references|references|sources"
    r"|примечани[ея]|сноски|ссылки|источники|примітки|виноски|посилання"
    r"|შენიშვნები|სქოლიო|წყაროები|ծանոթագրություններ|ծանոթություններ|աղբյուրներ"
    r"|qeydlər|istinadlar|mənbələr|dipnotlar|notlar|kaynakça|kaynaklar"
    r"|پانوشت(?:\W?ها)?|پی\W?نوشت(?:\W?ها)?|یادداشت(?:\W?ها)?|منابع|الهوامش|هوامش"
    r"|fu(?:ß|ss)noten|anmerkungen|endnoten|quellen|notes de bas de page|notas|note di pagina|przypisy)\W*",
    re.IGNORECASE,
)
LINE = re.compile(r"\s*(?:[_–—-]\s*){3,}")
NUMBER_SHELLS = {"sup", "strong", "b", "span"}
SHELLS = {"p", "span", "strong", "em", "b", "i", "small"}


def read(holder, label, is_way_back):
    """The nodes of a note's words, or an empty list where it has none. `is_way_back` is asked about each link."""
    cells = [holder]
    if holder.name == "tr":
        cells = [cell for cell in nodes_in(holder) if not label_of(_without_ways_back(cell, is_way_back))]
    children = [child for cell in cells for child in _without_ways_back(cell, is_way_back).children]
    return _without_label(children, label) if any(map(says_something, children)) else []


def nodes_in(node):
    return [child for child in node.children if isinstance(child, Node)]


def _without_ways_back(node, is_way_back):
    copy = Node(node.name, node.attributes)
    for child in node.children:
        if not isinstance(child, Node):
            copy.children.append(child)
        elif child.name != "a" or not is_way_back(child):
            copy.children.append(_without_ways_back(child, is_way_back))
        elif copy.children and isinstance(copy.children[-1], str):
            copy.children[-1] = copy.children[-1].rstrip(BLANKS + "([") + " "
    if copy.children and isinstance(copy.children[-1], str) and len(copy.children) < len(node.children):
        copy.children[-1] = re.sub(r"[\s\xa0]*[\])]?[\s\xa0]*\Z", "", copy.children[-1])
    return copy


def _without_label(children, label):
    """A note's words without the number in front of them."""
    while children and not says_something(children[0]):
        children = children[1:]
    if not children:
        return []
    first, rest = children[0], children[1:]
    if isinstance(first, str):
        words = re.sub(rf"^[\s^↑]*(?:{_number(label)}[.:)\]](?=\s))?[\s\xa0]*", "", first)
        return [words, *rest] if words else _without_label(rest, "")
    if first.name in NUMBER_SHELLS and (first.name == "sup" or label_of(first) == label) and label_of(first):
        return _without_label(rest, "")
    if first.name in SHELLS:
        return [Node(first.name, first.attributes, _without_label(first.children, label)), *rest]
    return children


def _number(label):
    """A pattern for the number or sign that a note begins with."""
    if not label:
        return ""
    alone = rf"{re.escape(label)}|" if label[0] in SIGNS else ""
    return rf"[\[(]\s*{re.escape(label)}\s*[\])][.:]?|{re.escape(label)}[.):]|{alone}"


# Out of the text


def clear_away(roots, holders, parents):
    """Takes the holders of notes out of the trees, and what is empty without them: lists, headings, rules.

    Takes the roots in the order of the text and the parents of nodes by id. Gives the lists that still hold something.
    """
    gaps, left = [], {}
    for holder in holders:
        gap = _emptied(holder, parents)
        outer = parents.get(id(gap))
        if gap.name in LISTS | {"li"} and outer is not None and outer.name in LISTS:
            left[id(outer)] = outer
        gap.name, gap.attributes, gap.children = "", {}, []
        gaps.append(gap)
    rows = {}
    for gap in gaps:
        row = _row_of(gap, roots, parents, rows)
        if id(gap) in row.places:  # else it went with the list round it
            _clear_before(row, row.places[id(gap)])
    return [outer for outer in left.values() if says_something(outer)]


def _emptied(node, parents):
    """The node, or the outermost list round it that would be empty without it."""
    node.children = []
    outer = parents.get(id(node))
    while outer is not None and outer.name in LISTS and not says_something(outer):
        node, outer = outer, parents.get(id(outer))
    return node


class _Row:
    """What stands side by side, and the place of each in it."""

    def __init__(self, children):
        self.children = children
        self.places = {id(child): place for place, child in enumerate(children)}


def _row_of(node, roots, parents, rows):
    """What a node stands in; the parts of a text count as one."""
    parent = parents[id(node)]
    is_top = any(parent is root for root in roots)
    key = "top" if is_top else id(parent)
    if key not in rows:
        rows[key] = _Row([child for root in roots for child in root.children] if is_top else parent.children)
    return rows[key]


def _clear_before(row, place):
    """The heading of the notes, and the rule above it, where nothing follows that they could belong to."""
    after = next((child for child in row.children[place + 1 :] if says_something(child)), None)
    if isinstance(after, Node) and (after.name in LISTS or _begins_with_number(after)):
        return
    for is_idle in (_is_title, _is_rule):
        while place and not (_is_rule(row.children[place - 1]) or says_something(row.children[place - 1])):
            place -= 1
        if place and is_idle(row.children[place - 1]):
            place -= 1
            idle = row.children[place]
            idle.name, idle.attributes, idle.children = "", {}, []


def _begins_with_number(node):
    return bool(re.match(r"\s*(?:[\[(]?\d{1,3}[\]).:]|\[\w\])", node.words()))


def _is_title(child):
    return isinstance(child, Node) and child.name in TITLES and bool(TITLE.fullmatch(child.words()))


def _is_rule(child):
    if not isinstance(child, Node):
        return False
    return child.name == "hr" or (child.name == "p" and bool(LINE.fullmatch(child.words())))
