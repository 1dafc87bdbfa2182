"""What a post of the old site will be here, worked out without changing anything."""

import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape

from django.utils import timezone

from articles.imports import terms
from articles.imports.markup import convert
from ccsis.html import clean_html, plain_text
from ccsis.scripts import LANGUAGE_NAMES, clean_name

LONGEST_TITLE = 250
STAND_IN_WORDS = 8
# Of a post, for its digest. Categories and tags count as what they become here, so a new table brings them over.
SAID = "type status title link content excerpt creators thumbnail old_slugs footnotes language".split()
WORD = re.compile(r"(?:^|>)[^<>]*\w")  # tells at once of most texts that they are not empty
OUTSIDE = re.compile(r'<a (href="https?:[^"]*")>')
PLACE = re.compile(r'src="upload:([^"]*)"')
NOT_TAKEN = {"trash": "in the trash there", "auto-draft": "never saved there"}
# Every other status makes a draft here; what to say of those that WordPress itself knows.
AS_DRAFTS = {"draft": "a draft", "pending": "waits for review", "private": "private"}


@dataclass
class Prepared:
    title: str
    standfirst: str
    html: str  # pictures stand in it as upload:<key>
    notice: str
    footnotes: list  # (key, words) pairs
    language: str
    found: terms.Sorted
    creators: list  # [login, name] pairs
    date: datetime | None
    is_public: bool
    lead: object = None  # a Found of articles.imports.uploads
    pictures: list = field(default_factory=list)  # every Found that the piece uses
    notes: list = field(default_factory=list)
    reason: str = ""
    sha256: str = ""
    people: dict = field(default_factory=dict)  # Person -> logins there, once it is written

    @property
    def is_empty(self):
        """Is there nothing to read or look at?"""
        return not (WORD.search(self.html) or plain_text(self.html).strip() or PLACE.search(self.html))

    def body(self):
        """The finished HTML; its pictures must have been saved."""
        ids = {found.key: found.image_id for found in self.pictures}
        html = PLACE.sub(lambda place: f'src="/images/{ids[unescape(place[1])]}"', self.html)
        # As the cleaning itself would write it: then once over the text is enough.
        return clean_html(OUTSIDE.sub(r'<a \1 rel="noopener noreferrer">', html).replace("\xa0", "&nbsp;"))


def why_not(entry):
    """Why an item is left out whatever it says, or an empty string."""
    return entry.problem or NOT_TAKEN.get(entry.status, "")


def is_public(entry):
    return entry.status == "publish" and not entry.has_password


def why_draft(entry):
    """Why an item becomes a draft here, or an empty string."""
    if is_public(entry):
        return ""
    if entry.status == "publish":
        there = "behind a password"
    elif entry.status == "future":
        day = timezone.localtime(entry.date).strftime("%Y-%m-%d %H:%M") if entry.date else "an unknown day"
        there = f"scheduled for {day}"
    else:
        there = AS_DRAFTS.get(entry.status, f"of status “{entry.status}”")
    return f"{there} there, so a draft here"


def prepare(entry, post, old_site, guide, now):
    """Takes an entry and its post (articles.imports.export), the OldSite, the Guide, and the moment of the import.

    Gives a Prepared.
    """
    converted = convert(post.content, old_site, post.id, post.footnotes)
    found = terms.sort(post.terms, post.content, guide)
    made = Prepared(
        title=_line(post.title),
        standfirst=plain_text(post.excerpt),
        html=converted.html,
        notice=converted.notice,
        footnotes=list(converted.footnotes),
        language=_language(post.language or old_site.site.language),
        found=found,
        creators=post.creators,
        date=entry.date,
        is_public=is_public(entry),
        pictures=list(converted.pictures),
        notes=[*converted.notes, *found.notes, *_notes_on_date(entry, now)],
        reason=why_draft(entry),
    )
    _lead(made, post, old_site)
    made.sha256 = _digest(entry, post, made, converted.reused)
    _fit_title(made)
    return made


def _notes_on_date(entry, now):
    """A public piece stands under a day that has been; where the export tells no such day, under that of the import."""
    if not is_public(entry) or (entry.date and entry.date <= now):
        return []
    there = f"is dated {entry.date:%Y-%m-%d} there" if entry.date else "has no date there"
    return [f"{there}; it stands under the day of the import"]


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
        made.notes += [] if problem in made.notes else [problem]
        return
    made.lead = found
    if found not in made.pictures:
        made.pictures.append(found)


def _fit_title(made):
    """Every piece needs a title that fits: the first words of the text stand in, and a long one is cut."""
    words = [] if made.title else plain_text(made.html).split()
    if words:
        made.title = " ".join(words[:STAND_IN_WORDS]) + ("…" if len(words) > STAND_IN_WORDS else "")
        made.notes.append("had no title; its first words stand in")
    if len(made.title) > LONGEST_TITLE:
        made.title = made.title[: LONGEST_TITLE - 1].rstrip() + "…"
        made.notes.append("its title was too long and was cut")


def _digest(entry, post, made, reused):
    """Changes exactly when the other site, or the pictures that came with it, say something else."""
    said = {
        "post": {name: getattr(post, name) for name in SAID},
        "terms": made.found.own,
        "reused": reused,
        "date": entry.date.isoformat() if entry.date else "",
        "is_public": made.is_public,
        "pictures": sorted([found.key, found.sha256] for found in made.pictures),
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
