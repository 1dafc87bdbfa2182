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
    calls = hangs_on_calls(context)
    return {"call": next((call for call in calls if call.is_on_home), calls[0] if calls else None)}


@register.inclusion_tag("submissions/_open_calls.html", takes_context=True)
def open_calls(context):
    """All open calls, for the page of simulations."""
    return {"calls": hangs_on_calls(context)}


def hangs_on_calls(context):
    """The open calls, in the order of Call.objects.open(), for a page that says which they are.

    The page is kept until the next one opens or closes.
    """
    now = timezone.now()
    calls = caching.remember("public calls", _public_calls, "calls")
    turns = [at for call in calls for at in (call.opens_at, call.closes_at) if at and at > now]
    caching.hangs_on(context.get("request"), "calls", until=min(turns, default=None))
    return [call for call in calls if call.is_open(now)]


def _public_calls():
    return list(Call.objects.filter(is_public=True).order_by(*Call.IN_ORDER))


@register.filter
def with_zone(at):
    """A day and a time in the site's zone, with the zone named: a deadline is read in many countries."""
    local = timezone.localtime(at)
    offset = local.strftime("%z")
    hours = f"{offset[:3].replace('-', '−')}:{offset[3:]}"
    city = moments.place(timezone.get_current_timezone_name())
    return f"{date_format(local, 'DATETIME_FORMAT')} ({city}{_(', ')}UTC{hours})"
