"""Notes that were typed into the text where they are cited, as footnote plugins let people do.

    [ref]…[/ref] and its kin (see articles.imports.replacements), <mfn>…</mfn>, ((…)), [1. …], and [^1] with [^1]: …

In the place of each comes a mark that articles.imports.footnotes finds; the words wait in TypedNotes.
"""

import re
from html import unescape

from articles.imports.shelf import spans

LONGEST = 4000
DEEPEST = 6  # brackets inside a note
TAG = re.compile(r"<(mfn|footnote|fn|ref)(\s[^<>]*)?>|(&lt;)(fn|ref|footnote)&gt;", re.IGNORECASE)
# The block editor parts one note where its formatting changes.
PARTED = re.compile(r"</mfn>((?:</?[a-z]+[^<>]*>)*)<mfn>", re.IGNORECASE)
NAME = re.compile(r"\bname\s*=\s*[\"']?([^\"'\s/>]+)", re.IGNORECASE)
EMPTY_REF = re.compile(r"<ref\s[^<>]*\bname\s*=\s*[\"']?([^\"'\s/>]+)[\"']?\s*/>", re.IGNORECASE)
DOUBLE = re.compile(r"\({2,3}|<[^<>]*>")
INSIDE_DOUBLE = re.compile(
    r"[()]|</?(?:p|div|li|ul|ol|h[1-6]|table|td|th|tr|blockquote|figure)\b|<[^<>]*>", re.IGNORECASE
)
NUMBERED = re.compile(r"\[\d{1,3}\.\s|<[^<>]*>")
INSIDE_NUMBERED = re.compile(r"[\[\]]|</?(?:p|div|li|ul|ol|h[1-6]|table|td|th|tr|blockquote|figure)\b|<[^<>]*>", re.I)
DEFINED = re.compile(r"^((?:<p[^<>]*>)?)\[\^([\w-]{1,40})\]:[ \t]*(.+?)((?:</p>)?)$", re.MULTILINE)
CITED = re.compile(r"\[\^([\w-]{1,40})\](?!:)")
NOISE = re.compile(r"<[^<>]*>|&#?\w+;|https?://\S+")
WORD = re.compile(r"[^\W\d_]{3,}")
CODE = re.compile(r"[{}=\\^|~]")


class TypedNotes:
    """The words of the notes that were typed in one piece, as HTML; a mark names them by their place in `texts`."""

    def __init__(self):
        self.texts = []
        self.instead = []  # what stands in the text where a note turns out to have no words
        self.names = {}
        self.are_numbered = False  # is [1. …] a note in this piece?
        self.are_defined = False  # is [^1] one?

    def look(self, content):
        """See from the whole piece which ways of typing a note it uses."""
        self.are_defined = bool(DEFINED.search(content))
        found = re.findall(r"\[(\d{1,3})\.\s+([^\[\]]{3,})", content)
        numbers = [int(number) for number, _words in found]
        is_row = numbers[:1] == [1] and all(b - a in (0, 1) for a, b in zip(numbers, numbers[1:], strict=False))
        # One alone may be [1. ed. 1912]; a note has a few words more.
        self.are_numbered = is_row and (len(found) > 1 or len(found[0][1].split()) > 2)

    def mark(self, words, name="", instead=""):
        """The mark of a note that is cited here: a new one, or the one of this name again."""
        place = self.names.get(name) if name else None
        if place is None or (words and self.texts[place] not in ("", words)):
            place = len(self.texts)
            self.texts.append("")
            self.instead.append(instead)
            if name:
                self.names[name] = place
        self.texts[place] = self.texts[place] or words
        return f'<sup data-note="{place}">{place + 1}</sup>'

    def place_of(self, text):
        """The place that the mark of a note says, or None where nobody made such a mark here."""
        place = int(text) if text.isdecimal() and len(text) < 9 else -1
        return place if 0 <= place < len(self.texts) else None

    def again(self, number):
        """The mark of the note with this number, or None."""
        return f'<sup data-note="{number - 1}">{number}</sup>' if 0 < number <= len(self.texts) else None


def marked(text, notes, reading):
    """The text with a mark for each note that was typed into it."""
    if "mfn>" in text:
        text = PARTED.sub(r"\1", text)
    text = EMPTY_REF.sub(lambda found: notes.mark("", found[1]), text)
    text = _with_tagged(text, notes)
    if notes.are_defined:
        text = _with_defined(text, notes)
    if "((" in text:
        text = _Scan(text, DOUBLE, INSIDE_DOUBLE, _take_double, notes, reading).result()
    if notes.are_numbered:
        text = _Scan(text, NUMBERED, INSIDE_NUMBERED, _take_numbered, notes, reading).result()
    return text


def _with_tagged(text, notes):
    out, at = [], 0
    for opening, words, end in spans(text, TAG, _end_of_tag):
        name = NAME.search(opening[2] or "")
        out += [text[at : opening.start()], notes.mark(words.strip(), name[1] if name else "")]
        at = end
    return "".join([*out, text[at:]])


def _end_of_tag(opening):
    return (rf"&lt;/{opening[4]}&gt;" if opening[3] else rf"</{opening[1]}\s*>"), 0


def _with_defined(text, notes):
    """[^1] in the text, and lines that begin with [^1]: for the words."""

    def keep(found):
        notes.mark(found[3].strip(), f"^{found[2]}")
        return ""

    return CITED.sub(lambda found: notes.mark("", f"^{found[1]}", instead=found[0]), DEFINED.sub(keep, text))


class _Scan:
    """Goes through a text and asks about each opening bracket whether a note begins there."""

    def __init__(self, text, opening, inside, take, notes, reading):
        self.text, self.opening, self.inside, self.take = text, opening, inside, take
        self.notes, self.reading = notes, reading

    def result(self):
        out, at, end = [], 0, 0
        while match := self.opening.search(self.text, end):
            end = match.end()
            if not match[0].startswith("<") and (found := self.take(self, match)):
                mark, end = found
                out += [self.text[at : match.start()], mark]
                at = end
        return "".join([*out, self.text[at:]])

    def end_of(self, start, opening, closing, depth):
        """The place of the bracket that closes the innermost of `depth` open ones; -1 where a block ends before it."""
        innermost = depth
        for match in self.inside.finditer(self.text, start, start + LONGEST):
            if match[0] == opening:
                depth += 1
                if depth > innermost + DEEPEST:
                    return -1
            elif match[0] == closing:
                depth -= 1
                if depth < innermost:
                    return match.start()
            elif not match[0].endswith(">"):
                return -1
        return -1


def _take_double(scan, match):
    """((words)), which is neither arithmetic nor prose (in brackets (inside brackets))."""
    text, depth = scan.text, len(match[0])
    end = scan.end_of(match.end(), "(", ")", depth)
    if end < 0 or not text.startswith(")" * depth, end):
        return None
    words = text[match.end() : end].strip()
    again = re.fullmatch(r"ref:\s*(\d{1,3})", words)
    mark = scan.notes.again(int(again[1])) if again else _new(scan, words, text[match.start() - 1 : match.start()])
    return (mark, end + depth) if mark else None


def _new(scan, words, before):
    plain = unescape(NOISE.sub(" ", words))
    is_call = before.isalnum() and " " not in words and "://" not in words
    if CODE.search(plain) or is_call or not (WORD.search(plain) or "://" in words):
        return None
    scan.reading.note("words in ((double brackets)) became notes")
    return scan.notes.mark(words)


def _take_numbered(scan, match):
    end = scan.end_of(match.end(), "[", "]", 1)
    words = scan.text[match.end() : end].strip()
    if end < 0 or not words:
        return None
    scan.reading.note("words in [1. numbered brackets] became notes")
    return scan.notes.mark(words), end + 1
