"""Redirects as lines of text: an old address and a new one on each, as a spreadsheet saves them.

    lines = read(text)                      every line, as it came
    judge(lines, may_leave=False)           gives each what it would do, or a sentence why it cannot
    take_over(lines)                        writes the good ones

Chains are shortened: of A to B and B to C comes A to C. What leads round in a circle, or to itself, is refused.
"""

import csv
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from ccsis import redirects
from ccsis.models import MissingAddress, Redirect
from ccsis.tables import plain_cell

MOST = 5000  # lines
LONGEST = Redirect._meta.get_field("old_path").max_length
OUTSIDE = re.compile(r"^https?://[^/?#]*", re.IGNORECASE)
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f]")
PARTS = ("\t", ";", ",")


class TooMany(Exception):
    """More lines than are taken at once."""


@dataclass
class Line:
    """One line: as it was typed, what it comes to, and why it cannot be (`problem`) or what is to be known (`note`)."""

    number: int
    old: str
    new: str
    problem: str = ""
    note: str = ""
    is_there: bool = False  # already leads there

    @property
    def is_good(self):
        return not self.problem and not self.is_there


# As it came


def read(text):
    """The Lines of a text; empty ones and a head with names of columns are passed over. Raises TooMany."""
    lines = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        cells = _cells(line)
        if not any(cells) or (number == 1 and _is_head(cells)):
            continue
        if len(lines) == MOST:
            raise TooMany
        old, new, *_rest = [*cells, "", ""]
        lines.append(Line(number, old, new))
    return lines


def _cells(line):
    """The parts of a line, by the first of tab, semicolon and comma that stands in it."""
    mark = next((mark for mark in PARTS if mark in line), ",")
    try:
        return [plain_cell(cell.strip()) for cell in next(csv.reader([line], delimiter=mark), [])]
    except csv.Error:
        return [line]


def _is_head(cells):
    return len(cells) > 1 and not any(cell.startswith(("/", "http")) for cell in cells[:2])


# What it would do


def judge(lines, *, may_leave):
    """Fill in `problem`, `note`, and the addresses in the form in which they are kept. Two queries.

    `may_leave`: whether this person may let an address lead to another site.
    """
    first = {}
    for line in lines:
        line.old, line.new = _old_form(line.old), _new_form(line.new)
        line.problem = _problem(line, may_leave)
        if not line.problem and line.old in first:
            words = _("Line %d already says where this address leads. Take one of the two away.")
            line.problem = words % first[line.old]
        if not line.problem:
            first[line.old] = line.number
    good = {line.old: line.new for line in lines if not line.problem}
    known = _known(good)
    for line in lines:
        if not line.problem:
            _follow(line, {**known, **good})
    for line in lines:
        if not line.problem:
            _compare(line, known.get(line.old))
    return lines


def _known(good):
    """{old: new} of what is there already, for the addresses of these lines and for those that they lead to."""
    asked = [*good, *good.values()]
    return dict(Redirect.objects.filter(old_path__in=asked).values_list("old_path", "new_path"))


def _old_form(typed):
    """A whole address of the old site is as good as its path."""
    return redirects.canonical(OUTSIDE.sub("", typed) or ("/" if typed else ""))


def _new_form(typed):
    """An address of ours in full is a path; one of another site stays what it is."""
    ours = settings.SITE_URL
    if typed == ours or typed.startswith(f"{ours}/"):
        return typed.removeprefix(ours) or "/"
    return typed


def _problem(line, may_leave):
    if not line.old or not line.new:
        return _("There is one address only. Write the old one, a comma, and the new one.")
    if max(len(line.old), len(line.new)) > LONGEST:
        return _("An address may have at most %d characters.") % LONGEST
    if UNSEEN.search(line.old) or UNSEEN.search(line.new) or " " in line.new:
        return _("There is a blank or an invisible sign in an address. Take it away.")
    if not line.old.startswith("/"):
        return _("The old address does not begin with /. Write it like /2021/03/the-pass/.")
    if line.old == "/":
        return _("The home page is always there, so it leads nowhere else.")
    return where_it_leads(line.new, may_leave)


def where_it_leads(new, may_leave):
    """Why a new address cannot be one, in a sentence; "" where it can."""
    if new.startswith("/") and not new.startswith(("//", "/\\")):
        return ""
    if not OUTSIDE.match(new):
        return _("The new address does not begin with /. Write it like /analyses/the-pass/.")
    if not may_leave:
        return _("It would lead to another site, which only an administrator may decide. Choose a page of ours.")
    if not new.startswith("https://") or not _host(new):
        return _("The address of another site begins with https:// and a name.")
    return ""


def _host(address):
    try:
        parts = urlsplit(address)
        return parts.hostname if parts.username is None and parts.port is None else ""
    except ValueError:
        return ""


def _follow(line, leads):
    """Go on to where the new address leads itself, so that readers are sent on once."""
    way = [line.old, line.new]
    while way[-1] in leads and way[-1] not in way[:-1]:
        way.append(leads[way[-1]])
    if way[-1] in way[:-1]:
        line.problem = _("It would lead back to itself: %s.") % " → ".join(way[:6])
        return
    if way[-1] != line.new:
        line.note = _("%s itself leads on, so this one leads there at once.") % line.new
        line.new = way[-1]


def _compare(line, there):
    if there == line.new:
        line.is_there, line.note = True, _("It leads there already.")
    elif there:
        line.note = _("Until now it leads to %s.") % there


# Done


def take_over(lines):
    """Write the good lines. Gives how many."""
    pairs = {line.old: line.new for line in lines if line.is_good}
    Redirect.objects.take_over(pairs)
    answered(pairs)
    return len(pairs)


def answered(old_paths):
    """What leads somewhere now is not missing any more."""
    MissingAddress.objects.filter(path__in=old_paths).delete()
