"""Reading a picture that somebody sent and writing it anew. Runs in a process of its own, see ccsis.limited: hostile
files may do to it what they like. Knows nothing of Django.

    develop(path, copy) -> {"kind": "WEBP", "extension": "webp", "width": 1200, "height": 800}
"""

import math
import struct
import zlib

from ccsis.boxed import NotTaken

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2560
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
# What a format is written as: (Pillow's name, extension, how).
JPEG = ("JPEG", "jpg", {"quality": 85, "optimize": True, "progressive": True})
PNG = ("PNG", "png", {"optimize": True})
WEBP = ("WEBP", "webp", {"quality": 85, "method": 4})
WRITTEN_AS = {"JPEG": JPEG, "MPO": JPEG, "PNG": PNG, "GIF": PNG, "WEBP": WEBP, "AVIF": WEBP}
# All that Pillow's readers raise on a file that is broken or not a picture.
UNREADABLE = (
    *(OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, OverflowError, RuntimeError, TypeError),
    *(AttributeError, struct.error, zlib.error),
)


def develop(path, copy):
    """Read the picture at `path` and write it anew to `copy`: upright, in sRGB, at most LONGEST_SIDE long, bare of all
    that it carried.

    Gives what was written. Raises NotTaken: `too_large`, `moves` or `broken`.
    """
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS  # also stops Pillow itself, before it takes memory, at twice this
    try:
        picture, kind = _read(path)
    except Image.DecompressionBombError:
        raise NotTaken("too_large") from None
    except UNREADABLE:
        raise NotTaken("broken") from None
    picture.info.clear()
    name, extension, how = WRITTEN_AS[kind]
    _flattened(picture, name).save(copy, name, **how)
    return {"kind": name, "extension": extension, "width": picture.width, "height": picture.height}


def _read(path):
    """The picture, and what format it came in."""
    from PIL import Image, ImageOps

    with Image.open(path, formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise NotTaken("too_large")
        if getattr(opened, "is_animated", False) and opened.format != "MPO":
            raise NotTaken("moves")
        _read_smaller(opened)
        opened.load()
        kind, profile = opened.format, opened.info.get("icc_profile")
        # Made smaller first: what follows copies the picture.
        picture = _without_palette(opened)
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
        return _in_srgb(ImageOps.exif_transpose(picture), profile), kind


def _read_smaller(opened):
    """A JPEG far larger than we keep is read at a half, a quarter or an eighth: it takes less memory and time."""
    scale = max(opened.size) / LONGEST_SIDE
    if scale > 1:
        opened.draft(None, (math.ceil(opened.width / scale), math.ceil(opened.height / scale)))


def _without_palette(picture):
    """The picture as L, LA, RGB, RGBA or CMYK, which can be made smaller and keep their look."""
    if picture.mode in ("L", "LA", "RGB", "RGBA", "CMYK"):
        return picture
    if picture.mode.startswith("I"):
        return picture.point(lambda value: value / 256).convert("L")
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _in_srgb(picture, profile):
    """The picture as L, LA, RGB or RGBA, its colours moved from its own profile to the one that screens assume."""
    from PIL import ImageCms

    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            own = ImageCms.ImageCmsProfile(_in_memory(profile))
            picture = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, *UNREADABLE):
            pass  # a profile that cannot be read says nothing about the colours
    if picture.has_transparency_data and picture.mode in ("L", "RGB"):  # one colour stands for "nothing"
        return picture.convert("RGBA")
    return picture.convert("RGB") if picture.mode == "CMYK" else picture


def _in_memory(content):
    from io import BytesIO

    return BytesIO(content)


def _flattened(picture, written_as):
    """For JPEG, which knows no transparency, on white."""
    from PIL import Image

    if written_as != "JPEG" or picture.mode in ("L", "RGB"):
        return picture
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground
