from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from submissions.models.submission import Submission


class Flag(models.Model):
    """Something that a moderator should look at, found by a rule that explains itself. A flag refuses nothing.

    `evidence` holds what the sentence needs; what a code means stands in submissions.form.intake, which raises it.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="flags")
    code = models.CharField(max_length=40)
    points = models.PositiveSmallIntegerField(default=0)  # towards quarantine
    evidence = models.JSONField(default=dict, blank=True)
    raised_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        ordering = ["-points", "id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["submission", "code"], name="one_flag_per_code")]

    def __str__(self):
        return self.code
