"""Browsers tell here what the content security policy stopped: an event in the log, and nothing else."""

import json
import logging
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ccsis.limits import allow, client_address
from ccsis.logs import hide

logger = logging.getLogger(__name__)

LONGEST = 16 * 1024  # bytes of a report
AN_HOUR, AT_MOST, IN_ALL = 3600, 20, 1000  # reports an hour of one network, and of all
SHOWN = 200  # characters of a value


@csrf_exempt  # sent by the browser itself, without a form; it changes nothing but the log
@require_POST
def csp(request):
    """204 to whatever is sent. What is a report, and not one of too many, becomes a line in the log."""
    if int(request.META.get("CONTENT_LENGTH") or 0) <= LONGEST and _is_welcome(request):
        facts = read(request.body)
        if facts:
            logger.warning("The policy stopped %(what)s on %(page)s", facts, extra={"facts": facts})
    return HttpResponse(status=204)


def _is_welcome(request):
    mine = allow("csp-report", client_address(request), AT_MOST, AN_HOUR)
    return mine and allow("csp-report", "all", IN_ALL, AN_HOUR)


def read(body):
    """What a report says, without queries and secrets: page, directive, what was stopped. None where it is none."""
    try:
        report = json.loads(body)["csp-report"]
        page, blocked = urlsplit(str(report["document-uri"])), urlsplit(str(report.get("blocked-uri", "")))
        directive = str(report.get("effective-directive") or report.get("violated-directive", ""))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    stopped = f"{blocked.scheme}://{blocked.netloc}" if blocked.netloc else blocked.path
    return {
        "page": hide(page.path)[:SHOWN],
        "directive": directive[:SHOWN],
        "what": hide(f"{directive} {stopped}")[:SHOWN],
        "line": report.get("line-number") if isinstance(report.get("line-number"), int) else None,
    }
