"""What the page of a published simulation shows of its scenario and its call, from what the publication keeps."""

from django import template
from django.utils.translation import gettext_lazy as _

from submissions import scenario
from submissions.templatetags.calls import hangs_on_calls

register = template.Library()
APART = ("question", "indicators", "low", "high")  # they have places of their own
# Words for the middle of a likelihood: up to so many percent.
ODDS = [
    *((15, _("very unlikely")), (35, _("unlikely")), (65, _("about even"))),
    *((85, _("likely")), (101, _("very likely"))),
]


@register.inclusion_tag("submissions/_published_scenario.html")
def scenario_box(kept, foreign):
    """The scenario at a glance. `kept` is what the publication holds; `foreign`, whether it is in another language."""
    rest = {name: value for name, value in kept.items() if name not in APART}
    return {"kept": kept, "rows": list(scenario.rows(rest)), "odds": odds(kept), "foreign": foreign}


@register.inclusion_tag("submissions/_published_from_call.html", takes_context=True)
def call_box(context, address, foreign):
    """The way to send another answer, while the call that a simulation came from is open."""
    slug = address.rstrip("/").rpartition("/")[2]
    call = next((call for call in hangs_on_calls(context) if call.slug == slug), None)
    return {"call": call, "foreign": foreign}


def odds(kept):
    """A likelihood as it is drawn: from, to, width, in words; None where neither end was given."""
    low, high = kept.get("low"), kept.get("high")
    if low is None and high is None:
        return None
    start, end = (0 if low is None else low), (100 if high is None else high)
    words = next(str(words) for most, words in ODDS if (start + end) / 2 < most)
    return {"start": start, "width": max(end - start, 1), "words": words, "told": scenario.likelihood(kept)}
