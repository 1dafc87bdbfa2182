"""Sources as data, and how a note cites them.

    note_html(note) -> inline HTML     what it cites, the place in it, then its own words
    source_html(plain) -> inline HTML  one entry of the bibliography

The form is that of a note in the Chicago Manual of Style (17th edition, chapter 14): author, “title”, container, date,
place, address; a copy that an archive keeps stands behind the address.
"""

from html import escape

from django.utils.translation import gettext as _

from ccsis.html import inline_html

FIELDS = ("key", "author", "title", "container", "date", "address", "accessed_on", "archived")


def plain(source):
    """A Source as a dict of texts, as revisions and publications keep it; dates as in 2026-11-24."""
    found = {name: getattr(source, name) for name in FIELDS}
    found["accessed_on"] = source.accessed_on.isoformat() if source.accessed_on else ""
    return found


def note_html(note):
    """The text of a note as readers see it."""
    return kept_note_html(note.text, plain(note.source) if note.source else None, note.locator)


def kept_note_html(text, source, locator):
    """The same from what a revision keeps: its own words, the source as `plain` gives it or None, the place in it."""
    if source is None:
        return inline_html(text)
    cited = source_html(source, locator=locator)
    return inline_html(f"{cited} {text}" if text.strip() else cited)


def source_html(source, locator=""):
    """One source as inline HTML. Takes what `plain` gives."""
    container = f"<em>{escape(source['container'], quote=False)}</em>" if source["container"] else ""
    said = [
        escape(source["author"], quote=False),
        f"“<bdi>{escape(source['title'], quote=False)}</bdi>”",  # else a date behind a Persian title goes astray
        container,
        escape(source["date"], quote=False),
        escape(locator, quote=False),
        _link(source["address"]),
    ]
    text = ", ".join(part for part in said if part)
    more = []
    if source["accessed_on"]:
        more.append(escape(_("read on %s") % source["accessed_on"]))
    if source["archived"]:
        more.append(f'<a href="{escape(source["archived"])}">{escape(_("archived copy"))}</a>')
    return f"{text} ({', '.join(more)})." if more else f"{text}."


def _link(address):
    if not address:
        return ""
    shown = address.split("://", 1)[-1].rstrip("/")
    return f'<a href="{escape(address)}">{escape(shown, quote=False)}</a>'
