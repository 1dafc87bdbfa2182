"""The library of pictures: upload, look up, choose one for a text, put another file in the place of one."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, strip_tags
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import library, renditions, showing
from articles.desk.image_filters import LacksFilter, OwnFilter, UsedFilter
from articles.desk.image_forms import DialogForm, ImageForm, OtherFileForm, UploadForm
from articles.desk.replacing import Replaceable, shown_uses
from articles.locking import Conflict
from articles.models import Article, Image, Publication

MOST_CHOSEN_FROM = 24


@admin.register(Image)
class ImageAdmin(Replaceable, admin.ModelAdmin):
    touches = ["site"]
    desk_place = 2
    when_empty = gettext_lazy(
        "The library of pictures. What is uploaded here can stand in every text, once or often; each picture names who "
        "made it."
    )
    first_action = gettext_lazy("Upload the first picture")
    chosen_by = Article._meta.get_field("lead_image")
    list_display = ["__str__", "credit", "created_at"]
    list_filter = [UsedFilter, LacksFilter, OwnFilter]
    list_per_page = 24
    search_fields = ["alt", "caption", "credit", "source", "original_name"]
    search_help_text = gettext_lazy("Words of its description, caption, credit, source or file.")
    date_hierarchy = "created_at"
    actions_selection_counter = False

    class Media:
        css = {"all": ["css/desk-articles.css", "css/desk-images.css"]}
        js = ["js/desk-focus.js"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("renditions")

    def has_change_permission(self, request, obj=None):
        """Readers see a caption as it is saved here, and no publisher is asked. So an author changes what the author
        uploaded, until readers see it.
        """
        may_change = super().has_change_permission(request, obj)
        if not may_change or obj is None or request.user.has_perm("articles.change_any_article"):
            return may_change
        return obj.uploaded_by_id == request.user.pk and not Publication.objects.showing(obj).exists()

    def get_fieldsets(self, request, obj=None):
        first = ["shown", "about"] if obj else ["file"]
        return [
            (None, {"fields": [*first, "alt", "caption", "credit", "licence", "source"]}),
            (
                gettext_lazy("When it is cut"),
                {
                    "description": gettext_lazy(
                        "Lists and the head of a piece cut pictures to their frames. Say which point must stay in "
                        "sight, in percent; with a mouse, press on it in the picture above."
                    ),
                    "fields": [("focal_x", "focal_y")],
                },
            ),
        ]

    def get_readonly_fields(self, request, obj=None):
        return ["shown", "about"] if obj else []

    def get_form(self, request, obj=None, **kwargs):
        return super().get_form(request, obj, **{**kwargs, "form": ImageForm if obj else UploadForm})

    def render_change_form(self, request, context, obj=None, **kwargs):
        context["uses"] = shown_uses(request, obj) if obj else []
        return super().render_change_form(request, context, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        if not change:
            form.fill(obj, request.user)
        super().save_model(request, obj, form, change)

    def delete_model(self, request, obj):
        renditions.delete_after_commit(obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for image in queryset:
            self.delete_model(request, image)

    @admin.display(description=gettext_lazy("picture"))
    def shown(self, image):
        return format_html(
            '<span class="desk-focus" data-label="{}"><img class="desk-shown" src="{}" alt="{}" width="{}" height="{}">'
            "</span>",
            _("How it is cut: at the head of a piece, on a card, as a portrait"),
            *(image.file.url, image.alt, image.width, image.height),
        )

    @admin.display(description=gettext_lazy("file"))
    def about(self, image):
        facts = [
            f"{image.width} × {image.height}",
            image.original_name,
            date_format(localtime(image.created_at), "j M Y"),
            str(image.uploaded_by or ""),
            _state_of_renditions(image),
        ]
        return " · ".join(fact for fact in facts if fact)

    # What the editor asks, and another file

    def get_urls(self):
        own = [
            ("choose/", require_safe(self.choose), "choose"),
            ("upload/", require_POST(self.upload), "upload"),
            ("<int:pk>/file/", require_http_methods(["GET", "HEAD", "POST"])(self.other_file), "file"),
        ]
        views = [path(at, self.admin_site.admin_view(view), name=f"articles_image_{name}") for at, view, name in own]
        return [*views, *super().get_urls()]

    def choose(self, request):
        """The newest pictures, or those that a search finds, for the picture button of the editor."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found, has_doubles = self.get_search_results(
            request, self.get_queryset(request), request.GET.get("q", "")[:200]
        )
        found = list((found.distinct() if has_doubles else found)[:MOST_CHOSEN_FROM])
        return JsonResponse(
            {
                "pictures": [_choice(image) for image in found],
                "upload": reverse("admin:articles_image_upload") if self.has_add_permission(request) else "",
                "summary": ngettext("%d picture", "%d pictures", len(found)) % len(found),
                "nothing": _("No picture here has these words. Upload one below."),
            }
        )

    def upload(self, request):
        """Take a picture from within a text. Gives it as `choose` does, or what is wrong, field by field."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = DialogForm(request.POST, request.FILES)
        if not form.is_valid():
            errors = {name: [strip_tags(str(each)) for each in rows] for name, rows in form.errors.items()}
            twin = getattr(form, "twin", None)
            return JsonResponse({"errors": errors, "twin": _choice(twin) if twin else None}, status=422)
        image = form.save(commit=False)
        form.fill(image, request.user)
        image.save()
        self.log_addition(request, image, [{"added": {}}])
        return JsonResponse({"picture": _choice(image)})

    def other_file(self, request, pk):
        """Asks for another file and puts it in the place of the one that is there."""
        image = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, image):
            raise PermissionDenied
        form = OtherFileForm(request.POST or None, request.FILES or None, image=image)
        if request.method == "POST" and form.is_valid() and self._replace_file(request, image, form):
            return HttpResponseRedirect(reverse("admin:articles_image_change", args=[image.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Put another file in its place"),
            **{"image": image, "form": form, "opts": self.opts, "media": self.media},
            "uses": shown_uses(request, image),
        }
        return TemplateResponse(request, "admin/articles/image/other_file.html", context)

    def _replace_file(self, request, image, form):
        try:
            library.replace_file(image, form.cleaned_data["file"], by=request.user)
        except Conflict:
            form.add_error("file", _("Somebody replaced this file just now. Look at it, then decide."))
            return False
        self.log_change(request, image, _("Put another file in its place."))
        words = _(
            "The new file stands wherever the old one stood. Look whether its words and its focal point still fit."
        )
        self.message_user(request, words, messages.SUCCESS)
        return True


def _state_of_renditions(image):
    if image.renditions_at:
        rows = list(image.renditions.all())
        return ngettext("%d smaller copy", "%d smaller copies", len(rows)) % len(rows)
    if image.renditions_tries >= renditions.MOST_TRIES:
        return _("no smaller copies could be made: put another file in its place")
    return _("smaller copies are being made")


def _choice(image):
    return {
        "address": image.body_address,
        "thumb": showing.small_address(image),
        "name": str(image),
        "alt": image.alt,
        "caption": image.caption,
    }
