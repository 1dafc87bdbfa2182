"""Running a function on untrusted bytes in a process of its own, with limits on memory, time and what it may write.

    verdict = run("submissions.inspection.docx.inspect", path, memory=512, seconds=20)

Arguments and answer are plain JSON. The process has no settings of the site, no environment and no database; whatever
happens to it, the web process only hears a sentence.
"""

import json
import os
import signal
import subprocess  # noqa: S404 - starts our own Python with a function of ours
import sys
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from ccsis import boxed
from ccsis.boxed import MEGABYTE, NotTaken

MOST_ANSWER = 4 * MEGABYTE
TOO_MUCH = _("This file asks for too much to be read. Save it again with your own program, or send the text alone.")
UNREADABLE = _("This file cannot be read. Save it again with your own program, or send the text alone.")


class Refused(Exception):
    """The function said no, with a sentence for the person whose file it is; or it broke, or reached a limit."""


def run(function, *arguments, memory=512, seconds=20, written=64):
    """The answer of a function by its dotted path.

    Takes JSON-able arguments, `memory` and `written` in megabytes, `seconds` of the clock. Gives what the function
    gives. Raises NotTaken where the function did, Refused where it broke or reached a limit.
    """
    # -I: no environment and no current folder on the path. The limits are set before anything is imported.
    command = [sys.executable, "-I", boxed.__file__, function, str(memory), str(written), str(seconds)]
    try:
        done = subprocess.run(  # noqa: S603 - no part of the command comes from outside
            command,
            input=json.dumps(arguments).encode(),
            capture_output=True,
            timeout=seconds,
            cwd=Path(boxed.__file__).parent,
            env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused(TOO_MUCH) from None
    if done.returncode == -signal.SIGXCPU or done.returncode == -signal.SIGKILL:
        raise Refused(TOO_MUCH)
    try:
        answer = json.loads(done.stdout[:MOST_ANSWER])
    except ValueError:
        raise Refused(UNREADABLE) from None
    if "not_taken" in answer:
        raise NotTaken(answer["not_taken"], **answer["values"])
    if "broke" in answer:
        raise Refused(TOO_MUCH if answer["broke"] == "MemoryError" else UNREADABLE)
    return answer["gives"]
