"""Large files on their way in lie in a private folder (FILE_UPLOAD_TEMP_DIR) until a view has taken them.

Django deletes what a sender broke off. What a killed server left is swept away here.
"""

import time
from pathlib import Path

from django.conf import settings

LONGEST_UPLOAD = 24 * 3600  # seconds


def sweep():
    """Delete what arrived more than a day ago and nobody took. A due-function; gives how many files."""
    before = time.time() - LONGEST_UPLOAD
    lost = [path for path in Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*") if _changed(path) < before]
    for path in lost:
        path.unlink(missing_ok=True)
    return len(lost)


def _changed(path):
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # taken at this moment
        return time.time()
