"""What the styles of a document mean to us, whatever they are called and built on."""

import re

from articles.word.names import child, q, switch, value

# By the names that programs write into the file, which are English in every language of the program.
ROLES = {
    "title": "title", "subtitle": "subtitle", "author": "author", "authors": "author", "byline": "author",
    "abstract": "standfirst", "standfirst": "standfirst", "lead": "standfirst", "lede": "standfirst",
    "teaser": "standfirst", "quote": "quote", "intense quote": "quote", "quotations": "quote", "block text": "quote",
    "block quote": "quote", "block quotation": "quote", "blockquote": "quote", "pull quote": "pull",
    "caption": "caption", "figure caption": "caption", "table caption": "caption", "image caption": "caption",
    "illustration": "caption", "preformatted text": "code", "html preformatted": "code", "source code": "code",
    "code": "code", "horizontal line": "rule", "toc heading": "contents", "contents heading": "contents",
    "table of figures": "contents", "list continue": "goes on", "list paragraph": "goes on",
}  # fmt: skip
HEADING = re.compile(r"heading (\d)\d?$")
CONTENTS = re.compile(r"(?:toc|contents|user index|index) \d$")
DEPTH = re.compile(r"list (?:bullet|number) (\d)$")  # Word's own styles for lists inside lists
GOES_ON = re.compile(r"list continue \d$")
MOST_STEPS = 20


class Styles:
    """The styles of a document, by their ids. Takes the root of word/styles.xml, or None."""

    def __init__(self, root=None):
        rows = root.iter(q("w:style")) if root is not None else ()
        self.by_id = {row.get(q("w:styleId")): row for row in rows}
        self.defaults = child(root, "w:docDefaults", "w:rPrDefault", "w:rPr") if root is not None else None
        self.standard = next(
            (
                style_id
                for style_id, row in self.by_id.items()
                if row.get(q("w:type")) == "paragraph" and row.get(q("w:default")) in ("1", "true")
            ),
            "Normal",
        )

    def chain(self, style_id):
        """The style and what it is built on, the nearest first."""
        found = []
        while style_id in self.by_id and len(found) < MOST_STEPS:
            found.append(self.by_id[style_id])
            style_id = value(found[-1], "w:basedOn")
        return found

    def role(self, style_id):
        """(role, level): what paragraphs of this style are; ("", 0) for plain ones."""
        for style in self.chain(style_id):
            name = " ".join((value(style, "w:name") or "").lower().replace("_", " ").split())
            if name in ROLES:
                return ROLES[name], 0
            if heading := HEADING.match(name):
                return "heading", int(heading[1])
            if CONTENTS.match(name):
                return "contents", 0
            if GOES_ON.match(name):
                return "goes on", 0
            level = value(style, "w:pPr", "w:outlineLvl")
            if level and level.isdecimal() and int(level) < 9:
                return "heading", int(level) + 1
        return "", 0

    def depth(self, style_id):
        """How deep the items of a style such as “List Bullet 2” stand, from 0 on."""
        names = ((value(style, "w:name") or "").lower() for style in self.chain(style_id))
        return next((int(found[1]) - 1 for found in map(DEPTH.match, names) if found), 0)

    def first(self, style_id, read):
        """What the nearest style of the chain says; None where none says anything."""
        return next((said for style in self.chain(style_id) if (said := read(style)) is not None), None)

    def is_bold(self, style_id):
        return bool(self.first(style_id, lambda style: switch(style, "w:rPr", "w:b")))

    def is_rtl(self, properties, style_id):
        own = switch(properties, "w:bidi") if properties is not None else None
        return bool(self.first(style_id, lambda style: switch(style, "w:pPr", "w:bidi")) if own is None else own)

    def is_link(self, style_id):
        return any("hyperlink" in (value(style, "w:name") or "").lower() for style in self.chain(style_id))

    def run(self, properties):
        """How the words of a run are set, by its own properties and its character style."""
        style_id = value(properties, "w:rStyle") if properties is not None else None

        def said(read):
            own = read(properties) if properties is not None else None
            return self.first(style_id, lambda style: read(child(style, "w:rPr"))) if own is None else own

        is_complex = bool(said(lambda row: switch(row, "w:rtl")) or said(lambda row: switch(row, "w:cs")))
        underline = said(lambda row: value(row, "w:u"))
        return {
            "b": bool(said(lambda row: switch(row, "w:bCs" if is_complex else "w:b"))),
            "i": bool(said(lambda row: switch(row, "w:iCs" if is_complex else "w:i"))),
            "u": underline not in (None, "none") and not self.is_link(style_id),
            "strike": bool(said(lambda row: switch(row, "w:strike")) or said(lambda row: switch(row, "w:dstrike"))),
            "raised": said(lambda row: value(row, "w:vertAlign")),
            "hidden": bool(said(lambda row: switch(row, "w:vanish"))),
            "colour": None if self.is_link(style_id) else said(lambda row: value(row, "w:color")),
            "marked": said(lambda row: value(row, "w:highlight")) not in (None, "none"),
            "rtl": is_complex,
        }

    def language(self, properties, style_id, *, is_rtl):
        """The language tag of a run, or None."""
        attribute = "w:bidi" if is_rtl else "w:val"

        def read(row):
            return value(row, "w:lang", attribute=attribute)

        own = read(properties) if properties is not None else None
        character = value(properties, "w:rStyle") if properties is not None else None
        return (
            own
            or self.first(character, lambda style: read(child(style, "w:rPr")))
            or self.first(style_id or self.standard, lambda style: read(child(style, "w:rPr")))
            or read(self.defaults)
        )
