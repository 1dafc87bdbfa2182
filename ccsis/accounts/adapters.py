"""What django-allauth asks of us: how often a login may be tried, what happens at its end, how secrets are kept.

Its views send no letters and no messages of their own: ours put them into the transaction of what they tell of.
"""

import base64
import hashlib
import logging
import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ccsis import trail
from ccsis.accounts import keeping, known_browser
from ccsis.accounts.backend import find
from ccsis.limits import CACHE_IS_DOWN, client_address
from ccsis.models import SiteSettings, folded

logger = logging.getLogger(__name__)

TOO_MANY = "too_many_login_attempts"
WINDOW = 5 * 60  # seconds, of all limits on logins in settings.ACCOUNT_RATE_LIMITS
LONGEST_HANDLE = 254
FRESH = 5 * 60  # seconds: who has just logged in need not show again who it is
TRY_LATER = gettext_lazy("Too many tries. Wait 5 minutes, then try again. Nothing is lost and nothing is locked.")
WRONG_CODE = gettext_lazy("This code is not right, or it was used already. Wait for the next one, and write that.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {TOO_MANY: TRY_LATER, "rate_limited": TRY_LATER}

    def is_open_for_signup(self, request):
        return False  # colleagues invite

    def add_message(self, *args, **kwargs):
        pass

    def send_notification_mail(self, *args, **kwargs):
        pass

    def get_client_ip(self, request):
        return client_address(request)

    def is_safe_url(self, url):
        """Paths of this site, and no other address."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def pre_authenticate(self, request, **credentials):
        """Count this try, or raise ValidationError. Each address has few tries for one account and some more over all
        accounts. Besides, an account takes only so many from browsers that it does not know: the owner's own is not
        concerned by what strangers do, so nobody is locked out of the own account."""
        handle = folded(credentials.get("username"))[:LONGEST_HANDLE]  # folded first: blanks name nobody
        wanted = [("login_failed", f"{handle} {client_address(request)}"), ("login_address", None)]
        if not known_browser.is_known(request, handle):
            wanted.append(("login_account", handle))
        counted = ratelimit.RateLimitUsage(usage=[])
        try:
            for action, key in wanted:
                usage = ratelimit.consume(request, app="allauth.account", action=action, key=key)
                if usage is None:
                    counted.rollback()  # who is refused tries nothing
                    raise self.validation_error(TOO_MANY)
                counted.usage += usage.usage
        except CACHE_IS_DOWN as error:  # a broken cache must not close the house
            logger.error("The cache is down, so logins are not limited: %s", type(error).__name__)
        self._login_failed_rl_usage = counted  # given back where the password is right

    def authentication_failed(self, request, **credentials):
        logger.warning("Login refused")
        trail.record(trail.Action.LOGIN_FAILED, about=find(credentials.get("username")))

    def respond_user_inactive(self, request, user):
        return redirect("login")

    def login(self, request, user):
        super().login(request, user)
        request.session["began_at"] = int(timezone.now().timestamp())

    def post_login(self, request, user, **kwargs):
        """The end of every login, whatever it was made with."""
        how = [record.get("type", record["method"]) for record in get_authentication_records(request, user)]
        logger.info("Login of user %s", user.pk)
        trail.record(trail.Action.LOGIN, actor=user, about=user, how=how)
        response = super().post_login(request, user, **kwargs)
        response = keeping.go_on(request) or response
        known_browser.remember(response, user)
        return response

    def is_reauthentication_required(self, *, app, **kwargs):
        records = get_authentication_records(context.request, context.request.user)
        is_fresh = bool(records) and time.time() - records[-1]["at"] < FRESH
        return not is_fresh and super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user):
        """Who has a second factor shows that one: a password alone must not take it away."""
        methods = super().get_reauthentication_methods(user)
        return [method for method in methods if method["id"] != "reauthenticate"] or methods


class FactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": gettext_lazy("Your rights ask for a second factor. Add another one first."),
    }

    def get_totp_issuer(self):
        return SiteSettings.load().wordmark

    def _get_site_name(self):
        return SiteSettings.load().wordmark

    def generate_authenticator_name(self, user, type):
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}

    def encrypt(self, text):
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        """Raises cryptography.fernet.InvalidToken where the key of the site has changed since."""
        return _keys().decrypt(encrypted_text.encode()).decode()


def _keys():
    """Secrets of apps and of recovery codes lie encrypted, so a copy of the database alone opens nothing."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"ccsis.accounts.adapters:{secret}".encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
