"""The pages of the queue: the list, and what is posted from it."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L
from django.utils.translation import ngettext

from ccsis.models import User
from ccsis.scripts import LANGUAGE_NAMES
from submissions import digest, waiting
from submissions.desk.queue import batch as batches
from submissions.desk.queue import marks, rows
from submissions.desk.queue.asked import ANY, ME, NOBODY, SORTS, Asked
from submissions.models import Call, Submission

MOST_CALLS = 100  # that a filter offers, the last ones
LABELS = {"call": L("Call"), "language": L("Language"), "claimed": L("Claimed by"), "flag": L("Flag")}
COLUMNS = ("title", "waiting", "due")  # whose heads change the order


def queue(request, site_context):
    """One list. Needs submissions.view_queue."""
    _refuse_others(request.user)
    return _list(request, site_context)


def batch(request, site_context):
    """Make one move for what was ticked, after asking for the note where it needs one. Needs submissions.decide."""
    _refuse_others(request.user)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("admin:submissions_queue"))
    if not request.user.has_perm("submissions.decide"):
        raise PermissionDenied
    wanted, picks = batches.BY_NAME.get(request.POST.get("batch")), batches.picked(request.POST)
    if wanted is None:
        raise BadRequest("no such batch")
    if not picks:
        problem = _("Nothing was ticked. Tick what you mean, then press the button again.")
        return _list(request, site_context, problem=problem, status=422)
    note = ""
    if wanted.needs_note:
        form = batches.NoteForm(request.POST if "note" in request.POST else None)
        if not form.is_valid():
            return _ask_for_note(request, site_context, wanted, picks, form)
        note = form.cleaned_data["note"]
    return _answer(request, site_context, wanted, batches.make(wanted, picks, user=request.user, note=note))


def wish(request, site_context):
    """Whether a letter tells each day what waits, and at which hour: each for the own account."""
    _refuse_others(request.user)
    if request.method == "POST":
        hour = request.POST.get("hour", "")
        if hour not in {"", *map(str, range(24))}:
            raise BadRequest("no such hour")
        digest.wish(request.user, int(hour) if hour else None)
        told = _("A letter comes each day at %s:00 while something waits.") % hour.zfill(2) if hour else _("No letter.")
        messages.success(request, told)
    return HttpResponseRedirect(reverse("admin:index"))


def _refuse_others(user):
    if not user.has_perm("submissions.view_queue"):
        raise PermissionDenied


def _ask_for_note(request, site_context, wanted, picks, form):
    context = {
        **site_context,
        "title": wanted.label,
        "batch": wanted,
        "rows": batches.chosen(picks),
        "form": form,
        "address": Asked.of(request.GET, request.user, timezone.now()).here,
    }
    return render(request, "submissions/desk/queue_note.html", context, status=422 if form.errors else 200)


def _answer(request, site_context, wanted, outcome):
    """Back to the list where everything was done; else the list with a sentence for each that was not, still ticked."""
    asked = Asked.of(request.GET, request.user, timezone.now())
    done = ngettext("%(n)d done: %(what)s.", "%(n)d done: %(what)s.", len(outcome.done))
    done %= {"n": len(outcome.done), "what": wanted.done}
    if not outcome.refused and not outcome.gone:
        messages.success(request, done)
        return HttpResponseRedirect(reverse("admin:submissions_queue") + asked.here)
    status = 200 if outcome.done else 409
    return _list(request, site_context, outcome=outcome, done=done if outcome.done else "", status=status)


# The list


def _list(request, site_context, *, outcome=None, done="", problem="", status=200):
    asked = Asked.of(request.GET, request.user, timezone.now())
    page = rows.page_of(asked)
    counts = {} if asked.is_narrowed else waiting.counts(waiting.BY_NAME, asked.user, asked.now)
    can_decide = request.user.has_perm("submissions.decide")
    ticked = {row.pk for row, _sentence in outcome.refused} if outcome else _ticked(request)
    for row in page.rows:
        row.is_ticked = row.pk in ticked
    context = {
        **site_context,
        "title": _("Queue"),
        "asked": asked,
        "page": page,
        "rows": page.rows,
        "views": [Tab(view, asked.address(view=view.name), counts.get(view.name, "")) for view in waiting.VIEWS],
        "heads": {name: _head(asked, name) for name in COLUMNS},
        "chips": _chips(asked),
        "choices": _choices(asked),
        "next_address": f"{asked.address()}&after={page.after}" if page.after else "",
        "first_address": asked.address() if asked.after else "",
        "carried": asked.address(),
        "everywhere": asked.address(view="all"),
        "order": SORTS[asked.sort],
        "usual_days": Submission.objects.usual_days(),
        "counts": counts,
        "is_bare": counts.get("all") == "0",
        "can_decide": can_decide,
        "can_search_contact": request.user.has_perm("submissions.view_contact"),
        "batches": batches.offered(page.rows) if can_decide else [],
        "outcome": outcome,
        "are_ticked": ticked <= {row.pk for row in page.rows},
        "done": done,
        "problem": problem,
    }
    return render(request, "submissions/desk/queue.html", context, status=status)


def _ticked(request):
    return {int(pick.partition("-")[0]) for pick in request.POST.getlist("pick")} if request.method == "POST" else set()


@dataclass(frozen=True)
class Tab:
    """A view with its address, and how many lie in it where the list is not narrowed."""

    view: waiting.View
    address: str
    count: str


@dataclass(frozen=True)
class Head:
    """The head of a column: where it leads, and how the list is sorted by it now (ascending, descending or not)."""

    address: str
    sorted: str


def _head(asked, name):
    """A second press turns the order round, where that is of any use."""
    turned = f"-{name}" if asked.sort == name and f"-{name}" in SORTS else name
    # What has waited longest has the most days: the numbers in the column run down while the moments run up.
    ways = ("descending", "ascending") if name == "waiting" else ("ascending", "descending")
    is_sorted = asked.sort.removeprefix("-") == name
    return Head(asked.address(sort=turned), ways[asked.is_reversed] if is_sorted else "")


def _chips(asked):
    """What narrows the list, each with the address of the list without it."""
    found = [(_("Words"), asked.q, asked.address(q=""))] if asked.q else []
    return found + [(LABELS[name], asked.names[name], asked.address(**{name: ""})) for name in asked.filters]


@dataclass(frozen=True)
class Choice:
    """A list to choose from: the name in the address, a label, what leaves it open, and (value, words) of each."""

    name: str
    label: str
    nothing: str
    options: list
    chosen: str


def _choices(asked):
    """What narrows and sorts the list."""
    holders = User.objects.holding("submissions.decide").exclude(pk=asked.user.pk)
    options = {
        "call": [(str(call.pk), call.title) for call in Call.objects.only("title")[:MOST_CALLS]],
        "language": list(LANGUAGE_NAMES.items()),
        "claimed": [(ME, _("me")), (NOBODY, _("nobody")), *((str(user.pk), str(user)) for user in holders)],
        "flag": [(ANY, _("anything")), *((code, word) for code, (word, _meaning) in marks.FLAGS.items())],
    }
    found = [
        Choice(name, LABELS[name], _("any"), _with_current(asked, name, values), asked.filters.get(name, ""))
        for name, values in options.items()
    ]
    sort = "" if asked.sort == asked.view.order else asked.sort
    return [*found, Choice("sort", _("Order"), _("as usual here"), list(SORTS.items()), sort)]


def _with_current(asked, name, values):
    """What an address asks for can be chosen, though it is not offered: an old call, a colleague who has left."""
    value = asked.filters.get(name)
    known = {value for value, _words in values}
    return values if not value or value in known else [*values, (value, asked.names[name])]
