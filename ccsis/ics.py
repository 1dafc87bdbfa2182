"""Calendars as files (RFC 5545): what happens when, for the calendar on somebody's telephone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from icalendar import Alarm, Calendar, Event


@dataclass(frozen=True)
class Entry:
    """One entry. `key` is the same for ever and names it on this site; `start` is a moment, or a whole day; `changed`
    is when it was last changed, so that the same entry is the same bytes until then."""

    key: str
    title: str
    start: datetime | date
    changed: datetime
    description: str = ""
    address: str = ""
    reminder: timedelta | None = None  # how long before it to remind


def write(entries, *, product, name=""):
    """The calendar of these entries, as bytes; escaped and folded as the format wants it."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//CCSIS//{product}//EN")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry))
    return calendar.to_ical()


def _event(entry):
    event = Event()
    event.add("uid", f"{entry.key}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", entry.changed.astimezone(UTC))
    event.add("last-modified", entry.changed.astimezone(UTC))
    event.add("dtstart", entry.start.astimezone(UTC) if isinstance(entry.start, datetime) else entry.start)
    event.add("summary", entry.title)
    if entry.description:
        event.add("description", entry.description)
    if entry.address:
        event.add("url", entry.address)
    event.add("transp", "TRANSPARENT")
    if entry.reminder:
        event.add_component(_alarm(entry))
    return event


def _alarm(entry):
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -entry.reminder)
    alarm.add("description", entry.title)
    return alarm


def response(content):
    """The answer with a calendar."""
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
