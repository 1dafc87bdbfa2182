"""What staff type in to enter and to set a password. The forms parse; the views decide."""

import logging

from allauth.account.adapter import get_adapter
from allauth.account.forms import ReauthenticateForm as AllauthPasswordAgainForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.fernet import InvalidToken
from django import forms
from django.contrib.auth import forms as auth_forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from ccsis import trail
from ccsis.accounts import factors, letters
from ccsis.accounts.adapters import WRONG_CODE
from ccsis.limits import CACHE_IS_DOWN, take
from ccsis.models import folded

logger = logging.getLogger(__name__)

UNREADABLE = (KeyError, ValueError, TypeError, AttributeError, IndexError)  # what the parsers of passkeys raise
LONGEST_PASSWORD = 1000  # characters: hashing a novel would only warm the room


class AccountForm:
    """Gives each control the look of the site and the password a limit."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"
            if isinstance(field.widget, forms.PasswordInput):
                field.validators.append(MaxLengthValidator(LONGEST_PASSWORD))
                field.widget.attrs.pop("autofocus", None)


class LoginForm(AccountForm, auth_forms.AuthenticationForm):
    username = forms.CharField(
        label=_("E-mail address or user name"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Write your e-mail address or your user name.")},
    )
    error_messages = {
        "invalid_login": _("The name and the password do not belong together. Look at both, or set a new password."),
        "inactive": _("The name and the password do not belong together. Look at both, or set a new password."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].error_messages["required"] = _("Write your password.")

    def clean(self):
        """Through django-allauth, which counts the tries. Raises ValidationError, with a code of its own where there
        were too many."""
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if name is not None and password:
            self.user_cache = get_adapter().authenticate(self.request, username=name, password=password)
            if self.user_cache is None:
                raise self.get_invalid_login_error()
        return self.cleaned_data


class AddressForm(AccountForm, forms.Form):
    """To whom the link for a new password shall go."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The one that your colleagues have for you here."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("Write your e-mail address in full, like nino@example.org."),
        },
    )

    def clean_email(self):
        return folded(self.cleaned_data["email"])


DIFFERENT = _("The two passwords differ. Write the same one twice.")
HELP = _("At least 12 characters. Four or five words that you alone would put together are good.")


class NewPasswordForm(AccountForm):
    """Our words for the two fields of a new password; what is wrong with it stands at the first."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        first, again = self.fields["new_password1"], self.fields["new_password2"]
        first.label, again.label = _("New password"), _("The same again")
        first.help_text, again.help_text = HELP, ""
        first.error_messages["required"] = _("Write a new password.")
        again.error_messages["required"] = _("Write the new password a second time.")

    def validate_password_for_user(self, user, *field_names):
        super().validate_password_for_user(user, "new_password1")


class SetPasswordForm(NewPasswordForm, auth_forms.SetPasswordForm):
    error_messages = {"password_mismatch": DIFFERENT}


class PasswordChangeForm(NewPasswordForm, auth_forms.PasswordChangeForm):
    error_messages = {
        "password_mismatch": DIFFERENT,
        "password_incorrect": _("This is not your present password. Write it once more."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Your present password")
        self.fields["old_password"].error_messages["required"] = _("Write your present password.")


# Second factor


class AsksForCode(AccountForm):
    """A code from the app, or a recovery code. One that was used does not count again."""

    LIVES = 90  # seconds, with the half minute before and after

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code")
        field.help_text = _("Six digits from the app on your telephone, or one of your recovery codes.")
        field.error_messages["required"] = _("Write the code.")
        field.max_length = 32
        field.validators.append(MaxLengthValidator(32))
        field.widget.attrs = {"class": "input w-m", "autocomplete": "one-time-code", "inputmode": "numeric"}

    def clean_code(self):
        try:
            code = super().clean_code()
            factor = self.authenticator
            is_new = factor.type != Authenticator.Type.TOTP or take("code", f"{factor.pk} {code}", 1, self.LIVES)
        except InvalidToken:
            logger.error("A second factor of user %s was kept under another SECRET_KEY", self.user.pk)
            raise forms.ValidationError(WRONG_CODE, code="incorrect_code") from None
        except CACHE_IS_DOWN as error:
            logger.error("The cache is down, so no code can be checked: %s", type(error).__name__)
            raise forms.ValidationError(_("Codes cannot be checked just now. Try again in a minute.")) from None
        if not is_new:
            raise forms.ValidationError(WRONG_CODE, code="incorrect_code")
        return code

    def save(self):
        if self.authenticator.type == Authenticator.Type.RECOVERY_CODES:
            trail.record(trail.Action.FACTOR, actor=self.user, about=self.user, what=factors.CODE_USED)
            letters.factor_changed(self.user, factors.CODE_USED)
        super().save()


class CodeForm(AsksForCode, AuthenticateForm):
    """The second step of a login."""


class CodeAgainForm(AsksForCode, ReauthenticateForm):
    """Who is logged in shows again who it is."""


class PasswordAgainForm(AccountForm, AllauthPasswordAgainForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Your present password")
        self.fields["password"].error_messages["required"] = _("Write your present password.")
        self.fields["password"].widget.attrs.pop("placeholder", None)


class AppForm(AccountForm, ActivateTOTPForm):
    """The first code from an app shows that it has the secret."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label, field.help_text = _("Code"), _("The six digits that the app shows now.")
        field.error_messages["required"] = _("Write the code that the app shows.")
        field.validators.append(MaxLengthValidator(32))
        field.widget.attrs = {"class": "input w-m", "autocomplete": "one-time-code", "inputmode": "numeric"}


def passkey_name(**options):
    return forms.CharField(
        label=_("Name of the passkey"),
        max_length=60,
        help_text=_("So that you know it again: the telephone, the computer, the key on the ring."),
        error_messages={"required": _("Write a name for it.")},
        **options,
    )


NO_PASSKEY = _("The browser sent no passkey. Try again, or take another way.")


class ReadsPasskey:
    """What a browser sends for a passkey. Hostile data that breaks the parser is no passkey."""

    def clean(self):
        try:
            return super().clean()
        except UNREADABLE:
            raise forms.ValidationError(NO_PASSKEY, code="incorrect_code") from None

    def clean_credential(self):
        given = self.cleaned_data["credential"]
        if not hasattr(super(), "clean_credential"):
            return given
        try:
            return super().clean_credential()
        except UNREADABLE:
            raise forms.ValidationError(NO_PASSKEY, code="incorrect_code") from None


class PasskeyLoginForm(ReadsPasskey, LoginWebAuthnForm):
    """A login by a passkey alone."""


class PasskeySecondForm(ReadsPasskey, AuthenticateWebAuthnForm):
    """The second step of a login."""


class PasskeyAgainForm(ReadsPasskey, ReauthenticateWebAuthnForm):
    """Who is logged in shows again who it is."""


class PasskeyForm(AccountForm, ReadsPasskey, AddWebAuthnForm):
    """Every key is a passkey: the device keeps it and asks who holds it, so it can log in by itself."""

    name = passkey_name(required=False)

    def clean_passwordless(self):
        return True


class PasskeyNameForm(AccountForm, EditWebAuthnForm):
    name = passkey_name()
