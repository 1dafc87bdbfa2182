"""The desk of the frame: accounts, site settings, letters, redirects."""

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ccsis import letters, redirect_desk, trail
from ccsis.accounts import factors
from ccsis.accounts import letters as account_letters
from ccsis.accounts.rights import may_give, may_touch
from ccsis.models import Letter, SecurityEvent, SiteLink, SiteSettings, User, folded
from ccsis.wordings import AsksWordings, form_for

__all__ = ["redirect_desk"]  # its lists belong to this desk, too


class OffersItsFilters:
    """For a ModelAdmin with columns that not everybody may know: addresses filter by what the list offers, or the
    answers to `?recipient__startswith=…` would tell a column letter by letter. Django asks this of relations only.
    """

    def lookup_allowed(self, lookup, value, request=None):
        offered = {self.date_hierarchy, *self.get_list_filter(request)}
        return lookup.split("__")[0] in offered and super().lookup_allowed(lookup, value, request)


class UserForm(forms.ModelForm):
    def clean_username(self):
        return folded(self.cleaned_data["username"])


@admin.register(User)
class UserAdmin(OffersItsFilters, admin.ModelAdmin):
    """Accounts. Nobody gives rights beyond the own ones without the right to do so, least of all to oneself."""

    form = UserForm
    when_empty = _("Everybody who may enter this desk, with the roles that say what each may do.")
    first_action = _("Invite somebody")
    list_display = ["name", "username", "email", "roles", "is_active", "has_come_in", "last_login"]
    list_filter = ["is_active", "groups"]
    search_fields = ["name", "username", "email"]
    filter_horizontal = ["groups"]
    actions = ["invite_again", "deactivate", "take_factor_away"]
    fieldsets = [
        (None, {"fields": ["email", "name", "username"]}),
        (_("Rights"), {"fields": ["groups", "is_active", "is_superuser"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "fields": ["email", "name", "username", "groups"],
                "description": _("A letter goes to this address, with a link to choose a password."),
            },
        )
    ]

    def get_fieldsets(self, request, obj=None):
        return self.fieldsets if obj else self.add_fieldsets

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("roles"))
    def roles(self, user):
        return ", ".join(group.name for group in user.groups.all())

    @admin.display(description=_("has set a password"), boolean=True)
    def has_come_in(self, user):
        return user.has_usable_password()

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or may_touch(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        return False  # history names people; an account is deactivated instead

    def get_readonly_fields(self, request, obj=None):
        if obj == request.user:
            return ["is_active", "is_superuser"] if obj.is_superuser else ["is_active", "is_superuser", "groups"]
        return [] if request.user.is_superuser else ["is_superuser"]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups":
            given = [group.pk for group in field.queryset if may_give(request.user, group)]
            field.queryset = field.queryset.filter(pk__in=given)
        return field

    def save_model(self, request, user, form, change):
        if not change:
            user.set_unusable_password()
            super().save_model(request, user, form, change)
            account_letters.invite(user, by=request.user)
            return
        super().save_model(request, user, form, change)
        if "email" in form.changed_data:
            account_letters.address_changed(user, form.initial["email"])
        if "is_active" in form.changed_data and not user.is_active:
            user.deactivate()

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if form.changed_data:
            roles = sorted(form.instance.groups.values_list("name", flat=True))
            details = {"changed": form.changed_data, "roles": roles, "is_active": form.instance.is_active}
            trail.record(trail.Action.RIGHTS, actor=request.user, about=form.instance, **details)

    @admin.action(description=_("Send the invitation again"), permissions=["change"])
    def invite_again(self, request, users):
        waiting = [
            user
            for user in users
            if user.is_active and not user.has_usable_password() and may_touch(request.user, user)
        ]
        for user in waiting:
            account_letters.invite(user, by=request.user)
        _tell(request, len(waiting), "%d invitation is on its way.", "%d invitations are on their way.")
        if len(waiting) < len(users):
            messages.info(request, _("Who has set a password, or is not active, gets none."))

    @admin.action(description=_("Deactivate, and end all sessions"), permissions=["change"])
    def deactivate(self, request, users):
        leaving = [user for user in users if user != request.user and may_touch(request.user, user)]
        for user in leaving:
            user.deactivate()
            self.log_change(request, user, "Deactivated.")
            details = {"changed": ["is_active"], "is_active": False}
            trail.record(trail.Action.RIGHTS, actor=request.user, about=user, **details)
        _tell(request, len(leaving), "%d account is deactivated.", "%d accounts are deactivated.")

    @admin.action(description=_("Take the second factor away, for who has lost it"), permissions=["change"])
    def take_factor_away(self, request, users):
        mine = [user for user in users if user != request.user and may_touch(request.user, user)]
        count = sum(factors.reset(user, by=request.user) for user in mine)
        one, many = "%d account has no second factor now.", "%d accounts have no second factor now."
        _tell(request, count, one, many)
        if count < len(users):
            messages.info(request, _("Your own is changed on the page of your account. Others had none."))


def _tell(request, count, one, many):
    messages.success(request, ngettext(one, many, count) % count)


class SiteLinkInline(admin.TabularInline):
    """Whoever may change the settings may change their links."""

    model = SiteLink
    extra = 1

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("ccsis.view_sitesettings") or self.has_change_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm("ccsis.change_sitesettings")

    def has_add_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)


@admin.register(SiteSettings)
class SiteSettingsAdmin(AsksWordings, admin.ModelAdmin):
    """One row: the list leads to it, and before it is saved the defaults stand there."""

    touches = ["site"]
    form = form_for(SiteSettings)
    inlines = [SiteLinkInline]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fieldsets = [
        (None, {"fields": ["name", "wordmark", "strapline", "footer"]}),
        (_("Letters"), {"fields": ["contact_address", "mail_signature"]}),
        (_("Our texts"), {"fields": ["licence_name", "licence_address"]}),
        (_("Simulations from readers"), {"fields": ["has_proof_of_work"]}),
    ]

    def get_object(self, request, object_id, from_field=None):
        if object_id != str(SiteSettings.ONLY):
            return None
        return SiteSettings.objects.filter(pk=SiteSettings.ONLY).first() or SiteSettings(pk=SiteSettings.ONLY)

    def changelist_view(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("admin:ccsis_sitesettings_change", args=[SiteSettings.ONLY]))

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def masked(address):
    """An e-mail address of which only the owner could tell: n…@e…"""
    name, _at, host = address.partition("@")
    return f"{name[:1]}…@{host[:1]}…" if host else "…"


@admin.register(Letter)
class LetterAdmin(OffersItsFilters, admin.ModelAdmin):
    """The outbox, to look at. To whom a letter to an outsider went, and what it said, is told to nobody here: who may
    see contact data looks at it on the page of the submission, where the look is recorded."""

    when_empty = _("Every letter of this site stands here: invitations, answers, reminders. None is written yet.")
    list_display = ["template", "to", "about", "status", "created_at", "sent_at", "tries", "problem"]
    list_filter = ["status", "template"]
    date_hierarchy = "created_at"
    search_fields = ["about"]  # searching for an address would tell whether it is there
    actions = ["resend", "cancel"]
    fields = [
        *["template", "to", "about", "language", "status", "created_at", "send_at", "hold_until", "sent_at"],
        *["tries", "problem", "subject_sent", "text_sent"],
    ]

    def get_urls(self):
        view = self.admin_site.admin_view(self.samples_view)
        return [path("samples/", view, name="ccsis_letter_samples"), *super().get_urls()]

    def samples_view(self, request):
        """What every letter says. Whoever may enter the desk may read it: nothing in it is about anybody."""
        context = {**self.admin_site.each_context(request), "title": _("What our letters say")}
        return render(request, "admin/ccsis/letter/samples.html", {**context, "samples": letters.samples()})

    def get_queryset(self, request):
        is_colleague = Exists(User.objects.filter(email=Lower(OuterRef("recipient"))))
        return super().get_queryset(request).annotate(is_open=is_colleague)

    @admin.display(description=_("to"))
    def to(self, letter):
        return letter.recipient if letter.is_open else masked(letter.recipient)

    @admin.display(description=_("what the last try said"))
    def problem(self, letter):
        """Mail servers repeat the address in spellings of their own; the kind of the problem names nobody."""
        return letter.error if letter.is_open else letter.error.partition(":")[0]

    @admin.display(description=_("subject"))
    def subject_sent(self, letter):
        return letter.subject if letter.is_open else _("Only on the page of what it is about.")

    @admin.display(description=_("text, as sent"))
    def text_sent(self, letter):
        return letter.text if letter.is_open else _("Only on the page of what it is about.")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_resend_permission(self, request):
        return request.user.has_perm("ccsis.resend_letter")

    @admin.action(description=_("Send at once: what waits, was given up or is uncertain"), permissions=["resend"])
    def resend(self, request, chosen):
        _tell(request, sum(map(letters.resend, chosen)), "%d letter goes out now.", "%d letters go out now.")

    @admin.action(description=_("Cancel what has not left"), permissions=["resend"])
    def cancel(self, request, chosen):
        _tell(request, sum(map(letters.stop, chosen)), "%d letter is cancelled.", "%d letters are cancelled.")


@admin.register(SecurityEvent)
class SecurityEventAdmin(OffersItsFilters, admin.ModelAdmin):
    """The security log, to look at: nobody adds, changes or deletes a row, and the database refuses it too."""

    when_empty = _("Logins, rights, decisions, what was published, deleted or exported: nothing has happened yet.")
    list_display = ["at", "action", "actor_name", "about", "network"]
    list_filter = ["action"]
    date_hierarchy = "at"
    search_fields = ["about", "actor_name"]
    fields = ["at", "action", "actor_name", "about", "details", "network"]
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
