"""Players, which we do not show: a link goes in the place of each, so that readers choose whether to go there.

Players in the text (`as_links`), and addresses from what the shortcodes of players say (`address_of`).
"""

import re
from html import escape, unescape

from articles.imports.shelf import spans

FRAME = re.compile(r"<(?:iframe|embed)(?=[\s/])(?P<inside>[^<>]*)>", re.IGNORECASE)
PLAYER = re.compile(r"<(?P<name>video|audio|object)(?=[\s>/])(?P<inside>[^<>]*)>", re.IGNORECASE)
SOURCE = re.compile(
    r"\s(?:data-)?(?:lazy-)?(?:src|data|value)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))", re.IGNORECASE
)
INNER = re.compile(r"<(?:source|embed|param|a|iframe)\b([^<>]*)>", re.IGNORECASE)
HREF = re.compile(r"\shref\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
ADDRESS = re.compile(r"(?:https?:)?//[^\s\"'<>\[\]]+", re.IGNORECASE)
IDENTITY = re.compile(r"[\w./-]{2,80}")
# What the name of a thing there makes its address.
SITES = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}",
    "videopress": "https://videopress.com/v/{}",
    "ted": "https://www.ted.com/talks/{}",
    "tweet": "https://twitter.com/i/status/{}",
    "instagram": "https://www.instagram.com/p/{}/",
    "gist": "https://gist.github.com/{}",
    "scribd": "https://www.scribd.com/document/{}",
    "slideshare": "https://www.slideshare.net/slideshow/embed_code/{}",
    "archiveorg": "https://archive.org/details/{}",
    "documentcloud": "https://www.documentcloud.org/documents/{}",
}
ALSO = {"youtube_sc": "youtube", "su_youtube": "youtube", "su_youtube_advanced": "youtube", "fusion_youtube": "youtube",
        "su_vimeo": "vimeo", "fusion_vimeo": "vimeo", "su_dailymotion": "dailymotion", "wpvideo": "videopress",
        "twitter": "tweet", "archiveorg-book": "archiveorg", "archives-org": "archiveorg"}  # fmt: skip
BY_ADDRESS = (
    "soundcloud spotify facebook flickr googlemaps googlevideo google_maps iframe pdf pdf-embedder pdfviewer gview"
    " embeddoc embed embedyt bandcamp mixcloud reddit tiktok pinterest issuu infogram datawrapper crowdsignal polldaddy"
    " kickstarter video_lightbox_youtube vc_video et_pb_video av_video fusion_video fusion_soundcloud su_audio su_video"
    " advanced_iframe presto_player evp_embed_video wistia tableau bluesky mastodon telegram rutube vk"
).split()
NAMES = tuple(
    "url src href link address file source mp4 m4v webm ogv flv mov wmv mp3 m4a ogg oga wav wma video embed_url".split()
)
IDENTITIES = (0, "id", "v", "video_id", "videoid", "code", "video")


def as_links(text):
    """The text with a link before each player, which cleaning drops with all it holds."""
    text = FRAME.sub(lambda frame: f"{_link(_source(frame['inside']))}{frame[0]}", text)
    out, at = [], 0
    for opening, inner, end in spans(text, PLAYER, lambda player: (rf"</{player['name'].lower()}\s*>", 0)):
        address = "" if FRAME.search(inner) else _source_of(opening, inner)
        links = "".join(_link(_source(frame["inside"])) for frame in FRAME.finditer(inner))
        out += [text[at : opening.start()], links or _link(address)]
        at = end
    return PLAYER.sub(lambda player: f"{_link(_source(player['inside']))}{player[0]}", "".join([*out, text[at:]]))


def _source_of(opening, inner):
    if "wp-block-file__embed" in opening["inside"]:
        return ""  # a link to the file follows
    if address := _source(opening["inside"]):
        return address
    found = (_source(each[1]) or _first(HREF.search(each[1])) for each in INNER.finditer(inner))
    return next((address for address in found if ADDRESS.match(address) or address.startswith("/")), "")


def _source(attributes):
    found = [_first(match) for match in SOURCE.finditer(attributes)]
    return next((address for address in found if address and not address.startswith(("about:", "data:"))), "")


def _first(match):
    return next((group for group in match.groups() if group), "").strip() if match else ""


def _link(address):
    """A link that articles.imports.tidy knows for an embed. The address is as it stood in an attribute."""
    if not address:
        return ""
    address = escape(unescape(f"https:{address}" if address.startswith("//") else address))
    return f'<a class="embed" href="{address}">{address}</a>'


def figure(address, title=""):
    """The HTML of an embed. The address is plain, the title is HTML."""
    caption = f"<figcaption>{title}</figcaption>" if title else ""
    address = escape(f"https:{address}" if address.startswith("//") else address)
    return f'\n\n<figure class="wp-block-embed">{address}{caption}</figure>\n\n'


def address_of(name, attributes, inner=""):
    """The address that a player's shortcode leads to, or an empty string."""
    values = [attributes.get(key, "") for key in (*NAMES, 0, 1, 2, *IDENTITIES)]
    for value in [*values, inner or ""]:
        if found := ADDRESS.search(unescape(value)):
            return found[0]
    pattern = SITES.get(ALSO.get(name, name))
    candidates = [attributes.get(key, "") for key in IDENTITIES if key or re.search(r"\d", attributes.get(0, ""))]
    identity = next((each for each in [*candidates, (inner or "").strip()] if IDENTITY.fullmatch(each)), "")
    return pattern.format(identity) if pattern and identity else ""
