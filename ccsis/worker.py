"""Everything that is due: the functions of settings.DUE_FUNCTIONS, called one after the other.

Each is a query for what is due and a conditional update, so any number of workers may run at the same time.
"""

import logging

from django.conf import settings
from django.db import close_old_connections, reset_queries
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)

PAUSE = 5  # seconds between two rounds: how late a scheduled piece may be


def run_once(stop_event=None):
    """Call each due-function once. Gives {dotted path: how many}; None where it failed, which the log explains."""
    done = {}
    for path in settings.DUE_FUNCTIONS:
        if stop_event is not None and stop_event.is_set():
            break
        done[path] = _call(path)
    return done


def _call(path):
    try:
        count = import_string(path)()
    except Exception:  # the one place for it: whatever breaks here must not stop the others
        logger.exception("%s failed", path)
        return None
    if count:
        logger.info("%s did %s", path, count)
    return count or 0


def run_for_ever(stop_event, pause=PAUSE):
    """Round after round until `stop_event` is set; the function under way is finished first."""
    while not stop_event.is_set():
        close_old_connections()  # drops what the database has closed meanwhile
        reset_queries()
        run_once(stop_event)
        close_old_connections()
        stop_event.wait(pause)
