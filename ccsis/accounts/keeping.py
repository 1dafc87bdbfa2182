"""A form of the desk that was sent after the session had ended: it waits in the login page and is not lost.

    ask_to_log_in(request) -> the login page, which carries what was sent, signed
    remember(request)      -> the password is right: the session keeps it while the second factor is asked for
    go_on(request)         -> after the login: a page that sends it on, when its button is pressed; or None

The frame knows no form: it sends the same fields to the same address, with a fresh token, and `_open`, by which a form
that can be shown filled in is shown and not yet saved. Files cannot be kept; a form that is too long is not either.
"""

from django.core import signing
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

FIELD = "kept_form"
SALT = "ccsis.accounts.keeping"
LONGEST = 3 * 1024 * 1024  # signed; the login takes DATA_UPLOAD_MAX_MEMORY_SIZE in all
HOLDS = 24 * 3600  # seconds
LEFT_OUT = ("csrfmiddlewaretoken", FIELD)


def is_worth_it(request):
    """Whether somebody without a session has sent something that could be lost."""
    if request.method != "POST" or request.user.is_authenticated or request.path == reverse("admin:logout"):
        return False
    return any(name not in LEFT_OUT for name in request.POST)


def packed(request):
    """What was sent, and where to, as signed text; None where it is too long."""
    fields = [[name, value] for name, values in request.POST.lists() if name not in LEFT_OUT for value in values]
    text = signing.dumps({"to": request.get_full_path(), "fields": fields}, salt=SALT, compress=True)
    return text if len(text) <= LONGEST else None


def carried(request):
    """The signed text that a login page brought back, if it is ours and not too old; else nothing."""
    text = request.POST.get(FIELD, "")
    return text if text and _opened(text) else ""


def _opened(text):
    try:
        return signing.loads(text, salt=SALT, max_age=HOLDS)
    except signing.BadSignature:
        return None


def remember(request):
    """Keep the form that this login carries, if there is one, until its last step."""
    text = carried(request)
    if text:
        request.session[FIELD] = text


def go_on(request):
    """The page that sends the form on, or None where the login carried none."""
    kept = _opened(request.session.pop(FIELD, "") or request.POST.get(FIELD, ""))
    if kept is None or not url_has_allowed_host_and_scheme(kept["to"], allowed_hosts=None):
        return None
    fields = [(name, value) for name, value in kept["fields"] if name != "_open"]
    return render(request, "accounts/go_on.html", {"to": kept["to"], "fields": fields})
