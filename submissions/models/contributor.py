from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from submissions.models.submission import Submission


class Contributor(models.Model):
    """Who sent it. Personal data stands in this table only; its contact columns need submissions.view_contact."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="contributor")
    full_name = models.CharField(_("full name"), max_length=200)
    native_name = models.CharField(_("name in its own script"), max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=120, blank=True)
    affiliation = models.CharField(_("affiliation"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"))
    email_folded = models.EmailField(db_index=True, editable=False)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    CONTACT_FIELDS = ("email", "phone")

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")

    def __str__(self):
        return self.full_name

    def save(self, *args, **kwargs):
        self.email_folded = self.email.strip().lower()
        super().save(*args, **kwargs)

    @property
    def credit_title(self):
        """The title as it will be printed beside the name."""
        return ", ".join(part for part in (self.title, self.affiliation) if part)


class Consent(models.Model):
    """What a contributor agreed to, in which wording, and when."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="consents")
    wording = models.CharField(max_length=40)  # the wording's name and number, like publish-1
    text = models.TextField()
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "wording"], name="consent_given_once")]

    def __str__(self):
        return self.wording


class Credit(models.Model):
    """How a contributor is named, frozen when the text was accepted."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="credits")
    position = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=200)
    native_name = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["submission", "position"], name="one_name_per_place")]

    def __str__(self):
        return self.name
