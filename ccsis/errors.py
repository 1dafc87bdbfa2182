"""The pages for what went wrong.

Those for 400 and 500 use neither the request nor the database: a request that cannot be read would raise a second
time, and the database may be what is down.
"""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from ccsis import problems


def bad_request(request, exception):
    """400, or 413 where the body was too long."""
    is_too_long = isinstance(exception, RequestDataTooBig)
    status = 413 if is_too_long else 400
    if problems.is_for_machines(request):
        return problems.answer(status, "Unreadable request", "Send it again in UTF-8, without NUL and without a body.")
    return HttpResponse(render_to_string("400.html", {"is_too_long": is_too_long}), status=status)


def permission_denied(request, exception):
    return render(request, "403.html", status=403)


def csrf_failure(request, reason=""):
    """A form that was open too long or came from elsewhere; `reason` is for the log, which Django has written."""
    if problems.is_for_machines(request):
        return problems.answer(405, "Read only", "Ask with GET, HEAD or OPTIONS.", {"Allow": "GET, HEAD, OPTIONS"})
    return render(request, "403.html", {"is_stale_form": True}, status=403)


def page_not_found(request, exception):
    if problems.is_for_machines(request):
        return problems.answer(404, "Not found", "There is no such address here. All of them are listed at /api/v1/.")
    return render(request, "404.html", status=404)


def server_error(request):
    if problems.is_for_machines(request):
        return problems.answer(500, "Our mistake", "Something broke here, and it was noted. Try again later.")
    return HttpResponse(render_to_string("500.html"), status=500)
