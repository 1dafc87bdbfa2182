"""What search and facets look into: rows that articles.searching makes of the publications, and the house's names."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.publication import Publication


class Vector(models.TextField):
    """Words with their places and weights as PostgreSQL keeps them, a `tsvector`; other databases keep it empty."""

    def db_type(self, connection):
        return "tsvector" if connection.vendor == "postgresql" else super().db_type(connection)

    def get_placeholder(self, value, compiler, connection):
        return "%s::tsvector" if connection.vendor == "postgresql" else "%s"


class Searched(models.Model):
    """The words of a publication and the values of its facets. Written by articles.searching.index alone.

    It goes with its publication. SQLite keeps the words of each weight as text, for its index (FTS5) to stand on;
    PostgreSQL keeps two vectors: everything, and what stands at the head of the piece.
    """

    publication = models.OneToOneField(Publication, on_delete=models.CASCADE, related_name="searched")
    at = models.BigIntegerField()  # when it was published, in microseconds since 1970: the order of lists
    facets = models.TextField()  # see articles.searching.tokens
    a = models.TextField(default="")
    b = models.TextField(default="")
    c = models.TextField(default="")
    d = models.TextField(default="")
    head = Vector(default="")
    words = Vector(default="")
    taken_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["-at", "-publication"], name="searched_newest")]

    def __str__(self):
        return str(self.publication_id)


class Word(models.Model):
    """A word of the archive: what may have been meant, and how it sounds in other scripts."""

    folded = models.CharField(max_length=40, unique=True)
    written = models.CharField(max_length=60)  # as it stood where it was met first
    sound = models.CharField(max_length=60, db_index=True)  # see articles.searching.sounds
    start = models.CharField(max_length=1)
    length = models.PositiveSmallIntegerField()
    seen_on = models.DateField()  # when a text with it was last taken into the index

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["start", "length"], name="word_start_length")]

    def __str__(self):
        return self.written


class NameGroup(models.Model):
    """Names of one place or one person, in any language and of any side. Who searches for one finds all of them."""

    names = models.TextField(
        _("names"),
        help_text=_(
            "One a line, in any script: Stepanakert, Khankendi, Xankəndi, Степанакерт. Endings are found, too."
        ),
    )
    note = models.CharField(_("note for colleagues"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("group of names")
        verbose_name_plural = _("names that mean the same")
        ordering = ["names", "id"]
        constraints = [models.CheckConstraint(condition=~Q(names=""), name="names_are_there")]

    def __str__(self):
        return " · ".join(self.name_list)

    @property
    def name_list(self):
        return [" ".join(line.split()) for line in self.names.splitlines() if line.strip()]
