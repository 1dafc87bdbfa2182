"""The pages for what went wrong.

Those for 400 and 500 use neither the database nor more of the request than its path: a request that cannot be read
would raise a second time, and the database may be what is down.
"""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

from ccsis import languages, problems


def bad_request(request, exception):
    """400, or 413 where the body was too long."""
    is_too_long = isinstance(exception, RequestDataTooBig)
    status = 413 if is_too_long else 400
    if problems.is_for_machines(request):
        return problems.answer(status, "Unreadable request", "Send it again in UTF-8, without NUL and without a body.")
    return _plain(request, "400.html", status, is_too_long=is_too_long)


def permission_denied(request, exception):
    return render(request, "403.html", {"is_nowhere": True}, status=403)


def too_many_tries(request):
    """429, for what django-allauth counts: passkeys, and showing again who one is. Its limits are a minute long."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "60"
    return response


def csrf_failure(request, reason=""):
    """A form that was open too long or came from elsewhere; `reason` is for the log, which Django has written."""
    if problems.is_for_machines(request):
        return problems.answer(405, "Read only", "Ask with GET, HEAD or OPTIONS.", {"Allow": "GET, HEAD, OPTIONS"})
    return render(request, "403.html", {"is_stale_form": True}, status=403)


def page_not_found(request, exception):
    if problems.is_for_machines(request):
        return problems.answer(404, "Not found", "There is no such address here. All of them are listed at /api/v1/.")
    return render(request, "404.html", {"is_nowhere": True}, status=404)


def server_error(request):
    if problems.is_for_machines(request):
        return problems.answer(500, "Our mistake", "Something broke here, and it was noted. Try again later.")
    return _plain(request, "500.html", 500)


def _plain(request, template, status, **context):
    """A page in the language of the address, which is read already whatever else is wrong with the request."""
    with translation.override(languages.of_address(request.path_info)):
        text = render_to_string(template, {"home": languages.home(), **context})
    return HttpResponse(text, status=status)
