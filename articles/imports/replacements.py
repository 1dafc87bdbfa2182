"""What the shortcodes that we know become: HTML for articles.imports.tidy.

Pictures and galleries, players, quotes, buttons, notes; and the wrappers of page builders, of which only what they
hold stays. Each function takes a Shortcode and gives HTML, or None where it cannot be understood.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import unquote

from articles.imports import players

PICTURE = re.compile(r"^\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)$", re.DOTALL | re.IGNORECASE)
PICTURE_FILE = re.compile(r"(?:https?:)?/[^\s\"'<>]+\.(?:jpe?g|png|gif|webp|avif)(?:\?\S*)?", re.IGNORECASE)
NUMBERS = re.compile(r"\d+(?:\s*,\s*\d+)*")
# Page builders and column plugins. What is inline stands in the middle of a sentence.
LAYOUT = re.compile(
    r"(?:(?P<inline>(?:su_)?(?:highlight|dropcap|tooltip|label|badge|popup|lightbox)|font|color|size|nobr|small_text)"
    r"|(?:vc|et_pb|fusion|av|cs|kc|mk|ux|us|tatsu|nectar|wpb|bt_bb|su)_[a-z0-9_]+"
    r"|(?:row|col|column|columns|section|container|wrapper|block|grid|div|content_box|box|panel|card|well|callout)"
    r"(?:_(?:inner|start|end|last|\d+))?"
    r"|(?:one|two|three|four|five)_(?:half|halves|thirds?|fourths?|fifths?|sixths?)(?:_(?:first|last))?"
    r"|(?:full|half|third|fourth|quarter)(?:_(?:width|last))?|span\d+|col(?:-|_)?\w{2,3}-?\d+"
    r"|tabs?|tabgroup|tab_item|accordions?|accordion-item|accordion_item|toggles?|spoiler|expand|collapse|collapsibles?"
    r"|spacer|space|gap|clear|clearfix|clearboth|clear_line|divider|separator|hr|line|center|align(?:left|right|center)"
    r")\Z"
)
RULES = {
    "hr",
    "divider",
    "separator",
    "line",
    "vc_separator",
    "et_pb_divider",
    "fusion_separator",
    "su_divider",
    "av_hr",
}
EMPTY = re.compile(r".*(?:spac|gap|clear|divi|separator|line|hr)", re.DOTALL)  # say nothing and are not missed
# The words that such wrappers show, and values of theirs that are no words.
HEADINGS = ("title", "heading", "tab_title", "label")
WORDS = (
    "subtitle",
    "subheading",
    "sub_heading",
    "text",
    "content",
    "description",
    "caption",
    "author",
    "name",
    "job_title",
)
NO_WORDS = re.compile(
    r"(?:yes|no|true|false|on|off|none|left|right|center|default|inherit|h[1-6]|#\w+|[\d.]+(?:px|em|%)?)?"
)
PICTURES = (
    "image",
    "images",
    "src",
    "img",
    "photo",
    "attachment",
    "attachment_id",
    "image_url",
    "background_image_src",
)


@dataclass
class Shortcode:
    """One shortcode as it stands in a text; `inner` is what it holds, as HTML, or None where it has no end."""

    name: str
    attributes: dict
    inner: str | None
    reading: object
    begins: object = None  # tells whether it begins a paragraph

    def get(self, *names):
        """The first of these values that says something, as plain text."""
        return unescape(self.html(*names))

    def html(self, *names):
        """The same as it was typed: HTML."""
        return next((value for name in names if (value := self.attributes.get(name, "").strip())), "")

    def laid_out(self, layout, *, has_end, holds):
        """In the place of a wrapper: the words and pictures that it names itself. `holds`: does it hold anything?"""
        if layout["inline"]:
            self.reading.lay_out(self.name)
            return ""
        words = [f"<h3>{self.html(name)}</h3>" for name in HEADINGS if self._says_words(name)]
        words += [f"<p>{self.html(name)}</p>" for name in WORDS if self._says_words(name)]
        said = f"{'<hr>' if self.name in RULES else ''}{_pictures(self)}{''.join(words)}{_link(self)}"
        if said or holds or EMPTY.match(self.name):
            self.reading.lay_out(self.name)
        else:
            self.reading.leave_out(self.name)
        return f"<div>{said}{'' if has_end else '</div>'}"

    def _says_words(self, name):
        said = self.get(name)
        is_of_the_link = name in ("text", "title", "label") and bool(_target(self)) and not self.inner
        return not NO_WORDS.fullmatch(said.lower()) and not players.ADDRESS.fullmatch(said) and not is_of_the_link


# Pictures


def caption(shortcode):
    inner = shortcode.inner or ""
    picture = PICTURE.match(inner)
    if not picture:
        return inner
    words = picture[2].strip() or shortcode.html("caption")
    return f"<figure>{picture[1]}{f'<figcaption>{words}</figcaption>' if words else ''}</figure>"


def gallery(shortcode):
    reading = shortcode.reading
    wanted = _numbers(shortcode.get("ids", "include", "images"))
    if not wanted:
        left_out = _numbers(shortcode.get("exclude"))
        wanted = [each for each in reading.attached(shortcode.get("id")) if each not in left_out]
        if shortcode.get("order").upper() == "DESC":
            wanted.reverse()
    figures = "".join(_figure(number, reading.picture(number)) for number in wanted if reading.picture(number))
    return f"\n\n{figures}\n\n"


def _numbers(text):
    return re.findall(r"\d+", text)


def _figure(number, picture):
    is_shown = picture.caption and not picture.problem
    words = f"<figcaption>{escape(picture.caption, quote=False)}</figcaption>" if is_shown else ""
    return f'<figure><img class="wp-image-{number}">{words}</figure>'


def _pictures(shortcode):
    """The pictures that a page builder's element names by number or by address."""
    for name in PICTURES:
        value = shortcode.get(name)
        if NUMBERS.fullmatch(value) and "image" in f"{shortcode.name} {name}":
            known = [number for number in _numbers(value) if shortcode.reading.picture(number)]
            return "".join(f'<figure><img class="wp-image-{number}"></figure>' for number in known)
        if PICTURE_FILE.fullmatch(value):
            return f'<figure><img src="{escape(value)}" alt="{escape(shortcode.get("alt", "title_text"))}"></figure>'
    return ""


# Players


def player(shortcode):
    address = players.address_of(shortcode.name, shortcode.attributes, shortcode.inner)
    if not address:
        return None
    shortcode.reading.note_file(address)
    return players.figure(address, shortcode.html("title", "caption"))


def media(shortcode):
    """Audio and video: the file that it names, or else what it holds."""
    html = player(shortcode)
    if html is None and (inner := (shortcode.inner or "").strip()):
        return inner
    return html


def playlist(shortcode):
    files = [shortcode.reading.file(number) for number in _numbers(shortcode.get("ids", "include"))]
    if not files or None in files:
        return None
    for address, _title in files:
        shortcode.reading.note_file(address)
    return "".join(players.figure(address, escape(title, quote=False)) for address, title in files)


# Words


def quote(shortcode):
    words = (shortcode.inner or shortcode.html("quote", "text", "content")).strip()
    if not words:
        return None
    by = shortcode.html("author", "cite", "source", "name", "by")
    cite = f"<p><cite>{by}</cite></p>" if by else ""
    is_pulled = "pull" in shortcode.name
    opening = '<blockquote class="wp-block-pullquote">' if is_pulled else "<blockquote>"
    return f"\n\n{opening}{_paragraphs(words)}{cite}</blockquote>\n\n"


def _paragraphs(words):
    return words if re.match(r"\s*<(?:p|ul|ol|h\d|div)\b", words, re.IGNORECASE) else f"<p>{words}</p>"


def button(shortcode):
    return _link(shortcode) or shortcode.inner


def _target(shortcode):
    """Where a button leads; Visual Composer packs address and title into one value."""
    value = shortcode.get("link", "url", "href", "button_url", "link_url", "button_link", 0)
    packed = re.search(r"(?:^|\|)url:([^|]*)", value)
    value = unquote(packed[1]) if packed else value
    return value if re.match(r"(?:https?:|mailto:|tel:)?/?/?[^\s\"<>]+\.?[^\s\"<>]*\Z", value) and _leads(value) else ""


def _leads(value):
    return value.startswith(("http://", "https://", "/", "mailto:", "tel:"))


def _link(shortcode):
    target = _target(shortcode)
    words = (shortcode.inner or "").strip() or escape(
        shortcode.get("text", "button_text", "title", "label"), quote=False
    )
    return f'<a href="{escape(target)}">{words}</a>' if target and words else ""


def heading(shortcode):
    words = (shortcode.inner or "").strip() or shortcode.html("text", "heading", "title")
    return f"\n\n<h3>{words}</h3>\n\n" if words else None


def packed(shortcode):
    """HTML that a page builder stores in base64."""
    inner = re.sub(r"\s+|<[^<>]*>", "", shortcode.inner or "")
    try:
        html = unquote(base64.b64decode(inner, validate=True).decode())
    except (binascii.Error, ValueError):
        html = shortcode.inner or ""
    shortcode.reading.lay_out(shortcode.name)
    return f"<div>{html}</div>"


def nothing(shortcode):
    return ""


def page_break(shortcode):
    return "\n\n"


# Notes


def note(shortcode):
    """A footnote where it is cited."""
    words = shortcode.inner if shortcode.inner is not None else shortcode.html("text", "content", "note", "footnote")
    name = shortcode.get("name", "id", "refname")
    if not (words or "").strip() and not name:
        return None
    return shortcode.reading.typed_notes.mark((words or "").strip(), name)


def note_or_box(shortcode):
    """[note] is a footnote in the middle of a sentence, and a box where it begins a paragraph."""
    if not shortcode.begins():
        return note(shortcode)
    if shortcode.inner is None:
        return None
    shortcode.reading.lay_out(shortcode.name)
    return f'\n\n<aside class="aside">{_paragraphs(shortcode.inner.strip())}</aside>\n\n'


def list_of_notes(shortcode):
    return '<ol class="wp-block-footnotes"></ol>' if shortcode.reading.typed_notes.texts else None


def _named(function, names):
    return dict.fromkeys(names.split(), function)


KNOWN = {
    **_named(caption, "caption wp_caption"),
    **_named(gallery, "gallery vc_gallery vc_media_grid vc_masonry_media_grid av_gallery su_slider su_custom_gallery"),
    **_named(player, " ".join([*players.SITES, *players.ALSO, *players.BY_ADDRESS])),
    **_named(media, "audio video flv"),
    **_named(playlist, "playlist"),
    **_named(quote, "quote pullquote blockquote pull_quote su_quote su_pullquote av_blockquote"),
    **_named(button, "button btn su_button fusion_button"),
    **_named(heading, "vc_custom_heading av_heading su_heading fusion_title"),
    **_named(packed, "vc_raw_html fusion_code"),
    **_named(nothing, "efn_reset vc_raw_js"),
    **_named(page_break, "more nextpage page-break pagebreak"),
    **_named(
        note, "efn_note footnote ref mfn modern_footnote fn n sidenote footnotes_note inline_footnote ftn endnote"
    ),
    **_named(note_or_box, "note su_note"),
    **_named(list_of_notes, "footnotes mfn_list references footnotes_list footnote_list reflist fn_list notes"),
}
