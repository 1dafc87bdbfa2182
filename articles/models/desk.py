"""What colleagues do round a piece: assign it, comment on it, show it to outsiders, write on copies of their own.

None of it is the text, and no reader sees any of it.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article, Kind
from articles.models.revision import ArticleEvent, Revision
from ccsis.scripts import LANGUAGE_NAMES

ACCOUNT = settings.AUTH_USER_MODEL
GONE = {"on_delete": models.SET_NULL, "null": True, "blank": True, "related_name": "+"}  # an account may be deleted


class EventNote(models.Model):
    """Why a move was made, in a colleague's words. It lies beside the event and can be erased."""

    event = models.OneToOneField(ArticleEvent, on_delete=models.CASCADE, related_name="note")
    text = models.TextField()

    def __str__(self):
        return self.text


class Assignment(models.Model):
    """Who works on a piece now, and until when."""

    class Priority(models.IntegerChoices):
        LOW = 1, _("low")
        NORMAL = 2, _("normal")
        HIGH = 3, _("high")
        URGENT = 4, _("urgent")

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="assignment")
    to = models.ForeignKey(
        ACCOUNT, on_delete=models.SET_NULL, null=True, related_name="assignments", verbose_name=_("assigned to")
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices, default=Priority.NORMAL)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    set_by = models.ForeignKey(ACCOUNT, **GONE)
    set_by_name = models.CharField(max_length=150, blank=True)
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["due_on", "-priority", "id"]

    def __str__(self):
        return f"{self.to}: {self.article}"


class PreviewLink(models.Model):
    """An address under which one named outsider sees a draft, without an account, until it expires."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="preview_links")
    name = models.CharField(_("who gets it"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("Where we send it. Empty: you hand it on yourself."))
    note = models.TextField(_("words for them"), blank=True, max_length=2000)
    may_approve = models.BooleanField(_("may approve the text"), default=False)
    secret_sha256 = models.CharField(max_length=64, blank=True)  # empty until its letter leaves
    created_by = models.ForeignKey(ACCOUNT, **GONE)
    created_by_name = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("until"))
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["secret_sha256"], condition=~Q(secret_sha256=""), name="preview_secret_once"
            )
        ]

    def __str__(self):
        return self.name

    def is_open(self, now=None):
        return self.revoked_at is None and self.expires_at > (now or timezone.now())


class PreviewLook(models.Model):
    """That a preview was opened, and which text was seen. Never from where."""

    link = models.ForeignKey(PreviewLink, on_delete=models.CASCADE, related_name="looks")
    at = models.DateTimeField(default=timezone.now)
    text_version = models.PositiveIntegerField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self):
        return f"{self.link}, {self.at:%Y-%m-%d %H:%M}"


class PreviewApproval(models.Model):
    """That an outsider approved exactly this text."""

    link = models.ForeignKey(PreviewLink, on_delete=models.CASCADE, related_name="approvals")
    at = models.DateTimeField(default=timezone.now)
    text_version = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)  # of the snapshot that was on the screen

    class Meta:
        ordering = ["at", "id"]

    def __str__(self):
        return f"{self.link}, {self.at:%Y-%m-%d %H:%M}"


class Comment(models.Model):
    """What a colleague, or an outsider by a preview link, says about a piece or one of its paragraphs."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="comments")
    answers_to = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="answers")
    quote = models.CharField(max_length=300, blank=True)  # how the paragraph began when the comment was made
    paragraph = models.CharField(max_length=64, blank=True)  # fingerprint of the paragraph's words; empty: the whole
    author = models.ForeignKey(ACCOUNT, **GONE)
    link = models.ForeignKey(PreviewLink, **GONE)
    author_name = models.CharField(max_length=150)
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    mentions = models.ManyToManyField(ACCOUNT, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    resolved_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["at", "id"]

    def __str__(self):
        return self.text[:60]


class WorkingCopy(models.Model):
    """What somebody is typing into a form and has not saved: of one person, of one open form, as it was sent.

    `key` names the form, so two windows never write over each other. A new piece has no article yet, and one that was
    deleted none any more: what was typed into its form is the beginning of a new one.
    """

    article = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, related_name="working_copies")
    user = models.ForeignKey(ACCOUNT, on_delete=models.CASCADE, related_name="working_copies")
    key = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=250, blank=True)
    fields = models.JSONField(default=list)  # [[name, value], …] of the form, in its order
    text_version = models.PositiveIntegerField(default=0)  # of the piece when its form was opened
    is_same = models.BooleanField(default=False)  # as what was saved, when it was last kept
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-saved_at"]
        indexes = [models.Index(fields=["article", "user"], name="copies_of_a_piece")]

    def __str__(self):
        return self.title or self.key


class Presence(models.Model):
    """Who has a piece open, as of the last sign of life. It advises and locks nothing."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(ACCOUNT, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "user"], name="one_presence_each")]

    def __str__(self):
        return f"{self.user}, {self.seen_at:%H:%M:%S}"


class RevisionName(models.Model):
    """A name that staff gave to a revision, which itself never changes."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="naming")
    name = models.CharField(_("name"), max_length=100)
    by_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return self.name


class CheckRule(models.Model):
    """How strictly one item of the checklist is asked of one type of piece; without a row its default holds."""

    class Level(models.TextChoices):
        OFF = "off", _("off")
        RECOMMENDED = "recommended", _("recommended")
        REQUIRED = "required", _("required")

    kind = models.CharField(_("type"), max_length=20, choices=Kind.choices)
    item = models.CharField(_("item"), max_length=40)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices)

    class Meta:
        verbose_name = _("rule of the checklist")
        verbose_name_plural = _("checklist")
        ordering = ["kind", "item"]
        constraints = [models.UniqueConstraint(fields=["kind", "item"], name="one_rule_per_item")]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.item}"


class Term(models.Model):
    """A word of the house: one that must not stand in a text, or one that must."""

    class Rule(models.TextChoices):
        BANNED = "banned", _("must not be used")
        REQUIRED = "required", _("must be used")

    text = models.CharField(_("term"), max_length=120)
    rule = models.CharField(_("rule"), max_length=10, choices=Rule.choices, default=Rule.BANNED)
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        choices=list(LANGUAGE_NAMES.items()),
        help_text=_("Empty: in every language."),
    )
    instead = models.CharField(_("write instead"), max_length=120, blank=True)
    reason = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["text"]
        constraints = [models.UniqueConstraint(fields=["text", "language"], name="term_once_per_language")]

    def __str__(self):
        return self.text


class CheckedLink(models.Model):
    """An address in a public text, and what came of the last look at it."""

    class Place(models.TextChoices):
        TEXT = "text", _("text")
        NOTE = "note", _("note")
        SOURCE = "source", _("source")

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="checked_links")
    address = models.CharField(_("address"), max_length=2000)
    is_internal = models.BooleanField(_("on our own site"))
    place = models.CharField(_("stands in"), max_length=10, choices=Place.choices, default=Place.TEXT)
    words = models.CharField(_("words around"), max_length=200, blank=True)
    status = models.CharField(max_length=60, blank=True)  # empty: it works; else what was wrong, as a code
    checked_at = models.DateTimeField(_("looked at"))
    broken_since = models.DateTimeField(_("broken since"), null=True)

    class Meta:
        verbose_name = _("broken link")
        verbose_name_plural = _("broken links")
        ordering = ["-broken_since", "id"]
        indexes = [
            models.Index(fields=["-broken_since", "id"], name="links_broken", condition=Q(broken_since__isnull=False))
        ]

    def __str__(self):
        return self.address


class Calendar(Article):
    """The dates of the pieces, month by month. No table of its own: it gives the calendar its place in the admin."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("calendar")
        verbose_name_plural = _("calendar")


class CalendarKey(models.Model):
    """The secret in the address of one person's calendar; only its hash is kept."""

    user = models.OneToOneField(ACCOUNT, on_delete=models.CASCADE, related_name="calendar_key")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return str(self.user)
