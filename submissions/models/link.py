from django.db import models
from django.utils import timezone

from submissions.models.contributor import CoAuthor
from submissions.models.submission import Submission


class Link(models.Model):
    """A secret address that was given out, for one purpose. Only its hash is kept; see submissions.links."""

    class Purpose(models.TextChoices):
        CONFIRM = "confirm"
        MANAGE = "manage"
        COAUTHOR = "coauthor"
        PROOF = "proof"

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="links")
    coauthor = models.ForeignKey(CoAuthor, on_delete=models.CASCADE, null=True, related_name="links")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        default_permissions = ()

    def __str__(self):
        return f"{self.purpose} {self.created_at:%Y-%m-%d %H:%M}"
