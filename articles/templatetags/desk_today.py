"""What the front page of the desk says of pieces, to those who work on them."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format

from articles.desk.today import today

register = template.Library()
NEAR = 14  # days


@register.simple_tag(takes_context=True)
def pieces_today(context):
    """The blocks of articles.desk.today for who is logged in."""
    return today(context["request"].user)


@register.filter
def machine_time(at):
    """A date or a moment as the datetime attribute wants it."""
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M:%S%z") if isinstance(at, datetime) else at.isoformat()


@register.filter
def short_time(at):
    """A date as a day; a moment with its time, where it is of these days, else as a day."""
    if not isinstance(at, datetime):
        return date_format(at, "j M Y")
    at = timezone.localtime(at)
    is_near = abs((at.date() - timezone.localdate()).days) <= NEAR
    return date_format(at, "j M, H:i" if is_near else "j M Y")
