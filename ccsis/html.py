"""The one allow-list for HTML, and the only place where HTML becomes trusted: mark_safe stands nowhere else.

Our own small HTML: paragraphs, headings from h2, lists, quotes, tables, figures, asides. An image is
`<img src="/images/12" alt="…">`, an embed `<figure class="embed"><a href="…">`, a note mark
`<sup class="note"><a href="#fn-1">1</a></sup>`. Whoever changes the list raises POLICY by one: what an older list
cleaned is cleaned again before it is trusted.
"""

import json
import re
from functools import lru_cache, wraps
from html import escape
from urllib.parse import urlsplit

import nh3
from django.utils.safestring import mark_safe

from ccsis.markup import BLOCKS, BOXES, CELLS, INLINE, tokens, well_formed
from ccsis.scripts import clean_text

POLICY = 1

EVERYWHERE = {"id", "lang", "dir"}
ATTRIBUTES = {
    "p": set(), "h2": set(), "h3": set(), "h4": set(), "hr": set(), "br": set(), "pre": set(), "code": set(),
    "strong": set(), "em": set(), "b": set(), "i": set(), "u": set(), "s": set(), "sub": set(), "sup": set(),
    "small": set(), "mark": set(), "cite": set(), "span": set(), "bdi": set(), "bdo": set(), "wbr": set(),
    "a": {"href", "hreflang", "title"},
    "abbr": {"title"},
    "time": {"datetime"},
    "ul": set(), "ol": {"start", "reversed", "type"}, "li": {"value"},
    "dl": set(), "dt": set(), "dd": set(),
    "blockquote": {"cite"}, "q": {"cite"}, "del": {"cite", "datetime"}, "ins": {"cite", "datetime"},
    "aside": set(),
    "figure": set(), "figcaption": set(),
    "img": {"src", "alt", "width", "height"},
    "table": set(), "caption": set(), "colgroup": {"span"}, "col": {"span"},
    "thead": set(), "tbody": set(), "tfoot": set(), "tr": set(),
    "td": {"colspan", "rowspan", "headers"}, "th": {"colspan", "rowspan", "headers", "scope", "abbr"},
}  # fmt: skip
CLASSES = {
    "sup": {"note"},
    "aside": {"aside"},
    "blockquote": {"pull"},
    "figure": {"embed", "wide"},
    "td": {"n"},  # a number, set to the end of its column
    "th": {"n"},
}
INLINE_TAGS = INLINE & set(ATTRIBUTES) - {"img"} | {"br", "wbr"}
VALUES = {
    "id": re.compile(r"(?:fn|fnref|sec)-[a-z0-9][a-z0-9-]{0,79}"),
    "lang": re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}"),
    "hreflang": re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}"),
    "dir": re.compile(r"ltr|rtl|auto"),
    "start": re.compile(r"-?[0-9]{1,5}"),
    "value": re.compile(r"-?[0-9]{1,5}"),
    "type": re.compile(r"[1aAiI]"),
    "span": re.compile(r"[1-9][0-9]?"),
    "colspan": re.compile(r"[1-9][0-9]?"),
    "rowspan": re.compile(r"[1-9][0-9]{0,2}"),
    "headers": re.compile(r"sec-[a-z0-9-]{1,80}(?: sec-[a-z0-9-]{1,80}){0,9}"),
    "scope": re.compile(r"row|col|rowgroup|colgroup"),
    "src": re.compile(r"/images/[1-9][0-9]{0,17}"),
    "width": re.compile(r"[1-9][0-9]{0,4}"),
    "height": re.compile(r"[1-9][0-9]{0,4}"),
    "datetime": re.compile(r"[0-9TZPYMWDHS:.+ -]{1,40}"),
}
WORDS_ONLY = {"alt", "title", "abbr"}
ADDRESSES = {"href", "cite"}
SCHEMES = {"http", "https", "mailto", "tel"}
SCHEME = re.compile(r"(?i)(https?|mailto|tel):")
TO_BE_QUOTED = re.compile(r"[\s\"'<>\\^`{|}]")
FRAGMENT = re.compile(r"#(?:fn|fnref|sec)-[a-z0-9][a-z0-9-]{0,79}")
OUR_TAG = re.compile(r"<(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?: [a-z-]+=\"[^\"]*\")*)>(?P<after>\n*)")
NOTE_MARK = re.compile(r'<sup class="note"[^>]*>[^<]*(?:<a [^>]*>[^<]*</a>)?[^<]*</sup>')
BLOCK_EDGE = re.compile(rf"</?(?:{'|'.join(set(ATTRIBUTES) - INLINE)})(?: [a-z-]+=\"[^\"]*\")*>")
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad "
EDGES = BLOCKS | BOXES | {"br", "h1", "h5", "h6"}  # where a line of plain text ends
ROUNDS = 4
LONGEST_REMEMBERED = 50_000  # characters
# Stands for & while nh3 works, which takes quadratic time over many of them. No text holds it: clean_text removes it.
AMPERSAND = "\uffff"


def address(value):
    """The address made fit for an attribute, or None where it leads nowhere that we allow."""
    value = re.sub(r"[\t\r\n]", "", value).strip()
    if len(value) > 2000:
        return None
    if value.startswith("#"):
        return value if FRAGMENT.fullmatch(value) else None
    quoted = TO_BE_QUOTED.sub(lambda char: "".join(f"%{byte:02X}" for byte in char[0].encode()), value)
    if value.startswith("/"):
        return None if re.match(r"/[/\\]", value) else quoted
    scheme = SCHEME.match(value)
    if not scheme:
        return None
    return quoted if scheme[1].lower() in ("mailto", "tel") or _names_a_host(quoted) else None


def _names_a_host(value):
    try:
        parts = urlsplit(value)
        return bool(parts.hostname) and "@" not in parts.netloc and "%" not in parts.netloc
    except ValueError:  # a host in brackets that is no address
        return False


def _attribute(tag, name, value):
    """What nh3 asks for every attribute, also of tags that go: the value to keep, or None."""
    if name == "class" or name in WORDS_ONLY:
        return value
    if name in ADDRESSES:
        return address(value)
    if name == "reversed":
        return ""
    value, allowed = value.strip(), VALUES.get(name)
    return value if allowed and allowed.fullmatch(value) else None


def _cleaner(tags):
    return nh3.Cleaner(
        tags=set(tags),
        clean_content_tags={"script", "style", "template", "noscript", "iframe", "svg", "math", "object", "title"},
        attributes={"*": EVERYWHERE, **{tag: names for tag, names in ATTRIBUTES.items() if tag in tags and names}},
        attribute_filter=_attribute,
        allowed_classes={tag: names for tag, names in CLASSES.items() if tag in tags},
        url_schemes=SCHEMES,
        link_rel=None,  # set in _finish, for links that lead outside only
        generic_attribute_prefixes=set(),
        filter_style_properties=set(),
        strip_comments=True,
    )


EDITORIAL = _cleaner(ATTRIBUTES)
INLINE_ONLY = _cleaner(INLINE_TAGS)


class Cleaned(str):
    """HTML that `cleaned` gave: cleaning it again would change nothing and is not done. What is made of it, by cutting
    or adding, is a plain str again."""


def clean_html(text):
    """Any text as our small HTML. Cleaning twice changes nothing; words stay, what could act goes."""
    return text if isinstance(text, Cleaned) else _clean(text, EDITORIAL)


def cleaned(text):
    """The same for a block that will stand in many texts."""
    return Cleaned(_clean(text, EDITORIAL))


def together(blocks):
    """Whole blocks that `cleaned` gave, one after the other, as one text that is clean."""
    if not all(isinstance(block, Cleaned) for block in blocks):
        raise TypeError("Only what was cleaned can be put together without cleaning it.")
    return Cleaned("".join(blocks))


def inline_html(text):
    """The same for one run of words, such as a note or a caption: no blocks and no images, on one line."""
    return " ".join(_clean(BLOCK_EDGE.sub(" ", clean_html(text)), INLINE_ONLY).split())


def trusted_html(text):
    """Cleaned HTML that a template prints as it is."""
    return mark_safe(clean_html(str(text)))  # noqa: S308 (cleaned right here)


def trusted_page(html, policy):
    """A page that articles.body put together from cleaned text, trusted while allow-list number `policy` is today's.

    Raises ValueError for an older number: then the text has to be cleaned, and the page made, again.
    """
    if policy != POLICY:
        raise ValueError(f"This page was made under allow-list {policy}; today's is {POLICY}.")
    return mark_safe(html)  # noqa: S308 (its parts were cleaned, its frame is ours)


# Whatever could end a script element or begin a comment in one, or a line of JavaScript, written as JSON may write it.
IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


def json_in_script(data):
    """Plain data as JSON that may stand in a <script type="application/ld+json">: nothing in it ends the element."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(IN_SCRIPT))  # noqa: S308 (no < is left in it)


def remembering_short_texts(function):
    """The same function, which has the answers of its last calls at hand: one text passes here many times in a row."""
    remembered = lru_cache(maxsize=64)(function)

    @wraps(function)
    def answer(text, *details):
        return (remembered if len(text) <= LONGEST_REMEMBERED else function)(text, *details)

    return answer


@remembering_short_texts
def plain_text(html):
    """The words alone, for search and feeds: a line for each block, blanks folded, no markup and no marks of notes."""
    lines = clean_text("".join(_words(NOTE_MARK.sub("", html)))).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def is_empty(html):
    """Is there nothing to read or look at? An editor leaves <p>&nbsp;</p> behind in an empty field."""
    return not plain_text(html).strip(INVISIBLE) and "<img " not in clean_html(html)


def _clean(text, cleaner):
    """Cleans until cleaning changes nothing. What never settles is not worth its markup: only its words stay."""
    for _ in range(ROUNDS):
        cleaned = _round(text, cleaner)
        if cleaned == text:
            return cleaned
        text = cleaned
    return escape(plain_text(text), quote=False)


@remembering_short_texts
def _round(text, cleaner):
    return _finish(cleaner.clean(well_formed(text, ampersand=AMPERSAND)))


def _finish(html):
    return OUR_TAG.sub(_finished_tag, html.replace(AMPERSAND, "&amp;"))


def _finished_tag(match):
    """Where the list says yes or no to an attribute, this says what follows for the element."""
    name, attributes = match["name"], match["attributes"].replace(' class=""', "")
    if name == "img" and ' src="' not in attributes:
        return match["after"]
    if name == "a" and re.search(' href="https?:', attributes, re.IGNORECASE):
        attributes += ' rel="noopener noreferrer"'
    # A line break right after <pre> is dropped by the next parser, so it goes now.
    after = "" if name == "pre" else match["after"]
    return f"<{name}{attributes}>{after}"


def _words(html):
    for token in tokens(html):
        if token[0] == "text":
            yield " ".join(token[1].split("\n"))
        elif token[1] in CELLS:
            yield " "
        elif token[1] in EDGES:
            yield "\n"
