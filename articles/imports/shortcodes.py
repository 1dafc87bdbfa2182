"""WordPress's shortcodes: the known ones become HTML, the others stay in the text and are listed."""

import re
from html import escape

CAPTION = re.compile(r"\[caption\b([^\]]*)\](.*?)\[/caption\]", re.DOTALL)
PICTURE = re.compile(r"^\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)$", re.DOTALL | re.IGNORECASE)
EMBED = re.compile(r"\[embed\b[^\]]*\]\s*([^\[\]\s]+)\s*\[/embed\]")
GALLERY = re.compile(r"(?<!\[)\[gallery\b([^\]]*)\](?!\])")
ATTRIBUTE = re.compile(r"([a-z_]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|(\S+))")
LEFT = re.compile(r"(?<!\[)\[([a-z][a-z0-9_-]{2,40})(\s[^\[\]<>]*(?:=|://)[^\[\]]*)?\](?!\])")
ESCAPED = re.compile(r"\[(\[[a-z][a-z0-9_-]*(?:\s[^\[\]]*)?\])\]")


def replaced(text, reading):
    """The text with known shortcodes as HTML. `reading` knows the pictures and takes notes of what is unknown."""
    if "[" not in text:
        return text
    if "[/caption]" in text:
        text = CAPTION.sub(_caption, text)
    text = EMBED.sub(lambda match: _embed(match[1]), text)
    text = GALLERY.sub(lambda match: _gallery(_attributes(match[1]), reading), text)
    for match in LEFT.finditer(text):
        if match[2] or f"[/{match[1]}]" in text:
            reading.note(f"shortcode [{match[1]}] is not known here and stays in the text")
    return ESCAPED.sub(r"\1", text)


def _attributes(text):
    return {match[1]: match[2] or match[3] or match[4] or "" for match in ATTRIBUTE.finditer(text)}


def _caption(match):
    picture = PICTURE.match(match[2])
    if not picture:
        return match[2]
    words = picture[2].strip() or escape(_attributes(match[1]).get("caption", ""))
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    return f"<figure>{picture[1]}{caption}</figure>"


def _embed(address):
    return f'\n\n<figure class="wp-block-embed">{address}</figure>\n\n'


def _gallery(attributes, reading):
    wanted = [word.strip() for word in attributes.get("ids", attributes.get("include", "")).split(",") if word.strip()]
    figures = "".join(
        f'<figure><img class="wp-image-{escape(found)}"></figure>' for found in wanted or reading.attached()
    )
    return f"\n\n{figures}\n\n"
