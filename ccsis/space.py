"""Whether there is room for another file. Below the floor files wait, and what matters more still finds its place."""

import errno
import logging
import shutil

from django.conf import settings

logger = logging.getLogger(__name__)

FULL = (errno.ENOSPC, errno.EDQUOT)  # what an OSError says whose disk or quota is full


def is_short():
    """Whether less than LEAST_FREE_SPACE is free in DATA_DIR, where files lie. Asked each time, so it heals."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free >= settings.LEAST_FREE_SPACE:
        return False
    logger.error("No file is taken: only %s MB are free in DATA_DIR", free >> 20)
    return True
