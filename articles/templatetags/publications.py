"""What pages of other apps ask of the publications, by plain things: an address, an id."""

from django import template
from django.db.models import Q

from articles.models import Publication
from ccsis.models import Redirect

register = template.Library()

MOST_OF_A_CALL = 30


@register.simple_tag
def simulations_of_call(address):
    """The simulations that were published from the call at this address or at one that it had before, newest first."""
    earlier = Redirect.objects.filter(new_path=address).values("old_path")
    of_call = Publication.objects.filter(Q(call_address=address) | Q(call_address__in=earlier))
    return list(of_call.newest_first().for_cards()[:MOST_OF_A_CALL])


@register.simple_tag
def public_address(article_id):
    """Where readers find this piece, or an empty string while it is not public."""
    publication = Publication.objects.filter(article_id=article_id).only("slug", "kind").first() if article_id else None
    return publication.get_absolute_url() if publication else ""
