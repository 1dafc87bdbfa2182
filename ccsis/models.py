"""Who works here (User), how the site presents itself (SiteSettings), its letters, and its old addresses (Redirect,
MissingAddress)."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from ccsis.records import AppendOnlyModel
from ccsis.wordings import Worded


def folded(text):
    """An e-mail address or a user name in the one form that we keep and compare."""
    return (text or "").strip().lower()


class UserManager(BaseUserManager):
    def create_user(self, email, username, name="", password=None, **fields):
        """Without a password the account waits for one: see ccsis.accounts.letters.invite."""
        user = self.model(email=email, username=username, name=name or username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, username, name="", password=None, **fields):
        return self.create_user(email, username, name, password, is_staff=True, is_superuser=True, **fields)

    def holding(self, permission):
        """Active users to whom a role, or a right of their own, gives a permission like submissions.decide."""
        app, _dot, codename = permission.partition(".")
        right = {"codename": codename, "content_type__app_label": app}
        by_role = Q(**{f"groups__permissions__{name}": value for name, value in right.items()})
        of_their_own = Q(**{f"user_permissions__{name}": value for name, value in right.items()})
        ids = self.filter(by_role | of_their_own | Q(is_superuser=True)).values("pk")
        return self.filter(pk__in=ids, is_active=True).order_by("name", "pk")

    def get_by_natural_key(self, email):
        return self.get(email=folded(email))


class User(AbstractBaseUser, PermissionsMixin):
    """An account of the staff. The person that readers see in a byline is a Person, which may point here."""

    email = models.EmailField(_("e-mail address"), unique=True)
    username = models.CharField(
        _("user name"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(r"^[a-z][a-z0-9_-]*\Z", _("Use small Latin letters, digits, - and _, like nino-k."))
        ],
        help_text=_("A short handle: colleagues mention it as @name, and one may log in with it."),
    )
    name = models.CharField(_("name"), max_length=150, help_text=_("As colleagues should see it."))
    is_staff = models.BooleanField(_("may enter the desk"), default=True)
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Take this away instead of deleting an account; it ends all sessions.")
    )
    session_version = models.PositiveIntegerField(default=0, editable=False)
    wants_first_steps = models.BooleanField(default=True, editable=False)  # on the desk's front page, see first_steps
    date_joined = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["username", "name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["name", "id"]
        permissions = [("assign_roles", "Can give roles that hold more rights than one's own")]
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_is_folded"),
            models.CheckConstraint(condition=Q(username=Lower("username")), name="user_username_is_folded"),
        ]

    def __str__(self):
        return self.name or self.username

    def clean(self):
        self.email, self.username = folded(self.email), folded(self.username)

    def save(self, **kwargs):
        self.clean()
        super().save(**kwargs)

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return str(self)

    def get_session_auth_hash(self):
        return self._session_hash()

    def get_session_auth_fallback_hash(self):
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret=None):
        # Whatever is in here ends all sessions when it changes.
        value = f"{self.password}:{self.session_version}"
        return salted_hmac("ccsis.User.session", value, secret=secret, algorithm="sha256").hexdigest()

    def end_sessions(self):
        """Log this user out everywhere; links to set a password end too."""
        type(self).objects.filter(pk=self.pk).update(session_version=F("session_version") + 1)
        self.refresh_from_db(fields=["session_version"])

    def deactivate(self):
        """Nobody logs in as this user any more, and who is logged in is out at the next click."""
        type(self).objects.filter(pk=self.pk).update(is_active=False)
        self.is_active = False
        self.end_sessions()


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


class LetterStatus(models.TextChoices):
    QUEUED = "queued", _("waiting to be sent")
    HELD = "held", _("held, can still be cancelled")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("given up")
    UNCERTAIN = "uncertain", _("uncertain: may have been sent")
    CANCELLED = "cancelled", _("cancelled")


class LetterQuerySet(models.QuerySet):
    def waiting(self):
        """Letters that have not left and still could."""
        return self.filter(status__in=Letter.WAITING)

    def due(self, now):
        return self.waiting().filter(send_at__lte=now).order_by("send_at", "id")


class Letter(models.Model):
    """A row of the outbox: enough to write the letter at the moment of sending. Only ccsis.letters writes here."""

    Status = LetterStatus
    WAITING = (LetterStatus.QUEUED, LetterStatus.HELD)

    template = models.CharField(_("template"), max_length=100)
    language = models.CharField(_("language"), max_length=16, default="en")
    recipient = models.EmailField(_("recipient"), blank=True)
    params = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    links = models.JSONField(default=dict, blank=True)
    key = models.CharField(max_length=200, unique=True, null=True, blank=True)
    about = models.CharField(_("about"), max_length=100, blank=True, db_index=True)
    status = models.CharField(_("status"), max_length=10, choices=LetterStatus, default=LetterStatus.QUEUED)
    hold_until = models.DateTimeField(_("held until"), null=True, blank=True)
    send_at = models.DateTimeField(_("next try"), default=timezone.now)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    error = models.CharField(_("what the last try said"), max_length=500, blank=True)
    harmless_twice = models.BooleanField(_("a double does no harm"), default=False)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    text = models.TextField(_("text, as sent"), blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    sending_since = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-created_at", "-id"]
        default_permissions = ("view",)
        permissions = [("resend_letter", "Can send a letter again or cancel one that is held")]
        indexes = [
            models.Index(fields=["send_at", "id"], condition=Q(status__in=["queued", "held"]), name="letter_due"),
            models.Index(fields=["sending_since"], condition=Q(status="sending"), name="letter_half_sent"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=LetterStatus.values), name="letter_status_is_known"),
        ]

    def __str__(self):
        return f"{self.template} ({self.get_status_display()})"


class RedirectManager(models.Manager):
    def leave(self, old, new):
        """From now on `old` leads to `new`, in one step: what led to `old` is turned, and no loop remains."""
        if old == new:
            return None
        with transaction.atomic():
            self.filter(old_path=new).delete()  # `new` is an address in use again
            self.turn(old, new)
            return self.update_or_create(old_path=old, defaults={"new_path": new})[0]

    def leave_missing(self, pairs):
        """Old addresses lead to new ones where nobody has said yet where they lead. Takes {old: new}."""
        known = set(self.filter(old_path__in=pairs).values_list("old_path", flat=True))
        missing = {old: new for old, new in pairs.items() if old not in known and old != new}
        for old in set(self.filter(new_path__in=missing).values_list("new_path", flat=True)):
            self.turn(old, missing[old])
        self.bulk_create([self.model(old_path=old, new_path=new) for old, new in missing.items()])

    @transaction.atomic
    def take_over(self, pairs):
        """Old addresses lead to new ones from now on, wherever they led before. Takes {old: new} without chains."""
        known = {row.old_path: row for row in self.filter(old_path__in=pairs)}
        for old, row in known.items():
            row.new_path = pairs[old]
        self.bulk_update(known.values(), ["new_path"], batch_size=500)
        fresh = [self.model(old_path=old, new_path=new) for old, new in pairs.items() if old not in known]
        self.bulk_create(fresh, batch_size=500)
        for old in set(self.filter(new_path__in=pairs).values_list("new_path", flat=True)):
            self.turn(old, pairs[old])

    def turn(self, old, new):
        """What led to `old` leads to `new`; what would lead to itself goes."""
        self.filter(new_path=old, old_path=new).delete()
        self.filter(new_path=old).update(new_path=new)


class Redirect(models.Model):
    """An address that readers may still hold, and where its page stands now. Asked only where nothing is found."""

    old_path = models.CharField(
        _("old address"),
        max_length=500,
        unique=True,
        help_text=_(
            "Begins with /, without the name of the site: /2021/03/the-pass/ in any script. Of a WordPress site also "
            "/?p=123 and /?cat=4; what else stands in a query does not matter."
        ),
    )
    new_path = models.CharField(
        _("new address"),
        max_length=500,
        db_index=True,
        help_text=_(
            "Begins with /, a page of this site. Only who has the right to may let an address lead to another site: "
            "then it begins with https://."
        ),
    )
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects = RedirectManager()

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["old_path"]
        permissions = [("redirect_elsewhere", "Can let an old address lead to another site")]
        constraints = [
            # A second slash, in either direction, would make it the address of another host without saying so.
            models.CheckConstraint(
                condition=Q(old_path__startswith="/")
                & (
                    Q(new_path__startswith="https://")
                    | (
                        Q(new_path__startswith="/")
                        & ~Q(new_path__startswith="//")
                        & ~Q(new_path__startswith="/\\")
                    )
                ),
                name="redirect_says_where_it_leads",
                violation_error_message=_("Write both addresses from the first / on, like /analyses/the-pass/."),
            ),
            models.CheckConstraint(
                condition=~Q(old_path=F("new_path")),
                name="redirect_leads_elsewhere",
                violation_error_message=_("This would lead back to itself."),
            ),
        ]

    def __str__(self):
        return f"{self.old_path} → {self.new_path}"


class MissingAddress(models.Model):
    """An address that readers asked for and that was not there: counted, so that staff can say where it leads.

    Only ccsis.missing writes here. It holds no query, no name and no network: nobody can be told by it.
    """

    path = models.CharField(_("address"), max_length=300, unique=True)
    count = models.PositiveIntegerField(_("asked for"), default=1)
    referrer = models.CharField(_("last link from"), max_length=100, blank=True)
    first_seen_at = models.DateTimeField(_("first"))
    last_seen_at = models.DateTimeField(_("last"))
    is_ignored = models.BooleanField(_("ignored"), default=False)

    class Meta:
        verbose_name = _("missing address")
        verbose_name_plural = _("missing addresses")
        ordering = ["-count", "-last_seen_at", "path"]
        default_permissions = ("view", "change", "delete")

    def __str__(self):
        return self.path


class SecurityAction(models.TextChoices):
    LOGIN = "login", _("logged in")
    LOGIN_FAILED = "login_failed", _("login refused: name or password")
    FACTOR_FAILED = "factor_failed", _("login refused: second factor")
    LOGOUT = "logout", _("logged out")
    SESSIONS_ENDED = "sessions_ended", _("ended the other sessions")
    PASSWORD = "password", _("set a password")  # noqa: S105 - a word, not a secret
    FACTOR = "factor", _("changed the second factor")
    FACTOR_RESET = "factor_reset", _("took away a colleague’s second factor")
    RIGHTS = "rights", _("changed an account or its rights")
    PUBLISHED = "published", _("changed what readers see")
    DECIDED = "decided", _("decided on a simulation")
    DELETED = "deleted", _("deleted")
    EXPORTED = "exported", _("exported")


class SecurityEvent(AppendOnlyModel):
    """A row of the security log: who did what, when, from which network. Only ccsis.trail writes here; the database
    itself refuses to change or delete a row (ccsis.unchangeable)."""

    Action = SecurityAction

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    action = models.CharField(_("what"), max_length=20, choices=SecurityAction)
    actor = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    actor_name = models.CharField(_("who"), max_length=150, blank=True)
    about = models.CharField(_("about"), max_length=100, blank=True, db_index=True)
    details = models.JSONField(_("details"), default=dict, blank=True)
    network = models.CharField(_("from"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("entry of the security log")
        verbose_name_plural = _("security log")
        ordering = ["-at", "-id"]
        default_permissions = ("view",)

    def __str__(self):
        return f"{self.get_action_display()} {self.about}".strip()


class Change(models.Model):
    """Something that readers see has changed: what is kept and depends on this name is stale. See ccsis.caching."""

    name = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.name
