import secrets
from datetime import timedelta

from django.conf import settings
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
        ).order_by(*self.model.IN_ORDER)

    def standing(self):
        """Calls that take simulations at any time. There is always one."""
        return self.filter(is_public=True, closes_at=None)

    def known_to_readers(self, now=None):
        """Calls that are or were open."""
        return self.filter(is_public=True, opens_at__lte=now or timezone.now())


class Call(SluggedModel):
    """An invitation to send simulations on a question. One call stands open for ever."""

    SLUG_FROM = "title"
    IN_ORDER = (F("closes_at").asc(nulls_last=True), "id")  # the one that closes first at the top

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
    requires_phone = models.BooleanField(
        _("does not take a text without one"), default=False, help_text=_("Say below why you need it.")
    )
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
    per_person = models.PositiveSmallIntegerField(
        _("simulations a person"), null=True, blank=True, help_text=_("How many one person may send; empty for any.")
    )
    is_sensitive = models.BooleanField(
        _("sensitive"), default=False, help_text=_("Two different people have to accept a text.")
    )
    takes_docx = models.BooleanField(_("takes .docx files"), default=True)
    takes_pdf = models.BooleanField(_("takes .pdf files"), default=True)
    most_files = models.PositiveSmallIntegerField(
        _("files, at most"), default=3, help_text=_("Beside the text. 0 for none.")
    )
    moderators = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        verbose_name=_("moderators"),
        help_text=_("Who looks after this call, and is told of what comes in."),
    )
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
    changed_at = models.DateTimeField(auto_now=True)

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
            models.CheckConstraint(
                condition=Q(requires_phone=False) | Q(asks_phone=True), name="call_asks_for_the_phone_it_requires"
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        if self.closes_at and self.opens_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("A call closes after it opens.")})
        if (self.closes_at or not self.is_public) and self.is_last_standing:
            raise ValidationError(
                _("This is the only call that stands open. Open another one first: there is always one.")
            )
        if self.words_to < self.words_from:
            raise ValidationError({"words_to": _("The greater number of words stands here.")})
        if self.requires_phone and not (self.asks_phone and self.phone_reason.strip()):
            raise ValidationError({"phone_reason": _("Say why a telephone number is needed.")})
        unknown = set(self.languages) - set(LANGUAGE_NAMES)
        if unknown:
            raise ValidationError(
                {"languages": _("We do not know the language %s.") % ", ".join(sorted(map(str, unknown)))}
            )

    @property
    def is_last_standing(self):
        """Whether readers could send nothing any more without this call."""
        if not self.pk or not Call.objects.standing().filter(pk=self.pk).exists():
            return False
        return not Call.objects.standing().exclude(pk=self.pk).exists()

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
    def file_kinds(self):
        """The kinds of files that may come with a text: "docx", "pdf"."""
        kinds = [kind for kind in ("docx", "pdf") if getattr(self, f"takes_{kind}")]
        return kinds if self.most_files else []

    @property
    def language_names(self):
        return [LANGUAGE_NAMES[code] for code in self.languages if code in LANGUAGE_NAMES]


class Question(models.Model):
    """Something that a call asks beyond the standard questions."""

    class Kind(models.TextChoices):
        SHORT = "short", _("a line")
        LONG = "long", _("a text")
        CHOICE = "choice", _("a choice")
        NUMBER = "number", _("a number")

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=40, editable=False)  # names the answer; stays when the label is mended
    label = models.CharField(_("question"), max_length=200)
    help_text = models.CharField(_("help"), max_length=300, blank=True)
    kind = models.CharField(_("answered by"), max_length=10, choices=Kind.choices, default=Kind.SHORT)
    choices = models.TextField(_("choices"), blank=True, help_text=_("One a line, for a choice."))
    is_required = models.BooleanField(_("required"), default=False)
    is_personal = models.BooleanField(
        _("personal data"),
        default=False,
        help_text=_("The answer is kept with the contact data and seen only by who may see that."),
    )
    position = models.PositiveSmallIntegerField(_("place"), default=1)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["call", "key"], name="one_question_per_key")]

    def __str__(self):
        return self.label

    def save(self, *args, **kwargs):
        self.key = self.key or f"q-{secrets.token_hex(4)}"
        super().save(*args, **kwargs)

    def clean(self):
        if self.kind == self.Kind.CHOICE and len(self.choice_list) < 2:
            raise ValidationError({"choices": _("Write two choices at least, one a line.")})

    @property
    def choice_list(self):
        return list(dict.fromkeys(line.strip() for line in self.choices.splitlines() if line.strip()))
