"""What hangs on a piece at the desk: names, sources, notes, picks, holds."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.people import Person, Role
from ccsis.fields import InlineHtmlField, WebAddressField


class Byline(models.Model):
    """One name under a piece, in its place, with the role and the title that it had then."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="bylines")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="bylines", verbose_name=_("person")
    )
    position = models.PositiveSmallIntegerField(_("place"), default=1)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.AUTHOR)
    name = models.CharField(
        _("name as printed"),
        max_length=200,
        blank=True,
        help_text=_("Only where no person is chosen, or the name differs."),
    )
    native_name = models.CharField(_("name in its own script"), max_length=200, blank=True)
    title = models.CharField(
        _("title then"), max_length=250, blank=True, help_text=_("Filled from the person when the piece is published.")
    )

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(person__isnull=False) | ~Q(name=""), name="byline_names_somebody"),
        ]

    def __str__(self):
        return self.printed_name

    def clean(self):
        if not self.person_id and not self.name:
            raise ValidationError({"name": _("Choose a person or write a name.")})

    @property
    def printed_name(self):
        return self.name or (self.person.name if self.person else "")

    @property
    def printed_native_name(self):
        return self.native_name or (self.person.native_name if self.person and not self.name else "")

    @property
    def printed_title(self):
        return self.title or (self.person.title if self.person else "")


class Source(models.Model):
    """Something that a piece cites: once here, as often as needed in its notes."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="sources")
    key = models.SlugField(_("key"), max_length=30, help_text=_("A short word for it: lezhvari-2024."))
    author = models.CharField(_("author"), max_length=250, blank=True)
    title = models.CharField(_("title"), max_length=300)
    container = models.CharField(
        _("published in"), max_length=250, blank=True, help_text=_("The journal, book, newspaper, site or publisher.")
    )
    date = models.CharField(_("date"), max_length=40, blank=True, help_text=_("As precise as it is known: 2024-05-03."))
    address = WebAddressField(_("address"), blank=True)
    accessed_on = models.DateField(_("read on"), null=True, blank=True)
    archived = WebAddressField(_("archived copy"), blank=True)
    position = models.PositiveSmallIntegerField(_("place"), default=1)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["article", "key"], name="source_key_once")]

    def __str__(self):
        return ", ".join(part for part in (self.author, self.title) if part)


class Note(models.Model):
    """A footnote: its text is data, and a mark in the body points to it by its key."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="notes")
    key = models.SlugField(
        _("key"),
        max_length=30,
        help_text=_('The word that the mark in the text names: <sup class="note"> with #fn-key.'),
    )
    text = InlineHtmlField(_("text"), blank=True)
    source = models.ForeignKey(
        Source,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="notes",
        verbose_name=_("source"),
        help_text=_("Cited in front of the text of the note."),
    )
    locator = models.CharField(_("place in it"), max_length=60, blank=True, help_text=_("For example: p. 12."))
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["article", "key"], name="note_key_once")]

    def __str__(self):
        return self.key


class RelatedPick(models.Model):
    """A piece that an editor wants readers to see next."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="picks")
    to = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="picked_by", verbose_name=_("piece"))
    position = models.PositiveSmallIntegerField(_("place"), default=1)

    class Meta:
        verbose_name = _("hand-picked related piece")
        verbose_name_plural = _("hand-picked related pieces")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["article", "to"], name="related_once")]

    def __str__(self):
        return str(self.to)


class Hold(models.Model):
    """A named reason why a piece must not be published yet.

    One of the desk's, with `placed_by_name`, is lifted by who placed it or by a publisher; one of the other app's by
    that app alone.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="holds")
    name = models.CharField(max_length=60)
    reason = models.CharField(_("reason"), max_length=200)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    placed_by_name = models.CharField(max_length=150, blank=True)
    placed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["article", "name"], name="hold_once")]

    def __str__(self):
        return self.reason
