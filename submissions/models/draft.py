from django.db import models
from django.utils import timezone

from submissions.models.submission import Submission


class Draft(models.Model):
    """A form that was put by, however incomplete: what was typed, as it was typed. Staff never see it.

    Before sending it is all that there is; afterwards it is a change under way that has not been sent.
    """

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="draft")
    typed = models.JSONField(default=dict)  # name of the field -> list of values, as a form posts them
    email = models.EmailField(blank=True)  # where the link was mailed
    saved_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"{self.submission} {self.saved_at:%Y-%m-%d %H:%M}"
