"""The library of pictures: new ones, and a new file for one that is there. Who may is asked by the caller."""

from django.db import transaction
from django.utils import timezone

from articles import locking, merging, renditions, stale
from articles.models import Article, Image


def same_as(picture):
    """The picture of the library that came from the very same file, or None."""
    return Image.objects.filter(sha256=picture.sha256).first()


@transaction.atomic
def replace_file(image, picture, *, by=None, now=None):
    """Put another file in the place of a picture's. Its address and words stay, and every page shows the new one.

    Takes the Image and a Picture of articles.pictures. The old file goes after commit; pieces that use the picture
    have it in their history. Raises locking.Conflict where somebody was first.
    """
    now = now or timezone.now()
    old = image.file.name
    renditions.delete_after_commit(image)
    image.file.save(picture.file.name, picture.file, save=False)
    fresh = {
        "file": image.file.name,
        "width": picture.width,
        "height": picture.height,
        "sha256": picture.sha256,
        "original_name": picture.original_name,
        **renditions.NONE_YET,
    }
    if not Image.objects.filter(pk=image.pk, file=old).update(**fresh):
        image.file.storage.delete(image.file.name)
        raise locking.Conflict(f"{image}")
    image.renditions.all().delete()
    for use in merging.uses(image):
        for row in use.rows if use.model is Article else ():
            locking.record(row, "replace", by=by, now=now, what="file", image=image.pk)
    stale.touch_picture(image)
    image.refresh_from_db()
