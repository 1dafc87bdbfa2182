"""The pages for what went wrong.

Those for 400, 500 and 503 use neither the database nor more of the request than its path: a request that cannot be read
would raise a second time, and the database may be what is down.
"""

import logging
import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

from ccsis import languages, problems

logger = logging.getLogger(__name__)

WAIT = "10"  # seconds after which somebody may ask again while the database is away


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
    """500, or 503 where the database does not answer, or not in time. Django calls it while the error is handled."""
    error = sys.exc_info()[1]
    if is_database_away(error):
        return database_is_away(request, error)
    if problems.is_for_machines(request):
        return problems.answer(500, "Our mistake", "Something broke here, and it was noted. Try again later.")
    return _plain(request, "500.html", 500)


def is_database_away(error):
    """Whether an error will pass by itself: no connection, a query that took too long, too many writers at once."""
    is_missing = "no such " in str(error)  # SQLite's word for a table that is not there, which is a mistake of ours
    return isinstance(error, (OperationalError, InterfaceError)) and not is_missing


def database_is_away(request, error):
    """One line in the log for a request instead of the whole way to the error, which is the same each time."""
    logger.error("The database does not answer: %s: %s", type(error).__name__, " ".join(str(error).split())[:300])
    if problems.is_for_machines(request):
        detail = f"Ask again in {WAIT} seconds."
        response = problems.answer(503, "Away for a moment", detail)
    else:
        response = _plain(request, "503.html", 503)
    response["Retry-After"] = WAIT
    response["Cache-Control"] = "no-store"
    response._has_been_logged = True  # django.utils.log.log_response looks at it
    return response


def _plain(request, template, status, **context):
    """A page in the language of the address, which is read already whatever else is wrong with the request."""
    with translation.override(languages.of_address(request.path_info)):
        text = render_to_string(template, {"home": languages.home(), **context})
    return HttpResponse(text, status=status)
