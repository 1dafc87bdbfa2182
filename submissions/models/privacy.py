from django.conf import settings
from django.db import models
from django.utils import timezone

from ccsis.records import AppendOnlyModel
from submissions.models.submission import Submission


class Look(AppendOnlyModel):
    """Somebody of the staff looked at contact data."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="looks")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]
        default_permissions = ()

    def __str__(self):
        return f"{self.actor_name} {self.at:%Y-%m-%d %H:%M}"


class Erasure(models.Model):
    """That somebody's data was erased, by whom and why; never whose. What a restored backup must erase again."""

    class By(models.TextChoices):
        CONTRIBUTOR = "contributor"
        STAFF = "staff"
        RETENTION = "retention"

    reference = models.CharField(max_length=13, unique=True)  # of the submission; it names nobody
    by = models.CharField(max_length=12, choices=By.choices)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]
        default_permissions = ()

    def __str__(self):
        return f"{self.reference} {self.at:%Y-%m-%d}"
