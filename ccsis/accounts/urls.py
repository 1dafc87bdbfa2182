"""The pages of the own account. Names that begin with `account_` or `mfa_` are those that django-allauth asks for."""

from django.contrib.auth.decorators import login_required
from django.urls import path
from django.views.generic import TemplateView

from ccsis.accounts import factor_views, views


def page(name):
    return TemplateView.as_view(template_name=f"accounts/{name}.html")


login = views.Login.as_view()

urlpatterns = [
    path("", factor_views.account, name="mfa_index"),
    path("login/", login, name="login"),
    path("login/", login, name="account_login"),
    path("login/code/", factor_views.SecondStep.as_view(), name="mfa_authenticate"),
    path("login/passkey/", factor_views.PasskeyLogin.as_view(), name="mfa_login_webauthn"),
    path("login/passkey/options/", factor_views.passkey_options, name="passkey_options"),
    path("login/lost/", factor_views.lost, name="factor_lost"),
    path("logout/", views.Logout.as_view(), name="logout"),
    path("sessions/end/", factor_views.end_sessions, name="end_sessions"),
    path("again/", factor_views.PasswordAgain.as_view(), name="account_reauthenticate"),
    path("again/code/", factor_views.CodeAgain.as_view(), name="mfa_reauthenticate"),
    path("again/passkey/", factor_views.PasskeyAgain.as_view(), name="mfa_reauthenticate_webauthn"),
    path("app/", factor_views.AddApp.as_view(), name="mfa_activate_totp"),
    path("app/qr.svg", factor_views.qr_code, name="qr_code"),
    path("app/remove/", factor_views.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("passkeys/add/", factor_views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/", factor_views.RenamePasskey.as_view(), name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", factor_views.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("codes/", factor_views.codes, name="mfa_view_recovery_codes"),
    path("password/", views.PasswordChange.as_view(), name="password_change"),
    path("password/done/", login_required(page("password_change_done")), name="password_change_done"),
    path("password/reset/", views.PasswordReset.as_view(), name="password_reset"),
    path("password/reset/done/", page("password_reset_done"), name="password_reset_done"),
    path("password/set/<uidb64>/<token>/", views.PasswordResetConfirm.as_view(), name="password_reset_confirm"),
    path("password/set/done/", page("password_reset_complete"), name="password_reset_complete"),
]
