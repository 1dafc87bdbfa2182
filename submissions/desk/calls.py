"""How the desk keeps its calls."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ccsis.addresses import KeepsAddress
from ccsis.editor import ShowsEditor
from ccsis.models import User
from ccsis.scripts import LANGUAGE_NAMES
from submissions.models import Call, Question, Submission


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


class QuestionInline(admin.StackedInline):
    model = Question
    fields = [("label", "kind"), "help_text", "choices", ("is_required", "is_personal", "position")]
    extra = 0
    verbose_name = _("question of this call")
    verbose_name_plural = _("questions of this call, beyond those that every call asks")


class Standing(admin.SimpleListFilter):
    """Whether a call takes simulations now; asked of the dates, so that no state has to be set by hand."""

    title = _("now")
    parameter_name = "now"

    def lookups(self, request, model_admin):
        return [("open", _("open")), ("coming", _("not yet open")), ("closed", _("closed")), ("hidden", _("hidden"))]

    def queryset(self, request, calls):
        now = timezone.now()
        if self.value() == "open":
            return calls.filter(pk__in=Call.objects.open(now).values("pk"))
        if self.value() == "coming":
            return calls.filter(is_public=True, opens_at__gt=now)
        if self.value() == "closed":
            return calls.filter(is_public=True, closes_at__lte=now)
        return calls.filter(is_public=False) if self.value() == "hidden" else calls


class CallAdmin(ShowsEditor, KeepsAddress, admin.ModelAdmin):
    touches = ["calls"]
    form = CallForm
    inlines = [QuestionInline]
    when_empty = _(
        "A call asks readers for simulations: on one question, in the languages that you read, for as long as you say. "
        "While it is open it stands on the home page and under /submit/."
    )
    first_action = _("Write the first call")
    list_display = ["title", "standing", "opens_at", "closes_at", "received", "is_on_home"]
    list_filter = [Standing]
    search_fields = ["title", "brief"]
    date_hierarchy = "opens_at"
    prepopulated_fields = {"slug": ["title"]}
    filter_horizontal = ["topics", "regions", "moderators"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "brief", "guidelines", "announcement"]}),
        (_("When"), {"fields": ["opens_at", "closes_at", "grace_minutes", "response_days"]}),
        (
            _("What is asked for"),
            {
                "fields": [
                    "languages",
                    ("words_from", "words_to"),
                    "per_person",
                    ("takes_docx", "takes_pdf", "most_files"),
                    ("asks_phone", "requires_phone"),
                    "phone_reason",
                    "licence",
                ]
            },
        ),
        (_("Who looks after it"), {"fields": ["moderators"]}),
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

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "moderators":
            field.queryset = User.objects.holding("submissions.decide")
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

    def has_delete_permission(self, request, obj=None):
        """Never in bulk: each call is looked at, since submissions may hang on it."""
        return obj is not None and super().has_delete_permission(request, obj)

    def delete_view(self, request, object_id, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        call = self.get_object(request, object_id)
        sentence = call and why_it_stays(call)
        if sentence:
            self.message_user(request, sentence, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:submissions_call_change", args=[call.pk]))
        return super().delete_view(request, object_id, extra_context)


def why_it_stays(call):
    """Why a call cannot be deleted, as a sentence; empty where it can."""
    if Submission.objects.filter(call=call).exists():
        return _("Simulations came in through this call, so it stays. Take it away from readers instead.")
    if call.is_last_standing:
        return _("This is the only call that stands open. Open another one first: there is always one.")
    return ""
