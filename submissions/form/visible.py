"""Which call somebody may see: readers those that are or were open, who keeps calls also those that are to come."""

from django.http import Http404

from submissions.models import Call


def call_for(request, slug, now):
    """(call, is_preview) at this address. Raises Http404 where there is none that this person may see."""
    call = Call.objects.select_related("series").filter(slug=slug).first()
    if call is None:
        raise Http404("no such call")
    if call.is_public and call.opens_at <= now:
        return call, False
    if request.user.has_perm("submissions.change_call"):
        return call, True
    raise Http404("not a call for readers")
