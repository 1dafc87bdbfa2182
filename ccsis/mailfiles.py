"""Reading a letter that somebody else's mail program saved (.eml, RFC 5322) into plain things.

`read(path)` runs in a process with limits (ccsis.limited); attachments are written beside the file.
"""

import email
import re
from email import policy
from pathlib import Path

from ccsis.boxed import NotTaken

MOST_PARTS = 60
MOST_TEXT = 1 << 20  # characters of one text part
MOST_ATTACHED = 5


def read(path, folder):
    """The letter at `path`; what is attached is written into `folder`.

    Gives {"name", "address", "subject", "text", "html", "attached": [{"name", "path"}]}. Raises NotTaken("broken")
    for what is no letter, NotTaken("too_much") for one of too many parts.
    """
    with open(path, "rb") as file:
        message = email.message_from_binary_file(file, policy=policy.default)
    if not message.keys() or "from" not in message:
        raise NotTaken("broken")
    parts = list(message.walk())
    if len(parts) > MOST_PARTS:
        raise NotTaken("too_much")
    sender = _sender(message)
    plain, html = _body(message, "plain"), _body(message, "html")
    said = {"subject": _line(message["subject"]), "text": plain, "html": html}
    return {**sender, **said, "attached": _attached(parts, folder)}


def _sender(message):
    try:
        addresses = message["from"].addresses
    except (AttributeError, ValueError, IndexError):
        addresses = ()
    if not addresses:
        return {"name": "", "address": ""}
    return {"name": _line(addresses[0].display_name), "address": _line(addresses[0].addr_spec)}


def _line(text):
    return " ".join(str(text or "").split())[:300]


def _body(message, kind):
    part = message.get_body(preferencelist=(kind,))
    if part is None:
        return ""
    try:
        return part.get_content()[:MOST_TEXT]
    except (LookupError, ValueError, KeyError):  # a charset that nobody knows
        return (part.get_payload(decode=True) or b"").decode("utf-8", "replace")[:MOST_TEXT]


def _attached(parts, folder):
    """What is attached and has a name, as files with names of ours."""
    found = []
    for part in parts:
        name = part.get_filename()
        if not name or part.is_multipart() or len(found) == MOST_ATTACHED:
            continue
        content = part.get_payload(decode=True) or b""
        ending = re.sub(r"[^a-z0-9]", "", name.rpartition(".")[2].lower())[:5]
        path = Path(folder) / f"attached-{len(found)}.{ending}"
        path.write_bytes(content)
        found.append({"name": _line(name), "path": str(path)})
    return found
