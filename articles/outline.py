"""A text of ours taken apart, for those who check it: its blocks in their order, its pictures, links and tables."""

from dataclasses import dataclass, field

from ccsis.html import clean_html
from ccsis.markup import BLOCKS, tokens

HEADINGS = {"h2": 2, "h3": 3, "h4": 4}
# Blocks that hold words of their own; a list, a table or a figure only holds such blocks.
WORDED = BLOCKS - set("ul ol dl figure table colgroup col thead tbody tfoot tr hr".split())
BOLD = {"strong", "b"}


@dataclass
class Block:
    """A paragraph, heading, item, cell or the like: its tag, its words, and how many letters of them are bold."""

    tag: str
    words: str = ""
    bold: int = 0
    has_picture: bool = False

    @property
    def text(self):
        return " ".join(self.words.split())

    @property
    def is_bold_throughout(self):
        letters = sum(not char.isspace() for char in self.words)
        return bool(letters) and self.bold == letters


@dataclass
class Spot:
    """A picture or a link: its address, its words, and the block that it stands in."""

    address: str
    words: str
    block: Block


@dataclass
class Table:
    """A table: how many rows and headed cells it has, and its first block with words."""

    rows: int = 0
    heads: int = 0
    first: Block | None = None


@dataclass
class Outline:
    blocks: list = field(default_factory=list)
    pictures: list = field(default_factory=list)
    links: list = field(default_factory=list)  # also those to anchors of the text itself
    marks: list = field(default_factory=list)  # of notes: Spots whose address is the key
    tables: list = field(default_factory=list)
    ids: set = field(default_factory=set)

    @property
    def headings(self):
        return [block for block in self.blocks if block.tag in HEADINGS]

    @property
    def text(self):
        """The words alone, a line for each block."""
        return "\n".join(block.text for block in self.blocks if block.text)


def read(html):
    """The outline of a text; it is cleaned first, so odd markup finds no way in."""
    reader = _Reader()
    for kind, value, *rest in tokens(clean_html(html)):
        if kind == "text":
            reader.words(value)
        elif kind == "open":
            reader.start(value, *rest)
        else:
            reader.finish(value)
    return reader.outline


class _Reader:
    def __init__(self):
        self.outline = Outline()
        self.open = []  # blocks that words may belong to, the innermost last
        self.bold = 0
        self.link = None
        self.in_mark = False
        self.tables = []

    def block(self):
        if not self.open:
            self._push("")
        return self.open[-1]

    def _push(self, tag):
        block = Block(tag)
        self.open.append(block)
        self.outline.blocks.append(block)

    def words(self, words):
        if self.in_mark or (not self.open and not words.strip()):
            return
        block = self.block()
        block.words += words
        if self.bold:
            block.bold += sum(not char.isspace() for char in words)
        if self.link:
            self.link.words += words
        if self.tables and self.tables[-1].first is None and words.strip():
            self.tables[-1].first = block

    def start(self, tag, given):
        if given.get("id"):
            self.outline.ids.add(given["id"])
        if tag in WORDED:
            if self.open and self.open[-1].tag == "":
                self.open.pop()  # loose words end where a block begins
            self._push(tag)
        if tag in BOLD:
            self.bold += 1
        elif tag == "br" and self.open:
            self.block().words += " "
        elif tag == "sup" and given.get("class") == "note":
            self.in_mark = True
        elif tag == "a" and self.in_mark:
            key = given.get("href", "").removeprefix("#fn-")
            self.outline.marks.append(Spot(key, "", self.block()))
        elif tag == "a" and "href" in given:
            self.link = Spot(given["href"], "", self.block())
            self.outline.links.append(self.link)
        elif tag == "img":
            self._picture(given)
        self._table(tag)

    def _picture(self, given):
        if self.link:
            self.link.words += given.get("alt", "")
        block = self.block()
        block.has_picture = True
        self.outline.pictures.append(Spot(given.get("src", ""), given.get("alt", "").strip(), block))

    def _table(self, tag):
        if tag == "table":
            self.tables.append(Table())
            self.outline.tables.append(self.tables[-1])
        elif self.tables and tag in ("tr", "th"):
            self.tables[-1].rows += tag == "tr"
            self.tables[-1].heads += tag == "th"

    def finish(self, tag):
        if tag in WORDED:
            places = [place for place, block in enumerate(self.open) if block.tag == tag]
            del self.open[places[-1] if places else len(self.open) :]
        elif tag in ("figure", "table", "ul", "ol", "dl"):
            self.open = [block for block in self.open if block.tag]  # a bare picture ends with its figure
        if tag in BOLD:
            self.bold = max(0, self.bold - 1)
        elif tag == "sup":
            self.in_mark = False
        elif tag == "a":
            self.link = None
        elif tag == "table" and self.tables:
            self.tables.pop()
