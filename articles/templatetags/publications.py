"""What pages of other apps ask of the publications, by plain things: an address, an id."""

from django import template

from articles.models import Publication

register = template.Library()

MOST_OF_A_CALL = 30


@register.simple_tag
def simulations_of_call(address):
    """The simulations that were published from the call at this address, newest first."""
    return list(Publication.objects.filter(call_address=address).newest_first().for_cards()[:MOST_OF_A_CALL])


@register.simple_tag
def public_address(article_id):
    """Where readers find this piece, or an empty string while it is not public."""
    publication = Publication.objects.filter(article_id=article_id).only("slug", "kind").first() if article_id else None
    return publication.get_absolute_url() if publication else ""
