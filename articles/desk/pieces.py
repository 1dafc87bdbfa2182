"""The piece at the desk: written, saved, previewed, published, retracted."""

from copy import copy

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles import checklist, history, locking, publishing
from articles.desk import dates, documents, moves, steps, translations
from articles.desk.checks import IsChecked
from articles.desk.notes import NoteInline, SourceInline
from articles.desk.piece_forms import (
    FIELDSETS,
    INLINES_AFTER,
    ArticleForm,
    BylineInline,
    PickInline,
    choosable_by,
)
from articles.desk.piece_list import (
    AssignedFilter,
    DueFilter,
    LanguageFilter,
    ListsPieces,
    ReviewFilter,
    StandingFilter,
)
from articles.desk.revisions import ShowsTexts
from articles.desk.tags import TagsField
from articles.desk.word import BringsWord
from articles.desk.working import KeepsText, was_saved
from articles.models import Article
from articles.parts import Parts
from ccsis.addresses import TypesAddress
from ccsis.editor import ShowsEditor


@admin.register(Article)
class ArticleAdmin(
    IsChecked, KeepsText, ShowsTexts, BringsWord, ListsPieces, ShowsEditor, TypesAddress, admin.ModelAdmin
):
    desk_place = 1
    when_empty = gettext_lazy(
        "Every text that you may change stands here, from its first draft on. Begin with a title; no reader sees it "
        "until somebody publishes it."
    )
    first_action = gettext_lazy("Start writing")
    form = ArticleForm
    fieldsets = FIELDSETS
    inlines = [BylineInline, SourceInline, NoteInline, PickInline]  # sources are saved before what cites them
    autocomplete_fields = ["lead_image", "topics", "regions", "series", "original"]
    list_display = ["headline", "stands", "kind", "language", "names", "assigned", "due", "saved", "number"]
    list_filter = [
        *["state", StandingFilter, AssignedFilter, DueFilter, ReviewFilter],
        *["kind", LanguageFilter, "topics", "regions", "series"],
    ]
    search_fields = ["title", "number", "bylines__name", "bylines__person__name", "bylines__person__native_name"]
    search_help_text = gettext_lazy("A title, a name or a number.")
    date_hierarchy = "changed_at"
    list_per_page = 50
    show_full_result_count = False
    save_on_top = False
    delete_confirmation_template = "admin/delete_confirmation.html"

    class Media:
        css = {
            "all": [
                *("css/desk-articles.css", "css/desk-piece.css", "css/desk-calendar.css"),
                *("css/desk-checks.css", "css/desk-texts.css"),
            ]
        }
        js = [
            *["js/desk-preview.js", "js/desk-piece.js", "js/desk-autosave.js"],
            *["js/words.js", "js/sentences.js", "js/desk-checks.js"],
        ]

    # Who may

    def get_queryset(self, request):
        """Those who may not change every piece see their own; when they name another one, also what readers know."""
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            return choosable_by(request.user)
        return super().get_queryset(request).editable_by(request.user)

    def _is_theirs(self, request, piece):
        return piece is None or self._once(request, publishing.is_theirs, piece)

    def _once(self, request, question, piece):
        """What every part of a page asks; one that is only looked at asks the database once."""
        known = request.__dict__.setdefault("known", {}) if request.method in ("GET", "HEAD") else {}
        key = question.__name__, piece.pk
        if key not in known:
            known[key] = question(piece, request.user)
        return known[key]

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) and self._is_theirs(request, obj)

    def has_change_permission(self, request, obj=None):
        """Who wrote a piece that was passed on sees a page to read. A form that was open by then may still be sent: it
        comes back with what was typed, see ArticleForm.clean."""
        if not (super().has_change_permission(request, obj) and self._is_theirs(request, obj)):
            return False
        return obj is None or request.method == "POST" or self._once(request, publishing.may_write, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (
            obj is None or (obj.first_published_at is None and self._is_theirs(request, obj))
        )

    # The form

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.user = request.user
        return form

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "tags":
            kwargs["form_class"] = TagsField
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "original":
            kwargs["queryset"] = choosable_by(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, BylineInline) and request.method == "GET" and obj.pk is None:
            kwargs["initial"] = inline.proposed()
        return kwargs

    def render_change_form(self, request, context, obj=None, **kwargs):
        request.hanging = Parts.of(obj) if obj else None
        request.failures = checklist.failures(obj, request.hanging) if obj else []
        context["parts"] = list(_in_order(context["adminform"], context["inline_admin_formsets"]))
        context.update(moves.shown(request, obj))
        return super().render_change_form(request, context, obj=obj, **kwargs)

    # Saving

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        steps.asked_for(request)  # refuses what this person may not do, before anything is saved
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (locking.Conflict, locking.NotAllowed):
            # Somebody saved or moved it between our reading and our writing. The form, read again, sees it and says so.
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        """A new piece is saved here; another waits for save_related, which knows whether anything changed."""
        if not change:
            obj.created_by = request.user
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        piece, now = form.instance, timezone.now()
        piece.was_changed = not change or form.has_changed() or any(formset.has_changed() for formset in formsets)
        if not piece.was_changed:
            piece.refresh_from_db()
            return
        if change:
            publishing.write(piece, by=request.user, now=now)
            piece.save()
        super().save_related(request, form, formsets, change)
        publishing.keep_relief(piece)
        locking.record(piece, "save" if change else "create", by=request.user, now=now)
        history.keep(piece, by=request.user, now=now)

    def construct_change_message(self, request, form, formsets, add=False):
        # What did not change was not saved, and formsets that were not saved cannot say what they did.
        return super().construct_change_message(request, form, formsets, add) if form.instance.was_changed else []

    def log_change(self, request, obj, message):
        return super().log_change(request, obj, message) if message else None

    def response_add(self, request, obj, post_url_continue=None):
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self._after_saving(request, obj)

    def response_change(self, request, obj):
        if IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)
        return self._after_saving(request, obj)

    def _after_saving(self, request, piece):
        """Stay at the piece, and do what the other buttons promise."""
        was_saved(request, piece)
        if action := steps.asked_for(request):
            if form := steps.take(request, piece, action):
                return self.show_again(request, piece, {"step": form}, status=200 if form.preview else 409)
        elif "_preview" in request.POST:
            # By way of the form, so that the way back from the preview leads there, not to the form of a new piece.
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[piece.pk]) + "#preview")
        elif "_dates" in request.POST:
            return HttpResponseRedirect(reverse("admin:articles_article_dates", args=[piece.pk]))
        else:
            words = _("Saved.") if piece.was_changed else _("Nothing had changed, so nothing was saved.")
            self.message_user(request, words, messages.SUCCESS if piece.was_changed else messages.INFO)
        address = reverse("admin:articles_article_change", args=[piece.pk])
        filters = {"preserved_filters": self.get_preserved_filters(request), "opts": self.opts}
        return HttpResponseRedirect(add_preserved_filters(filters, address))

    # Deleting

    def get_deleted_objects(self, objs, request):
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        seen = [piece for piece in objs if piece.first_published_at]
        if seen:
            words = _("“%s” was published. It cannot be deleted, only retracted: open it and press “Retract”.")
            return deleted, counts, set(), [words % piece for piece in seen]
        return deleted, counts, lacking, protected

    def delete_view(self, request, object_id, extra_context=None):
        piece = self.get_object(request, unquote(object_id))
        if piece and piece.first_published_at and self.has_delete_permission(request):
            words = _(
                "A piece that readers have seen is never deleted. It can be retracted: its address stays and says why."
            )
            self.message_user(request, words, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[piece.pk]))
        return super().delete_view(request, object_id, extra_context)

    # Moves and preview

    def get_urls(self):
        own = [
            path("translations/", self.admin_site.admin_view(self.translations), name="articles_article_translations"),
            path("<int:pk>/preview/", self.admin_site.admin_view(self.preview), name="articles_article_preview"),
            path("<int:pk>/files/<int:number>/", self.admin_site.admin_view(self.file), name="articles_article_file"),
            path("<int:pk>/retract/", self.admin_site.admin_view(self.retract), name="articles_article_retract"),
            path("<int:pk>/dates/", self.admin_site.admin_view(self.dates), name="articles_article_dates"),
            *(
                path(
                    f"<int:pk>/{name}/", self.admin_site.admin_view(self._beside(act)), name=f"articles_article_{name}"
                )
                for name, act in moves.BESIDE_THE_FORM.items()
            ),
        ]
        return [*own, *super().get_urls()]

    def translations(self, request):
        """Each piece in each language."""
        return translations.table(request, self.admin_site.each_context(request) | {"opts": self.opts})

    def _beside(self, act):
        """The view of what is sent from the page of a piece besides its form; it leads back there."""

        @require_POST
        def view(request, pk):
            piece = get_object_or_404(self.get_queryset(request), pk=pk)
            try:
                answers, place = act(request, piece)
            except locking.NotAllowed as refused:
                raise PermissionDenied from refused
            if answers:
                return self.show_again(request, piece, answers, status=answers.pop("status", 422))
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[piece.pk]) + place)

        return view

    def show_again(self, request, piece, answers, *, status):
        """The page of a piece as it is saved, with what was sent and could not be taken: see moves.shown."""
        again = copy(request)
        again.method, again.POST, again.answers = "GET", QueryDict(), answers
        address = reverse("admin:articles_article_change", args=[piece.pk])
        response = self.changeform_view(again, str(piece.pk), form_url=address)
        response.status_code = status
        return response

    def file(self, request, pk, number):
        return documents.download(request, self.get_queryset(request), pk, number)

    def preview(self, request, pk):
        return moves.preview(request, self.get_queryset(request), pk)

    def retract(self, request, pk):
        return moves.retract(request, self.get_queryset(request), pk, self.admin_site.each_context(request))

    def dates(self, request, pk):
        return dates.page(request, self.get_queryset(request), pk, self.admin_site.each_context(request))


def _in_order(fieldsets, formsets):
    """Fieldsets and inlines as an editor meets them: names behind the text, notes behind what it belongs to."""
    inlines = {inline.formset.prefix: inline for inline in formsets}
    for number, fieldset in enumerate(fieldsets):
        yield {"fieldset": fieldset}
        for prefix in INLINES_AFTER.get(number, []):
            if prefix in inlines:
                yield {"inline": inlines.pop(prefix)}
    for inline in inlines.values():
        yield {"inline": inline}
