"""What readers' templates ask for: the public pages, the names on a card, the address and focus of a picture."""

from django import template
from django.core.files.storage import default_storage

from articles import bylines, citing, republishing, showing, stale
from articles.models import Page
from ccsis import caching
from ccsis.html import plain_text
from ccsis.scripts import main_script

register = template.Library()
FIRST_FACES = {
    "CYRILLIC": ["text-cyrillic", "display-cyrillic"],
    "GEORGIAN": ["georgian"],
    "ARMENIAN": ["armenian"],
    "ARABIC": ["arabic"],
}
# Words only, to be escaped like any text: for descriptions and short introductions.
register.filter("words_of", plain_text)


@register.simple_tag
def public_pages():
    """The pages that staff edit and readers see, for the masthead and the footer: one query."""
    return caching.remember("public pages", _public_pages, stale.SITE)


def _public_pages():
    return list(Page.objects.filter(is_public=True).only("title", "slug", "in_footer", "wordings"))


@register.filter
def authors(publication):
    """The credits that stand on a card: those who wrote it, not those who edited or translated it."""
    return bylines.on_card(publication.credits.all())


@register.filter
def file_address(name):
    """The address of a file from its name in the storage."""
    return default_storage.url(name)


@register.filter
def focus(image):
    """The classes that keep the focal point of an image in view when it is cut: tenths, because each is a rule."""
    return f"fx-{round(image.focal_x / 10)} fy-{round(image.focal_y / 10)}"


@register.simple_tag
def picture(image, place, alt="", is_eager=False):
    """A picture of the library in its place on a page, cut round its focal point."""
    return showing.picture(image, place=place, alt=alt, css=focus(image), is_eager=is_eager)


register.filter("share_address", showing.share_address)
register.filter("small_address", showing.small_address)
# One source of a publication as a line of its bibliography.
register.filter("source_entry", citing.source_html)


@register.simple_tag(takes_context=True)
def republication(context):
    """What may be done with the piece on this page: its licence and, where anybody may republish it, what to copy."""
    publication, site = context["publication"], context["site"]
    terms = republishing.terms(publication, site)
    credits = [credit for group in context["byline"] for credit in group["credits"]]
    names = [credit.name for credit in bylines.writers(credits)]
    copy = republishing.copy_of(publication, names, site, terms) if terms.licence else ""
    return {"terms": terms, "copy": copy}


@register.filter
def initials(name):
    """Two letters to stand where there is no portrait."""
    words = name.split()
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()


@register.filter
def first_faces(text):
    """The files of the faces that a text in this script begins with."""
    names = FIRST_FACES.get(main_script(text), ["text-latin", "display-latin"])
    return [f"fonts/{name}.woff2" for name in names]
