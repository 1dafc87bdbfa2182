"""The way through the queue: which list one came from goes along from page to page, and with it what is next."""

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils import timezone

from submissions.desk.queue import rows
from submissions.desk.queue.asked import FILTERS, Asked

CARRIED = ("view", "q", "sort", *FILTERS, "at")


def fields(request):
    """What goes along, as pairs of name and value."""
    return [(name, request.GET[name][:1000]) for name in CARRIED if request.GET.get(name)]


def carried(request, **more):
    """What goes along, as the end of an address: empty, or like ?view=ours."""
    query = QueryDict(mutable=True)
    query.update(dict(fields(request)) | more)
    return f"?{query.urlencode()}" if query else ""


def address(request, submission, page="review", *, anchor="", **more):
    """The address of a page of a submission with what goes along."""
    path = reverse(f"admin:submissions_submission_{page}", args=[submission.pk])
    return f"{path}{carried(request, **more)}{anchor}"


def after_a_move(request, submission):
    """The same, once a move has taken the submission elsewhere: what was next before it is next after it.

    Takes the Submission as it was before.
    """
    at = request.GET.get("at")
    if not at and (asked := _asked(request)):
        at = rows.place_of(submission, asked)
    return address(request, submission, **({"at": at} if at else {}))


def neighbours(request, submission):
    """(previous, next) in the list that one came from: submissions, or None at its ends."""
    asked = _asked(request)
    try:
        return rows.neighbours(asked, submission, request.GET.get("at")) if asked else (None, None)
    except Http404:  # a place that no page of ours names
        return None, None


def _asked(request):
    """The list, or None where the address names none that exists."""
    try:
        return Asked.of(request.GET, request.user, timezone.now())
    except Http404:
        return None
