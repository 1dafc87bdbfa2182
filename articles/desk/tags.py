"""Tags at the desk: one line of text with commas, suggestions while typing, and the list of all tags."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from articles import merging
from articles.desk.addresses import KeepsAddress
from articles.desk.replacing import Replaceable
from articles.desk.tag_tidying import TidiesTags, merge_address
from articles.models import Tag
from articles.tagging import parse_tags
from ccsis.editor import ShowsEditor
from ccsis.scripts import clean_name, fold

MOST_SUGGESTED = 12


class TagsInput(forms.TextInput):
    """One line. Without JavaScript it is just that; with it, known tags are suggested for the part being typed."""

    class Media:
        js = ["js/desk-tags.js"]

    def get_context(self, name, value, attrs):
        attrs = {"class": "vLargeTextField", "autocomplete": "off", "size": 80, **(attrs or {})}
        return super().get_context(name, value, {**attrs, "data-suggest": reverse("admin:articles_tag_suggest")})


class TagsField(forms.CharField):
    """Names of tags, parted by commas of any script, never by spaces; the same name in another case is the same tag."""

    widget = TagsInput

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 2000, **kwargs})

    def prepare_value(self, value):
        return value if isinstance(value, str) or value is None else ", ".join(_names(value))

    def clean(self, value):
        return parse_tags(super().clean(value))

    def has_changed(self, initial, data):
        written = {fold(name) for name in parse_tags(data or "")}
        return not self.disabled and written != {fold(name) for name in _names(initial or [])}


def _names(tags):
    return [tag if isinstance(tag, str) else tag.name for tag in tags]


class TagForm(forms.ModelForm):
    keeps_name = forms.BooleanField(
        label=_("Keep the earlier name as a synonym"),
        required=False,
        initial=True,
        help_text=_(
            "After a change of the name: who types the earlier one gets this tag, and no second tag comes of it."
        ),
    )

    def clean_name(self):
        name = clean_name(self.cleaned_data["name"])
        if not fold(name):
            raise ValidationError(_("Write a name that can be seen."))
        twin = Tag.objects.named(name)
        if twin and twin.pk != self.instance.pk:
            raise ValidationError(_("This tag is there already: %s.") % twin.name)
        return name

    def clean_synonym_of(self):
        other = self.cleaned_data["synonym_of"]
        if other and (other.pk == self.instance.pk or other.synonym_of_id):
            raise ValidationError(_("Choose a tag that stands for itself."))
        return other


@admin.register(Tag)
class TagAdmin(ShowsEditor, TidiesTags, KeepsAddress, Replaceable, admin.ModelAdmin):
    touches = ["site"]
    desk_place = 7
    when_empty = _(
        "Tags come by themselves when somebody types them into a piece. Here they get an introduction, and two that "
        "mean the same become one."
    )
    chosen_by = Tag._meta.get_field("synonym_of")
    form = TagForm
    fields = ["name", "keeps_name", "synonym_of", "introduction", "slug"]
    autocomplete_fields = ["synonym_of"]
    list_display = ["name", "synonym_of", "pieces"]
    list_select_related = ["synonym_of"]
    search_fields = ["name", "slug", "folded"]
    actions = ["make_one"]

    @admin.action(description=_("Make one tag of them"), permissions=["change"])
    def make_one(self, request, tags):
        return HttpResponseRedirect(merge_address(tags))

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(uses=Count("tagged"))

    def get_fields(self, request, obj=None):
        """Who may only add tags gives them a name: readers see an introduction as it is saved."""
        if obj and not obj.synonym_of_id:
            return self.fields
        fields = [name for name in self.fields if name != "keeps_name"]  # there is no earlier name, or it is one itself
        return fields if obj or request.user.has_perm("articles.change_tag") else ["name"]

    @admin.display(description=_("pieces"), ordering="uses")
    def pieces(self, tag):
        return tag.uses

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "slug":
            field.required = False
            field.label, field.help_text = _("Address"), _("Made from the name when left empty.")
        return field

    def save_model(self, request, obj, form, change):
        """A tag that becomes a synonym hands over the pieces that carry it."""
        other = obj.synonym_of if change and "synonym_of" in form.changed_data else None
        if other:
            obj.synonym_of = None
        super().save_model(request, obj, form, change)
        if change and "name" in form.changed_data and form.cleaned_data.get("keeps_name"):
            self._keep_name(obj, form.initial["name"])
        if other:
            merging.merge(obj, other, by=request.user)

    @staticmethod
    def _keep_name(tag, name):
        """The earlier name becomes a synonym, unless it is the same word in other letters."""
        if fold(name) != fold(tag.name) and not Tag.objects.named(name):
            Tag.objects.create(name=name, synonym_of=tag.final)

    def get_urls(self):
        suggest = path("suggest/", self.admin_site.admin_view(self.suggest), name="articles_tag_suggest")
        return [suggest, *super().get_urls()]

    def suggest(self, request):
        """Names of tags that hold the given letters, those that begin with them first; a synonym gives its main tag."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        part = fold(request.GET.get("q", "")[:100])
        if not part:
            return JsonResponse({"names": []})
        found = Tag.objects.filter(folded__contains=part).select_related("synonym_of")[:200]
        found = sorted(found, key=lambda tag: (not tag.folded.startswith(part), tag.folded))
        names = dict.fromkeys((tag.synonym_of or tag).name for tag in found)
        return JsonResponse({"names": list(names)[:MOST_SUGGESTED]})
