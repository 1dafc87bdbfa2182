"""How often a login may be tried, without anybody being able to lock the owner out.

Each address has few tries for one account and some more over all accounts. Besides, an account takes only so many
tries from browsers that it does not know; the owner's own browser, known by a signed cookie since the last login, is
not concerned by what strangers do.
"""

from django.conf import settings
from django.db.models import Q

from ccsis.limits import client_address, give_back, take
from ccsis.models import User, folded

WINDOW = 5 * 60  # seconds
PER_ACCOUNT_AND_ADDRESS = 8
PER_ADDRESS = 40
PER_ACCOUNT = 100
LONGEST_HANDLE = 254
KNOWN_BROWSER = "known_browser"
KNOWN_BROWSER_AGE = 180 * 24 * 3600


def take_login_slots(request, handle):
    """The slots that this try takes up, or None where one of the limits is reached."""
    address, handle = client_address(request), folded(handle)[:LONGEST_HANDLE]  # folded first: blanks name nobody
    wanted = [
        ("login account from address", f"{handle} {address}", PER_ACCOUNT_AND_ADDRESS),
        ("login address", address, PER_ADDRESS),
    ]
    if not _is_known(request, handle):
        wanted.append(("login account", handle, PER_ACCOUNT))
    slots = []
    for scope, who, limit in wanted:
        slot = take(scope, who, limit, WINDOW)
        if slot is None:
            give_back(*slots)  # who is refused tries nothing
            return None
        slots.append(slot)
    return slots


def remember_browser(request, response, user):
    """Put the signed cookie by which this account knows its owner's browser. It opens nothing."""
    response.set_signed_cookie(
        KNOWN_BROWSER,
        user.pk,
        salt=KNOWN_BROWSER,
        max_age=KNOWN_BROWSER_AGE,
        path="/accounts/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _is_known(request, handle):
    pk = request.get_signed_cookie(KNOWN_BROWSER, default=None, salt=KNOWN_BROWSER, max_age=KNOWN_BROWSER_AGE)
    return pk is not None and User.objects.filter(Q(email=handle) | Q(username=handle), pk=pk).exists()
