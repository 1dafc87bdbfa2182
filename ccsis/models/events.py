"""What happened: the security log, and what tells running processes that pages are stale."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ccsis.models.people import User
from ccsis.records import AppendOnlyModel


class SecurityAction(models.TextChoices):
    LOGIN = "login", _("logged in")
    LOGIN_FAILED = "login_failed", _("login refused: name or password")
    FACTOR_FAILED = "factor_failed", _("login refused: second factor")
    LOGOUT = "logout", _("logged out")
    SESSIONS_ENDED = "sessions_ended", _("ended the other sessions")
    PASSWORD = "password", _("set a password")  # noqa: S105 - a word, not a secret
    FACTOR = "factor", _("changed the second factor")
    FACTOR_RESET = "factor_reset", _("took away a colleague’s second factor")
    RIGHTS = "rights", _("changed an account or its rights")
    PUBLISHED = "published", _("changed what readers see")
    DECIDED = "decided", _("decided on a simulation")
    DELETED = "deleted", _("deleted")
    EXPORTED = "exported", _("exported")


class SecurityEvent(AppendOnlyModel):
    """A row of the security log: who did what, when, from which network. Only ccsis.trail writes here; the database
    itself refuses to change or delete a row (ccsis.unchangeable)."""

    Action = SecurityAction

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    action = models.CharField(_("what"), max_length=20, choices=SecurityAction)
    actor = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    actor_name = models.CharField(_("who"), max_length=150, blank=True)
    about = models.CharField(_("about"), max_length=100, blank=True, db_index=True)
    details = models.JSONField(_("details"), default=dict, blank=True)
    network = models.CharField(_("from"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("entry of the security log")
        verbose_name_plural = _("security log")
        ordering = ["-at", "-id"]
        default_permissions = ("view",)

    def __str__(self):
        return f"{self.get_action_display()} {self.about}".strip()


class Change(models.Model):
    """Something that readers see has changed: what is kept and depends on this name is stale. See ccsis.caching."""

    name = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.name
