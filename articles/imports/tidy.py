"""From the HTML of a foreign editor to blocks as our editors would have typed them.

Paragraphs without empty ones and doubled breaks, headings from h2, lists, quotes, tables; each picture in a figure of
its own; embeds as links. Works on the tree of ccsis.tree; what may stay is decided by ccsis.html.
"""

import re
from urllib.parse import urlsplit

from articles.imports.runs import BLANKS, Leaf, folded, has_substance, leaves, nodes, parts
from ccsis.tree import Node, is_block

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
LISTS = {"ul", "ol"}
BARE_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
# Where WordPress turns an address on a line of its own into a player or a card.
EMBEDDED = re.compile(
    r"https?://(?:[\w-]+\.)*(?:youtube\.com|youtu\.be|vimeo\.com|twitter\.com|x\.com|facebook\.com|instagram\.com|"
    r"soundcloud\.com|spotify\.com|ted\.com|dailymotion\.com|dai\.ly|flickr\.com|flic\.kr|tiktok\.com|wordpress\.tv|"
    r"reddit\.com|videopress\.com|mixcloud\.com|scribd\.com|slideshare\.net|speakerdeck\.com|issuu\.com|imgur\.com|"
    r"tumblr\.com|bsky\.app|threads\.net|pinterest\.com|kickstarter\.com|crowdsignal\.net|polldaddy\.com|animoto\.com|"
    r"cloudup\.com|reverbnation\.com|screencast\.com|smugmug\.com|pca\.st|canva\.com|wolframcloud\.com|rumble\.com)/\S+",
    re.IGNORECASE,
)


class Tidy:
    """Tidies trees.

    `rewrite` is asked about each link and picture, see articles.imports.runs. With `breaks` line breaks in the text
    count, as in the classic editor: one is a break, two part paragraphs.
    """

    def __init__(self, rewrite, *, breaks):
        self.rewrite = rewrite
        self.breaks = breaks

    # What stands between blocks

    def flow(self, children):
        """A list of blocks from blocks, words and pictures in any mixture."""
        out, run = [], []
        for child in self._pushed_down(children):
            if is_block(child):
                out += self._paragraphs(run)
                run = []
                out += self._block(child)
            else:
                run.append(child)
        return out + self._paragraphs(run)

    def _pushed_down(self, children):
        """Formatting that stands round whole blocks goes round the words inside them."""
        for child in children:
            if isinstance(child, str) or is_block(child) or not any(is_block(inner) for inner in child):
                yield child
                continue
            for inner in self._pushed_down(child.children):
                shell = Node(child.name, child.attributes)
                if is_block(inner):
                    shell.children, inner.children = inner.children, [shell]
                    yield inner
                else:
                    shell.children = [inner]
                    yield shell

    def _run(self, children):
        return folded(leaves(children, self.rewrite, breaks=self.breaks))

    def _paragraphs(self, children, attributes=None):
        out = []
        for part in parts(self._run(children)):
            for kind, run in _around_figures(part):
                if kind == "picture":
                    out.append(Node("figure", {}, nodes(run)))
                elif embed := _embed_of(run):
                    out.append(embed)
                else:
                    out.append(Node("p", _language(attributes), nodes(run)))
        return out

    def _words(self, children):
        """The words of a heading or a caption, on one line; and the pictures that stood among them."""
        run = [Leaf(" ", leaf.path) if leaf.is_break() else leaf for leaf in self._run(children)]
        pictures = [Node("figure", {}, nodes([leaf])) for leaf in run if leaf.is_picture()]
        return folded([leaf for leaf in run if not leaf.is_picture()]), pictures

    # Blocks

    def _block(self, node):
        if node.name == "p":
            return self.flow(node.children) if any(map(is_block, node.children)) else self._paragraph(node)
        if node.name in HEADINGS:
            return self._heading(node)
        if node.name in LISTS:
            return self._list(node)
        if node.name == "pre":
            return self._preformatted(node)
        if node.name == "figure":
            return self._figure(node)
        if node.name == "blockquote":
            return self._quote(node)
        if node.name == "aside":
            return [Node("aside", {"class": "aside"}, inside)] if (inside := self.flow(node.children)) else []
        if node.name == "table":
            return self._table(node)
        if node.name == "dl":
            return self._definitions(node)
        if node.name == "hr":
            return [Node("hr")]
        return self.flow(node.children)

    def _paragraph(self, node):
        return self._paragraphs(node.children, node.attributes)

    def _heading(self, node):
        run, pictures = self._words(node.children)
        if not has_substance(run):
            return pictures
        # A heading is bold by itself.
        run = [Leaf(leaf.value, tuple(shell for shell in leaf.path if shell.name != "strong")) for leaf in run]
        name = {"h1": "h2", "h5": "h4", "h6": "h4"}.get(node.name, node.name)
        return [Node(name, _language(node.attributes), nodes(run)), *pictures]

    def _list(self, node):
        items, between = [], []  # between items, where words should not stand: they are an item too
        for child in [*node.children, Node("li")]:
            if not is_block(child):
                between.append(child)
                continue
            items += self._item(between)
            between = []
            if child.name in LISTS and items:
                items[-1].children += self._list(child)  # a list inside a list, not inside its item
            elif child.name == "li":
                items += self._item(child.children, child.attributes)
            else:
                items += self._item([child])
        if items and all(_holds_figures_only(item) for item in items):
            return [figure for item in items for figure in item.children]  # a gallery
        return [Node(node.name, node.attributes, items)] if items else []

    def _item(self, children, attributes=None):
        inside = self._cell(children)
        return [Node("li", attributes or {}, inside)] if inside else []

    def _cell(self, children):
        """What an item or a cell holds: words as they are where they make one paragraph, else blocks."""
        blocks = self.flow(children)
        if sum(block.name == "p" for block in blocks) != 1 or blocks[0].name != "p":
            return blocks
        if all(block.name in LISTS | {"p"} for block in blocks) and not blocks[0].attributes:
            return blocks[0].children + blocks[1:]
        return blocks

    def _preformatted(self, node):
        """Code and verse, every blank as it stands; pictures stand after it."""
        run = [Leaf("\n", leaf.path) if leaf.is_break() else leaf for leaf in leaves(node.children, self.rewrite)]
        words = [leaf for leaf in run if isinstance(leaf.value, str)]
        while words and not words[-1].value.rstrip("\n "):
            words.pop()
        if words:
            words[-1] = Leaf(words[-1].value.rstrip(), words[-1].path)
            words[0] = Leaf(words[0].value.removeprefix("\n"), words[0].path)
        pictures = [Node("figure", {}, nodes([leaf])) for leaf in run if leaf.is_picture()]
        return ([Node("pre", _language(node.attributes), nodes(words))] if has_substance(words) else []) + pictures

    def _quote(self, node, classes=None):
        blocks = self.flow(node.children)
        if not blocks:
            return []
        pull = classes or ("pull" if "wp-block-pullquote" in node.classes() else None)
        attributes = _language(node.attributes) | {"class": pull} if pull else _language(node.attributes)
        if node.attributes.get("cite"):
            attributes["cite"] = node.attributes["cite"]
        return [Node("blockquote", attributes, blocks)]

    def _figure(self, node):
        """A picture with its caption; or what else WordPress puts in figures: tables, quotes, embeds, galleries."""
        caption, rest = self._caption(node)
        if "wp-block-pullquote" in node.classes():
            quotes = [inner for inner in node if inner.name == "blockquote"]
            return [block for quote in quotes for block in self._quote(quote, "pull")]
        if embed := _embed_of(self._run(rest), caption, is_meant="wp-block-embed" in node.classes()):
            return [embed]
        blocks = self.flow(rest)
        if not caption or len(blocks) != 1:
            return blocks + ([Node("p", {}, caption)] if caption else [])
        return _captioned(blocks[0], Node("figcaption", {}, caption))

    def _caption(self, node):
        captions = [child for child in node.children if isinstance(child, Node) and child.name == "figcaption"]
        rest = [child for child in node.children if child not in captions]
        run = [leaf for caption in captions for leaf in [Leaf(" "), *self._words(caption.children)[0]]]
        return (nodes(folded(run)) if has_substance(run) else []), rest

    def _table(self, node):
        stray = []  # words outside the cells: a browser shows them before the table, so they stand there
        kept = self._table_part(node, stray)
        has_rows = any(isinstance(inner, Node) and inner.name == "tr" for inner in kept)
        return self._paragraphs(stray) + ([kept] if has_rows else [])

    def _table_part(self, node, stray):
        children = []
        for child in node.children:
            if not is_block(child):
                stray.append(child)
            elif child.name in ("td", "th"):
                children.append(Node(child.name, child.attributes, self._cell(child.children)))
            elif child.name == "caption":
                children.append(Node("caption", {}, nodes(self._words(child.children)[0])))
            else:
                children.append(self._table_part(child, stray))
        return Node(node.name, node.attributes, children)

    def _definitions(self, node):
        items = [
            Node(child.name, {}, self._cell(child.children))
            for child in node.children
            if isinstance(child, Node) and child.name in ("dt", "dd")
        ]
        return [Node("dl", {}, items)] if any(item.children for item in items) else []


def _captioned(block, caption):
    """A picture or a table with its caption; under anything else the caption is a paragraph."""
    if block.name == "table":
        return [Node("figure", {}, [block, caption])]
    if block.name == "figure" and not any(inner.name == "figcaption" for inner in block):
        block.children.append(caption)
        return [block]
    return [block, Node("p", {}, caption.children)]


def trimmed(blocks):
    """Blocks without rules at the ends and without two in a row."""
    out = []
    for block in blocks:
        if block.name != "hr" or (out and out[-1].name != "hr"):
            out.append(block)
    while out and out[-1].name == "hr":
        out.pop()
    return out


def embed(address, title=None):
    """A link in the place of a player: readers choose whether to go there."""
    return Node("figure", {"class": "embed"}, [Node("a", {"href": address}, title or [_short(address)])])


def _short(address):
    parts = urlsplit(address)
    query = f"?{parts.query}" if parts.query else ""
    return (parts.hostname or "").removeprefix("www.") + parts.path.rstrip("/") + query


def _embed_of(run, caption=None, is_meant=False):
    """The embed that a run is: one link marked so, or one address and nothing else; else None."""
    words = "".join(leaf.value for leaf in run if isinstance(leaf.value, str)).strip(BLANKS)
    links = {shell.attributes.get("href") for leaf in run for shell in leaf.path if shell.name == "a"}
    marked = all(_player(leaf) for leaf in run)
    if any(leaf.is_picture() for leaf in run) or not words:
        return None
    if marked and len(links) == 1:
        return embed(links.pop(), caption)
    if BARE_ADDRESS.fullmatch(words) and (is_meant or EMBEDDED.fullmatch(words)):
        return embed(words, caption)
    return None


def _around_figures(part):
    """The part as words, pictures and players in their order: each picture and each player stands by itself."""
    if not any(leaf.is_picture() or _player(leaf) for leaf in part):
        yield "words", part  # as nearly always
        return
    run = []
    for leaf in [*part, None]:
        is_picture = leaf is not None and leaf.is_picture()
        if leaf is not None and not is_picture and (not run or _player(leaf) is _player(run[-1])):
            run.append(leaf)
            continue
        words = folded(run)
        while words and words[-1].is_break():
            words.pop()
        while words and words[0].is_break():
            words.pop(0)
        if has_substance(words):
            yield "words", words
        if is_picture:
            yield "picture", [leaf]
        run = [leaf] if leaf is not None and not is_picture else []


def _player(leaf):
    """The link that stands for a player, where the leaf belongs to one."""
    return next((shell for shell in leaf.path if shell.name == "a" and "embed" in shell.classes()), None)


def _holds_figures_only(item):
    return all(isinstance(child, Node) and child.name == "figure" for child in item.children)


def _language(attributes):
    return {name: value for name, value in (attributes or {}).items() if name in ("lang", "dir")}
