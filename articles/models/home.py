from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article, Kind
from ccsis.fields import HtmlField
from ccsis.slugs import SluggedModel, refuse_reserved
from ccsis.wordings import Worded


class Home(models.Model):
    """The front page, as an editor arranged it. There is one row."""

    lead = models.ForeignKey(
        Article,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead"),
        help_text=_("The piece at the top. The newest one stands there when this is empty or not published."),
    )
    series = models.ForeignKey(
        "articles.Series",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("series"),
        help_text=_("The series that readers are led to."),
    )

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home page")

    def __str__(self):
        return str(_("Home page"))

    @classmethod
    def load(cls):
        """The one row, made when it is first asked for."""
        return cls.objects.select_related("lead", "series").get_or_create(pk=1)[0]


class HomePick(models.Model):
    home = models.ForeignKey(Home, on_delete=models.CASCADE, related_name="picks")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+", verbose_name=_("piece"))
    position = models.PositiveSmallIntegerField(_("place"), default=1)

    class Meta:
        verbose_name = _("pick")
        verbose_name_plural = _("picks below the lead")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["home", "article"], name="picked_once")]

    def __str__(self):
        return str(self.article)


class Page(Worded, SluggedModel):
    """A page that staff edit: about, contact, privacy and the like."""

    SLUG_FROM = "title"
    WORDED = ("title", "body", "meta_description")

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(
        _("address"), max_length=80, unique=True, blank=True, help_text=_("Made from the title when left empty.")
    )
    body = HtmlField(_("text"), blank=True)
    meta_description = models.CharField(_("description for search engines"), max_length=300, blank=True)
    is_public = models.BooleanField(_("shown to readers"), default=True)
    in_footer = models.BooleanField(_("linked in the footer"), default=True)
    position = models.PositiveSmallIntegerField(_("place in the footer"), default=100)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["position", "title"]

    def __str__(self):
        return self.title

    def clean(self):
        refuse_reserved(self.slug)

    def get_absolute_url(self):
        return reverse("site:page", args=[self.slug])


class Disclaimer(Worded):
    """The sentence at the foot of every piece of one type: whose views these are."""

    WORDED = ("text",)

    kind = models.CharField(_("type"), max_length=20, choices=Kind.choices, unique=True)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("disclaimer")
        verbose_name_plural = _("disclaimers")
        ordering = ["kind"]

    def __str__(self):
        return self.get_kind_display()
