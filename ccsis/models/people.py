"""Who works here."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


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
