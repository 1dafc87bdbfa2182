"""What a chief editor decides about the whole site."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ccsis.wordings import Worded


class SiteSettings(Worded):
    """What a chief editor decides about the whole site. One row; defaults stand in until it is saved."""

    WORDED = ("name", "strapline", "footer")

    name = models.CharField(
        _("name"),
        max_length=120,
        default="Caucasus Center for Strategic and International Studies",
        help_text=_("The full name: in page titles, feeds, citations and letters."),
    )
    wordmark = models.CharField(
        _("wordmark"), max_length=20, default="CCSIS", help_text=_("The few letters beside the sign in the masthead.")
    )
    strapline = models.CharField(
        _("strapline"),
        max_length=160,
        blank=True,
        help_text=_("One sentence on what we do, for the home page and feeds."),
    )
    contact_address = models.EmailField(
        _("contact address"), blank=True, help_text=_("Readers see it, and answers to our letters go there.")
    )
    footer = models.CharField(
        _("footer"), max_length=300, blank=True, help_text=_("One or two sentences at the foot of every page.")
    )
    mail_signature = models.TextField(
        _("mail signature"),
        max_length=500,
        blank=True,
        help_text=_("Stands under every letter. Left empty, it is the name of the site."),
    )
    licence_name = models.CharField(
        _("licence of our texts"), max_length=80, blank=True, default="CC BY 4.0", help_text=_("As readers see it.")
    )
    licence_address = models.URLField(
        _("address of the licence"), blank=True, default="https://creativecommons.org/licenses/by/4.0/"
    )
    # The domain and the day in the ids of feeds (RFC 4151), as in "ccsis.example,2026-11-25": `setup` writes it once,
    # and a later domain leaves it alone, so that nobody who follows a feed is shown everything anew.
    tagging_entity = models.CharField(max_length=270, blank=True, editable=False)
    has_proof_of_work = models.BooleanField(
        _("ask browsers for a proof of work"),
        default=False,
        help_text=_(
            "Turn it on when programs fill in the form for simulations. The browser then does a small sum by itself "
            "while somebody writes: nothing to click, nobody else is asked, about a second on a computer and a few on "
            "an old telephone. Whoever sends without it (no JavaScript, or a program) is not refused; the moderators "
            "see a sign of spam beside the text, and the form offers the contact address as another way."
        ),
    )

    ONLY = 1

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        default_permissions = ("view", "change")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="site_settings_is_one_row")]

    def __str__(self):
        return self.name

    @classmethod
    def load(cls):
        """The one row, or its defaults, with the links of the footer as `footer_links`: one query, no write."""
        rows = list(
            cls.objects.filter(pk=cls.ONLY)
            .annotate(link_label=F("links__label"), link_address=F("links__address"))
            .order_by("links__position", "links__id")
        )
        site = rows[0] if rows else cls(pk=cls.ONLY)
        site.footer_links = [SiteLink(label=row.link_label, address=row.link_address) for row in rows if row.link_label]
        return site

    @property
    def signature(self):
        return self.mail_signature.strip() or self.said("name")


class SiteLink(models.Model):
    """A link at the foot of every page."""

    settings = models.ForeignKey(SiteSettings, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(_("label"), max_length=60)
    address = models.CharField(
        _("address"),
        max_length=300,
        validators=[
            RegexValidator(
                r"^(/(?!/)|https?://|mailto:)\S*\Z",
                _("Begin with / for a page of ours, or with https:// for another site, or with mailto:."),
            )
        ],
        help_text=_("A page of ours like /about/, or a full address."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("link in the footer")
        verbose_name_plural = _("links in the footer")
        ordering = ["position", "id"]
        default_permissions = ()  # whoever may change the settings may change their links

    def __str__(self):
        return self.label
