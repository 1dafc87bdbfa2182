"""The full text of a piece for reading elsewhere: every word of the page, links in full, no marks of our page's own."""

import re
from html import escape

from django.conf import settings
from django.template.loader import render_to_string

from articles import body
from ccsis import languages

# Ways to a heading and back from a note, and words about buttons that only our page has.
LEFT_OUT = re.compile(
    r' ?<a class="anchor"[^>]*>#</a>| ?<a [^>]*role="doc-backlink"[^>]*>↑</a>'
    r'|<span class="embed-remark"[^>]*>[^<]*</span>|</?(?:div|section)(?: [^>]*)?>'
)
MARK = re.compile(r'<a class="ref"[^>]* href="([^"]*)"[^>]*>(\d+)</a>')  # our style sheet raises it, theirs does not
TAG = re.compile(r'<[a-z][a-z0-9]*(?: [a-z-]+(?:="[^"]*")?)+>')
OURS = re.compile(r' (?:class|id|role|tabindex|loading|decoding|aria-[a-z]+|data-[a-z-]+)="[^"]*"')
INSIDE = re.compile(r' (href|src|cite)="(/(?!/)|#)')
BLANK = re.compile(r"\s*\n\s*")


def of_publication(row, told, images, notice):
    """The HTML of a publication. `told`: its corrections; `images`: Image rows by number, as articles.showing has
    them; `notice`: what is said of republishing. No query."""
    with languages.framed(row.language):
        html = render_to_string(
            "articles/text.html",
            {
                "publication": row,
                "corrections": told,
                "lead_image": _lead_image(row, images),
                "text": body.page_html(row, images, is_plain=True),
                "notice": notice,
            },
        )
    return elsewhere(html, row.full_address)


def _lead_image(row, images):
    image = images.get(row.lead_image_id)
    if image is None:
        return ""
    credit = ", ".join(part for part in (image.credit, image.licence) if part)
    caption = escape(" · ".join(part for part in (image.caption, credit) if part))
    figure = f'<figure><img src="{image.body_address}" alt="{escape(image.alt)}"><figcaption>{caption}</figcaption>'
    return body.finished(f"{figure}</figure>", body.POLICY, images, is_plain=True)


def elsewhere(html, address):
    """HTML of ours as it can stand on any other page. `address`: where the marks of its notes lead."""
    marked = MARK.sub(r'<sup><a href="\1">\2</a></sup>', LEFT_OUT.sub("", html))
    begins = {"/": f"{settings.SITE_URL}/", "#": f"{address}#"}

    def plain(tag):
        return INSIDE.sub(lambda found: f' {found[1]}="{begins[found[2]]}', OURS.sub("", tag[0]))

    return BLANK.sub("\n", TAG.sub(plain, marked)).strip()
