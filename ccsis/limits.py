"""Rate limits on the cache that all workers share, and the address that a request came from."""

import logging
import time
from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.utils.crypto import salted_hmac

try:
    from redis.exceptions import RedisError
except ImportError:  # the cache lives in the database or in files
    RedisError = OSError

logger = logging.getLogger(__name__)

TELL_EVERY = 60  # seconds: a cache that is away is asked by every request, and one line a minute says it
told_at = {}  # {what is not limited: when this process said so last, as time.monotonic()}
CACHE_IS_DOWN = (DatabaseError, OSError, RedisError)
NO_SLOT_NEEDED = "no slot: the cache is down"


def allow(scope, who, limit, seconds):
    """Whether `who` may do what `scope` names once more: at most `limit` times in any `seconds`.

    Counts this time. Says yes while the cache is down: a broken cache must not close the house.
    """
    return take(scope, who, limit, seconds) is not None


def take(scope, who, limit, seconds):
    """Like allow(), but gives the slot that was taken, or None: give_back() frees it again.

    Each slot is one atomic `add` with a life of its own, so two workers never share one, and the window slides.
    Asking first which are free keeps a busy address from costing one `add` for each of its slots, every time.
    """
    name = _name(scope, who)
    slots = [f"{name}:{number}" for number in range(limit)]
    try:
        taken = cache.get_many(slots)
        for slot in slots:
            if slot not in taken and cache.add(slot, 1, seconds):
                return slot
    except CACHE_IS_DOWN as error:
        _tell(f"The cache is down, so {scope} is not limited", error)
        return NO_SLOT_NEEDED
    logger.warning("Limit reached: %s", scope)
    return None


def give_back(*slots):
    """Free slots: what was done turned out not to count, like a login with the right password."""
    try:
        cache.delete_many([slot for slot in slots if slot != NO_SLOT_NEEDED])
    except CACHE_IS_DOWN as error:
        _tell("The cache is down", error)


def _tell(sentence, error):
    if time.monotonic() - told_at.get(sentence, -TELL_EVERY) >= TELL_EVERY:
        told_at[sentence] = time.monotonic()
        logger.error("%s: %s", sentence, type(error).__name__)


def _name(scope, who):
    # Who it was cannot be read from the cache, and any text makes a valid key.
    return "limit:" + salted_hmac("ccsis.limits", f"{scope}\n{who}", algorithm="sha256").hexdigest()[:32]


def client_address(request):
    """Where the request came from; of an IPv6 address the /64, which is one household.

    Believes X-Forwarded-For as far as it was written by TRUSTED_PROXIES, from the right; the rest is hearsay.
    """
    known = _parsed(request.META.get("REMOTE_ADDR", ""))
    if settings.TRUSTED_PROXIES and (known is None or _is_trusted(known)):
        for word in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
            address = _parsed(word)
            if address is None:
                break
            known = address
            if not _is_trusted(address):
                break
    return _household(known)


def _parsed(text):
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_trusted(address):
    return any(address in network for network in settings.TRUSTED_PROXIES)


def _household(address):
    if address is None:
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(IPv6Network((int(address), 64), strict=False))
    return str(address)
