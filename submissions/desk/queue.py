"""The queue: what waits, for whom and how long. Counts and a page of rows in a fixed number of queries."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count, Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from submissions.models import Contributor, CreditChoice, State, Submission

PAGE = 50
LONGEST_SEARCH = 100
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
CURSOR = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")


@dataclass(frozen=True)
class View:
    """A part of the queue with an address of its own. Without `states` it is a question of dates."""

    name: str
    label: str
    states: tuple = ()
    nothing: str = ""  # said where it is empty
    is_newest_first: bool = False


VIEWS = (
    View("ours", _("Our turn"), (State.SUBMITTED, State.IN_REVIEW), _("Nothing waits for you. Well done.")),
    View("overdue", _("Overdue"), (), _("Nobody waits longer than was promised.")),
    View(
        "theirs",
        _("Their turn"),
        (State.CHANGES_REQUESTED, State.PROOF),
        _("Nobody was asked for changes or for a last look."),
    ),
    View("hold", _("On hold"), (State.ON_HOLD,), _("Nothing was put on hold.")),
    View("accepted", _("Being edited"), (State.ACCEPTED,), _("No accepted text is on the editors’ desk.")),
    View("quarantined", _("Quarantined"), (State.QUARANTINED,), _("Nothing was put aside as doubtful.")),
    View(
        "published",
        _("Published"),
        (State.PUBLISHED, State.RETRACTED),
        _("No simulation is published yet."),
        is_newest_first=True,
    ),
    View(
        "closed",
        _("Closed"),
        (State.DECLINED, State.WITHDRAWN, State.EXPIRED),
        _("Nothing was declined or withdrawn, and nothing lapsed."),
        is_newest_first=True,
    ),
    View("all", _("All"), tuple(State), is_newest_first=True),
)
BY_NAME = {view.name: view for view in VIEWS}


def due_at(submission):
    """Until when somebody has to move, or None."""
    return submission.due


def overdue(now):
    """What is past its date, as a condition."""
    return Q(expected_at__lt=now)


def page_of_queue(query):
    """One page of one view, for the template. `query` is request.GET: view, q, after. Raises Http404 for a bad one."""
    now = timezone.now()
    view = BY_NAME.get(query.get("view") or "ours")
    if view is None:
        raise Http404("no such view of the queue")
    conditions = {each.name: Q(state__in=each.states) if each.states else overdue(now) for each in VIEWS}
    everything = Submission.objects.seen_by_staff()
    counts = everything.aggregate(**{f"n_{name}": Count("pk", filter=each) for name, each in conditions.items()})
    words = " ".join(query.get("q", "").split())[:LONGEST_SEARCH]
    rows = found_by(everything, words) if words else everything.filter(conditions[view.name])
    rows, after = _page(rows, view, query.get("after"))
    for row in rows:
        row.is_late = row.due is not None and row.due < now
        row.days = row.days_in_state(now)
    return {
        "views": [(each, counts[f"n_{each.name}"]) for each in VIEWS],
        "view": view,
        "is_bare": not counts["n_all"],
        "q": words,
        "rows": rows,
        "after": after,
    }


def found_by(submissions, words):
    """Those with these words in title, text, credit or reference. Contact data is not searched."""
    # The database's own folding knows Latin letters only.
    spellings = {words, words.lower(), words.upper(), words.capitalize()}
    found = Q(reference__iexact=words)
    for spelling in spellings:
        found |= Q(revision__title__icontains=spelling) | Q(revision__source__icontains=spelling)
        named = Q(contributor__full_name__icontains=spelling) | Q(contributor__native_name__icontains=spelling)
        # A name that is withheld is not found either: that would tell whose it is.
        found |= named & Q(contributor__credit_choice__in=(CreditChoice.FULL, CreditChoice.NAME))
        found |= Q(contributor__pseudonym__icontains=spelling, contributor__credit_choice=CreditChoice.PSEUDONYM)
    return submissions.filter(found)


def _page(submissions, view, after):
    """The rows after a cursor, in the order of the view, and the cursor of the next page."""
    sign = "-" if view.is_newest_first else ""
    rows = submissions.order_by(f"{sign}state_since", f"{sign}id")
    if after is not None:
        rows = rows.filter(_beyond(after, "lt" if view.is_newest_first else "gt"))
    rows = rows.select_related("call", "revision", "contributor").defer(
        *("call__guidelines", "call__brief", "revision__source", "revision__html", "revision__notes"),
        *(f"contributor__{name}" for name in Contributor.CONTACT_FIELDS),
    )
    rows = list(rows[: PAGE + 1])
    if len(rows) <= PAGE:
        return rows, ""
    last = rows[PAGE - 1]
    return rows[:PAGE], f"{(last.state_since - EPOCH) // MICROSECOND}-{last.pk}"


def _beyond(cursor, side):
    parts = CURSOR.fullmatch(cursor)
    if not parts:
        raise Http404("no such page of the queue")
    at, pk = EPOCH + int(parts[1]) * MICROSECOND, int(parts[2])
    return Q(**{f"state_since__{side}": at}) | Q(**{"state_since": at, f"pk__{side}": pk})
