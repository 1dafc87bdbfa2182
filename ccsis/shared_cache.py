"""The cache that all processes share, in forms that the site can do without: while it is away, nothing is remembered.

Whoever asks gets nothing, whoever adds is told that it was added. So pages are made anew and limits are open, and one
line a minute says why. /readyz tells that it does not remember.
"""

import functools
import logging
import time

from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from django.db import Error as DatabaseError

try:
    from redis.exceptions import RedisError
except ImportError:  # the cache lives in the database or in files
    RedisError = OSError

logger = logging.getLogger(__name__)

IS_DOWN = (DatabaseError, OSError, RedisError)
TELL_EVERY = 60  # seconds: every request asks the cache, and one line a minute is enough
told_at = None  # time.monotonic()


def tell(error):
    global told_at
    if told_at is None or time.monotonic() - told_at >= TELL_EVERY:
        told_at = time.monotonic()
        logger.error("The cache is down, so nothing is limited: %s", type(error).__name__)


def forgiving(name, instead):
    """The method of this name, that gives `instead` of raising while the cache is down."""

    def method(self, *arguments, **options):
        try:
            return getattr(super(Forgiving, self), name)(*arguments, **options)
        except IS_DOWN as error:
            tell(error)
            return instead(arguments, options)

    return functools.wraps(getattr(DatabaseCache, name))(method)


class Forgiving:
    """Before a backend of Django's."""

    get = forgiving("get", lambda arguments, options: options.get("default", arguments[1] if arguments[1:] else None))
    get_many = forgiving("get_many", lambda arguments, options: {})
    set = forgiving("set", lambda arguments, options: None)
    add = forgiving("add", lambda arguments, options: True)
    touch = forgiving("touch", lambda arguments, options: False)
    delete = forgiving("delete", lambda arguments, options: False)
    delete_many = forgiving("delete_many", lambda arguments, options: None)


class InDatabase(Forgiving, DatabaseCache):
    pass


class InRedis(Forgiving, RedisCache):
    pass
