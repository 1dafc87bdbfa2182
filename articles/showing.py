"""How a picture of the library stands in a page: with what the worker made of it, in the size that the reader needs.

    picture(image, place="card")  -> HTML: <img>, or <picture> once there are renditions
    place_in(page)                -> the page of a piece with its pictures in full
    absolute(page, address)       -> the same for reading elsewhere

Whoever shows many pictures prefetches `renditions` (Image.objects.for_pages).
"""

import re
from html import unescape

from django.conf import settings
from django.template.loader import render_to_string

from articles.models import Image, Rendition

# Where pictures stand, and how wide they are there; see the grids in static/css.
PLACES = {
    "lead": "(min-width: 79rem) 74rem, 94vw",
    "home": "(min-width: 79rem) 41rem, (min-width: 60rem) 52vw, 94vw",
    "card": "(min-width: 79rem) 23rem, (min-width: 60rem) 31vw, (min-width: 42rem) 46vw, 94vw",
    "entry": "152px",
    "face": "96px",
    "body": "(min-width: 64rem) 36rem, 94vw",
}
AVIF_IN = {"home", "card", "body"}  # where the two widths that there are in AVIF are enough
SRC_WIDTH = 1200  # for who knows no srcset: the widest up to this
STORED = re.compile(r'<img src="/images/([1-9][0-9]{0,17})" alt="([^"]*)">')
OWN_LINK = re.compile(r'(?<= )(href|src)="(/|#)')
ANCHOR = re.compile(r' ?<a class="anchor"[^>]*>#</a>')


def picture(image, *, place, alt="", css="", is_eager=False):
    """The HTML of a picture in this place. Without renditions it is the picture's own file."""
    rows = list(image.renditions.all()) if image.renditions_at else []
    fallback = [row for row in rows if row.format in (Rendition.Format.JPEG, Rendition.Format.PNG)]
    avif = [row for row in rows if row.format == Rendition.Format.AVIF] if place in AVIF_IN else []
    context = {
        "image": image,
        "alt": alt,
        "css": css,
        "is_eager": is_eager,
        "sizes": PLACES[place],
        "src": _one_of(fallback).file.url if fallback else image.file.url,
        "fallback": _srcset(fallback),
        "webp": _srcset([row for row in rows if row.format == Rendition.Format.WEBP]),
        "avif": _srcset(avif),
    }
    return render_to_string("articles/_image.html", context)


def small_address(image):
    """The address of the smallest copy, for lists at the desk; of the picture itself until there is one."""
    rows = [row for row in image.renditions.all() if row.format == Rendition.Format.WEBP]
    return min(rows, key=lambda row: row.width).file.url if rows else image.file.url


def share_address(image):
    """The address of a picture for the cards and feed readers of others, which do not know every format."""
    copy = share_copy(image)
    return copy.file.url if copy else image.file.url


def share_copy(image):
    """The copy of a picture for others; None until the worker has made one."""
    rows = [row for row in image.renditions.all() if row.format in (Rendition.Format.JPEG, Rendition.Format.PNG)]
    return _one_of(rows) if rows else None


def _one_of(rows):
    """The widest that is not wider than SRC_WIDTH."""
    return max((row for row in rows if row.width <= SRC_WIDTH), key=lambda row: row.width)


def _srcset(rows):
    return ", ".join(f"{row.file.url} {row.width}w" for row in sorted(rows, key=lambda row: row.width))


def images_in(pages):
    """The pictures that pages of articles.body name, by number, in two queries."""
    numbers = {int(number) for page in pages for number, _alt in STORED.findall(page)}
    return Image.objects.for_pages().in_bulk(numbers) if numbers else {}


def place_in(page, images=None, *, is_plain=False):
    """The page of a piece with each picture in full; one that is gone is left out.

    `images`: by number, where the caller has read them. `is_plain`: one file each, for feed readers.
    """
    images = images_in([page]) if images is None else images

    def placed(found):
        image = images.get(int(found[1]))
        if image is None:
            return ""
        if is_plain:
            context = {"image": image, "alt": unescape(found[2]), "src": share_address(image)}
            return render_to_string("articles/_image.html", context)
        return picture(image, place="body", alt=unescape(found[2]))

    return STORED.sub(placed, page)


def absolute(html, address):
    """The page of a piece for reading elsewhere: every link of ours in full, no marks that only serve our page."""
    html = ANCHOR.sub("", html)
    begins = {"/": settings.SITE_URL + "/", "#": address + "#"}
    return OWN_LINK.sub(lambda found: f'{found[1]}="{begins[found[2]]}', html)
