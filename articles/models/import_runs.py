from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.home import Page


class ImportRunQuerySet(models.QuerySet):
    def at_work(self):
        """Those that a worker does, or will do as soon as one is free."""
        return self.filter(state__in=ImportRun.AT_WORK)

    def free(self, now):
        """Those at work that no worker holds, or whose worker has not been heard of for too long."""
        return self.at_work().filter(Q(is_held=False) | Q(held_until__lt=now))


class ImportRun(models.Model):
    """An import from WordPress that staff began in the admin: its files, how far it is, what came of it.

    The desk writes what is wanted (articles.importing), a worker does it (articles.imports.background). The files lie
    in a private folder; the lines of the report are rows of ImportLine.
    """

    class State(models.TextChoices):
        LOOKING = "looking", _("being looked through")
        READY = "ready", _("waits for your decision")
        IMPORTING = "importing", _("being imported")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped")
        FAILED = "failed", _("failed")

    class Step(models.TextChoices):
        UNPACKING = "unpacking", _("Unpacking the pictures")
        READING = "reading", _("Reading the file")
        PIECES = "pieces", _("Going through the pieces")

    CATEGORY = ("slug", "name", "pieces", "becomes", "here")
    AT_WORK = (State.LOOKING, State.IMPORTING)
    OVER = (State.DONE, State.STOPPED, State.FAILED)

    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.LOOKING)
    export_name = models.CharField(_("file"), max_length=255)  # of the first, where there are several
    pictures_name = models.CharField(_("pictures"), max_length=255, blank=True)
    folder = models.CharField(max_length=40, unique=True)  # below PRIVATE_ROOT/imports
    files_deleted_at = models.DateTimeField(null=True, blank=True)
    options = models.JSONField(default=dict)  # names of the files, and what the importer is told besides them
    source = models.CharField(_("from"), max_length=300, blank=True)  # the old site's title
    categories = models.JSONField(default=list)  # rows of CATEGORY: those of the export, by what their names tell

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    created_at = models.DateTimeField(_("since"), default=timezone.now)
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    moved_at = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(null=True, blank=True)  # when “Start” was pressed: from then on it writes
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    step = models.CharField(max_length=20, choices=Step.choices, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    of = models.PositiveBigIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)
    sums = models.JSONField(default=dict)  # what stands on no line: pictures, comments, other types, remarks

    is_held = models.BooleanField(default=False)
    holder = models.CharField(max_length=40, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)  # since a worker last let go of it in good order

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("import from WordPress")
        ordering = ["-created_at", "-id"]
        default_permissions = ()
        permissions = [("import_site", "Can import a site from WordPress")]
        constraints = [
            # Two imports side by side could make the same piece twice.
            models.UniqueConstraint(fields=["is_held"], condition=Q(is_held=True), name="one_import_at_a_time"),
            models.CheckConstraint(
                condition=Q(state__in=["looking", "ready", "importing", "done", "stopped", "failed"]),
                name="import_state_is_known",
            ),
        ]

    def __str__(self):
        return self.source or self.export_name

    @property
    def export_names(self):
        return self.options.get("exports") or [self.export_name]

    @property
    def can_be_sorted(self):
        """May somebody still say what becomes of its categories?"""
        is_waiting = self.state in (self.State.READY, self.State.FAILED)
        return is_waiting and self.has_files and self.begun_at is None and bool(self.categories)

    @property
    def is_at_work(self):
        return self.state in self.AT_WORK

    @property
    def is_over(self):
        return self.state in self.OVER

    @property
    def has_files(self):
        return self.files_deleted_at is None


class ImportLine(models.Model):
    """What became of one item of an export, or would become of it."""

    class Outcome(models.TextChoices):
        """In the order in which they are shown."""

        IMPORTED = "imported", _("imported")
        UPDATED = "updated", _("updated")
        CONFLICT = "conflict", _("changed in both places")
        LEFT = "left out", _("left out")
        UNCHANGED = "unchanged", _("unchanged")

    WRITTEN = (Outcome.IMPORTED, Outcome.UPDATED)

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="lines")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    key = models.CharField(max_length=250, blank=True)  # the item's number on the other site
    type = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=500, blank=True)
    old_address = models.CharField(max_length=500, blank=True)
    address = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    notes = models.JSONField(default=list)
    article = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, related_name="+")
    page = models.ForeignKey(Page, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        indexes = [models.Index(fields=["run", "outcome", "id"], name="import_lines_in_order")]

    def __str__(self):
        return f"{self.outcome}: {self.title}"
