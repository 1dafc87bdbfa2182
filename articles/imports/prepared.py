"""What a post of the old site will be here, worked out without changing anything."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field
from datetime import datetime
from html import unescape

from articles.imports import terms
from articles.imports.markup import convert
from ccsis.html import clean_html, plain_text
from ccsis.scripts import LANGUAGE_NAMES, clean_name

LONGEST_TITLE = 250
STAND_IN_WORDS = 8
PLACE = re.compile(r'src="upload:([^"]*)"')
# Statuses that become drafts here, and what to say of them.
AS_DRAFTS = {
    "draft": "a draft there, so a draft here",
    "pending": "waits for review there, so a draft here",
    "future": "scheduled there, so a draft here",
    "private": "private there, so a draft here",
}
NOT_TAKEN = {"trash": "in the trash there", "auto-draft": "never saved there"}
BEHIND_PASSWORD = "behind a password there, so a draft here"  # noqa: S105


@dataclass
class Prepared:
    title: str
    standfirst: str
    html: str  # pictures stand in it as upload:<key>
    notice: str
    language: str
    found: terms.Sorted
    creators: list
    date: datetime | None
    is_public: bool
    lead: object = None  # a Found of articles.imports.uploads
    pictures: list = field(default_factory=list)  # every Found that the piece uses
    notes: list = field(default_factory=list)
    reason: str = ""
    sha256: str = ""

    @property
    def is_empty(self):
        """Is there nothing to read or look at?"""
        return not plain_text(self.html).strip() and not PLACE.search(self.html)

    def body(self):
        """The finished HTML; its pictures must have been saved."""
        ids = {found.key: found.image_id for found in self.pictures}
        html = PLACE.sub(lambda place: f'src="/images/{ids[unescape(place[1])]}"', self.html)
        return clean_html(html)


def why_not(entry):
    """Why an item is left out by its status, or an empty string."""
    if entry.status in NOT_TAKEN:
        return NOT_TAKEN[entry.status]
    return "" if entry.status == "publish" or entry.status in AS_DRAFTS else f"of status {entry.status} there"


def is_public(entry):
    return entry.status == "publish" and not entry.has_password


def prepare(entry, post, old_site):
    """Takes an entry and its post (articles.imports.export) and the OldSite. Gives a Prepared."""
    converted = convert(post.content, old_site, post.id)
    made = Prepared(
        title=_line(post.title),
        standfirst=plain_text(post.excerpt),
        html=converted.html,
        notice=converted.notice,
        language=_language(old_site.site.language),
        found=terms.sort(post.terms, post.content),
        creators=post.creators,
        date=entry.date,
        is_public=is_public(entry),
        pictures=list(converted.pictures),
        notes=list(converted.notes),
        reason=BEHIND_PASSWORD if entry.has_password and entry.status == "publish" else AS_DRAFTS.get(entry.status, ""),
    )
    _lead(made, post, old_site)
    made.sha256 = _digest(entry, post, made)
    _fit_title(made)
    return made


def _line(html):
    return clean_name(plain_text(html))


def _language(code):
    code = code.replace("_", "-").partition("-")[0].lower()
    return code if code in LANGUAGE_NAMES else "en"


def _lead(made, post, old_site):
    if not post.thumbnail or post.thumbnail == "0":
        return
    found = old_site.uploads.by_id(post.thumbnail)
    problem = found.problem if found else f"its featured picture ({post.thumbnail}) is not in the export"
    if problem:
        made.notes.append(problem)
        return
    made.lead = found
    if found not in made.pictures:
        made.pictures.append(found)


def _fit_title(made):
    """Every piece needs a title that fits: the first words of the text stand in, and a long one is cut."""
    words = plain_text(made.html).split()
    if not made.title and words:
        made.title = " ".join(words[:STAND_IN_WORDS]) + ("…" if len(words) > STAND_IN_WORDS else "")
        made.notes.append("had no title; its first words stand in")
    if len(made.title) > LONGEST_TITLE:
        made.title = made.title[: LONGEST_TITLE - 1].rstrip() + "…"
        made.notes.append("its title was too long and was cut")


def _digest(entry, post, made):
    """Changes exactly when the other site, or the pictures that came with it, say something else."""
    said = {
        "post": asdict(post),
        "date": entry.date.isoformat() if entry.date else "",
        "is_public": made.is_public,
        "pictures": sorted([found.key, found.sha256] for found in made.pictures),
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
