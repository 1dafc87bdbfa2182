from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from ccsis.scripts import LANGUAGE_NAMES


class DocumentQuerySet(models.QuerySet):
    def at_the_desk(self):
        """Those that belong to the piece as the desk has it; a removed one may still be what readers see."""
        return self.filter(removed_at=None)


class Document(models.Model):
    """A PDF that comes with a piece. Its file never changes: another file is another row.

    It lies in the private store (articles.documents); readers get it while a publication names it.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="documents")
    position = models.PositiveSmallIntegerField(_("place"), default=1)
    title = models.CharField(
        _("title"), max_length=200, help_text=_("What readers choose it by, for example: The full report.")
    )
    language = models.CharField(_("language"), max_length=10, choices=list(LANGUAGE_NAMES.items()), default="en")
    file = models.CharField(max_length=120, unique=True, editable=False)  # names in the private store
    cover = models.CharField(max_length=120, blank=True, editable=False)
    cover_width = models.PositiveSmallIntegerField(default=0, editable=False)
    cover_height = models.PositiveSmallIntegerField(default=0, editable=False)
    cover_tries = models.PositiveSmallIntegerField(default=0, editable=False)
    cover_held_until = models.DateTimeField(null=True, editable=False)
    original_name = models.CharField(_("name of the uploaded file"), max_length=200, editable=False)
    pages = models.PositiveIntegerField(_("pages"), editable=False)
    bytes = models.PositiveIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, editable=False)  # from the piece at the desk

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("PDF file")
        verbose_name_plural = _("PDF files")
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["id"], name="document_without_cover", condition=Q(cover=""))]

    def __str__(self):
        return self.title

    def plain(self):
        """What a publication keeps of it."""
        return {
            "id": self.pk,
            "title": self.title,
            "language": self.language,
            "pages": self.pages,
            "bytes": self.bytes,
        }
