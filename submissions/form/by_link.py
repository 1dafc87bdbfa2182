"""How a contributor's page is opened: by a secret link that is alive and meant for it.

    @by_link("manage", "proof")
    def object(request, link): ...

Whatever is wrong with a link, the answer is one and the same. A page acts by its link alone: it does not ask who is
logged in, so staff who hold somebody's link see what that person sees.
"""

from functools import wraps

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ccsis.forgery import is_from_our_page
from ccsis.limits import allow, client_address
from submissions import links

HOUR = 3600
# A living link opens its page however much was guessed from the same network before.
MISSES_PER_NETWORK = (60, HOUR)


def by_link(*purposes, is_change=False, asks_itself=False, otherwise=None):
    """For a view that a link of these purposes opens, of any where none is named.

    The view takes the request, the Link (which knows its `token`) and what else stands in the address. With
    `is_change` it is made for POST alone, and who opens it otherwise is led to the page. A form that is stale or not
    ours is shown once more before the view sees it; with `asks_itself` the view sees to that. `otherwise` may answer
    to a form that came by a link which its own first press has ended: it gives a response or None.
    """

    def decorate(view):
        @csrf_exempt  # asked below, so that what was typed into a stale form is not lost
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def opened(request, token, **rest):
            link = links.find(token, *purposes)
            if link is None:
                answer = otherwise(request, token) if otherwise and request.method == "POST" else None
                return answer or not_found(request)
            link.token = token
            if request.method != "POST":
                return to_page(token) if is_change else view(request, link, **rest)
            if not asks_itself and not is_from_our_page(request):
                return stale(request)
            return view(request, link, **rest)

        return opened

    return decorate


def not_found(request):
    """The one answer to every link that opens nothing; after many of them, that it is enough for an hour."""
    page = "submissions/private/not_found.html"
    if allow("private page not found", client_address(request), *MISSES_PER_NETWORK):
        return render(request, page, {"is_nowhere": True}, status=404)
    response = render(request, page, {"is_nowhere": True, "is_enough": True}, status=429)
    response["Retry-After"] = str(HOUR)
    return response


def to_page(token, done=""):
    """Lead to the private page; `done` names what the page shall say was done, see submissions.form.done."""
    return HttpResponseRedirect(links.path(token) + (f"?done={done}" if done else ""))


def stale(request):
    """What was typed into a form that was open too long, ready to be sent once more."""
    lists = [(name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"]
    typed = [(name, value) for name, values in lists for value in values]
    shown = [(name, value) for name, value in typed if " " in value.strip() or "\n" in value.strip()]
    hidden = [each for each in typed if each not in shown]
    context = {"shown": shown, "hidden": hidden, "address": request.path}
    return render(request, "submissions/private/stale.html", context, status=403)
