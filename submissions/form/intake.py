"""What makes a form look like spam, or a name like somebody else's: flags, each with its points and its reason.

Nothing is refused here. From QUARANTINE_FROM points on (submissions.models.submission) a text is set aside, which
looks like success to its sender, and a moderator reads why. One weak sign alone never sets anybody aside.
"""

import re

from disposable_email_domains import blocklist
from django.db.models import Q

from ccsis.commonmark import to_html
from ccsis.html import plain_text
from ccsis.models import User
from ccsis.scripts import count_words
from ccsis.scripts.lookalikes import mixes_scripts, skeleton
from submissions.models import Contributor, Credit, Flag, Revision, fingerprint

TRAP = "website"  # the field that people do not see; programs that fill in everything fill it too
HURRY = 3  # seconds in which nobody reads, types and sends
NAME_FIELDS = ("full_name", "native_name", "title", "affiliation", "pseudonym")
ADDRESS = re.compile(
    r"https?:|www\.|\b[\w-]+\.(?:com|net|org|info|ru|cn|top|xyz|io|biz|online|site|shop)\b|@", re.IGNORECASE
)
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
MANY_LINKS = 5  # at least so many, and one in TOO_DENSE words
TOO_DENSE = 25

POINTS = {
    "trap": 100,
    "hurry": 60,
    "link_in_name": 60,
    "disposable": 40,
    "repeated": 60,
    "many_links": 40,
    "no_proof": 50,
    "like_staff": 0,
    "like_contributor": 0,
    "mixed_scripts": 0,
}


def flags_for(filled, *, trap="", seconds=None, has_proof=None):
    """The flags of a form that was filled in.

    Takes the Filled, what stands in the trap, how many seconds the form was open (None where nobody knows), and
    whether the browser did the reckoning that was asked of it (None where none was asked). Gives unsaved Flags.
    """
    found = [
        _flag("trap") if trap.strip() else None,
        _flag("hurry", seconds=seconds) if seconds is not None and seconds < HURRY else None,
        _flag("no_proof") if has_proof is False else None,
        _link_in_name(filled),
        _disposable(filled.contributor["email"]),
        _repeated(filled),
        _many_links(filled),
        *_names(filled),
    ]
    by_code = {flag.code: flag for flag in reversed(found) if flag}
    return [by_code[code] for code in POINTS if code in by_code]


def _flag(code, **evidence):
    return Flag(code=code, points=POINTS[code], evidence=evidence)


def _link_in_name(filled):
    people = [filled.contributor, *filled.coauthors]
    where = sorted({name for person in people for name in NAME_FIELDS if ADDRESS.search(person.get(name, ""))})
    return _flag("link_in_name", where=", ".join(where).replace("_", " ")) if where else None


def _disposable(email):
    domain = email.rpartition("@")[2].lower()
    parents = [domain, *(".".join(domain.split(".")[n:]) for n in range(1, domain.count(".")))]
    hit = next((each for each in parents if each in blocklist), None)
    return _flag("disposable", domain=hit) if hit else None


def _repeated(filled):
    """The same words from another mailbox; who sends an own text twice made a mistake and no spam."""
    words = plain_text(to_html(filled.source)[0])
    same = Revision.objects.filter(fingerprint=fingerprint(words)).exclude(
        submission__contributor__email_folded=filled.contributor["email"].strip().lower()
    )
    references = list(same.order_by("submission_id").values_list("submission__reference", flat=True).distinct()[:5])
    return _flag("repeated", references=", ".join(references)) if references else None


def _many_links(filled):
    links, words = len(LINK.findall(filled.source)), count_words(filled.source)
    return _flag("many_links", links=links, words=words) if links >= MANY_LINKS and words < links * TOO_DENSE else None


def _names(filled):
    """Names that look like somebody else's. Two people may bear one name, so these carry no points."""
    for person in (filled.contributor, *filled.coauthors):
        for name in filter(None, (person.get("full_name"), person.get("pseudonym"))):
            if mixes_scripts(name):
                yield _flag("mixed_scripts")
            looks = skeleton(name)
            if staff := _of_staff(looks):
                yield _flag("like_staff", name=staff)
            if known := _of_contributors(looks, person.get("email", filled.contributor["email"])):
                yield _flag("like_contributor", name=known)


def _of_staff(looks):
    names = User.objects.filter(is_active=True).values_list("name", flat=True)
    return next((name for name in names if skeleton(name) == looks), None)


def _of_contributors(looks, email):
    own = Contributor.objects.filter(email_folded=email.strip().lower()).values("submission_id")
    names = Credit.objects.exclude(Q(submission_id__in=own)).values_list("name", flat=True).distinct()
    return next((name for name in names.iterator() if skeleton(name) == looks), None)
