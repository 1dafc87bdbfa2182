"""Uploaded pictures: nothing is kept as it came. Each is read as one of a few formats and written anew, so that EXIF,
GPS, hidden files and tricks with names stay behind.

    read(upload) -> Picture     raises ValidationError with a sentence for the person who sent it
"""

import hashlib
import io
import math
import re
import secrets
import struct
import zlib
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2560
EXTENSIONS = {"jpg", "jpeg", "png", "webp", "gif", "avif"}
ACCEPT = "image/jpeg,image/png,image/webp,image/gif,image/avif"  # for the file field
# What a format is written as: (Pillow's name, extension, how).
JPEG = ("JPEG", "jpg", {"quality": 85, "optimize": True, "progressive": True})
PNG = ("PNG", "png", {"optimize": True})
WEBP = ("WEBP", "webp", {"quality": 85, "method": 4})
WRITTEN_AS = {"JPEG": JPEG, "MPO": JPEG, "PNG": PNG, "GIF": PNG, "WEBP": WEBP, "AVIF": WEBP}
# All that Pillow's readers raise on a file that is broken or not a picture.
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, OverflowError, struct.error, zlib.error)

# Also stops Pillow itself, before it takes memory, at twice this.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


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
    upload.seek(0)
    raw = upload.read()
    picture, kind = _decode(raw)
    name, extension, how = WRITTEN_AS[kind]
    out = io.BytesIO()
    _flattened(picture, name).save(out, name, **how)
    return Picture(
        file=ContentFile(out.getvalue(), name=f"{secrets.token_hex(8)}.{extension}"),
        width=picture.width,
        height=picture.height,
        sha256=hashlib.sha256(raw).hexdigest(),
        original_name=_harmless_name(upload.name),
    )


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


def _decode(raw):
    """The picture upright, in sRGB, no longer than LONGEST_SIDE, bare of all it carried; and what it was."""
    try:
        with Image.open(io.BytesIO(raw), formats=("JPEG", "PNG", "WEBP", "GIF", "AVIF")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            if getattr(opened, "is_animated", False) and opened.format != "MPO":
                raise ValidationError(_("This picture moves. Save one moment of it as PNG or JPEG and send that."))
            _read_smaller(opened)
            opened.load()
            kind, profile = opened.format, opened.info.get("icc_profile")
            picture = _in_srgb(ImageOps.exif_transpose(opened), profile)
    except Image.DecompressionBombError:
        raise ValidationError(
            _("This picture has more than 40 million pixels. Save it smaller and send it again.")
        ) from None
    except UNREADABLE:
        raise ValidationError(_("This file is damaged, or no JPEG, PNG, WebP, GIF or AVIF picture at all.")) from None
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    picture.info.clear()
    return picture, kind


def _read_smaller(opened):
    """A JPEG far larger than we keep is read at a half, a quarter or an eighth: it takes less memory and time."""
    scale = max(opened.size) / LONGEST_SIDE
    if scale > 1:
        opened.draft(None, (math.ceil(opened.width / scale), math.ceil(opened.height / scale)))


def _in_srgb(picture, profile):
    """The picture as L, LA, RGB or RGBA, its colours moved from its own profile to the one that screens assume."""
    if picture.mode.startswith("I"):
        picture = picture.point(lambda value: value / 256).convert("L")
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            picture = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            pass  # a profile that cannot be read says nothing about the colours
    if picture.mode in ("L", "LA", "RGB", "RGBA"):
        return picture.copy()
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _flattened(picture, written_as):
    """For JPEG, which knows no transparency, on white."""
    if written_as != "JPEG" or picture.mode in ("L", "RGB"):
        return picture
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def _harmless_name(name):
    """The name that the file had, for people to recognise it; never a path and never used as one."""
    return re.sub(r"[\x00-\x1f\x7f]", "", PurePath((name or "").replace("\\", "/")).name)[:200]
