from django.conf import settings
from django.db import models
from django.utils import timezone

from ccsis.records import AppendOnlyModel
from submissions.models.submission import State, Submission


class Event(AppendOnlyModel):
    """What was done, by whom and when. Codes and ids only: words stand in Reason, where they can be erased."""

    class Actor(models.TextChoices):
        STAFF = "staff"
        CONTRIBUTOR = "contributor"
        WORKER = "worker"

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="events")
    action = models.CharField(max_length=30)
    from_state = models.CharField(max_length=20, choices=State.choices)
    to_state = models.CharField(max_length=20, choices=State.choices)
    actor_kind = models.CharField(max_length=12, choices=Actor.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=150, blank=True)  # of staff; stays when the account goes
    version = models.PositiveIntegerField()
    details = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["submission", "version"], name="one_event_per_version")]

    def __str__(self):
        return f"{self.action} {self.at:%Y-%m-%d %H:%M}"


class Reason(models.Model):
    """The words that go with an event: a note among ourselves, and what the contributor is told."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="reason")
    note = models.TextField(blank=True)
    message = models.TextField(blank=True)

    def __str__(self):
        return self.message or self.note
