"""What readers' pages show of the calls: one or two queries, no cookie, nothing personal."""

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ccsis import caching, moments
from submissions.models import Call

register = template.Library()


@register.inclusion_tag("submissions/_home_call.html", takes_context=True)
def home_call(context):
    """The box on the home page: the call that an editor chose, else the open one that closes first."""
    hangs_on_calls(context)
    calls = list(Call.objects.open()[:20])
    return {"call": next((call for call in calls if call.is_on_home), calls[0] if calls else None)}


@register.inclusion_tag("submissions/_open_calls.html", takes_context=True)
def open_calls(context):
    """All open calls, for the page of simulations."""
    hangs_on_calls(context)
    return {"calls": list(Call.objects.open())}


def hangs_on_calls(context):
    """This page says which calls are open: until the next one opens or closes."""
    caching.hangs_on(context.get("request"), "calls", until=Call.objects.next_turn())


@register.filter
def with_zone(at):
    """A day and a time in the site's zone, with the zone named: a deadline is read in many countries."""
    local = timezone.localtime(at)
    offset = local.strftime("%z")
    hours = f"{offset[:3].replace('-', '−')}:{offset[3:]}"
    city = moments.place(timezone.get_current_timezone_name())
    return f"{date_format(local, 'DATETIME_FORMAT')} ({city}{_(', ')}UTC{hours})"
