from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from submissions.models.submission import Submission


class FlagQuerySet(models.QuerySet):
    def unsettled(self):
        """What nobody has looked at yet."""
        return self.filter(settled_at=None)


class Flag(models.Model):
    """Something that a moderator should look at, found by a rule that explains itself, or by a colleague who says
    what it is. A flag refuses nothing.

    `evidence` holds what the sentence needs; what a code means stands in submissions.flags, and the rules in
    submissions.form.intake. A colleague's flag has the code STAFF and words of its own.
    """

    STAFF = "staff"

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="flags")
    code = models.CharField(max_length=40)
    points = models.PositiveSmallIntegerField(default=0)  # towards quarantine
    evidence = models.JSONField(default=dict, blank=True)
    text = models.TextField(_("what should be looked at"), blank=True)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    raised_by_name = models.CharField(max_length=150, blank=True)  # stays when the account goes
    raised_at = models.DateTimeField(default=timezone.now)
    settled_by_name = models.CharField(max_length=150, blank=True)
    settled_at = models.DateTimeField(null=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        ordering = ["-points", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "code"], condition=~Q(code="staff"), name="one_flag_per_code_of_a_rule"
            )
        ]

    def __str__(self):
        return self.code

    @property
    def is_settled(self):
        return self.settled_at is not None
