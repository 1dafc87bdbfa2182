"""The library of pictures: upload, look up, choose one for a text."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import JsonResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import pictures, renditions
from articles.desk.replacing import Replaceable, shown_uses
from articles.models import Article, Image, Publication

MOST_CHOSEN_FROM = 24


class ImageForm(forms.ModelForm):
    class Meta:
        widgets = {"alt": forms.Textarea(attrs={"rows": 2}), "caption": forms.Textarea(attrs={"rows": 2})}


class UploadForm(ImageForm):
    """A new picture: read, checked and written anew before anything is kept."""

    file = forms.FileField(
        label=gettext_lazy("file"),
        help_text=gettext_lazy(
            "JPEG, PNG, WebP, GIF or AVIF, at most 10 MB. We write it anew: the place and the camera that stand in "
            "the file go, and it is at most 2560 pixels long."
        ),
        widget=forms.FileInput(attrs={"accept": pictures.ACCEPT}),
    )

    def clean_file(self):
        self.picture = pictures.read(self.cleaned_data["file"])
        twin = Image.objects.filter(sha256=self.picture.sha256).first()
        if twin:
            address = reverse("admin:articles_image_change", args=[twin.pk])
            raise ValidationError(
                format_html(_('This picture is in the library already: <a href="{}">{}</a>.'), address, twin)
            )
        return self.picture.file


@admin.register(Image)
class ImageAdmin(Replaceable, admin.ModelAdmin):
    desk_place = 2
    when_empty = gettext_lazy(
        "The library of pictures. What is uploaded here can stand in every text, once or often; each picture names who "
        "made it."
    )
    first_action = gettext_lazy("Upload the first picture")
    chosen_by = Article._meta.get_field("lead_image")
    list_display = ["thumbnail", "__str__", "credit", "licence", "measures", "created_at"]
    list_display_links = ["thumbnail", "__str__"]
    list_per_page = 24
    search_fields = ["alt", "caption", "credit", "original_name"]
    date_hierarchy = "created_at"

    class Media:
        css = {"all": ["css/desk-articles.css"]}

    def has_change_permission(self, request, obj=None):
        """Readers see a caption as it is saved here, and no publisher is asked. So an author changes what the author
        uploaded, until readers see it.
        """
        may_change = super().has_change_permission(request, obj)
        if not may_change or obj is None or request.user.has_perm("articles.change_any_article"):
            return may_change
        return obj.uploaded_by_id == request.user.pk and not Publication.objects.showing(obj).exists()

    def get_fieldsets(self, request, obj=None):
        first = ["shown", "measures", "original_name"] if obj else ["file"]
        return [
            (None, {"fields": [*first, "alt", "caption", "credit", "licence"]}),
            (
                gettext_lazy("When it is cut"),
                {
                    "classes": ["collapse"],
                    "description": gettext_lazy("The point that must stay in sight, in percent."),
                    "fields": [("focal_x", "focal_y")],
                },
            ),
        ]

    def get_readonly_fields(self, request, obj=None):
        """A picture's file never changes: texts show it. Upload another one and put it in its place."""
        return ["shown", "measures", "original_name"] if obj else []

    def get_form(self, request, obj=None, **kwargs):
        return super().get_form(request, obj, **{**kwargs, "form": ImageForm if obj else UploadForm})

    def render_change_form(self, request, context, obj=None, **kwargs):
        context["uses"] = shown_uses(request, obj) if obj else []
        return super().render_change_form(request, context, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        if not change:
            picture = form.picture
            obj.width, obj.height = picture.width, picture.height
            obj.sha256, obj.original_name = picture.sha256, picture.original_name
            obj.uploaded_by = request.user
        super().save_model(request, obj, form, change)

    def delete_model(self, request, obj):
        renditions.delete_after_commit(obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for image in queryset:
            self.delete_model(request, image)

    @admin.display(description=gettext_lazy("picture"))
    def thumbnail(self, image):
        return format_html('<img class="desk-thumb" src="{}" alt="" loading="lazy">', image.file.url)

    @admin.display(description=gettext_lazy("picture"))
    def shown(self, image):
        return format_html('<img class="desk-shown" src="{}" alt="{}">', image.file.url, image.alt)

    @admin.display(description=gettext_lazy("size"))
    def measures(self, image):
        return f"{image.width} × {image.height}"

    def get_urls(self):
        choose = path("choose/", self.admin_site.admin_view(self.choose), name="articles_image_choose")
        return [choose, *super().get_urls()]

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
                "upload": reverse("admin:articles_image_add") if self.has_add_permission(request) else "",
                "summary": ngettext("%d picture", "%d pictures", len(found)) % len(found),
                "nothing": _("No picture here has these words. Upload one, then search again."),
            }
        )


def _choice(image):
    return {
        "address": image.body_address,
        "name": str(image),
        "alt": image.alt,
        "caption": image.caption,
    }
