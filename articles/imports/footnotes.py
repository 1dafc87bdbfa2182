"""The notes of an old text become ours: a mark in the text that names a note, and the note's words beside it.

    notes = collect(roots, reading, kept)     # changes the trees; articles.imports.markup makes HTML of the words

Found are notes that were typed where they are cited (articles.imports.typed_notes), those of the block editor, whose
words stand apart from the text, and pairs of links, as Word, Markdown and most plugins write them: one from the mark
to the note and mostly one back.
"""

import json
import re
from dataclasses import dataclass
from urllib.parse import unquote

from articles.imports.footnote_marks import (
    LABEL,
    SIGNS,
    become_mark,
    hang_marks,
    into_paragraphs,
    label_of,
    says_something,
)
from articles.imports.footnote_texts import clear_away, nodes_in, read
from ccsis.tree import Node, is_block, parse

HOLDERS = {"li", "p", "dd", "td", "th", "tr", "blockquote", "aside"}
NAME_OF_NOTE = re.compile(r"note|^_?(?:fn|ftn|edn|ref|en|cite)[\W_]?\d|^[0-9a-f]{8}-[0-9a-f]{4}-", re.IGNORECASE)
WORD_ANCHOR = re.compile(r"_(?:ftn|edn)(?:ref)?\d+")
ARROWS = re.compile(r"[\s\[\]()^|·↑↩⏎↵⇧⬆⤴←⮌⮥\ufe0e\ufe0f]+")
BACK = re.compile(r"(?:jump )?(?:back|return|up|zurück|retour|назад|наверх)\b.{0,20}", re.IGNORECASE)
BACK_CLASS = re.compile(r"back|return|reverse|to-top|jump", re.IGNORECASE)
PLACE_OF_NOTES = "wp-block-footnotes"
NOTE_STYLE = re.compile(r"(?:foot|end)note", re.IGNORECASE)
LONGEST_WAY_BACK = 24
DEEPEST = 5  # notes inside notes


@dataclass
class Note:
    """A note that is cited: its key here and the nodes of its words, not yet tidied."""

    key: str
    children: list
    breaks: bool  # do line breaks in its words count?


def kept_by_the_editor(text):
    """The notes that the block editor keeps beside a text: {id: HTML}. `text` is JSON, sometimes damaged by a move."""
    try:
        rows = json.loads(text) if text else []
        return {str(row["id"]): str(row.get("content", "")) for row in rows if row.get("id")}
    except (ValueError, TypeError, AttributeError, KeyError):
        text = re.sub(r"\\?u00([0-9a-f]{2})", lambda code: chr(int(code[1], 16)), text)
        found = re.findall(r"\"content\":\"(.*?)\",\"id\":\"([\w-]+)\"", text, re.DOTALL)
        found += [row[::-1] for row in re.findall(r"\"id\":\"([\w-]+)\",\"content\":\"(.*?)\"\s*}", text, re.DOTALL)]
        return {name: re.sub(r"\\(.)", r"\1", content) for content, name in found}


def collect(roots, reading, kept):
    """Takes [(root, breaks)] of a whole piece and the notes kept beside it. Gives the list of Notes in their order.

    The trees are changed: marks are ours, the lists of notes and their headings are gone. What is cited nowhere stays
    in the text or is put at its end, and is reported.
    """
    return _Collection(roots, reading, kept).notes()


class _Collection:
    def __init__(self, roots, reading, kept):
        self.roots, self.reading, self.kept = roots, reading, kept
        self.parents = {}  # id of a node -> the node round it
        self.breaks = {}  # id of a root -> do line breaks count in it?
        self.places = {}  # id of a node -> its place in the text
        self.targets = {}  # name -> node
        self.nodes = []
        self.found = []  # (mark, source), in the order of the text
        self.words = {}  # id of a holder -> the nodes of its note
        self.further = []  # holders of the paragraphs after the first of a note
        self.nested = set()  # typed notes that stand inside others

    def notes(self):
        if any("#" in node.attributes.get("href", "") for root, _breaks in self.roots for node in root):
            for root, breaks in self.roots:
                into_paragraphs(root, breaks)
        self.index()
        self.find()
        notes = self.number()
        self.clear_away()
        for root, _breaks in self.roots:
            hang_marks(root)
        self.keep_uncited()
        return notes

    def index(self):
        for root, breaks in self.roots:
            self.breaks[id(root)] = breaks
            for node in root:
                self.places[id(node)] = len(self.nodes)
                self.nodes.append(node)
                for child in nodes_in(node):
                    self.parents[id(child)] = node
                for name in {node.attributes.get("id"), node.attributes.get("name")} - {None, ""}:
                    self.targets.setdefault(name, node)

    def around(self, node):
        """The node and those round it, from the inside out."""
        while node is not None:
            yield node
            node = self.parents.get(id(node))

    # Which marks there are, and what each of them cites

    def find(self):
        marks = set()
        for node in self.nodes:
            if node.name not in ("a", "sup") or any(id(outer) in marks for outer in self.around(node)):
                continue
            if source := self.source_of(node):
                marks.add(id(node))
                self.found.append((node, source))

    def source_of(self, node):
        """What a node cites, if it is a mark: ("typed", place), ("kept", name) or ("here", holder)."""
        attributes = node.attributes
        if (
            node.name == "sup"
            and (place := self.reading.typed_notes.place_of(attributes.get("data-note", ""))) is not None
        ):
            return "typed", place
        name = attributes.get("data-fn") or (self.name_in(node) if node.name == "a" else "")
        if name in self.kept:
            return "kept", name
        if name not in self.targets and (
            attributes.get("data-fn") or (WORD_ANCHOR.fullmatch(name) and "ref" not in name)
        ):
            label = "".join(node.words().split())[:12]
            self.reading.note(f"the note of the mark {label} is not in the export; the mark leads nowhere")
            for inner in node:
                inner.attributes = {}
        return self.pair_of(node, name) if node.name == "a" and name in self.targets else None

    def name_in(self, link):
        """The name in this text that a link leads to, or an empty string."""
        address, _hash, name = link.attributes.get("href", "").strip().partition("#")
        name = unquote(name)
        return name if not address or WORD_ANCHOR.fullmatch(name) or self.reading.is_own(address) else ""

    def pair_of(self, link, name):
        label = label_of(link)
        holder = self.holder_of(self.targets[name]) if label else None
        if holder is None or self.places[id(holder)] < self.places[id(link)]:
            return None
        is_set_high = any(node.name == "sup" for node in self.near(link))
        begins_alike = label[0] in SIGNS and holder.words().lstrip().startswith(label)
        if not (NAME_OF_NOTE.search(name) or is_set_high or begins_alike or self.leads_back(holder, link)):
            return None
        if id(holder) not in self.words:
            self.words[id(holder)] = read(holder, label, self.is_way_back)
        return ("here", holder) if self.words[id(holder)] else None

    def holder_of(self, target):
        """The block that holds the note at a target; None where it is a heading or something else."""
        for node in self.around(target):
            outer = self.parents.get(id(node))
            if node.name in ("td", "th") and outer.name == "tr" and len(nodes_in(outer)) > 1:
                return outer
            if node.name == "p" and outer.name in ("li", "dd") and nodes_in(outer)[0] is node:
                return outer
            if is_block(node) or node.name in HOLDERS:
                return node if node.name in HOLDERS else None
        return None

    def near(self, link):
        """A mark, what it holds, and what holds it up to the block."""
        yield from link
        for outer in self.around(link):
            if is_block(outer):
                return
            yield outer

    def leads_back(self, holder, link):
        names = {node.attributes.get(key) for node in self.near(link) for key in ("id", "name")} - {None, ""}
        return any(node.name == "a" and self.name_in(node) in names for node in holder)

    def is_way_back(self, link):
        """Is this link, inside a note, the one that leads back to the mark?"""
        said = link.words().strip()
        if "#" not in link.attributes.get("href", "") or len(said) > LONGEST_WAY_BACK:
            return False
        name, words = self.name_in(link), ARROWS.sub(" ", said).strip()
        if not words or BACK.fullmatch(words):
            return bool(name)
        target = self.targets.get(name)
        leads_up = target is not None and self.places[id(target)] < self.places[id(link)]
        says_so = LABEL.fullmatch(words) or BACK_CLASS.search(link.attributes.get("class", ""))
        return bool(name and says_so and (leads_up or "ref" in name or "↑" in said))

    # What becomes of them

    def number(self):
        """Makes the marks ours. Gives the notes in the order in which they are cited first."""
        keys, notes = {}, []
        for mark, (kind, what) in self.found:
            source = (kind, id(what) if kind == "here" else what)
            if source not in keys:
                note = self.note(kind, what, str(len(notes) + 1))
                keys[source] = note.key if note else None
                notes += [note] if note else []
            if keys[source]:
                become_mark(mark, keys[source])
            else:  # nobody wrote any words for it
                instead = self.reading.typed_notes.instead[what] if kind == "typed" else mark.words()
                mark.name, mark.attributes, mark.children = "", {}, [instead]
        return notes

    def note(self, kind, what, key):
        """The Note for what a mark cites, or None where it has no words."""
        if kind == "here":
            root = next(node for node in self.around(what) if id(node) in self.breaks)
            return Note(key, [*self.words[id(what)], *self.further_paragraphs(what)], self.breaks[id(root)])
        children = self.typed(what) if kind == "typed" else parse(self.kept[what]).children
        return Note(key, children, True) if any(map(says_something, children)) else None

    def typed(self, place, depth=0):
        """The words of a typed note. One that was typed inside another stands in brackets in it."""
        root = parse(self.reading.shelf.back(self.reading.typed_notes.texts[place]))
        for node in list(root):
            inner = self.reading.typed_notes.place_of(node.attributes.get("data-note", ""))
            if node.name == "sup" and inner not in (None, place, *self.nested) and depth < DEEPEST:
                self.nested.add(inner)
                node.name, node.attributes = "", {}
                node.children = [" (", *self.typed(inner, depth + 1), ")"]
        return root.children

    def further_paragraphs(self, holder):
        """Word gives each paragraph of a note the same style: those after the first belong to it."""
        style = holder.attributes.get("class", "")
        if holder.name != "p" or not NOTE_STYLE.search(style):
            return []
        siblings = nodes_in(self.parents[id(holder)])
        found = []
        for sibling in siblings[siblings.index(holder) + 1 :]:
            is_same = sibling.name == "p" and sibling.attributes.get("class") == style
            if not is_same or any(node.attributes.keys() & {"name", "id"} for node in sibling):
                break
            found.append(Node("p", {}, sibling.children))
            self.further.append(sibling)
        return found

    def clear_away(self):
        holders = [what for _mark, (kind, what) in self.found if kind == "here"]
        shown = [self.targets[name] for name in self.kept if name in self.targets and self.targets[name].name == "li"]
        places = [node for node in self.nodes if self.found and PLACE_OF_NOTES in node.classes() and not nodes_in(node)]
        unique = {id(holder): holder for holder in [*holders, *self.further, *shown, *places]}
        left = clear_away([root for root, _breaks in self.roots], unique.values(), self.parents)
        for node in (node for outer in left for node in outer):
            if node.name == "a" and self.is_way_back(node):
                node.name, node.attributes, node.children = "", {}, []
        if left:
            self.reading.note("notes that are cited nowhere stay in the text, in their list")

    def keep_uncited(self):
        cited = {(kind, what) for _mark, (kind, what) in self.found if kind != "here"}
        cited |= {("typed", place) for place in self.nested}
        rows = [("kept", name, html) for name, html in self.kept.items()]
        rows += [("typed", place, html) for place, html in enumerate(self.reading.typed_notes.texts)]
        left = [html for kind, what, html in rows if (kind, what) not in cited and html.strip()]
        items = [Node("li", {}, parse(self.reading.shelf.back(html)).children) for html in left]
        if items:
            self.roots.append((Node("", {}, [Node("ul", {}, items)]), False))
            self.reading.note(f"notes that are cited nowhere stand at the end of the text: {len(items)}")
