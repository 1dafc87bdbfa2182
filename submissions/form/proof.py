"""Proof of work: a small sum that the browser does by itself while somebody writes, where the site asks for it.

Nobody is refused for want of it; it is one sign among others, see submissions.form.intake. The challenge and its check
are those of django-altcha; static/js/form-proof.js does the sum, because the package's own widget needs scripts and
styles that our content policy forbids.
"""

import base64
import json
import logging

from altcha import verify_solution
from django.core.cache import cache
from django_altcha import get_altcha_challenge, get_hmac_key

from ccsis.limits import CACHE_IS_DOWN

logger = logging.getLogger(__name__)

FIELD = "proof"
MOST = 50_000  # numbers to try: about a second on a computer, a few on an old telephone
LIVES = 3 * 24 * 3600  # people write for days with the page open
LONGEST = 1000  # characters of a solution; ours have about 350


def new_challenge():
    """A challenge for one form, as the JSON that the script reads from the page."""
    return json.dumps(get_altcha_challenge(max_number=MOST, expires=LIVES * 1000).to_dict())


def is_done(solution, nonce):
    """Whether this is the solution of a challenge of ours, not expired, and used by no other form than this one.

    Takes what the browser sent and the nonce of the form. The same form may come again with it: after a double click,
    or a retry. While the cache is down nobody knows whether it was used, and it counts as unused.
    """
    challenge = _solved(solution)
    if not challenge:
        return False
    key = f"proof:{challenge}"
    try:
        return cache.add(key, nonce, LIVES) or cache.get(key) == nonce
    except CACHE_IS_DOWN as error:
        logger.error("The cache is down, so a proof of work may be used twice: %s", type(error).__name__)
        return True


def _solved(solution):
    """The challenge that a solution solves; nothing where it is missing, forged or expired."""
    if not solution or len(solution) > LONGEST:
        return ""
    try:
        given = json.loads(base64.b64decode(solution))
        is_right, _error = verify_solution(given, get_hmac_key(), check_expires=True)
    except (ValueError, TypeError, AttributeError, RecursionError):  # whatever somebody may send
        return ""
    return given["challenge"] if is_right else ""
