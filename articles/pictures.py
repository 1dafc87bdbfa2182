"""Uploaded pictures: nothing is kept as it came. Each is read as one of a few formats and written anew, so that EXIF,
GPS, hidden files and tricks with names stay behind. That happens in a process of its own (articles.reencoding): a
small file can ask for hundreds of megabytes, or break the reader of its format.

    read(upload) -> Picture     raises ValidationError with a sentence for the person who sent it
"""

import hashlib
import re
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ccsis import limited

MEGABYTE = 1 << 20
MOST_BYTES = 10 * MEGABYTE
EXTENSIONS = {"jpg", "jpeg", "png", "webp", "gif", "avif"}
ACCEPT = "image/jpeg,image/png,image/webp,image/gif,image/avif"  # for the file field
# What 40 million pixels take at most, in megabytes; a WebP takes most. And in seconds, on a slow machine.
MEMORY, SECONDS = 1024, 40
# Why a picture is not taken, by the codes of articles.reencoding.
SENTENCES = {
    "too_large": gettext_lazy("This picture has more than 40 million pixels. Save it smaller and send it again."),
    "moves": gettext_lazy("This picture moves. Save one moment of it as PNG or JPEG and send that."),
    "broken": gettext_lazy("This file is damaged, or no JPEG, PNG, WebP, GIF or AVIF picture at all."),
    "too_much": gettext_lazy("This picture asks for too much to be read. Save it smaller, as JPEG or PNG."),
}


@dataclass
class Picture:
    """A picture made anew: its file under a name of our choice, and the hash of what was sent."""

    file: ContentFile
    width: int
    height: int
    sha256: str
    original_name: str


def read(upload):
    """The picture in an uploaded file. Raises ValidationError where it is none that we take."""
    _refuse_by_name(upload.name or "")
    if upload.size > MOST_BYTES:
        raise ValidationError(
            _("This file has more than 10 MB. Save the picture smaller, for example 2560 pixels wide.")
        )
    with _passing_file() as sent, _passing_file() as anew:
        sha256 = _write(upload, sent)
        made = _develop(sent.name, anew.name)
        return Picture(
            file=ContentFile(anew.read(), name=f"{secrets.token_hex(8)}.{made['extension']}"),
            width=made["width"],
            height=made["height"],
            sha256=sha256,
            original_name=_harmless_name(upload.name),
        )


def _passing_file():
    """A file that only we may read and that goes again; what a crash leaves, ccsis.arrivals sweeps away."""
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return tempfile.NamedTemporaryFile(dir=folder, prefix="picture-")


def _write(upload, file):
    """Write what was sent into a file. Gives its hash."""
    digest = hashlib.sha256()
    for piece in upload.chunks():
        digest.update(piece)
        file.write(piece)
    file.flush()
    return digest.hexdigest()


def _develop(path, copy):
    try:
        return limited.run("articles.reencoding.develop", path, copy, memory=MEMORY, seconds=SECONDS, written=128)
    except limited.NotTaken as error:
        raise ValidationError(SENTENCES[error.code]) from None
    except limited.Refused as error:
        raise ValidationError(SENTENCES["too_much" if error.args[0] == limited.TOO_MUCH else "broken"]) from None


def _refuse_by_name(name):
    extension = PurePath(name).suffix.lstrip(".").lower()
    if extension in EXTENSIONS:
        return
    if extension in ("svg", "svgz"):
        raise ValidationError(_("SVG files can carry programs, so we do not take them. Save the drawing as PNG."))
    if extension in ("heic", "heif"):
        raise ValidationError(
            _("Browsers cannot show pictures of this kind (HEIC). Export it as JPEG from your telephone.")
        )
    if extension in ("tif", "tiff", "bmp", "psd"):
        raise ValidationError(_("Save the picture as JPEG or PNG: browsers do not show files of this kind."))
    raise ValidationError(_("This is not the name of a picture. Send a JPEG, PNG, WebP, GIF or AVIF file."))


def _harmless_name(name):
    """The name that the file had, for people to recognise it; never a path and never used as one."""
    return re.sub(r"[\x00-\x1f\x7f]", "", PurePath((name or "").replace("\\", "/")).name)[:200]
