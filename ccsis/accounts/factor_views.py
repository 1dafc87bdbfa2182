"""The own account of a member of staff: second factors, sessions. django-allauth's views with our pages and letters."""

import json

from allauth.account.decorators import reauthentication_required
from allauth.account.models import Login as LoginInSteps
from allauth.account.views import ReauthenticateView
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import flows as code_flows
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.totp.internal import flows as totp_flows
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn import views as webauthn_views
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.internal import flows as webauthn_flows
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import RedirectURLMixin
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import FormView

from ccsis import trail
from ccsis.accounts import factors, forms
from ccsis.accounts.views import login_page

Type = Authenticator.Type


@login_required
@require_GET
def account(request):
    """Everything about the own account on one page."""
    found = list(Authenticator.objects.filter(user=request.user).order_by("created_at", "pk"))
    by_type = {kind: [each for each in found if each.type == kind] for kind in Type.values}
    codes = by_type[Type.RECOVERY_CODES]
    context = {
        "app": by_type[Type.TOTP][0] if by_type[Type.TOTP] else None,
        "passkeys": by_type[Type.WEBAUTHN],
        "codes_left": len(codes[0].wrap().get_unused_codes()) if codes else 0,
        "has_factor": len(found) > len(codes),
        "is_needed": factors.is_needed(request.user),
        "are_sessions_ended": "ended" in request.GET,
    }
    return render(request, "accounts/account.html", context)


@login_required
@require_POST
@transaction.atomic
def end_sessions(request):
    """Log out everywhere but here."""
    request.user.end_sessions()
    update_session_auth_hash(request, request.user)
    trail.record(trail.Action.SESSIONS_ENDED, actor=request.user, about=request.user)
    return redirect(f"{reverse_lazy('mfa_index')}?ended")


# An app that shows codes


class AddApp(ActivateTOTPView):
    template_name = "accounts/app_add.html"

    def form_valid(self, form):
        with transaction.atomic():
            _app, codes = totp_flows.activate_totp(self.request, form)
            factors.changed(self.request, factors.APP_ADDED, type=Type.TOTP)
        return show_codes(self.request, codes) if codes else redirect("mfa_index")


@login_required
@require_GET
def qr_code(request):
    """The picture for the camera of the telephone, drawn here: the secret goes to nobody else."""
    if totp.SECRET_SESSION_KEY not in request.session:
        raise Http404
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(request.user, totp.get_totp_secret()))
    return HttpResponse(picture, content_type="image/svg+xml")


class RemoveApp(DeactivateTOTPView):
    template_name = "accounts/app_remove.html"

    def form_valid(self, form):
        if not factors.may_go(self.authenticator):
            form.add_error(None, get_adapter().validation_error("cannot_delete_authenticator"))
            return self.form_invalid(form)
        with transaction.atomic():
            totp_flows.deactivate_totp(self.request, self.authenticator)
            factors.changed(self.request, factors.APP_REMOVED)
        return redirect("mfa_index")


# Passkeys


class AddPasskey(webauthn_views.AddWebAuthnView):
    template_name = "accounts/passkey_add.html"

    def get_context_data(self, **kwargs):
        context = FormView.get_context_data(self, **kwargs)
        return context | {"options": json.dumps(webauthn.begin_registration(self.request.user, passwordless=True))}

    def form_valid(self, form):
        name, credential = form.cleaned_data["name"], form.cleaned_data["credential"]
        with transaction.atomic():
            _key, codes = webauthn_flows.add_authenticator(self.request, name=name, credential=credential)
            factors.changed(self.request, factors.PASSKEY_ADDED, type=Type.WEBAUTHN)
        return show_codes(self.request, codes) if codes else redirect("mfa_index")


class RenamePasskey(webauthn_views.EditWebAuthnView):
    template_name = "accounts/passkey_rename.html"
    success_url = reverse_lazy("mfa_index")

    @transaction.atomic
    def form_valid(self, form):
        factors.changed(self.request, factors.PASSKEY_RENAMED)
        return super().form_valid(form)


class RemovePasskey(webauthn_views.RemoveWebAuthnView):
    template_name = "accounts/passkey_remove.html"
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form):
        if not factors.may_go(self.object):
            error = get_adapter().validation_error("cannot_delete_authenticator")
            return self.render_to_response(self.get_context_data(form=form, refusal=error.message))
        with transaction.atomic():
            webauthn_flows.remove_authenticator(self.request, self.object)
            factors.changed(self.request, factors.PASSKEY_REMOVED)
        return HttpResponseRedirect(self.get_success_url())


# Recovery codes


def show_codes(request, authenticator):
    """The only page that shows recovery codes, once: in answer to the form by which they were made."""
    return render(request, "accounts/codes_new.html", {"codes": authenticator.wrap().get_unused_codes()})


@reauthentication_required(app="allauth.mfa")
def codes(request):
    """How many are left, and by POST a new set, after which the old ones no longer count."""
    if not factors.has_one(request.user):
        return redirect("mfa_index")
    if request.method == "POST":
        with transaction.atomic():
            made = code_flows.generate_recovery_codes(request)
            factors.changed(request, factors.CODES_MADE)
        return show_codes(request, made)
    kept = Authenticator.objects.filter(user=request.user, type=Type.RECOVERY_CODES).first()
    left = len(kept.wrap().get_unused_codes()) if kept else 0
    return render(request, "accounts/codes.html", {"codes_left": left})


# The second step of a login, and showing again who one is


class SecondStep(AuthenticateView):
    """After the password: a code or a passkey."""

    template_name = "accounts/second_step.html"

    def form_invalid(self, form):
        user = self.stage.login.user
        trail.record(trail.Action.FACTOR_FAILED, about=user)
        return super().form_invalid(form)

    @transaction.atomic
    def form_valid(self, form):
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context.pop("site", None)  # django-allauth's, which would hide ours
        context["options"] = json.dumps(context["js_data"]["request_options"])
        has_passkey = factors.of(self.stage.login.user).filter(type=Type.WEBAUTHN).exists()
        errors = self.webauthn_form.errors.get("credential", []) if self.webauthn_form else []
        return context | {"has_passkey": has_passkey, "passkey_errors": errors}


class PasswordAgain(ReauthenticateView):
    template_name = "accounts/again.html"


class CodeAgain(CodeAgainView):
    template_name = "accounts/again.html"


class PasskeyAgain(webauthn_views.ReauthenticateWebAuthnView):
    template_name = "accounts/again_passkey.html"

    def get_context_data(self, **kwargs):
        # Around the view below, which forgets which form was invalid
        context = super(webauthn_views.ReauthenticateWebAuthnView, self).get_context_data(**kwargs)
        return context | {"options": json.dumps(webauthn.begin_authentication(self.request.user))}

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form))


# Logging in by a passkey alone


@require_POST
def passkey_options(request):
    """What the browser needs to ask for a passkey. By POST: it is remembered in the session."""
    return JsonResponse(webauthn.begin_authentication(user=None))


@method_decorator(require_POST, name="dispatch")
@method_decorator(ratelimit.decorator(app="allauth.mfa", action="webauthn_login"), name="dispatch")
class PasskeyLogin(RedirectURLMixin, FormView):
    form_class = forms.PasskeyLoginForm

    def form_invalid(self, form):
        trail.record(trail.Action.FACTOR_FAILED)
        told = _("This passkey does not open an account here. Log in with your password.")
        return login_page(self.request, passkey_error=told, next=self.get_redirect_url())

    @transaction.atomic
    def form_valid(self, form):
        authenticator = form.cleaned_data["credential"]
        login = LoginInSteps(user=authenticator.user, redirect_url=self.get_redirect_url() or None)
        return webauthn_flows.perform_passwordless_login(self.request, authenticator, login)


def lost(request):
    """What to do without the telephone or the key."""
    return render(request, "accounts/factor_lost.html")
