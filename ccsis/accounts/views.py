"""Login, logout and passwords of the staff: Django's views with our limits, letters and words."""

import logging

from django.contrib.auth import views as auth_views
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.views.generic import FormView

from ccsis.accounts import forms, keeping, letters, throttle
from ccsis.accounts.links import tokens
from ccsis.limits import allow, client_address, give_back
from ccsis.models import User

logger = logging.getLogger(__name__)

HOUR = 3600


class Login(auth_views.LoginView):
    """A new session at every login; `next` leads nowhere but to this site."""

    template_name = "accounts/login.html"
    form_class = forms.LoginForm

    def post(self, request, *args, **kwargs):
        self.slots = throttle.take_login_slots(request, request.POST.get("username", ""))
        if self.slots is None:
            return too_many(self, throttle.WINDOW)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        give_back(*self.slots)  # only wrong passwords count
        user = form.get_user()
        logger.info("Login of user %s", user.pk)
        response = super().form_valid(form)
        response = keeping.go_on(self.request) or response
        throttle.remember_browser(self.request, response, user)
        return response

    def form_invalid(self, form):
        logger.warning("Login refused")
        return super().form_invalid(form)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context.pop("site")  # Django's, which would hide ours
        context["kept_form"] = keeping.carried(self.request)
        return context


def ask_to_log_in(request):
    """The login page for somebody who sent a form after the session had ended: it carries what was sent. None where
    nothing can be carried."""
    kept = keeping.packed(request) if keeping.is_worth_it(request) else None
    if kept is None:
        return None
    view = Login()
    view.setup(request)
    context = view.get_context_data(form=forms.LoginForm(request), kept_form=kept, next=request.get_full_path())
    return view.render_to_response(context | {"kept_form": kept}, status=403)


def too_many(view, seconds):
    """The form once more, with the name or address that was typed and a sentence on how long to wait."""
    form = view.form_class(initial={name: view.request.POST.get(name, "")[:254] for name in ("username", "email")})
    context = view.get_context_data(form=form, minutes_to_wait=seconds // 60)
    response = view.render_to_response(context, status=429)
    response["Retry-After"] = str(seconds)
    return response


class PasswordChange(auth_views.PasswordChangeView):
    """Ends every other session of this account."""

    template_name = "accounts/password_change.html"
    form_class = forms.PasswordChangeForm

    @transaction.atomic
    def form_valid(self, form):
        letters.password_changed(self.request.user)
        logger.info("Password of user %s changed", self.request.user.pk)
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
        return super().form_valid(form)
