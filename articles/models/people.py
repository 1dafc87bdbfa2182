from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ccsis.fields import HtmlField
from ccsis.slugs import SluggedModel


class Role(models.TextChoices):
    AUTHOR = "author", _("author")
    EDITOR = "editor", _("editor")
    TRANSLATOR = "translator", _("translator")
    CONTRIBUTOR = "contributor", _("contributor")


class Person(SluggedModel):
    """Somebody, or a body, that stands under a piece. A person is not a user and needs no login."""

    SLUG_FROM = "name"

    name = models.CharField(_("name"), max_length=200, help_text=_("As it is printed, in Latin letters."))
    native_name = models.CharField(
        _("name in its own script"), max_length=200, blank=True, help_text=_("For example: ნინო, Արամ, شیرین.")
    )
    family_name = models.CharField(
        _("family name"),
        max_length=100,
        blank=True,
        help_text=_("For citations, and only where it is not the last word of the name: García Márquez."),
    )
    slug = models.SlugField(
        _("address"), max_length=80, unique=True, blank=True, help_text=_("Made from the name when left empty.")
    )
    is_body = models.BooleanField(
        _("is a body"), default=False, help_text=_("Tick for an institution, such as The Caucasus Center.")
    )
    is_default_byline = models.BooleanField(
        _("default byline"), default=False, help_text=_("Stands under a piece that names nobody else. Only one can.")
    )
    title = models.CharField(
        _("title"),
        max_length=200,
        blank=True,
        help_text=_("Today's title. Published pieces keep the title of their day."),
    )
    biography = HtmlField(_("biography"), blank=True)
    photo = models.ForeignKey(
        "articles.Image", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("photo")
    )
    links = models.TextField(
        _("links"), blank=True, help_text=_("One a line: an address, or a label, a space and an address.")
    )
    orcid = models.CharField(
        "ORCID",
        max_length=19,
        blank=True,
        validators=[RegexValidator(r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$", _("Write the ORCID like 0000-0002-1825-0097."))],
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("account"),
        help_text=_("If this person works in the admin. An author may edit pieces that carry this byline."),
    )

    class Meta:
        verbose_name = _("person or body")
        verbose_name_plural = _("people and bodies")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default_byline"], condition=Q(is_default_byline=True), name="one_default_byline"
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("site:person", args=[self.slug])

    @property
    def link_pairs(self):
        """The links as (label, address); the address serves as label where none is written."""
        pairs = []
        for line in self.links.splitlines():
            label, _space, address = line.strip().rpartition(" ")
            if address.startswith(("https://", "http://")):
                pairs.append((label.strip() or address.split("//")[1].rstrip("/"), address))
        return pairs
