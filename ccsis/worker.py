"""Everything that is due: the functions of settings.DUE_FUNCTIONS, called one after the other.

Each is a query for what is due and a conditional update, so any number of workers may run at the same time. What may
take minutes stands in settings.SLOW_FUNCTIONS: each goes round in a thread of its own, so that no letter waits for it.
"""

import logging
import threading

from django.conf import settings
from django.db import close_old_connections, connections, reset_queries
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)

PAUSE = 5  # seconds between two rounds: how late a scheduled piece may be


def run_once(stop_event=None):
    """Call each due-function once. Gives {dotted path: how many}; None where it failed, which the log explains."""
    return _round(settings.DUE_FUNCTIONS, stop_event)


def run_slow_once(stop_event=None):
    """The same for the slow ones. Each is called with a function that says whether it shall come to an end."""
    return _round(settings.SLOW_FUNCTIONS, stop_event, _ending(stop_event))


def _round(paths, stop_event, *arguments):
    done = {}
    for path in paths:
        if stop_event is not None and stop_event.is_set():
            break
        done[path] = _call(path, *arguments)
    return done


def _ending(stop_event):
    return stop_event.is_set if stop_event else lambda: False


def _call(path, *arguments):
    try:
        count = import_string(path)(*arguments)
    except Exception:  # the one place for it: whatever breaks here must not stop the others
        logger.exception("%s failed", path)
        return None
    if count:
        logger.info("%s did %s", path, count)
    return count or 0


def run_for_ever(stop_event, pause=PAUSE):
    """Round after round until `stop_event` is set; what is under way is finished first, a slow one asked to end."""
    slow = [
        threading.Thread(target=_run_slow_for_ever, args=(path, stop_event, pause), name=path)
        for path in settings.SLOW_FUNCTIONS
    ]
    for thread in slow:
        thread.start()
    try:
        _go_round(lambda: run_once(stop_event), stop_event, pause)
    finally:
        stop_event.set()
        for thread in slow:
            thread.join()


def _run_slow_for_ever(path, stop_event, pause):
    try:
        _go_round(lambda: _call(path, _ending(stop_event)), stop_event, pause)
    finally:
        connections.close_all()  # this thread's own


def _go_round(once, stop_event, pause):
    while not stop_event.is_set():
        close_old_connections()  # drops what the database has closed meanwhile
        reset_queries()
        once()
        close_old_connections()
        stop_event.wait(pause)
