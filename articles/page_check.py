"""Could articles.body have made this page? Asked of pages that come from outside, for they are shown as they are.

The question is answered tag by tag, against the allow-list and against what articles.body adds to it: anchors, note
marks, pictures by their number, tables that scroll. What is not in the exact form that we write counts as a no.
"""

import re
from html import unescape

from ccsis.html import ADDRESSES, ATTRIBUTES, CLASSES, EVERYWHERE, VALUES, WORDS_ONLY, address

# Every "<" of a page begins one of these; in this form, every browser reads the same as we do.
TAG = re.compile(r'<(?P<start>[a-z][a-z0-9]*)(?P<attributes>(?: [a-z-]+="[^"]*")*)>|</(?P<end>[a-z][a-z0-9]*)>')
ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
VOID = {"img", "br", "hr", "col", "wbr"}
# What articles.body adds: (tag, attribute) and its value, or None for any words.
ADDED = {
    ("div", "class"): {"scroll"},
    ("div", "tabindex"): {"0"},
    ("div", "role"): {"region"},
    ("div", "aria-label"): None,
    ("table", "class"): {"data"},
    ("a", "class"): {"anchor", "ref"},
    ("a", "role"): {"doc-noteref", "doc-backlink"},
    ("a", "rel"): {"noopener noreferrer"},
    ("a", "aria-label"): None,
    ("span", "class"): {"credit"},
    ("section", "class"): {"notes"},
    ("section", "aria-labelledby"): {"notes"},
    ("h2", "id"): {"notes"},
}
TAGS = set(ATTRIBUTES) | {tag for tag, _name in ADDED}


def is_ours(page):
    """Is there nothing in this page but what articles.body writes, tag for tag, each of them closed?"""
    if CONTROL.search(page) or re.search("[<>]", TAG.sub("", page)):
        return False
    opened = []
    for tag in TAG.finditer(page):
        if tag["end"]:
            if not opened or opened.pop() != tag["end"]:
                return False
        elif not _is_ours(tag["start"], ATTRIBUTE.findall(tag["attributes"])):
            return False
        elif tag["start"] not in VOID:
            opened.append(tag["start"])
    return not opened


def _is_ours(tag, attributes):
    names = [name for name, _value in attributes]
    if tag not in TAGS or len(set(names)) != len(names) or (tag == "img" and "src" not in names):
        return False
    return all(_fits(tag, name, unescape(value)) for name, value in attributes)


def _fits(tag, name, value):
    if (tag, name) in ADDED and (ADDED[tag, name] is None or value in ADDED[tag, name]):
        return True
    if name == "class":
        return bool(value) and set(value.split()) <= CLASSES.get(tag, set())
    if name not in EVERYWHERE | ATTRIBUTES.get(tag, set()):
        return False
    if name in ADDRESSES:
        return address(value) == value
    if name == "reversed":
        return value == ""
    return name in WORDS_ONLY or bool(VALUES[name].fullmatch(value))
