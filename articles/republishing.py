"""Who may republish a piece, and its text ready to be copied: clean HTML with credit and the way back to us.

terms(publication, site) -> Terms
copy_of(publication, names, site, terms) -> HTML as words, to be shown in a text field
"""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from articles import body
from articles.models import Republication

ADDRESSES = {code: f"https://creativecommons.org/licenses/{code}/4.0/" for code in Republication.values[:-1]}
TAG = re.compile(r"<[a-z][^>]*>")
OURS = re.compile(r' (?:class|role|tabindex|aria-[a-z]+|data-[a-z]+)="[^"]*"')
INSIDE = re.compile(r' href="/')
LEFT_OUT = re.compile(
    r'<figure[^>]*>(?:(?!</figure>).)*<img (?:(?!</figure>).)*</figure>|<img [^>]*>|<a class="anchor"[^>]*>#</a>'
    r'|<span class="embed-remark"[^>]*>[^<]*</span>|<a [^>]*role="doc-backlink"[^>]*>↑</a>'
    r"|</?(?:div|section)(?: [^>]*)?>",
    re.DOTALL,
)


@dataclass(frozen=True)
class Terms:
    """Under which licence a piece may be republished; without a name, nobody may without asking."""

    licence: str = ""
    address: str = ""


def terms(publication, site):
    """What holds for a publication. Where it says nothing itself, the site does, unless it first stood elsewhere."""
    code = publication.republication
    if code in ADDRESSES:
        return Terms(Republication(code).label, ADDRESSES[code])
    if code == Republication.NOBODY or publication.originally_in:
        return Terms()
    return Terms(site.licence_name, site.licence_address)


def named(licence):
    """The code of a licence by its name; NOBODY for one that we do not know, and nothing for none."""
    codes = {label.casefold(): code for code, label in Republication.choices if code in ADDRESSES}
    name = " ".join(licence.split()).casefold()
    return codes.get(name, Republication.NOBODY) if name else ""


def copy_of(publication, names, site, terms):
    """The piece as HTML that any site can take: no scripts, classes or pictures of ours, links in full.

    `names`: those who stand under it, in their order.
    """
    with override(publication.language):
        parts = [
            format_html("<h1>{}</h1>", publication.title),
            format_html("<p><strong>{}</strong></p>", publication.standfirst) if publication.standfirst else "",
            *_in_short(publication),
            clean(body.stored(publication)),
            *_recommended(publication),
            credit(publication, names, site, terms),
        ]
    return "\n".join(part for part in parts if part)


def clean(page):
    """A page of articles.body without what only our own pages need."""
    return TAG.sub(_plain_tag, LEFT_OUT.sub("", page)).strip()


def _plain_tag(tag):
    return INSIDE.sub(f' href="{escape(settings.SITE_URL)}/', OURS.sub("", tag[0]))


def credit(publication, names, site, terms):
    """Who wrote it, where and when it first stood, and under which licence: one paragraph."""
    here = format_html('<a href="{}">{}</a>', publication.full_address, publication.title)
    day = date_format(localtime(publication.published_at), "DATE_FORMAT")
    licence = format_html('<a href="{}">{}</a>', terms.address, terms.licence) if terms.address else terms.licence
    first = _("First published by %(site)s on %(day)s: %(title)s. Licence: %(licence)s.")
    words = first % {"site": escape(site.name), "day": day, "title": here, "licence": licence}
    return f"<p><em>{escape(_('By %s.') % ', '.join(names)) + ' ' if names else ''}{words}</em></p>"


def _in_short(publication):
    if not publication.has_questions:
        return [_list("ul", publication.key_point_list)]
    return [
        format_html("<p><strong>{}</strong> {}</p>", question, " ".join(answer))
        for question, answer in publication.questions
    ]


def _recommended(publication):
    groups = publication.recommendation_groups
    heading = [format_html("<h2>{}</h2>", _("Recommendations"))] if groups else []
    return heading + [
        format_html("<p><strong>{}</strong></p>", addressee) + _list("ol", points) for addressee, points in groups
    ]


def _list(tag, points):
    items = format_html_join("", "<li>{}</li>", ((each,) for each in points))
    return format_html("<{0}>{1}</{0}>", tag, items) if points else ""
