"""What stands in the calendar of the desk: pieces that are due, published, taken down, looked at again, and when."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as L

from articles.models import Article

State = Article.State
DUE, PUBLISH, OUT, EXPIRE, REVIEW = "due", "publish", "out", "expire", "review"
# In the order in which they stand in a day, each with the sign and the words of its lane.
LANES = {
    DUE: ("▸", L("due")),
    PUBLISH: ("●", L("published by itself")),
    OUT: ("✓", L("was published")),
    EXPIRE: ("✕", L("taken down")),
    REVIEW: ("↻", L("to be looked at again")),
}
MOST_PLANNED = 50


@dataclass(frozen=True)
class Entry:
    """One line of a day. `at` is its time where it has one."""

    lane: str
    piece: Article
    day: datetime
    at: datetime | None = None

    @property
    def mark(self):
        return LANES[self.lane][0]

    @property
    def words(self):
        return LANES[self.lane][1]

    @property
    def is_planned(self):
        """Only an intention: there is no text yet."""
        return self.piece.state == State.PLANNED

    @property
    def who(self):
        row = getattr(self.piece, "assignment", None)
        return row.to if row else None

    @property
    def place(self):
        return list(LANES).index(self.lane), self.at or datetime.min.replace(tzinfo=timezone.get_default_timezone())


def pieces_of(user, person=None, kind=""):
    """The pieces that this person may open, of one colleague and one type where these are asked for."""
    found = Article.objects.editable_by(user).select_related("assignment__to")
    if kind:
        found = found.filter(kind=kind)
    if person:
        theirs = Q(assignment__to=person) | Q(created_by=person) | Q(bylines__person__user=person)
        found = found.filter(pk__in=Article.objects.filter(theirs).values("pk"))
    return found


def entries(pieces, first, last):
    """{day: [Entry, …]} from the first to the last day, in the order of lanes and times. One query for each lane."""
    found = {}
    for entry in _all(pieces, first, last):
        found.setdefault(entry.day, []).append(entry)
    return {day: sorted(rows, key=lambda entry: (*entry.place, entry.piece.pk)) for day, rows in sorted(found.items())}


def _all(pieces, first, last):
    days = (first, last)
    moments = (_begins(first), _begins(last + timedelta(days=1)))
    for piece in pieces.filter(assignment__due_on__range=days):
        yield Entry(DUE, piece, piece.assignment.due_on)
    for piece in pieces.filter(review_on__range=days):
        yield Entry(REVIEW, piece, piece.review_on)
    for lane, field in ((PUBLISH, "publish_at"), (EXPIRE, "expire_at"), (OUT, "publication__published_at")):
        within = {f"{field}__gte": moments[0], f"{field}__lt": moments[1]}
        rows = pieces.filter(**within)
        for piece in rows.select_related("assignment__to", "publication") if lane == OUT else rows:
            at = piece.publication.published_at if lane == OUT else getattr(piece, field)
            yield Entry(lane, piece, timezone.localtime(at).date(), at)


def _begins(day):
    """The first moment of a day on the clocks of the site, also where they skip its midnight."""
    return timezone.make_aware(datetime.combine(day, time()))


def planned_without_a_day(pieces):
    """Pieces that are only planned, and not due on any day; the newest first."""
    rows = pieces.filter(state=State.PLANNED, assignment__due_on__isnull=True).order_by("-created_at", "-pk")
    return list(rows[:MOST_PLANNED])
