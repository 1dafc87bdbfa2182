"""What staff type in to enter and to set a password. The forms parse; the views decide."""

from django import forms
from django.contrib.auth import forms as auth_forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from ccsis.models import folded

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
