from django.db import models
from django.utils import timezone

from articles.models.publication import Publication


class Printout(models.Model):
    """One version of a publication as a PDF: asked for by its first reader, made by the worker.

    It goes with the publication, and with the version: articles.printing.
    """

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="printouts")
    version = models.PositiveIntegerField()
    file = models.CharField(max_length=80, blank=True)  # its name on the shelf; "" until it is made
    asked_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    held_until = models.DateTimeField(null=True)  # a worker is at it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "version"], name="one_printout_per_version"),
        ]

    def __str__(self):
        return f"{self.publication_id} v{self.version}"
