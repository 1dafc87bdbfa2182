"""What stands in a run besides words: pictures are kept; charts, drawings, text boxes and objects are noted."""

import re
from pathlib import PurePath
from xml.etree import ElementTree

from articles.word.names import q
from articles.word.relations import PICTURES

# What programs write by themselves where nobody described the picture.
MADE_UP = re.compile(
    r"\s*(?:Description automatically generated(?: with \w+ confidence)?|AI-generated content may be incorrect)\.?\s*$",
    re.IGNORECASE,
)
FILE_NAME = re.compile(r"^\S{1,80}\.(?:jpe?g|png|gif|bmp|tiff?|webp|emf|wmf|heic)$|^[a-zA-Z]:\\|^file:", re.IGNORECASE)
MOST_PICTURES = 100
FEW = 20  # thousandths of a side: less than this cut off says nothing


def words_in(element):
    return " ".join(row.text or "" for row in element.iter(q("w:t")))


class PicturesIn:
    """A part of Inline. Needs `log`, `relations`, `written`, `pictures` and `in_note`."""

    def _picture(self, element):
        tag = element.tag
        if tag == q("mc:AlternateContent"):
            return self._alternatives(element)
        if tag == q("w:drawing"):
            return self._drawing(element)
        if tag == q("w:pict"):
            return self._old_drawing(element)
        if tag == q("w:object"):
            program = next((row.get("ProgID") or "" for row in element.iter(q("o:OLEObject"))), "")
            self.log.drop("equation" if program.startswith("Equation") else "object", program)
        return []

    def _alternatives(self, element):
        """One thing in two spellings, for newer and for older programs: the newer one, if it is a picture."""
        choices = list(element.iter(q("mc:Choice")))
        newer = next((choice for choice in choices if choice.find(f".//{q('w:drawing')}") is not None), None)
        older = element.find(q("mc:Fallback"))
        if newer is not None:
            return [made for drawing in newer.iter(q("w:drawing")) for made in self._drawing(drawing)]
        if older is not None:
            inside = [row for row in older if row.tag == q("w:pict")] or list(older.iter(q("w:pict")))
            if inside:
                return [made for row in inside for made in self._old_drawing(row)]
            return self.inline(older)
        return []

    def _drawing(self, element):
        told = next(element.iter(q("wp:docPr")), None)
        said = (told.get("descr") or told.get("title") or "") if told is not None else ""
        if element.find(f".//{q('w:txbxContent')}") is not None:
            self.log.drop("text box", words_in(element))
            return []
        kind = next((row.get("uri", "") for row in element.iter(q("a:graphicData"))), "")
        found = list(element.iter(q("pic:pic")))
        if not found:
            code = "chart" if "chart" in kind else "smartart" if "diagram" in kind else "drawing"
            self.log.drop(code, said)
            return []
        return [made for row in found for made in self._from_blip(row, said)]

    def _from_blip(self, element, said):
        blip = next(element.iter(q("a:blip")), None)
        if blip is None:
            return []
        own = next(element.iter(q("pic:cNvPr")), None)
        said = said or (own.get("descr") or "" if own is not None else "")
        cut = next(element.iter(q("a:srcRect")), None)
        is_cut = cut is not None and any(_number(cut.get(side)) > FEW * 100 for side in "ltrb")
        return self._keep_picture(blip.get(q("r:embed")) or blip.get(q("r:link")), said, is_cut=is_cut)

    def _old_drawing(self, element):
        if element.find(f".//{q('w:txbxContent')}") is not None:
            self.log.drop("text box", words_in(element))
            return []
        shapes = list(element.iter(q("v:imagedata")))
        if shapes:
            return [
                made
                for row in shapes
                for made in self._keep_picture(row.get(q("r:id")), row.get(q("o:title")) or "", is_cut=False)
            ]
        if any(row.get(q("o:hr")) in ("t", "true") for row in element.iter()):
            self.has_rule = True
        else:
            self.log.drop("drawing")
        return []

    def _keep_picture(self, relation, said, *, is_cut):
        """The picture under a key of ours; one that lies elsewhere, or in a note, is noted."""
        _kind, target, is_outside = self.relations.get(relation, ("", "", False))
        extension = PurePath(target).suffix.lstrip(".").lower()
        content = None if is_outside else self.parts.get(target)
        if is_outside:
            self.log.drop("picture elsewhere", target)
        elif self.in_note:
            self.log.drop("picture in a note")
        elif not content or extension not in PICTURES:
            self.log.drop("picture lost", PurePath(target).name)
        elif len(self.pictures) >= MOST_PICTURES:
            self.log.drop("too many pictures", PurePath(target).name)
        else:
            key = f"p{len(self.pictures)}"
            said = MADE_UP.sub("", said).strip()
            alt = "" if FILE_NAME.match(said) else " ".join(said.split())
            place = {"heading": self.log.heading, "words": self.log.words, "part": ""}
            row = {"file": f"{key}.{extension}", "name": PurePath(target).name, "alt": alt, "cut": is_cut, **place}
            self.pictures[key] = row
            self.contents[row["file"]] = content
            return [_drawn(key, self.written.picture(row["file"]))]
        return []


def _drawn(key, relation):
    """A picture as mammoth looks for it; its description carries our key through."""
    root = ElementTree.Element(q("w:drawing"))
    inside = ElementTree.SubElement(root, q("wp:inline"))
    ElementTree.SubElement(inside, q("wp:docPr"), {"descr": key})
    for name in ("a:graphic", "a:graphicData", "pic:pic", "pic:blipFill"):
        inside = ElementTree.SubElement(inside, q(name))
    ElementTree.SubElement(inside, q("a:blip"), {q("r:embed"): relation})
    return root


def _number(said):
    return int(said) if said and said.lstrip("-").isdecimal() else 0
