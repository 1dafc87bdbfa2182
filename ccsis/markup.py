"""Reads any text as HTML and writes it again well formed, in time that grows with its length only.

The parser inside nh3 is correct but can be made slow: 50,000 nested elements or a million ampersands keep it busy for
seconds, and unclosed formatting is copied into every later paragraph. So nothing reaches it before it went through
here: tags closed in order, attributes quoted, depth bounded, comments and code gone. This is no guard: which tags,
attributes and addresses may stay is decided in ccsis/html.py alone.
"""

import re
from html import escape, unescape

from ccsis.scripts import clean_text

MAX_DEPTH = 48
MAX_REOPENED = 4  # formatting that goes on after one closing tag in the wrong order
MAX_VALUE = 5000  # characters of one attribute

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
RAW = frozenset("script style xmp iframe noembed noframes noscript title textarea plaintext".split())
# Left out with everything inside them: their content is no text of the piece, or follows other rules of parsing.
DROPPED = RAW | frozenset("svg math template object applet audio video canvas select datalist frameset head".split())
INLINE = frozenset(
    "a abbr acronym b bdi bdo big button cite code data del dfn em font i img ins kbd label mark nobr q rp rt ruby s"
    " samp small span strike strong sub sup time tt u var".split()
)
BLOCKS = frozenset(
    "p h2 h3 h4 ul ol li dl dt dd blockquote figure figcaption aside table caption colgroup col thead tbody tfoot tr td"
    " th pre hr".split()
)
FORMATTING = INLINE - {"a", "img", "button"}
EMPTY_SAYS_NOTHING = FORMATTING | {"a"}
# Blocks without a meaning of their own: with words directly inside they are paragraphs, else nothing.
BOXES = frozenset(
    "div section article main header footer nav address center form fieldset hgroup details summary legend".split()
)
KNOWN = INLINE | BLOCKS | BOXES | VOID  # any other tag is passed over; Word writes <o:p> in the middle of a line
RENAMED = {"h1": "h2", "h5": "h4", "h6": "h4", "strike": "s", "tt": "code", "samp": "code", "kbd": "code",
           "acronym": "abbr", "big": "span", "font": "span", "menu": "ul", "dir": "ul"}  # fmt: skip
CELLS = frozenset({"td", "th"})
ROW_GROUPS = frozenset({"thead", "tbody", "tfoot"})
# An element that opens ends these, if one is open and none of the second set lies between.
ENDS = {
    "li": ({"li"}, {"ul", "ol"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "td": (CELLS | {"caption"}, {"table", "tr"}),
    "th": (CELLS | {"caption"}, {"table", "tr"}),
    "tr": ({"tr", "caption", "colgroup"}, {"table"}),
    **{name: (ROW_GROUPS | {"caption", "colgroup"}, {"table"}) for name in ROW_GROUPS},
    "a": ({"a"}, CELLS),
}
WALLS = CELLS | {"table", "caption"}  # a closing tag inside a table does not reach outside it
AROUND_PARAGRAPHS = WALLS | {"li", "blockquote", "figure", "aside"}
TABLE_PARTS = WALLS | ROW_GROUPS | {"tr", "colgroup"}

# Python 3.11.4 and older match possessive quantifiers wrongly, so these patterns use none and never search twice.
WORDS = re.compile(r"(?:[^<]+|<(?![a-zA-Z/!?]))+")
TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
BARE_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)>")
ATTRIBUTE = re.compile(
    r"(?P<name>[^\s/>][^\s/>=]*)"
    r"(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s>\"'][^\s>]*)|(?=>))|(?=[\s/>])(?!\s*=))"
)
BETWEEN = re.compile(r"[\s/]*")
NAME = re.compile(r"[a-z][a-z0-9:_-]*")
RARE_ENTITY = re.compile("&(?!(?:amp|lt|gt|nbsp);)")
COMMENT = re.compile(r"<!--(?:-?>|.*?--!?>|.*\Z)|<(?:[!?]|/(?![a-zA-Z]))[^>]*(?:>|\Z)", re.DOTALL)
# In an address &copy=2 is a parameter named copy, not a sign; with a semicolon it is the sign.
ENTITY = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[a-zA-Z][a-zA-Z0-9]*(?:;|(?![a-zA-Z0-9=])))")


def tokens(text):
    """Yields ("text", words), ("open", name, {attribute: value}) and ("close", name); comments and code are gone.

    So is everything between the tags of an element that is dropped, to its end or to the end of the text.
    """
    dropping, depth = None, 0
    for token in _all_tokens(text):
        kind, name = token[0], token[1]
        if dropping:
            if kind != "text" and name == dropping:
                depth += 1 if kind == "open" else -1
                dropping = dropping if depth else None
        elif kind == "text" or name not in DROPPED:
            yield token
        elif kind == "open":
            dropping, depth = name, 1


def _all_tokens(text):
    at = 0
    while at < len(text):
        if bare := BARE_TAG.match(text, at):  # the quick way for most tags
            at, close, name, attributes = bare.end(), bare[1], bare[2].lower(), {}
        elif words := WORDS.match(text, at):
            at = words.end()
            yield ("text", _decoded(words[0]))
            continue
        elif tag := TAG.match(text, at):
            close, name = tag[1], tag[2].lower()
            attributes, end = _attributes(text, tag.end())
            if not end:  # the tag never ends: what looks like its attributes are words
                yield ("text", _decoded(text[at:]))
                return
            at = end
        else:  # a comment, a declaration or the like
            at = COMMENT.match(text, at).end()
            continue
        if close and name != "br":  # browsers read </br> as <br>
            yield ("close", name)
        elif name in RAW:
            at = _end_of_code(text, at, name)
        else:
            yield ("open", name, attributes)


def well_formed(text, ampersand="&amp;"):
    """The same text as HTML in which every element is closed in order and no more than MAX_DEPTH are open.

    `ampersand` is what an & in its words is written as; in attributes it is always an entity.
    """
    writer = _Writer(ampersand)
    writer.read(text)
    return "".join(writer.out)


def _decoded(words):
    if "&" not in words:
        return clean_text(words)
    if RARE_ENTITY.search(words):
        return clean_text(unescape(words))
    # What nh3 writes has only these four, and replacing them is ten times as quick.
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", "\xa0"), ("&amp;", "&")):
        words = words.replace(entity, char)
    return clean_text(words)


def _attributes(text, at):
    """Reads attributes from `at`: a dictionary and the place after the tag, which is 0 where the tag never ends."""
    found = {}
    while True:
        at = BETWEEN.match(text, at).end()
        if text.startswith(">", at):
            return found, at + 1
        match = ATTRIBUTE.match(text, at)
        if not match:
            return found, 0
        at = match.end()
        value = match["double"] or match["single"] or match["bare"] or ""
        value = clean_text(ENTITY.sub(lambda entity: unescape(entity[0]), value))
        if NAME.fullmatch(name := match["name"].lower()):
            found.setdefault(name, value)  # of two with one name the first counts, as in browsers


def _end_of_code(text, at, name):
    end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(text, at)
    close = text.find(">", end.end()) if end and name != "plaintext" else -1
    return close + 1 or len(text)


class Nester:
    """Reads a text and opens and closes elements so that they nest. What they become is up to those who inherit.

    `begin` gives what stands for an open element and `end` gets it back; `add_words` and `add_void` take what comes
    between, `add_break` a place where words before and after do not belong together.
    """

    def __init__(self):
        self.open = []  # (name, attributes, what stands for it)
        self.boxes = []  # for each open box: did it become a paragraph?
        self.too_deep = {}  # name -> how many openings were left out
        self.waiting = None  # a box was opened and what follows decides whether it is a paragraph

    def read(self, text):
        for token in tokens(text):
            self.take(token)
        self.close_down_to(0)

    def take(self, token):
        kind, value = token[:2]
        name = RENAMED.get(value, value)
        if kind == "text":
            self.text(value)
        elif name in KNOWN and kind == "open":
            self.start(name, token[2])
        elif name in KNOWN:
            self.finish(name)

    def text(self, words):
        if self.waiting is not None and words.strip():
            self.settle_box()
        self.add_words(words)

    def settle_box(self):
        """The box that was opened last holds words directly: it is a paragraph."""
        attributes, self.waiting = self.waiting, None
        self.push("p", attributes)
        self.boxes[-1] = True

    def start(self, name, attributes):
        if name in BOXES:
            return self.start_box(attributes)
        if self.waiting is not None and name in INLINE:
            self.settle_box()
        elif name in BLOCKS:
            self.waiting = None
        if name in ENDS:
            self.end_nearest(*ENDS[name])
        if name in BLOCKS:
            self.end_nearest({"p"}, AROUND_PARAGRAPHS)
        if name == "br" and self.waiting is not None:
            return  # an empty line at the start of a box, or a box that is one
        if name in VOID:
            self.add_void(name, attributes)
        else:
            self.push(name, attributes)

    def start_box(self, attributes):
        self.end_nearest({"p"}, AROUND_PARAGRAPHS)
        self.add_break()
        self.boxes.append(False)
        self.waiting = {name: value for name, value in attributes.items() if name in ("lang", "dir", "id")}

    def push(self, name, attributes):
        if len(self.open) >= MAX_DEPTH:
            self.too_deep[name] = self.too_deep.get(name, 0) + 1
            return
        self.open.append((name, attributes, self.begin(name, attributes)))

    def finish(self, name):
        if name in BOXES:
            return self.end_box()
        if self.too_deep.get(name):
            self.too_deep[name] -= 1
            return
        if name in VOID:
            return
        self.end_nearest({name}, set() if name in TABLE_PARTS else WALLS, reopen=name in INLINE)

    def end_box(self):
        self.waiting = None
        if self.boxes and self.boxes.pop():
            self.end_nearest({"p"}, WALLS)
        self.add_break()

    def end_nearest(self, names, walls, reopen=False):
        """Closes the nearest open element of these names and what lies inside it; formatting can go on after it."""
        for place in range(len(self.open) - 1, -1, -1):
            name = self.open[place][0]
            if name in names:
                again = [entry for entry in self.open[place + 1 :] if reopen and entry[0] in FORMATTING]
                self.close_down_to(place)
                for name, attributes, _element in again[-MAX_REOPENED:]:
                    self.open.append((name, attributes, self.begin(name, attributes)))
                return
            if name in walls:
                return

    def close_down_to(self, place):
        while len(self.open) > place:
            self.end(*self.open.pop())


class _Writer(Nester):
    """Writes what it reads as HTML into `out`."""

    def __init__(self, ampersand):
        super().__init__()
        self.ampersand = ampersand
        self.out = []

    def add_words(self, words):
        self.out.append(words.replace("&", self.ampersand).replace("<", "&lt;").replace(">", "&gt;"))

    def add_break(self):
        self.out.append("\n")

    def add_void(self, name, attributes):
        self.out.append(_written(name, attributes))

    def begin(self, name, attributes):
        tag = _written(name, attributes)
        self.out.append(tag)
        return tag

    def end(self, name, attributes, tag):
        if self.out[-1] is tag and name in EMPTY_SAYS_NOTHING and not attributes:
            self.out.pop()  # nothing inside and nothing said about it
        else:
            self.out.append(f"</{name}>")


def _written(name, attributes):
    pairs = (f' {key}="{escape(value)}"' for key, value in attributes.items() if len(value) <= MAX_VALUE)
    return f"<{name}{''.join(pairs)}>"
