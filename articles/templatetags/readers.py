"""What readers' templates ask for: the public pages, the picture of a piece, the words of one date."""

from django import template
from django.core.files.storage import default_storage

from articles.models import Page

register = template.Library()


@register.simple_tag
def public_pages():
    """The pages that staff edit and readers see, for the masthead and the footer: one query."""
    return list(Page.objects.filter(is_public=True).only("title", "slug", "in_footer"))


@register.filter
def relief_address(name):
    """The address of a relief from its name in the storage."""
    return default_storage.url(name)
