"""Numbers that can be trusted: each with a named cohort, so that nothing is counted by two dates at once.

The cohort is always the same: submissions whose address was confirmed in the period. What became of them is asked as
of now, so a young cohort has many that still wait, and the table says how many.
"""

from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L

from submissions.models import Event, State, Submission

ANSWERS = ("request_changes", "accept", "decline", "decline_silently", "ask_approval")
DECISIONS = ("accept", "decline", "decline_silently")
DECLINED = ("decline", "decline_silently")


@dataclass
class Row:
    """The numbers of one cohort: those received through one call, or through all."""

    label: str
    received: int = 0
    answered_in_time: int = 0
    accepted: int = 0
    declined: int = 0
    declined_at_first_sight: int = 0
    withdrawn: int = 0
    waiting: int = 0
    days_to_answer: float | None = None
    days_to_decision: float | None = None
    spans: dict = field(default_factory=lambda: {"answer": [], "decision": []}, repr=False)

    @property
    def acceptance(self):
        """The share of accepted among decided ones, in whole percent, or None where nothing was decided."""
        decided = self.accepted + self.declined
        return round(100 * self.accepted / decided) if decided else None


@dataclass
class Numbers:
    rows: list  # of Row, one for each call, the most received first
    total: Row
    months: list  # (first day of the month, received)


def numbers(begin, end, *, call=None):
    """The numbers of what was received from `begin` on and before `end`, as aware datetimes; of one call or of all."""
    cohort = Submission.objects.filter(confirmed_at__gte=begin, confirmed_at__lt=end).select_related("call")
    if call is not None:
        cohort = cohort.filter(call=call)
    events = _events_of(cohort)
    rows, total, months = {}, Row(_("All calls")), {}
    for submission in cohort.only("pk", "state", "confirmed_at", "call__title", "call__response_days").iterator():
        row = rows.setdefault(submission.call_id, Row(submission.call.title))
        for each in (row, total):
            _count(each, submission, events.get(submission.pk, []))
        month = submission.confirmed_at.strftime("%Y-%m")
        months[month] = months.get(month, 0) + 1
    for row in (*rows.values(), total):
        row.days_to_answer, row.days_to_decision = (_middle(row.spans[name]) for name in ("answer", "decision"))
    ordered = sorted(rows.values(), key=lambda row: (-row.received, row.label))
    return Numbers(ordered, total, [(datetime.strptime(name, "%Y-%m"), months[name]) for name in sorted(months)])


def _events_of(cohort):
    """What the staff did, by submission, without what was undone: (action, state before, moment)."""
    found = {}
    kept = Event.objects.filter(submission__in=cohort.values("pk"), action__in=(*ANSWERS, "undo"))
    for event in kept.order_by("submission_id", "version").iterator():
        mine = found.setdefault(event.submission_id, {})
        if event.action == "undo":
            mine.pop(event.details.get("undoes"), None)
        else:
            mine[event.version] = (event.action, event.from_state, event.at)
    return {pk: list(mine.values()) for pk, mine in found.items()}


def _count(row, submission, events):
    row.received += 1
    row.withdrawn += submission.state == State.WITHDRAWN
    if events:
        answer = _days(submission.confirmed_at, events[0][2])
        row.spans["answer"].append(answer)
        row.answered_in_time += answer <= submission.call.response_days
    decisions = [event for event in events if event[0] in DECISIONS]
    if not decisions:
        row.waiting += submission.state != State.WITHDRAWN
        return
    action, before, at = decisions[-1]
    row.spans["decision"].append(_days(submission.confirmed_at, at))
    row.accepted += action == "accept"
    row.declined += action in DECLINED
    row.declined_at_first_sight += action in DECLINED and before == State.SUBMITTED


def _days(begin, end):
    return (end - begin).total_seconds() / 86400


def _middle(spans):
    return round(median(spans), 1) if spans else None


COLUMNS = (
    ("received", L("Received")),
    ("answered_in_time", L("Answered in time")),
    ("accepted", L("Accepted")),
    ("declined", L("Declined")),
    ("declined_at_first_sight", L("of these at first sight")),
    ("withdrawn", L("Withdrawn")),
    ("waiting", L("Still waiting")),
    ("days_to_answer", L("Days to the first answer, the middle")),
    ("days_to_decision", L("Days to the decision, the middle")),
)


def as_rows(found):
    """The numbers as rows of a table, the first one with the names of the columns; for a CSV."""
    head = [_("Call"), *(str(label) for _name, label in COLUMNS), _("Accepted, in percent of decided")]
    rows = [
        [row.label, *(getattr(row, name) for name, _label in COLUMNS), row.acceptance]
        for row in (*found.rows, found.total)
    ]
    return [head, *([("" if value is None else value) for value in row] for row in rows)]
