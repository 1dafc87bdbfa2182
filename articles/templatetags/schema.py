"""What a page tells machines of itself, as schema.org. Each tag takes the context of the page."""

from django import template

from articles.site import schema
from ccsis.html import json_in_script

register = template.Library()


@register.inclusion_tag("articles/_schema.html", takes_context=True)
def tell_site(context):
    return {"data": json_in_script(schema.site_itself(context["site"]))}


@register.inclusion_tag("articles/_schema.html", takes_context=True)
def tell_list(context, heading):
    """A list and its pieces, where its page is one for indexes."""
    request = context["request"]
    path = context.get("canonical")
    if not path or request.resolver_match is None:
        return {}
    place = schema.trail(context["site"], request.resolver_match.url_name, heading, path)
    listed = schema.collection(heading, path, _shown(context))
    return {"data": json_in_script(schema.together(listed, place))}


def _shown(context):
    """What the list shows, each once: pieces, those of corrections, or what editors keep. Of tags and people there may
    be thousands, and their sitemaps name them."""
    if "page" in context:
        rows = [getattr(row, "piece", row) for row in context["page"].rows]
    else:
        is_long = context.get("is_cloud") or context.get("is_people")
        rows = [] if is_long else context.get("rows", [])
    return list(dict.fromkeys(rows))


@register.inclusion_tag("articles/_schema.html", takes_context=True)
def tell_person(context):
    person, path = context["person"], context.get("canonical")
    if not path:
        return {}
    place = schema.trail(context["site"], "person", person.name, path)
    return {"data": json_in_script(schema.together(schema.profile(person, path, context["site"]), place))}


@register.inclusion_tag("articles/_schema.html", takes_context=True)
def tell_place(context):
    """Where a piece stands."""
    row = context["publication"]
    found = "simulation" if row.is_simulation else "publication"
    place = schema.trail(context["site"], found, row.title, row.get_absolute_url())
    return {"data": json_in_script({**schema.CONTEXT, **place})}
