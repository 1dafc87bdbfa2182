"""Moments as the desk shows them: on the clocks of the site, with the zone, and in UTC beside it."""

from django import template
from django.utils import timezone

from ccsis import moments

register = template.Library()


@register.inclusion_tag("ccsis/_moment.html")
def moment(at):
    """27 November 2026, 10:00 Tbilisi time, UTC+4 (06:00 UTC), or nothing where there is no moment."""
    if at is None:
        return {}
    local = timezone.localtime(at, timezone.get_default_timezone())
    return {"at": local, "zone": moments.zone_name(at), "utc": moments.in_utc(at)}


@register.simple_tag
def zone_now():
    """The zone of the site, as it is called today."""
    return moments.zone_name(timezone.now())
