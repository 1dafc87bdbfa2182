"""What changed between two texts: side by side on a page of its own, and in a line on the review page."""

from dataclasses import dataclass

from django.core.cache import cache
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from ccsis.compare import compare
from submissions import scenario
from submissions.desk import neighbours
from submissions.desk.words import DONE
from submissions.models import Event, Revision

# After these somebody had read the text and said something about it.
WORDS_ON_A_TEXT = ("hold", "request_changes", "first_key", "accept", "decline", "decline_silently")
AROUND = 1  # paragraphs that stayed as they were, shown before and after one that changed
DAY = 24 * 3600


@dataclass(frozen=True)
class Change:
    """A newer text than the one that somebody had read: which, what was done then, and how many words differ."""

    old: Revision
    new: Revision
    event: Event
    label: str
    came: int
    went: int

    @property
    def is_same(self):
        return not (self.came or self.went)


def newest_change(submission, user):
    """The Change since this person last said something about the text, or else since anybody did; None without one."""
    said = submission.events.filter(action__in=WORDS_ON_A_TEXT).order_by("-version")
    event = said.filter(actor=user).first() or said.first()
    read = event.details.get("revision") if event else None
    if read is None or read == submission.revision_id:
        return None
    old = submission.revisions.filter(pk=read).first()
    if old is None:
        return None
    came, went = counted(old, submission.revision)
    return Change(old, submission.revision, event, DONE[event.action], came, went)


def counted(old, new):
    """How many words came and went between two Revisions. They never change, so it is reckoned once."""
    key = f"compared:{old.pk}:{new.pk}"
    found = cache.get(key)
    if found is None:
        compared = _compare(old, new)
        found = compared.came, compared.went
        cache.set(key, found, DAY)
    return found


def page(request, submission, site_context):
    """Two texts side by side: ?from=1&to=2, or the last two. Only what changed and its neighbours, or everything with
    ?all=1."""
    numbers = list(submission.revisions.order_by("n").values_list("n", flat=True))
    last = [str(number) for number in [*numbers[:1], *numbers][-2:]]
    asked = (request.GET.get("from", last[0]), request.GET.get("to", last[-1])) if last else ("", "")
    old, new = (_revision(submission, number, numbers) for number in asked)
    compared = _compare(old, new)
    shows_all = "all" in request.GET
    context = {
        **site_context,
        "title": _("%(title)s: texts compared") % {"title": submission.title},
        "submission": submission,
        "address": neighbours.address(request, submission),
        "carried": neighbours.fields(request),
        "old": old,
        "new": new,
        "numbers": numbers,
        "compared": compared,
        "rows": list(_rows(compared.pairs, shows_all)),
        "shows_all": shows_all,
        "facts": list(_changed_facts(submission, old, new)),
    }
    return render(request, "submissions/desk/compare.html", context)


def _revision(submission, number, numbers):
    if not number or not number.isascii() or not number.isdecimal() or int(number[:9]) not in numbers:
        raise Http404("no such text")
    return submission.revisions.get(n=int(number))


def _compare(old, new):
    return compare(*(f"{each.title}\n\n{each.source}" for each in (old, new)))


@dataclass(frozen=True)
class Skipped:
    """How many paragraphs that stayed as they were are left out here."""

    number: int


def _rows(pairs, shows_all):
    """The pairs that are shown, and a Skipped for each stretch that is not."""
    near = {place + step for place, pair in enumerate(pairs) if pair.is_changed for step in range(-AROUND, AROUND + 1)}
    skipped = 0
    for place, pair in enumerate(pairs):
        if not shows_all and place not in near:
            skipped += 1
            continue
        if skipped:
            yield Skipped(skipped)
        skipped = 0
        yield pair
    if skipped:
        yield Skipped(skipped)


def _changed_facts(submission, old, new):
    """The fields of the scenario and the answers that differ: (label, as it was, as it is)."""
    labels = dict(submission.call.questions.values_list("key", "label"))
    before, after = (_facts_of(revision, labels) for revision in (old, new))
    for label in dict.fromkeys([*before, *after]):
        if before.get(label) != after.get(label):
            yield label, before.get(label, ""), after.get(label, "")


def _facts_of(revision, labels):
    told = {str(row.label): "\n".join(row.lines) or row.text for row in scenario.rows(revision.scenario)}
    return told | {labels.get(key, key): str(answer) for key, answer in revision.answers.items()}
