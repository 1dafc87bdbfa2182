"""From mammoth's HTML and the facts beside it to our HTML, notes and front matter."""

import re
from dataclasses import dataclass, field

from articles.word.blocks import Block, blocks_of, with_captions
from articles.word.front import Front, first_paragraph, take_front
from articles.word.nesting import nested
from articles.word.tidy import line_of, note_of, tidied, without_whole, words_of
from ccsis.html import address
from ccsis.scripts import count_words, direction, main_script, slugify
from ccsis.tree import Node, parse, write

NOTE = re.compile(r"(?:foot|end)note-.+")
RIGHT_TO_LEFT = {"ARABIC", "HEBREW", "SYRIAC", "THAANA", "NKO"}
MOST_OF_HEADING = 14  # words of a bold line that is taken for one
TYPED_MARK = re.compile(r"^\s*(?:[*†‡§]{1,3}|\[\d{1,3}\])\s+")  # in the place of a number


@dataclass
class Shaped:
    """A document as our HTML. Pictures in it have their key as address: `/p0`."""

    front: Front
    root: Node
    notes: list  # of (key, HTML)
    first: str = ""  # a first paragraph that could be the standfirst
    captions_guessed: list = field(default_factory=list)
    bold_headings: int = 0
    tables: int = 0
    lost_links: list = field(default_factory=list)  # (address, words)
    pictures: dict = field(default_factory=dict)  # key -> its caption

    @property
    def html(self):
        return "\n".join(map(write, self.root.children))


def shape(html, facts, language, *, language_of, title_said="", is_person=lambda line: False):
    """Takes the HTML and the facts of articles.word.reading, the language of the piece, what a language tag means
    here, and what articles.word.front wants. Gives a Shaped."""
    return _Shaper(facts, language, language_of).shape(html, title_said, is_person)


class _Shaper:
    def __init__(self, facts, language, language_of):
        self.facts, self.language, self.language_of = facts, language, language_of
        self.base = direction(language)
        self.keys, self.texts = {}, {}  # id of a note -> its key; -> its element
        self.lost_links, self.captions, self.tables = [], {}, 0
        self.anchors = {}  # bookmark -> anchor of the heading that bears it

    def shape(self, html, title_said, is_person):
        root = parse(html)
        self.texts = {
            item.attributes["id"]: item
            for item in root
            if item.name == "li" and NOTE.fullmatch(item.attributes.get("id", ""))
        }
        children = [child for child in root.children if not (isinstance(child, Node) and child.name in ("ol", "dl"))]
        blocks, named = with_captions(blocks_of(children, self.facts))
        self.script = main_script(" ".join(block.line for block in blocks))
        front = take_front(blocks, title_said, is_person)
        bold = self._find_headings(blocks)
        if front.marks:
            _give_marks(blocks, front.marks)
        first = "" if front.standfirst else first_paragraph(blocks)
        made = Node("", children=self._written(blocks))
        self._settle(made)
        notes = [(key, self._note(self.texts[name])) for name, key in self.keys.items()]
        return Shaped(
            front=front, root=made, notes=notes, first=first, captions_guessed=named, bold_headings=bold,
            tables=self.tables, lost_links=self.lost_links, pictures=self.captions,
        )  # fmt: skip

    # Headings

    def _find_headings(self, blocks):
        """Levels from 2 on, without gaps; where no heading is marked, short bold lines are. Gives how many of those."""
        levels = sorted({block.facts["level"] for block in blocks if block.role in ("heading", "title")
                         and block.facts.get("level")})  # fmt: skip
        bold = 0
        for place, block in enumerate(blocks):
            if block.role in ("heading", "title"):
                level = block.facts.get("level")
                block.facts = {**block.facts, "role": "heading", "level": 2 + levels.index(level) if level else 2}
            elif not levels and _is_bold_line(block) and place + 1 < len(blocks):
                block.facts = {**block.facts, "role": "heading", "level": 2}
                bold += 1
            if block.role == "heading":
                anchor = "sec-" + slugify(block.line, fallback="part")[:60].strip("-")
                self.anchors |= {name: anchor for name in block.facts.get("marks", ())}
        return bold

    # Blocks

    def _written(self, blocks, *, in_cell=False):
        made, place = [], 0
        while place < len(blocks):
            block, end = blocks[place], place + 1
            if block.item:
                end = _end_of_list(blocks, place)
                made += nested([(each.item, self._element("li", each)) for each in blocks[place:end]])
            elif block.role in ("quote", "pull", "code"):
                while end < len(blocks) and blocks[end].role == block.role:
                    end += 1
                made.append(self._group(block.role, blocks[place:end]))
            else:
                made += self._block(block, in_cell)
            place = end
        return made

    def _block(self, block, in_cell):
        if block.kind == "pictures":
            return [self._figure(block)]
        if block.kind == "table":
            return self._table(block)
        if block.role == "rule":
            return [Node("hr")] + ([self._element("p", block)] if block.children else [])
        if block.role == "heading" and not in_cell:
            block.children = without_whole(block.children, "strong", "em")
            return [self._element(f"h{min(block.facts['level'], 4)}", block)]
        return [self._element("p", block)]

    def _group(self, role, blocks):
        if role == "code":
            return Node("pre", children=["\n".join(words_of(Node("", children=block.children)) for block in blocks)])
        for block in blocks:
            block.children = without_whole(block.children, "em")
        attributes = {"class": "pull"} if role == "pull" else {}
        return Node("blockquote", attributes, [self._element("p", block) for block in blocks])

    def _figure(self, block):
        keys = [child.attributes.get("src", "")[1:] for child in block.children]
        caption = block.caption
        self.captions |= dict.fromkeys(keys, line_of(Node("", children=caption)))
        pictures = [Node("img", {"src": f"/{key}", "alt": ""}) for key in keys]
        return Node("figure", {}, pictures + ([Node("figcaption", {}, caption)] if caption else []))

    def _element(self, name, block):
        return Node(name, self._spoken(block), block.children)

    def _spoken(self, block):
        """`lang` and `dir` of a block that is not in the language of the piece, or does not run its way."""
        said, script = {}, main_script(block.line)
        language = self.language_of(block.facts.get("language"))
        if language and script and script != self.script and language != self.language:
            said["lang"] = language
        way = "rtl" if script in RIGHT_TO_LEFT else "ltr"
        marked = "rtl" if block.facts.get("rtl") else "ltr"
        if script and way != self.base and (marked == way or said):
            said["dir"] = way
        return said

    # Tables

    def _table(self, block):
        node = block.children[0]
        rows = [row for row in node if row.name == "tr"]
        cells = [cell for row in rows for cell in row.children if isinstance(cell, Node)]
        if len(cells) == 1:  # a frame round some paragraphs
            inside = self._written(blocks_of(cells[0].children, self.facts))
            return [Node("aside", {"class": "aside"}, inside)] if inside else []
        for cell in cells:
            self._cell(cell)
        self.tables += 1
        caption = [Node("caption", {}, block.caption)] if block.caption else []
        return [Node("table", {}, caption + [child for child in node.children if isinstance(child, Node)])]

    def _cell(self, cell):
        blocks, _named = with_captions(blocks_of(cell.children, self.facts))
        if cell.name == "th":
            cell.attributes["scope"] = "col"
            for block in blocks:
                block.children = without_whole(block.children, "strong", "em")
        if blocks and all(block.facts.get("end") for block in blocks):
            cell.attributes["class"] = "n"
        if len(blocks) == 1 and blocks[0].is_plain:
            cell.attributes |= self._spoken(blocks[0])
            cell.children = blocks[0].children
        else:
            cell.children = self._written(blocks, in_cell=True)

    # Links and notes

    def _settle(self, root):
        """Marks of notes get their keys, links lead where we allow."""
        for node in root:
            made = []
            for child in node.children:
                if isinstance(child, Node) and child.name == "sup" and (name := note_of(child)):
                    made += self._mark(name)
                elif isinstance(child, Node) and child.name == "a":
                    made += self._link(child)
                else:
                    made.append(child)
            node.children = made

    def _mark(self, name):
        if name not in self.texts:
            return []
        key = self.keys.setdefault(name, str(len(self.keys) + 1))
        return [Node("sup", {"class": "note"}, [Node("a", {"href": f"#fn-{key}"}, [key])])]

    def _link(self, node):
        href = node.attributes.get("href", "").strip()
        if href.startswith("#fn-"):  # of a mark that is ours already
            return [node]
        if href.startswith("#"):
            href = f"#{self.anchors[href[1:]]}" if href[1:] in self.anchors else ""
            found = href or None
        else:
            href = f"https://{href}" if href.lower().startswith("www.") else href
            found = None if href.startswith("/") else address(href)
            if found is None and href:
                self.lost_links.append((href, line_of(node)))
        return [Node("a", {"href": found}, node.children)] if found else node.children

    def _note(self, item):
        """The text of a note on one line of HTML."""
        lines = []
        for block in blocks_of(item.children, self.facts):
            ways_back = {id(child) for child in block.children if _is_way_back(child)}
            holder = Node("", children=tidied([child for child in block.children if id(child) not in ways_back]))
            self._settle(holder)
            if holder.children and not lines and isinstance(holder.children[0], str):
                holder.children[0] = TYPED_MARK.sub("", holder.children[0])
            inside = "".join(map(write, holder.children))
            spoken = self._spoken(Block("p", block.facts, holder.children))
            if spoken and inside:
                inside = write(Node("span", spoken, holder.children))
            lines += [inside] if inside else []
        return "<br>".join(lines)


def _is_way_back(child):
    href = child.attributes.get("href", "") if isinstance(child, Node) and child.name == "a" else ""
    return href.startswith(("#footnote-ref-", "#endnote-ref-"))


def _is_bold_line(block):
    line = block.line
    return (
        block.is_plain
        and block.facts.get("bold")
        and 0 < count_words(line) <= MOST_OF_HEADING
        and not re.search(r"[.,;:։]$", line)
    )


def _give_marks(blocks, marks):
    """Marks of notes from a title stand at the end of the first paragraph."""
    place = next((block for block in blocks if block.kind == "p" and block.children), None)
    if place is None:
        place = Block("p", {}, [])
        blocks.insert(0, place)
    place.children = [*place.children, *marks]


def _end_of_list(blocks, place):
    """Where a list ends. A paragraph set in like its items, with another item behind it, belongs to it."""
    end = place + 1
    while end < len(blocks):
        is_item = bool(blocks[end].item)
        goes_on = blocks[end].role == "goes on" and end + 1 < len(blocks) and blocks[end + 1].item
        if not is_item and not goes_on:
            break
        if goes_on:
            blocks[end].facts = {**blocks[end].facts, "list": {"kind": "", "level": 0}}
        end += 1
    return end
