"""Simulations that people mail instead of filling in the form: a letter becomes a draft, and its sender gets the link.

Nothing counts by that: the sender reads the draft, agrees and sends it as everybody does, so nothing is published that
was not consented to.
"""

import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ccsis import from_html, limited
from ccsis.scripts import clean_name, clean_text
from submissions import files, letters, receiving
from submissions.models import Call

MOST_BYTES = 25 << 20  # of one letter with what is attached


class NotALetter(Exception):
    """What was given is no letter that we can read. Its text is a sentence for the member of staff."""


@dataclass
class Mailed:
    """What a letter brought: to be looked at and mended before a draft is made of it."""

    name: str = ""
    address: str = ""
    subject: str = ""
    text: str = ""
    refused: list = field(default_factory=list)  # sentences on files that were not taken


def read(upload, call=None):
    """What stands in an uploaded .eml: (Mailed, [Checked files]). Raises NotALetter.

    The files must be attached or discarded by the caller.
    """
    if upload.size > MOST_BYTES:
        raise NotALetter(_("The letter is larger than 25 MB. Save the text alone, or paste it."))
    with tempfile.TemporaryDirectory(dir=_folder(), prefix="mail-") as folder:
        path = Path(folder) / "letter.eml"
        with path.open("wb") as file:
            for piece in upload.chunks():
                file.write(piece)
        try:
            found = limited.run("ccsis.mailfiles.read", str(path), folder, written=32)
        except (limited.NotTaken, limited.Refused):
            raise NotALetter(_("This is no letter that we can read. Save it as .eml, or paste its text.")) from None
        mailed = _tidy(found)
        return mailed, list(_checked(found, mailed, call))


def _folder():
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _tidy(found):
    text = found["text"].strip() or from_html.to_commonmark(found["html"])[0]
    return Mailed(clean_name(found["name"]), found["address"], clean_name(found["subject"]), clean_text(text).strip())


def _checked(found, mailed, call):
    kinds = call.file_kinds if call else ["docx", "pdf"]
    for each in found["attached"]:
        with open(each["path"], "rb") as opened:
            try:
                yield files.check(File(opened, name=each["name"]), kinds)
            except files.Refused as refused:
                mailed.refused.append(str(refused))


def sender_fault(address):
    """What is wrong with the address to which the link shall go, or an empty string."""
    try:
        validate_email(address)
    except ValidationError:
        return _("Write the sender’s address: the link to the draft goes there.")
    return ""


@transaction.atomic
def make_draft(call, mailed, checked=(), *, now=None):
    """Make a draft of what was mailed, and mail its sender the link. Gives the Submission.

    Takes the Call, the Mailed as staff mended it, and the files. Raises NotALetter without an address.
    """
    if fault := sender_fault(mailed.address):
        raise NotALetter(fault)
    now = now or timezone.now()
    submission = receiving.start(call, language=(call.languages or ["en"])[0], now=now)
    typed = {"title": mailed.subject, "text": mailed.text, "full_name": mailed.name, "email": mailed.address}
    receiving.keep_draft(submission, {name: [value] for name, value in typed.items()}, now=now)
    for each in checked:
        with suppress(files.Refused):
            files.attach(submission, each)
    letters.from_mail(submission, mailed.address)
    return submission


def open_calls():
    """The calls that a mailed text may join."""
    return Call.objects.open()
