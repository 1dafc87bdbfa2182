"""WordPress's shortcodes: the known ones become HTML, the others stay in the text and are listed.

What a known one becomes stands in articles.imports.replacements.
"""

import re

from articles.imports.replacements import KNOWN, LAYOUT, Shortcode

TAG = re.compile(
    r"(?P<before>\[?)\[(?P<close>/?)(?P<name>[A-Za-z][\w-]*)(?P<rest>(?:[\s=:,\"'/][^\[\]]*)?)\](?P<after>\]?)"
)
ATTRIBUTE = re.compile(
    r"(?P<name>[A-Za-z_][\w-]*)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"']+))"
    r"|\"(?P<quoted>[^\"]*)\"|(?P<word>\S+)"
)
CURLY = str.maketrans("“”„″«»\u00a0", '"""""" ')
BLOCK_EDGE = re.compile(
    r"(?:\A|\n|<br\s*/?>|</?(?:p|div|li|td|th|h[1-6]|blockquote|ul|ol|figure)\b[^<>]*>)[ \t]*\Z", re.I
)
SHORTEST_NAME = 3


def replaced(text, reading):
    """The text with known shortcodes as HTML. `reading` knows the pictures and takes notes of what is unknown."""
    return _Walk(text, reading).html() if "[" in text else text


def attributes(text):
    """What stands in a shortcode after its name: a dictionary, with the values that have no name under 0, 1, 2.

    The values are HTML, as the text round them is.
    """
    text = text.replace("&nbsp;", " ")
    if '"' not in text:
        text = re.sub(r"&quot;|&#8220;|&#8221;|&#8243;|&ldquo;|&rdquo;", '"', text.translate(CURLY))
    found, place = {}, 0
    for match in ATTRIBUTE.finditer(text.strip().removeprefix("=").removeprefix(":")):
        if match["name"]:
            value = next((match[kind] for kind in ("double", "single", "bare") if match[kind] is not None), "")
            found.setdefault(match["name"].lower(), value)
        else:
            found[place] = match["quoted"] if match["quoted"] is not None else match["word"]
            place += 1
    return found


class _Open:
    """A shortcode that was opened and waits for its end."""

    def __init__(self, tag, shortcode, is_meant):
        self.tag = tag
        self.is_meant = is_meant  # or may it be an ordinary word in brackets?
        self.shortcode = shortcode
        self.pieces = []


class _Walk:
    """One pass over a text, from left to right; what is inside others is done first."""

    def __init__(self, text, reading):
        self.text, self.reading = text, reading
        self.ends = {match["name"]: match.start() for match in TAG.finditer(text) if match["close"]}
        self.waiting = []
        self.out = []

    def html(self):
        at = 0
        while match := TAG.search(self.text, at):
            self.put(self.text[at : match.start()])
            at = self.take(match)
        self.put(self.text[at:])
        while self.waiting:
            self.give_up()
        return "".join(self.out)

    def put(self, piece):
        (self.waiting[-1].pieces if self.waiting else self.out).append(piece)

    def take(self, match):
        """Deals with one tag. Gives the place where reading goes on."""
        if match["before"] and (end := self.take_escaped(match)):
            return end
        self.put(match["before"])
        name = match["name"]  # capitals count: [N]ow is a word, [n] may be a note
        if match["close"]:
            self.close(name, match)
        elif name in KNOWN:
            self.open(name, match)
        elif (layout := LAYOUT.match(name)) and self.is_meant(match):
            has_end = self.has_end(match)
            holds = has_end and not self.text.startswith(f"[/{name}]", match.end())
            self.put(self.shortcode(match, None).laid_out(layout, has_end=has_end, holds=holds))
        else:
            self.put(self.whole(match))
            self.list_unknown(match)
        return match.end() - len(match["after"])

    def take_escaped(self, match):
        """[[these]] are shown with one pair of brackets. Gives the place after them, or 0 where they are no pair."""
        if match["name"] == "references" and self.reading.typed_notes.texts:
            return match.end()  # where a plugin lists its notes
        if match["after"]:
            self.put(self.whole(match))
            return match.end()
        end = self.text.find(f"[/{match['name']}]]", match.end())
        if match["close"] or end < 0:
            return 0
        end += len(match["name"]) + 4
        self.put(self.text[match.start() + 1 : end - 1])
        return end

    def whole(self, match):
        return self.text[match.start() + len(match["before"]) : match.end() - len(match["after"])]

    def shortcode(self, match, inner):
        return Shortcode(
            name=match["name"],
            attributes=attributes(match["rest"].strip().removesuffix("/")),
            inner=inner,
            reading=self.reading,
            begins=lambda: bool(BLOCK_EDGE.search(self.text[max(0, match.start() - 60) : match.start()])),
        )

    def has_end(self, match):
        return not match["rest"].rstrip().endswith("/") and self.ends.get(match["name"], -1) >= match.end()

    def is_meant(self, match):
        """Is it a shortcode, and not a word that an editor put in brackets, like [sic] or [more]?"""
        name, rest = match["name"], match["rest"]
        if "=" in rest or "://" in rest or name in self.ends:
            return True
        return not rest.strip(" /") and ("-" in name or "_" in name or self.is_alone(match))

    def open(self, name, match):
        frame = _Open(self.whole(match), self.shortcode(match, None), self.is_meant(match))
        if self.has_end(match):
            self.waiting.append(frame)
        else:
            self.put(self.known(frame))

    def close(self, name, match):
        if name not in KNOWN and (layout := LAYOUT.match(name)):
            self.put("" if layout["inline"] else "</div>")
        elif all(frame.shortcode.name != name for frame in self.waiting):
            self.put(self.whole(match))
        else:
            while self.waiting[-1].shortcode.name != name:
                self.give_up()
            frame = self.waiting.pop()
            frame.shortcode.inner = "".join(frame.pieces)
            self.put(self.known(frame, self.whole(match)))

    def give_up(self):
        """The innermost shortcode has no end where one could be: it stands for itself."""
        frame = self.waiting.pop()
        self.put(self.known(frame))
        for piece in frame.pieces:
            self.put(piece)

    def known(self, frame, end=""):
        shortcode = frame.shortcode
        html = KNOWN[shortcode.name](shortcode) if frame.is_meant or shortcode.attributes else None
        if html is None and frame.is_meant:
            self.reading.note(f"shortcode [{shortcode.name}] could not be understood and stays in the text")
        return f"{frame.tag}{shortcode.inner or ''}{end}" if html is None else html

    def list_unknown(self, match):
        if len(match["name"]) >= SHORTEST_NAME and self.is_meant(match):
            self.reading.note(f"shortcode [{match['name']}] is not known here and stays in the text")

    def is_alone(self, match):
        """Does it stand on a line of its own, as no [sic] does?"""
        before, after = self.text[max(0, match.start() - 60) : match.start()], self.text[match.end() : match.end() + 60]
        return bool(BLOCK_EDGE.search(before)) and bool(
            re.match(r"[ \t]*(?:\Z|\n|<br|</?(?:p|div|li|td|h[1-6])\b)", after)
        )
