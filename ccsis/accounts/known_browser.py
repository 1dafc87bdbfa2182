"""The browsers from which an account was entered, by a signed cookie: what strangers try does not concern them."""

from django.conf import settings
from django.db.models import Q

from ccsis.models import User

COOKIE = "known_browser"
LASTS = 180 * 24 * 3600  # seconds


def remember(response, user):
    """Put the cookie by which this account knows its owner's browser. It opens nothing."""
    response.set_signed_cookie(
        COOKIE,
        user.pk,
        salt=COOKIE,
        max_age=LASTS,
        path="/accounts/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def is_known(request, handle):
    """Whether the account with this name, folded, was entered from this browser."""
    pk = request.get_signed_cookie(COOKIE, default=None, salt=COOKIE, max_age=LASTS)
    return pk is not None and User.objects.filter(Q(email=handle) | Q(username=handle), pk=pk).exists()
