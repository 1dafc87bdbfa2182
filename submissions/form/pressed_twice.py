"""A button that was pressed twice was pressed once, also where the first press ended the link of the page.

Each page that ends its own link carries a number that stands in its form alone. What came of the first press is kept
for two minutes under link and number together; nothing of it can be read from the cache.
"""

import logging
import secrets

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from ccsis.limits import CACHE_IS_DOWN

logger = logging.getLogger(__name__)
SECONDS = 120


def number():
    """The number of a page that is shown now, for the hidden field `once` of its form."""
    return secrets.token_urlsafe(16)


def remember(request, token, outcome):
    """Keep what came of this press, for the next one of the same button."""
    if request.POST.get("once"):
        try:
            cache.set(_key(request, token), outcome, SECONDS)
        except CACHE_IS_DOWN as error:
            logger.error("The cache is down, so a second press is not known: %s", type(error).__name__)


def outcome(request, token):
    """What came of the first press of this button, or None where there was none."""
    if not request.POST.get("once"):
        return None
    try:
        return cache.get(_key(request, token))
    except CACHE_IS_DOWN as error:
        logger.error("The cache is down, so a second press is not known: %s", type(error).__name__)
        return None


def _key(request, token):
    pressed = f"{request.path}\n{token}\n{request.POST['once']}"
    return "pressed:" + salted_hmac("submissions.form.pressed_twice", pressed, algorithm="sha256").hexdigest()[:32]
