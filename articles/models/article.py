from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from articles.models.knowing import Knowing, lines_of
from articles.tagging import CarefulTags
from ccsis.fields import HtmlField, WebAddressField
from ccsis.scripts import LANGUAGE_NAMES, direction
from ccsis.slugs import SluggedModel, refuse_reserved


class Kind(models.TextChoices):
    """The type of a piece, with the letters that stand in its public number."""

    ANALYSIS = "analysis", _("Analysis")
    COMMENTARY = "commentary", _("Commentary")
    BRIEF = "brief", _("Policy brief")
    REPORT = "report", _("Report")
    QA = "qa", _("Q&A")
    STATEMENT = "statement", _("Statement")
    SIMULATION = "simulation", _("Simulation")
    ANNOUNCEMENT = "announcement", _("Announcement")


NUMBER_CODES = {
    Kind.ANALYSIS: "AN",
    Kind.COMMENTARY: "CO",
    Kind.BRIEF: "PB",
    Kind.REPORT: "RP",
    Kind.QA: "QA",
    Kind.STATEMENT: "ST",
    Kind.SIMULATION: "SM",
    Kind.ANNOUNCEMENT: "NO",
}


class Republication(models.TextChoices):
    """Under which licence a piece may be republished, where it is not the one of the site."""

    BY = "by", "CC BY 4.0"
    BY_SA = "by-sa", "CC BY-SA 4.0"
    BY_ND = "by-nd", "CC BY-ND 4.0"
    BY_NC = "by-nc", "CC BY-NC 4.0"
    BY_NC_ND = "by-nc-nd", "CC BY-NC-ND 4.0"
    NOBODY = "nobody", _("nobody without asking: all rights reserved")


class Piece(Knowing):
    """What the desk's row and the readers' row have in common, declared once; `publish` copies it over."""

    kind = models.CharField(_("type"), max_length=20, choices=Kind.choices, default=Kind.ANALYSIS)
    language = models.CharField(_("language"), max_length=10, choices=list(LANGUAGE_NAMES.items()), default="en")
    title = models.CharField(_("title"), max_length=250)
    subtitle = models.CharField(_("subtitle"), max_length=250, blank=True)
    standfirst = models.TextField(
        _("standfirst"),
        blank=True,
        help_text=_("Two or three sentences under the title: what the piece says and why it matters."),
    )
    key_points = models.TextField(_("key points"), blank=True, help_text=_("One a line, three to five in all."))
    body = HtmlField(_("text"), blank=True)
    lead_image = models.ForeignKey(
        "articles.Image",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)s_leads",
        verbose_name=_("lead image"),
        help_text=_("Without one the piece gets its own relief, drawn from its title."),
    )
    series = models.ForeignKey(
        "articles.Series",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("series"),
    )
    series_part = models.PositiveSmallIntegerField(_("part number"), null=True, blank=True)
    follows_version = models.PositiveIntegerField(
        _("follows version"),
        null=True,
        blank=True,
        help_text=_("Of a translation: the version of the original that it was made from."),
    )
    is_exclusive = models.BooleanField(
        _("exclusive"), default=False, help_text=_("Ask everybody who republishes it for credit.")
    )
    republication = models.CharField(
        _("who may republish it"),
        max_length=20,
        choices=Republication.choices,
        blank=True,
        help_text=_("Empty: as the settings of the site say; what first stood elsewhere stays there."),
    )
    republication_notice = models.TextField(
        _("notice of republication"),
        blank=True,
        help_text=_("In the centre's own words; readers see it under the text."),
    )
    funding = models.CharField(_("funding"), max_length=300, blank=True, help_text=_("Who paid for the work."))
    interests = models.CharField(
        _("interests"), max_length=300, blank=True, help_text=_("Interests that the authors declare.")
    )
    originally_in = models.CharField(_("originally published in"), max_length=200, blank=True)
    originally_at = WebAddressField(_("address of the original"), blank=True)
    meta_description = models.CharField(
        _("description for search engines"),
        max_length=300,
        blank=True,
        help_text=_("Where it differs from the standfirst."),
    )
    share_title = models.CharField(_("title when shared"), max_length=120, blank=True, help_text=_("Where it differs."))
    doi = models.CharField(
        "DOI", max_length=100, blank=True, help_text=_("Like 10.1234/abcd, without https://doi.org/.")
    )
    call_title = models.CharField(_("call"), max_length=200, blank=True, editable=False)
    call_address = models.CharField(max_length=200, blank=True, editable=False)
    scenario = models.JSONField(default=dict, blank=True, editable=False)
    relief = models.CharField(max_length=120, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def key_point_list(self):
        return lines_of(self.key_points)

    @property
    def direction(self):
        """`ltr` or `rtl`, for the `dir` attribute of everything in the piece's language."""
        return direction(self.language)

    @property
    def is_simulation(self):
        return self.kind == Kind.SIMULATION


class ArticleQuerySet(models.QuerySet):
    def with_standing(self):
        """Adds `is_public` and `is_retracted`, so that a list can say where each piece stands."""
        from articles.models.publication import Notice, Publication

        return self.annotate(
            is_public=Exists(Publication.objects.filter(article=OuterRef("pk"))),
            is_retracted=Exists(Notice.objects.filter(article=OuterRef("pk"))),
        )

    def editable_by(self, user):
        """The pieces that this person may change: all of them, or those they made, stand under or were given."""
        if not user.has_perm("articles.change_article"):
            return self.none()
        if user.has_perm("articles.change_any_article"):
            return self
        own = Q(created_by=user) | Q(bylines__person__user=user) | Q(assignment__to=user)
        return self.filter(own).distinct()


class Article(SluggedModel, Piece):
    """The desk's row: the working copy that staff edit. Readers never see it; articles.publishing carries it over."""

    SLUG_FROM = "title"
    SLUG_ALSO_IN = ("publication__slug", "notice__slug")  # readers hold on to it after the desk gave the piece another

    class State(models.TextChoices):
        """Where the desk's own copy stands. Whether readers see a piece is the Publication's business."""

        PLANNED = "planned", _("planned")
        DRAFT = "draft", _("draft")
        REVIEW = "review", _("in review")
        COPYEDIT = "copyedit", _("copy-edit")
        READY = "ready", _("ready")
        SCHEDULED = "scheduled", _("scheduled")

    slug = models.SlugField(
        _("address"),
        max_length=80,
        unique=True,
        blank=True,
        help_text=_("Made from the title when left empty. Changing it later leaves a redirect."),
    )
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.DRAFT, editable=False)
    row_version = models.PositiveIntegerField(default=1, editable=False)  # counts every change: the lock
    text_version = models.PositiveIntegerField(default=1, editable=False)  # the row_version of the last change of text
    files_version = models.PositiveIntegerField(default=1, editable=False)  # and of that of its PDF files
    publish_at = models.DateTimeField(_("to be published"), null=True, blank=True, editable=False)
    expire_at = models.DateTimeField(_("to be taken down"), null=True, blank=True, editable=False)
    embargo_until = models.DateTimeField(_("under embargo until"), null=True, blank=True, editable=False)
    review_on = models.DateField(_("to be looked at again"), null=True, blank=True, editable=False)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    original = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("translation of"),
    )
    topics = models.ManyToManyField("articles.Topic", blank=True, related_name="articles", verbose_name=_("topics"))
    regions = models.ManyToManyField("articles.Region", blank=True, related_name="articles", verbose_name=_("regions"))
    tags = TaggableManager(
        _("tags"),
        through="articles.TaggedArticle",
        manager=CarefulTags,
        blank=True,
        help_text=_("Commas part them: South Caucasus, gas, railways."),
    )
    number = models.CharField(_("number"), max_length=30, unique=True, null=True, blank=True, editable=False)
    first_published_at = models.DateTimeField(_("first published"), null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("last saved"), auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("piece")
        verbose_name_plural = _("pieces")
        ordering = ["-changed_at", "-id"]
        permissions = [
            ("change_any_article", "Can change every piece, not only own ones"),
            ("approve_article", "Can approve a piece"),
            ("publish_article", "Can publish a piece"),
            ("retract_article", "Can retract a piece"),
            ("edit_source", "Can use the source view of the editor"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["original", "language"],
                condition=Q(original__isnull=False),
                name="one_translation_per_language",
            ),
            models.CheckConstraint(
                condition=Q(original__isnull=True) | ~Q(original=models.F("id")), name="not_its_own_original"
            ),
            models.CheckConstraint(
                condition=Q(state="scheduled", publish_at__isnull=False)
                | (~Q(state="scheduled") & Q(publish_at__isnull=True)),
                name="scheduled_has_a_date",
            ),
        ]
        indexes = [
            models.Index(fields=["-changed_at", "-id"], name="article_last_saved"),
            models.Index(fields=["publish_at"], name="article_due", condition=Q(state="scheduled")),
            models.Index(fields=["expire_at"], name="article_expiring", condition=Q(expire_at__isnull=False)),
        ]

    def __str__(self):
        return self.title or f"{_('Piece')} {self.pk}"

    def clean(self):
        refuse_reserved(self.slug)
        if self.original_id:
            self._clean_translation()
        elif self.pk:
            self._refuse_language_of(self.translations)

    def _clean_translation(self):
        if self.original_id == self.pk:
            raise ValidationError({"original": _("A piece cannot be a translation of itself.")})
        if self.original.original_id:
            raise ValidationError({"original": _("Choose the original, not another translation.")})
        if self.pk and self.translations.exists():
            raise ValidationError({"original": _("This piece has translations of its own, so it is an original.")})
        if self.original.language == self.language:
            raise ValidationError({"language": _("The original is already in this language.")})
        self._refuse_language_of(self.original.translations.exclude(pk=self.pk))

    def _refuse_language_of(self, translations):
        twin = translations.filter(language=self.language).first()
        if twin:
            raise ValidationError({"language": _("“%s” is the translation into this language.") % twin})

    @property
    def readers_version(self):
        """The row_version of the last change of anything that readers would see."""
        return max(self.text_version, self.files_version)

    @property
    def group_id(self):
        """What a piece and its translations share: the original's id."""
        return self.original_id or self.pk


class NumberCounter(models.Model):
    """The last public number given for a type and year; locked while the next one is given."""

    code = models.CharField(max_length=2)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "year"], name="one_counter_per_code_and_year")]

    def __str__(self):
        return f"{self.code} {self.year}: {self.last}"
