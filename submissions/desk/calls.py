"""How the desk keeps its calls."""

from django import forms
from django.contrib import admin, messages
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ccsis.addresses import KeepsAddress
from ccsis.editor import ShowsEditor
from ccsis.scripts import LANGUAGE_NAMES
from submissions.models import Call


class CallForm(forms.ModelForm):
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=[(code, f"{name} ({code})") for code, name in LANGUAGE_NAMES.items()],
        widget=forms.CheckboxSelectMultiple,
        initial=["en"],
        help_text=_("In which languages people may write."),
        error_messages={"required": _("Choose one language at least.")},
    )

    def clean(self):
        data = super().clean()
        other = Call.objects.filter(is_on_home=True).exclude(pk=self.instance.pk).first()
        if data.get("is_on_home") and other:
            self.add_error("is_on_home", _("“%s” stands on the home page. Take it from there first.") % other)
        return data


class CallAdmin(ShowsEditor, KeepsAddress, admin.ModelAdmin):
    form = CallForm
    list_display = ["title", "standing", "opens_at", "closes_at", "received", "is_on_home"]
    list_filter = ["is_public"]
    search_fields = ["title", "brief"]
    date_hierarchy = "opens_at"
    prepopulated_fields = {"slug": ["title"]}
    filter_horizontal = ["topics", "regions"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "brief", "guidelines", "announcement"]}),
        (_("When"), {"fields": ["opens_at", "closes_at", "grace_minutes", "response_days"]}),
        (
            _("What is asked for"),
            {"fields": ["languages", ("words_from", "words_to"), "asks_phone", "phone_reason", "licence"]},
        ),
        (_("Where it stands"), {"fields": ["is_public", "is_on_home", "series", "topics", "regions"]}),
        (_("Contact data"), {"fields": ["retention_days"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(n_received=Count("submissions"))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "announcement":
            field.queryset = field.queryset.filter(kind="announcement")
        return field

    @admin.display(description=_("now"))
    def standing(self, call):
        if not call.is_public:
            return _("hidden")
        if call.is_open():
            return _("open")
        return _("not yet open") if call.opens_at > timezone.now() else _("closed")

    @admin.display(description=_("received"), ordering="n_received")
    def received(self, call):
        return call.n_received

    def delete_view(self, request, object_id, extra_context=None):
        call = self.get_object(request, object_id)
        if call and call.n_received:
            sentence = _("Simulations came in through this call, so it stays. Take it away from readers instead.")
            self.message_user(request, sentence, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:submissions_call_change", args=[call.pk]))
        return super().delete_view(request, object_id, extra_context)
