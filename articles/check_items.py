"""What each item of the checklist looks at. A function takes a Look and yields (sentence, Place) for what is amiss.

Sentences go into letters too, so none quotes the text; its words stand in the Place.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import body, outline, own_links, terms
from articles.models import Comment, Disclaimer, Person, Term
from articles.models.knowing import lines_of
from articles.parts import Parts
from ccsis.html import is_empty, plain_text
from ccsis.scripts import fold

TITLE = (5, 110)  # characters that lists, cards and search engines show whole
STANDFIRST = (60, 400)
KEY_POINTS = (3, 5)
TEXTS = ["title", "subtitle", "standfirst", "key_points", "whats_new", "why_it_matters", "what_to_do",
         "recommendations", "known", "assessed", "not_known", "source_remark"]  # fmt: skip
LONGEST_FAKE = 12  # words of a bold paragraph that is taken for a heading
SAYS_NOTHING = frozenset(
    map(
        fold,
        "here|click here|this|link|more|read more|see|source|тут|здесь|ссылка|читать далее|აქ|ბმული|այստեղ|հղում|"
        "burada|buradan|bura|link|اینجا|لینک|پیوند".split("|"),
    )
)
ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
PLACEHOLDER = re.compile(r"\[(?:TK|TODO|XX+|\?+)[^\]]{0,80}\]|\bTKTK\b|(?<![\w.])X{3,}(?![\w.])|\blorem ipsum\b")
SHOWN = 90  # characters of a text that a failure shows


@dataclass(frozen=True)
class Place:
    """Where something is amiss: a field of the form, and in it the words of the paragraph, or the picture."""

    field: str
    words: str = ""
    picture: int | None = None


class Look:
    """A piece as the checks read it, each part once."""

    def __init__(self, article, parts=None):
        self.article = article
        self.parts = parts or Parts.of(article)

    @cached_property
    def outline(self):
        return outline.read(self.article.body)

    @cached_property
    def images(self):
        return body.images_in(self.article.body)

    @cached_property
    def terms(self):
        return terms.terms_for(self.article.language)

    @cached_property
    def texts(self):
        """(field, words as shown, words folded) of everything that readers will read."""
        article = self.article
        fields = [(name, getattr(article, name)) for name in TEXTS]
        fields += [("body", block.text) for block in self.outline.blocks]
        fields += [("notes", plain_text(note.text)) for note in self.parts.notes]
        return [(name, words, fold(words)) for name, words in fields if words.strip()]

    @cached_property
    def dead_links(self):
        """[(Spot, code)] of the links that lead readers nowhere on our own site."""
        paths = {spot.address: own_links.path_of(spot.address) for spot in self.outline.links}
        own = [f"/analyses/{self.article.slug}/", f"/simulations/{self.article.slug}/"]
        asked = [path for path in paths.values() if path and path.partition("?")[0] not in own]
        codes = own_links.broken(asked) if asked else {}
        return [(spot, codes[paths[spot.address]]) for spot in self.outline.links if paths[spot.address] in codes]


def _at(block):
    return Place("body", _short(block.text))


def _short(words):
    return words if len(words) <= SHOWN else words[:SHOWN].rsplit(" ", 1)[0] + "…"


# Title, standfirst, key points


def title(look):
    if not look.article.title.strip():
        yield _("The piece has no title."), Place("title")


def title_length(look):
    length = len(look.article.title.strip())
    if 0 < length < TITLE[0]:
        yield _("The title is very short."), Place("title")
    elif length > TITLE[1]:
        yield _("The title is long: lists cut it off after %d characters.") % TITLE[1], Place("title")


def standfirst(look):
    if not look.article.standfirst.strip():
        yield _("There is no standfirst. Say in two or three sentences what the piece says."), Place("standfirst")


def standfirst_length(look):
    length = len(look.article.standfirst.strip())
    if 0 < length < STANDFIRST[0]:
        yield _("The standfirst is short. Two or three sentences help readers to choose."), Place("standfirst")
    elif length > STANDFIRST[1]:
        yield _("The standfirst is long. Keep it to %d characters.") % STANDFIRST[1], Place("standfirst")


def key_points(look):
    number = len(look.article.key_point_list)
    if look.article.has_questions:
        yield from _questions(look.article)
    elif not number:
        words = _("There are no key points. Write three to five, one a line, or answer the three questions.")
        yield words, Place("key_points")
    elif not KEY_POINTS[0] <= number <= KEY_POINTS[1]:
        words = ngettext("There is %d key point; three to five are best.", "There are %d key points; three to five "
                         "are best.", number)  # fmt: skip
        yield words % number, Place("key_points")


def _questions(article):
    if article.key_point_list:
        words = _("Readers see the three questions and not the key points. Empty the one or the other.")
        yield words, Place("key_points")
    for name in ("whats_new", "why_it_matters", "what_to_do"):
        if not getattr(article, name).strip():
            yield _("One of the three questions has no answer: readers will miss it."), Place(name)


def recommendations(look):
    lines = lines_of(look.article.recommendations)
    if lines and not lines[0].endswith((":", "：")):
        words = _("The first recommendations are addressed to nobody. Begin with a line like “To the government:”.")
        yield words, Place("recommendations")


def provenance(look):
    if not look.article.says_how_it_knows:
        yield _("Nothing says how the piece knows what it says. Fill in “How we know”."), Place("known")


def confidence(look):
    if look.article.assessed.strip() and not look.article.confidence:
        yield _("It says what is assessed, but not how surely."), Place("confidence")


# Pictures


def lead_image(look):
    if look.article.lead_image_id is None:
        yield _("There is no lead image."), Place("lead_image")


def lead_image_alt(look):
    image = look.article.lead_image
    if image and not image.alt.strip():
        yield _("The lead image has no text for those who cannot see it."), Place("lead_image", picture=image.pk)


def lead_image_credit(look):
    image = look.article.lead_image
    if image and not image.credit.strip():
        yield _("The lead image has no credit."), Place("lead_image", picture=image.pk)


def image_alt(look):
    for spot in look.outline.pictures:
        number = spot.address.removeprefix("/images/")
        image = look.images.get(int(number)) if number.isdecimal() else None
        if image and not spot.words and not image.alt.strip():
            yield _("A picture of the text has no text for those who cannot see it."), Place("body", picture=image.pk)


# The text


def text(look):
    if is_empty(look.article.body):
        yield _("The piece has no text."), Place("body")


def heading_order(look):
    above = 1
    for block in look.outline.headings:
        level = outline.HEADINGS[block.tag]
        if level > above + 1:
            yield _("A heading leaves out a level: smaller ones stand below larger ones, step by step."), _at(block)
        above = level


def empty_headings(look):
    if any(not block.text and not block.has_picture for block in look.outline.headings):
        yield _("A heading is empty. Take it out."), Place("body")


def fake_headings(look):
    for block in look.outline.blocks:
        if block.tag == "p" and block.is_bold_throughout and len(block.text.split()) <= LONGEST_FAKE:
            yield _("A bold paragraph looks like a heading. Make it one, so that readers can find it."), _at(block)


def table_headers(look):
    for table in look.outline.tables:
        if not table.heads and table.rows > 1:
            place = _at(table.first) if table.first else Place("body")
            yield _("A table has no headed column or row. Mark the first row as headings."), place


def link_texts(look):
    for spot in look.outline.links:
        words = " ".join(spot.words.split())
        where = Place("body", _short(spot.block.text))
        if not words:
            yield _("A link has no words."), where
        elif fold(words).strip(" .:;,()[]") in SAYS_NOTHING:
            yield _("The words of a link do not say where it leads. Link the name of what one finds there."), where
        elif ADDRESS.fullmatch(words):
            yield _("A link shows a bare address. Link the name of what one finds there."), where


def inside_links(look):
    anchors = {heading["id"] for heading in body.render(look.article.body).headings} | look.outline.ids
    for spot in look.outline.links:
        if spot.address.startswith("#") and spot.address[1:] not in anchors:
            yield _("A link leads to a place of this text that is not there."), _at(spot.block)
    for spot, code in look.dead_links:
        if code != own_links.NOT_PUBLIC:
            yield _("A link to our own site leads nowhere: %s.") % own_links.CODES[code], _at(spot.block)
    for spot in look.outline.pictures:
        number = spot.address.removeprefix("/images/")
        if not (number.isdecimal() and int(number) in look.images):
            yield _("A picture of the text is no longer in the library."), _at(spot.block)


def unpublished_links(look):
    for spot, code in look.dead_links:
        if code == own_links.NOT_PUBLIC:
            yield _("A link leads to a page of ours that readers cannot see yet."), _at(spot.block)


def notes(look):
    marked = {spot.address for spot in look.outline.marks}
    known = {note.key for note in look.parts.notes}
    for spot in look.outline.marks:
        if spot.address not in known:
            yield _("A mark in the text belongs to no note."), _at(spot.block)
    for note in look.parts.notes:
        if note.key in marked and is_empty(note.text) and not note.source:
            yield _("The note “%s” says nothing.") % note.key, Place("notes")


def unused_notes(look):
    marked = {spot.address for spot in look.outline.marks}
    for note in look.parts.notes:
        if note.key not in marked:
            yield _("No mark in the text leads to the note “%s”, so readers do not see it.") % note.key, Place("notes")


def placeholders(look):
    for name, words, _folded in look.texts:
        if PLACEHOLDER.search(words):
            yield _("Something is still to be filled in."), Place(name, _short(words) if name == "body" else "")


# The house's terms


def banned_terms(look):
    for term in look.terms:
        if term.rule != Term.Rule.BANNED:
            continue
        for name, words, folded in look.texts:
            if terms.stands_in(term, folded):
                yield _not_this(term), Place(name, _short(words) if name == "body" else "")
                break


def _not_this(term):
    if term.instead:
        return _("We do not write “%(term)s”. Write “%(instead)s”.") % {"term": term.text, "instead": term.instead}
    return _("We do not write “%s”.") % term.text


def required_terms(look):
    for term in look.terms:
        if term.rule == Term.Rule.REQUIRED and not any(terms.stands_in(term, text) for *_rest, text in look.texts):
            yield _("“%s” must stand somewhere in the piece.") % term.text, Place("body")


# Where it belongs, and who stands for it


def topic(look):
    if not look.parts.topics:
        yield _("It is under no topic, so readers who look for one do not find it."), Place("topics")


def region(look):
    if not look.parts.regions:
        yield _("It is under no region, so readers who look for one do not find it."), Place("regions")


def byline(look):
    if not look.parts.bylines and not Person.objects.filter(is_default_byline=True).exists():
        yield _("Nobody stands under it, and there is no default byline."), Place("bylines")


def disclaimer(look):
    if not Disclaimer.objects.filter(kind=look.article.kind).exclude(text="").exists():
        yield _("There is no disclaimer for pieces of this type."), Place("kind")


def funding(look):
    if not look.article.funding.strip():
        yield _("It does not say who paid for the work."), Place("funding")


def comments(look):
    if not look.article.pk:
        return
    number = Comment.objects.filter(article=look.article, resolved_at=None, answers_to=None).count()
    if number:
        words = ngettext("%d comment is not resolved.", "%d comments are not resolved.", number)
        yield words % number, Place("comments")
