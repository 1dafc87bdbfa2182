"""The deadline of a call as a file for calendars (RFC 5545)."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Alarm, Calendar, Event

from submissions.models import Call

REMINDED = timedelta(days=3)


@require_safe
def deadline(request, slug):
    """The .ics of a call that has a deadline; the same bytes until the call is changed."""
    call = get_object_or_404(Call.objects.known_to_readers(), slug=slug)
    if call.closes_at is None:
        raise Http404("a standing call has no deadline")
    response = HttpResponse(as_calendar(call), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{call.slug}.ics"'
    return response


def as_calendar(call):
    """The calendar of one event, at the moment at which the call closes, as bytes."""
    title = _("Last day: %s") % call.title
    address = settings.SITE_URL + call.get_absolute_url()
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -REMINDED)
    alarm.add("description", title)
    event = Event()
    event.add("uid", f"call-{call.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", call.changed_at)
    event.add("dtstart", call.closes_at)
    event.add("summary", title)
    event.add("description", f"{call.brief}\n\n{address}")
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//CCSIS//Calls//EN")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return calendar.to_ical()
