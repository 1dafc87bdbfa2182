"""The calendar of one person as a file that calendar programs fetch by a secret address."""

from django.http import Http404
from django.views.decorators.http import require_safe

from articles import calendars
from ccsis import ics


@require_safe
def calendar(request, secret):
    """The .ics of whoever this secret belongs to; the same 404 for every one that opens nothing."""
    user = calendars.owner(secret)
    if user is None:
        raise Http404("no such calendar")
    return ics.response(calendars.written(user))
