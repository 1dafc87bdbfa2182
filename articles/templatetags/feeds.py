"""Where the feeds of a list are."""

from django import template

from articles.site.feeds import views

register = template.Library()


@register.filter
def feed_forms(address):
    """The feed at this address in each of its forms, as [(Form, address)]."""
    return views.addresses(address)
