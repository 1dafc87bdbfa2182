"""The hidden stamp of a form: which call it is for, when it was opened, and a number that only it has.

The number makes one submission of one form, however often it is sent; the time lets a form that was open when the
call closed still be sent. The stamp proves nothing about a person and opens nothing.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core import signing

SALT = "submissions.form"


@dataclass(frozen=True)
class Stamp:
    nonce: str
    opened_at: datetime
    text: str


def new_stamp(call, now):
    """A stamp for a form of this call that is opened now."""
    nonce = secrets.token_urlsafe(24)
    return Stamp(nonce, now, signing.dumps([call.pk, int(now.timestamp()), nonce], salt=SALT))


def read_stamp(call, text):
    """The Stamp that a form of this call came with, or None where it is missing, forged or another call's."""
    try:
        call_pk, opened, nonce = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    return Stamp(nonce, datetime.fromtimestamp(opened, UTC), text) if call_pk == call.pk else None
