"""The words of a paragraph, written anew: runs, links, notes and pictures are kept, all else is noted and left."""

import re
from xml.etree import ElementTree

from articles.word.fields import Field
from articles.word.names import child, q
from articles.word.pictures_in import PicturesIn

TRANSPARENT = {q(f"w:{name}") for name in ("smartTag", "customXml", "dir", "bdo", "sdtContent", "rt", "rubyBase")}
ADDED = {q("w:ins"), q("w:moveTo")}
GONE = {q("w:del"), q("w:moveFrom")}
EQUATIONS = {q("m:oMath"), q("m:oMathPara")}
AS_THEY_ARE = {q(f"w:{name}") for name in ("tab", "br", "noBreakHyphen", "softHyphen")}
NOTES = {q("w:footnoteReference"): "footnote", q("w:endnoteReference"): "endnote"}
INVISIBLE_COLOURS = re.compile(r"(?:[0-4][0-9a-fA-F]){3}|auto", re.IGNORECASE)
WORDS = re.compile(r"\w")


def make(name, /, *children, **attributes):
    """An element with `w:` attributes."""
    made = ElementTree.Element(q(f"w:{name}"), {q(f"w:{key}"): said for key, said in attributes.items()})
    made.extend(children)
    return made


def own_words(element):
    """The words of a paragraph that are not deleted and stand in no text box."""
    if element.tag in GONE or element.tag == q("w:txbxContent"):
        return ""
    if element.tag == q("w:t"):
        return element.text or ""
    if element.tag in (q("w:tab"), q("w:br")):
        return " "
    return "".join(map(own_words, element))


class Inline(PicturesIn):
    """What Blocks asks for the inside of paragraphs. Needs `styles`, `log`, `relations`, `written`, `noted`."""

    def begin_part(self):
        self.fields = []
        self.style_id = None  # of the paragraph in hand
        self.marks = []  # the names of its bookmarks
        self.in_link = 0

    def inline(self, elements):
        """The children of a paragraph, or of what stands in one, written anew."""
        return [made for element in elements for made in self._inline(element)]

    def _inline(self, element):
        tag = element.tag
        if tag == q("w:r"):
            return self._run(element)
        if tag == q("w:hyperlink"):
            return self._link(element)
        if tag in ADDED:
            self.log.counts["insertions"] += 1
            return self.inline(element)
        if tag in GONE:
            self.log.counts["deletions"] += 1
        elif tag in TRANSPARENT:
            return self.inline(element)
        elif tag == q("w:sdt"):
            return self._control(element)
        elif tag == q("w:fldSimple"):
            return self._simple_field(element)
        elif tag == q("mc:AlternateContent"):
            return self._alternatives(element)
        elif tag == q("w:bookmarkStart"):
            self.marks.append(element.get(q("w:name"), ""))
        elif tag in EQUATIONS:
            self.log.drop("equation", "".join(row.text or "" for row in element.iter(q("m:t"))))
        elif tag == q("w:subDoc"):
            self.log.drop("embedded text")
        return []

    def _control(self, element):
        """A content control; what it says while nobody has filled it in is no text."""
        content = element.find(q("w:sdtContent"))
        if content is None or child(element, "w:sdtPr", "w:showingPlcHdr") is not None:
            return []
        return self.inline(content)

    # Links and fields

    def _link(self, element):
        kind, target, _outside = self.relations.get(element.get(q("r:id")), ("", "", False))
        anchor = element.get(q("w:anchor")) or ""
        self.in_link += 1
        inside = self.inline(element)
        self.in_link -= 1
        return self._linked(inside, target if kind == "hyperlink" else "", anchor)

    def _linked(self, inside, address, anchor):
        if not inside:
            return []
        if address:
            address = f"{address.partition('#')[0]}#{anchor}" if anchor else address
            made = make("hyperlink", *inside)
            made.set(q("r:id"), self.written.link(address))
            return [made]
        return [make("hyperlink", *inside, anchor=anchor)] if anchor else inside

    def _simple_field(self, element):
        field = Field()
        field.code, field.is_result = element.get(q("w:instr"), ""), True
        self.fields.append(field)
        inside = self._repeated_note(field) or self.inline(element)
        self._end_field()
        return inside

    def _mark_of_field(self, element):
        """The beginning, the middle or the end of a field."""
        kind = element.get(q("w:fldCharType"))
        if kind == "begin":
            self.fields.append(Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].is_result = True
            return self._repeated_note(self.fields[-1])
        elif kind == "end" and self.fields:
            self._end_field()
        return []

    def _end_field(self):
        field = self.fields.pop()
        told = None if field.note in self.noted else field.told
        if told and not any(outer.hides_result for outer in self.fields):
            self.log.drop(*told, once=told[0] != "contents")

    def _repeated_note(self, field):
        """A field that repeats the mark of a note is that mark."""
        known = self.noted.get(field.note)
        return self._note(*known) if known else []

    def _note(self, kind, note_id):
        """The mark of a note that is there; notes have no notes of their own."""
        is_there = (kind, note_id) in self.known_notes and not self.in_note
        return [make(f"{kind}Reference", id=note_id)] if is_there else []

    def is_hidden_by_field(self):
        return any(not field.is_result or field.hides_result or field.note in self.noted for field in self.fields)

    # Runs

    def _run(self, element):
        properties = child(element, "w:rPr")
        look = self.styles.run(properties)
        if look["hidden"]:
            words = own_words(element)
            if WORDS.search(words):
                self.log.drop("hidden", words, once=True)
            return []
        inside = [made for part in element for made in self._part_of_run(part, element)]
        words = "".join(made.text or "" for made in inside if made.tag == q("w:t"))
        if WORDS.search(words):
            self._note_look(look)
            tag = self.styles.language(properties, self.style_id, is_rtl=look["rtl"])
            letters = sum(map(str.isalpha, words))
            self.letters[tag] = self.letters.get(tag, 0) + letters
            self.log.letters[tag] += letters
        return self._in_links_of_fields([make("r", self._look(look, inside), *inside)]) if inside else []

    def _note_look(self, look):
        if self.in_link or any(field.link for field in self.fields):
            return
        if look["colour"] and not INVISIBLE_COLOURS.fullmatch(look["colour"]):
            self.log.drop("colour", once=True)
        if look["marked"]:
            self.log.drop("highlight", once=True)

    def _look(self, look, inside):
        """Properties for mammoth: bold, italics, strike, raised and lowered. Underlining is emphasis, too."""
        is_note = any(made.tag in NOTES for made in inside)
        is_emphasised = look["i"] or (look["u"] and not self.in_link)
        said = [make("b")] * look["b"] + [make("i")] * bool(is_emphasised) + [make("strike")] * look["strike"]
        if look["raised"] in ("superscript", "subscript") and not is_note:
            said.append(make("vertAlign", val=look["raised"]))
        return make("rPr", *([] if is_note else said))

    def _in_links_of_fields(self, runs):
        link = next((field.link for field in reversed(self.fields) if field.link), None)
        return self._linked(runs, *link) if link else runs

    def _part_of_run(self, part, run):
        tag = part.tag
        if tag == q("w:fldChar"):
            return self._mark_of_field(part)
        if tag == q("w:instrText"):
            if self.fields and not self.fields[-1].is_result:
                self.fields[-1].code += part.text or ""
            return []
        if tag == q("w:commentReference"):
            self.log.counts["comments"] += 1
            return []
        if self.is_hidden_by_field():
            return []
        if tag == q("w:t"):
            return self._text(part, run)
        if tag in AS_THEY_ARE:
            return [make(tag.partition("}")[2], **({"type": part.get(q("w:type"))} if part.get(q("w:type")) else {}))]
        if tag in (q("w:cr"), q("w:ptab")):
            return [make("br" if tag == q("w:cr") else "tab")]
        if tag in NOTES:
            return self._note(NOTES[tag], part.get(q("w:id")))
        if tag == q("w:sym"):
            return self._symbol(part)
        if tag == q("w:ruby"):
            base = child(part, "w:rubyBase")
            runs = self.inline(base if base is not None else ())
            return [row for run in runs for row in run if row.tag == q("w:t")]
        return self._picture(part)

    def _text(self, part, run):
        """Words; but not the sign that somebody typed in the place of a note's number."""
        if not part.text or any(
            row.get(q("w:customMarkFollows")) in ("1", "true", "on") for row in run if row.tag in NOTES
        ):
            return []
        made = make("t")
        made.text = part.text
        return [made]

    def _symbol(self, part):
        from mammoth.docx.dingbats import dingbats

        font, char = part.get(q("w:font"), ""), part.get(q("w:char"), "")
        try:
            code = int(char, 16)
        except ValueError:
            return []
        known = dingbats.get((font, code)) or dingbats.get((font, code & 0xFF) if code >= 0xF000 else None)
        if not known and 0xE000 <= code <= 0xF8FF:
            self.log.drop("symbol", f"{font} {char}", once=True)
            return []
        made = make("t")
        made.text = chr(known or code)
        return [made]
