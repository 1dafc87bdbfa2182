from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ccsis.fields import HtmlField
from ccsis.scripts import LANGUAGE_NAMES
from ccsis.slugs import SluggedModel


class CallQuerySet(models.QuerySet):
    def open(self, now=None):
        """Calls that take simulations now, the one that closes first at the top, standing ones last."""
        now = now or timezone.now()
        return self.filter(
            Q(closes_at__isnull=True) | Q(closes_at__gt=now), is_public=True, opens_at__lte=now
        ).order_by(F("closes_at").asc(nulls_last=True), "id")

    def known_to_readers(self, now=None):
        """Calls that are or were open."""
        return self.filter(is_public=True, opens_at__lte=now or timezone.now())


class Call(SluggedModel):
    """An invitation to send simulations on a question. One call stands open for ever."""

    SLUG_FROM = "title"

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(
        _("address"), max_length=80, unique=True, blank=True, help_text=_("Made from the title when left empty.")
    )
    brief = models.TextField(_("brief"), help_text=_("What you want to know, in three or four sentences."))
    guidelines = HtmlField(
        _("guidelines"), blank=True, help_text=_("What a good simulation has, and what it must not have.")
    )
    languages = models.JSONField(_("languages"), default=list, blank=True, help_text=_("Codes, like en, ru, fa."))
    opens_at = models.DateTimeField(_("opens"), default=timezone.now)
    closes_at = models.DateTimeField(
        _("closes"), null=True, blank=True, help_text=_("Empty for a call that stands open.")
    )
    grace_minutes = models.PositiveSmallIntegerField(
        _("grace, in minutes"), default=60, help_text=_("For forms that were already open when the call closed.")
    )
    words_from = models.PositiveIntegerField(_("words, at least"), default=300)
    words_to = models.PositiveIntegerField(_("words, at most"), default=5000)
    asks_phone = models.BooleanField(_("asks for a telephone number"), default=True)
    phone_reason = models.CharField(
        _("why a telephone number"),
        max_length=200,
        blank=True,
        default="So that an editor can ask about a sentence before we print it.",
    )
    response_days = models.PositiveSmallIntegerField(_("answer promised within, in days"), default=21)
    retention_days = models.PositiveSmallIntegerField(
        _("contact data kept after a decision, in days"), default=90, help_text=_("Of work that is not published.")
    )
    licence = models.CharField(_("licence"), max_length=100, default="CC BY 4.0")
    series = models.ForeignKey(
        "articles.Series", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("series")
    )
    topics = models.ManyToManyField("articles.Topic", blank=True, related_name="+", verbose_name=_("topics"))
    regions = models.ManyToManyField("articles.Region", blank=True, related_name="+", verbose_name=_("regions"))
    announcement = models.ForeignKey(
        "articles.Article",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("announcement"),
        help_text=_("The piece that announces the call."),
    )
    is_public = models.BooleanField(_("shown to readers"), default=True)
    is_on_home = models.BooleanField(_("shown on the home page"), default=False, help_text=_("Only one can."))
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["-opens_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")), name="call_closes_after_it_opens"
            ),
            models.CheckConstraint(condition=Q(words_to__gte=F("words_from")), name="call_length_in_order"),
            models.UniqueConstraint(fields=["is_on_home"], condition=Q(is_on_home=True), name="one_call_on_home"),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        if self.closes_at and self.opens_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("A call closes after it opens.")})
        if self.words_to < self.words_from:
            raise ValidationError({"words_to": _("The greater number of words stands here.")})
        unknown = set(self.languages) - set(LANGUAGE_NAMES)
        if unknown:
            raise ValidationError(
                {"languages": _("We do not know the language %s.") % ", ".join(sorted(map(str, unknown)))}
            )

    def get_absolute_url(self):
        return reverse("form:call", args=[self.slug])

    def is_open(self, now=None):
        now = now or timezone.now()
        return self.is_public and self.opens_at <= now and (self.closes_at is None or now < self.closes_at)

    def takes_forms_opened_earlier(self, now=None):
        """Whether a form that was opened before the call closed may still be sent."""
        now = now or timezone.now()
        grace = timedelta(minutes=self.grace_minutes)
        return self.is_public and self.opens_at <= now and (self.closes_at is None or now < self.closes_at + grace)

    @property
    def language_names(self):
        return [LANGUAGE_NAMES[code] for code in self.languages if code in LANGUAGE_NAMES]
