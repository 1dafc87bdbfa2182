"""The way through the queue: which view one came from goes along from page to page, and with it what is next."""

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from submissions.desk import queue
from submissions.models import Submission

CARRIED = ("view", "q", "sort", "at")


def fields(request):
    """What goes along, as pairs of name and value."""
    return [(name, request.GET[name][:200]) for name in CARRIED if request.GET.get(name)]


def carried(request, **more):
    """What goes along, as the end of an address: empty, or like ?view=ours."""
    query = QueryDict(mutable=True)
    query.update(dict(fields(request)) | more)
    return f"?{query.urlencode()}" if query else ""


def address(request, submission, page="review", *, anchor="", **more):
    """The address of a page of a submission with what goes along."""
    path = reverse(f"admin:submissions_submission_{page}", args=[submission.pk])
    return f"{path}{carried(request, **more)}{anchor}"


def place(submission):
    """Where a submission stands in the queue, as it goes along when a move takes it elsewhere."""
    return f"{(submission.state_since - queue.EPOCH) // queue.MICROSECOND}-{submission.pk}"


def neighbours(request, submission):
    """(previous, next) in the view that one came from: submissions, or None at its ends.

    A submission that was moved counts from where it stood before.
    """
    view = queue.BY_NAME.get(request.GET.get("view") or "ours")
    at = queue.CURSOR.fullmatch(request.GET.get("at") or place(submission))
    if view is None or at is None:
        return None, None
    condition = Q(state__in=view.states) if view.states else queue.overdue(timezone.now())
    rows = Submission.objects.seen_by_staff().filter(condition).exclude(pk=submission.pk)
    return _nearest(rows, view, at[0], is_next=False), _nearest(rows, view, at[0], is_next=True)


def _nearest(rows, view, at, *, is_next):
    side, sign = ("lt", "-") if view.is_newest_first == is_next else ("gt", "")
    return rows.filter(queue._beyond(at, side)).order_by(f"{sign}state_since", f"{sign}id").first()
