"""From items in a row, each with its depth, to lists inside lists."""

from ccsis.tree import Node


def nested(items):
    """Takes ({"kind", "level", "number", "type"}, <li>) in their order; an item without a kind goes on with the one
    before. Gives the lists."""
    tops, stack = [], []  # of the stack: (level, list, the last item of it)
    for item, element in items:
        if not item["kind"]:
            if stack:
                stack[-1][2].children.append(Node("p", element.attributes, element.children))
            continue
        while stack and stack[-1][0] > item["level"]:
            stack.pop()
        if stack and stack[-1][0] == item["level"] and not _goes_on(stack[-1][1], item):
            stack.pop()
        if not stack or stack[-1][0] < item["level"]:
            made = _begun(item)
            (stack[-1][2].children if stack else tops).append(made)
            stack.append((item["level"], made, element))
        else:
            stack[-1] = (item["level"], stack[-1][1], element)
        stack[-1][1].children.append(element)
    return tops


def _begun(item):
    attributes = {}
    if item["kind"] == "ol":
        attributes |= {"start": str(item["number"])} if item["number"] != 1 else {}
        attributes |= {"type": item["type"]} if item["type"] else {}
    return Node(item["kind"], attributes)


def _goes_on(node, item):
    """Whether an item belongs to this list: of the same kind, and its number is the next one."""
    if node.name != item["kind"]:
        return False
    if node.name == "ul":
        return True
    return item["number"] == int(node.attributes.get("start", "1")) + len(node.children)
