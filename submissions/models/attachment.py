from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from submissions.models.submission import Submission


class Attachment(models.Model):
    """A file that came with a text, in the private store under a random name. Served as a download only.

    `name` is the file as it came; `shown_name` the copy without metadata, which is what staff see.
    """

    class Kind(models.TextChoices):
        DOCX = "docx"
        PDF = "pdf"

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=100, unique=True)
    shown_name = models.CharField(max_length=100, blank=True)
    original_name = models.CharField(_("file"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    size = models.PositiveIntegerField(_("size"))  # bytes
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(_("came"), default=timezone.now)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["created_at", "id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["submission", "sha256"], name="same_file_once")]

    def __str__(self):
        return self.original_name
