"""The deadline of a call as a file for calendars."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ccsis import ics
from submissions.models import Call

REMINDED = timedelta(days=3)


@require_safe
def deadline(request, slug):
    """The .ics of a call that has a deadline; the same bytes until the call is changed."""
    call = get_object_or_404(Call.objects.known_to_readers(), slug=slug)
    if call.closes_at is None:
        raise Http404("a standing call has no deadline")
    response = ics.response(as_calendar(call))
    response["Content-Disposition"] = f'attachment; filename="{call.slug}.ics"'
    return response


def as_calendar(call):
    """The calendar of one event, at the moment at which the call closes, as bytes."""
    address = settings.SITE_URL + call.get_absolute_url()
    closing = ics.Entry(
        key=f"call-{call.pk}",
        title=_("Last day: %s") % call.title,
        start=call.closes_at,
        changed=call.changed_at,
        description=f"{call.brief}\n\n{address}",
        address=address,
        reminder=REMINDED,
    )
    return ics.write([closing], product="Calls")
