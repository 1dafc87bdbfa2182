from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from submissions.models.event import Event
from submissions.models.submission import Submission


class Message(models.Model):
    """What staff and the contributor write to each other. Never internal: both sides read all of it."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="messages")
    by_contributor = models.BooleanField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=150, blank=True)  # of staff; stays when the account goes
    text = models.TextField(_("message"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["at", "id"]
        default_permissions = ()

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M}"


class Point(models.Model):
    """One thing that a request for changes asks for, and the contributor's answer to it."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="points")
    n = models.PositiveSmallIntegerField()
    text = models.TextField(_("what we ask for"))
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("point")
        verbose_name_plural = _("points")
        ordering = ["n"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["event", "n"], name="one_point_per_number")]

    def __str__(self):
        return f"{self.n}. {self.text[:60]}"

    @property
    def sent_answer(self):
        """The answer once it was sent; before that what stands there was put by, and is the contributor's alone."""
        return self.answer if self.answered_at else ""
