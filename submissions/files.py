"""The files that come with a text: kept in the private store, forgotten with it."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import transaction

from submissions.models import Attachment


def store():
    """Where attachments lie: outside everything that a web server shows."""
    return FileSystemStorage(location=settings.PRIVATE_ROOT / "attachments", base_url=None)


def forget(submission):
    """Delete all files of a submission, rows now and files after commit. Gives how many."""
    return sum(remove(attachment) for attachment in Attachment.objects.filter(submission=submission))


def remove(attachment):
    """Delete one file: its row now, the file itself after commit. Gives 1."""
    names = [name for name in (attachment.name, attachment.shown_name) if name]
    attachment.delete()
    transaction.on_commit(lambda: [store().delete(name) for name in names], robust=True)
    return 1
