"""What is code stands aside while the rest of a text is read: in it nothing is a shortcode, a note or a player.

shelf = Shelf()
text = shelf.without_code(text)      # code, formulas and the shortcodes of highlighters are tokens now
text = shelf.back(text)              # and are HTML again
"""

import re
from html import escape

# Round the number of a token. No text of ours holds these two: ccsis.scripts.clean_text takes them away.
OPEN, CLOSE = "\ufdd0", "\ufdd1"
TOKEN = re.compile(f"{OPEN}(\\d+){CLOSE}")
ELEMENTS = "pre|code|kbd|samp|tt|xmp|textarea|script|style|svg|math"
HIGHLIGHTERS = (
    "code sourcecode php html css js javascript jscript python py sql xml bash shell java ruby cpp csharp vb perl"
    " plain powershell swift scala typescript yaml json cc cci ccb ccn crayon codesyntax prism enlighter"
).split()
FORMULAS = "latex tex math katex mathjax".split()
OPENING = re.compile(
    rf"<(?P<element>{ELEMENTS})(?=[\s>/])[^<>]*>"
    rf"|(?<!\[)\[(?P<shortcode>{'|'.join(HIGHLIGHTERS + FORMULAS)}|source(?=\s+lang))(?=[\s=\]])[^\[\]]*\]"
    r"|(?P<formula>\$latex\s|\$\$|\\\(|\\\[)",
    re.IGNORECASE,
)
ENDS_OF_FORMULAS = {"$latex": r"\$", "$$": r"\$\$", "\\(": r"\\\)", "\\[": r"\\\]"}
LONGEST_FORMULA = 1000
TEX = re.compile(r"<annotation\b[^<>]*x-tex[^<>]*>(.*?)</annotation\s*>", re.DOTALL | re.IGNORECASE)
ALT_TEX = re.compile(r"\salttext\s*=\s*\"([^\"]*)\"", re.IGNORECASE)
TAGS = re.compile(r"<[^<>]*>")
LINE_TAGS = re.compile(r"</?p(?:\s[^<>]*)?>\s*|<br\s*/?>\n?", re.IGNORECASE)


class Shelf:
    def __init__(self):
        self.kept = []
        self.elements = set()  # the names of the elements that were put aside

    def put(self, html):
        """Keeps a piece of HTML. Gives the token that stands for it."""
        self.kept.append(html)
        return f"{OPEN}{len(self.kept) - 1}{CLOSE}"

    def without_code(self, text, breaks=False):
        """The text with a token in the place of everything that is code.

        With `breaks`, where line breaks in the text count, code of several lines is a block.
        """
        text = text.replace(OPEN, "").replace(CLOSE, "")
        out, at = [], 0
        for opening, inner, end in spans(text, OPENING, _end_of):
            self.elements.add((opening["element"] or "").lower())
            out += [text[at : opening.start()], self.put(_as_html(opening, inner, text[opening.start() : end], breaks))]
            at = end
        return "".join([*out, text[at:]])

    def back(self, text):
        """The text with its code in its place again."""
        while OPEN in text:
            text = TOKEN.sub(lambda token: self.kept[int(token[1])], text)
        return text


def spans(text, opening, end_of):
    """Yields (match, what is inside, place after the end) for each opening that has an end, from left to right.

    `end_of` gives for a match of `opening` the pattern of its end and how many characters it may be away, or 0. Takes
    time that grows with the length only: an end that was looked for in vain is not looked for again.
    """
    at, missing = 0, set()
    while match := opening.search(text, at):
        pattern, reach = end_of(match)
        at = match.end()
        if pattern in missing:
            continue
        end = re.compile(pattern, re.IGNORECASE).search(text, at, at + reach if reach else len(text))
        if end is None:
            missing |= set() if reach else {pattern}
            continue
        yield match, text[at : end.start()], end.end()
        at = end.end()


def _end_of(opening):
    if opening["element"]:
        return rf"</{opening['element'].lower()}\s*>", 0
    if opening["shortcode"]:
        return rf"\[/{opening['shortcode'].lower()}\]", 0
    return ENDS_OF_FORMULAS[opening["formula"].strip().lower()], LONGEST_FORMULA


def _as_html(opening, inner, whole, breaks):
    element = (opening["element"] or "").lower()
    if opening["shortcode"]:
        return _of_shortcode(opening["shortcode"].lower(), inner)
    if element == "math":
        return _of_mathml(whole, inner)
    if element in ("xmp", "textarea"):
        return f"<pre>{escape(inner, quote=False)}</pre>"
    return f"<pre>{whole}</pre>" if element == "code" and breaks and "\n" in inner.strip() else whole


def _of_shortcode(name, inner):
    if name in FORMULAS:
        return f"<code>{_escaped(inner.strip())}</code>"
    if "\n" not in inner.strip() and len(inner) < 80:
        return f"<code>{_escaped(inner.strip())}</code>"
    if LINE_TAGS.search(inner) and "&lt;" in inner:  # the visual editor has been here: its own tags are no code
        inner = LINE_TAGS.sub("\n", inner)
    return f"<pre><code>{_escaped(inner.strip(chr(10)).rstrip())}</code></pre>"


def _escaped(code):
    """Code as it was typed, in which an editor may have written some characters as entities already."""
    return code.replace("<", "&lt;").replace(">", "&gt;")


def _of_mathml(whole, inner):
    """Our HTML has no formulas; what somebody typed, or at least what it says, stays as code."""
    tex = TEX.search(inner) or ALT_TEX.search(whole[: whole.find(">") + 1])
    words = tex[1] if tex else " ".join(TAGS.sub(" ", inner).split())
    return f"<code>{words.strip()}</code>" if words.strip() else ""
