from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.publication import Publication
from articles.models.taxonomy import Region, Series, Topic


class Filed(models.Model):
    """A publication in one of the lists that readers go through: of a topic, region, series, tag or person.

    It repeats when the piece was published, so that a page of a list, the thousandth too, is read from one index.
    Only articles.filing writes it.
    """

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="filed", db_index=False)
    shelf = models.CharField(max_length=20)  # the name of the model: topic, region, series, tag, person
    number = models.PositiveBigIntegerField()  # of its row
    published_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["shelf", "number", "-published_at", "-publication"], name="filed_newest")]
        constraints = [models.UniqueConstraint(fields=["publication", "shelf", "number"], name="filed_once")]

    def __str__(self):
        return f"{self.shelf} {self.number}: {self.publication_id}"


class Tally(models.Model):
    """How many publications there are in one of those lists, in a month, of a type, in all. Kept, because counting
    takes as long as there are pieces. Only articles.filing writes it."""

    shelf = models.CharField(max_length=20)  # as in Filed; or `all`, a type, `month`
    number = models.PositiveBigIntegerField(default=0)  # as in Filed; of a month 202611
    total = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["shelf", "number"], name="one_tally_per_list")]

    def __str__(self):
        return f"{self.shelf} {self.number}: {self.total}"


class ImportantPiece(models.Model):
    """A piece that editors want readers of a topic, region or series to find first."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, blank=True, related_name="important")
    region = models.ForeignKey(Region, on_delete=models.CASCADE, null=True, blank=True, related_name="important")
    series = models.ForeignKey(Series, on_delete=models.CASCADE, null=True, blank=True, related_name="important")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+", verbose_name=_("piece"))
    position = models.PositiveSmallIntegerField(_("place"), default=1)

    class Meta:
        verbose_name = _("important piece")
        verbose_name_plural = _("most important pieces")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "article"], name="important_once_in_a_topic"),
            models.UniqueConstraint(fields=["region", "article"], name="important_once_in_a_region"),
            models.UniqueConstraint(fields=["series", "article"], name="important_once_in_a_series"),
            models.CheckConstraint(
                condition=Q(topic__isnull=False, region__isnull=True, series__isnull=True)
                | Q(topic__isnull=True, region__isnull=False, series__isnull=True)
                | Q(topic__isnull=True, region__isnull=True, series__isnull=False),
                name="important_in_one_list",
            ),
        ]

    def __str__(self):
        return str(self.article)
