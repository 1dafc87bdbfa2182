from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from ccsis.scripts import LANGUAGE_NAMES
from submissions.models.submission import Submission


class Recusal(models.Model):
    """Somebody of the staff declared a conflict of interest: they do not decide on this submission."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="recusals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["submission", "user"], name="recused_once")]

    def __str__(self):
        return f"{self.user} {self.at:%Y-%m-%d}"


class Comment(models.Model):
    """What colleagues say to each other about a submission. The contributor never reads it."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=150)
    text = models.TextField(_("comment"))
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["at", "id"]
        default_permissions = ()

    def __str__(self):
        return f"{self.author_name} {self.at:%Y-%m-%d %H:%M}"


class CannedReply(models.Model):
    """Words that staff keep for letters they write often. They fill the field and are changed there before sending."""

    class Kind(models.TextChoices):
        DECLINE = "decline", _("decline")
        CHANGES = "request_changes", _("ask for changes")
        ACCEPT = "accept", _("accept")
        MESSAGE = "message", _("message")

    kind = models.CharField(_("for"), max_length=20, choices=Kind.choices, default=Kind.DECLINE)
    title = models.CharField(_("reason"), max_length=120, help_text=_("How you find it: too short, published before."))
    language = models.CharField(_("language"), max_length=10, choices=list(LANGUAGE_NAMES.items()), default="en")
    text = models.TextField(_("text"), max_length=10_000)
    position = models.PositiveSmallIntegerField(_("place"), default=100)

    class Meta:
        verbose_name = _("canned reply")
        verbose_name_plural = _("canned replies")
        ordering = ["kind", "position", "title"]
        constraints = [models.UniqueConstraint(fields=["kind", "title", "language"], name="one_reply_per_reason")]

    def __str__(self):
        return self.title

    @property
    def begins(self):
        """Its first words, to be told from others by."""
        return Truncator(" ".join(self.text.split())).chars(80)
