from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from ccsis.records import AppendOnlyModel


class Revision(AppendOnlyModel):
    """History: a saved text with everything around it. Those that were published carry a version number."""

    class Kind(models.TextChoices):
        """What the text was kept for. All but plain saves are milestones, which the history shows first."""

        SAVE = "save", _("saved")
        HAND_IN = "hand_in", _("handed in")
        APPROVE = "approve", _("approved")
        PUBLISH = "publish", _("published")
        RESTORE = "restore", _("restored")
        IMPORT = "import", _("imported")
        OURS = "ours", _("kept before somebody else's text went over it")

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    n = models.PositiveIntegerField(_("number"))
    version = models.PositiveIntegerField(_("version"), null=True)
    kind = models.CharField(_("kept as"), max_length=10, choices=Kind.choices, default=Kind.SAVE)
    is_minor = models.BooleanField(default=False)  # of a version: small fixes that readers are told of as such
    snapshot = models.JSONField()
    sha256 = models.CharField(max_length=64)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(_("by"), max_length=150, blank=True)
    created_at = models.DateTimeField(_("saved"), default=timezone.now)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-n"]
        constraints = [
            models.UniqueConstraint(fields=["article", "n"], name="one_revision_per_number"),
            models.UniqueConstraint(fields=["article", "version"], name="one_revision_per_version"),
        ]

    def __str__(self):
        return f"{self.article} · {self.n}"


class CorrectionQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-at", "-id")

    def of_pieces_known_to_readers(self):
        """Those of pieces that are public, or whose address says why they are not."""
        return self.filter(Q(article__publication__isnull=False) | Q(article__notice__isnull=False))


class Correction(models.Model):
    """A dated record of what was wrong or changed, told to readers."""

    class Type(models.TextChoices):
        CORRECTION = "correction", _("Correction")
        CLARIFICATION = "clarification", _("Clarification")
        UPDATE = "update", _("Update")
        RETRACTION = "retraction", _("Retraction")

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="corrections")
    type = models.CharField(_("type"), max_length=20, choices=Type.choices)
    text = models.TextField(_("what changed"))
    version = models.PositiveIntegerField(_("version"), null=True)
    at = models.DateTimeField(_("date"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["-at", "-id"], name="correction_newest")]

    def __str__(self):
        return f"{self.get_type_display()}, {self.at:%Y-%m-%d}"


class ArticleEvent(AppendOnlyModel):
    """What was done with a piece, by whom and when. Never free text: notes and reasons stand beside it."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="events")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=150, blank=True)
    action = models.CharField(max_length=30)
    from_state = models.CharField(max_length=20)
    to_state = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)
    details = models.JSONField(default=dict)  # codes and ids of other rows only

    class Meta:
        ordering = ["at", "id"]

    def __str__(self):
        return f"{self.action} {self.at:%Y-%m-%d %H:%M}"
