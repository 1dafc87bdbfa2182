"""A document written anew for mammoth, with nothing in it but what we keep.

Every paragraph gets a bookmark, `k17`, and under that key `facts` say what the HTML cannot: what it is (a heading, a
caption, an item of a list …), which way it runs, its language. Every picture has a key in the place of its description.
"""

from xml.etree import ElementTree

from articles.word.inline import ADDED, GONE, Inline, make, own_words
from articles.word.lists import Lists
from articles.word.log import Log
from articles.word.names import child, parse, q, switch, value
from articles.word.relations import Written, relations_of
from articles.word.styles import Styles
from ccsis.boxed import NotTaken

WRAPPERS = {q("w:customXml"), q("w:smartTag"), q("w:sdtContent")}
ENDS = {("end", False), ("right", False), ("end", True), ("left", True)}  # (alignment, does it run to the left)
TO_THE_RIGHT_ONLY = 400  # twentieths of a point, on both sides: a quotation set in by hand
MOST_PARAGRAPHS = 30_000  # with those in cells of tables: ten thick books
OF_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}


class Prepared(Inline):
    """The document in `parts`, whose main part is `main`. Gives `files` for mammoth, and what it noted."""

    def __init__(self, parts, main):
        self.parts, self.main = parts, main
        self.relations = self.of_main = relations_of(parts, main)
        self.styles = Styles(self._root("styles"))
        self.lists = Lists(self._root("numbering"), self.styles)
        self.log, self.facts = Log(), {}
        self.pictures, self.contents = {}, {}
        self.in_note, self.deep, self.has_rule = False, 0, False
        self.pending = []  # the words of a paragraph whose end was deleted: they begin the next one
        self.files = {}
        self.known_notes = {
            (kind, row.get(q("w:id")))
            for name, kind in OF_NOTES.items()
            for row in (self._root(name) if self._part(name) else ())
            if row.get(q("w:id"))
        }
        self._write_document()
        for name, kind in OF_NOTES.items():
            self._write_notes(name, kind)
        self._look_round()

    def _part(self, kind):
        """The name of the part that the document points to for this, or None."""
        targets = (target for row, target, outside in self.of_main.values() if row == kind and not outside)
        return next((target for target in targets if target in self.parts), None)

    def _root(self, kind):
        name = self._part(kind)
        return parse(self.parts[name]) if name else None

    def _write_document(self):
        root = parse(self.parts[self.main])
        body = child(root, "w:body")
        self.noted = _bookmarked_notes(root)
        self.written = Written()
        self.begin_part()
        blocks = self.blocks(body if body is not None else ())
        if self.pending:
            blocks += self._paragraph(make("p"))
        self._keep("document", make("document", make("body", *blocks)))

    def _write_notes(self, name, kind):
        root = self._root(name)
        self.written = Written()
        self.relations = relations_of(self.parts, self._part(name)) if root is not None else {}
        self.in_note, self.noted = True, {}
        notes = []
        for row in root if root is not None else ():
            if row.get(q("w:type")) in (None, "normal"):
                self.begin_part()
                self.log.heading, self.log.part = "", kind
                self.pending = []
                notes.append(make(kind, *self.blocks(row), id=row.get(q("w:id"), "")))
        self._keep(name, make(name, *notes))
        self.in_note, self.log.part = False, ""

    def _keep(self, name, root):
        self.files[f"word/{name}.xml"] = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
        self.files[f"word/_rels/{name}.xml.rels"] = self.written.xml()

    def _look_round(self):
        """What belongs to no place of the text: comments, heads and feet of pages."""
        comments = self._root("comments")
        if comments is not None:
            self.log.counts["comments"] = len(comments.findall(q("w:comment")))
        seen = set()
        for kind, target, outside in self.of_main.values():
            if kind in ("header", "footer") and not outside and target in self.parts:
                root = parse(self.parts[target])
                words = " ".join(" ".join(map(_words_of_page, root.iter(q("w:p")))).split())
                has_number = any("PAGE" in (row.text or "") for row in root.iter(q("w:instrText"))) or any(
                    "PAGE" in row.get(q("w:instr"), "") for row in root.iter(q("w:fldSimple"))
                )
                if (words or has_number) and (kind, words) not in seen:
                    seen.add((kind, words))
                    self.log.anywhere(f"page {kind}", words)

    # Blocks

    def blocks(self, elements):
        return [made for element in elements for made in self._block(element)]

    def _block(self, element):
        tag = element.tag
        if tag == q("w:p"):
            return self._paragraph(element)
        if tag == q("w:tbl"):
            return self._table(element)
        if tag in WRAPPERS:
            return self.blocks(element)
        if tag in ADDED:
            self.log.counts["insertions"] += 1
            return self.blocks(element)
        if tag in GONE:
            self.log.counts["deletions"] += 1
        elif tag == q("w:sdt"):
            return self._block_control(element)
        elif tag == q("w:altChunk"):
            self.log.drop("embedded text")
        elif tag == q("m:oMathPara"):
            self.inline([element])
        elif tag == q("mc:AlternateContent"):
            choice = element.find(q("mc:Choice"))
            return self.blocks(choice if choice is not None else ())
        return []

    def _block_control(self, element):
        gallery = value(element, "w:sdtPr", "w:docPartObj", "w:docPartGallery") or ""
        content = element.find(q("w:sdtContent"))
        if "Table of" in gallery or "Bibliographies" in gallery and content is None:
            self.log.drop("contents")
            return []
        if content is None or child(element, "w:sdtPr", "w:showingPlcHdr") is not None:
            return []
        return self.blocks(content)

    def _paragraph(self, element):
        properties = child(element, "w:pPr")
        self.style_id = value(properties, "w:pStyle")
        role, level = self._role(properties)
        words = " ".join(own_words(element).split())
        self.log.enter(words, is_heading=role == "heading")
        if role == "contents":
            if not any(field.is_list for field in self.fields) and words:
                self.log.drop("contents")
            return []
        item = None if role in ("heading", "title", "contents") else self.lists.item(properties, self.style_id)
        self.letters, self.marks, self.has_rule = {}, [], False
        inside = self.pending + self.inline(element)
        self.pending = []
        if self._runs_on(properties):
            self.pending = inside
            return []
        if not inside and not self._is_rule(properties, role):
            return []
        if len(self.facts) >= MOST_PARAGRAPHS:
            raise NotTaken("too_much")
        key = f"k{len(self.facts)}"
        self.facts[key] = self._facts(properties, "rule" if not inside else role, level, item, inside)
        return [make("p", make("bookmarkStart", name=key), *inside)]

    def _role(self, properties):
        own = value(properties, "w:outlineLvl")
        if own and own.isdecimal() and int(own) < 9:
            return "heading", int(own) + 1
        return self.styles.role(self.style_id)

    def _runs_on(self, properties):
        """Whether the end of this paragraph was deleted, or it is nothing but the large first letter of the next."""
        mark = child(properties, "w:rPr")
        is_deleted = mark is not None and any(child(mark, name) is not None for name in ("w:del", "w:moveFrom"))
        if is_deleted:
            self.log.counts["deletions"] += 1
        if mark is not None and any(child(mark, name) is not None for name in ("w:ins", "w:moveTo")):
            self.log.counts["insertions"] += 1
        return is_deleted or value(properties, "w:framePr", attribute="w:dropCap") in ("drop", "margin")

    def _is_rule(self, properties, role):
        border = child(properties, "w:pBdr")
        drawn = ("w:top", "w:bottom", "w:between")
        has_border = any(value(border, side) not in (None, "none", "nil") for side in drawn)
        return has_border or self.has_rule or role == "rule"

    def _facts(self, properties, role, level, item, inside):
        is_rtl = self.styles.is_rtl(properties, self.style_id)
        facts = {
            "role": role or ("quote" if not item and self._is_set_in(properties) else ""),
            "level": level,
            "list": item,
            "rtl": is_rtl,
            "language": max(self.letters, key=self.letters.get) if self.letters else None,
            "end": (value(properties, "w:jc") or "", is_rtl) in ENDS,
            "bold": self._is_bold(inside),
            "marks": self.marks,
        }
        return {name: said for name, said in facts.items() if said}

    @staticmethod
    def _is_set_in(properties):
        sides = [child(properties, "w:ind")]
        if sides[0] is None:
            return False
        left = sides[0].get(q("w:left")) or sides[0].get(q("w:start")) or "0"
        right = sides[0].get(q("w:right")) or sides[0].get(q("w:end")) or "0"
        return all(side.isdecimal() and int(side) >= TO_THE_RIGHT_ONLY for side in (left, right))

    def _is_bold(self, inside):
        runs = [run for made in inside for run in made.iter(q("w:r")) if any((row.text or "").strip() for row in run)]
        return bool(runs) and (
            self.styles.is_bold(self.style_id) or all(child(run, "w:rPr", "w:b") is not None for run in runs)
        )

    # Tables

    def _table(self, element):
        if self.in_note or self.deep:
            self.log.drop("table inside")
            return [made for row in _flat(element, "w:tr") for cell in _flat(row, "w:tc") for made in self.blocks(cell)]
        self.deep += 1
        rows = [made for row in _flat(element, "w:tr") for made in self._row(row)]
        self.deep -= 1
        if rows and not _is_head(rows[0]) and self._begins_with_head(element, rows):
            rows[0].insert(0, make("trPr", make("tblHeader")))
        return [make("tbl", *rows)] if rows else []

    def _row(self, element):
        if child(element, "w:trPr", "w:del") is not None:
            self.log.counts["deletions"] += 1
            return []
        if child(element, "w:trPr", "w:ins") is not None:
            self.log.counts["insertions"] += 1
        cells = [self._cell(cell) for cell in _flat(element, "w:tc") if child(cell, "w:tcPr", "w:cellDel") is None]
        head = [make("trPr", make("tblHeader"))] if switch(element, "w:trPr", "w:tblHeader") else []
        return [make("tr", *head, *cells)] if cells else []

    def _cell(self, element):
        said = []
        span = value(element, "w:tcPr", "w:gridSpan")
        if span and span.isdecimal() and 1 < int(span) < 100:
            said.append(make("gridSpan", val=span))
        merged = child(element, "w:tcPr", "w:vMerge")
        if merged is not None:
            said.append(make("vMerge", val=merged.get(q("w:val")) or "continue"))
        return make("tc", make("tcPr", *said), *(self.blocks(element) or [make("p")]))

    def _begins_with_head(self, element, rows):
        """Whether the first row names the columns: bold as no other row is, or by the style of the table."""
        bold = [self._is_row_bold(row) for row in rows[:3]]
        if len(rows) > 1 and bold[0] and not bold[1]:
            return True
        look = child(element, "w:tblPr", "w:tblLook")
        wants = look is not None and (look.get(q("w:firstRow")) == "1" or int(look.get(q("w:val")) or "0", 16) & 0x20)
        chain = self.styles.chain(value(element, "w:tblPr", "w:tblStyle"))
        return bool(
            len(rows) > 1
            and wants
            and any(row.get(q("w:type")) == "firstRow" for style in chain for row in style.iter(q("w:tblStylePr")))
        )

    def _is_row_bold(self, row):
        keys = [mark.get(q("w:name")) for mark in row.iter(q("w:bookmarkStart"))]
        return bool(keys) and all(self.facts.get(key, {}).get("bold") for key in keys)


def _is_head(row):
    return child(row, "w:trPr", "w:tblHeader") is not None


def _flat(element, name):
    """The rows of a table or the cells of a row, also those inside content controls."""
    for row in element:
        if row.tag == q(name):
            yield row
        elif row.tag in WRAPPERS | ADDED or row.tag == q("w:sdt"):
            yield from _flat(row, name)


def _words_of_page(paragraph):
    """The words of a head or a foot of pages, without those that Word works out."""
    words, fields = [], 0
    for row in paragraph.iter():
        if row.tag == q("w:fldChar"):
            fields += {"begin": 1, "end": -1}.get(row.get(q("w:fldCharType")), 0)
        elif row.tag == q("w:t") and fields <= 0:
            words.append(row.text or "")
    simple = "".join(row.text or "" for field in paragraph.iter(q("w:fldSimple")) for row in field.iter(q("w:t")))
    return "".join(words).replace(simple, "", 1) if simple else "".join(words)


def _bookmarked_notes(root):
    """{bookmark: (kind, id)} of the notes that stand inside a bookmark: fields repeat their marks."""
    found, opened = {}, {}
    for row in root.iter():
        if row.tag == q("w:bookmarkStart"):
            opened[row.get(q("w:id"))] = row.get(q("w:name"), "")
        elif row.tag == q("w:bookmarkEnd"):
            opened.pop(row.get(q("w:id")), None)
        elif row.tag in (q("w:footnoteReference"), q("w:endnoteReference")) and len(opened) < 50:
            kind = "footnote" if row.tag == q("w:footnoteReference") else "endnote"
            found |= {name: (kind, row.get(q("w:id"))) for name in opened.values() if name}
    return found
