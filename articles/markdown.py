"""A publication as Markdown: for reading without a browser, for quoting, for machines. Every word of the page is in it.

    text_of(publication, credits, corrections, site) -> str

The page of the text is put together as HTML, by the templates that readers see, and made into Markdown once.
"""

import json
import re
from html import escape, unescape

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from articles import body, republishing, showing
from articles.models import Role
from ccsis.from_html import to_commonmark

ANCHOR = re.compile(r' ?<a class="anchor"[^>]*>#</a>')
NOTES_HEADING = re.compile(r'<h2 id="notes">[^<]*</h2>')
OWN_LINK = re.compile(r'(?<= href=")/(?!/)')
# A picture goes through as a link whose words begin so, and becomes a picture again on the other side.
PICTURE = "⟦picture⟧"


def text_of(publication, credits, corrections, site):
    """The whole piece, with a head of facts in YAML. Two queries for its pictures, where there are any."""
    with override("en"):  # the words of the frame; the text stays what it is
        head = _head(publication, credits, site)
        html = render_to_string(
            "articles/text.html",
            {
                "publication": publication,
                "corrections": corrections,
                "text": _with_pictures(publication),
                "lead_image": _lead_image(publication),
                "notice": publication.republication_notice,
            },
        )
    source, _dropped = to_commonmark(OWN_LINK.sub(f"{settings.SITE_URL}/", html))
    title = to_commonmark(f"<p>{escape(publication.title)}</p>")[0].strip()
    text = source.replace(f"[{PICTURE}", "![")
    return f"{head}\n# {title}\n\n{text}"


def _head(publication, credits, site):
    """The facts, as YAML that is JSON line by line."""
    terms = republishing.terms(publication, site)
    facts = {
        "title": publication.title,
        "subtitle": publication.subtitle,
        "authors": _names(credits, Role.AUTHOR, Role.CONTRIBUTOR),
        "translators": _names(credits, Role.TRANSLATOR),
        "editors": _names(credits, Role.EDITOR),
        "publisher": site.name,
        "number": publication.number,
        "version": publication.version,
        "published": publication.published_at.date().isoformat(),
        "updated": publication.updated_at.date().isoformat() if publication.updated_at else "",
        "language": publication.language,
        "address": publication.full_address,
        "this_version": f"{publication.full_address}v/{publication.version}/",
        "doi": publication.doi,
        "licence": terms.licence or "All rights reserved",
        "licence_address": terms.address if terms.licence else "",
    }
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in facts.items() if value]
    return "\n".join(["---", *lines, "---", ""])


def _names(credits, *roles):
    return [credit.name for credit in credits if credit.role in roles]


def _with_pictures(publication):
    """The text and its notes as the page has them, each picture as a marked link, nothing that only serves a page."""
    html = NOTES_HEADING.sub("", ANCHOR.sub("", body.stored(publication)))
    images = showing.images_in([html])

    def placed(found):
        image = images.get(int(found[1]))
        return _picture(image, unescape(found[2])) if image else ""

    return body.finished(showing.STORED.sub(placed, html), body.POLICY)


def _lead_image(publication):
    image = publication.lead_image
    if image is None:
        return ""
    told = ", ".join(part for part in (image.credit, image.licence) if part)
    caption = " · ".join(part for part in (image.caption, told) if part)
    figure = f"<figure>{_picture(image, image.alt)}<figcaption>{escape(caption)}</figcaption></figure>"
    return body.finished(figure, body.POLICY)


def _picture(image, alt):
    return f'<p><a href="{escape(settings.SITE_URL + image.file.url)}">{PICTURE}{escape(alt)}</a></p>'
