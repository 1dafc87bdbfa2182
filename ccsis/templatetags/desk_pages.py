"""What pages of the desk show besides Django's own: the first steps, and kind words where a list is empty."""

from django import template
from django.contrib.admin.views.main import IGNORED_PARAMS
from django.urls import NoReverseMatch, reverse

from ccsis.first_steps import walk

register = template.Library()


@register.inclusion_tag("admin/ccsis/_first_steps.html", takes_context=True)
def first_steps(context):
    """The walk through a new site, or where it was put away, the way back to it."""
    request = context["request"]
    return {"steps": walk(request.user), "is_shown": request.user.wants_first_steps, "request": request}


@register.filter
def is_bare(changelist):
    """Is this list of the admin empty, and not only by a search or a filter?"""
    return not changelist.result_count and not is_narrowed(changelist)


def is_narrowed(changelist):
    return bool(changelist.query) or any(name not in IGNORED_PARAMS for name in changelist.params)


@register.inclusion_tag("admin/ccsis/_empty_list.html", takes_context=True)
def empty_list(context, changelist):
    """What belongs into an empty list, in the words of its admin class (`when_empty`), and the first thing to do.

    Other ways to begin stand in its `more_first_actions`, as (name of an address, words).
    """
    admin, request = changelist.model_admin, context["request"]
    is_short = is_narrowed(changelist)
    return {
        "is_narrowed": is_short,
        "text": getattr(admin, "when_empty", ""),
        "address": "" if is_short or not admin.has_add_permission(request) else _adding(admin),
        "label": getattr(admin, "first_action", ""),
        "others": [] if is_short or not admin.has_add_permission(request) else getattr(admin, "more_first_actions", []),
        "name": admin.opts.verbose_name,
        "csrf_token": context.get("csrf_token"),
    }


def _adding(admin):
    try:
        return reverse(f"admin:{admin.opts.app_label}_{admin.opts.model_name}_add")
    except NoReverseMatch:
        return ""
