"""From our stored HTML to the page: notes are numbered, headings get anchors, tables scroll, pictures get credits.

    render(body, notes, language) -> Page

Done once per version, when a piece is published or previewed. Readers get the result as it is, but for its pictures:
the page names them by number, and page_html looks up what there is of each today, in two queries. So renditions that
are made later, and files that are replaced, need no page made anew.
"""

import re
from dataclasses import dataclass, field
from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import override

from articles import embeds, showing
from articles.models import Image
from ccsis.html import POLICY, clean_html, inline_html, plain_text, trusted_page
from ccsis.markup import tokens
from ccsis.scripts import count_words, slugify

VOID = {"img", "br", "hr", "col"}
IMAGE = re.compile(r"^/images/(\d+)$")
NOTE = re.compile(r"^#fn-([\w-]+)$")
NOTES = '<section class="notes"'  # how the list of notes begins; no text of ours holds a section


@dataclass
class Page:
    """The finished body: HTML made under allow-list number `policy`, its headings, plain text and word count."""

    html: str
    headings: list = field(default_factory=list)
    text: str = ""
    words: int = 0
    policy: int = POLICY


def render(body, notes=(), language="en"):
    """The page of a body.

    Takes the stored HTML, the notes as [{"key", "text"}] and the language of the piece. Gives a Page. Marks of
    unknown notes and images that do not exist are left out; notes that no mark names are not shown.
    """
    clean = clean_html(body)
    with override(language):
        builder = _Builder(images_in(clean), {note["key"]: inline_html(note["text"]) for note in notes})
        builder.read(clean)
        html = "".join(builder.out) + builder.note_list()
    text = plain_text(clean)
    return Page(html=html, headings=builder.headings, text=text, words=count_words(text))


def page_html(publication, images=None, *, is_plain=False):
    """The body of a publication as trusted HTML; made anew where an older allow-list cleaned the stored one.

    `images` and `is_plain` as in articles.showing.place_in.
    """
    return finished(stored(publication), POLICY, images, is_plain=is_plain)


def text_and_notes(publication):
    """The body of a publication in two parts, both trusted HTML: the text, and the list of its notes, which may be
    empty. What a page shows after the text and before the notes goes in between."""
    text, mark, notes = stored(publication).partition(NOTES)
    return finished(text, POLICY), finished(mark + notes, POLICY)


def stored(publication):
    """The page of a publication as today's allow-list lets it be, its pictures named by number."""
    if publication.page_policy == POLICY:
        return publication.page
    return render(publication.body, publication.notes, publication.language).html


def finished(html, policy, images=None, *, is_plain=False):
    """A page that `render` made, with its pictures, as trusted HTML."""
    return trusted_page(showing.place_in(html, images, is_plain=is_plain), policy)


def images_in(html):
    """The Image rows that a body refers to, by id, in one query."""
    ids = {int(pk) for pk in re.findall(r'src="/images/(\d{1,18})"', html)}
    return Image.objects.in_bulk(ids) if ids else {}


def _tag(name, attributes):
    written = "".join(f' {key}="{escape(value or "")}"' for key, value in attributes if value is not None)
    return f"<{name}{written}>"


class _Builder:
    """Walks over clean HTML and writes the page into `out`."""

    def __init__(self, images, notes):
        self.images, self.notes = images, notes
        self.out, self.headings = [], []
        self.numbers, self.cited = {}, {}  # note key -> number; note key -> how many marks so far
        self.tables = 0
        self.heading = None  # the place in `out` where an open heading began
        self.in_mark = False  # inside <sup class="note">, whose contents we write ourselves
        self.credits = []  # of the pictures in an open figure, owed to its caption
        self.embed = None  # the address of an open embed: empty before its link, None outside

    def read(self, clean):
        for kind, value, *rest in tokens(clean):
            if kind == "text":
                self._text(value)
            elif kind == "open":
                self._start(value, *rest)
            else:
                self._end(value)

    def _start(self, tag, given):
        if tag == "figure":
            self.credits = []
            self.embed = "" if "embed" in (given.get("class") or "").split() else None
        if tag == "sup" and given.get("class") == "note":
            self.in_mark = True
        elif self.in_mark:
            self._mark(given.get("href", "") if tag == "a" else "")
        elif tag == "img":
            self._image(given)
        elif tag == "a" and self.embed == "":
            self._embed(given)
        elif tag in ("h2", "h3"):
            self.heading = len(self.out)
            self.out.append("")  # written by _end_heading, which knows the words
        elif tag == "table":
            self.tables += 1
            label = escape(_("Table %d") % self.tables)
            self.out.append(f'<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table class="data">')
        else:
            self.out.append(_tag(tag, given.items()))

    def _end(self, tag):
        if self.in_mark:
            self.in_mark = tag != "sup"
        elif tag in ("h2", "h3") and self.heading is not None:
            self._end_heading(tag)
        elif tag == "table":
            self.out.append("</table></div>")
        elif tag in ("figcaption", "figure"):
            self._end_caption(tag)
        elif tag == "a" and self.embed:
            self._end_embed()
        elif tag not in VOID:
            self.out.append(f"</{tag}>")

    def _text(self, words):
        if not self.in_mark:
            self.out.append(escape(words, quote=False))

    def _image(self, given):
        match = IMAGE.match(given.get("src") or "")
        image = self.images.get(int(match.group(1))) if match else None
        if image is None:
            return
        alt = given.get("alt") or image.alt
        credit = ", ".join(part for part in (image.credit, image.licence) if part)
        if credit and credit not in self.credits:
            self.credits.append(credit)
        # The file and its measures are looked up when the page is shown: articles.showing.
        self.out.append(_tag("img", [("src", image.body_address), ("alt", alt)]))

    def _embed(self, given):
        """A link; with JavaScript it becomes a button that loads the player, see static/js/embed.js."""
        self.embed = given.get("href") or "#"
        player = embeds.player(self.embed)
        also = [("data-player", player), ("data-load", _("Load it here"))] if player else []
        self.out.append(_tag("a", [*given.items(), *also]))

    def _end_embed(self):
        host = embeds.host(self.embed)
        self.embed = None
        self.out.append("</a>")
        if host:
            words = escape(_("Kept by %s, which learns of it when you open or load it.") % host, quote=False)
            self.out.append(f'<span class="embed-remark" dir="auto">{words}</span>')

    def _end_caption(self, tag):
        """Who made the pictures stands at the end of their caption, or is the caption where there is none."""
        credit = f'<span class="credit">{escape(", ".join(self.credits), quote=False)}</span>' if self.credits else ""
        self.credits = []
        if tag == "figcaption":
            self.out.append(f"{' · ' if credit else ''}{credit}</figcaption>")
        else:
            self.out.append(f"{f'<figcaption>{credit}</figcaption>' if credit else ''}</figure>")

    def _end_heading(self, tag):
        inner = "".join(self.out[self.heading + 1 :])
        words = " ".join(plain_text(inner).split())
        del self.out[self.heading :]
        self.heading = None
        if not words:
            return
        anchor = self._free_anchor(words)
        self.headings.append({"id": anchor, "text": words, "level": int(tag[1])})
        label = escape(_("Link to this section"))
        self.out.append(
            f'<{tag} id="{anchor}">{inner} <a class="anchor" href="#{anchor}" aria-label="{label}">#</a></{tag}>'
        )

    def _free_anchor(self, words):
        taken = {heading["id"] for heading in self.headings}
        base = "sec-" + slugify(words, fallback="part")[:60].strip("-")
        anchor, n = base, 1
        while anchor in taken:
            n += 1
            anchor = f"{base}-{n}"
        return anchor

    def _mark(self, href):
        match = NOTE.match(href)
        key = match.group(1) if match else ""
        if key not in self.notes:
            return
        number = self.numbers.setdefault(key, len(self.numbers) + 1)
        self.cited[key] = self.cited.get(key, 0) + 1
        place = f"fnref-{key}" if self.cited[key] == 1 else f"fnref-{key}-{self.cited[key]}"
        label = escape(_("Note %d") % number)
        self.out.append(
            f'<a class="ref" id="{place}" href="#fn-{key}" role="doc-noteref" aria-label="{label}">{number}</a>'
        )

    def note_list(self):
        """The notes in the order of their first marks, each with ways back to its marks."""
        if not self.numbers:
            return ""
        items = "".join(
            f'<li id="fn-{key}">{self.notes[key]} {self._ways_back(key, number)}</li>'
            for key, number in self.numbers.items()
        )
        title = escape(_("Notes"))
        return f'{NOTES} aria-labelledby="notes"><h2 id="notes">{title}</h2><ol>{items}</ol></section>'

    def _ways_back(self, key, number):
        ways = []
        for n in range(1, self.cited[key] + 1):
            place = f"fnref-{key}" if n == 1 else f"fnref-{key}-{n}"
            label = escape(_("Back to note %d in the text") % number)
            ways.append(f'<a href="#{place}" role="doc-backlink" aria-label="{label}">↑</a>')
        return " ".join(ways)
