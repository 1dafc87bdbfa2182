"""Smaller copies of the pictures of the library, made by the worker; until they exist, pages show the picture itself.

    make_due()                 makes what is missing
    delete_after_commit(image) for one that goes, or whose file does: set it to NONE_YET, and others are made

A copy lies under the hash of its content, so making it twice makes the same file, and a name never means another one.
"""

import hashlib
import io
import logging
import random
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from PIL import Image as Pillow

from articles import reencoding, stale
from articles.models import Image, Rendition

logger = logging.getLogger(__name__)

FOLDER = "renditions"
WIDTHS = (480, 800, 1200, 1600)
IN_AVIF_TOO = (800, 1200)  # the two that are used most: it takes the worker far longer than the others
WRITTEN_AS = {
    Rendition.Format.AVIF: ("AVIF", "avif", {"quality": 61, "speed": 7}),
    Rendition.Format.WEBP: ("WEBP", "webp", {"quality": 80, "method": 4}),
    Rendition.Format.JPEG: ("JPEG", "jpg", {"quality": 76, "optimize": True, "progressive": True}),
    Rendition.Format.PNG: ("PNG", "png", {"optimize": True}),
}
LASTS = timedelta(minutes=10)  # far longer than one picture takes
NONE_YET = {"renditions_at": None, "renditions_tries": 0, "renditions_held_until": None}
MOST_TRIES = 3  # then it is not tried again until its file is replaced
AT_ONCE = 50  # candidates, of which the workers take different ones
BROKEN = (*reencoding.UNREADABLE, Pillow.DecompressionBombError, MemoryError)


# Making


def make_due(is_ending=lambda: False):
    """For the worker, slow: make what is missing. Gives how many pictures are done."""
    done = 0
    while not is_ending() and (image := _take()):
        done += _make(image)
    return done


def _take():
    """A picture without renditions that is ours to do for a while; None where there is none."""
    due = Image.objects.filter(_is_due(timezone.now()))
    candidates = list(due.order_by("id").values_list("pk", flat=True)[:AT_ONCE])
    random.shuffle(candidates)
    for pk in candidates:
        now = timezone.now()
        ours = Image.objects.filter(_is_due(now), pk=pk)
        if ours.update(renditions_held_until=now + LASTS, renditions_tries=F("renditions_tries") + 1):
            return Image.objects.filter(pk=pk).first()
    return None


def _is_due(now):
    is_free = Q(renditions_held_until=None) | Q(renditions_held_until__lt=now)
    return Q(renditions_at=None, renditions_tries__lt=MOST_TRIES) & is_free


def _make(image):
    """Make the renditions of one picture and put their rows down, if its file is still the same. Gives 1 or 0."""
    try:
        rows = list(_written(image))
    except BROKEN as error:
        logger.warning("no renditions of image %s: %s", image.pk, type(error).__name__)
        return 0
    with transaction.atomic():
        same = Image.objects.filter(pk=image.pk, file=image.file.name, renditions_at=None)
        is_ours = same.update(renditions_at=timezone.now(), renditions_held_until=None)
        if is_ours:
            Rendition.objects.bulk_create(rows)
            stale.touch_picture(image)
    if not is_ours:  # replaced or deleted meanwhile, or another worker was first, with the same files
        _delete_files({row.file.name for row in rows})
    return is_ours


def _written(image):
    """The rows, unsaved, of files that are written one after the other."""
    picture = _opened(image)
    is_clear = picture.mode == "RGBA"
    for limit in WIDTHS:
        width = min(limit, picture.width)
        height = max(1, round(picture.height * width / picture.width))
        small = picture.resize((width, height), Pillow.Resampling.LANCZOS, reducing_gap=3.0)
        for format in _formats(limit, is_clear):
            content = _packed(small, format)
            yield Rendition(
                image=image,
                format=format,
                width=width,
                height=height,
                bytes=len(content),
                file=_kept(image, content, WRITTEN_AS[format][1]),
            )
        if width < limit:  # never larger than the picture
            break


def _formats(limit, is_clear):
    yield Rendition.Format.PNG if is_clear else Rendition.Format.JPEG
    yield Rendition.Format.WEBP
    if limit in IN_AVIF_TOO:
        yield Rendition.Format.AVIF


def _opened(image):
    with image.file.storage.open(image.file.name) as file, Pillow.open(file, formats=reencoding.FORMATS) as opened:
        if opened.width * opened.height > reencoding.MOST_PIXELS:
            raise Pillow.DecompressionBombError
        return opened.convert("RGBA" if opened.has_transparency_data else "RGB")


def _packed(picture, format):
    name, _extension, how = WRITTEN_AS[format]
    out = io.BytesIO()
    picture.save(out, name, **how)
    return out.getvalue()


def _kept(image, content, extension):
    """The name under which the content lies in the storage; written only where it is not there yet."""
    name = f"{FOLDER}/{image.pk}/{hashlib.sha256(content).hexdigest()[:32]}.{extension}"
    if default_storage.exists(name):
        return name
    return default_storage.save(name, ContentFile(content))


# Going


def delete_after_commit(image):
    """The file of a picture that is about to be deleted or replaced, and those of its renditions."""
    names = set(image.renditions.values_list("file", flat=True))
    storage, name = image.file.storage, image.file.name
    transaction.on_commit(lambda: storage.delete(name), robust=True)
    transaction.on_commit(lambda: _delete_files(names), robust=True)


def _delete_files(names):
    """Those of these files that no row names any more."""
    for name in names - set(Rendition.objects.filter(file__in=names).values_list("file", flat=True)):
        default_storage.delete(name)
