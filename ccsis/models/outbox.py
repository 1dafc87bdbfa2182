"""Letters that wait, were sent or failed."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LetterStatus(models.TextChoices):
    QUEUED = "queued", _("waiting to be sent")
    HELD = "held", _("held, can still be cancelled")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("given up")
    UNCERTAIN = "uncertain", _("uncertain: may have been sent")
    CANCELLED = "cancelled", _("cancelled")


class LetterQuerySet(models.QuerySet):
    def waiting(self):
        """Letters that have not left and still could."""
        return self.filter(status__in=Letter.WAITING)

    def due(self, now):
        return self.waiting().filter(send_at__lte=now).order_by("send_at", "id")


class Letter(models.Model):
    """A row of the outbox: enough to write the letter at the moment of sending. Only ccsis.letters writes here."""

    Status = LetterStatus
    WAITING = (LetterStatus.QUEUED, LetterStatus.HELD)

    template = models.CharField(_("template"), max_length=100)
    language = models.CharField(_("language"), max_length=16, default="en")
    recipient = models.EmailField(_("recipient"), blank=True)
    params = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    links = models.JSONField(default=dict, blank=True)
    key = models.CharField(max_length=200, unique=True, null=True, blank=True)
    about = models.CharField(_("about"), max_length=100, blank=True, db_index=True)
    status = models.CharField(_("status"), max_length=10, choices=LetterStatus, default=LetterStatus.QUEUED)
    hold_until = models.DateTimeField(_("held until"), null=True, blank=True)
    send_at = models.DateTimeField(_("next try"), default=timezone.now)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    error = models.CharField(_("what the last try said"), max_length=500, blank=True)
    harmless_twice = models.BooleanField(_("a double does no harm"), default=False)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    text = models.TextField(_("text, as sent"), blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    sending_since = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-created_at", "-id"]
        default_permissions = ("view",)
        permissions = [("resend_letter", "Can send a letter again or cancel one that is held")]
        indexes = [
            models.Index(fields=["send_at", "id"], condition=Q(status__in=["queued", "held"]), name="letter_due"),
            models.Index(fields=["sending_since"], condition=Q(status="sending"), name="letter_half_sent"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=LetterStatus.values), name="letter_status_is_known"),
        ]

    def __str__(self):
        return f"{self.template} ({self.get_status_display()})"
