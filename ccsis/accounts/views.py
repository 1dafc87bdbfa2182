"""Login, logout and passwords of the staff: Django's views with our words, django-allauth's steps below them."""

import logging

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login as LoginInSteps
from django.contrib.auth import views as auth_views
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.views.generic import FormView

from ccsis import trail
from ccsis.accounts import adapters, forms, keeping, letters
from ccsis.accounts.links import tokens
from ccsis.limits import allow, client_address
from ccsis.models import User

logger = logging.getLogger(__name__)

HOUR = 3600


class Login(auth_views.LoginView):
    """A new session at every login; `next` leads nowhere but to this site. What follows the password (a second factor,
    a kept form) is decided by ccsis.accounts.adapters."""

    template_name = "accounts/login.html"
    form_class = forms.LoginForm

    @transaction.atomic
    def form_valid(self, form):
        keeping.remember(self.request)
        login = LoginInSteps(user=form.get_user(), redirect_url=self.get_redirect_url() or None)
        return perform_password_login(self.request, {}, login)

    def form_invalid(self, form):
        if form.has_error("__all__", adapters.TOO_MANY):
            return too_many(self, adapters.WINDOW)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context.pop("site")  # Django's, which would hide ours
        return {"kept_form": keeping.carried(self.request)} | context


def login_page(request, *, status=200, **context):
    """The login page in answer to another request."""
    view = Login()
    view.setup(request)
    context = view.get_context_data(form=forms.LoginForm(request), **context)
    return view.render_to_response(context, status=status)


def ask_to_log_in(request):
    """The login page for somebody who sent a form after the session had ended: it carries what was sent. None where
    nothing can be carried."""
    kept = keeping.packed(request) if keeping.is_worth_it(request) else None
    return login_page(request, status=403, kept_form=kept, next=request.get_full_path()) if kept else None


def too_many(view, seconds):
    """The form once more, with the name or address that was typed and a sentence on how long to wait."""
    form = view.form_class(initial={name: view.request.POST.get(name, "")[:254] for name in ("username", "email")})
    context = view.get_context_data(form=form, minutes_to_wait=seconds // 60)
    response = view.render_to_response(context, status=429)
    response["Retry-After"] = str(seconds)
    return response


class Logout(auth_views.LogoutView):
    def post(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            trail.record(trail.Action.LOGOUT, actor=request.user, about=request.user)
        return super().post(request, *args, **kwargs)


class PasswordChange(auth_views.PasswordChangeView):
    """Ends every other session of this account."""

    template_name = "accounts/password_change.html"
    form_class = forms.PasswordChangeForm

    @transaction.atomic
    def form_valid(self, form):
        letters.password_changed(self.request.user)
        logger.info("Password of user %s changed", self.request.user.pk)
        trail.record(trail.Action.PASSWORD, actor=self.request.user, about=self.request.user)
        return super().form_valid(form)


class PasswordReset(FormView):
    """Answers the same whether there is such an account or not."""

    template_name = "accounts/password_reset.html"
    form_class = forms.AddressForm
    success_url = reverse_lazy("password_reset_done")

    def form_valid(self, form):
        if not allow("password reset from address", client_address(self.request), 10, HOUR):
            return too_many(self, HOUR)
        email = form.cleaned_data["email"]
        user = User.objects.filter(email=email, is_active=True).first()
        # Too many letters to one mailbox are not told of: that would tell whether there is an account.
        if allow("password reset of account", email, 3, HOUR) and user is not None:
            letters.password_reset(user)
        return redirect(self.success_url)


class PasswordResetConfirm(auth_views.PasswordResetConfirmView):
    """Where the link of a letter leads. Django takes the secret out of the address before the page is shown."""

    template_name = "accounts/password_reset_confirm.html"
    form_class = forms.SetPasswordForm
    token_generator = tokens

    def get_user(self, uidb64):
        user = super().get_user(uidb64)
        return user if user is not None and user.is_active else None

    @transaction.atomic
    def form_valid(self, form):
        letters.password_changed(self.user)
        logger.info("Password of user %s set by link", self.user.pk)
        trail.record(trail.Action.PASSWORD, actor=self.user, about=self.user, by_link=True)
        return super().form_valid(form)
