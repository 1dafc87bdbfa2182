"""The secret links by which staff set a password."""

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from ccsis.models import User


class SetPasswordTokens(PasswordResetTokenGenerator):
    """Holds for PASSWORD_RESET_TIMEOUT, for one use, and ends with the sessions."""

    key_salt = "ccsis.accounts.links.SetPasswordTokens"

    def _make_hash_value(self, user, timestamp):
        return f"{super()._make_hash_value(user, timestamp)}{user.session_version}"


tokens = SetPasswordTokens()


def set_password(user_id):
    """The full address at which this user sets a password, for ccsis.letters; raises User.DoesNotExist."""
    user = User.objects.get(pk=user_id, is_active=True)
    uidb64 = urlsafe_base64_encode(force_bytes(user.pk))
    return settings.SITE_URL + reverse("password_reset_confirm", args=[uidb64, tokens.make_token(user)])
