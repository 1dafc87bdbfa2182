"""What a piece says in short, to whom it recommends what, and how it knows: fields that the desk's row and the readers'
row have in common."""

from django.db import models
from django.utils.translation import gettext_lazy as _

ONE_A_LINE = _("One a line.")


class Confidence(models.TextChoices):
    """How surely something is assessed: a fixed scale, so that the words mean the same under every piece."""

    LOW = "low", _("low confidence")
    LOW_TO_MODERATE = "low-moderate", _("low to moderate confidence")
    MODERATE = "moderate", _("moderate confidence")
    MODERATE_TO_HIGH = "moderate-high", _("moderate to high confidence")
    HIGH = "high", _("high confidence")


class SourceKind(models.TextChoices):
    """Where the knowledge in a piece comes from."""

    INTERVIEWS = "interviews", _("interviews")
    FIELDWORK = "fieldwork", _("own observation on the spot")
    DOCUMENTS = "documents", _("documents")
    STATISTICS = "statistics", _("official statistics")
    COUNTS = "counts", _("own counts and data")
    IMAGERY = "imagery", _("satellite and other imagery")
    MEDIA = "media", _("press and social media")
    LITERATURE = "literature", _("research literature")
    CONFIDENTIAL = "confidential", _("sources known to the editors and not named")


def lines_of(text):
    """The lines of a text that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class Knowing(models.Model):
    whats_new = models.TextField(
        _("what is new?"),
        blank=True,
        help_text=_("The three questions stand in the place of the key points as soon as one of them is answered."),
    )
    why_it_matters = models.TextField(_("why does it matter?"), blank=True)
    what_to_do = models.TextField(_("what should be done?"), blank=True)
    recommendations = models.TextField(
        _("recommendations"),
        blank=True,
        help_text=_(
            "A line that ends with a colon says to whom, such as “To the government of Armenia:”. Each line below it "
            "is one recommendation. The next line with a colon begins the next address."
        ),
    )
    known = models.TextField(_("what we know"), blank=True, help_text=ONE_A_LINE)
    assessed = models.TextField(_("what we assess"), blank=True, help_text=ONE_A_LINE)
    confidence = models.CharField(_("how surely we assess it"), max_length=20, choices=Confidence.choices, blank=True)
    not_known = models.TextField(_("what we do not know"), blank=True, help_text=ONE_A_LINE)
    source_kinds = models.JSONField(_("kinds of sources"), default=list, blank=True)
    source_remark = models.CharField(
        _("about the sources"),
        max_length=300,
        blank=True,
        help_text=_("For example: fourteen interviews with carriers; names are held by the editors."),
    )
    fieldwork = models.TextField(
        _("fieldwork"), blank=True, help_text=_("One a line, place and time: Stepantsminda, September 2026.")
    )
    as_of = models.DateField(
        _("analysis current as of"), null=True, blank=True, help_text=_("What happened later is not in the piece.")
    )

    class Meta:
        abstract = True

    @property
    def has_questions(self):
        """Whether the three questions stand in the place of the key points."""
        return bool((self.whats_new + self.why_it_matters + self.what_to_do).strip())

    @property
    def questions(self):
        """The three questions that are answered: [(question, [paragraph, …]), …]."""
        asked = [
            (_("What is new?"), self.whats_new),
            (_("Why does it matter?"), self.why_it_matters),
            (_("What should be done?"), self.what_to_do),
        ]
        return [(question, lines_of(answer)) for question, answer in asked if answer.strip()]

    @property
    def recommendation_groups(self):
        """To whom what is recommended: [("To the government", ["Publish …", …]), …], each addressee once, in order."""
        groups, addressee = {}, ""
        for line in lines_of(self.recommendations):
            if line.endswith((":", "：")):
                addressee = line.rstrip(" :：")
                groups.setdefault(addressee, [])
            else:
                groups.setdefault(addressee, []).append(line)
        return [(name, points) for name, points in groups.items() if points]

    @property
    def known_list(self):
        return lines_of(self.known)

    @property
    def assessed_list(self):
        return lines_of(self.assessed)

    @property
    def not_known_list(self):
        return lines_of(self.not_known)

    @property
    def fieldwork_list(self):
        return lines_of(self.fieldwork)

    @property
    def source_kind_names(self):
        """The kinds of sources in words, in the order of the list; kinds that it no longer has are left out."""
        return [kind.label for kind in SourceKind if kind.value in self.source_kinds]

    @property
    def says_how_it_knows(self):
        fields = (self.known, self.assessed, self.not_known, self.source_remark, self.fieldwork)
        return bool(any(field.strip() for field in fields) or self.source_kinds or self.as_of)

    @property
    def knowing_text(self):
        """All of these fields that have words of their own, for search."""
        return "\n".join(
            [
                *(self.whats_new, self.why_it_matters, self.what_to_do, self.recommendations),
                *(self.known, self.assessed, self.not_known, self.source_remark, self.fieldwork),
            ]
        )
