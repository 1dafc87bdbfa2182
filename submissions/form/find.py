"""“Mail me my links”, for who lost the letter: the same answer for every address, whether we know it or not."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ccsis.forgery import is_from_our_page
from ccsis.limits import allow, client_address
from submissions import letters
from submissions.form.private_forms import AddressForm
from submissions.models import mailbox_of

HOUR, DAY = 3600, 24 * 3600
ASKED_PER_NETWORK = (30, HOUR)
ASKED_PER_MAILBOX = (5, DAY)


@csrf_exempt  # asked below, so that the address need not be typed again
@require_http_methods(["GET", "HEAD", "POST"])
def find(request):
    """Ask for an address; mail the links of what came from there, if anything did."""
    if request.method != "POST":
        return _page(request, AddressForm(), done=request.GET.get("done", ""))
    form = AddressForm(request.POST)
    if not is_from_our_page(request):
        problem = _("The page had been open too long, or your browser keeps no cookie for it. Press once more.")
        return _page(request, form, problem=problem, status=403)
    if not form.is_valid():
        return _page(request, form, status=422)
    if not allow("links asked from network", client_address(request), *ASKED_PER_NETWORK):
        problem = _("Many asked from your network in the last hour. Wait a while, then press once more.")
        return _page(request, form, problem=problem, status=429)
    email = form.cleaned_data["email"]
    if allow("links asked for mailbox", mailbox_of(email), *ASKED_PER_MAILBOX):
        letters.my_links(email)
    return HttpResponseRedirect(reverse("form:find") + "?done=asked")


def _page(request, form, *, problem="", done="", status=200):
    response = render(
        request, "submissions/private/find.html", {"form": form, "problem": problem, "done": done}, status=status
    )
    if status == 429:
        response["Retry-After"] = str(HOUR)
    return response
