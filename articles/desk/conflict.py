"""Two people at one piece: what both changed, what one of them did, and the text that comes of the two.

A form says what it was opened with, part by part (`opened`, made by articles.comparing.marks). So it can be told who
changed what: what the other person alone changed is taken over into the form, what both changed has to be chosen, and
nothing of it is dropped without being kept in the history.
"""

import json
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from articles import comparing, history, locking
from articles.desk import typed
from articles.models import Article, Revision

MINE, THEIRS = "mine", "theirs"


@dataclass
class Conflict:
    """What stands between a form that was sent and the piece as it is saved now.

    `both` and `taken` are Differences, from theirs to mine and from what this form held to theirs. `aside` are
    snapshots that the history has to keep before anything is written. `is_settled`: the form may be saved.
    """

    row_version: int
    who: str
    both: list = field(default_factory=list)
    taken: list = field(default_factory=list)
    aside: list = field(default_factory=list)
    their_body: str = ""
    chosen: dict = field(default_factory=dict)
    is_settled: bool = False

    @property
    def rows(self):
        """What both changed, with what was chosen so far."""
        return [(each, self.chosen.get(each.name, "")) for each in self.both]


def meet(desk, request, piece):
    """Look at a form that was sent for `piece`, a fresh row. Gives the Conflict, or None where nobody was first.

    request.POST becomes what the form shall be judged and shown by. What was sent stays in request.sent.
    """
    sent = request.sent
    opened_at = sent.get("row_version", "")
    if opened_at.isdecimal() and int(opened_at) >= piece.text_version:
        return None
    data = sent.copy()
    mine = typed.snapshot(*typed.forms_of(desk, request, piece, data))
    saved = typed.forms_of(desk, request, _fresh(piece))
    theirs = history.snapshot(_fresh(piece))
    both, taken = _who_changed(_opened(sent), comparing.marks(mine), comparing.marks(theirs))
    found = Conflict(piece.row_version, locking.who_was_first(piece), their_body=theirs["fields"]["body"])
    found.both = comparing.differences(theirs, mine, names=both)
    found.taken = comparing.differences(mine, theirs, names=taken)
    found.chosen = {name: sent.get(f"take-{name}", "") for name in both}
    typed.put(data, taken, typed.sent_by(*saved))
    _settle(found, data, saved, both, may=not getattr(request, "is_undecided", False))
    _remember(data, {name: comparing.mark(name, comparing.parts(theirs)[name]) for name in taken})
    if found.is_settled:
        found.aside = _aside(piece, mine, theirs, any(choice == THEIRS for choice in found.chosen.values()))
    request.POST = data
    return found


def _fresh(piece):
    return Article.objects.get(pk=piece.pk)


def _opened(sent):
    try:
        opened = json.loads(sent.get("opened", ""))
    except ValueError:
        return {}
    return opened if isinstance(opened, dict) else {}


def _who_changed(opened, mine, theirs):
    """The parts that both changed, and those that the other person alone changed. Without a mark it counts as both."""
    both, taken = [], []
    for name in sorted(theirs, key=comparing.place):
        if mine[name] == theirs[name] or opened.get(name) == theirs[name]:
            continue
        (taken if opened.get(name) == mine[name] else both).append(name)
    return both, taken


def _settle(found, data, saved, both, *, may):
    """Put what was chosen into the form; settled is what was chosen for the text that is saved now. Not so where it
    `may` not be: then the form still holds what was typed."""
    is_of_now = data.get("merge") == str(found.row_version)
    is_over_all = data.get("overwrite") == str(found.row_version)
    is_chosen = is_of_now and all(choice in (MINE, THEIRS) for choice in found.chosen.values())
    found.is_settled = may and (is_over_all or is_chosen)
    if is_over_all:
        found.chosen = {}
    sent, formsets = typed.sent_by(*saved), {formset.prefix: formset for formset in saved[1]}
    for name in both:
        if found.is_settled and found.chosen.get(name) == THEIRS:
            typed.put(data, [name], sent)
        elif name in formsets:
            typed.rebase(data, formsets[name])
    if found.is_settled:
        data["row_version"] = str(found.row_version)


def _remember(data, marks):
    """What was taken over is no change of this person."""
    data["opened"] = json.dumps(_opened(data) | marks)


def _aside(piece, mine, theirs, is_mine_dropped):
    """What would be lost: theirs where no revision holds it, mine where theirs was chosen for a part of it."""
    aside = [] if history.is_kept(piece, theirs) else [(theirs, _("As it stood before two texts were put together."))]
    if is_mine_dropped:
        aside.append((mine, _("As it stood in the form before theirs was chosen for a part of it.")))
    return aside


def keep_aside(piece, found, *, by, now):
    """Keep in the history, once, what was dropped. Call it in the transaction of the save."""
    if found.aside:
        Article.objects.select_for_update().get(pk=piece.pk)  # the lock that keeps the numbers of revisions apart
    while found.aside:
        kept, note = found.aside.pop(0)
        history.keep(piece, kept=kept, kind=Revision.Kind.OURS, by=by, note=note, now=now)
