"""The comments of the block editor: where blocks begin and end, and what blocks without a text of their own stand for.

for html, is_classic in sections(content, reading): …
"""

import json
import re
from html import escape

from articles.imports import players

# Blocks whose text is read as the classic editor reads it, line breaks and all.
CLASSIC = {"freeform", "shortcode"}
# Blocks that say nothing when they are empty.
SILENT = set(
    "spacer separator more nextpage paragraph heading list quote column columns group missing html shortcode freeform"
    " image gallery embed button buttons".split()
)
NAME = re.compile(r"/?wp:([a-z][\w/-]*)")
NEVER_ENDED = re.compile(r"<!--(?:\s*/?wp:[\w/-]+(?:\s+\{[^\n<]*\})?)?")
IN_TAGS_OR_CODE = re.compile(r"(<pre\b.*?</pre\s*>|<[^<>]*>)", re.DOTALL | re.IGNORECASE)
COVER_NAMES = {"cover", "cover-image"}
MOST_REUSED = 50  # blocks that a text takes from elsewhere
ADDRESSES = ("url", "src", "href", "link", "feedURL")
LABELS = ("label", "title", "text", "caption", "service")


def sections(content, reading):
    """Yields (html, is_classic): each block of the block editor, and the classic text between the blocks."""
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    kept, names, behind = [], [], ""
    for kind, value, attributes in _parts(content, reading, ()):
        if kind == "text":
            kept += [] if "<img" in value else [behind]
            kept.append(_with_breaks(value) if len(names) > 1 and names[-1] in CLASSIC else value)
            behind = ""
        elif kind == "open":
            if not names:
                yield "".join(kept), True
                kept = []
            names.append(value)
            behind = _background(value, attributes)
        elif kind == "close" and names:
            names.pop()
            if not names:
                yield "".join(kept), value in CLASSIC
                kept = []
    yield "".join(kept), not names or names[0] in CLASSIC


def _parts(content, reading, inside):
    """Yields ("text", html), ("open", name) and ("close", name), each with the attributes of the block.

    `inside` names the reusable blocks that this text comes from.
    """
    at = 0
    while at < len(content):
        start = content.find("<!--", at)
        end = content.find("-->", start + 4) if start >= 0 else -1
        yield "text", content[at : start if start >= 0 else len(content)], {}
        if start < 0:
            return
        if end < 0:  # browsers would show nothing of what follows
            reading.note("a comment never ends; what follows its beginning is in the text")
            yield "text", NEVER_ENDED.sub("", content[start:]), {}
            return
        at = end + 3
        yield from _comment(content[start + 4 : end].strip(), reading, inside)


def _comment(comment, reading, inside):
    name = NAME.match(comment)
    if not name:
        if re.match(r"(?:more|nextpage)\b", comment):
            yield "text", "\n\n", {}
        return
    kind = "close" if comment.startswith("/") else "void" if comment.endswith("/") else "open"
    attributes = _attributes(comment[name.end() :]) if kind != "close" else {}
    block = name[1].removeprefix("core/")
    if kind != "void":
        yield kind, block, attributes
    elif block == "block":
        yield from _reused(attributes, reading, inside)
    else:
        yield "text", _in_place_of(block, attributes, reading), {}


def _attributes(text):
    try:
        found = json.loads(text.strip().removesuffix("/") or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _reused(attributes, reading, inside):
    """A block that stands in an item of its own and is shown in many texts."""
    ref = str(attributes.get("ref", ""))
    if ref in inside or len(reading.reused_blocks) >= MOST_REUSED:
        reading.note(f"the reusable block {ref} stands inside itself or far too often; it is shown no more than that")
        return
    text = reading.reused(ref)
    if text is None:
        reading.note(f"the reusable block {ref or '(without a number)'} is not in the export, so its text is missing")
        return
    if attributes.get("content"):
        reading.note(
            f"the reusable block {ref} had other words in some places here; those of the block itself are shown"
        )
    yield "open", "group", {}
    yield from _parts(text.replace("\r\n", "\n").replace("\r", "\n"), reading, (*inside, ref))
    yield "close", "group", {}


def _in_place_of(block, attributes, reading):
    """HTML for a block that has nothing but settings: a link where they hold an address."""
    if block == "footnotes":
        return '<ol class="wp-block-footnotes"></ol>'
    address = next((value for name in ADDRESSES if isinstance(value := attributes.get(name), str) and value), "")
    label = next((value for name in LABELS if isinstance(value := attributes.get(name), str) and value.strip()), "")
    if block.startswith("core-embed/") or block == "embed":
        return players.figure(address, label) if players.ADDRESS.fullmatch(address) else ""
    if players.ADDRESS.fullmatch(address) and block != "rss":
        return f'<p><a href="{escape(address)}">{label or escape(address)}</a></p>'
    if block not in SILENT:
        reading.leave_empty(block)
    return ""


def _background(block, attributes):
    """The picture behind a cover, where it stands in a style and not in the text."""
    address = attributes.get("url")
    if block not in COVER_NAMES or not isinstance(address, str) or attributes.get("backgroundType") == "video":
        return ""
    number, alt = attributes.get("id", ""), attributes.get("alt", "")
    return f'<img class="wp-image-{escape(str(number))} cover" src="{escape(address)}" alt="{escape(str(alt))}">'


def _with_breaks(text):
    """Classic text inside another block, its line breaks as elements."""
    parts = IN_TAGS_OR_CODE.split(text)
    parts[::2] = [part.replace("\n", "<br>\n") for part in parts[::2]]
    return "".join(parts)
