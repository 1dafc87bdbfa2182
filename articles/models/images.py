from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class ImageQuerySet(models.QuerySet):
    def for_pages(self):
        """With their renditions, in one more query however many there are."""
        return self.prefetch_related("renditions")


class Image(models.Model):
    """A picture of the library. The file was re-encoded when it came (articles.pictures): no EXIF, no GPS."""

    file = models.ImageField(_("file"), upload_to="images/", max_length=200)
    alt = models.CharField(
        _("text instead of the picture"),
        max_length=300,
        blank=True,
        help_text=_("What a reader who cannot see it needs to know. Leave empty only for ornament."),
    )
    credit = models.CharField(
        _("credit"), max_length=200, help_text=_("Who made it: a photographer, an agency, an archive.")
    )
    licence = models.CharField(
        _("licence"), max_length=100, blank=True, help_text=_("For example CC BY 4.0, or own work.")
    )
    caption = models.TextField(_("caption"), blank=True)
    source = models.CharField(
        _("source"),
        max_length=500,
        blank=True,
        help_text=_("Where it comes from: an address, or words. Only staff see it."),
    )
    focal_x = models.PositiveSmallIntegerField(_("focal point, % from the left"), default=50, validators=PERCENT)
    focal_y = models.PositiveSmallIntegerField(_("focal point, % from the top"), default=50, validators=PERCENT)
    # Written by articles.pictures; Django's own width_field would open the file whenever a row is read.
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    sha256 = models.CharField(max_length=64, editable=False, db_index=True)
    original_name = models.CharField(_("name of the uploaded file"), max_length=200, blank=True, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    # Its renditions: made when; how often that was tried; by whom nobody else may try until then.
    renditions_at = models.DateTimeField(null=True, editable=False)
    renditions_tries = models.PositiveSmallIntegerField(default=0, editable=False)
    renditions_held_until = models.DateTimeField(null=True, editable=False)

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-id"]
        indexes = [models.Index(fields=["id"], name="image_without_renditions", condition=Q(renditions_at=None))]

    def __str__(self):
        return self.alt or self.caption or self.original_name or f"{_('Image')} {self.pk}"

    @property
    def body_address(self):
        """How a text refers to this picture; articles.body turns it into the file's address."""
        return f"/images/{self.pk}"


class Rendition(models.Model):
    """A smaller copy of a picture, in one width and format. Only articles.renditions makes and deletes them."""

    class Format(models.TextChoices):
        AVIF = "avif", "AVIF"
        WEBP = "webp", "WebP"
        JPEG = "jpeg", "JPEG"
        PNG = "png", "PNG"

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")
    format = models.CharField(max_length=4, choices=Format.choices)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    bytes = models.PositiveIntegerField()
    file = models.FileField(upload_to="renditions/", max_length=200)

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        ordering = ["width", "format"]
        constraints = [
            models.UniqueConstraint(fields=["image", "format", "width"], name="one_rendition_per_format_and_width")
        ]

    def __str__(self):
        return f"{self.image_id} · {self.format} {self.width}"
